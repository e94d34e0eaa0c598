"""Lievik and SQL written by hand, one after the other, round by round: how long each took, and their ratios.

Runs of one round stand next to each other in time, so what else the machine does weighs on both.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from statistics import median
from time import perf_counter
from typing import Final, TypeVar, cast

from bench.work import Work, with_nothing_beside
from lievik import Workspace
from lievik.catalogue import Catalogue
from lievik.earlier import deals_then
from lievik.engines import Engine
from lievik.insight.answer import Answers, answer
from lievik.model.facts import Facts
from lievik.model.metric_table import MetricTable
from lievik.planner import Statement, build, compile_plan
from lievik.planner.deals_then import DealsThen
from lievik.planner.plan import Plan

_WARM_UP: Final = 2
_LONG_ENOUGH: Final = 5.0
"""Seconds; a piece of work that takes milliseconds is done often, as its times vary the most."""

T = TypeVar("T")
"""What a timed call gives."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Middle, lowest and highest of some measurements."""

    middle: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        """Write it with two decimals."""
        return f"{self.middle:.2f} ({self.lowest:.2f} to {self.highest:.2f})"


@dataclass(frozen=True, kw_only=True)
class Round:
    """Seconds that one round took.

    Attributes:
        hand: the SQL written by hand, all rows fetched.
        plan: planning and compiling.
        execute: Lievik's statement, all rows fetched.
        values: every value worked out from the rows.
    """

    hand: float
    plan: float
    execute: float
    values: float


@dataclass(frozen=True, kw_only=True)
class Company:
    """What Lievik needs to answer: definitions, what the tables hold, the database, deals as they stood on a day."""

    catalogue: Catalogue
    facts: Facts
    engine: Engine
    then: Callable[[date], DealsThen]


def spread(numbers: Sequence[float]) -> Spread:
    """Give the middle, the lowest and the highest."""
    return Spread(middle=median(numbers), lowest=min(numbers), highest=max(numbers))


def ratio(rounds: Sequence[Round], part: Callable[[Round], float]) -> Spread:
    """Give how many times as long as the SQL written by hand a part of every round took."""
    return spread([part(found) / found.hand for found in rounds])


def company_in(workspace: Workspace) -> Company:
    """Give what is needed to answer from a workspace that something came into."""
    engine = workspace.engine
    if engine is None:
        message = "the made-up company has no data"
        raise RuntimeError(message)
    settings, facts = workspace.settings, workspace.facts
    return Company(
        catalogue=with_nothing_beside(workspace.catalogue),
        facts=facts,
        engine=engine,
        then=cache(lambda day: deals_then(settings, facts, day)),
    )


def rounds_of(work: Work, company: Company, count: int) -> list[Round]:
    """Do a piece of work at least so many times in turn, more often where it is quick; two rounds do not count."""
    rounds: list[Round] = []
    start = perf_counter()
    while len(rounds) < count + _WARM_UP or perf_counter() - start < _LONG_ENOUGH:
        rounds.append(_round(work, company))
    return rounds[_WARM_UP:]


def _round(work: Work, company: Company) -> Round:
    gc.collect()
    hand = timed(lambda: company.engine.fetch(work.sql, work.values))[0]
    gc.collect()
    planned, (plan, statement) = timed(lambda: planned_and_compiled(work, company))
    executed, (columns, rows) = timed(lambda: company.engine.fetch(statement.sql, statement.values))
    valued = timed(lambda: values_of(answer(plan, company.catalogue, columns, rows)))[0]
    return Round(hand=hand, plan=planned, execute=executed, values=valued)


def planned_and_compiled(work: Work, company: Company) -> tuple[Plan, Statement]:
    """Turn a question into a statement."""
    plan = build(work.request, company.catalogue, company.facts)
    statement = compile_plan(plan)
    return plan, company.then(work.day).read(statement) if work.day else statement


def answered(work: Work, company: Company) -> MetricTable:
    """Answer a question."""
    plan, statement = planned_and_compiled(work, company)
    columns, rows = company.engine.fetch(statement.sql, statement.values)
    return answer(plan, company.catalogue, columns, rows)


def values_of(table: MetricTable) -> list[Decimal | None]:
    """Work out every value of an answer."""
    return cast("Answers", table.rows).values()


def timed(work: Callable[[], T], clock: Callable[[], float] = perf_counter) -> tuple[float, T]:
    """Seconds that a call took by a clock, and what it gave."""
    start = clock()
    found = work()
    return clock() - start, found
