"""A question about the way of deals → a funnel a pipeline: how far they came, how long they waited, what holds them up.

Pure. Two statements for deals, and one for leads, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Protocol, cast

from lievik.catalogue.catalogue import Catalogue
from lievik.errors import RequestError, UnknownNameError
from lievik.model.facts import Facts
from lievik.model.funnel import MODES, Amount, Funnel, FunnelAnswer, Mode
from lievik.model.periods import Period, custom_period
from lievik.model.request import MetricRequest
from lievik.planner.deal_picking import picking
from lievik.planner.request_words import Said
from lievik.planner.stage_places import places_statement
from lievik.planner.stage_visits import COLUMNS, deals_statement, stuck_statement, ways_statement
from lievik.planner.stage_walks import Asked
from lievik.planner.statement import Statement
from lievik.questions.asking import last_four_quarters
from lievik.questions.funnel_leads import lead_steps
from lievik.questions.funnel_listed import stage_deals, stage_named
from lievik.questions.funnel_pipeline import funnel_of
from lievik.questions.funnel_places import PipelinePlaces, amount_of, pipelines_named, pipelines_of
from lievik.questions.funnel_stuck import stuck_deals
from lievik.questions.funnel_waits import Visit, Waits, waits_of


class FunnelSaid(Said, total=False):
    """What may be said of a funnel, besides what is said of any question.

    pipeline: name of the only one to look at; left out for all.
    mode: how deals count for stages: reached (left out), strict or any.
    working_days: days are working days, without the public holidays of the owner's country.
    stuck: deals that are held up are listed.
    listed: a stage, by name or id, whose deals are listed: those that count for it.
    """

    pipeline: str
    mode: str
    working_days: bool
    stuck: bool
    listed: str


class Company(Protocol):
    """Whoever reads what people type, and runs statements over all states that deals were in."""

    @property
    def catalogue(self) -> Catalogue:
        """Every definition."""
        ...

    @property
    def facts(self) -> Facts:
        """What the tables hold."""
        ...

    def request(self, metrics: Sequence[str], said: Said, as_of: str | date | None = None) -> MetricRequest:
        """Read a question."""
        ...

    def run(self, statement: Statement) -> list[tuple[object, ...]]:
        """Run a statement."""
        ...

    def default_period(self, as_of: date | None = None) -> Period:
        """The last full month that has data."""
        ...

    def as_of(self, given: str | date | None = None) -> date:
        """The day that answers are as of."""
        ...


def look_at_funnel(
    company: Company, said: FunnelSaid, as_of: str | date | None = None, *, country: str = ""
) -> FunnelAnswer:
    """Follow the deals that were created in a period to the as-of day, and look at the stages they went through.

    Args:
        company: reads and answers, with all states that deals were in.
        said: the question.
        as_of: deals are followed to the end of this day.
        country: whose public holidays count, for owners without a country of their own.

    Raises:
        RequestError: the question cannot be answered as it was asked.
        UnknownNameError: there is no such pipeline, mode or stage.
    """
    mode, pipeline = _mode(said.get("mode") or "reached"), said.get("pipeline") or ""
    request = _request(company, said, as_of)
    before = _year_before(request.periods[0])
    pipelines = pipelines_named(pipelines_of(company.run(places_statement(company.facts))), pipeline)
    asked = replace(_asked(company, request, before), country=country, is_working=said.get("working_days") or False)
    picked = picking(request, company.catalogue, "deal", day="deal.created_on", asker="funnel")
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in company.run(ways_statement(company.facts, asked, picked))]
    waits = waits_of(_visits(rows))
    funnels = _funnels(rows, pipelines, mode, None if request.dimensions else waits)
    answer = FunnelAnswer(
        period=request.periods[0],
        before=before,
        as_of=request.as_of,
        currency=asked.currency,
        mode=mode,
        by=next(iter(request.dimensions), ""),
        is_working=asked.is_working,
        funnels=funnels,
        undated=sum(cast("int", row["deals"]) for row in rows if row["part"] == "undated"),
        leads=() if pipeline else lead_steps(company, request, asked, mode),
    )
    if said.get("stuck"):
        stuck_of = partial(stuck_statement, company.facts, asked, picked)
        answer = replace(answer, stuck=stuck_deals(company.run, stuck_of, pipelines, waits))
    if typed := said.get("listed"):
        stage = stage_named(pipelines, typed)
        ways = [cast("list[int]", row["way"]) for row in rows if row["part"] == "way"]
        deals = stage_deals(
            lambda went: company.run(deals_statement(company.facts, asked, picked, went)),
            pipelines,
            ways,
            stage=stage,
            mode=mode,
        )
        answer = replace(answer, listed=stage, deals=deals)
    return answer


def _mode(name: str) -> Mode:
    """Read how deals count for stages.

    Raises:
        UnknownNameError: there is no such way.
    """
    for mode in MODES:
        if mode == name:
            return mode
    raise UnknownNameError("mode", name, MODES)


def _request(company: Company, said: Said, as_of: str | date | None) -> MetricRequest:
    """Read the question; its period is the last four full quarters with data where none is named.

    Raises:
        RequestError: it is split by several dimensions.
    """
    period = said.get("period") or last_four_quarters(company.default_period(company.as_of(as_of))).label
    request = company.request((), {**said, "period": period}, as_of)
    if len(request.dimensions) > 1:
        raise RequestError("A funnel is split by one dimension only.", "Name one, like --by team.")
    for name in request.dimensions:
        company.catalogue.dimension(name)
    return request


def _year_before(period: Period) -> Period:
    """The twelve months before a period."""
    start, is_leap_day = period.start, (period.start.month, period.start.day) == (2, 29)
    return custom_period(start.replace(year=start.year - 1, day=28 if is_leap_day else start.day), start)


def _asked(company: Company, request: MetricRequest, before: Period) -> Asked:
    period = request.periods[0]
    return Asked(
        as_of=request.as_of,
        starts_on=period.start,
        ends_on=min(period.end, request.as_of + timedelta(days=1)) if period.start <= request.as_of else period.end,
        before_on=before.start,
        currency=request.currency or company.facts.currency,
    )


def _funnels(
    rows: Sequence[dict[str, object]], pipelines: Iterable[PipelinePlaces], mode: Mode, waits: Waits | None
) -> tuple[Funnel, ...]:
    """A funnel a pipeline and group, the pipeline with most deals first; one without a deal has none."""
    by_group: dict[tuple[str, str], list[dict[str, object]]] = {}
    for row in rows:
        if row["part"] == "way":
            label, key = row["label"], row["key"]
            by_group.setdefault((str(label or key or ""), str(key or "")), []).append(row)
    found: list[list[Funnel]] = []
    for pipeline in pipelines:
        found.append([])
        for (label, _), ways in sorted(by_group.items()):
            walked = [pipeline.way(cast("list[int]", row["way"]), _worth(row)) for row in ways]
            if any(way.was_there for way in walked):
                found[-1].append(funnel_of(pipeline, walked, mode, waits, group=label or None))
    found.sort(key=lambda funnels: -sum(funnel.created.deals for funnel in funnels))
    return tuple(funnel for funnels in found for funnel in funnels)


def _worth(row: dict[str, object]) -> Amount:
    return amount_of(row["deals"], row["valued"], row["amount"], row["unrated"])


def _visits(rows: Iterable[dict[str, object]]) -> list[Visit]:
    """Rows that count visits."""
    return [
        Visit(
            part=str(row["part"]),
            place=cast("int", row["place"]),
            began=str(row["began"] or ""),
            ended=str(row["ended"] or ""),
            days=cast("int", row["days"]),
            is_again=bool(row["is_again"]),
            is_told=bool(row["is_told"]),
            amount=amount_of(row["deals"], row["valued"], row["amount"]),
        )
        for row in rows
        if row["part"] in {"visit", "again", "won"}
    ]
