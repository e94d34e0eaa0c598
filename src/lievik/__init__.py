"""Lievik: sales metrics that explain themselves.

    files, CRM -> sources -> store -> engines <- planner <- catalogue <- definitions
                                         |
                                      insight -> workspace -> apps

`open` gives a workspace; everything else is reached from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lievik.apps.python import open_workspace as open  # noqa: A004 - `lievik.open` reads like the word it is
    from lievik.errors import LievikError
    from lievik.workspace import Workspace

__all__ = ["LievikError", "Workspace", "__version__", "open"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that `import lievik` stays light."""
    if name == "open":
        from lievik.apps.python import open_workspace

        return open_workspace
    if name == "Workspace":
        from lievik.workspace import Workspace

        return Workspace
    if name == "LievikError":
        from lievik.errors import LievikError

        return LievikError
    message = f"module 'lievik' has no attribute '{name}'"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """Name what is public."""
    return sorted(__all__)
