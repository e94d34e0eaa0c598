"""What an answer for people is made of, before it is known where it is shown: headings, tables, paragraphs.

Pure. `terminal` and `markdown` write the same blocks; meaning is told by a style and by a word, never by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["", "good", "bad", "care", "dim", "strong"]


@dataclass(frozen=True)
class About:
    """What a cell is about, for doors that can lead there: its name or id.

    Attributes:
        kind: of what it is about; `stage` stands for the deals that came there, `stuck` for those stuck there,
            `movement` for those that moved in a bridge, `record` for one behind a number.
        within: the pipeline of a stage; of a fault, the owner whose rows alone are meant; of a record, the reading,
            the part of its number and the measure that count it, with slashes between.
    """

    kind: Literal["metric", "rep", "account", "deal", "stage", "stuck", "movement", "run", "fault", "record"]
    key: str
    within: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell; `word` says in words what the style says in colour, for where there is none."""

    text: str
    style: Style = ""
    word: str = ""
    about: About | None = None


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        is_number: stands at the right and is never broken.
        wraps: long text may take several lines, `least` wide.
        rank: columns of the highest rank go first where it is narrow; those of rank 0 always stay.
    """

    title: str
    is_number: bool = False
    wraps: bool = False
    least: int = 14
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row; a dim one stands under the row before it."""

    cells: tuple[Cell, ...]
    is_dim: bool = False


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A title: level 1 for the whole, 2 for a part."""

    text: str
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A piece of running text."""

    text: str
    style: Style = ""


@dataclass(frozen=True, kw_only=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Code:
    """Text that is shown as it is: a statement, a formula."""

    text: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Either:
    """The wide table where it fits without losing a column or breaking a number, else the narrow one."""

    wide: Table
    narrow: Table


Block = Heading | Paragraph | Bullets | Code | Table | Either


def cell(text: str, style: Style = "", word: str = "", about: About | None = None) -> Cell:
    """Make a cell."""
    return Cell(text=text, style=style, word=word, about=about)
