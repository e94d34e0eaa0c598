"""Results and records behind numbers → rows of plain values for JSON and CSV, the same in every language.

Money stays a Decimal, which JSON writes as text; every other number becomes a plain one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from lievik.model.aim import ResultKey, result_key
from lievik.model.evaluation import unit_of
from lievik.model.formula import Binary, Name, Node
from lievik.model.metric import Reading
from lievik.model.periods import Period
from lievik.model.result import Change, Compared, MetricResult
from lievik.model.trend_flag import Flag, Flags
from lievik.model.units import PLAIN, Unit
from lievik.report.answer import Record

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.explanation import DrillTable

Targets: TypeAlias = Mapping[ResultKey, Mapping[str, object]]
"""Key of a result -> how it stands against its target, as `aim_records` writes it."""


def result_record(
    result: MetricResult,
    catalogue: Catalogue,
    targets: Targets = MappingProxyType({}),
    flags: Flags = MappingProxyType({}),
) -> dict[str, object]:
    """One result as a row, with what stands beside it nested in it, the targets that they have, and its flag."""
    beside = {
        variant: {**_bare(found, catalogue), **_extras(found), **_target(found, targets)}
        for variant, found in result.beside.items()
    }
    last = {**_extras(result), **_target(result, targets), **_flag(result, flags)}
    return {**_bare(result, catalogue), "beside": beside, **last}


def flat_result_record(
    result: MetricResult,
    catalogue: Catalogue,
    targets: Targets = MappingProxyType({}),
    flags: Flags = MappingProxyType({}),
) -> dict[str, object]:
    """One result as a row of single cells; what stands beside it is left out."""
    row = _bare(result, catalogue)
    low_high = {"low": None, "high": None, "method": None}
    row["interval"] = row["interval"] or low_high
    extras = {name: value for name, value in _extras(result).items() if name != "notes"}
    extras |= {**_target(result, targets), **_flag(result, flags)}
    flat: dict[str, object] = {}
    for name, value in {**row, **extras}.items():
        if isinstance(value, Mapping) and name != "parameters":
            flat |= _spread(name, value)
        else:
            flat[name] = value
    return flat


def drill_records(table: DrillTable, catalogue: Catalogue) -> list[Record]:
    """The records behind a number as rows, each saying of which number."""
    about = {"metric": table.metric, "variant": table.variant, "part": table.part, "period": table.period.label}
    return [
        {
            **about,
            "measure": record.measure,
            "table": record.table,
            "record": record.record,
            "name": record.name,
            "owner": record.owner,
            "day": record.day,
            "amount": record.amount,
            "currency": record.currency,
            "contribution": plain(record.contribution, is_money=is_money_measure(record.measure, catalogue)),
            "reason": record.reason,
        }
        for record in table.records
    ]


def plain(value: Decimal | None, *, is_money: bool = False) -> Decimal | float | int | None:
    """A number as JSON and CSV have it: money stays a Decimal, a whole number becomes an int."""
    if value is None or is_money:
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def is_money_measure(name: str, catalogue: Catalogue) -> bool:
    """Whether a measure, for whichever period it is read, is money."""
    measure = catalogue.measures.get(name.removeprefix("previous(").removesuffix(")"))
    return measure is not None and measure.unit.money != 0


def _spread(name: str, value: Mapping[str, object]) -> dict[str, object]:
    """A nested row's values under names of their own."""
    return {
        key: inner
        for part, found in value.items()
        for key, inner in (
            _spread(f"{name}_{part}", found).items()
            if isinstance(found, Mapping) and part in {"period", "change"}
            else ((f"{name}_{part}", found),)
        )
    }


