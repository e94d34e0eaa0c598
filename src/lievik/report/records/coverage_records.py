"""Coverage → rows of plain values for JSON and CSV, the same in every language.

Money stays a Decimal, which JSON writes as text; every other number becomes a plain one.
"""

from __future__ import annotations

from decimal import Decimal

from lievik.model.coverage import Conversion, CoverageAnswer, CoverageGroup, CoverageNumber, Overdue, PastPeriod
from lievik.model.periods import Period
from lievik.model.result import Interval
from lievik.report.answer import Record
from lievik.report.records.result_records import plain

_OF_DEALS = frozenset({"by_win_rate"})
"""Numbers made of counts; all others are made of money."""


def coverage_records(found: CoverageAnswer) -> list[Record]:
    """The whole, then a row a group; what is said of the whole alone is none in the others."""
    about = {
        "period": _period(found.period),
        "currency": found.currency,
        "day_no": found.day_no,
        "week": found.week,
        "week_day": found.week_day,
        "split_by": found.split_by,
    }
    nothing = {"conversion": None, "past": None, "overdue": None, "no_rate": None}
    whole = {
        "conversion": _conversion(found.conversion),
        "past": [_past(past) for past in found.past],
        "overdue": _overdue(found.overdue),
        "no_rate": found.no_rate,
    }
    return [
        {**about, **_group(found.whole), "is_whole": True, **whole},
        *({**about, **_group(group), "is_whole": False, **nothing} for group in found.groups),
    ]


def flat_coverage_records(found: CoverageAnswer) -> list[Record]:
    """A row a group and number."""
    about = {"period": found.period.label, "period_start": found.period.start, "period_end": found.period.end}
    return [
        {**about, "is_whole": group is found.whole, **_flat_group(group), "currency": found.currency, **_flat(number)}
        for group in (found.whole, *found.groups)
        for number in group.numbers.values()
    ]


def _group(group: CoverageGroup) -> dict[str, object]:
    return {**_flat_group(group), "numbers": {kind: _number(number) for kind, number in group.numbers.items()}}


def _flat_group(group: CoverageGroup) -> dict[str, object]:
    return {
        "group": group.label,
        "quota": group.quota,
        "won": group.won,
        "left": group.left,
        "open": group.amount,
        "open_deals": group.deals,
    }


def _number(number: CoverageNumber) -> dict[str, object]:
    is_money = number.kind not in _OF_DEALS
    return {
        "value": plain(number.value),
        "status": number.status,
        "reason": number.reason,
        "numerator": plain(number.numerator, is_money=is_money),
        "denominator": plain(number.denominator, is_money=is_money),
        "n": number.n,
        "interval": _interval(number.interval),
        "lowest": plain(number.lowest),
        "highest": plain(number.highest),
        "verdict": number.verdict,
    }


def _flat(number: CoverageNumber) -> dict[str, object]:
    record = {"kind": number.kind, **_number(number)}
    interval = number.interval
    del record["interval"]
    return {
        **record,
        "interval_low": plain(interval.low) if interval else None,
        "interval_high": plain(interval.high) if interval else None,
    }


def _conversion(found: Conversion) -> dict[str, object]:
    return {
        "share": plain(found.share),
        "interval": _interval(found.interval),
        "won": found.won,
        "deals": found.deals,
        "lowest": plain(found.lowest),
        "highest": plain(found.highest),
        "periods": found.periods,
    }


def _past(past: PastPeriod) -> dict[str, object]:
    return {
        "period": _period(past.period),
        "day": past.day,
        "open": past.amount,
        "open_deals": past.deals,
        "converted": past.converted,
        "converted_deals": past.converted_deals,
        "won_after": past.won_after if past.day else None,
        "needed": plain(past.needed),
        "week_day": past.start_day,
        "open_in_week": past.start_amount,
        "open_deals_in_week": past.start_deals,
        "won": past.won,
        "needed_at_start": plain(past.needed_at_start),
        "inferred": past.inferred,
    }


def _overdue(found: Overdue) -> dict[str, object]:
    return {
        "deals": found.deals,
        "amount": found.amount,
        "in_period": found.in_period,
        "amount_in_period": found.amount_in_period,
        "listed": [
            {
                "deal": deal.deal,
                "name": deal.name,
                "owner": deal.owner,
                "stage": deal.stage,
                "amount": deal.amount,
                "expected_close_on": deal.expected_close_on,
                "days": deal.days,
                "is_in_period": deal.is_in_period,
            }
            for deal in found.listed
        ],
    }


def _interval(interval: Interval | None) -> dict[str, object] | None:
    if interval is None:
        return None
    return {"low": plain(_short(interval.low)), "high": plain(_short(interval.high)), "method": interval.method}


def _short(value: Decimal) -> Decimal:
    """A bound worked out in binary, without the noise of the binary."""
    return value.quantize(Decimal("0.000000001"))


def _period(period: Period) -> dict[str, object]:
    return {"label": period.label, "start": period.start, "end": period.end}
