"""Forms of an answer: CSV that no spreadsheet runs, tables that lose whole columns and no digits."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO

import pytest
from rich.console import Console

from lievik.apps.cli.terminal import write_terminal
from lievik.report.answer import to_csv, to_json
from lievik.report.blocks import Block, Column, Either, Heading, Paragraph, Row, Table, cell
from lievik.report.markdown import write_markdown
from lievik.report.views.sparkline import sparkline

TABLE = Table(
    columns=(Column(title="Name", wraps=True), Column(title="Value", is_number=True), Column(title="More", rank=1)),
    rows=(
        Row(cells=(cell("a rather long name of a metric"), cell("1\xa0234\xa0567\xa0€", "strong"), cell("x" * 20))),
        Row(cells=(cell("paired"), cell("▲ 8,3\xa0%", "good", "lepšie"), cell("")), is_dim=True),
    ),
)


def _written(width: int, *blocks: Block, colour: bool = False) -> str:
    console = Console(width=width, file=StringIO(), force_terminal=colour, color_system="standard" if colour else None)
    return write_terminal(blocks, console)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@x", "\tx"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert to_csv([{"name": text}]).splitlines()[1].strip('"') == f"'{text}"


def test_numbers_are_left_as_they_are_in_csv() -> None:
    row = {"money": Decimal("-12.50"), "share": -0.5, "count": -3, "none": None, "flag": True}
    assert to_csv([row]) == "money,share,count,none,flag\n-12.50,-0.5,-3,,true\n"


def test_lists_and_facts_stand_in_one_cell() -> None:
    assert to_csv([{"list": ["a", "b"], "facts": {"min_n": 10}}]) == "list,facts\na; b,min_n=10\n"


def test_no_rows_are_no_text() -> None:
    assert to_csv([]) == ""


def test_json_keeps_letters_and_writes_money_as_text() -> None:
    assert '"name": "Nováková"' in to_json("x", None, [{"name": "Nováková", "value": Decimal("1.50")}])
    assert '"value": "1.50"' in to_json("x", None, [{"value": Decimal("1.50")}])


def test_where_it_is_narrow_whole_columns_go_and_numbers_stay_whole() -> None:
    narrow = _written(40, TABLE)
    assert "x" not in narrow
    assert "1\xa0234\xa0567\xa0€" in narrow
    assert "x" * 20 in _written(80, TABLE)


@pytest.mark.parametrize("width", range(40, 90))
def test_no_letter_is_lost_at_any_width(width: int) -> None:
    words = ["the", "youngest", "records", "are", "not", "ninety", "days", "old", "yet"]
    long = Table(
        columns=(
            Column(title="A", wraps=True, least=24),
            Column(title="B", is_number=True),
            Column(title="C", wraps=True),
        ),
        rows=(Row(cells=(cell(" ".join(reversed(words))), cell("15\xa0379\xa0€"), cell(" ".join(words)))),),
    )
    written = _written(width, long)
    assert max(len(line) for line in written.splitlines()) <= width
    assert [word for word in words if written.count(word) != 2] == []


def test_a_paired_row_is_moved_in_on_all_its_lines() -> None:
    assert "\n  paired" in _written(80, TABLE)


def test_where_there_is_no_colour_a_word_says_it() -> None:
    assert "lepšie" in _written(80, TABLE)
    assert "lepšie" not in _written(80, TABLE, colour=True)


def test_brackets_in_a_name_are_text() -> None:
    assert "[bold]x[/bold]" in _written(80, Paragraph(text="[bold]x[/bold]"))


def test_of_two_tables_the_one_that_fits_is_shown() -> None:
    other = Table(columns=(Column(title="Stacked"),), rows=())
    assert "Stacked" in _written(40, Either(wide=TABLE, narrow=other))
    assert "Stacked" not in _written(100, Either(wide=TABLE, narrow=other))


def test_markdown_keeps_a_bar_in_its_cell() -> None:
    table = Table(
        columns=(Column(title="A|B"),), rows=(Row(cells=(cell("x|y"),)), Row(cells=(cell("z"),), is_dim=True))
    )
    assert write_markdown([Heading(text="Title", level=2), table]) == (
        "## Title\n\n| A\\|B |\n| --- |\n| x\\|y |\n| ↳ z |\n"
    )


def test_a_sparkline_has_gaps_where_there_is_no_value() -> None:
    assert sparkline([Decimal(0), None, Decimal(7)]) == "▁ █"
    assert sparkline([Decimal(5), Decimal(5)]) == "▄▄"
    assert sparkline([None, None]) == ""


def test_a_row_that_lacks_a_column_leaves_its_cell_empty() -> None:
    assert to_csv([{"a": 1}, {"a": 2, "b": 3}]) == "a,b\n1,\n2,3\n"