def _bare(result: MetricResult, catalogue: Catalogue) -> dict[str, object]:
    """One result as a row, without what stands beside it."""
    is_money = result.unit.startswith("money")
    above, below = _parts_are_money(catalogue.reading(result.full_name), catalogue)
    interval = result.interval
    return {
        "metric": result.metric,
        "variant": result.variant,
        "period": _period(result.period),
        "group": dict(result.group),
        "value": plain(result.value, is_money=is_money),
        "status": result.status,
        "reason": result.reason,
        "unit": result.unit,
        "currency": result.currency,
        "numerator": plain(result.numerator, is_money=above),
        "denominator": plain(result.denominator, is_money=below),
        "n": plain(result.n),
        "interval": None
        if interval is None
        else {
            "low": plain(interval.low, is_money=is_money),
            "high": plain(interval.high, is_money=is_money),
            "method": interval.method,
        },
        "formula": result.formula,
        "excluded": {"count": result.excluded.count, "reasons": dict(result.excluded.reasons)},
        "definition": result.definition,
        "parameters": {name: plain(value) for name, value in result.parameters.items()},
    }


def _extras(result: MetricResult) -> dict[str, object]:
    """What else to know, and what it is compared with where that was asked."""
    extras: dict[str, object] = {"notes": list(result.notes)}
    if result.compared is not None:
        extras["compared"] = _compared(result.compared, is_money=result.unit.startswith("money"))
    if result.restated is not None:
        value = plain(result.restated.value, is_money=result.unit.startswith("money"))
        extras["restated"] = {"value": value, "status": result.restated.status, "reason": result.restated.reason}
    return extras


def _target(result: MetricResult, targets: Targets) -> dict[str, object]:
    """How it stands against its target; nothing where none is set."""
    found = targets.get(result_key(result)) if targets else None
    return {"target": found} if found else {}


def _flag(result: MetricResult, flags: Flags) -> dict[str, object]:
    """How its month lies against the months before; nothing where that was not asked."""
    found = flags.get(result_key(result)) if flags else None
    return {"flag": flag_record(found, is_money=result.unit.startswith("money"))} if found else {}


def flag_record(flag: Flag, *, is_money: bool) -> dict[str, object]:
    """How a month lies against the months before it."""
    expected, low, high = (plain(number, is_money=is_money) for number in (flag.expected, flag.low, flag.high))
    return {
        "stands_out": flag.stands_out,
        "side": flag.side,
        "expected": expected,
        "low": low,
        "high": high,
        "months": flag.months,
        "reason": flag.reason,
    }


def _compared(compared: Compared, *, is_money: bool) -> dict[str, object]:
    return {
        "period": _period(compared.period),
        "value": plain(compared.value, is_money=is_money),
        "delta": plain(compared.delta, is_money=is_money),
        "delta_share": plain(compared.delta_share),
        "change": None if compared.change is None else _change(compared.change, is_money=is_money),
    }


def _change(change: Change, *, is_money: bool) -> dict[str, object]:
    """Whether a number really moved."""
    return {
        "verdict": change.verdict,
        "low": plain(change.low, is_money=is_money),
        "high": plain(change.high, is_money=is_money),
        "method": change.method or None,
        "detectable": plain(change.detectable, is_money=is_money),
    }


def _period(period: Period) -> dict[str, str | date]:
    """A period as label, first day and the day after its last."""
    return {"label": period.label, "start": period.start, "end": period.end}


def _parts_are_money(reading: Reading, catalogue: Catalogue) -> tuple[bool, bool]:
    """Whether what stands above and below the line of the formula is money."""
    match reading.formula:
        case Binary("/", above, below):
            return _is_money(above, reading, catalogue), _is_money(below, reading, catalogue)
        case _:
            return reading.unit.money != 0, False


def _is_money(node: Node, reading: Reading, catalogue: Catalogue) -> bool:
    def unit_of_name(name: Name) -> Unit:
        if name.name in catalogue.measures:
            return catalogue.measures[name.name].unit
        return reading.parameters[name.name].unit if name.name in reading.parameters else PLAIN

    try:
        return unit_of(node, unit_of_name).money != 0
    except ValueError:
        return False
