"""A kind of column and the way a file writes numbers and dates → the SQL that reads a cell, and what it expects.

Pure: gives SQL text for DuckDB. A cell that cannot be read gives NULL or fails `holds`; the caller makes an error
of it. Numbers are never read through floating point, and NaN or Infinity is not a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.model.mapping import TextForm
from lievik.model.mapping_text import SCALED_KINDS
from lievik.model.tables import SQL_TYPES, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

BLANKS: Final = " \t\r\n\u00a0\u2007\u202f"
"""What is stripped from both ends of a cell: blanks, line ends and the blanks that do not break."""

_BLANKS_SQL: Final = " || ".join(f"chr({ord(sign)})" for sign in BLANKS)
_BLANK_SIGNS: Final = r"\s\x{00A0}\x{2007}\x{202F}"
_ENDS: Final = ("ends_", "left_", "valid_until", "known_until")
_FLAGS: Final = MappingProxyType({"TRUE": ("true", "1", "yes", "áno", "ano"), "FALSE": ("false", "0", "no", "nie")})
_ISO_DAY: Final = r"\d{4}-\d{1,2}-\d{1,2}"
_ISO_INSTANT: Final = (
    r"^(\d{4}-\d{1,2}-\d{1,2})[Tt ](\d{1,2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?$"
)
_FAR_END: Final = "DATE '9999-12-31'"
_OUTCOMES: Final = ("open", "won", "lost")
_CHOICES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = MappingProxyType(
    {
        ("deal", "outcome"): _OUTCOMES,
        ("deal_version", "outcome"): _OUTCOMES,
        ("stage", "kind"): _OUTCOMES,
        ("quota", "subject_kind"): ("rep", "team", "company"),
        ("forecast_submission", "subject_kind"): ("rep", "team", "company"),
        ("deal_split", "kind"): ("revenue", "overlay"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """How the cells of one column are read.

    Attributes:
        parse: SQL that reads the text; NULL where it cannot.
        holds: SQL that tells whether what was read is possible.
        final: SQL of what is kept.
        expected: what a cell should have been, for the error.
    """

    parse: str
    holds: str
    final: str
    expected: str


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


def quoted(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def stripped(column: str) -> str:
    """SQL of a cell's text without blanks at its ends; NULL where nothing is left."""
    # Looking for a blank first takes half the time of trimming every cell.
    trimmed = f"nullif(trim({column}, {_BLANKS_SQL}), '')"
    return f"CASE WHEN regexp_matches({column}, '^[{_BLANK_SIGNS}]|[{_BLANK_SIGNS}]$') THEN {trimmed} ELSE {column} END"


def number(text: str, sql_type: str, form: TextForm) -> str:
    """SQL that reads a number written in the file's form, exactly and half up; NULL where it is none."""
    plain = text
    if form.thousands == " ":
        plain = f"translate({plain}, ' ' || chr(160) || chr(8239), '')"
    elif form.thousands:
        plain = f"replace({plain}, {quoted(form.thousands)}, '')"
    if form.decimal == ",":
        plain = f"replace({plain}, ',', '.')"
    pattern = quoted(_number_pattern(form))
    return f"CASE WHEN regexp_full_match({text}, {pattern}) THEN try_cast({plain} AS {sql_type}) END"


def day(text: str, form: TextForm) -> str:
    """SQL that reads a date without a time of day; NULL where it is none."""
    iso = f"CASE WHEN regexp_full_match({text}, '{_ISO_DAY}') THEN try_cast({text} AS DATE) END"
    if not form.dates or form.dates_have_time:
        return iso
    return f"coalesce(CAST(try_strptime({text}, {quoted(form.dates)}) AS DATE), {iso})"


