"""A mapping's records: which columns of which files fill which canonical columns, and how their text is written.

Pure. `mapping_text.read_mapping` makes them out of TOML; expressions and filters stay text here, and are parsed
where they meet a file's header.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Final

_QUOTED: Final = re.compile(r'"([^"]+)"')

EXCEL_DAYS: Final = "excel"
"""Form of dates that are written as numbers of days, the way a spreadsheet counts them."""


@dataclass(frozen=True, kw_only=True)
class TextForm:
    """How a file, or a column of it, writes numbers and dates.

    Attributes:
        decimal: the sign before the decimals.
        thousands: the sign between thousands; empty for none. A blank stands for any kind of blank.
        dates: like `%d.%m.%Y`, or `excel` for day numbers; empty for ISO dates, which are always understood beside it,
            as are dates with the month's name.
    """

    decimal: str = "."
    thousands: str = ""
    dates: str = ""

    @property
    def dates_have_time(self) -> bool:
        """Whether the form of dates has the time of day in it."""
        return "%H" in self.dates or "%I" in self.dates

    @property
    def dates_are_numbers(self) -> bool:
        """Whether dates are day numbers of a spreadsheet."""
        return self.dates == EXCEL_DAYS


@dataclass(frozen=True, kw_only=True)
class ColumnMapping:
    """Where one canonical column comes from: exactly one of source column, constant, expression.

    Attributes:
        name: the canonical column.
        values: text in the source -> what it stands for; none where the text is taken as it is.
        otherwise: what a text that `values` does not list stands for; none makes it an error.
        form: how this column writes numbers and dates; none where it is the file's way.
    """

    name: str
    column: str | None = None
    constant: str | None = None
    expression: str | None = None
    values: Mapping[str, str] | None = None
    otherwise: str | None = None
    form: TextForm | None = None


@dataclass(frozen=True, kw_only=True)
class Unpivot:
    """Wide columns made into rows: each gives a row, its name and value in two new source columns.

    Attributes:
        columns: the wide ones; empty where they are all but those in `all_but`.
    """

    columns: tuple[str, ...]
    name_to: str
    value_to: str
    all_but: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FileMapping:
    """How the files of one name pattern fill one table.

    Attributes:
        match: file name pattern; `x.csv` also means `x.csv.gz`, and case does not matter.
        gone: rows that say that the row of their id is no longer there, as a condition; empty for none.
        keep: rows to keep, as a condition over source columns; empty for all.
        ends_inclusive: end dates name the last day that still belongs, so a day is added.
        delimiter: the sign between fields; empty where the header shall tell.
        encoding: how the file's letters are written; empty to find out.
        sheet: pattern of the worksheets that are meant; empty for all.
        whole: the file always holds everything there is, whatever else a run brings only changes of.
        lasting: rows that the file does not bring stay, though the run brings everything else.
        header: line of the header, from 1 on; 0 to find out.
        scale: canonical column -> what its numbers are multiplied by.
    """

    match: str
    table: str
    columns: tuple[ColumnMapping, ...]
    keep: str = ""
    gone: str = ""
    whole: bool = False
    lasting: bool = False
    ends_inclusive: bool = False
    delimiter: str = ""
    form: TextForm = field(default_factory=TextForm)
    scale: Mapping[str, Decimal] = field(default_factory=dict)
    unpivot: Unpivot | None = None
    encoding: str = ""
    sheet: str = ""
    header: int = 0

    @property
    def source_columns(self) -> tuple[str, ...]:
        """Columns of the file that it names, those in expressions where they stand in `"`."""
        named = [each.column for each in self.columns if each.column]
        texts = (self.keep, self.gone, *(each.expression or "" for each in self.columns))
        return tuple(dict.fromkeys([*named, *(name for text in texts for name in _QUOTED.findall(text))]))

    def is_for(self, file_name: str) -> bool:
        """Whether a file of that name is meant."""
        return is_named(file_name, self.match)


@dataclass(frozen=True, kw_only=True)
class SourceMapping:
    """How everything that one source brings fills the canonical tables.

    Attributes:
        source: the source's name, fit for a folder's name.
        path: where the mapping was read, for messages.
        text: the TOML that it was read from.
        left_out: name patterns of files that were looked at and are not wanted.
    """

    source: str
    path: str
    text: str
    files: tuple[FileMapping, ...]
    left_out: tuple[str, ...] = ()


def is_named(file_name: str, pattern: str) -> bool:
    """Whether a file has a name of a pattern; `x.csv` also means `x.csv.gz`, and case does not matter."""
    name, wanted = file_name.casefold(), pattern.casefold()
    return fnmatchcase(name, wanted) or fnmatchcase(name.removesuffix(".gz"), wanted)
