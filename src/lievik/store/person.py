"""A person to be forgotten → where text speaks of them, and the same text with made-up words in their place.

Pure. The same words stand everywhere, so that what was joined by the address or the name stays joined. The two differ
by case and punctuation alone: a reference by either still meets the same row. Where a name stands in two cells, so does
the made-up one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_LETTERS: Final = ("cp1250", "iso8859-2", "cp852", "cp1252", "latin-1")
"""How letters may be written in a file whose bytes are taken one for one."""

_BLANKS: Final = r"[ \u00a0]+"
_EDGE: Final = r"(?:[^\w\s.'\u2019()@/-]|\t)"
_BETWEEN: Final = re.compile(r'[^,;\t|"\r\n]+')
"""What stands between the signs that may be between cells."""

_WORDS: Final = re.compile(r"[^\W\d_]{2,}(?:[ .,'\u2019-]+[^\W\d_]+)*\.?")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST: Final = 3
_NO_NAMES: Final = frozenset(
    {
        "info",
        "sales",
        "office",
        "support",
        "contact",
        "admin",
        "hello",
        "mail",
        "team",
        "service",
        "help",
        "web",
        "shop",
        "marketing",
        "finance",
        "order",
        "orders",
        "obchod",
        "predaj",
        "kontakt",
        "firma",
        "podpora",
        "fakturacia",
        "objednavky",
        "kancelaria",
        "verkauf",
        "vertrieb",
        "buero",
        "won",
        "lost",
        "open",
    }
)
"""Words of addresses that are nobody's name, and may stand in a cell for something else."""

_PHONE_SAID: Final = re.compile(r"(?<![a-z])(?:tele)?phone|telefon|(?<![a-z])(?:mobil|tel(?![a-z])|handy)")
_PHONE: Final = re.compile(r"(?=(?:\D*\d){6})[+(]?[\d\s()/.+\u00a0-]+(?:E\+?\d+)?")
_LONGEST_HEADER: Final = 40


