"""A stand-in source and a workspace, for tests of what the store does with what arrives."""

# ruff: noqa: S608 - statements are put together from names that the tests write

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from lievik.engines import opener
from lievik.model.conventions import Conventions
from lievik.model.receipt import FileReceipt, Receipt
from lievik.model.staging import Staged, StagedTable
from lievik.store import folder as workspace_folder
from lievik.store import generations, runs
from tests.store.written_rows import database

MOMENT = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Bringing:
    """A source that stages the written rows of each table, and has one file."""

    source: str
    files: tuple[Path, ...]
    tables: dict[str, str]
    mapping_text: str = "# mapping\n"
    conventions: Conventions = field(default_factory=Conventions)
    meanwhile: Callable[[], None] = lambda: None

    def stage(self, connection: duckdb.DuckDBPyConnection, known_at: datetime) -> Staged:  # noqa: ARG002
        """Copy the written rows over as temporary tables."""
        self.meanwhile()
        written = database(**self.tables)
        staged = []
        for table in self.tables:
            rows = written.execute(f"SELECT * EXCLUDE (source, source_id, known_from) FROM {table}")
            columns = ", ".join(f'"{name}" {kind}' for name, kind, *_ in rows.description or ())
            connection.execute(f"CREATE TEMP TABLE staged_{table} ({columns})")
            for row in rows.fetchall():
                places = ", ".join("?" for _ in row)
                connection.execute(f"INSERT INTO staged_{table} VALUES ({places})", list(row))
            staged.append(StagedTable(table=table, relation=f"staged_{table}"))
        return Staged(tables=tuple(staged), files=(_receipt(self.files[0]),), files_not_mapped=("notes.txt",))


def _receipt(file: Path) -> FileReceipt:
    return FileReceipt(
        file=file.name,
        table="deal",
        rows_read=2,
        rows_kept=2,
        rows_left_out=0,
        currency_assumed=0,
        totals=(),
        columns_not_used=(),
    )


def connect(path: Path, is_read_only: bool) -> duckdb.DuckDBPyConnection:  # noqa: FBT001
    """Open a database as the engine does."""
    return opener("Europe/Bratislava")(path, is_read_only)


def workspace(parent: Path) -> Path:
    """Make a workspace, and a file to bring in beside it."""
    parent.mkdir(exist_ok=True)
    (parent / "deals.csv").write_text("id\n1\n2\n", encoding="utf-8")
    folder = parent / "workspace"
    workspace_folder.create(folder, "# settings\n")
    return folder


def bring(folder: Path, source: str = "crm", **tables: str) -> Receipt:
    """Bring written rows in."""
    return runs.bring_in(folder, connect, bringing(folder, source, **tables), known_at=MOMENT)


def bringing(folder: Path, source: str = "crm", **tables: str) -> Bringing:
    """Make a source of written rows."""
    return Bringing(source=source, files=(folder.parent / "deals.csv",), tables=tables)


def written(folder: Path, source: str, tables: dict[str, str]) -> Bringing:
    """Make a source whose file holds its rows, so that they can be read again."""
    text = json.dumps({"source": source, "tables": tables})
    (folder.parent / "deals.csv").write_text(text, encoding="utf-8")
    return bringing(folder, source, **tables)


def reread(files: Sequence[Path], mapping_text: str) -> Bringing:
    """Read again what `written` had written, as raw keeps it."""
    told = json.loads(gzip.decompress(files[0].read_bytes()))
    return Bringing(source=told["source"], files=tuple(files), tables=told["tables"], mapping_text=mapping_text)


def read(folder: Path, sql: str) -> list[Any]:
    """Ask the generation in use."""
    path = generations.current(folder)
    assert path is not None
    with connect(path, True) as connection:  # noqa: FBT003
        return connection.execute(sql).fetchall()


def everything_in(folder: Path) -> set[str]:
    """Name every file of a workspace but the lock."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {"lock"}
