"""Ways to make the demo company, as files and as a workspace."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable
from pathlib import Path

import duckdb

from lievik.sources.demo import AS_OF, COMPANY, DEALS, KNOWN_AT, SEED, mapping_path, write_files
from lievik.workspace import Workspace


def make_files(
    folder: Path, *, deals: int = DEALS, seed: int = SEED, tables: Iterable[str] = (), threads: int = 2
) -> tuple[Path, ...]:
    """Write the company's files into a folder."""
    with duckdb.connect(config={"threads": str(threads)}) as connection:
        return write_files(connection, folder, deals=deals, seed=seed, tables=tables)


def make_workspace(folder: Path, *, deals: int = DEALS, seed: int = SEED) -> Workspace:
    """Make the company's workspace in a folder, and its files in the folder of its raw files alone."""
    workspace = Workspace.create(folder / "workspace", today=AS_OF, name=COMPANY, as_of=AS_OF)
    scratch = folder / "scratch"
    scratch.mkdir()
    paths = make_files(scratch, deals=deals, seed=seed)
    receipt = workspace.import_files(paths, mapping=mapping_path(), now=KNOWN_AT)
    assert not receipt.files_not_mapped
    assert [
        file.file for file in receipt.files if file.columns_not_used or file.rows_left_out or file.rows_rejected
    ] == []
    for path in paths:
        path.unlink()
    return workspace


def raw_rows(workspace: Workspace, table: str) -> list[dict[str, str]]:
    """Read a file that came in, as it is kept."""
    (path,) = (workspace.settings.folder / "raw").glob(f"*/{table}.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))
