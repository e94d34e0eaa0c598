"""Two readings of a metric as one statement: what each record adds to either, why not, and how many stand alike.

Pure. Records are brought together by how they differ in the database; only the largest come back one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lievik.model.reading_gap import WhyKind
from lievik.planner.gap_terms import Place, Side, Term
from lievik.planner.plan import Plan, Scan, Use
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
_STANDS: Final = (*(f"{name}_in" for name in _SUMS), "why")
_OF_STATES: Final = {"deal_version": "deal"}

GROUP_COLUMNS: Final = (*_STANDS, "records", *_SUMS)
RECORD_COLUMNS: Final = (*_STANDS, *_SUMS, "record_table", "record", "name", "owner", "amount", "currency", "size")
"""Columns of the two statements, in order.

What counts a record on a side of a reading is the place of a term, -1 for none. `why` is the place of one of
`SAME_ROLE`, else a code that `read_why` takes apart. Numbers are brought together faster than words.
"""

SAME_ROLE: Final[tuple[WhyKind, ...]] = ("alike", "more", "less")
"""What `why` is where a record has the same role in both."""

_RANK, _PLACE, _SIDE = 100_000, 10_000, 1_000
_KINDS: Final[tuple[WhyKind, ...]] = ("table", "date", "kind", "excluded")
"""By rank: the reason that tells most has the highest."""


def read_why(code: int) -> tuple[WhyKind, Place, Side, int]:
    """Take a code of `why` apart: the kind, on which side of the line, which reading lacks it, place of the reason."""
    rank, rest = divmod(code - _RANK, _RANK)
    place, rest = divmod(rest, _PLACE)
    side, reason = divmod(rest, _SIDE)
    return _KINDS[rank], "below" if place else "above", "b" if side else "a", reason


@dataclass(frozen=True, kw_only=True)
class GapSQL:
    """Writes the statements of a gap.

    Attributes:
        is_weighed: records are looked at by the part of their divisor that they are.
    """

    plan: Plan
    terms: tuple[Term, ...]
    is_weighed: bool

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Reasons for leaving rows out, by the numbers that stand for them."""
        return tuple(dict.fromkeys(found.name for term in self.terms for found in term.use.conditions))

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
            "  FROM compared WHERE why <> 0",
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
        for position, found in enumerate(self._passes):
            terms = [(at, term) for at, term in enumerate(self.terms) if (term.scan, term.number) == found]
            lines += (["  UNION ALL"] if position else []) + [
                f"  {line}" for line in _pass(self.plan, terms, self.reasons)
            ]
        return [*lines, "),", *self._counted(), *self._totals(), *self._compared()]

    @cached_property
    def _passes(self) -> tuple[tuple[Scan, int], ...]:
        """Scans with the number of the period that each is read for."""
        return tuple(dict.fromkeys((term.scan, term.number) for term in self.terms))

    def _counted(self) -> list[str]:
        """Write how rows become records; where each row is one already, nothing has to be brought together."""
        told = [f"{name}_{what}" for name in _SUMS for what in ("in", "out")]
        if len(self._passes) == 1 and _is_record(self._passes[0][0]):
            counted = f"coalesce({', '.join(f'{name}_in' for name in _SUMS)})"
            return ["-- a record a row", "counted AS (", f"  SELECT * FROM part WHERE {counted} IS NOT NULL", "),"]
        counted = f"coalesce({', '.join(f'max({name}_in)' for name in _SUMS)})"
        return [
            "-- a record once",
            "counted AS (",
            f"  SELECT record_table, record, {', '.join(f'sum({name}) AS {name}' for name in _SUMS)},",
            f"         {', '.join(f'max({name}) AS {name}' for name in told)}",
            "  FROM part GROUP BY record_table, record",
            f"  HAVING {counted} IS NOT NULL",
            "),",
        ]

    def _compared(self) -> list[str]:
        """Write how each record stands in both readings."""
        same = " AND ".join(f"(a_{place}_in IS NULL) = (b_{place}_in IS NULL)" for place in ("above", "below"))
        stands = ", ".join(f"coalesce({name}_in, -1) AS {name}_in" for name in _SUMS)
        return [
            "-- what counts it in both, and why it stands otherwise in one than in the other",
            "compared AS (",
            f"  SELECT record_table, record, {', '.join(_SUMS)}, {stands},",
            f"         CASE WHEN {same} THEN {self._direction()}",
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
        return f"CASE WHEN {alike} THEN 0 WHEN {more} THEN 1 ELSE 2 END"

    def _parts(self, side: Side) -> tuple[str, str]:
        """What tells first and next how much a record counts for: its part of the divisor, or what it adds above."""
        if not self.is_weighed:
            return f"{side}_above", f"{side}_below"
        other = "b" if side == "a" else "a"
        return f"{side}_below * {other}_total", f"{side}_above * {other}_total"

    def _missing(self, place: Place) -> str:
        """SQL of why one of the readings alone counts a record on a side of the line; empty where both or none do."""
        cases = []
        for at, (side, other) in enumerate((("a", "b"), ("b", "a"))):
            here, there = f"{side}_{place}", f"{other}_{place}"
            tables = sorted({_table(term.scan) for term in self.terms if (term.side, term.place) == (side, place)})
            known = " OR ".join(f"record_table = '{table}'" for table in tables) or "FALSE"
            out = f"coalesce({here}_out, CASE WHEN {known} THEN {_RANK} ELSE 0 END)"
            base = _RANK + (_PLACE if place == "below" else 0) + at * _SIDE
            cases.append(f"WHEN {here}_in IS NULL AND {there}_in IS NOT NULL THEN {out} + {base}")
        return f"CASE {' '.join(cases)} ELSE 0 END"


def _table(scan: Scan) -> str:
    """The table that records of a scan are of; states of a deal are the deal."""
    if scan.measure.per:
        return key_table(scan)
    return _OF_STATES.get(scan.measure.table, scan.measure.table)


def _is_record(scan: Scan) -> bool:
    """Whether no two rows of a scan are of one record."""
    table = scan.measure.table
    return bool(scan.measure.per) or not (scan.restrictions or table in _OF_STATES or record_column(table) != "id")


def _pass(plan: Plan, terms: list[tuple[int, Term]], reasons: tuple[str, ...]) -> list[str]:
    """Read the rows of one scan once, for all measures of it."""
    scan = terms[0][1].scan
    uses = list(dict.fromkeys(term.use for _, term in terms))
    columns = ["seen.record_table", "seen.record"]
    for side, place in _PLACES:
        own = [(at, term) for at, term in terms if (term.side, term.place) == (side, place)]
        columns += _columns(own, uses, f"{side}_{place}")
    selected = ",\n         ".join(columns)
    source = scan_source(scan, plan.shape.index)
    rows = _row_lines(scan, source, uses, terms[0][1].number, reasons)
    return [f"SELECT {selected}", "FROM (", *(f"  {line}" for line in rows), ") AS seen"]


def _row_lines(  # the numbers of reasons are those of the whole gap
    scan: Scan, source: ScanSource, uses: list[Use], number: int, reasons: tuple[str, ...]
) -> list[str]:
    """Read rows, each with what every measure makes of it: whether it counts it, what it adds, and why not."""
    read = scan.measure.table
    record = f"grouped.{scan.measure.per}" if scan.measure.per else f"{read}.{record_column(read)}"
    columns = [f"'{_table(scan)}' AS record_table", f"{record} AS record"]
    for at, use in enumerate(uses):
        columns.append(f"{_belongs(scan, use, source) or 'TRUE'} AS in_{at}")
        columns.append(f"{_value(scan, use, source)} AS adds_{at}")
        columns.append(f"{_reason(scan, use, source, reasons)} AS out_{at}")
    selected = ",\n           ".join(columns)
    if scan.measure.per:
        keys = key_lines(scan, source, [f"{source.period} AS period_no"])
        return [f"SELECT {selected}", *keys, f"WHERE grouped.period_no = {number}"]
    where = "\n      AND ".join([*source.where, f"{source.period} = {number}"])
    return [f"SELECT {selected}", *source.from_lines, f"WHERE {where}"]


def _columns(terms: list[tuple[int, Term]], uses: list[Use], name: str) -> list[str]:
    """What a row adds on one side of a reading, the term that counts it, and why none does, by what tells most."""
    if not terms:
        return [f"0 AS {name}", f"NULL AS {name}_in", f"NULL AS {name}_out"]
    places = [(_sign(at, term), uses.index(term.use), at) for at, term in terms]
    adds = [f"{sign}CASE WHEN seen.in_{use} THEN coalesce(seen.adds_{use}, 0) ELSE 0 END" for sign, use, _ in places]
    counts = " ".join(f"WHEN seen.in_{use} THEN {at}" for _, use, at in places)
    reasons = [f"seen.out_{use}" for _, use, _ in places]
    why = f"greatest({', '.join(reasons)})" if len(reasons) > 1 else reasons[0]
    is_in = " OR ".join(f"seen.in_{use}" for _, use, _ in places)
    return [
        f"{' + '.join(adds)} AS {name}",
        f"CASE {counts} END AS {name}_in",
        f"CASE WHEN ({is_in}) IS NOT TRUE THEN {why} END AS {name}_out",
    ]


def _sign(at: int, term: Term) -> str:
    """What a measure is multiplied by; whole numbers keep money exact."""
    if term.factor == term.factor.to_integral_value():
        return "" if term.factor == 1 else f"({term.factor:f}) * "
    return f"$factor_{at} * "


def _value(scan: Scan, use: Use, source: ScanSource) -> str:
    return key_value(use, scan) if scan.measure.per else value_of(scan, use, source)


def _belongs(scan: Scan, use: Use, source: ScanSource) -> str:
    """SQL that holds for what a measure counts."""
    if not scan.measure.per:
        return belongs_sql(use, scan, source.replaced)
    where = use.measure.where
    return f"({qualified(where, 'grouped', parameters_in(use, scan))})" if where else ""


def _reason(scan: Scan, use: Use, source: ScanSource, reasons: tuple[str, ...]) -> str:
    """SQL of why a measure does not count a row: not of the kind, or the reason that it was left out for."""
    of_kind = _KINDS.index("kind") * _RANK
    if scan.measure.per:
        return str(of_kind)
    left_out = _KINDS.index("excluded") * _RANK
    kind = [f"WHEN ({where_of(use, scan)}) IS NOT TRUE THEN {of_kind}"] if use.measure.where else []
    conditions = [found for found in use.conditions if not found.is_of_keys]
    cases = [
        f"WHEN {left_out_sql(use, at, scan, source.replaced)} THEN {left_out + reasons.index(found.name)}"
        for at, found in enumerate(conditions)
    ]
    return f"CASE {' '.join([*kind, *cases])} ELSE {of_kind} END" if kind or cases else str(of_kind)


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
