"""Rows of a gap's statements → groups and records, each with why it differs and what it moves the gap by.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from lievik.insight.grid import as_decimal
from lievik.insight.reading_gap import Totals, Weights
from lievik.model.reading_gap import GapGroup, GapRecord, Stance, Why
from lievik.planner.gap_sql import GROUP_COLUMNS, RECORD_COLUMNS, SAME_ROLE, GapSQL, read_why
from lievik.planner.gap_terms import Place, Side, Term

_Row = Mapping[str, object]


class GapRows:
    """Groups of a gap, as its statement gave them."""

    def __init__(self, rows: Iterable[tuple[object, ...]], sql: GapSQL) -> None:
        self._rows = [dict(zip(GROUP_COLUMNS, row, strict=True)) for row in rows]
        self._terms = sql.terms
        self._reasons = sql.reasons

    def totals(self, side: Side, *, is_ratio: bool) -> Totals:
        """What all records of a reading add up to."""
        above, below = (sum((_sum(row, side, place) for row in self._rows), Decimal(0)) for place in ("above", "below"))
        return Totals(above, below if is_ratio else None)

    @property
    def alike(self) -> int:
        """How many records count the same in both."""
        return sum(_count(row) for row in self._rows if not row["why"])

    def groups(self, weights: Weights) -> tuple[GapGroup, ...]:
        """Groups that differ, those that move most first."""
        found = [self._group(row, weights) for row in self._rows if row["why"]]
        return tuple(sorted(found, key=lambda g: (-abs(g.moves), g.a.measures, g.b.measures, g.why.kind)))

    def records(self, rows: Iterable[tuple[object, ...]], weights: Weights) -> tuple[GapRecord, ...]:
        """Records in the order they came; one that several rows are of stands once."""
        found: dict[tuple[str, str], GapRecord] = {}
        for values in rows:
            row = dict(zip(RECORD_COLUMNS, values, strict=True))
            record = self._record(row, weights)
            found.setdefault((record.table, record.record), record)
        return tuple(found.values())

    def _group(self, row: _Row, weights: Weights) -> GapGroup:
        a, b = self._stance(row, "a"), self._stance(row, "b")
        return GapGroup(a=a, b=b, why=self._why(row), records=_count(row), moves=_moves(weights, a, b))

    def _record(self, row: _Row, weights: Weights) -> GapRecord:
        a, b = self._stance(row, "a"), self._stance(row, "b")
        return GapRecord(
            table=_text(row["record_table"]),
            record=_text(row["record"]),
            name=_text(row["name"]),
            owner=_text(row["owner"]),
            amount=as_decimal(row["amount"]),
            currency=_text(row["currency"]),
            a=a,
            b=b,
            why=self._why(row),
            moves=_moves(weights, a, b),
        )

    def _stance(self, row: _Row, side: Side) -> Stance:
        return Stance(
            counted_above=self._counted(row, side, "above"),
            counted_below=self._counted(row, side, "below"),
            above=_sum(row, side, "above"),
            below=_sum(row, side, "below"),
        )

    def _counted(self, row: _Row, side: Side, place: Place) -> str:
        """The measure that counts a record on a side of the line; empty where none does."""
        term = int(_text(row[f"{side}_{place}_in"]))
        return self._terms[term].use.measure.name if term >= 0 else ""

    def _why(self, row: _Row) -> Why:
        """Read why a record differs."""
        code = int(_text(row["why"]))
        if code < len(SAME_ROLE):
            return Why(kind=SAME_ROLE[code])
        kind, place, side, reason = read_why(code)
        if kind == "excluded":
            return Why(kind=kind, names=(self._reasons[reason],))
        lacking = [term for term in self._terms if (term.side, term.place) == (side, place)]
        names = tuple(dict.fromkeys(term.use.measure.name for term in lacking))
        days = tuple(dict.fromkeys(term.use.measure.dated_by for term in lacking))
        if kind != "date":
            return Why(kind=kind, names=names)
        # where more than its date puts a row in a period, that it is not of the kind is all that is certain
        if all(days) and not any(_has_more_to_it(term) for term in lacking):
            return Why(kind="date", names=days)
        return Why(kind="kind", names=names)


def _has_more_to_it(term: Term) -> bool:
    """Whether a row may be missing from a measure's rows for another reason than its date."""
    measure = term.use.measure
    return bool(measure.per or measure.base_where or measure.whole or measure.split or measure.exact)


def _moves(weights: Weights, a: Stance, b: Stance) -> Decimal:
    return weights.moves((a.above, a.below), (b.above, b.below))


def _sum(row: _Row, side: str, place: str) -> Decimal:
    return as_decimal(row[f"{side}_{place}"]) or Decimal(0)


def _count(row: _Row) -> int:
    return int(_text(row["records"]))


def _text(value: object) -> str:
    return "" if value is None else str(value)
