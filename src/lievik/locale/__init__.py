"""Translations: a language's code → its compiled gettext catalogue, as bytes.

English is the language of the messages themselves. README.md here says how catalogues are rebuilt.
"""

from __future__ import annotations

from pathlib import Path

DOMAIN = "lievik"
"""Name of the catalogues' files."""


def catalogue_bytes(code: str) -> bytes:
    """Compiled catalogue of a language.

    Raises:
        FileNotFoundError: there is none.
    """
    return (Path(__file__).parent / code / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes()
