"""The lines of a delimited text → its records, each with its line, and the rows that are none, each with a reason.

Pure. It reads what DuckDB's reader stops at: short and long rows, wild quotation marks, a header that comes again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from typing import Final, NamedTuple

from lievik.model.receipt import Reject
from lievik.sources.cells import BLANKS
from lievik.sources.reading.dialect import LONGEST_FIELD

REJECTS_KEPT: Final = 100
"""Rejected rows that are kept one by one; the others are only counted."""

_LONGEST_ROW: Final = 500_000
_VALUE_SHOWN: Final = 200
_NOT_CLOSED: Final = "has a quotation mark that is not closed, or text after it"


class UnclosedQuoteError(Exception):
    """A quotation mark that is not closed: from that line on nothing can be told apart."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} {_NOT_CLOSED}")


class Record(NamedTuple):
    """A row of a text; `fault` says what it should have been, and is empty for a record."""

    line: int
    fields: Sequence[str]
    fault: str = ""


def records(lines: Iterable[str], delimiter: str, header: Sequence[str], first: int) -> Iterator[Record]:
    """Read the rows below a header.

    A row without its last fields is filled up only among others like it: spreadsheets leave empty columns out in
    blocks of rows. On its own it is a row that was cut.

    Args:
        lines: the lines below the header.
        delimiter: the sign between fields.
        header: the fields of the header, as they stand.
        first: the number of the first of the lines.

    Raises:
        UnclosedQuoteError: a quotation mark is not closed.
    """
    width = len(header)
    looked_at = _looked_at(_rows(lines, delimiter, first), header)
    for length, group in groupby(looked_at, key=lambda row: 0 if row.fault else len(row.fields) % width):
        if not length:
            yield from group
            continue
        head = list(islice(group, width + 1))
        # rows that make one whole row together are one that a line end broke
        is_block = length > 1 and len(head) > 1 and len(head) * (length - 1) != width - 1
        for record in chain(head, group):
            yield _filled_up(record, width) if is_block else record._replace(fault=_row_of(width))


def judged(record: Record, header: Sequence[str]) -> Record:
    """Find fault with a row that is too long, too wide, or the header again."""
    width = len(header)
    fields = record.fields or ("",)
    fault = record.fault
    if sum(map(len, fields)) > _LONGEST_ROW:
        fault = "a row of less than 500,000 signs"
    elif len(fields) > width and any(field.strip(BLANKS) for field in fields[width:]):
        fault = fault or _row_of(width)
    elif fields[0] == header[0] and _is_again(fields, header):
        fault = "a row other than the header"
    return Record(record.line, fields[:width] if not fault else fields, fault)


def reject_of(record: Record, delimiter: str) -> Reject:
    """Say what is wrong with a row."""
    shown = delimiter.join(islice(record.fields, _VALUE_SHOWN))[:_VALUE_SHOWN]
    return Reject(line=record.line, column="", value=shown, reason=record.fault)


def _looked_at(rows: Iterable[Record], header: Sequence[str]) -> Iterator[Record]:
    """Judge every row that is not plainly a record; empty lines are passed over, unless there is but one column."""
    width, first_name = len(header), header[0]
    for record in rows:
        fields = record.fields
        if len(fields) == width and fields[0] != first_name and sum(map(len, fields)) <= _LONGEST_ROW:
            yield record
        elif fields or width == 1:
            yield judged(record, header)


def _remembered(lines: Iterable[str], last: list[str]) -> Iterator[str]:
    """Pass lines on; the last one can be looked at."""
    for line in lines:
        last[0] = line
        yield line


def _rows(lines: Iterable[str], delimiter: str, first: int) -> Iterator[Record]:
    """Read rows; one with wild quotation marks of its own is passed on as it stands."""
    csv.field_size_limit(LONGEST_FIELD)
    last = [""]
    read = csv.reader(_remembered(lines, last), delimiter=delimiter, strict=True)
    at = 0
    while True:
        try:
            fields = next(read)
        except StopIteration:
            return
        except csv.Error as error:
            if read.line_num - at != 1 or last[0].count('"') % 2:
                raise UnclosedQuoteError(first + at) from error
            text = last[0].rstrip("\r\n")
            yield Record(first + at, (text,), "a row with its quotation marks doubled inside text")
        else:
            yield Record(first + at, fields)
        at = read.line_num


def _filled_up(record: Record, width: int) -> Record:
    return record._replace(fields=[*record.fields, *[""] * (width - len(record.fields))])


def _row_of(width: int) -> str:
    return "a row of 1 field" if width == 1 else f"a row of {width} fields"


def _is_again(fields: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row is the header once more."""
    return len(fields) == len(header) and all(
        mine.strip(BLANKS) == name.strip(BLANKS) for mine, name in zip(fields, header, strict=True)
    )
