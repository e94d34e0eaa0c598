"""The first rows of a text or a worksheet → the sign between fields, and the row that holds the names of the columns.

Pure. Title rows above the names are told from them by how much of the table's width they fill.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from math import log2
from typing import Final, NamedTuple

from lievik.sources.cells import BLANKS

LONGEST_FIELD: Final = 16 << 20
"""Signs that one field may have; the reader of the standard library wants to be told."""

_DELIMITERS: Final = (",", ";", "\t", "|")
_LOOKED_AT: Final = 200
_FILLED: Final = 0.6


class Row(NamedTuple):
    """A row as it stands in a text or a worksheet, with the line it starts in."""

    line: int
    fields: Sequence[str]


class Dialect(NamedTuple):
    """How a text is laid out: the sign between fields, and the row of names; none where no row can be that."""

    delimiter: str
    header: Row | None


def dialect_of(start: str, delimiter: str = "", header: int = 0) -> Dialect:
    """Find out how a text is laid out.

    Args:
        start: the text's first lines.
        delimiter: the sign between fields where it is known.
        header: the line of the names where it is known.
    """
    said = _said(start)
    signs = [delimiter or said] if delimiter or said else list(_DELIMITERS)
    found = [_look(start, sign, header, 2 if said else 1) for sign in signs]
    return max(found, key=lambda look: look[0])[1]


def header_in(rows: Sequence[Row]) -> Row | None:
    """Find the row of names: the first that is as wide as most rows and holds names, not values.

    Returns:
        The row; the first that holds any name where none is like that, none where no row holds one.
    """
    return _header(rows)[0]


def names_in(fields: Sequence[str]) -> tuple[str, ...]:
    """Strip the names, and make each its own: a second `Name` is `Name (2)`, so that nothing is lost."""
    names: list[str] = []
    taken = {field.strip(BLANKS) for field in fields}
    for field in fields:
        name = made = field.strip(BLANKS)
        number = 1
        while name and (made in names or (number > 1 and made in taken)):
            number += 1
            made = f"{name} ({number})"
        names.append(made)
    return tuple(names)


def _said(start: str) -> str:
    """The sign that a first line like `sep=;` names; empty without such a line."""
    first = start.removeprefix("\ufeff")[:8].casefold()
    is_said = first.startswith("sep=") and first[5:6] in {"\r", "\n", ""}
    return first[4:5] if is_said else ""


def _look(start: str, delimiter: str, header: int, first: int) -> tuple[float, Dialect]:
    """Read the first lines by a sign; the more rows agree on a width above one, the likelier it is the right sign."""
    rows = [row for row in islice(_rows(start, delimiter), _LOOKED_AT) if row.line >= first]
    filled = [row for row in rows if _filled(row)]
    if header:
        return 1.0, Dialect(delimiter, next((row for row in rows if row.line == header), None))
    names, is_sure = _header(filled)
    widths = Counter(len(row.fields) for row in filled)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    likely = times / max(len(filled), 1) * log2(width)
    is_on_top = is_sure and names == filled[0]
    return likely if is_on_top else likely / 2, Dialect(delimiter, names)


def _rows(start: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    read = csv.reader(io.StringIO(start.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    line = 1
    for fields in read:
        yield Row(line, fields)
        line = read.line_num + 1


def _header(rows: Sequence[Row]) -> tuple[Row | None, bool]:
    """Find the row of names, and tell whether it looks like one in every way."""
    widths = Counter(len(row.fields) for row in rows)
    width = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]
    bulk = [row for row in rows if len(row.fields) == width]
    least = min(2, len(bulk))
    used = sum(times >= least for times in Counter(at for row in bulk for at in _filled(row)).values())
    for row in bulk:
        cells = _filled(row)
        names = sum(_is_name(row.fields[at]) for at in cells)
        if cells and len(cells) >= _FILLED * used and names * 2 > len(cells):
            return row, True
    return next((row for row in rows if any(_is_name(field) for field in row.fields)), None), False


def _filled(row: Row) -> list[int]:
    """Places of the cells that hold something."""
    return [at for at, field in enumerate(row.fields) if field.strip(BLANKS)]


def _is_name(cell: str) -> bool:
    """Whether a cell can be a column's name: it has letters, and more of them than figures."""
    letters = sum(sign.isalpha() for sign in cell)
    return letters > sum(sign.isdigit() for sign in cell)
