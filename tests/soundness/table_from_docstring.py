"""Rows written as text → a workspace over them in memory, with everything derived; a test's docstring may be its table.

A table starts with its name and columns, `deal | id amount closed_on`; every line below it is a row: cells with
blanks between them, `-` for none, `_` for a blank in a name.
"""

# ruff: noqa: ANN401 - what is said is passed on as it is

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from lievik.catalogue.catalogue import Catalogue
from lievik.catalogue.loading import load_catalogue
from lievik.definitions import built_in_texts
from lievik.engines import DuckDBEngine
from lievik.model.result import MetricResult
from lievik.model.tables import TABLES
from lievik.settings import Settings
from lievik.store.derivation import derive
from lievik.store.schema import GIVEN, create_tables
from lievik.workspace import Workspace

Rows: TypeAlias = Sequence[Mapping[str, object]]

TODAY = date(2026, 6, 30)
"""Answers are as of this day where a test says nothing else."""

_TRUE_FLAGS = frozenset({"carries_quota"})
_OPEN_FLAGS = frozenset({"is_selling"})


class HeldEngine(DuckDBEngine):
    """The engine over a database in memory."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = Path()
        self._connection = connection

    def fill(self, sql: str) -> None:
        """Add rows that are too many to write; nothing is derived from them."""
        self._connection.execute(sql)


@dataclass
class Company:
    """A workspace in memory, and the shortest ways to ask it."""

    workspace: Workspace

    def one(self, metric: str, period: str = "2026", **said: Any) -> MetricResult:
        """Give the only result of a question."""
        (result,) = self.workspace.show(metric, period=period, **said)
        return result

    def value(self, metric: str, period: str = "2026", **said: Any) -> float | None:
        """Give the only value of a question."""
        found = self.one(metric, period, **said).value
        return None if found is None else float(found)

    def split(self, metric: str, by: str, period: str = "2026", **said: Any) -> dict[object, float | None]:
        """Give label -> value of a question that is split; labels in a tuple where split by several."""
        return {
            label: None if result.value is None else float(result.value)
            for label, result in self.groups(metric, by, period, **said).items()
        }

    def groups(self, metric: str, by: str, period: str = "2026", **said: Any) -> dict[object, MetricResult]:
        """Give label -> result of a question that is split; no two groups may have the same label."""
        found = [(_label(r), r) for r in self.workspace.show(metric, period=period, by=by, **said)]
        assert len({label for label, _ in found}) == len(found), "two groups have one label"
        return dict(found)

    def grain(self, metric: str, period: str, grain: str, **said: Any) -> dict[str, float | None]:
        """Give label of the unit -> value of a question that is split into units of time."""
        table = self.workspace.show(metric, period=period, grain=grain, **said)
        return {r.period.label: None if r.value is None else float(r.value) for r in table}

    def records(self, metric: str, part: str, period: str = "2026", **said: Any) -> list[str]:
        """Name the records behind a part, in order."""
        table = self.workspace.drill(metric, part=part, period=period, **said)  # type: ignore[arg-type]
        return sorted(record.record for record in table.records)


def company(text: str, **settings: Any) -> Company:
    """Make a company of the rows that a text has.

    Args:
        text: as the module says; lines that are no rows are left alone.
        settings: of the workspace.
    """
    return company_of(read_tables(text), **settings)


def company_of(tables: Mapping[str, Rows], **settings: Any) -> Company:
    """Make a company of rows."""
    chosen = Settings(**{"folder": Path(), "as_of": TODAY, **settings})
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(f"SET TimeZone = '{chosen.time_zone}'")
    create_tables(connection)
    for table, rows in tables.items():
        _insert(connection, table, rows, chosen.currency)
    derive(connection, chosen.conventions)
    workspace = Workspace(chosen, TODAY)
    workspace.__dict__ |= {"engine": HeldEngine(connection), "catalogue": built_in_catalogue()}
    return Company(workspace)


@cache
def built_in_catalogue() -> Catalogue:
    """Read the built-in definitions once."""
    return load_catalogue(built_in_texts())


def read_tables(text: str) -> dict[str, list[dict[str, object]]]:
    """Read the tables of a text: name -> rows."""
    tables: dict[str, list[dict[str, object]]] = {}
    columns: list[str] = []
    rows: list[dict[str, object]] = []
    for line in text.splitlines():
        name, bar, cells = line.partition("|")
        if not bar:
            continue
        if name.strip():
            columns = cells.split()
            rows = tables.setdefault(name.strip(), [])
        else:
            rows.append(dict(zip(columns, map(_cell, cells.split()), strict=True)))
    return tables


def _cell(text: str) -> str | None:
    return None if text == "-" else text.replace("_", " ")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows, currency: str) -> None:
    """Insert rows, filled where the importer would have: flags, currency, an id, what the source gave."""
    kinds = TABLES[table].columns
    named = [name for name, kind in kinds.items() if kind == "flag"]
    flags = {name: None if name in _OPEN_FLAGS else name in _TRUE_FLAGS for name in named}
    filled = []
    for number, row in enumerate(rows):
        full = {"id": f"{table}{number}", "source": "test", **flags, **row}
        if "currency" in kinds:
            full["currency"] = full.get("currency") or currency
        full |= {f"given_{name}": full.get(name) for name in GIVEN.get(table, ())}
        filled.append(full)
    for group in _alike(filled):
        names = ", ".join(f'"{name}"' for name in group[0])
        values = ", ".join("(" + ", ".join(_literal(value) for value in row.values()) + ")" for row in group)
        connection.execute(f"INSERT INTO {table} ({names}) VALUES {values}")  # noqa: S608 - rows of a test


def _alike(rows: Iterable[dict[str, object]]) -> list[list[dict[str, object]]]:
    """Bring rows with the same columns together."""
    groups: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    return list(groups.values())


def _literal(value: object) -> str:
    return "NULL" if value is None else "'" + str(value).replace("'", "''") + "'"


def _label(result: MetricResult) -> object:
    labels = tuple(result.group.values())
    return labels[0] if len(labels) == 1 else labels


Told: TypeAlias = Callable[..., Company]
"""Makes the company that a test's docstring tells of; takes settings."""
