"""The texts of a row's columns → the SQL that reads them all, judges the row, and gives it as it is kept.

Pure. Layers: `quick` (q_), `close` (w_, where quick gave nothing), `parsed` (p_), `meant` (the row's currency),
`judged` (`at_fault`: the number of its first trouble, or why it is no row).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lievik.model.mapping import ColumnMapping
from lievik.model.tables import SQL_TYPES, Table
from lievik.sources.cell_kinds import day_beside
from lievik.sources.cells import Cell, CellForm, is_word_for_nothing, trimmed
from lievik.sources.currencies import alone, fits
from lievik.sources.expression import CastCheck
from lievik.sources.sql_text import is_one_of, quoted

BLANK: Final = -1
"""`at_fault` of a record without any cell filled: it is no row."""

LEFT_OUT: Final = -2
"""`at_fault` of a row that the mapping's `keep` leaves out."""

GONE: Final = -4
"""`at_fault` of a row that says, by the mapping's `gone`, that the row of its id is no longer there."""

HEADER: Final = -3
"""`at_fault` of a record that is the header again."""

_VALUE_SHOWN: Final = 200
_TRUE_FLAGS: Final = frozenset({"carries_quota"})
"""Flags that are true where nothing is said; every other one is false."""
_OPEN_FLAGS: Final = frozenset({"is_selling"})
"""Flags that stay empty where the file says nothing: what is usual then decides at load."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A canonical column of a row: where it comes from, how its cells are written and read, which casts may fail."""

    mapping: ColumnMapping
    cell: Cell
    form: CellForm
    checks: tuple[CastCheck, ...] = ()

    @property
    def name(self) -> str:
        """The canonical column."""
        return self.mapping.name

    @property
    def label(self) -> str:
        """What people know it by: the file's column, else the canonical one."""
        return self.mapping.column or self.mapping.name


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A way in which a row can fail: SQL that tells it, SQL of the text at fault, and what was expected."""

    condition: str
    value: str
    label: str
    expected: str
    is_unmapped: bool = False


def troubles_of(columns: Sequence[Column], table: Table, keep: Sequence[CastCheck]) -> tuple[Trouble, ...]:
    """List what may be wrong with a row, in the order it is told.

    Args:
        columns: the columns that a mapping fills.
        table: the canonical table.
        keep: casts in the mapping's filter that may fail.
    """
    found = [_failed_cast(f"k_{at}", "keep", check) for at, check in enumerate(keep)]
    found += [trouble for column in columns for trouble in _unmapped(column)]
    found += [
        _failed_cast(f"k_{column.name}_{at}", column.name, check)
        for column in columns
        for at, check in enumerate(column.checks)
    ]
    found += [trouble for column in columns for trouble in _unread(column)]
    if "currency" in table.columns:
        found += [_strange_sign(column) for column in columns if column.cell.sign]
    return tuple(found)


def row_layers(columns: Sequence[Column], table: Table, troubles: Sequence[Trouble], currency: str) -> tuple[str, str]:
    """Write the layers from the texts on, and what is kept of the last one.

    Args:
        columns: the columns that a mapping fills.
        table: the canonical table.
        troubles: what may be wrong with a row.
        currency: what money without a currency is in.
    """
    steps = {
        "quick": [f"{column.cell.quick} AS q_{column.name}" for column in columns if column.cell.quick],
        "close": [_close(column) for column in columns if column.cell.close],
        "parsed": [f"{column.cell.parse} AS p_{column.name}" for column in columns],
        "meant": [f"{_currency(columns)} AS meant"] if "currency" in table.columns else [],
        "judged": [f"{_at_fault(troubles)} AS at_fault"],
    }
    layers, last = [], "texts"
    for name, made in steps.items():
        layers.append(f"{name} AS (SELECT *{''.join(f', {each}' for each in made)} FROM {last})")
        last = name
    return ", ".join(
        layers
    ), f"SELECT {_finals(columns, table, currency)}, {_told(columns, table, troubles)} FROM {last}"


def _close(column: Column) -> str:
    """SQL of the closer look, which is asked only of texts that gave nothing before."""
    is_read = column.cell.is_read or f"q_{column.name} IS NOT NULL"
    wanted = f"t_{column.name} IS NOT NULL AND ({is_read}) IS NOT TRUE"
    return f"CASE WHEN {wanted} THEN {column.cell.close} END AS w_{column.name}"


def _currency(columns: Sequence[Column]) -> str:
    """SQL of a row's currency: the one it names, else that of the first sign beside an amount."""
    named = ["p_currency" for column in columns if column.name == "currency"]
    signs = [alone(column.cell.sign) for column in columns if column.cell.sign]
    return f"coalesce({', '.join((*named, *signs, 'CAST(NULL AS VARCHAR)'))})"