def instant(text: str, cells: CellForm) -> str:
    """SQL that reads a date with a time of day as a UTC timestamp; NULL where it is none."""
    parts = f"regexp_extract({text}, '{_ISO_INSTANT}', ['day', 'time', 'second', 'zone'])"
    stamp = f"{parts}.day || ' ' || {parts}.time || coalesce(nullif({parts}.second, ''), ':00')"
    local = f"try_cast({stamp} AS TIMESTAMP)"
    known = f"try_cast({stamp} || {parts}.zone AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
    iso = f"CASE WHEN {parts}.zone <> '' THEN {known} ELSE {_to_utc(local, cells.time_zone)} END"
    dates = cells.form.dates
    if not dates:
        return iso
    forms = [dates] if cells.form.dates_have_time else [f"{dates} %H:%M", f"{dates} %H:%M:%S"]
    listed = ", ".join(quoted(form) for form in forms)
    return f"coalesce({_to_utc(f'try_strptime({text}, [{listed}])', cells.time_zone)}, {iso})"


def day_of(utc: str, time_zone: str) -> str:
    """SQL of the date that a UTC timestamp falls on in a time zone."""
    return f"CAST(({utc}) AT TIME ZONE 'UTC' AT TIME ZONE {quoted(time_zone)} AS DATE)"


def _to_utc(local: str, time_zone: str) -> str:
    return f"({local}) AT TIME ZONE {quoted(time_zone)} AT TIME ZONE 'UTC'"


def is_end(column: str) -> bool:
    """Whether a column holds the end of a span."""
    return column.startswith(_ENDS)


