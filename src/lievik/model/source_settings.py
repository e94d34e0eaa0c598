"""What lievik.toml says of a source that is asked by itself: what it is, how to get in, and when to ask.

Pure. Secrets are named here, and read elsewhere when they are needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Final

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_EVERY: Final = re.compile(r"([1-9][0-9]{0,3}) ?(min|m|h|d)")
_UNITS: Final = {"min": "minutes", "m": "minutes", "h": "hours", "d": "days"}
_PLACES: Final = ("env", "file", "keyring")
_SECRET_KEYS: Final = ("token", "secret", "password", "key")
_KNOWN: Final = ("kind", "every", "at", "full_days", "mapping")


@dataclass(frozen=True, kw_only=True)
class Secret:
    """Where a secret is kept.

    Attributes:
        place: `env` (an environment variable), `file` or `keyring`.
        name: of the variable, the file, or the service in the keyring.
        user: whose it is in the keyring.
    """

    place: str
    name: str
    user: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceSettings:
    """One source.

    Attributes:
        name: of the source, as rows and runs name it.
        kind: `capsule`, `hubspot`, ...: the connector that asks it.
        options: of the connector.
        secrets: of the connector, by key.
        every, at: when it is asked by `lievik serve`; neither where it is not.
        full_days: everything is asked for again once the last time is so many days ago; 0 for never.
        mapping: file of the company's own mapping; empty for the built-in one.
    """

    name: str
    kind: str
    options: Mapping[str, object] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    every: timedelta | None = None
    at: time | None = None
    full_days: int = 7
    mapping: str = ""


def read_sources(sources: Mapping[str, object]) -> tuple[SourceSettings, ...]:
    """Read sources as settings write them: name -> what is said of it.

    Raises:
        ValueError: one makes no sense; the message says which.
    """
    return tuple(_source(name, said) for name, said in sources.items())


def _source(name: str, said: object) -> SourceSettings:
    place = f"[sources.{name}]"
    if not _NAME.fullmatch(name) or name == "ledger":
        raise ValueError(f"'{name}' in {place} is no name of a source; write it in small letters, digits, - and _")
    if not isinstance(said, dict) or not isinstance(said.get("kind"), str):
        raise ValueError(f'{place} has to say its kind, like kind = "hubspot"')  # noqa: TRY004 - settings do not hold
    secrets = {key: _secret(key, value, place) for key, value in said.items() if _is_secret(key, value)}
    return SourceSettings(
        name=name,
        kind=said["kind"],
        options={key: value for key, value in said.items() if key not in {*_KNOWN, *secrets}},
        secrets=secrets,
        every=_every(said["every"], place) if "every" in said else None,
        at=_at(said["at"], place) if "at" in said else None,
        full_days=_days(said.get("full_days", 7), place),
        mapping=str(said.get("mapping", "")),
    )


def _is_secret(key: str, value: object) -> bool:
    is_named = isinstance(value, dict) and bool(set(value) & set(_PLACES))
    return is_named or any(key == word or key.endswith(f"_{word}") for word in _SECRET_KEYS)


def _secret(key: str, value: object, place: str) -> Secret:
    if not isinstance(value, dict):
        raise ValueError(  # noqa: TRY004 - settings do not hold
            f'{key} in {place} would be a secret in a file; write {key} = {{ env = "NAME" }} and set that variable'
        )
    named = [kind for kind in _PLACES if kind in value]
    others = [other for other in value if other not in {*_PLACES, "user"}]
    if len(named) != 1 or others or not isinstance(value[named[0]], str):
        raise ValueError(f'{key} in {place} has to be one of env, file and keyring, like {{ env = "NAME" }}')
    return Secret(place=named[0], name=value[named[0]], user=str(value.get("user", "lievik")))


def _every(said: object, place: str) -> timedelta:
    found = _EVERY.fullmatch(said) if isinstance(said, str) else None
    if not found:
        raise ValueError(f'every in {place} has to be like "30min", "1h" or "1d"')
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _at(said: object, place: str) -> time:
    try:
        return said if isinstance(said, time) else time.fromisoformat(str(said))
    except ValueError:
        raise ValueError(f'at in {place} has to be a time of day, like "06:00"') from None


def _days(said: object, place: str) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or said < 0:
        raise ValueError(f"full_days in {place} has to be a whole number of days, 0 for never")
    return said
