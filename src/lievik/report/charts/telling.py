"""What a chart says of one result: short beside its mark, in full where one points at it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language
from lievik.model.result import MetricResult
from lievik.report.charts.figures import joined, labelled

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

UNSURE: Final = frozenset({"insufficient", "partial", "immature"})
"""Statuses of a number that is shown with care."""


def short_value(result: MetricResult, language: Language) -> str:
    """A value as short as it can be told; counts where there are too few records."""
    if result.value is None or result.status == "insufficient":
        return language.value(result)
    return language.compact(result.value, result.unit, result.currency)


def in_full(name: str, result: MetricResult, catalogue: Catalogue, language: Language) -> str:
    """A value with what it was made of and how sure it is."""
    counts = language.counts(result) if result.unit == "share" and result.denominator is not None else ""
    value = language.value(result)
    told = value if not counts or counts in {value, NOTHING} else f"{value} ({counts})"
    between = language.interval(result.interval, result.unit, result.currency)
    plausibly = labelled(language.say("plausibly"), between)
    reason = language.reason(result, catalogue.reasons) if result.reason else ""
    return joined(f"{name}: {told}", plausibly, reason)


def drawn_value(result: MetricResult) -> Decimal | None:
    """The value that is drawn; none where there is no answer."""
    return result.value if result.value is not None and result.value.is_finite() else None
