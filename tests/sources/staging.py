"""A mapping's column lines and a file's bytes → staged rows, as the tests of sources ask for them."""

# ruff: noqa: S608 - statements are put together from names that the tests write

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lievik.model.conventions import Conventions
from lievik.model.mapping_text import read_mapping
from lievik.model.receipt import FileReceipt
from lievik.model.staging import Staged
from lievik.sources.file_source import FileSource

BRATISLAVA = Conventions(currency="EUR", time_zone="Europe/Bratislava")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What was staged, and the connection it waits in."""

    connection: duckdb.DuckDBPyConnection
    staged: Staged

    @property
    def receipt(self) -> FileReceipt:
        """The receipt of the only file."""
        (receipt,) = self.staged.files
        return receipt

    def rows(self, columns: str, table: str = "") -> list[str]:
        """Rows of a table (the first), in the file's order, cells joined by a blank, `-` for none."""
        relation = f"staged_{table}" if table else self.staged.tables[0].relation
        shown = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '-')" for name in columns.split())
        found = self.connection.execute(f"SELECT concat_ws(' ', {shown}) FROM {relation} ORDER BY rowid").fetchall()
        return [row for (row,) in found]


def stage(folder: Path, mapping: str, **files: str | bytes) -> Stage:
    """Write files (`deals="..."` becomes deals.csv, bytes ending with _gz are gzipped) and stage them."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        if name.endswith("_gz"):
            (folder / f"{name.removesuffix('_gz')}.csv.gz").write_bytes(gzip.compress(data))
        else:
            (folder / f"{name}.csv").write_bytes(data)
    connection = duckdb.connect()
    read = read_mapping('source = "crm"\n' + mapping, path="crm.toml")
    staged = FileSource(mapping=read, paths=(folder,), conventions=BRATISLAVA).stage(connection)
    return Stage(connection=connection, staged=staged)


def file_mapping(columns: str, *, table: str = "deal", options: str = "", match: str = "deals.csv") -> str:
    """Write a [[file]] with columns, one `name = source` a line, and options above them."""
    return f'[[file]]\nmatch = "{match}"\ntable = "{table}"\n{options}\n[file.columns]\n{columns}\n'
