"""The parts of a spreadsheet file and a person → the parts without them, and how many rows that changed.

A workbook keeps most of its texts once, in a list that all its sheets share: a text that speaks of the person in one
row and of somebody else in another is written into the row itself there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Final

from lievik.store.person import Person, says_phone

_SHARED: Final = "xl/sharedStrings.xml"
_SHEETS: Final = "xl/worksheets/"
_ITEM: Final = re.compile(r"<((?:\w+:)?)si\b[^>]*?(?:/>|>.*?</\1si>)", re.DOTALL)
_TEXT: Final = re.compile(r"<((?:\w+:)?)t\b[^>]*?(?:/>|>(.*?)</\1t>)", re.DOTALL)
_SOUND: Final = re.compile(r"<((?:\w+:)?)rPh\b.*?</\1rPh>", re.DOTALL)
_ROW: Final = re.compile(r"<((?:\w+:)?)row\b[^>]*?(?:/>|>.*?</\1row>)", re.DOTALL)
_CELL: Final = re.compile(r"<((?:\w+:)?)c\b([^>]*?)(?:/>|>(.*?)</\1c>)", re.DOTALL)
_KIND: Final = re.compile(r"""\st=["'](\w+)["']""")
_COLUMN: Final = re.compile(r"""\sr=["']([A-Z]+)\d+["']""")
_VALUE: Final = re.compile(r"<((?:\w+:)?)v\b[^>]*>(.*?)</\1v>", re.DOTALL)


def is_workbook(members: Mapping[str, bytes]) -> bool:
    """Whether a zip with these members is a workbook."""
    return "xl/workbook.xml" in members


def erase_from_workbook(members: Mapping[str, bytes], person: Person) -> tuple[dict[str, bytes], int]:
    """Take a person out of a workbook.

    Returns:
        The members, and how many rows changed; a part that is no row (a link, a comment, a property) counts as one.
    """
    shared = members.get(_SHARED, b"").decode("utf-8")
    workbook = _Workbook(person, [_text_of(item[0]) for item in _ITEM.finditer(shared)])
    erased = dict(members)
    for name, member in members.items():
        if name.startswith(_SHEETS) and name.endswith(".xml"):
            workbook.phones.clear()
            erased[name] = _ROW.sub(workbook.row, member.decode("utf-8")).encode()
    if shared:
        erased[_SHARED] = _without_items(shared, person, workbook).encode()
    rows = workbook.rows
    for name, member in erased.items():
        if name.endswith((".xml", ".rels", ".vml")):
            text = member.decode("utf-8")
            without = person.out_of_cell(text, holds_address=False)
            rows += without != text
            erased[name] = without.encode()
    return erased, rows


class _Workbook:
    """Rows of all sheets, and the texts that they share."""

    def __init__(self, person: Person, shared: list[str]) -> None:
        self.person = person
        self.shared = shared
        self.still_used: set[int] = set()
        self.phones: set[str] = set()
        self.rows = 0

    def row(self, match: re.Match[str]) -> str:
        """Give a row without the person."""
        row = match[0]
        holds = any(self.person.is_in(self._text(cell)) for cell in _CELL.finditer(row))
        changed = False

        def without(cell: re.Match[str]) -> str:
            nonlocal changed
            text = self._text(cell)
            erased = self._without(text, _column_of(cell), holds=holds)
            if erased == text:
                self._keep(cell)
                return cell[0]
            changed = True
            return _with_text(cell, erased)

        row = _CELL.sub(without, row)
        self.rows += changed
        return row

    def _without(self, text: str, column: str, *, holds: bool) -> str:
        """Give a cell's text without the person; a column is of phone numbers from where its name says so."""
        if says_phone(text):
            self.phones.add(column)
        erased = self.person.out_of_cell(text, holds_address=holds)
        return self.person.out_of_phone(erased) if holds and column in self.phones else erased

    def _text(self, cell: re.Match[str]) -> str:
        """The text of a cell: shared, its own, or a formula's."""
        place = self._place(cell)
        if place is not None:
            return self.shared[place]
        inside = cell[3] or ""
        value = _VALUE.search(inside)
        return unescape(value[2]) if value else _text_of(inside)

    def _place(self, cell: re.Match[str]) -> int | None:
        """The place of a cell's text among those shared."""
        kind, value = _KIND.search(cell[2]), _VALUE.search(cell[3] or "")
        return int(value[2]) if kind and kind[1] == "s" and value else None

    def _keep(self, cell: re.Match[str]) -> None:
        place = self._place(cell)
        if place is not None:
            self.still_used.add(place)


def _column_of(cell: re.Match[str]) -> str:
    """The letters of a cell's column; a cell that does not say where it is has none."""
    found = _COLUMN.search(cell[2])
    return found[1] if found else ""


def _without_items(shared: str, person: Person, workbook: _Workbook) -> str:
    """Take the person out of the texts that sheets share; a name that no row holds any more goes too."""
    place = -1

    def without(item: re.Match[str]) -> str:
        nonlocal place
        place += 1
        text = workbook.shared[place]
        is_used = place in workbook.still_used
        erased = person.out_of_cell(text, holds_address=not is_used)
        prefix = item[1]
        kept = f'<{prefix}si><{prefix}t xml:space="preserve">{escape(erased, quote=False)}</{prefix}t></{prefix}si>'
        return item[0] if erased == text else kept

    return _ITEM.sub(without, shared)


def _with_text(cell: re.Match[str], text: str) -> str:
    """Write a text into a cell itself, where its place and style stay; a formula that gave it goes."""
    prefix = cell[1]
    return (
        f'<{prefix}c{_KIND.sub("", cell[2])} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">'
        f"{escape(text, quote=False)}</{prefix}t></{prefix}is></{prefix}c>"
    )


def _text_of(item: str) -> str:
    """Give the text of an item, its runs put together; how it sounds is left out."""
    return "".join(unescape(found[2] or "") for found in _TEXT.finditer(_SOUND.sub("", item)))
