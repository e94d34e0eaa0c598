"""Blocks → Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from lievik.report.blocks import Block, Bullets, Cell, Code, Either, Heading, Paragraph, Row, Table


def write_markdown(blocks: Iterable[Block]) -> str:
    """Write blocks as Markdown, a blank line between them."""
    return "\n\n".join(_block(block) for block in blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"{'#' * level} {text}"
        case Paragraph(text=text):
            return text
        case Bullets(items=items):
            return "\n".join(f"- {item}" for item in items)
        case Code(text=text, language=language):
            return f"```{language}\n{text}\n```"
        case Table():
            return _table(block)
        case Either(wide=wide):
            return _table(wide)


def _table(table: Table) -> str:
    """Write a table; a number's column stands at the right."""
    titles = "| " + " | ".join(_escaped(column.title) for column in table.columns) + " |"
    marks = "|" + "|".join(" ---: " if column.is_number else " --- " for column in table.columns) + "|"
    return "\n".join([titles, marks, *(_row(row) for row in table.rows)])


def _row(row: Row) -> str:
    first, *rest = [_cell(cell) for cell in row.cells]
    return "| " + " | ".join([f"↳ {first}" if row.is_dim else first, *rest]) + " |"


def _cell(cell: Cell) -> str:
    text = _escaped(f"{cell.text} {cell.word}".strip())
    return f"**{text}**" if cell.style == "strong" and text else text


def _escaped(text: str) -> str:
    """Text that stays in its cell."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
