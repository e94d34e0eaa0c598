"""Two readings of a metric as one statement: what each record adds to either, why not, and how many stand alike.

Pure. Records are brought together by how they differ in the database; only the largest come back one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from lievik.planner.gap_terms import Place, Side, Term
from lievik.planner.plan import Plan, Scan
from lievik.planner.record_sql import amount_column, key_table, name_of, owner_of, record_column, value_of
from lievik.planner.row_sql import qualified
from lievik.planner.scan_sql import (
    ScanSource,
    belongs_sql,
    key_lines,
    key_value,
    left_out_sql,
    parameters_in,
    scan_source,
    where_of,
)
from lievik.planner.statement import Statement, bound_names, period_lines
from lievik.planner.states_read import read_states

_PLACES: Final[tuple[tuple[Side, Place], ...]] = (("a", "above"), ("a", "below"), ("b", "above"), ("b", "below"))
_SUMS: Final = tuple(f"{side}_{place}" for side, place in _PLACES)
_STANDS: Final = ("a_role", "a_measure", "b_role", "b_measure", "why")

_OF_STATES: Final = {"deal_version": "deal"}

GROUP_COLUMNS: Final = (*_STANDS, "records", *_SUMS)
RECORD_COLUMNS: Final = (*_STANDS, *_SUMS, "record_table", "record", "name", "owner", "amount", "currency", "size")
"""Columns of the two statements, in order.

