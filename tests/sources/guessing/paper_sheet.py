"""Sheets written down in a test, with `|` between the fields: line by line, or column by column."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PaperSheet:
    """A sheet that stands in a test."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sheet: str = ""
    header_line: int = 1
    encoding: str = "utf-8"
    delimiter: str = ";"

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give the first rows."""
        return list(self.rows[:limit])


def paper(name: str, text: str, *, sheet: str = "") -> PaperSheet:
    """Write a sheet down."""
    header, *rows = [
        tuple(field.strip() for field in line.strip().removeprefix("|").removesuffix("|").split("|"))
        for line in text.strip().splitlines()
    ]
    return PaperSheet(name=name, header=header, rows=tuple(rows), sheet=sheet)


def columns(name: str, text: str, *, sheet: str = "") -> PaperSheet:
    """Write a sheet down by its columns, one a line, the header first."""
    lines = [tuple(field.strip() for field in line.strip().split("|")) for line in text.strip().splitlines()]
    header, *rows = zip(*lines, strict=True)
    return PaperSheet(name=name, header=header, rows=tuple(rows), sheet=sheet)