@dataclass(frozen=True, kw_only=True)
class Person:
    """Whoever is to be forgotten.

    Attributes:
        email: their address; case does not matter.
        names: what they are called; only a record that holds the address is taken to mean them by it.
        names_of_rep: names that only one rep has; a cell that holds one means them wherever it stands.
        number: tells those who were forgotten apart.
    """

    email: str
    names: tuple[str, ...]
    names_of_rep: tuple[str, ...]
    number: int

    @property
    def new_email(self) -> str:
        """What stands in the place of the address."""
        return f"forgotten-{self.number}"

    @property
    def new_name(self) -> str:
        """What stands in the place of a name."""
        return f"Forgotten {self.number}"

    @cached_property
    def _address(self) -> re.Pattern[str]:
        """The address, and not the end or the beginning of a longer one; calendar files are called by it."""
        whole = rf"(?<![A-Za-z0-9._%+-]){re.escape(self.email)}(?![A-Za-z0-9_-]|\.(?!ics\b)[A-Za-z0-9])"
        return re.compile(whole, re.IGNORECASE)

    @cached_property
    def _cells(self) -> re.Pattern[str]:
        """Cells of a record's text that hold a name and nothing else."""
        return _cells_that_hold((*self.names, *self.names_of_rep))

    @cached_property
    def _cells_anywhere(self) -> re.Pattern[str]:
        return _cells_that_hold(self.names_of_rep)

    @cached_property
    def _parts(self) -> dict[str, int]:
        """Words that may stand for them in a record with their address -> which word of the new name is theirs."""
        found: dict[str, int] = {}
        for name in (*self.names, *self.names_of_rep):
            for at, word in enumerate(_WORD.findall(folded(name))):
                found.setdefault(word, min(at, 1))
        of_address = [word for word in _WORD.findall(folded(self.email.partition("@")[0])) if len(word) >= _LEAST]
        for at, word in enumerate(word for word in of_address if word not in _NO_NAMES):
            found.setdefault(word, min(at, 1))
        return found

    def is_in(self, text: str) -> bool:
        """Whether a text holds the address."""
        return self._address.search(text) is not None

    def is_named(self, cell: str, *, holds_address: bool) -> bool:
        """Whether a cell is nothing but a name of theirs.

        Args:
            cell: its text.
            holds_address: whether its record holds their address.
        """
        names = (*self.names, *self.names_of_rep) if holds_address else self.names_of_rep
        return folded(cell) in {folded(name) for name in names}

    def out_of_cell(self, cell: str, *, holds_address: bool) -> str:
        """Give a cell's text without them."""
        if self.is_named(cell, holds_address=holds_address):
            return self.new_name
        if holds_address and (part := self._part(cell)):
            return part
        return self._address.sub(self.new_email, cell)

    def out_of_phone(self, cell: str) -> str:
        """Give the text of a cell in a column of phone numbers, whose record holds the address, without a number."""
        return self.new_email if _PHONE.fullmatch(cell.strip()) else cell

    def out_of_name(self, name: str) -> str:
        """Give the name of a file without them."""
        return self._address.sub(self.new_email, name)

    def out_of_text(self, text: str) -> str:
        """Give a text of many lines without them, each line a record; parts of their name stay."""
        return "".join(self.out_of_record(line) for line in text.splitlines(keepends=True))

    def out_of_record(self, record: str) -> str:
        """Give the text of a whole record without them."""
        cells = self._cells if self.is_in(record) else self._cells_anywhere
        return self._address.sub(self.new_email, cells.sub(rf"\g<1>{self.new_name}\g<2>", record))

    def out_of_row(self, record: str) -> str:
        """Give the text of a record of cells without them, and without parts of their name if it holds the address."""
        erased = self.out_of_record(record)
        return _BETWEEN.sub(self._without_part, erased) if self.is_in(record) else erased

    def _without_part(self, found: re.Match[str]) -> str:
        cell = found[0].strip()
        part = self._part(cell)
        return found[0].replace(cell, part) if part else found[0]

    def _part(self, cell: str) -> str:
        """Give the words of the new name that stand for a cell of nothing but words of theirs; empty for any other."""
        for text in _readings(cell):
            words = _WORD.findall(text) if _WORDS.fullmatch(text) else []
            if words and all(word in self._parts for word in words):
                return " ".join(self.new_name.split()[at] for at in sorted({self._parts[word] for word in words}))
        return ""


def says_phone(header: str) -> bool:
    """Whether the name of a column says that phone numbers stand in it."""
    return len(header) <= _LONGEST_HEADER and _PHONE_SAID.search(folded(header)) is not None


def _readings(cell: str) -> Iterator[str]:
    """Give a cell's text, folded, as it reads, and as its letters may be bytes of an older code page."""
    yield folded(cell)
    if not cell.isascii():
        for letters in _LETTERS:
            with suppress(UnicodeError):
                yield folded(cell.encode("latin-1").decode(letters))


def folded(text: str) -> str:
    """Give a name without case and accents, and with single blanks."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _cells_that_hold(names: Iterable[str]) -> re.Pattern[str]:
    """Find any of the names between a record's edges; a pattern that finds nothing where there are no names."""
    either = "|".join(sorted({form for name in names for form in _forms(name)}, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"((?:^|{_EDGE})[ \u00a0]*)(?:{either})([ \u00a0]*(?=$|{_EDGE}))", re.IGNORECASE | re.MULTILINE)


def _forms(name: str) -> Iterator[str]:
    """Give patterns of a name as it may be written: its quotes doubled, its letters bytes of an older code page."""
    for form in (name, name.upper(), name.lower(), folded(name)):
        for quoted in (form, form.replace('"', '""')):
            words = quoted.split()
            yield _BLANKS.join(map(re.escape, words))
            for letters in _LETTERS:
                with suppress(UnicodeEncodeError):
                    yield _BLANKS.join(re.escape(word.encode(letters).decode("latin-1")) for word in words)
