"""The pipeline in a few sentences, each leading to where it is told at length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.parts import Nothing, Sentence, Sentences
from lievik.errors import InternalError, LievikError
from lievik.report.views.coverage_view import CoverageView
from lievik.report.views.funnel_view import FunnelView
from lievik.report.views.slippage_view import SlippageView
from lievik.report.views.stuck_view import StuckView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lievik.apps.web.pages.pipeline.answers import PipelineAnswers
    from lievik.apps.web.parts import Part
    from lievik.apps.web.visit import Visit
    from lievik.report.blocks import Style

_STYLES: Mapping[str, Style] = {"below": "bad", "above": "good", "within": "", "": ""}


def summary(visit: Visit, answers: PipelineAnswers) -> Iterator[Part]:
    """Say what stands open, whether it is enough, and what holds it up; what cannot be told is told by its panel."""
    told = [
        sentence
        for make in (_open, _enough, _held_up, _stuck, _overdue, _put_off)
        for sentence in _of(make, visit, answers)
    ]
    yield Sentences(items=tuple(told)) if told else Nothing(text=visit.say("Nothing can be told of the pipeline."))


def _of(
    make: Callable[[Visit, PipelineAnswers], Iterator[Sentence]], visit: Visit, answers: PipelineAnswers
) -> list[Sentence]:
    try:
        return list(make(visit, answers))
    except LievikError as error:
        if isinstance(error, InternalError):
            raise
        return []


def _coverage(visit: Visit, answers: PipelineAnswers) -> CoverageView:
    return CoverageView(catalogue=visit.catalogue, language=visit.language, found=answers.coverage)


def _open(visit: Visit, answers: PipelineAnswers) -> Iterator[Sentence]:
    period = visit.language.period_title(answers.coverage.period)
    text = f"{period}: {_coverage(visit, answers).standing()}"
    yield Sentence(text=text, href=visit.href("/pipeline/coverage"), icon="target")


def _enough(visit: Visit, answers: PipelineAnswers) -> Iterator[Sentence]:
    verdict = answers.coverage.whole.numbers["to_go"].verdict
    line = _coverage(visit, answers).verdict()
    if line:
        icon = "triangle-alert" if verdict == "below" else "circle-check"
        yield Sentence(text=line, href=visit.href("/pipeline/coverage"), style=_STYLES[verdict], icon=icon)


def _held_up(visit: Visit, answers: PipelineAnswers) -> Iterator[Sentence]:
    found, view = answers.funnel, FunnelView(catalogue=visit.catalogue, language=visit.language)
    from lievik.apps.web.pages.pipeline.funnel import chosen

    for funnel in chosen(visit, found)[:1]:
        is_held = funnel.bottleneck is not None
        href = visit.href("/pipeline/funnel", pipeline=visit.asked.many("pipeline"))
        icon = "triangle-alert" if is_held else "info"
        style: Style = "care" if is_held else ""
        if funnel.stages:
            yield Sentence(text=view.held_up(funnel, found)[0], href=href, icon=icon, style=style)


def _stuck(visit: Visit, answers: PipelineAnswers) -> Iterator[Sentence]:
    found = answers.funnel
    icon = "triangle-alert" if found.stuck else "circle-check"
    style: Style = "care" if found.stuck else "good"
    yield Sentence(
        text=StuckView(language=visit.language).told(found), href=visit.href("/pipeline/stuck"), icon=icon, style=style
    )


def _overdue(visit: Visit, answers: PipelineAnswers) -> Iterator[Sentence]:
    if line := _coverage(visit, answers).overdue_told():
        yield Sentence(text=line, href=visit.href("/pipeline/coverage"), icon="triangle-alert", style="care")


def _put_off(visit: Visit, answers: PipelineAnswers) -> Iterator[Sentence]:
    for line in SlippageView(catalogue=visit.catalogue, language=visit.language).told(answers.slippage)[:1]:
        yield Sentence(text=line, href=visit.href("/pipeline/slippage"), icon="arrow-left-right")
