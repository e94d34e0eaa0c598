"""What a source hands to the store: canonical rows waiting in a connection, and what was seen while reading them.

Pure. Sources and store do not know each other; this is all that passes between them.
"""

from __future__ import annotations

from dataclasses import dataclass

from lievik.model.receipt import FileReceipt


@dataclass(frozen=True, kw_only=True)
class StagedTable:
    """All rows that one run brings for one table.

    Attributes:
        table: the canonical table's name.
        relation: a table in the connection; it has `id` and every column of the canonical table, typed.
        gone: a table of the ids of rows that are said to be no longer there, none in `relation`; empty for none.
        is_whole: rows that are not among these are gone, whatever the run's extent.
        is_lasting: rows that are not among these stay, whatever the run's extent.
        rejected: a table of the ids of rows that could not be read, whatever is known of those stays; empty for none.
    """

    table: str
    relation: str
    rejected: str = ""
    gone: str = ""
    is_whole: bool = False
    is_lasting: bool = False


@dataclass(frozen=True, kw_only=True)
class Staged:
    """Everything that one run brings."""

    tables: tuple[StagedTable, ...]
    files: tuple[FileReceipt, ...]
    files_not_mapped: tuple[str, ...] = ()
