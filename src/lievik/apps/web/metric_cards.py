"""Results → cards: value, what it is compared with, how sure it is, and how it went over the last units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Badge, Card
from lievik.report.blocks import Style
from lievik.report.charts.sparkline import sparkline
from lievik.report.views.wording import JUDGED, title_of

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.result import MetricResult


_ICONS: Final = {"insufficient": "triangle-alert", "immature": "info", "partial": "info"}


def metric_cards(visit: Visit, results: Sequence[MetricResult], trend: Sequence[MetricResult]) -> tuple[Card, ...]:
    """Make a card of each result.

    Args:
        visit: who asks.
        results: one a metric.
        trend: of the same metrics, unit by unit.
    """
    return tuple(
        _card(visit, result, [each for each in trend if each.full_name == result.full_name]) for result in results
    )


def can_be_compared(result: MetricResult) -> bool:
    """Whether a change says anything: there is a number of enough records, and none of them is too young."""
    return result.value is not None and result.status not in {"insufficient", "immature"}


def _card(visit: Visit, result: MetricResult, trend: Sequence[MetricResult]) -> Card:
    language = visit.language
    delta = language.delta(result.compared, unit=result.unit, currency=result.currency, better=result.better)
    has_change = result.compared is not None and result.compared.delta is not None and can_be_compared(result)
    style: Style = JUDGED[delta.judgement] if has_change else ""
    return Card(
        title=title_of(result, visit.catalogue, language),
        href=visit.metric_href(result.full_name),
        value=language.value(result),
        badge=_badge(visit, result),
        change=delta.text if has_change else "",
        change_word=visit.say(delta.judgement) if has_change else "",
        change_style=style,
        against=_against(visit, result),
        surety=_surety(visit, result),
        sparkline=sparkline([each.value for each in trend], width=220, height=44),
        reason=language.reason(result, visit.catalogue.reasons) if result.reason else "",
    )


def _badge(visit: Visit, result: MetricResult) -> Badge | None:
    """How the number stands, where it is not simply ok."""
    if result.status not in _ICONS:
        return None
    text = visit.language.status(result.status, visit.catalogue.statuses)
    return Badge(text=text, style="care", icon=_ICONS[result.status])


def _against(visit: Visit, result: MetricResult) -> tuple[str, ...]:
    """What the number is compared with."""
    compared = result.compared
    if compared is None or compared.value is None or result.value is None:
        return ()
    amount = visit.language.amount(compared.value, result.unit, result.currency)
    return (f"{visit.language.period_title(compared.period)}: {amount}",)


def _surety(visit: Visit, result: MetricResult) -> str:
    """How sure the number is."""
    interval = visit.language.interval(result.interval, result.unit, result.currency)
    if interval:
        return visit.say("95% interval: {interval}", interval=interval)
    return "" if result.n is None else visit.language.say_many("{n} record", "{n} records", int(result.n))
