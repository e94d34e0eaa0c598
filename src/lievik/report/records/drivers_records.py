"""What moved a number → rows of plain values for JSON and CSV, the same in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.report.answer import Record
from lievik.report.records.result_records import plain, result_record

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.drivers import DriversAnswer, FactorChange, SegmentChange, VelocityAnswer


def drivers_record(found: DriversAnswer, catalogue: Catalogue) -> Record:
    """One change as a row, its factors and segments nested in it."""
    is_money = found.result.unit.startswith("money")
    return {
        "result": result_record(found.result, catalogue),
        "change": plain(found.change, is_money=is_money),
        "method": found.method or None,
        "reason": found.reason,
        "by": found.by or None,
        "factors": [_factor(change, is_money=is_money) for change in found.factors],
        "segments": [_segment(part, found.result.unit, is_money=is_money) for part in found.segments],
        "unsplit": list(found.unsplit),
    }


def flat_drivers_records(found: DriversAnswer) -> list[Record]:
    """One change as rows: a factor each, or where it is split, a segment of a factor each."""
    is_money = found.result.unit.startswith("money")
    about = {"metric": found.result.full_name, "period": found.result.period.label, "reason": found.reason}
    rows: list[Record] = []
    for change in found.factors:
        row = {key: value for key, value in _factor(change, is_money=is_money).items() if key != "segments"}
        rows.append({**about, **row, "segment": None, "mix": None, "own": None})
        rows += [
            {**about, "factor": change.written, "unit": change.unit, **_segment(part, change.unit, is_money=is_money)}
            for part in change.segments
        ]
    whole = {**about, "factor": None, "unit": found.result.unit}
    rows += [{**whole, **_segment(part, found.result.unit, is_money=is_money)} for part in found.segments]
    return rows


def velocity_records(found: VelocityAnswer, catalogue: Catalogue) -> list[Record]:
    """Pipeline velocity as rows: a preset each, then what was actually won per day."""
    rows: list[Record] = [
        {
            "preset": preset or "article",
            "over_won_per_day": plain(found.ratios.get(preset)),
            **drivers_record(each, catalogue),
        }
        for preset, each in found.presets.items()
    ]
    return [*rows, {"preset": None, "over_won_per_day": None, "result": result_record(found.actual, catalogue)}]


def _factor(change: FactorChange, *, is_money: bool) -> Record:
    return {
        "factor": change.written,
        "power": change.power,
        "unit": change.unit,
        "earlier": plain(change.earlier, is_money=change.unit.startswith("money")),
        "later": plain(change.later, is_money=change.unit.startswith("money")),
        "part": plain(change.part, is_money=is_money),
        "low": plain(change.low, is_money=is_money),
        "high": plain(change.high, is_money=is_money),
        "is_distinguishable": change.is_distinguishable,
        "segments": [_segment(part, change.unit, is_money=is_money) for part in change.segments],
    }


def _segment(part: SegmentChange, unit: str, *, is_money: bool) -> Record:
    return {
        "segment": part.label,
        "earlier": plain(part.earlier, is_money=unit.startswith("money")),
        "later": plain(part.later, is_money=unit.startswith("money")),
        "mix": plain(part.mix, is_money=is_money),
        "own": plain(part.own, is_money=is_money),
    }
