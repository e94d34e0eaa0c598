"""Focus, the first page: on track or not, what moved, where to act."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from lievik.apps.web.changes import changes
from lievik.apps.web.decided import standings
from lievik.apps.web.focus_answers import FocusAnswers
from lievik.apps.web.focus_panels import (
    attainment_panel,
    bridge_panel,
    changes_panel,
    funnel_panel,
    missing_panel,
    repairs_panel,
    supported,
)
from lievik.apps.web.metric_cards import can_be_compared, metric_cards
from lievik.apps.web.parts import Page
from lievik.model.aim import result_key
from lievik.report.views.change_wording import style_of

if TYPE_CHECKING:
    from lievik.apps.web.parts import Panel
    from lievik.apps.web.visit import Visit
    from lievik.model.aim import Standings
    from lievik.model.result import MetricResult


def focus(visit: Visit) -> Page:
    """Make the page.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    answers = FocusAnswers(visit)
    held = standings(visit, answers.table)
    panels = (
        changes_panel(visit, changes(answers)),
        repairs_panel(visit),
        *bridge_panel(answers),
        *funnel_panel(answers),
        *attainment_panel(answers),
        *missing_panel(answers),
    )
    return Page(
        title=visit.say("Focus"),
        here="focus",
        lead=_lead(visit, answers, held),
        cards=metric_cards(visit, supported(answers.results), answers.trend, held),
        panels=_in_pairs(panels),
    )


def _in_pairs(panels: tuple[Panel, ...]) -> tuple[Panel, ...]:
    """Panels two in a row; one that is left alone takes the row for itself."""
    return (*panels[:-1], replace(panels[-1], width="full")) if len(panels) % 2 else panels


def _lead(visit: Visit, answers: FocusAnswers, held: Standings) -> str:
    """How many metrics are off their target, really got better or worse, and how many cannot be told yet."""
    off = sum(held[key].status == "off" for key in map(result_key, answers.results) if key in held)
    counted: Counter[str] = Counter()
    for result in supported(answers.results):
        counted[_standing(result)] += 1
    told = (
        (visit.say("Off target: {n}", n=off), off),
        (visit.say("Better: {n}", n=counted["better"]), counted["better"]),
        (visit.say("Worse: {n}", n=counted["worse"]), counted["worse"]),
        (visit.say("May be chance: {n}", n=counted["chance"]), counted["chance"]),
        (visit.say("Without an answer: {n}", n=counted["none"]), counted["none"]),
    )
    return " · ".join((visit.language.period_title(visit.period), *(text for text, count in told if count)))


def _standing(result: MetricResult) -> str:
    """Whether a metric really got better or worse; `none` where there is nothing to compare."""
    if not can_be_compared(result) or result.compared is None or result.compared.delta is None:
        return "none"
    return {"good": "better", "bad": "worse"}.get(style_of(result), "chance")