def _at_fault(troubles: Sequence[Trouble]) -> str:
    """SQL of the number of a row's first trouble, below zero for what is no row; NULL for a row that is kept."""
    early = sum(trouble.label == "keep" for trouble in troubles)
    cases = [f"WHEN {trouble.condition} THEN {at}" for at, trouble in enumerate(troubles)]
    none = [f"WHEN is_header THEN {HEADER}", f"WHEN is_blank THEN {BLANK}"]
    ordered = [*none, *cases[:early], f"WHEN is_gone THEN {GONE}", f"WHEN NOT is_kept THEN {LEFT_OUT}", *cases[early:]]
    return f"CAST(CASE {' '.join(ordered)} END AS SMALLINT)"


def _finals(columns: Sequence[Column], table: Table, currency: str) -> str:
    """SQL of every column as it is kept; a date that is not given is made from its instant."""
    finals = {column.name: column.cell.final for column in columns}
    forms = {column.name: column.form for column in columns}
    for on, at in table.dates_of.items():
        if at in forms:
            made = day_beside(at, forms[at])
            finals[on] = f"coalesce({finals[on]}, {made})" if on in finals else made
    if "currency" in table.columns:
        finals["currency"] = f"coalesce(meant, {quoted(currency)})"
    kinds = {"id": "id", **table.columns}
    for name in (name for name, kind in kinds.items() if kind == "flag"):
        if name not in _OPEN_FLAGS:
            finals[name] = f"coalesce({finals.get(name, 'NULL')}, {'TRUE' if name in _TRUE_FLAGS else 'FALSE'})"
    return ", ".join(
        f'CAST({finals.get(name, "NULL")} AS {SQL_TYPES[kind]}) AS "{name}"' for name, kind in kinds.items()
    )


def _told(columns: Sequence[Column], table: Table, troubles: Sequence[Trouble]) -> str:
    """SQL of what the receipt tells of a row."""
    values = " ".join(f"WHEN {at} THEN {trouble.value}" for at, trouble in enumerate(troubles))
    value = f"left(CASE at_fault {values} END, {_VALUE_SHOWN})" if troubles else "CAST(NULL AS VARCHAR)"
    words = [
        f"CASE WHEN t_{column.name} IS NOT NULL AND p_{column.name} IS NULL "
        f"AND {trimmed(f't_{column.name}')} <> '' THEN 1 ELSE 0 END"
        for column in columns
        if column.cell.may_be_word
    ]
    is_assumed = "meant IS NULL" if "currency" in table.columns else "FALSE"
    counted = " + ".join((*words, "0"))
    return f"at_fault, {value} AS fault_value, {counted} AS words_for_nothing, {is_assumed} AS currency_assumed"


def _failed_cast(value: str, label: str, check: CastCheck) -> Trouble:
    return Trouble(condition=f"{value} IS NOT NULL", value=value, label=label, expected=check.expected)


def _unmapped(column: Column) -> list[Trouble]:
    """Values that the mapping says nothing about."""
    if column.mapping.values is None or column.mapping.otherwise is not None:
        return []
    value = f"v_{column.name}"
    condition = f"{value} IS NOT NULL AND NOT {is_one_of(value, tuple(column.mapping.values))}"
    return [Trouble(condition=condition, value=value, label=column.label, expected="mapped", is_unmapped=True)]


def _unread(column: Column) -> list[Trouble]:
    """Texts that cannot be read, and ids that are missing."""
    name, cell, label = column.name, column.cell, column.label
    if name == "id":
        return [Trouble(condition="t_id IS NULL", value="''", label=label, expected="an id")]
    if cell.parse == f"t_{name}":
        return []
    something = f"NOT {is_word_for_nothing(f't_{name}')}" if cell.may_be_word else f"{trimmed(f't_{name}')} <> ''"
    condition = f"t_{name} IS NOT NULL AND CASE WHEN p_{name} IS NULL THEN {something} ELSE NOT ({cell.holds}) END"
    return [Trouble(condition=condition, value=trimmed(f"t_{name}"), label=label, expected=cell.expected)]


def _strange_sign(column: Column) -> Trouble:
    """An amount whose sign says another currency than its row, or one that cannot be told."""
    sign = column.cell.sign
    condition = f"{sign} IS NOT NULL AND NOT {fits(sign, 'meant')}"
    expected = "an amount in the currency of its row"
    return Trouble(condition=condition, value=trimmed(f"t_{column.name}"), label=column.label, expected=expected)
