"""Panels of Focus: what changed, the bridge of the period, the funnel, attainment; what has no answer is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Figure, Link, Nothing, Panel, Sentence, Sentences, words
from lievik.apps.web.quality_panel import quality_sentences
from lievik.report.blocks import Bullets
from lievik.report.charts.attainment import Attainment
from lievik.report.charts.funnel import FunnelBars
from lievik.report.charts.waterfall import Waterfall
from lievik.report.views.wording import missing_lines

if TYPE_CHECKING:
    from lievik.apps.web.focus_answers import FocusAnswers
    from lievik.apps.web.visit import Visit
    from lievik.model.result import MetricResult


_ENDS: Final = ("opening", "closing")
"""Bars that are no movement."""


def changes_panel(visit: Visit, said: Sequence[Sentence]) -> Panel:
    """What changed, in sentences."""
    part = (
        Sentences(items=tuple(said))
        if said
        else Nothing(text=visit.say("Nothing to tell: there is nothing to compare with yet."))
    )
    return Panel(name="changes", title=visit.say("What changed"), parts=(part,), width="half")


def repairs_panel(visit: Visit) -> Panel:
    """What to repair in the data first."""
    more = (Link(text=visit.say("All that is odd or missing"), href=visit.href("/data/quality")),)
    title = visit.say("What to repair in the data")
    return visit.panel("repairs", title, lambda: quality_sentences(visit), more=more, width="half")


def bridge_panel(answers: FocusAnswers) -> Iterable[Panel]:
    """How the open pipeline came from the day before the period to its end."""
    visit, found = answers.visit, answers.bridge
    if found is None or not any(account.opening.deals or account.closing.deals for account in found.wholes):
        return
    days = {"from": found.from_on.isoformat(), "to": found.to_on.isoformat(), "all": "1"}
    there = visit.href("/pipeline/bridge", **days)
    chart = Waterfall(
        language=visit.language,
        links=lambda bar: there if bar in _ENDS else visit.href("/pipeline/bridge", list=bar, **days),
    ).chart(found)
    start, end = visit.language.date(found.from_on), visit.language.date(found.to_on)
    yield Panel(
        name="bridge",
        title=visit.say("Open pipeline"),
        lead=f"{start} – {end}",
        parts=(Figure(chart=chart),),
        more=(Link(text=visit.say("The whole bridge"), href=there),),
        width="half",
    )


def funnel_panel(answers: FocusAnswers) -> Iterable[Panel]:
    """How far deals come, of the first pipeline that has stages."""
    visit, found = answers.visit, answers.funnel
    shown = next((each for each in found.funnels if each.stages), None) if found else None
    if found is None or shown is None:
        return
    held, there = shown.bottleneck, visit.href("/pipeline/funnel")
    chart = FunnelBars(language=visit.language, currency=found.currency, links=lambda _: there).chart(shown)
    yield Panel(
        name="funnel",
        title=visit.say("Funnel"),
        lead=visit.say("Bottleneck: {line}", line=held.name) if held else visit.language.period_title(found.period),
        parts=(Figure(chart=chart),),
        more=(Link(text=visit.say("Funnel and waiting times"), href=there),),
        width="half",
    )


def attainment_panel(answers: FocusAnswers) -> Iterable[Panel]:
    """How much of their quota reps reached."""
    visit, found = answers.visit, answers.team
    if found is None or not found.distribution.counted:
        return
    chart = Attainment(language=visit.language, links=lambda rep: visit.href(f"/team/{rep}")).chart(found)
    yield Panel(
        name="attainment",
        title=visit.say("Quota attainment"),
        lead=visit.language.period_title(found.period),
        parts=(Figure(chart=chart),),
        more=(Link(text=visit.say("The team"), href=visit.href("/team")),),
        width="half",
    )


def missing_panel(answers: FocusAnswers) -> Iterable[Panel]:
    """Metrics in focus that the data does not support yet, and what would bring each."""
    visit = answers.visit
    lines = missing_lines(answers.results, visit.catalogue, visit.language)
    if lines:
        title = visit.say("What more data would tell")
        yield Panel(name="missing", title=title, parts=(words((Bullets(items=tuple(lines)),)),), width="half")


def supported(results: Sequence[MetricResult]) -> list[MetricResult]:
    """Results of metrics that the data supports."""
    return [result for result in results if result.status != "not_available"]
