"""Segments, ages, stages and kinds of leads → what earlier deals and leads tell of those that stand open.

Pure. Everything is learned from the whole company, in four statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from lievik.catalogue.catalogue import Catalogue
from lievik.insight.calling import STAGE, Ages, Group, Share, told_apart
from lievik.insight.outcome_curve import Aged
from lievik.model.facts import Facts
from lievik.model.request import MetricRequest
from lievik.model.segments import FIT, Segment, SegmentMeasure, SegmentsAnswer
from lievik.planner.calling_sql import CallingSQL
from lievik.planner.deal_filter import DealFilter, deal_filter
from lievik.planner.deal_picking import knows_all
from lievik.planner.segment_keys import FIT_DIMENSION, segment_dimensions
from lievik.planner.standing_sql import Known
from lievik.questions.stating import Stating

Row = Sequence[object]


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What earlier deals and leads tell.

    Attributes:
        found: segments of the company.
        stages: those from which deals are won more often or less than from others; `has_stages` where a history of them
            came in, which then counts instead of age: old deals have come far.
        base: share of all deals that is won in the end; none where none ended.
        win_rate, size: segments that are told apart, the surest first.
        dimensions, lead_dimensions: in the order of the keys of each row.
        lead_kinds: by dimension's name, key -> how often such leads become deals.
    """

    found: SegmentsAnswer
    deals: Ages
    leads: Ages
    stages: Mapping[Group, Share]
    has_stages: bool
    base: float | None
    dimensions: tuple[str, ...]
    lead_dimensions: tuple[str, ...]
    lead_kinds: Mapping[Group, tuple[str, Share]]

    def segment(self, measure: SegmentMeasure, keys: Mapping[str, str | None]) -> Segment | None:
        """The surest of the segments that a deal is in and that are told apart; none where it is in none."""
        told = [
            segment
            for segment in self.found.segments
            if segment.numbers[measure].side and keys.get(segment.dimension) == segment.key
        ]
        return min(told, key=lambda segment: segment.numbers[measure].adjusted or 0.0, default=None)

    def lead_kind(self, keys: Mapping[str, str | None]) -> tuple[str, str, Share] | None:
        """What is told of leads of its kind: dimension, label and share; the kind that rests on most leads."""
        kinds = [
            (name, *self.lead_kinds[name, key]) for name, key in keys.items() if key and (name, key) in self.lead_kinds
        ]
        return max(kinds, key=lambda kind: kind[2].records, default=None)


def learned_from(company: Stating, request: MetricRequest, found: SegmentsAnswer) -> tuple[Learned, CallingSQL]:
    """Learn from the history that segments are told by, and prepare what lists the open ones."""
    catalogue, facts = company.catalogue, company.facts
    told = dict.fromkeys(
        segment.dimension
        for segment in found.segments
        if segment.numbers["win_rate"].side or segment.numbers["size"].side
    )
    deals = _split(request, catalogue, told, "deal")
    lead_names = [name for name in segment_dimensions(catalogue) if "lead" in catalogue.dimension(name).through]
    has_leads = facts.has_rows("lead") and knows_all(request, catalogue, "lead")
    kinds = [*lead_names, *([FIT] if FIT in told else [])]
    leads = _split(request, catalogue, kinds, "lead") if has_leads else DealFilter(keys=(), restrictions=(), values={})
    known = Known(facts=facts, as_of=request.as_of, currency=found.currency)
    sql = CallingSQL(deals=deals, leads=leads, known=known, since=found.period.start)
    deal_ages = _ages(company.run(sql.deal_ages()))
    counts = _came(company.run(sql.stages())) if _has_stages(facts) else {}
    learned = Learned(
        found=found,
        deals=deal_ages,
        leads=_ages(company.run(sql.lead_ages()) if has_leads else (), do_all_end=False),
        stages=told_apart({(STAGE, name): each for name, each in counts.items() if name}, counts.get("", (0, 0))),
        has_stages=bool(counts.get("", (0, 0))[0]),
        base=_base(found, deal_ages, counts.get("", (0, 0))),
        dimensions=tuple(key.name for key in deals.keys),
        lead_dimensions=tuple(key.name for key in leads.keys),
        lead_kinds=_kinds(company.run(sql.leads_by_kind()), leads) if has_leads else {},
    )
    return learned, sql


def _split(request: MetricRequest, catalogue: Catalogue, names: Iterable[str], table: str) -> DealFilter:
    """The rows of a table that are listed, with the dimensions that they are told by."""
    wanted = tuple(names)
    found = deal_filter(request, catalogue, [name for name in wanted if name != FIT], table=table)
    keys = (*found.keys, *([FIT_DIMENSION] if FIT in wanted else []))
    return DealFilter(keys=keys, restrictions=found.restrictions, values=found.values, table=table)


def _has_stages(facts: Facts) -> bool:
    return facts.has_values("deal_version", "stage_id")


def _ages(rows: Iterable[Row], *, do_all_end: bool = True) -> Ages:
    counts = (cast("tuple[int, int, int, int]", tuple(row)) for row in rows)
    aged = (Aged(age=age, won=won, lost=lost, open=still) for age, won, lost, still in counts)
    return Ages(aged, do_all_end=do_all_end)


def _came(rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """Deals that came to each stage, and those of them that were won; all deals have no name."""
    return {str(stage or ""): (cast("int", ended), cast("int", won)) for stage, ended, won in rows}


def _base(found: SegmentsAnswer, ages: Ages, came: tuple[int, int]) -> float | None:
    """The share of all deals that is won: of those with a history of stages, else by age, else of those that ended."""
    ended, won = came
    if ended:
        return won / ended
    fresh = ages.at(0)
    if fresh is not None:
        return fresh.of_all
    return found.whole.won / found.whole.ended if found.whole and found.whole.ended else None


def _kinds(rows: Sequence[Row], leads: DealFilter) -> dict[Group, tuple[str, Share]]:
    """Which kinds of leads become deals more often or less: all dimensions are judged together."""
    names = [key.name for key in leads.keys]
    counts: dict[Group, tuple[int, int]] = {}
    labels: dict[Group, str] = {}
    whole = (0, 0)
    for number, key, label, ended, became in rows:
        found = cast("tuple[int, int]", (ended, became))
        if number is None:
            whole = found
        elif key is not None:
            group = names[cast("int", number)], str(key)
            counts[group], labels[group] = found, str(label)
    return {group: (labels[group], share) for group, share in told_apart(counts, whole).items()}
