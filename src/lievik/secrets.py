"""Where a secret is kept → the secret; it is read when it is needed, and never written down."""

from __future__ import annotations

from pathlib import Path

from lievik.errors import MissingExtraError, SettingsError
from lievik.model.source_settings import Secret
from lievik.settings import environment_secret


def secret_of(secret: Secret, folder: Path) -> str:
    """Read a secret.

    Args:
        secret: where it is kept.
        folder: of the workspace, by which a file's path is found.

    Raises:
        SettingsError: it is not there.
        MissingExtraError: the keyring cannot be read without the extra `crm`.
    """
    if secret.place == "env":
        found = environment_secret(secret.name)
        fix = f"Set the environment variable {secret.name}."
    elif secret.place == "file":
        path = folder / Path(secret.name).expanduser()
        found = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
        fix = f"Write it to '{path}', which only you can read."
    else:
        found = _from_keyring(secret)
        fix = f"Keep it with: keyring set {secret.name} {secret.user}"
    if not found:
        raise SettingsError(f"The secret in {secret.place} '{secret.name}' is not there.", fix)
    return found


def _from_keyring(secret: Secret) -> str:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise MissingExtraError("a secret in the keyring", "crm") from error
    try:
        return keyring.get_password(secret.name, secret.user) or ""
    except keyring.errors.KeyringError as error:
        raise SettingsError(
            f"The keyring cannot be read ({type(error).__name__}).", "Unlock it, or keep the secret in a file."
        ) from error
