"""The numbers of a chart as a table, and where its marks lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from lievik.report.blocks import Column, Row, Table, cell

T = TypeVar("T")


def figures(heads: Sequence[str], rows: Iterable[Sequence[str]], *, names: int = 1) -> Table:
    """A table: so many columns of names, then numbers."""
    columns = (Column(title=head, is_number=at >= names, wraps=at < names) for at, head in enumerate(heads))
    return Table(columns=tuple(columns), rows=tuple(Row(cells=tuple(map(cell, row))) for row in rows))


def address(links: Callable[[T], str] | None, of: T) -> str:
    """Where a mark leads to; empty where it leads nowhere."""
    return links(of) if links else ""


def labelled(word: str, text: str) -> str:
    """What a text is, before it; empty where there is no text."""
    return f"{word}: {text}" if text else ""


def joined(*parts: str) -> str:
    """What there is to say, in one line."""
    return " · ".join(part for part in parts if part)
