"""A text and a person → the text without them, and how many of its records that changed.

Whatever sign stands between its cells is taken for one; it is looked for only where a column says that it is of phones.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from lievik.store.person import Person, says_phone

_SIGNS: Final = ",;\t|"
_HEADER_WITHIN: Final = 50
"""Records at the start of a text that may be its header."""


def erase_from_text(text: str, person: Person, *, is_mapping: bool) -> tuple[str, int]:
    """Take a person out of a text.

    Args:
        text: all of it.
        person: who.
        is_mapping: whether it is no table, so that a part of a name in it may mean anybody.

    Returns:
        The text, and how many records changed.
    """
    erased: list[str] = []
    rows = 0
    phones = _Phones(person)
    for number, record in enumerate(_records(text)):
        if number < _HEADER_WITHIN:
            phones.look_at(record)
        without = person.out_of_record(record) if is_mapping else phones.out_of(record, person.out_of_row(record))
        rows += without != record
        erased.append(without)
    return "".join(erased), rows


class _Phones:
    """Columns of phone numbers: where they are, and records without the person's."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.sign = ""
        self.columns: frozenset[int] = frozenset()

    def look_at(self, record: str) -> None:
        """See whether a record is the header, and says that a column is of phones."""
        if self.sign:
            return
        sign = max(_SIGNS, key=lambda each: len(_cells(record, each)))
        cells = [record[start:end].strip('" \r\n') for start, end in _cells(record, sign)]
        columns = frozenset(at for at, cell in enumerate(cells) if says_phone(cell))
        if columns and len(cells) > 1:
            self.sign, self.columns = sign, columns

    def out_of(self, record: str, erased: str) -> str:
        """Give a record without the person's phone numbers; `erased` is without the rest of them already."""
        if not self.sign or not self.person.is_in(record):
            return erased
        pieces: list[str] = []
        for at, (start, end) in enumerate(_cells(erased, self.sign)):
            cell = erased[start:end]
            inside = cell.strip('" \r\n')
            is_phone = at in self.columns and inside
            pieces.append(cell.replace(inside, self.person.out_of_phone(inside)) if is_phone else cell)
        return self.sign.join(pieces)


def _cells(record: str, sign: str) -> list[tuple[int, int]]:
    """Say where each cell starts and ends; a sign within quotes is no end."""
    ends = [-1]
    is_open = False
    for at, letter in enumerate(record):
        is_open ^= letter == '"'
        if letter == sign and not is_open:
            ends.append(at)
    return [(last + 1, end) for last, end in pairwise((*ends, len(record)))]


def _records(text: str) -> Iterator[str]:
    """Give a text's lines, with their ends; lines within quotes belong to one record."""
    waiting: list[str] = []
    is_open = False
    for line in io.StringIO(text, newline=""):
        waiting.append(line)
        is_open ^= line.count('"') % 2 == 1
        if not is_open:
            yield "".join(waiting)
            waiting = []
    yield "".join(waiting)
