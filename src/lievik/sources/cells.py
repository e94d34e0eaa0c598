"""The text of a cell → SQL that strips it, tells words for nothing, and how the cells of a column are read.

Pure: gives SQL text for DuckDB. `cell_kinds` makes a `Cell` for a column; usual ways of writing are read first,
and only what they leave is looked at closely.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.model.mapping import TextForm
from lievik.sources.sql_text import is_one_of

BLANKS: Final = " \t\r\n\u00a0\u2007\u202f"
"""What is stripped from both ends of a cell: blanks, line ends and the blanks that do not break."""

BLANK_SIGNS: Final = r"\s\x{00A0}\x{2007}\x{202F}"
"""The same, and every other blank of ASCII, for use between the brackets of a pattern."""

NOTHING: Final = (
    "-",
    "–",
    "—",
    "--",
    "n/a",
    "n.a.",
    "null",
    "none",
    "#n/a",
    "#nv",
    "0000-00-00",
    "0000-00-00 00:00:00",
)
"""Words for nothing in columns of numbers and dates, in lower case; `#NV` is what a German spreadsheet writes."""

_BLANKS_SQL: Final = " || ".join(f"chr({ord(sign)})" for sign in BLANKS)
_PLAIN_BLANKS: Final = (32, 9, 10, 13)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """How the cells of one column are read.

    Attributes:
        quick: SQL that reads the usual ways of writing (q_); NULL where it cannot.
        close: SQL that reads all others (w_), asked only where `quick` gave nothing; empty for none.
        parse: SQL of what was read (p_).
        holds: SQL that tells whether what was read is possible.
        final: SQL of what is kept.
        expected: what a cell should have been, for the receipt.
        is_read: SQL that tells whether what `quick` read counts; empty where anything does.
        sign: SQL of the currency that is written in the cell; empty where none can be.
        may_be_word: whether a word for nothing is an empty cell.
        is_raw: whether it is read with the blanks at its ends.
    """

    parse: str
    holds: str
    final: str
    expected: str
    quick: str = ""
    close: str = ""
    is_read: str = ""
    sign: str = ""
    may_be_word: bool = False
    is_raw: bool = False


@dataclass(frozen=True, kw_only=True)
class CellForm:
    """How a file's cells are written and meant.

    Attributes:
        form: signs of numbers and dates.
        time_zone: where instants without an offset, and days, are.
        ends_inclusive: end dates name the last day that still belongs.
        scale: what numbers are multiplied by; none leaves them.
    """

    form: TextForm
    time_zone: str
    ends_inclusive: bool = False
    scale: Decimal | None = None


def trimmed(column: str) -> str:
    """SQL of a cell's text without blanks at its ends; empty where nothing is left."""
    return f"trim({column}, {_BLANKS_SQL})"


def stripped(column: str) -> str:
    """SQL of a cell's text without blanks at its ends; NULL where nothing is left."""
    # Looking for a blank at the ends takes a fifth of the time of trimming every cell.
    ends = " OR ".join(f"suffix({column}, chr({code}))" for code in _PLAIN_BLANKS)
    wide = f"strlen({column}) <> length({column}) AND regexp_matches({column}, '^[{BLANK_SIGNS}]|[{BLANK_SIGNS}]$')"
    return f"CASE WHEN {column} < '!' OR {ends} OR ({wide}) THEN nullif({trimmed(column)}, '') ELSE {column} END"


def is_word_for_nothing(text: str) -> str:
    """SQL that tells whether a cell holds a word for nothing, or only blanks."""
    return is_one_of(f"lower({trimmed(text)})", ("", *NOTHING))
