"""What changed, in sentences with where to read on: the metrics, the pipeline, what holds deals up, the pace.

A name stands before a colon and never inside a sentence, where Slovak would have to decline it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lievik.apps.web.flagged_months import flag_sentence
from lievik.apps.web.parts import Sentence
from lievik.report.blocks import Style
from lievik.report.views.bridge_wording import TITLES, money, signed
from lievik.report.views.change_wording import style_of
from lievik.report.views.drivers_wording import largest_line
from lievik.report.views.funnel_wording import delay_line
from lievik.report.views.team_wording import pace_line
from lievik.report.views.wording import title_of

if TYPE_CHECKING:
    from lievik.apps.web.focus_answers import FocusAnswers
    from lievik.apps.web.visit import Visit
    from lievik.model.bridge import BridgeAnswer
    from lievik.model.funnel import FunnelAnswer
    from lievik.model.result import MetricResult

_MOST_METRICS: Final = 4
_MOST_MOVEMENTS: Final = 3
_ICONS: Final = {"good": "circle-check", "bad": "circle-x", "": "info", "care": "triangle-alert"}


def changes(answers: FocusAnswers) -> tuple[Sentence, ...]:
    """Say what changed, the surest first."""
    visit = answers.visit
    said = [flag_sentence(visit, month) for month in answers.flags]
    said += metric_changes(visit, answers.results)
    if answers.bridge:
        said += bridge_changes(visit, answers.bridge)
    if answers.funnel:
        said += bottlenecks(visit, answers.funnel)
    if answers.team and answers.team.pace and not answers.team.pace.reason:
        pace = answers.team.pace
        style: Style = {"ahead": "good", "behind": "bad"}.get(pace.verdict, "")  # type: ignore[assignment]
        text = pace_line(pace, visit.catalogue, visit.language)
        said.append(Sentence(text=text, href=visit.href("/team"), style=style, icon="target"))
    return tuple(said)


def metric_changes(visit: Visit, results: Sequence[MetricResult]) -> Iterator[Sentence]:
    """Say how metrics changed: those first that really moved."""
    moved = [result for result in results if is_told(result)]
    moved.sort(key=lambda result: (not result.has_moved, -_size(result)))
    for result in moved[:_MOST_METRICS]:
        delta = visit.language.delta(result.compared, unit=result.unit, currency=result.currency, better=result.better)
        style = style_of(result)
        yield Sentence(
            text=f"{_metric_line(visit, result, delta.text)} {_most_of_it(visit, result)}".strip(),
            href=visit.metric_href(result.full_name),
            style=style,
            icon=_ICONS[style],
        )


def _most_of_it(visit: Visit, result: MetricResult) -> str:
    """Which factor moved a number that really moved; empty where none stands out."""
    if not result.has_moved:
        return ""
    found = visit.workspace.drivers(result.full_name, as_of=visit.since, **visit.asked.compared)
    return largest_line(found, visit.catalogue, visit.language)


def is_told(result: MetricResult) -> bool:
    """Whether a change can be told at all: both numbers are there, enough records, and the period is over."""
    compared = result.compared
    return result.status in {"ok", "partial"} and compared is not None and bool(compared.delta)


def _metric_line(visit: Visit, result: MetricResult, delta: str) -> str:
    language, compared = visit.language, result.compared
    before = (
        language.amount(compared.value, result.unit, result.currency) if compared and compared.value is not None else ""
    )
    facts = {
        "metric": title_of(result, visit.catalogue, language),
        "delta": delta,
        "value": language.value(result),
        "period": language.period_title(compared.period) if compared else "",
        "before": before,
    }
    change = compared.change if compared else None
    if change is None or change.verdict not in {"up", "down", "unclear"}:
        return visit.say("{metric}: {delta}, now {value} ({period}: {before}).", **facts)
    if change.verdict == "unclear":
        return visit.say("{metric}: {delta}, now {value} ({period}: {before}); that may be chance.", **facts)
    return visit.say("{metric}: {delta}, now {value} ({period}: {before}); more than chance explains.", **facts)


def bridge_changes(visit: Visit, found: BridgeAnswer) -> Iterator[Sentence]:
    """Say what the open pipeline was and is, and its largest movements."""
    whole = next(iter(found.wholes), None)
    if whole is None or not (whole.opening.deals or whole.closing.deals):
        return
    language = visit.language
    largest = sorted(whole.movements, key=lambda movement: -abs(movement.net.amount))[:_MOST_MOVEMENTS]
    told = ", ".join(
        f"{visit.say(TITLES[movement.name]).lower()} {signed(movement.net.amount, whole.currency, language)}"
        for movement in largest
        if movement.net.amount
    )
    text = visit.say(
        "Open pipeline: {closing} on {end}, {opening} on {start}. {movements}",
        opening=money(whole.opening, whole.currency, language),
        closing=money(whole.closing, whole.currency, language),
        start=language.date(found.from_on, is_short=True),
        end=language.date(found.to_on, is_short=True),
        movements=visit.say("Most of it: {movements}.", movements=told) if told else "",
    )
    yield Sentence(text=text.strip(), href=visit.href("/pipeline/bridge"), icon="arrow-left-right")


def bottlenecks(visit: Visit, found: FunnelAnswer) -> Iterator[Sentence]:
    """Name the stage that holds deals up most, of each pipeline that has one."""
    for funnel in found.funnels:
        stage = funnel.bottleneck
        if stage is not None and stage.delay is not None:
            line = delay_line(stage, stage.delay, found.currency, visit.language)
            text = visit.say("Bottleneck: {line}", line=line)
            yield Sentence(text=text, href=visit.href("/pipeline/funnel"), style="care", icon="funnel")


def _size(result: MetricResult) -> Decimal:
    """How large a change is, for putting the largest first."""
    compared = result.compared
    if compared is None:
        return Decimal(0)
    return abs(compared.delta_share if compared.delta_share is not None else compared.delta or Decimal(0))
