"""Files and a mapping → canonical rows of a whole run, staged in a connection, and what was seen on the way.

The source of plain files: of whatever `reading` opens. What the mapping does not speak of is listed, not fatal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import duckdb

from lievik.errors import FileFormatError, MappingError, SourceError
from lievik.model.conventions import Conventions
from lievik.model.mapping import FileMapping, SourceMapping, is_named
from lievik.model.progress import Progress
from lievik.model.staging import Staged
from lievik.sources.combination import combine
from lievik.sources.conversion import Converted, convert
from lievik.sources.expression import NO_COLUMN, find_column
from lievik.sources.file_plan import FilePlan, plan_file
from lievik.sources.reading.archive import FoundFile, find_files
from lievik.sources.reading.file_bytes import without_gz
from lievik.sources.reading.opening import open_file, scratch_folder
from lievik.sources.reading.sheet import Opened, Sheet, UnreadFile, Way, WayOf
from lievik.sources.watching import watched


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A file that is not any more what a [[file]] of a mapping says.

    Attributes:
        file: its name.
        trouble: what is not there.
        share: of the columns named that are gone.
    """

    file: str
    trouble: SourceError
    share: float


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How far a mapping and some files fit each other.

    Attributes:
        mapped: names of the files that it speaks of.
        others: files that it does not speak of.
        gaps: where it speaks of something that is not there.
    """

    mapped: frozenset[str]
    others: tuple[FoundFile, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, kw_only=True)
class FileSource:
    """The source of one run: files, the mapping they are read by, and what the workspace has agreed on.

    Attributes:
        mapping: how files fill tables.
        paths: files, folders and zips; a folder stands for the files in it and one folder below.
        conventions: currency and time zone of what the files leave open.
        beside: files that are kept with the others, and not read.
        progress: who is told how far the reading has come.
    """

    mapping: SourceMapping
    paths: tuple[Path, ...]
    conventions: Conventions
    progress: Progress | None = None
    beside: tuple[Path, ...] = ()

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
        """Files that the mapping speaks of, by name; a zip stands for what is in it.

        Raises:
            FileFormatError: two of them have the same name, or a path is not there.
        """
        mapped = (file.path for file in self._mapped(find_files(self.paths).files))
        return tuple(dict.fromkeys((*mapped, *self.beside)))

    def stage(self, connection: duckdb.DuckDBPyConnection, known_at: datetime | None = None) -> Staged:
        """Read every mapped file into typed temporary tables of the connection.

        Args:
            connection: where they are made.
            known_at: the moment of the run: what recurs in a calendar is read up to its day; none to read it once.

        Returns:
            One table for every canonical table that rows came for; an empty file gives an empty one.

        Raises:
            FileFormatError: a file cannot be read.
            MappingError: the mapping and a file do not fit.
            ValueFormatError: a cell cannot be read.
            SourceError: no file is mapped.
        """
        with scratch_folder() as scratch:
            opened = self._opened(scratch, known_at)
            pairs = [(sheet, each) for sheet in opened.sheets for each in self._mappings_of(sheet.name, sheet.sheet)]
            plans = [plan_file(sheet, mapping, self.conventions) for sheet, mapping in pairs]
            files = self._converted(connection, plans)
            tables = [
                combine(connection, table, [file for file in files if file.plan.table.name == table])
                for table in dict.fromkeys(plan.table.name for plan in plans)
            ]
        if self.progress:
            self.progress.landing()
        unread = tuple(file.name for file in opened.unread)
        return Staged(
            tables=tuple(combined.staged for combined in tables),
            files=tuple(receipt for combined in tables for receipt in combined.files),
            files_not_mapped=unread,
        )

    def _converted(self, connection: duckdb.DuckDBPyConnection, plans: Sequence[FilePlan]) -> list[Converted]:
        """Convert every file, and tell how many bytes that makes; a file for several tables counts each time."""
        sizes = [plan.file.path.stat().st_size for plan in plans]
        files = []
        for number, plan in enumerate(plans):
            before, size, whole = sum(sizes[:number]), sizes[number], sum(sizes)
            tell = partial(self._tell, before, size, whole) if self.progress else None
            with watched(connection, tell):
                files.append(convert(connection, plan, f"cells_{number}"))
            self._tell(before, size, whole, 1.0)
        return files

    def _tell(self, before: int, size: int, whole: int, share: float) -> None:
        if self.progress:
            self.progress.read(before + round(size * share), whole)

    def fit(self) -> Fit:
        """Find out how far the mapping and the files fit each other.

        Raises:
            FileFormatError: a file that it speaks of cannot be opened, or a path is not there.
        """
        found = find_files(self.paths).files
        mapped = {file.name for file in found if self._mappings_of(file.name)}
        gaps = self._gaps() if mapped else ()
        others = [file for file in found if file.name not in mapped and not self._is_left_out(file.name)]
        return Fit(mapped=frozenset(mapped), others=tuple(others), gaps=gaps)

    def _gaps(self) -> tuple[Gap, ...]:
        """Name what is gone of the columns that the mapping names."""
        with TemporaryDirectory(prefix="lievik-", ignore_cleanup_errors=True) as scratch:
            return tuple(
                Gap(file=sheet.name, trouble=trouble, share=_gone(mapping, sheet))
                for sheet in self._opened(Path(scratch)).sheets
                for mapping in self._mappings_of(sheet.name, sheet.sheet)
                if (trouble := self._trouble(sheet, mapping))
            )

    def _trouble(self, sheet: Sheet, mapping: FileMapping) -> SourceError | None:
        """Tell which columns of a mapping a sheet lacks; none where it has them all, or something else is wrong."""
        try:
            plan_file(sheet, mapping, self.conventions)
        except FileFormatError as trouble:
            return trouble
        except MappingError as trouble:
            return trouble if all(problem.startswith(NO_COLUMN) for problem in trouble.problems) else None
        return None

    def _is_left_out(self, name: str) -> bool:
        return any(is_named(name, pattern) for pattern in self.mapping.left_out)

    def _mappings_of(self, name: str, sheet: str | None = None) -> list[FileMapping]:
        """Mappings of a file, and of a worksheet where one is named."""
        return [each for each in self.mapping.files if each.is_for(name) and (not sheet or _fits(each, sheet))]

    def _way_of(self, name: str, known_at: datetime | None) -> WayOf:
        """How a file is said to be written: by the first mapping that speaks of it."""
        zone = self.conventions.time_zone
        until = known_at.astimezone(ZoneInfo(zone)).date() if known_at else None

        def way_of(sheet: str) -> Way | None:
            mappings = self._mappings_of(name, sheet)
            names = tuple(dict.fromkeys(column for each in mappings for column in each.source_columns))
            for each in mappings:
                said = (each.encoding, each.delimiter, each.header)
                return Way(
                    encoding=said[0], delimiter=said[1], header=said[2], time_zone=zone, until=until, names=names
                )
            return None

        return way_of

    def _mapped(self, files: Iterable[FoundFile]) -> tuple[FoundFile, ...]:
        """Keep the files that are mapped; their names are theirs alone, and so are those of the zips they are in."""
        mapped = tuple(file for file in files if self._mappings_of(file.name))
        paths = dict.fromkeys(file.path for file in mapped)
        for names in ([file.name for file in mapped], [without_gz(path.name) for path in paths]):
            for name, times in Counter(names).items():
                if times > 1:
                    raise FileFormatError(name, "is given twice, from two folders", "Give one of them another name.")
        return mapped

    def _opened(self, scratch: Path, known_at: datetime | None = None) -> Opened:
        """Open the mapped files; everything else is listed by name."""
        found = find_files(self.paths)
        mapped = self._mapped(found.files)
        opened = [open_file(file, scratch, self._way_of(file.name, known_at)) for file in mapped]
        sheets = tuple(sheet for each in opened for sheet in each.sheets)
        if not sheets:
            wanted = ", ".join(each.match for each in self.mapping.files)
            raise SourceError(
                f"None of the files given is one that mapping '{self.mapping.path}' speaks of ({wanted}).",
                "Name the files it speaks of, or add them to the mapping.",
            )
        others = [UnreadFile(name=file.label, reason="") for file in found.files if file not in mapped]
        unread = [*found.unread, *others, *(file for each in opened for file in each.unread)]
        return Opened(sheets=sheets, unread=tuple(sorted(unread, key=lambda file: file.name)))


def _gone(mapping: FileMapping, sheet: Sheet) -> float:
    """What share of the columns that a mapping names is not in a sheet."""
    named = [column.column for column in mapping.columns if column.column is not None]
    known = dict.fromkeys(sheet.header, "")
    return sum(find_column(name, known) is None for name in named) / max(len(named), 1)


def _fits(mapping: FileMapping, sheet: str) -> bool:
    """Whether a mapping means a worksheet; case does not matter, and a name with signs of a pattern means itself."""
    name, pattern = sheet.casefold(), mapping.sheet.casefold()
    return not pattern or name == pattern or fnmatchcase(name, pattern)
