"""A request about a period → who of its leads can be reached, by source, and conversion with and without the rest.

Pure. Counts are the denominators of the conversion rate itself, so that they are of the very same leads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final, cast

from lievik.errors import RequestError
from lievik.insight.funnel import share_side
from lievik.insight.shares import FEWEST, share_of
from lievik.model.address import REACHABILITIES
from lievik.model.leads import LeadGroup, LeadsAnswer, Reached, ReasonCount
from lievik.questions.asking import asked_by, last_four_quarters

if TYPE_CHECKING:
    from lievik.model.address import Reachability, ReachabilityReason
    from lievik.model.metric_table import MetricTable
    from lievik.model.quality import Side
    from lievik.model.request import MetricRequest
    from lievik.model.result import MetricResult
    from lievik.planner.request_words import Said
    from lievik.questions.stating import Stating

_RATE: Final = "lead_conversion_rate"
_CONTACTABLE: Final = "lead_conversion_rate:without_unreachable"
_WHOLE: Final = "whole"
"""Stands for the undivided whole where a label would stand."""

_Key = tuple[str | None, ...]
_Counts = Mapping[str | None, Mapping[Reached, int]]


@dataclass(frozen=True, kw_only=True)
class _Asker:
    """Asks about the leads of one request."""

    company: Stating
    request: MetricRequest
    by: str

    def table(self, *metrics: str, by: tuple[str, ...]) -> MetricTable:
        """Ask by some dimensions, and of the whole."""
        asked = asked_by(self.request, metrics, self.request.periods, by, totals=True)
        return self.company.ask(replace(asked, has_beside=False))

    def counts(self) -> tuple[Mapping[Reached, int], _Counts]:
        """Leads by what is known of them: of the whole, and by group."""
        found: dict[str | None, dict[Reached, int]] = {}
        for result in self.table(_RATE, by=(self.by, "reachability")):
            if result.denominator and {self.by, "reachability"} <= result.group.keys():
                told = cast("Reached", result.group["reachability"] or "no_address")
                found.setdefault(result.group[self.by], {})[told] = int(result.denominator)
        ordered = {label: _ordered(counts) for label, counts in found.items()}
        whole: dict[Reached, int] = {}
        for counts in found.values():
            for each, count in counts.items():
                whole[each] = whole.get(each, 0) + count
        return _ordered(whole), ordered


def leads(company: Stating, said: Said, as_of: str | date | None = None) -> LeadsAnswer:
    """Tell who of the leads created in a period can be reached, as people ask for it.

    Args:
        company: as it was known at the end of the as-of day.
        said: period (left out for the last four full quarters that have data), by (one dimension; left out for the
            source), where.
        as_of: the day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    period = said.get("period") or last_four_quarters(company.default_period(company.as_of(as_of))).label
    request = company.request((_RATE,), {**said, "period": period}, as_of)
    asker = _Asker(company=company, request=request, by=_split_by(request))
    answer = LeadsAnswer(period=request.periods[0], as_of=request.as_of, split_by=asker.by)
    table = asker.table(_RATE, _CONTACTABLE, by=(asker.by,))
    missing = next((result for result in table if result.status == "not_available"), None)
    if missing:
        return replace(answer, reason=missing.reason, reason_facts=missing.reason_facts)
    return _answered(answer, table, asker)


def _split_by(request: MetricRequest) -> str:
    """What leads are split by.

    Raises:
        RequestError: by several things, or by what is told anyway.
    """
    by = request.dimensions or ("lead_source",)
    if len(by) > 1:
        raise RequestError("Leads can be split by one thing at a time.", "Name one dimension after --by.")
    if by[0].startswith("reachability"):
        raise RequestError(
            "Who can be reached is told of each part anyway.", "Name what to split by, such as --by owner."
        )
    return by[0]


def _answered(answer: LeadsAnswer, table: MetricTable, asker: _Asker) -> LeadsAnswer:
    """Put what was asked together."""
    rates = {(_label(result, asker.by), result.full_name): result for result in table}
    all_counts, counts = asker.counts()
    whole = _group(None, all_counts, (rates[_WHOLE, _RATE], rates[_WHOLE, _CONTACTABLE]))
    groups = [
        _held_against(whole, _group(label, found, (rates[label, _RATE], rates[label, _CONTACTABLE])))
        for label, found in counts.items()
    ]
    return replace(
        answer,
        whole=whole,
        groups=tuple(sorted(groups, key=_place)),
        reasons=_reasons(asker),
        duplicates=rates[_WHOLE, _RATE].excluded.reasons.get("duplicate", 0),
    )


def _label(result: MetricResult, by: str) -> str | None:
    return result.group.get(by, _WHOLE)


def _ordered(counts: Mapping[Reached, int]) -> dict[Reached, int]:
    order = (*REACHABILITIES, "no_address")
    return {told: counts[told] for told in sorted(counts, key=order.index)}


def _group(label: str | None, counts: Mapping[Reached, int], rates: tuple[MetricResult, MetricResult]) -> LeadGroup:
    addressed = sum(count for told, count in counts.items() if told != "no_address")
    return LeadGroup(
        group=label,
        counts=counts,
        unreachable=share_of(counts.get("unreachable", 0), addressed, "" if addressed else "no_address"),
        conversion=rates[0],
        contactable=rates[1],
    )


def _held_against(whole: LeadGroup, group: LeadGroup) -> LeadGroup:
    """Say whether more of a group, or fewer, cannot be reached than chance explains."""
    found, of = group.unreachable.numerator, group.unreachable.denominator
    side: Side = share_side(found, of, float(whole.unreachable.value or 0)) if of >= FEWEST else ""
    return replace(group, side=side)


def _place(group: LeadGroup) -> tuple[int, int, str]:
    return -group.unreachable.numerator, -group.leads, group.group or ""


def _reasons(asker: _Asker) -> tuple[ReasonCount, ...]:
    """Leads by why it is thought that they can be reached, or cannot."""
    table = asker.table(_RATE, by=("reachability", "reachability_reason"))
    found = [
        ReasonCount(
            reachability=cast("Reachability", result.group["reachability"]),
            reason=cast("ReachabilityReason", result.group["reachability_reason"]),
            leads=int(result.denominator),
        )
        for result in table
        if result.denominator and result.group.get("reachability") and result.group.get("reachability_reason")
    ]
    order = ("unreachable", "risky", "reachable", "not_known")
    return tuple(sorted(found, key=lambda each: (order.index(each.reachability), -each.leads, each.reason)))
