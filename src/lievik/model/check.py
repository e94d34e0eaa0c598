"""What a check-up of a workspace finds.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at: whether it is fine, what was found, and what to do where it is not."""

    name: str
    is_fine: bool
    message: str
    fix: str = ""
