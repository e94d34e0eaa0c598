"""Results → cards: value, what it is compared with, how sure it is, and how it went over the last units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Badge, Card
from lievik.model.aim import result_key
from lievik.report.charts.sparkline import sparkline
from lievik.report.views.aim_wording import STYLES, aim_line, aim_word
from lievik.report.views.change_wording import WORDS, style_of
from lievik.report.views.wording import title_of

if TYPE_CHECKING:
    from decimal import Decimal

    from lievik.apps.web.visit import Visit
    from lievik.model.aim import AimStanding, Standings
    from lievik.model.result import MetricResult


_STANDINGS: Final = {"on": "circle-check", "near": "triangle-alert", "off": "circle-x"}
_ICONS: Final = {"insufficient": "triangle-alert", "immature": "info", "partial": "info"}


def metric_cards(
    visit: Visit, results: Sequence[MetricResult], trend: Sequence[MetricResult], held: Standings
) -> tuple[Card, ...]:
    """Make a card of each result.

    Args:
        visit: who asks.
        results: one a metric.
        trend: of the same metrics, unit by unit.
        held: how those stand that have a target.
    """
    return tuple(
        _card(visit, result, [e.value for e in trend if e.full_name == result.full_name], held.get(result_key(result)))
        for result in results
    )


def can_be_compared(result: MetricResult) -> bool:
    """Whether a change says anything: there is a number of enough records, and none of them is too young."""
    return result.value is not None and result.status not in {"insufficient", "immature"}


def _card(visit: Visit, result: MetricResult, trend: Sequence[Decimal | None], standing: AimStanding | None) -> Card:
    language = visit.language
    delta = language.delta(result.compared, unit=result.unit, currency=result.currency, better=result.better)
    has_change = result.compared is not None and result.compared.delta is not None and can_be_compared(result)
    return Card(
        title=title_of(result, visit.catalogue, language),
        href=visit.metric_href(result.full_name),
        value=language.value(result),
        badge=_standing_badge(visit, standing) or _badge(visit, result),
        change=delta.text if has_change else "",
        change_word=_change_word(visit, result, delta.judgement) if has_change else "",
        change_style=style_of(result) if has_change else "",
        against=(
            *([aim_line(standing, result.period, language)] if standing else []),
            *_against(visit, result),
        ),
        surety=_surety(visit, result),
        sparkline=sparkline(trend, width=220, height=44),
        reason=language.reason(result, visit.catalogue.reasons) if result.reason else "",
    )


def _change_word(visit: Visit, result: MetricResult, judgement: str) -> str:
    """Whether a change is a good one; where it may be chance, that."""
    change = result.compared.change if result.compared else None
    if change is None or result.has_moved:
        return visit.say(judgement)
    return visit.say(WORDS[change.verdict])


def _standing_badge(visit: Visit, standing: AimStanding | None) -> Badge | None:
    """How the number stands against its target; none without one, or where nothing can be said yet."""
    if standing is None or standing.status == "unknown":
        return None
    word = aim_word(standing, visit.language)
    return Badge(text=word, style=STYLES[standing.status], icon=_STANDINGS[standing.status])


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