`why` is `more`, `less` or `alike` where a record has the same role in both. Otherwise it is a rank (3 left out for a
reason, 2 not of the kind, 1 not in the period, 0 of another table), the place (1 below the line, 0 above), the reading
that does not count it there, and the reason's name.
"""


@dataclass(frozen=True, kw_only=True)
class GapSQL:
    """Writes the statements of a gap.

    Attributes:
        is_weighed: records are looked at by the part of their divisor that they are.
        values: what is bound beside the plan's own values.
    """

    plan: Plan
    terms: tuple[Term, ...]
    is_weighed: bool
    values: Mapping[str, object] = field(default_factory=dict)

    def groups(self) -> Statement:
        """A row for each way in which records differ, with how many there are and what they add up to."""
        sums = ", ".join(f"sum({name}) AS {name}" for name in _SUMS)
        stands = ", ".join(_STANDS)
        lines = [f"SELECT {stands}, count(*) AS records, {sums}", "FROM compared", f"GROUP BY {stands}"]
        return self._statement([*self._records(), *lines])

    def largest(self, weights: Mapping[str, object], most: int | None) -> Statement:
        """A row for each of the records that move the gap most.

        Args:
            weights: `a_above`, `a_below`, `b_above`, `b_below` -> what one unit of it moves the gap by.
            most: so many of them; none for all.
        """
        bound = {f"{name}_weight": float(str(weight)) for name, weight in weights.items()}
        terms = [f"{name} * ${name}_weight" for name in _SUMS]
        moves = f"({terms[2]} - {terms[3]}) - ({terms[0]} - {terms[1]})"
        lines = [
            *self._records()[:-1],
            "),",
            "-- those that move the gap most",
            "largest AS (",
            f"  SELECT *, abs({moves}) AS size",
            "  FROM compared WHERE why <> 'alike'",
            f"  ORDER BY size DESC, record_table, record{'' if most is None else f' LIMIT {most}'}",
            ")",
        ]
        for position, table in enumerate(dict.fromkeys(_table(term.scan) for term in self.terms)):
            lines += [*(["UNION ALL"] if position else []), *_named(table)]
        return self._statement([*lines, "ORDER BY size DESC, record_table, record"], bound)

    def _statement(self, lines: Iterable[str], more: Mapping[str, object] | None = None) -> Statement:
        sql = read_states("\n".join(lines), self.plan.facts)
        known = {**self.plan.values, **self._factors, **(more or {})}
        return Statement(sql=sql, values={name: known[name] for name in bound_names(sql)})

    @cached_property
    def _factors(self) -> dict[str, float]:
        """Numbers that measures are multiplied by, as they are bound."""
        return {f"factor_{at}": float(term.factor) for at, term in enumerate(self.terms)}

    def _records(self) -> list[str]:
        """Write what both statements begin with: every record once, and how it differs."""
        lines = ["WITH", *period_lines(self.plan.shape.period_count)]
        lines[-1] += ","
        lines += ["-- what each row adds to either reading, or why it adds nothing", "part AS ("]
        passes = dict.fromkeys((term.scan, term.number) for term in self.terms)
        for position, found in enumerate(passes):
            terms = [(at, term) for at, term in enumerate(self.terms) if (term.scan, term.number) == found]
            lines += (["  UNION ALL"] if position else []) + [f"  {line}" for line in _pass(self.plan, terms)]
        return [*lines, "),", *self._compared()]

    def _compared(self) -> list[str]:
        """Write how each record stands in both readings."""
        sums = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in _SUMS)
        told = ", ".join(f"max({name}_{what}) AS {name}_{what}" for name in _SUMS for what in ("in", "out"))
        counted = ", ".join(f"max({name}_in)" for name in _SUMS)
        stands = [f"{_role(side)} AS {side}_role, {_measure(side)} AS {side}_measure" for side in ("a", "b")]
        return [
            "-- a record once",
            "counted AS (",
            f"  SELECT record_table, record, {sums},",
            f"         {told}",
            "  FROM part GROUP BY record_table, record",
            f"  HAVING coalesce({counted}) IS NOT NULL",
            "),",
            *self._totals(),
            "-- how it differs",
            "compared AS (",
            f"  SELECT record_table, record, {', '.join(_SUMS)},",
            f"         {', '.join(stands)},",
            f"         CASE WHEN {_role('a')} = {_role('b')} THEN {self._direction()}",
            f"              ELSE greatest({self._missing('above')}, {self._missing('below')}) END AS why",
            f"  FROM counted{' CROSS JOIN total' if self.is_weighed else ''}",
            ")",
        ]

    def _totals(self) -> list[str]:
        """Write what each reading divides by, where records are looked at by their part of it."""
        if not self.is_weighed:
            return []
        total = ", ".join(f"CAST(sum({side}_below) AS DOUBLE) AS {side}_total" for side in ("a", "b"))
        return ["-- what each reading divides by", "total AS (", f"  SELECT {total} FROM counted", "),"]

    def _direction(self) -> str:
        """SQL of whether a record counts for more in the second reading than in the first."""
        first, second = (self._parts(side) for side in ("a", "b"))
        alike = " AND ".join(f"{one} = {other}" for one, other in zip(first, second, strict=True))
        more = f"{second[0]} > {first[0]} OR ({second[0]} = {first[0]} AND {second[1]} > {first[1]})"
        return f"CASE WHEN {alike} THEN 'alike' WHEN {more} THEN 'more' ELSE 'less' END"

    def _parts(self, side: Side) -> tuple[str, str]:
        """What tells first and next how much a record counts for: its part of the divisor, or what it adds above."""
        if not self.is_weighed:
            return f"{side}_above", f"{side}_below"
        other = "b" if side == "a" else "a"
        return f"{side}_below * {other}_total", f"{side}_above * {other}_total"

    def _missing(self, place: Place) -> str:
        """SQL of why one of the readings alone counts a record on a side of the line; empty where both or none do."""
        code = "1" if place == "below" else "0"
        cases = []
        for side, other in (("a", "b"), ("b", "a")):
            here, there = f"{side}_{place}", f"{other}_{place}"
            tables = sorted({_table(term.scan) for term in self.terms if (term.side, term.place) == (side, place)})
            known = " OR ".join(f"record_table = '{table}'" for table in tables) or "FALSE"
            out = f"coalesce({here}_out, CASE WHEN {known} THEN '1' ELSE '0' END)"
            why = f"substr({out}, 1, 1) || '{code}{side}' || substr({out}, 2)"
            cases.append(f"WHEN {here}_in IS NULL AND {there}_in IS NOT NULL THEN {why}")
        return f"CASE {' '.join(cases)} ELSE '' END"


def _role(side: str) -> str:
    """SQL of where a record counts in a reading."""
    above, below = f"{side}_above_in IS NOT NULL", f"{side}_below_in IS NOT NULL"
    return f"CASE WHEN {above} AND {below} THEN 'both' WHEN {above} THEN 'above' WHEN {below} THEN 'below' ELSE '' END"


def _measure(side: str) -> str:
    """SQL of the measure that counts a record in a reading."""
    return f"coalesce({side}_above_in, {side}_below_in, '')"


def _table(scan: Scan) -> str:
    """The table that records of a scan are of; states of a deal are the deal."""
    if scan.measure.per:
        return key_table(scan)
    return _OF_STATES.get(scan.measure.table, scan.measure.table)


def _pass(plan: Plan, terms: list[tuple[int, Term]]) -> list[str]:
    """Read the rows of one scan once, for all measures of it."""
    scan, number = terms[0][1].scan, terms[0][1].number
    source = scan_source(scan, plan.shape.index)
    read = scan.measure.table
    record = f"grouped.{scan.measure.per}" if scan.measure.per else f"{read}.{record_column(read)}"
    columns = [f"'{_table(scan)}' AS record_table", f"{record} AS record"]
    for side, place in _PLACES:
        own = [(at, term) for at, term in terms if (term.side, term.place) == (side, place)]
        columns += _columns(own, source, f"{side}_{place}")
    selected = ",\n         ".join(columns)
    if scan.measure.per:
        keys = key_lines(scan, source, [f"{source.period} AS period_no"])
        return [f"SELECT {selected}", *keys, f"WHERE grouped.period_no = {number}"]
    where = "\n    AND ".join([*source.where, f"{source.period} = {number}"])
    return [f"SELECT {selected}", *source.from_lines, f"WHERE {where}"]


def _columns(terms: list[tuple[int, Term]], source: ScanSource, name: str) -> list[str]:
    """What a row adds on one side of a reading, the measure that counts it, and why none does."""
    if not terms:
        return [f"0 AS {name}", f"NULL AS {name}_in", f"NULL AS {name}_out"]
    adds, counts, reasons = [], [], []
    for at, term in terms:
        belongs = _belongs(term, source) or "TRUE"
        adds.append(f"{_sign(at, term)}CASE WHEN {belongs} THEN coalesce({_value(term, source)}, 0) ELSE 0 END")
        counts.append(f"CASE WHEN {belongs} THEN '{term.use.measure.name}' END")
        reasons.append(_reason(term, source))
    first = f"coalesce({', '.join(counts)})" if len(counts) > 1 else counts[0]
    # the rank stands first, so that the greatest is the reason that tells most
    why = f"greatest({', '.join(reasons)})" if len(reasons) > 1 else reasons[0]
    out = f"CASE WHEN {first} IS NULL THEN {why} END"
    return [f"{' + '.join(adds)} AS {name}", f"{first} AS {name}_in", f"{out} AS {name}_out"]


def _sign(at: int, term: Term) -> str:
    """What a measure is multiplied by; whole numbers keep money exact."""
    if term.factor == term.factor.to_integral_value():
        return "" if term.factor == 1 else f"({term.factor:f}) * "
    return f"$factor_{at} * "


def _value(term: Term, source: ScanSource) -> str:
    return key_value(term.use, term.scan) if term.scan.measure.per else value_of(term.scan, term.use, source)


def _belongs(term: Term, source: ScanSource) -> str:
    """SQL that holds for what a measure counts."""
    if not term.scan.measure.per:
        return belongs_sql(term.use, term.scan, source.replaced)
    where = term.use.measure.where
    return f"({qualified(where, 'grouped', parameters_in(term.use, term.scan))})" if where else ""


def _reason(term: Term, source: ScanSource) -> str:
    """SQL of why a measure does not count a row: a rank, and the reason's name where it was left out for one."""
    if term.scan.measure.per:
        return "'2'"
    conditions = [found for found in term.use.conditions if not found.is_of_keys]
    cases = [
        f"WHEN {left_out_sql(term.use, at, term.scan, source.replaced)} THEN '3{found.name}'"
        for at, found in enumerate(conditions)
    ]
    where = term.use.measure.where
    kind = f"WHEN ({where_of(term.use, term.scan)}) IS NOT TRUE THEN '2' " if where else ""
    return f"CASE {kind}{' '.join(cases)} ELSE '2' END" if kind or cases else "'2'"


def _named(table: str) -> list[str]:
    """Give the largest records of one table their names."""
    amount = amount_column(table)
    name, name_join = name_of(table, table)
    owner, owner_join = owner_of(table)
    values = [
        *(f"largest.{column}" for column in (*_STANDS, *_SUMS, "record_table", "record")),
        f"{name} AS name",
        f"{owner} AS owner",
        f"{table}.{amount} AS amount" if amount else "NULL AS amount",
        f"{table}.currency AS currency" if amount else "NULL AS currency",
        "largest.size",
    ]
    return [
        f"SELECT {', '.join(values)}",
        f"FROM largest LEFT JOIN {table} ON {table}.{record_column(table)} = largest.record",
        *name_join,
        *owner_join,
        f"WHERE largest.record_table = '{table}'",
    ]
