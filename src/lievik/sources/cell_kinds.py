"""A canonical column, and how a file writes its cells → the SQL that reads them, and what it expects.

Pure: gives SQL text for DuckDB. The text of column `x` is `t_x`; `q_x` is what was read of it quickly, `w_x` what
was read at a closer look, `p_x` what was read in all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from lievik.model.mapping import TextForm
from lievik.model.mapping_text import SCALED_KINDS
from lievik.model.quota import SPREADS
from lievik.model.tables import SQL_TYPES, TABLES
from lievik.sources.cells import Cell, CellForm, trimmed
from lievik.sources.currencies import alone, code_of, is_usual
from lievik.sources.sql_text import is_one_of
from lievik.sources.written_dates import OLDEST, close_moment, day_of, midnight_of, quick_day
from lievik.sources.written_numbers import close_money, close_number, quick_number

_ENDS: Final = ("ends_", "left_", "valid_until", "known_until")
_FLAGS: Final = MappingProxyType(
    {
        "TRUE": ("true", "1", "yes", "y", "áno", "ano", "ja", "x", "pravda", "wahr"),
        "FALSE": ("false", "0", "no", "n", "nie", "ne", "nein", "nepravda", "falsch"),
    }
)
_FAR_END: Final = "DATE '9999-12-31'"
_OUTCOMES: Final = ("open", "won", "lost")
_CHOICES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = MappingProxyType(
    {
        ("deal", "outcome"): _OUTCOMES,
        ("deal_version", "outcome"): _OUTCOMES,
        ("stage", "kind"): _OUTCOMES,
        ("quota", "subject_kind"): ("rep", "team", "company"),
        ("quota", "spread"): SPREADS,
        ("forecast_submission", "subject_kind"): ("rep", "team", "company"),
        ("deal_split", "kind"): ("revenue", "overlay"),
    }
)
_PRICED: Final = ("money", "price")


def cell_of(table: str, column: str, cells: CellForm) -> Cell:
    """Tell how a column's cells are read.

    Args:
        table: the canonical table.
        column: its column.
        cells: how the file writes them.
    """
    kind = "id" if column == "id" else TABLES[table].columns[column]
    if kind in SCALED_KINDS:
        return _number_cell(column, kind, cells)
    if kind == "date":
        return _date_cell(column, cells)
    if kind == "instant":
        return _instant_cell(column, cells)
    return _word_cell(table, column, kind)


def day_beside(column: str, cells: CellForm) -> str:
    """SQL of the date that belongs to an instant column: its day in the time zone, or the date alone."""
    alone_day = f"coalesce(CASE WHEN {_is_read(column)} THEN q_{column} END, w_{column}.day)"
    moment = f"CASE WHEN {_is_far(column)} THEN NULL ELSE {day_of(f'p_{column}', cells.time_zone)} END"
    return f"CASE WHEN {_is_day(column)} THEN {_end_shifted(alone_day, column, cells)} ELSE {moment} END"


def _word_cell(table: str, column: str, kind: str) -> Cell:
    text, read = f"t_{column}", f"coalesce(q_{column}, w_{column})"
    if kind == "flag":
        cases = " ".join(f"WHEN {is_one_of('lower({0})', words)} THEN {value}" for value, words in _FLAGS.items())
        flag = f"CASE {cases} END".format
        expected = "yes or no (true, false, 1, 0, áno, nie, ja, nein)"
        return _cell(column, quick=flag(text), close=flag(trimmed(text)), parse=read, expected=expected)
    if kind == "currency":
        usual = f"CASE WHEN {is_usual(text)} THEN {text} END"
        expected = "a currency that is known by its three letters, like EUR"
        return _cell(column, quick=usual, close=alone(code_of(trimmed(text))), parse=read, expected=expected)
    if choices := _CHOICES.get((table, column)):
        folded = f"lower({trimmed(text)})"
        return _cell(
            column,
            quick=f"CASE WHEN {is_one_of(text, choices)} THEN {text} END",
            close=f"CASE WHEN {is_one_of(folded, choices)} THEN {folded} END",
            parse=read,
            expected=f"one of {', '.join(choices)}; say in the mapping's 'values' what it stands for",
        )
    return Cell(parse=text, holds="TRUE", final=f"p_{column}", expected="a text")


def _cell(column: str, *, quick: str, close: str, parse: str, expected: str) -> Cell:
    return Cell(
        quick=quick, close=close, parse=parse, holds="TRUE", final=f"p_{column}", expected=expected, is_raw=True
    )


def _number_cell(column: str, kind: str, cells: CellForm) -> Cell:
    text, parsed = f"t_{column}", f"p_{column}"
    sql_type = "DECIMAL(18,4)" if kind == "count" else SQL_TYPES[kind]
    is_priced = kind in _PRICED
    written = (sql_type, cells.form, cells.scale)
    close = close_money(text, *written) if is_priced else close_number(text, *written, is_share=kind == "share")
    holds, final, expected = _number_holds(kind, parsed, cells.form)
    return Cell(
        quick=quick_number(text, *written),
        close=close,
        parse=f"coalesce(q_{column}, w_{column}{'.number' if is_priced else ''})",
        holds=holds,
        final=final,
        expected=expected,
        sign=f"w_{column}.sign" if is_priced else "",
        may_be_word=True,
        is_raw=True,
    )


def _number_holds(kind: str, parsed: str, form: TextForm) -> tuple[str, str, str]:
    """What a number has to hold, what is kept of it, and what to say it should have been."""
    if kind == "count":
        holds = f"{parsed} = trunc({parsed}) AND abs({parsed}) < 2147483648"
        return holds, f"TRY_CAST({parsed} AS INTEGER)", "a whole number"
    if kind == "share":
        return (
            f"{parsed} BETWEEN 0 AND 1",
            parsed,
            "a share from 0 to 1 (write 25 %, or give the column a scale of 0.01)",
        )
    return "TRUE", parsed, "a number like " + {".": "1234.56", ",": "1234,56"}[form.decimal]


def _date_cell(column: str, cells: CellForm) -> Cell:
    text, parsed = f"t_{column}", f"p_{column}"
    look = f"w_{column}"
    elsewhere = day_of(f"{look}.at", cells.time_zone)
    written = f"CASE WHEN {look}.has_zone THEN {elsewhere} WHEN {look}.at IS NOT NULL THEN {look}.day END"
    return Cell(
        quick=quick_day(text, cells.form),
        close=close_moment(text, cells),
        parse=f"coalesce(CASE WHEN {_is_read(column)} THEN q_{column} END, {written})",
        holds=_day_holds(parsed, column),
        final=_end_shifted(parsed, column, cells),
        expected=f"a date like {_example(cells.form)} between 1900 and 2199",
        is_read=_is_read(column),
        may_be_word=True,
        is_raw=True,
    )


def _instant_cell(column: str, cells: CellForm) -> Cell:
    """A date alone is no instant: it only gives the `_on` beside it, as `day_beside` tells."""
    text, parsed = f"t_{column}", f"p_{column}"
    midnight = midnight_of(f"CASE WHEN {_is_read(column)} THEN q_{column} END", cells.time_zone)
    within = f"{parsed} >= DATE '1900-01-01' AND {parsed} < DATE '2200-01-01'"
    return Cell(
        quick=quick_day(text, cells.form),
        close=close_moment(text, cells),
        parse=f"coalesce({midnight}, w_{column}.at)",
        holds=f"({within} OR {_is_far(column)})",
        final=f"CASE WHEN {_is_far(column)} OR {_is_day(column)} THEN NULL ELSE {parsed} END",
        expected=f"a moment like {_example(cells.form)} 14:30 between 1900 and 2199",
        is_read=_is_read(column),
        may_be_word=True,
        is_raw=True,
    )


def _is_read(column: str) -> str:
    """SQL that tells whether a date was read quickly; a year of two figures is left to the closer look."""
    return f"q_{column} >= {OLDEST}"


def _is_far(column: str) -> str:
    return f"p_{column} >= {_FAR_END} - 1" if _is_end(column) else "FALSE"


def _is_day(column: str) -> str:
    return f"coalesce({_is_read(column)}, w_{column}.is_day, FALSE)"


def _is_end(column: str) -> bool:
    """Whether a column holds the end of a span."""
    return column.startswith(_ENDS)


def _end_shifted(value: str, column: str, cells: CellForm) -> str:
    """SQL of a date as it is kept: the far end is open, an inclusive end becomes exclusive."""
    if not _is_end(column):
        return value
    shift = 1 if cells.ends_inclusive else 0
    return f"CASE WHEN {value} < {_FAR_END} THEN {value} + {shift} END"


def _day_holds(value: str, column: str) -> str:
    within = f"{value} BETWEEN DATE '1900-01-01' AND DATE '2199-12-31'"
    return f"({within} OR {value} = {_FAR_END})" if _is_end(column) else within


def _example(form: TextForm) -> str:
    day = date(2026, 3, 31)
    return "46112" if form.dates_are_numbers else day.strftime(form.dates or "%Y-%m-%d")
