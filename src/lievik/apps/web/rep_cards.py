"""A rep's numbers → cards: beside the team's and the quota, how sure, how it stood before, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Badge, Card
from lievik.model.result import Compared
from lievik.report.charts.sparkline import sparkline
from lievik.report.views.team_wording import amount_text, full_title, interval_text, value_text
from lievik.report.views.wording import JUDGED

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.language import Delta
    from lievik.model.team import Past, RepSheet, SheetLine, TeamNumber
    from lievik.planner.request_words import Said

_UNITS: Final = 8
"""Two years of quarters."""


def rep_cards(visit: Visit, sheet: RepSheet) -> tuple[Card, ...]:
    """Make a card of each number of a rep."""
    said: Said = {
        **visit.asked.said,
        "period": visit.asked.period or sheet.period.label,
        "where": {**visit.asked.filters, "owner": [sheet.name]},
    }
    names = [line.number.metric for line in sheet.lines]
    trend = list(visit.workspace.trend(*names, units=_UNITS, as_of=visit.since, **said))
    return tuple(
        _card(visit, sheet, line, [each.value for each in trend if each.full_name == line.number.metric])
        for line in sheet.lines
    )


def _card(visit: Visit, sheet: RepSheet, line: SheetLine, trend: Sequence[Decimal | None]) -> Card:
    number, language = line.number, visit.language
    past = next((past for past in line.past if past.is_clear), None)
    delta = _written(visit, number, past) if past else None
    since = language.period_title(past.period) if past else ""
    kept = [f"{dimension}={value}" for dimension, value in visit.asked.where if dimension != "owner"]
    interval = interval_text(number, language)
    return Card(
        title=full_title(number.metric, visit.catalogue, language),
        href=visit.metric_href(number.metric, where=[*kept, f"owner={sheet.name}"], period=sheet.period.label),
        value=value_text(number, language),
        badge=_badge(visit, number),
        change=delta.text if delta else "",
        change_word=f"{visit.say(delta.judgement)} ({since})" if delta else "",
        change_style=JUDGED[delta.judgement] if delta else "",
        against=tuple(_against(visit, line)),
        sparkline=sparkline(trend, width=220, height=44),
        surety=visit.say("95% interval: {interval}", interval=interval) if interval else "",
    )


def _badge(visit: Visit, number: TeamNumber) -> Badge | None:
    """Beyond what chance explains, or on too few deals to say."""
    if number.side:
        text = visit.say("above the team") if number.side == "above" else visit.say("below the team")
        is_good = (number.side == "above") == (number.better == "higher")
        judged = number.better in {"higher", "lower"}
        return Badge(text=text, style=("good" if is_good else "bad") if judged else "care", icon="info")
    if number.status == "insufficient":
        label = visit.language.status(number.status, visit.catalogue.statuses)
        return Badge(text=label, style="care", icon="triangle-alert")
    return None


def _against(visit: Visit, line: SheetLine) -> list[str]:
    """The team's value, the quota, and the value of a year before."""
    number, language = line.number, visit.language
    told = []
    if number.team is not None:
        told.append(f"{visit.say('Team')}: {amount_text(number.team, number, language)}")
    if line.target is not None:
        told.append(f"{visit.say('Quota')}: {amount_text(line.target, number, language)}")
    told += [
        f"{language.period_title(past.period)}: {amount_text(past.value, number, language)}"
        for past in line.past
        if past.value is not None
    ]
    return told


def _written(visit: Visit, number: TeamNumber, past: Past) -> Delta:
    """The change since an earlier period."""
    value = past.value or Decimal(0)
    share = past.delta / value if past.delta is not None and value > 0 else None
    compared = Compared(period=past.period, value=past.value, delta=past.delta, delta_share=share)
    return visit.language.delta(compared, unit=number.unit, currency=number.currency, better=number.better)
