"""A number of deals in, the demo company of that size as a workspace out; the same number always makes the same rows.

Its files come in as anybody's do, so what is measured on it is what a company with as much history would have.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from lievik import Workspace
from lievik.sources.demo import AS_OF, COMPANY, KNOWN_AT, mapping_path, write_files


def make_company(folder: Path, deals: int) -> None:
    """Make a workspace of a company with so many deals; a folder that is there already is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    workspace = Workspace.create(folder, today=AS_OF, name=COMPANY, currency="EUR", as_of=AS_OF)
    with TemporaryDirectory(dir=folder.parent) as scratch, duckdb.connect() as connection:
        files = write_files(connection, Path(scratch), deals=deals)
        workspace.import_files(files, mapping=mapping_path(), now=KNOWN_AT)
