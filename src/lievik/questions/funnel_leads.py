"""Leads of a period → how many were qualified, became a deal, and were won by now; none where there are no leads.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal, Protocol, cast

from lievik.catalogue.catalogue import Catalogue
from lievik.insight.shares import share_of
from lievik.model.facts import Facts
from lievik.model.funnel import LeadStep, Mode
from lievik.model.request import MetricRequest
from lievik.planner.deal_picking import knows_all, picking
from lievik.planner.lead_steps import lead_steps_statement
from lievik.planner.stage_walks import Asked
from lievik.planner.statement import Statement

Name = Literal["created", "qualified", "converted", "won"]
Combination = tuple[bool, bool, bool]
"""Whether leads were qualified, became a deal, and were won."""

_STEPS: Final[tuple[tuple[Name, str], ...]] = (
    ("qualified", "first_qualified_on"),
    ("converted", "first_converted_on"),
    ("won", "won_on"),
)


class Company(Protocol):
    """Whoever runs statements."""

    @property
    def catalogue(self) -> Catalogue:
        """Every definition."""
        ...

    @property
    def facts(self) -> Facts:
        """What the tables hold."""
        ...

    def run(self, statement: Statement) -> list[tuple[object, ...]]:
        """Run a statement."""
        ...


def lead_steps(company: Company, request: MetricRequest, asked: Asked, mode: Mode) -> tuple[LeadStep, ...]:
    """Follow leads to customers; a step that no lead ever reached is left out, as nothing tells of it."""
    whole = replace(request, dimensions=())
    if not company.facts.has_rows("lead") or not knows_all(whole, company.catalogue, "lead"):
        return ()
    picked = picking(whole, company.catalogue, "lead", day="lead.created_on", asker="funnel")
    rows = company.run(lead_steps_statement(company.catalogue, asked, picked))
    counts = {(bool(row[0]), bool(row[1]), bool(row[2])): cast("int", row[3]) for row in rows}
    told = [place for place, (_, column) in enumerate(_STEPS) if company.facts.has_values("lead", column)]
    return steps_of(counts, told, mode) if counts else ()


def steps_of(counts: dict[Combination, int], told: Sequence[int], mode: Mode) -> tuple[LeadStep, ...]:
    """Count leads step by step.

    Args:
        counts: combination -> leads.
        told: places of the steps that anything tells of.
        mode: a lead counts for a step that it reached or went beyond; that it took after all before; or that it took.

    Example:
        >>> counts = {(True, True, False): 3, (False, True, False): 1, (False, False, False): 6}
        >>> steps = steps_of(counts, (0, 1), "reached")
        >>> [(step.name, step.leads, step.skipped) for step in steps]
        [('created', 10, 0), ('qualified', 4, 1), ('converted', 4, 0)]
    """
    every = sum(counts.values())
    steps = [LeadStep(name="created", leads=every)]
    for place in told:
        came = {combination: leads for combination, leads in counts.items() if _counts(combination, place, told, mode)}
        leads = sum(came.values())
        before = steps[-1].leads
        both = leads if mode != "any" else sum(n for one, n in came.items() if _was_before(one, place, told))
        steps.append(
            LeadStep(
                name=_STEPS[place][0],
                leads=leads,
                skipped=sum(count for combination, count in came.items() if not combination[place]),
                of_previous=share_of(both, before),
                of_all=share_of(leads, every),
            )
        )
    return tuple(steps)


def _counts(combination: Combination, place: int, told: Sequence[int], mode: Mode) -> bool:
    if mode == "reached":
        return any(combination[later] for later in told if later >= place)
    if mode == "strict":
        return all(combination[earlier] for earlier in told if earlier <= place)
    return combination[place]


def _was_before(combination: Combination, place: int, told: Sequence[int]) -> bool:
    """Whether a lead took the step before one, too."""
    earlier = [one for one in told if one < place]
    return not earlier or combination[earlier[-1]]
