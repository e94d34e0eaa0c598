"""CSV files and a mapping → canonical rows of a whole run, staged in a connection, and what was seen on the way.

The source of plain files. Files that the mapping does not speak of are listed, not fatal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lievik.errors import FileFormatError, SourceError
from lievik.model.conventions import Conventions
from lievik.model.mapping import FileMapping, SourceMapping
from lievik.model.receipt import FileReceipt
from lievik.model.staging import Staged
from lievik.sources.combination import combine, currency_assumed, totals
from lievik.sources.conversion import convert
from lievik.sources.csv_text import CsvText, inspect
from lievik.sources.file_plan import FilePlan, plan_file


@dataclass(frozen=True, kw_only=True)
class CsvFile:
    """The source of one run: files, the mapping they are read by, and what the workspace has agreed on.

    Attributes:
        mapping: how files fill tables.
        paths: files and folders; a folder stands for the files right in it.
        conventions: currency and time zone of what the files leave open.
    """

    mapping: SourceMapping
    paths: tuple[Path, ...]
    conventions: Conventions

    @property
    def source(self) -> str:
        """The source's name."""
        return self.mapping.source

    @property
    def mapping_text(self) -> str:
        """The mapping as it was written."""
        return self.mapping.text

    @property
    def files(self) -> tuple[Path, ...]:
        """Files that the mapping speaks of, by name.

        Raises:
            FileFormatError: two files have the same name, or a path is not there.
        """
        return tuple(path for path in _all_files(self.paths) if self._mappings_of(path))

    def stage(self, connection: duckdb.DuckDBPyConnection) -> Staged:
        """Read every mapped file into typed temporary tables of the connection.

        Returns:
            One table for every canonical table that rows came for; an empty file gives an empty one.

        Raises:
            FileFormatError: a file cannot be read.
            MappingError: the mapping and a file do not fit.
            ValueFormatError: a cell cannot be read.
            SourceError: no file is mapped, or an id comes twice.
        """
        texts = [inspect(path, self._mappings_of(path)[0].delimiter) for path in self._checked_files()]
        pairs = [(text, mapping) for text in texts for mapping in self._mappings_of(text.path)]
        plans = [
            plan_file(text, mapping, self.conventions, f"csv_{number}") for number, (text, mapping) in enumerate(pairs)
        ]
        receipts = [self._convert(connection, plan, number) for number, plan in enumerate(plans)]
        tables = [
            combine(connection, table, _cells_of(table, plans), self.conventions.currency)
            for table in dict.fromkeys(plan.table.name for plan in plans)
        ]
        unknown = tuple(path.name for path in _all_files(self.paths) if not self._mappings_of(path))
        return Staged(tables=tuple(tables), files=tuple(receipts), files_not_mapped=unknown)

    def _mappings_of(self, path: Path) -> list[FileMapping]:
        return [mapping for mapping in self.mapping.files if mapping.is_for(path.name)]

    def _checked_files(self) -> tuple[Path, ...]:
        files = self.files
        if not files:
            wanted = ", ".join(mapping.match for mapping in self.mapping.files)
            raise SourceError(
                f"None of the files given is one that mapping '{self.mapping.path}' speaks of ({wanted}).",
                "Name the files it speaks of, or add them to the mapping.",
            )
        return files

    def _convert(self, connection: duckdb.DuckDBPyConnection, plan: FilePlan, number: int) -> FileReceipt:
        """Load and convert one file for one table; its text is dropped again."""
        plan.file.load(connection, f"csv_{number}")
        read, kept = convert(connection, plan, f"cells_{number}", number)
        connection.execute(f"DROP TABLE csv_{number}")
        return FileReceipt(
            file=plan.file.path.name,
            table=plan.table.name,
            rows_read=read,
            rows_kept=kept,
            rows_left_out=read - kept,
            currency_assumed=currency_assumed(connection, plan.table, f"cells_{number}"),
            totals=totals(connection, plan.table, f"cells_{number}", self.conventions.currency),
            columns_not_used=plan.columns_not_used,
        )


def _cells_of(table: str, plans: Sequence[FilePlan]) -> list[tuple[CsvText, str]]:
    """Name the converted files of one table, with the relation each is in."""
    return [(plan.file, f"cells_{number}") for number, plan in enumerate(plans) if plan.table.name == table]


def _all_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Give every file by name, folders opened; hidden ones are passed over."""
    found = sorted((file for path in paths for file in _files_of(path)), key=lambda file: file.name)
    twice = [name for name, times in Counter(file.name for file in found).items() if times > 1]
    if twice:
        raise FileFormatError(twice[0], "is given twice, from two folders", "Give one of them another name.")
    yield from found


def _files_of(path: Path) -> list[Path]:
    if not path.exists():
        raise FileFormatError(str(path), "is not there", "Check the path, then import again.")
    if not path.is_dir():
        return [path]
    return [file for file in path.iterdir() if file.is_file() and not file.name.startswith(".")]
