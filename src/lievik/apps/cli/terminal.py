"""Blocks → text for a terminal of any width, with colours where there are any.

The only module that knows rich. Numbers are never broken: where it is narrow, whole columns go, by their rank.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from lievik.report.blocks import Block, Bullets, Cell, Code, Column, Either, Heading, Paragraph, Row, Table

_STYLES: Final = {"good": "green", "bad": "red", "care": "yellow", "dim": "dim", "strong": "bold", "": ""}
_GAP: Final = 2
_WHEN_PIPED: Final = (140, 50)
_NARROWEST: Final = 40
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_GLUE: Final = "\ue000"
"""Stands for a no-break space while lines are laid out: rich breaks a line at any space."""


def write_terminal(blocks: Iterable[Block], console: Console | None = None) -> str:
    """Write blocks for a terminal.

    Args:
        blocks: in order.
        console: for another terminal than this process's.
    """
    width = max(shutil.get_terminal_size(_WHEN_PIPED).columns, _NARROWEST)
    target = console or Console(width=width, highlight=False)
    with target.capture() as captured:
        for block in blocks:
            _print(target, block)
    return "\n".join(line.rstrip() for line in captured.get().replace(_GLUE, _NO_BREAK).splitlines()) + "\n"


def _glued(text: str, style: str = "") -> Text:
    """Text whose no-break spaces are kept together with what stands beside them."""
    return Text(text.replace(_NO_BREAK, _GLUE), style=style)


def _print(console: Console, block: Block) -> None:
    match block:
        case Heading(text=text, level=level):
            if level > 1:
                console.print()
            console.print(_glued(text, "bold" if level > 1 else "bold italic"))
        case Paragraph(text=text, style=style):
            console.print(_glued(text, _STYLES[style]))
        case Bullets(items=items):
            for item in items:
                _print_bullet(console, item)
        case Code(text=text):
            console.print(Text(text), soft_wrap=True)
        case Table() | Either():
            console.print(_laid_out(_fitting(block, console), console))


def _fitting(block: Table | Either, console: Console) -> Table:
    """The table itself; of two, the one that fits."""
    if isinstance(block, Table):
        return block
    is_wide_enough = _needed(block.wide.columns, _widths(block.wide, console)) <= console.width
    return block.wide if is_wide_enough else block.narrow


def _print_bullet(console: Console, item: str) -> None:
    """Print one item of a list, its further lines under its first."""
    grid = RichTable.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text("•"), _glued(item))
    console.print(Padding(grid, (0, 0, 0, 1)))


def _laid_out(table: Table, console: Console) -> RichTable:
    """Lay a table out in the console's width."""
    kept = _kept(table, console)
    columns = [table.columns[place] for place in kept]
    natural = _widths(table, console)
    laid = RichTable(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    for column, width in zip(columns, _shared(columns, [natural[p] for p in kept], console.width), strict=True):
        laid.add_column(
            Text(column.title),
            justify="right" if column.is_number else "left",
            no_wrap=not column.wraps,
            overflow="fold",
            width=width,
        )
    for row in table.rows:
        laid.add_row(*(_content(row.cells[place], row, console) for place in kept), style="dim" if row.is_dim else "")
    return laid


def _shared(columns: Sequence[Column], natural: Sequence[int], width: int) -> list[int]:
    """Width of each column: what it needs, and what is left goes to those that lack most."""
    given = [_least(column, wanted) for column, wanted in zip(columns, natural, strict=True)]
    spare = width - _needed(columns, natural)
    wrapping = [place for place, column in enumerate(columns) if column.wraps]
    while wrapping and spare:
        step = 1 if spare > 0 else -1
        place = max(wrapping, key=lambda p: natural[p] - given[p] if step > 0 else given[p])
        if given[place] + step not in range(1, natural[place] + 1):
            break
        given[place] += step
        spare -= step
    return given


def _kept(table: Table, console: Console) -> list[int]:
    """Places of the columns that there is room for."""
    widths = _widths(table, console)
    kept = list(range(len(table.columns)))
    while _needed([table.columns[place] for place in kept], [widths[place] for place in kept]) > console.width:
        last = max(kept, key=lambda place: table.columns[place].rank)
        if not table.columns[last].rank:
            break
        kept.remove(last)
    return kept


def _needed(columns: Sequence[Column], widths: Sequence[int]) -> int:
    """The least width that breaks no number."""
    least = [_least(column, width) for column, width in zip(columns, widths, strict=True)]
    return sum(least) + _GAP * len(least)


def _least(column: Column, width: int) -> int:
    """How narrow a column may become."""
    return min(width, column.least) if column.wraps else width


def _widths(table: Table, console: Console) -> list[int]:
    """Width of each column if nothing is broken."""
    return [
        max(
            [cell_len(column.title)]
            + [
                cell_len(_shown(row.cells[place], console)) + (_GAP if row.is_dim and not place else 0)
                for row in table.rows
            ]
        )
        for place, column in enumerate(table.columns)
    ]


def _content(found: Cell, row: Row, console: Console) -> RenderableType:
    """A cell as rich prints it; the first of a dim row is moved in."""
    text = _glued(_shown(found, console), _STYLES[found.style])
    return Padding(text, (0, 0, 0, _GAP)) if row.is_dim and found is row.cells[0] else text


def _shown(found: Cell, console: Console) -> str:
    """A cell's text, with its word where there are no colours."""
    has_colour = console.color_system is not None and not console.no_color
    return found.text if has_colour or not found.word else f"{found.text} {found.word}"
