"""How many rows of a source are in a generation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lievik.model.tables import TABLES
from lievik.store.generations import Connect


def count_rows(connect: Connect, path: Path, source: str, tables: Iterable[str]) -> dict[str, int]:
    """Count the rows that came from a source and are not deleted, by table."""
    counts = {}
    connection = connect(path, True)  # noqa: FBT003 - read only
    try:
        for table in tables:
            kept = " AND is_deleted IS NOT TRUE" if "is_deleted" in TABLES[table].columns else ""
            found = connection.execute(
                f"SELECT count(*) FROM {TABLES[table].name} WHERE source = $source{kept}", {"source": source}
            ).fetchone()
            counts[table] = int(found[0]) if found else 0
    finally:
        connection.close()
    return counts
