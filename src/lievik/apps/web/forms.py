"""Forms: what was typed into one, what it is made of, and what is said where it cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

FieldKind = Literal["text", "date", "select", "area"]


@dataclass(frozen=True, kw_only=True)
class Form:
    """What somebody typed, when, and whose act it is."""

    typed: Mapping[str, str]
    now: datetime
    by: str

    def one(self, name: str) -> str:
        """What was typed into a field; empty where nothing was."""
        return self.typed.get(name, "").strip()


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a form cannot be taken.

    Attributes:
        act: which form it was.
        field: what it lies in; empty for the whole.
        message: what is wrong, and what to do.
    """

    act: str
    field: str
    message: str
    typed: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form.

    Attributes:
        groups: of choices: a title, empty for none, and (value, text) pairs.
        hint: how it is filled in.
        error: what is wrong with what was typed.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    value: str = ""
    hint: str = ""
    error: str = ""
    groups: tuple[tuple[str, Sequence[tuple[str, str]]], ...] = ()
    is_needed: bool = True
    longest: int = 120


@dataclass(frozen=True, kw_only=True)
class Act:
    """A button that does one thing at once: `about` says to what, for who hears it alone."""

    action: str
    text: str
    about: str
    icon: str = "x"
    hidden: tuple[tuple[str, str], ...] = field(default=())
