"""The kind of a source → the connector that asks it: ours, else one that a package brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Final

from lievik.errors import SettingsError
from lievik.model.source_settings import SourceSettings
from lievik.sources.remote.stream import Connector

GROUP: Final = "lievik.connectors"
"""Entry points of packages that bring a connector: kind -> a function like those of `BUILT_IN`."""

Make = Callable[[Mapping[str, object], Mapping[str, str]], Connector]
"""Makes a connector of its options and its secrets; a ValueError says what is wrong with them."""

BUILT_IN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "capsule": "lievik.sources.remote.capsule:capsule",
        "ecb": "lievik.sources.remote.ecb:ecb",
        "calendar": "lievik.sources.remote.calendar:calendar",
        "database": "lievik.sources.remote.database:database",
        "hubspot": "lievik.sources.remote.hubspot:hubspot",
        "salesforce": "lievik.sources.remote.salesforce:salesforce",
        "pipedrive": "lievik.sources.remote.pipedrive:pipedrive",
    }
)
"""Kind -> where its connector is made."""


def connector_of(source: SourceSettings, secrets: Mapping[str, str]) -> Connector:
    """Make the connector of a source.

    Args:
        source: what lievik.toml says of it.
        secrets: by key, as they are.

    Raises:
        SettingsError: there is no such kind, or what is said of it makes no sense.
    """
    make = _maker(source.kind)
    if make is None:
        known = ", ".join(sorted({*BUILT_IN, *(found.name for found in entry_points(group=GROUP))}))
        raise SettingsError(
            f"lievik.toml does not hold: '{source.kind}' in [sources.{source.name}] is no kind of source.",
            f"Write one of {known}, or install the package that brings it.",
        )
    try:
        return make(source.options, secrets)
    except ValueError as error:
        raise SettingsError(
            f"lievik.toml does not hold: [sources.{source.name}] {error}.", "Correct lievik.toml in the workspace."
        ) from error


def _maker(kind: str) -> Make | None:
    if kind in BUILT_IN:
        module, _, name = BUILT_IN[kind].partition(":")
        made: Make = getattr(import_module(module), name)
        return made
    found = next(iter(entry_points(group=GROUP, name=kind)), None)
    return found.load() if found else None


def needed(said: Mapping[str, object], *keys: str) -> tuple[str, ...]:
    """Options or secrets that a connector cannot do without.

    Raises:
        ValueError: one is missing.
    """
    missing = [key for key in keys if not said.get(key)]
    if missing:
        raise ValueError(f"lacks {', '.join(missing)}")
    return tuple(str(said[key]) for key in keys)
