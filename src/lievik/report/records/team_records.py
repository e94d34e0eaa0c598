"""Teams and sheets → rows of plain values for JSON and CSV, the same in every language.

Money stays a Decimal, which JSON writes as text; every other number becomes a plain one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from lievik.model.periods import Period
from lievik.model.result import Interval
from lievik.model.team import Distribution, Pace, Past, RepRow, RepSheet, Rise, SheetLine, TeamAnswer, TeamNumber
from lievik.report.answer import Record
from lievik.report.records.result_records import plain

_PAST: Final = ("period", "value", "delta", "low", "high", "is_clear")
"""What is told of an earlier period."""


def team_records(found: TeamAnswer) -> list[Record]:
    """A row a team, its reps and the whole nested in it; what is said of all teams stands in each."""
    about = {
        "distribution": _distribution(found.distribution),
        "overlays": [{"rep": name, **number_record(number)} for name, number in found.overlays.items()],
        "pace": None if found.pace is None else _pace(found.pace),
    }
    return [
        {
            "period": _period(found.period),
            "split_by": found.split_by,
            "team": table.name,
            "reps": [_rep(row) for row in table.rows],
            "whole": {metric: number_record(number) for metric, number in table.whole.items()},
            **about,
        }
        for table in found.tables
    ]


def flat_team_records(found: TeamAnswer) -> list[Record]:
    """A row a rep and number; the whole team's have no rep, and what others won with a rep's help has no team."""
    rows: list[Record] = []
    for table in found.tables:
        about = {**_flat_period(found.period), "team": table.name}
        for row in table.rows:
            named = {**about, "rep": row.name, "standing": row.standing}
            rows += [{**named, **_flat(number)} for number in row.numbers.values()]
        rows += [{**about, "rep": None, "standing": "whole", **_flat(number)} for number in table.whole.values()]
    apart = {**_flat_period(found.period), "team": None}
    return [*rows, *({**apart, "rep": name, "standing": None, **_flat(each)} for name, each in found.overlays.items())]


def sheet_records(found: RepSheet) -> list[Record]:
    """A row a number of a rep, its past nested in it."""
    about = {"period": _period(found.period), "rep": found.name, "team": found.team, "standing": found.standing}
    return [
        {
            **about,
            **number_record(line.number),
            "target": _rounded(line.target, is_money=True),
            "past": [_past(past, line.number) for past in line.past],
            "rise": _rise(found.rise),
            "pace": None if found.pace is None else _pace(found.pace),
        }
        for line in _lines(found)
    ]


def flat_sheet_records(found: RepSheet) -> list[Record]:
    """A row a number of a rep and earlier period."""
    about = {**_flat_period(found.period), "rep": found.name, "team": found.team, "standing": found.standing}
    return [
        {**about, **_flat(line.number), "target": _rounded(line.target, is_money=True), **_flat_past(past, line.number)}
        for line in _lines(found)
        for past in line.past or (None,)
    ]


def _lines(found: RepSheet) -> list[SheetLine]:
    """The lines of a sheet; what others won with the rep's help is one of its own, without a past."""
    return [*found.lines, *([SheetLine(number=found.overlay, past=())] if found.overlay else [])]


def number_record(number: TeamNumber) -> dict[str, object]:
    """One number with everything that says how sure it is."""
    is_money = number.unit.startswith("money")
    return {
        "metric": number.metric,
        "value": plain(number.value, is_money=is_money),
        "status": number.status,
        "unit": number.unit,
        "currency": number.currency,
        "n": number.n,
        "interval": _interval(number.interval, is_money=is_money),
        "drawn": _rounded(number.drawn, is_money=is_money),
        "team_value": _rounded(number.team, is_money=is_money),
        "side": number.side,
        "is_apart": number.is_apart,
        "more_needed": number.more_needed,
    }


def _flat(number: TeamNumber) -> dict[str, object]:
    record = number_record(number)
    interval = record.pop("interval")
    low, high, method = (interval[key] if isinstance(interval, dict) else None for key in ("low", "high", "method"))
    return {**record, "interval_low": low, "interval_high": high, "interval_method": method}


def _rep(row: RepRow) -> dict[str, object]:
    return {
        "rep": row.name,
        "standing": row.standing,
        "rise": _rise(row.rise),
        "numbers": {metric: number_record(number) for metric, number in row.numbers.items()},
    }


def _rise(rise: Rise | None) -> dict[str, object] | None:
    if rise is None:
        return None
    return {"side": rise.side, "units": rise.units, "first": plain(rise.first), "last": plain(rise.last)}


def _distribution(found: Distribution) -> dict[str, object]:
    return {
        "bins": [{"low": plain(part.low), "high": plain(part.high), "reps": list(part.reps)} for part in found.bins],
        "median": plain(found.median),
        "interval": _interval(found.interval, is_money=False),
        "at_quota": found.at_quota,
        "counted": found.counted,
        "ramping": list(found.ramping),
        "ramping_on_course": list(found.ramping_on_course),
        "without_quota": list(found.without_quota),
        "short": list(found.short),
    }


def _pace(pace: Pace) -> dict[str, object]:
    return {
        "period": _period(pace.period),
        "credited": pace.credited,
        "quota": pace.quota,
        "currency": pace.currency,
        "share": plain(pace.share),
        "lowest": plain(pace.lowest),
        "highest": plain(pace.highest),
        "units": pace.units,
        "expected": _rounded(pace.expected, is_money=True),
        "pace": plain(pace.pace),
        "verdict": pace.verdict,
        "reason": pace.reason,
    }


def _past(past: Past, number: TeamNumber) -> dict[str, object]:
    is_money = number.unit.startswith("money")
    return {
        "period": _period(past.period),
        "value": plain(past.value, is_money=is_money),
        "delta": plain(past.delta, is_money=is_money),
        "low": _rounded(past.low, is_money=is_money),
        "high": _rounded(past.high, is_money=is_money),
        "is_clear": past.is_clear,
    }


def _flat_past(past: Past | None, number: TeamNumber) -> dict[str, object]:
    if past is None:
        return {f"past_{name}": None for name in _PAST}
    record = _past(past, number)
    record["period"] = past.period.label
    return {f"past_{name}": value for name, value in record.items()}


def _interval(interval: Interval | None, *, is_money: bool) -> dict[str, object] | None:
    if interval is None:
        return None
    low, high = (_rounded(bound, is_money=is_money) for bound in (interval.low, interval.high))
    return {"low": low, "high": high, "method": interval.method}


def _rounded(value: Decimal | None, *, is_money: bool) -> Decimal | float | int | None:
    """A number; money that was worked out and not counted is rounded to cents."""
    return value.quantize(Decimal("0.01")) if value is not None and is_money else plain(value)


def _period(period: Period) -> dict[str, object]:
    return {"label": period.label, "start": period.start, "end": period.end}


def _flat_period(period: Period) -> dict[str, object]:
    return {"period": period.label, "period_start": period.start, "period_end": period.end}
