"""Tables of a database → the meta tables that tell what is in them: rows, filled columns, currencies, spans of dates.

The planner decides by them what can be computed, without looking at the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import duckdb

from lievik.model.tables import TABLES, Table
from lievik.store.parts import Delta


def note_facts(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Note anew what the named tables hold."""
    _write(connection, {name: _look(connection, TABLES[name], name) for name in tables})


def adjust_facts(connection: duckdb.DuckDBPyConnection, delta: Delta) -> None:
    """Note what a table holds by what was noted before and the rows that are different since."""
    table = TABLES[delta.table]
    noted = _noted(connection, table.name)
    gone, came = (_look(connection, table, relation) for relation in (delta.gone, delta.came))
    unsure = [name for name in gone.spans if _may_shrink(name, noted, gone, came)]
    seen = _spans(connection, unsure, table.name)
    kept = {name: span for name, span in noted.spans.items() if name not in unsure}
    held = _Held(
        rows=noted.rows + came.rows - gone.rows,
        filled={name: noted.filled.get(name, 0) + came.filled[name] - gone.filled[name] for name in table.all_columns},
        currencies=_counted(noted, came, gone),
        spans=_joined(kept, {name: span for name, span in came.spans.items() if name not in unsure}) | seen,
    )
    _write(connection, {table.name: held})


_Spans: TypeAlias = dict[str, tuple[date, date]]


@dataclass(frozen=True, kw_only=True)
class _Held:
    """What a table holds, or a part of it."""

    rows: int
    filled: dict[str, int]
    currencies: dict[str, int]
    spans: _Spans


def _look(connection: duckdb.DuckDBPyConnection, table: Table, relation: str) -> _Held:
    """Count a relation's rows and filled cells, and give the span of its dates; all in one pass."""
    kinds = table.all_columns
    dates = [name for name, kind in kinds.items() if kind == "date"]
    counts = ", ".join(_filled(name, kind) for name, kind in kinds.items())
    row = connection.execute(f"SELECT count(*), {counts}{_ends(dates)} FROM {relation}").fetchone() or ()
    split = len(kinds) + 1
    return _Held(
        rows=row[0],
        filled=dict(zip(kinds, row[1:split], strict=True)),
        currencies=_currencies(connection, table, relation),
        spans=_read_ends(dates, row[split:]),
    )


def _currencies(connection: duckdb.DuckDBPyConnection, table: Table, relation: str) -> dict[str, int]:
    """Count the rows in each currency."""
    if "currency" not in table.columns:
        return {}
    counted = f"SELECT currency, count(*) FROM {relation} WHERE currency IS NOT NULL GROUP BY currency"
    return dict(connection.execute(counted).fetchall())


def _spans(connection: duckdb.DuckDBPyConnection, dates: Sequence[str], relation: str) -> _Spans:
    """Look for the first and last of some dates."""
    if not dates:
        return {}
    row = connection.execute(f"SELECT {_ends(dates).removeprefix(', ')} FROM {relation}").fetchone() or ()
    return _read_ends(dates, row)


def _ends(dates: Iterable[str]) -> str:
    return "".join(f', min("{name}"), max("{name}")' for name in dates)


def _read_ends(dates: Iterable[str], row: Sequence[date | None]) -> _Spans:
    """Pair the ends that were selected; a column without any date has none."""
    pairs = zip(dates, row[::2], row[1::2], strict=True)
    return {name: (first, last) for name, first, last in pairs if first is not None and last is not None}


def _noted(connection: duckdb.DuckDBPyConnection, table: str) -> _Held:
    """Read what was noted of a table."""

    def of(meta: str, columns: str) -> list[tuple[Any, ...]]:
        return connection.execute(f"SELECT {columns} FROM {meta} WHERE table_name = '{table}'").fetchall()

    return _Held(
        rows=sum(count for (count,) in of("meta_rows", "row_count")),
        filled=dict(of("meta_filled", "column_name, filled")),
        currencies=dict(of("meta_currency", "currency, n")),
        spans={name: (first, last) for name, first, last in of("meta_span", "column_name, first_on, last_on")},
    )


def _may_shrink(name: str, noted: _Held, gone: _Held, came: _Held) -> bool:
    """Whether a row at an end of a span went, and none came that reaches as far."""
    if name not in noted.spans or name not in came.spans:
        return True
    (first, last), out, new = noted.spans[name], gone.spans[name], came.spans[name]
    return (out[0] <= first < new[0]) or (out[1] >= last > new[1])


def _joined(one: _Spans, other: _Spans) -> _Spans:
    """Give the spans that hold both."""
    both = {
        name: (min(one[name][0], other[name][0]), max(one[name][1], other[name][1])) for name in one if name in other
    }
    return {**one, **other, **both}


def _counted(noted: _Held, came: _Held, gone: _Held) -> dict[str, int]:
    """Add up the rows in each currency; one that no row is in any more is left out."""
    counted = Counter(noted.currencies)
    counted.update(came.currencies)
    counted.subtract(gone.currencies)
    return {currency: count for currency, count in counted.items() if count}


def _write(connection: duckdb.DuckDBPyConnection, held: Mapping[str, _Held]) -> None:
    """Write what tables hold in the place of what was noted of them."""
    if not held:
        return
    listed = ", ".join(_literal(name) for name in held)
    for meta in ("meta_rows", "meta_filled", "meta_currency", "meta_span"):
        connection.execute(f"DELETE FROM {meta} WHERE table_name IN ({listed})")
    _insert(connection, "meta_rows", [(name, each.rows) for name, each in held.items()])
    _insert(connection, "meta_filled", [(name, *pair) for name, each in held.items() for pair in each.filled.items()])
    _insert(
        connection, "meta_currency", [(name, *pair) for name, each in held.items() for pair in each.currencies.items()]
    )
    _insert(
        connection, "meta_span", [(name, of, *span) for name, each in held.items() for of, span in each.spans.items()]
    )


def _filled(name: str, kind: str) -> str:
    """Count rows with a value; for a flag, those where it is true."""
    return f'count(*) FILTER ("{name}")' if kind == "flag" else f'count("{name}")'


def _insert(connection: duckdb.DuckDBPyConnection, meta: str, rows: list[tuple[object, ...]]) -> None:
    """Insert rows as text: of bound values DuckDB asks each whether it is a table of pandas, which takes longer."""
    if rows:
        listed = ", ".join(f"({', '.join(_literal(value) for value in row)})" for row in rows)
        connection.execute(f"INSERT INTO {meta} VALUES {listed}")


def _literal(value: object) -> str:
    """Write a name, number, date or currency as SQL."""
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
