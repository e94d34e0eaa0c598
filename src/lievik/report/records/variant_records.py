"""Readings of a metric and gaps between them → rows of plain values for JSON and CSV, the same in every language."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.model.reading_gap import GapGroup, GapRecord, ReadingGap, Stance, VariantsAnswer
from lievik.report.answer import Record
from lievik.report.records.result_records import flat_result_record, is_money_measure, plain, result_record

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue


def variant_records(found: VariantsAnswer, catalogue: Catalogue) -> list[Record]:
    """A row a reading; the gap that leads to it is nested in it, with its groups and records."""
    gaps = {gap.b: gap for gap in found.gaps}
    return [
        {
            **result_record(result, catalogue),
            "definition_formula": catalogue.reading(result.full_name).formula_text,
            "gap": _gap(gaps[result.full_name], found, catalogue) if result.full_name in gaps else None,
        }
        for result in found.readings
    ]


def flat_variant_records(found: VariantsAnswer, catalogue: Catalogue) -> list[Record]:
    """A row a reading with the gap that leads to it; where two were named, a row a record that moves their gap."""
    if found.is_chosen:
        return [
            _flat_record(record, gap, _Told(found.of(gap.b).unit, catalogue))
            for gap in found.gaps
            for record in gap.records
        ]
    gaps = {gap.b: gap for gap in found.gaps}
    rows: list[Record] = []
    for result in found.readings:
        gap = gaps.get(result.full_name)
        is_money = result.unit.startswith("money")
        about = {
            "gap_from": gap.a if gap else None,
            "gap_difference": plain(gap.difference, is_money=is_money) if gap else None,
            "gap_no_gap": gap.no_gap if gap else None,
            "gap_records": gap.differing if gap and not gap.no_gap else None,
        }
        formula = catalogue.reading(result.full_name).formula_text
        rows.append({**flat_result_record(result, catalogue), "definition_formula": formula, **about})
    return rows


def _gap(gap: ReadingGap, found: VariantsAnswer, catalogue: Catalogue) -> dict[str, object]:
    told = _Told(found.of(gap.b).unit, catalogue)
    return {
        "from": gap.a,
        "to": gap.b,
        "difference": told.moves(gap.difference),
        "no_gap": gap.no_gap,
        "is_weighed": gap.is_weighed,
        "records_alike": gap.alike,
        "records_differing": gap.differing,
        "groups": [{**told.stands(group), "records": group.records} for group in gap.groups],
        "records": [{**_about(record), **told.stands(record)} for record in gap.records],
    }


def _flat_record(record: GapRecord, gap: ReadingGap, told: _Told) -> Record:
    """One record as a row of single cells."""
    sides = {
        f"{name}_{key}": value
        for name, stance in (("from", record.a), ("to", record.b))
        for key, value in told.stance(stance).items()
    }
    why = {"why": record.why.kind, "why_names": list(record.why.names)}
    return {"from": gap.a, "to": gap.b, **_about(record), **why, **sides, "moves": told.moves(record.moves)}


def _about(record: GapRecord) -> dict[str, object]:
    return {
        "table": record.table,
        "record": record.record,
        "name": record.name,
        "owner": record.owner,
        "amount": record.amount,
        "currency": record.currency,
    }


class _Told:
    """Writes what makes a gap between readings of a unit."""

    def __init__(self, unit: str, catalogue: Catalogue) -> None:
        self._unit = unit
        self._catalogue = catalogue

    def stands(self, of: GapGroup | GapRecord) -> dict[str, object]:
        """How something stands in both readings, why, and what it moves."""
        return {
            "from": self.stance(of.a),
            "to": self.stance(of.b),
            "why": {"kind": of.why.kind, "names": list(of.why.names)},
            "moves": self.moves(of.moves),
        }

    def stance(self, stance: Stance) -> dict[str, object]:
        """How something stands in one reading."""
        above, below = stance.measures
        return {
            "role": stance.role,
            "numerator": plain(stance.above, is_money=is_money_measure(above, self._catalogue)),
            "denominator": plain(stance.below, is_money=is_money_measure(below, self._catalogue)),
            "numerator_measure": above,
            "denominator_measure": below,
        }

    def moves(self, value: Decimal | None) -> Decimal | float | int | None:
        """What something moves the gap by."""
        return plain(value, is_money=self._unit.startswith("money"))