def cell_of(table: str, column: str, cells: CellForm) -> Cell:
    """Tell how a column's cells are read.

    Args:
        table: the canonical table.
        column: its column; the text is `t_<column>`, what was parsed of it `p_<column>`.
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


def _word_cell(table: str, column: str, kind: str) -> Cell:
    text, parsed = f"t_{column}", f"p_{column}"
    if kind == "flag":
        return Cell(parse=_flag(text), holds="TRUE", final=parsed, expected="yes or no (true, false, 1, 0, áno, nie)")
    if kind == "currency":
        holds = f"regexp_full_match({parsed}, '[A-Z]{{3}}')"
        return Cell(parse=f"upper({text})", holds=holds, final=parsed, expected="a currency of three letters, like EUR")
    if choices := _CHOICES.get((table, column)):
        listed = ", ".join(quoted(choice) for choice in choices)
        expected = f"one of {', '.join(choices)}; say in the mapping's 'values' what it stands for"
        return Cell(parse=f"lower({text})", holds=f"{parsed} IN ({listed})", final=parsed, expected=expected)
    return Cell(parse=text, holds="TRUE", final=parsed, expected="a text")


def _number_cell(column: str, kind: str, cells: CellForm) -> Cell:
    text, parsed = f"t_{column}", f"p_{column}"
    if kind == "share":
        return _share_cell(text, parsed, cells)
    sql_type = "DECIMAL(18,4)" if kind == "count" else SQL_TYPES[kind]
    expected = "a number like " + {".": "1234.56", ",": "1234,56"}[cells.form.decimal]
    parse = _scaled(text, sql_type, cells.form, cells.scale)
    if kind == "count":
        holds = f"{parsed} = trunc({parsed}) AND abs({parsed}) < 2147483648"
        return Cell(parse=parse, holds=holds, final=f"CAST({parsed} AS INTEGER)", expected="a whole number")
    return Cell(parse=parse, holds="TRUE", final=parsed, expected=expected)


def _share_cell(text: str, parsed: str, cells: CellForm) -> Cell:
    """A share is a fraction; with a per cent sign it is a hundredth of what is written."""
    bare = f"rtrim(replace({text}, '%', ''), {_BLANKS_SQL})"
    per_cent = _scaled(bare, SQL_TYPES["share"], cells.form, Decimal("0.01"))
    plain = _scaled(text, SQL_TYPES["share"], cells.form, cells.scale)
    return Cell(
        parse=f"CASE WHEN ends_with({text}, '%') THEN {per_cent} ELSE {plain} END",
        holds=f"{parsed} BETWEEN 0 AND 1",
        final=parsed,
        expected="a share from 0 to 1 (write 25 %, or give the column a scale of 0.01)",
    )


def _scaled(text: str, sql_type: str, form: TextForm, scale: Decimal | None) -> str:
    if scale is None:
        return number(text, sql_type, form)
    factor = f"CAST({quoted(str(scale))} AS DECIMAL(16,9))"
    return f"try_cast(({number(text, 'DECIMAL(22,8)', form)}) * {factor} AS {sql_type})"


def _date_cell(column: str, cells: CellForm) -> Cell:
    text, parsed = f"t_{column}", f"p_{column}"
    moment = day_of(f"({instant(text, cells)})", cells.time_zone)
    return Cell(
        parse=f"coalesce({day(text, cells.form)}, {moment})",
        holds=_day_holds(parsed, column),
        final=end_shifted(parsed, column, cells),
        expected=f"a date like {_example(cells.form)} between 1900 and 2199",
    )


def _instant_cell(column: str, cells: CellForm) -> Cell:
    """A date alone is no instant: it only gives the `_on` beside it, as `day_beside` tells."""
    text, parsed = f"t_{column}", f"p_{column}"
    midnight = _to_utc(f"CAST({day(text, cells.form)} AS TIMESTAMP)", cells.time_zone)
    far = f"{parsed} >= {_FAR_END} - 1" if is_end(column) else "FALSE"
    within = f"{parsed} >= DATE '1900-01-01' AND {parsed} < DATE '2200-01-01'"
    return Cell(
        parse=f"coalesce({instant(text, cells)}, {midnight})",
        holds=f"({within} OR {far})",
        final=f"CASE WHEN {far} OR {day(text, cells.form)} IS NOT NULL THEN NULL ELSE {parsed} END",
        expected=f"a moment like {_example(cells.form)} 14:30 between 1900 and 2199",
    )


def day_beside(column: str, cells: CellForm) -> str:
    """SQL of the date that belongs to an instant column: its day in the time zone, or the date alone."""
    alone = end_shifted(day(f"t_{column}", cells.form), column, cells)
    far = f"p_{column} >= {_FAR_END} - 1" if is_end(column) else "FALSE"
    moment = f"CASE WHEN {far} THEN NULL ELSE {day_of(f'p_{column}', cells.time_zone)} END"
    return f"CASE WHEN {day(f't_{column}', cells.form)} IS NOT NULL THEN {alone} ELSE {moment} END"


def end_shifted(value: str, column: str, cells: CellForm) -> str:
    """SQL of a date as it is kept: the far end is open, an inclusive end becomes exclusive."""
    if not is_end(column):
        return value
    shift = 1 if cells.ends_inclusive else 0
    return f"CASE WHEN {value} < {_FAR_END} THEN {value} + {shift} END"


def _day_holds(value: str, column: str) -> str:
    within = f"{value} BETWEEN DATE '1900-01-01' AND DATE '2199-12-31'"
    return f"({within} OR {value} = {_FAR_END})" if is_end(column) else within


def _flag(text: str) -> str:
    cases = " ".join(
        f"WHEN lower({text}) IN ({', '.join(quoted(word) for word in words)}) THEN {value}"
        for value, words in _FLAGS.items()
    )
    return f"CASE {cases} END"


def _number_pattern(form: TextForm) -> str:
    point = r"\." if form.decimal == "." else ","
    between = {"": "", " ": "[ \u00a0\u202f]", ".": r"\."}.get(form.thousands, form.thousands)
    whole = rf"(\d+|\d{{1,3}}({between}\d{{3}})+)" if between else r"\d+"
    return rf"[+-]?({whole}({point}\d*)?|{point}\d+)([eE][+-]?\d{{1,3}})?"


def _example(form: TextForm) -> str:
    return date(2026, 3, 31).strftime(form.dates or "%Y-%m-%d")
