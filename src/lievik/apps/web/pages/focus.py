"""Focus, the first page: on track or not, what moved, where to act."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lievik.apps.web.changes import changes
from lievik.apps.web.focus_answers import FocusAnswers
from lievik.apps.web.focus_panels import (
    attainment_panel,
    bridge_panel,
    changes_panel,
    funnel_panel,
    missing_panel,
    supported,
)
from lievik.apps.web.metric_cards import can_be_compared, metric_cards
from lievik.apps.web.parts import Page

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def focus(visit: Visit) -> Page:
    """Make the page.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    answers = FocusAnswers(visit)
    return Page(
        title=visit.say("Focus"),
        here="focus",
        lead=_lead(visit, answers),
        cards=metric_cards(visit, supported(answers.results), answers.trend),
        panels=(
            changes_panel(visit, changes(answers)),
            *bridge_panel(answers),
            *funnel_panel(answers),
            *attainment_panel(answers),
            *missing_panel(answers),
        ),
    )


def _lead(visit: Visit, answers: FocusAnswers) -> str:
    """How many metrics got better, worse, and how many have no answer yet."""
    counted: Counter[str] = Counter()
    for result in supported(answers.results):
        delta = visit.language.delta(result.compared, unit=result.unit, better=result.better)
        counted[delta.judgement if can_be_compared(result) else "none"] += 1
    told = (
        (visit.say("Better: {n}", n=counted["better"]), counted["better"]),
        (visit.say("Worse: {n}", n=counted["worse"]), counted["worse"]),
        (visit.say("Without an answer: {n}", n=counted["none"]), counted["none"]),
    )
    return " · ".join((visit.language.period_title(visit.period), *(text for text, count in told if count)))
