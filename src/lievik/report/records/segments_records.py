"""Segments, and whom to call first → rows of plain values for JSON and CSV, the same in every language.

Money stays a Decimal, which JSON writes as text; every other number becomes a plain one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from lievik.model.calling import Call, CallingAnswer, CallReason, Tried, TriedPart
from lievik.model.segments import Segment, SegmentFinding, SegmentMeasure, SegmentNumber, SegmentsAnswer
from lievik.report.answer import Record
from lievik.report.records.result_records import plain

_CENT: Final = Decimal("0.01")
_MONEY: Final = frozenset({"size", "day_value"})


def segments_records(found: SegmentsAnswer) -> list[Record]:
    """A row a segment, its numbers nested in it; the first is of all deals. One with the reason, where nothing is."""
    if found.whole is None:
        return [{**_about(found), "dimension": None, "segment": None, "numbers": {}}]
    overlaps = [
        {
            "smaller": {"dimension": overlap.smaller[0], "segment": overlap.smaller[1]},
            "larger": {"dimension": overlap.larger[0], "segment": overlap.larger[1]},
            "shared": overlap.shared,
            "of": overlap.of,
            "is_same": overlap.is_same,
        }
        for overlap in found.overlaps
    ]
    whole = {**_about(found), **_segment(found.whole, found), "overlaps": overlaps}
    return [whole, *(_segment(segment, found) for segment in found.segments)]


def flat_segments_records(found: SegmentsAnswer) -> list[Record]:
    """A row a segment and measure."""
    segments = () if found.whole is None else (found.whole, *found.segments)
    return [
        {
            "period": found.period.label,
            "currency": found.currency,
            "dimension": segment.dimension or None,
            "segment": segment.label or None,
            "ended": segment.ended,
            "won": segment.won,
            "drawn_win_rate": plain(segment.drawn),
            "open_deals": segment.open_deals,
            "open_amount": segment.open_amount,
            "measure": measure,
            **{name: fact for name, fact in _number(number, measure).items() if name != "interval"},
            **_bounds(number, measure),
            **_finding(_found(found, segment, measure)),
        }
        for segment in segments
        for measure, number in segment.numbers.items()
    ]


def calling_records(found: CallingAnswer) -> list[Record]:
    """A row a deal or lead, whom to call first at the top; one with the reason, where nothing can be told."""
    if found.reason:
        return [{"id": None, "reason": found.reason, "needs": ", ".join(found.reason_facts.values())}]
    return [
        {**_call(call, found), "reasons": [_reason(reason) for reason in call.reasons], "to_do": list(call.todos)}
        for call in found.calls
    ]


def flat_calling_records(found: CallingAnswer) -> list[Record]:
    """The same, each reason as its kind."""
    return [
        {
            **_call(call, found),
            "reasons": [reason.kind for reason in call.reasons],
            "to_do": list(call.todos),
        }
        for call in found.calls
    ]


def tried_record(tried: Tried) -> Record:
    """What became of the order on earlier days."""
    return {
        "days": list(tried.days),
        "first_fifth": _part(tried.first),
        "last_fifth": _part(tried.last),
        "not_ended": tried.unended,
        "chance": tried.chance,
        "money_chance": tried.money_chance,
        "without_amounts": tried.is_without_amounts,
    }


def _about(found: SegmentsAnswer) -> dict[str, object]:
    return {
        "period": {"label": found.period.label, "start": found.period.start, "end": found.period.end},
        "currency": found.currency,
        "comparisons": found.tests,
        "needed": found.needed,
        "renewals_left_out": found.renewals,
        "without_amount": found.without_amount,
        "without_start": found.without_start,
        "has_fit": found.has_fit,
        "reason": found.reason,
        "needs": ", ".join(found.reason_facts.values()),
    }


def _segment(segment: Segment, found: SegmentsAnswer) -> dict[str, object]:
    return {
        "dimension": segment.dimension or None,
        "segment": segment.label or None,
        "ended": segment.ended,
        "won": segment.won,
        "won_amount": segment.won_amount,
        "worked_days": segment.worked_days,
        "drawn_win_rate": plain(segment.drawn),
        "open_deals": segment.open_deals,
        "open_amount": segment.open_amount,
        "numbers": {
            measure: {**_number(number, measure), **_finding(_found(found, segment, measure))}
            for measure, number in segment.numbers.items()
        },
    }


def _found(found: SegmentsAnswer, segment: Segment, measure: SegmentMeasure) -> SegmentFinding | None:
    name = segment.dimension, segment.key
    return next((each for each in found.findings if each.segment == name and each.measure == measure), None)


def _number(number: SegmentNumber, measure: SegmentMeasure) -> dict[str, object]:
    low, high = _bounds(number, measure).values()
    return {
        "value": _value(number.value, measure),
        "n": number.n,
        "interval": None if number.interval is None else {"low": low, "high": high, "method": number.interval.method},
        "chance": number.chance,
        "adjusted": number.adjusted,
        "found": number.side or None,
    }


def _bounds(number: SegmentNumber, measure: SegmentMeasure) -> dict[str, object]:
    interval = number.interval
    return {
        "interval_low": _value(interval.low, measure) if interval else None,
        "interval_high": _value(interval.high, measure) if interval else None,
    }


def _finding(finding: SegmentFinding | None) -> dict[str, object]:
    if finding is None:
        return {"here": None, "others": None}
    here, others = (_value(value, finding.measure) for value in (finding.value, finding.rest))
    return {"here": here, "others": others}


def _call(call: Call, found: CallingAnswer) -> dict[str, object]:
    return {
        "kind": call.kind,
        "id": call.id,
        "name": call.name,
        "account_id": call.account_id,
        "account": call.account,
        "owner": call.owner,
        "stage": call.stage,
        "created_on": call.created_on,
        "currency": found.currency,
        "per_day": None if call.per_day is None else call.per_day.quantize(_CENT),
        "chance": plain(call.chance),
        "amount": None if call.amount is None else call.amount.quantize(_CENT),
        "days_left": plain(call.days_left),
    }


def _reason(reason: CallReason) -> dict[str, object]:
    is_money = reason.kind in {"amount", "size", "company_size"}
    return {
        "kind": reason.kind,
        "dimension": reason.dimension or None,
        "label": reason.label or None,
        "value": reason.value.quantize(_CENT) if is_money else plain(reason.value),
        "of_all": plain(reason.rest),
        "days": reason.days,
        "n": reason.n,
    }


def _part(part: TriedPart) -> dict[str, object]:
    return {
        "deals": part.deals,
        "won": part.won,
        "amount": part.amount,
        "days": part.days,
        "per_day": None if part.per_day is None else part.per_day.quantize(_CENT),
    }


def _value(value: Decimal | None, measure: SegmentMeasure) -> Decimal | float | int | None:
    if value is not None and measure in _MONEY:
        return value.quantize(_CENT)
    return plain(value)
