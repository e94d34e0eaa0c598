"""What movements are called, and money as a bridge has it: with its sign, in whole units."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lievik.language import NOTHING, Language, mark
from lievik.model.bridge import COMING, GOING, Bar
from lievik.report.blocks import Style

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "new": mark("New"),
        "qualified": mark("Newly qualified"),
        "pulled_in": mark("Pulled in"),
        "pushed_in": mark("Pushed in"),
        "reopened": mark("Reopened"),
        "owner_in": mark("Owner in"),
        "pipeline_in": mark("From another pipeline"),
        "category_in": mark("Category in"),
        "segment_in": mark("Segment in"),
        "increased": mark("Amount up"),
        "decreased": mark("Amount down"),
        "exchange_rate": mark("Exchange rate"),
        "won": mark("Won"),
        "lost": mark("Lost"),
        "pushed_out": mark("Pushed out"),
        "pulled_out": mark("Pulled out"),
        "disqualified": mark("No longer qualified"),
        "deleted": mark("Deleted"),
        "owner_out": mark("Owner out"),
        "pipeline_out": mark("To another pipeline"),
        "category_out": mark("Category out"),
        "segment_out": mark("Segment out"),
    }
)
"""Movement -> its title."""

_GOOD: Final = frozenset({*COMING, "increased", "won"})
_BAD: Final = frozenset({*GOING, "decreased"}) - {"won"}


def signed(amount: Decimal, currency: str, language: Language) -> str:
    """Money that comes or goes, with its sign; a dash for none."""
    if not amount:
        return NOTHING
    sign = "+" if amount > 0 else "−"
    return f"{sign}{language.money(abs(amount), currency, digits=0)}"


def money(bar: Bar, currency: str, language: Language) -> str:
    """Money that stands at the opening or closing."""
    return language.money(bar.amount, currency, digits=0)


def style_of(movement: str) -> Style:
    """Whether a movement is a good or a bad one; an exchange rate is neither."""
    if movement in _GOOD:
        return "good"
    return "bad" if movement in _BAD else ""
