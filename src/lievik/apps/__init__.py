"""The doors: thin, no arithmetic, no SQL. Here stands the one thing they share: how each kind of error ends.

The nearest class above an error that is listed decides.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.errors import (
    DefinitionError,
    EngineError,
    InternalError,
    LievikError,
    RequestError,
    SettingsError,
    SourceError,
    StoreError,
    WorkspaceError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

USAGE: Final = 2
"""Exit code of a command line that cannot be read."""

EXIT_CODES: Final[Mapping[type[LievikError], int]] = MappingProxyType(
    {
        RequestError: USAGE,
        SourceError: 3,
        StoreError: 3,
        EngineError: 3,
        DefinitionError: 3,
        SettingsError: 3,
        WorkspaceError: 4,
        InternalError: 70,
        LievikError: 70,
    }
)
"""Class of an error -> exit code: 2 the request is wrong, 3 the data, 4 no such workspace, 70 our bug."""


def exit_code(error: LievikError) -> int:
    """Exit code of an error.

    Example:
        >>> from lievik.errors import PeriodError
        >>> exit_code(PeriodError("2017-13", "has no such month"))
        2
    """
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)
