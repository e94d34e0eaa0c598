"""Pieces of a page: its head and its tables.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_NOTE = "<!-- Written by `python -m lievik.apps.reference`; change the sources, not this page. -->"


def page(title: str, *parts: str) -> str:
    """A page under its title, a blank line between its parts."""
    return "\n\n".join([f"# {title}", _NOTE, *(part for part in parts if part)]) + "\n"


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells stay on one line."""
    lines = [_line(titles), "|" + " --- |" * len(titles), *(_line(row) for row in rows)]
    return "\n".join(lines)


def code(text: str) -> str:
    """A piece of code in a line; empty for nothing."""
    return f"`{text}`" if text else ""


def listed(names: Iterable[str]) -> str:
    """Names as code, commas between them."""
    return ", ".join(code(name) for name in names)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"
