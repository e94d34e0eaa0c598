"""A mapping in TOML → its records; every problem in it is reported at once.

Pure. What can be known without a file is checked here: keys, tables, columns, signs. Whether a file has the
columns that a mapping names is checked when the two meet.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

from lievik.errors import MappingError
from lievik.model.mapping import EXCEL_DAYS, ColumnMapping, FileMapping, SourceMapping, TextForm, Unpivot
from lievik.model.tables import TABLES

SCALED_KINDS: Final = frozenset({"money", "price", "rate", "share", "hours", "quantity", "count"})
"""Kinds of column that hold numbers, which can be multiplied."""

_FILE_KEYS: Final = (
    "match",
    "table",
    "columns",
    "keep",
    "gone",
    "whole",
    "lasting",
    "ends",
    "delimiter",
    "decimal",
    "thousands",
    "dates",
    "scale",
    "unpivot",
    "encoding",
    "sheet",
    "header",
)
_MAX_SCALE: Final = 1_000_000
_LAST_HEADER: Final = 1000
_FORM_KEYS: Final = ("decimal", "thousands", "dates")
_COLUMN_KEYS: Final = ("column", "constant", "expression", "values", "otherwise", *_FORM_KEYS)
_ENDINGS: Final = (
    ".csv",
    ".txt",
    ".tsv",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
    ".parquet",
    ".tab",
    ".pq",
    ".ics",
    ".ndjson",
    ".jsonl",
)
_SOURCE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_DATE_SIGNS: Final = re.compile(r"%(.?)", re.DOTALL)


def read_mapping(text: str, *, path: str) -> SourceMapping:
    """Read a mapping.

    Args:
        text: TOML.
        path: where it was read, for messages.

    Raises:
        MappingError: it is not TOML, or does not hold; all problems at once.
    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(path, [f"it is not TOML: {error}"]) from error
    problems = _Problems()
    problems.about_keys(read, ("source", "file", "leave_out"))
    source = read.get("source")
    if not isinstance(source, str) or not _SOURCE_NAME.fullmatch(source):
        problems.add("source has to be a name in lower-case letters, digits, '-' and '_', like source = \"crm\"")
    files = _files(read.get("file"), problems)
    left_out = _left_out(read.get("leave_out", []), problems)
    if problems.found:
        raise MappingError(path, problems.found)
    return SourceMapping(source=str(source), path=path, text=text, files=files, left_out=left_out)


class _Problems:
    """Problems found so far, each with the place it was found in."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.place = ""

    def add(self, problem: str) -> None:
        """Note a problem of the place in hand."""
        self.found.append(f"{self.place}: {problem}" if self.place else problem)

    def about_keys(self, read: Mapping[str, object], known: Sequence[str]) -> None:
        """Note every key that means nothing."""
        for key in read:
            if key not in known:
                self.add(f"'{key}' means nothing here{nearest(key, known)}")

    def text_at(self, read: Mapping[str, object], key: str, default: str = "") -> str:
        """Give the text under a key; note it if it is something else."""
        value = read.get(key, default)
        if isinstance(value, str):
            return value
        self.add(f"'{key}' has to be a text")
        return default

    def flag_at(self, read: Mapping[str, object], key: str) -> bool:
        """Give the yes or no under a key; note it if it is something else."""
        value = read.get(key, False)
        if isinstance(value, bool):
            return value
        self.add(f"'{key}' has to be true or false")
        return False

    def table_at(self, read: Mapping[str, object], key: str) -> dict[str, Any]:
        """Give the table under a key; note it if it is something else."""
        value = read.get(key, {})
        if isinstance(value, dict):
            return value
        self.add(f"'{key}' has to be a table of keys and values")
        return {}


def nearest(name: str, known: Sequence[str]) -> str:
    """Write the nearest known names in brackets, or nothing."""
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(repr(other) for other in near)}?)" if near else ""


def _files(read: object, problems: _Problems) -> tuple[FileMapping, ...]:
    if not isinstance(read, list) or not read or not all(isinstance(entry, dict) for entry in read):
        problems.add("there has to be at least one [[file]]")
        return ()
    files = []
    for number, entry in enumerate(read, start=1):
        problems.place = f"[[file]] {number}" + (f" ({entry['match']})" if "match" in entry else "")
        files.append(_file(entry, problems))
    problems.place = ""
    return tuple(files)


def _left_out(read: object, problems: _Problems) -> tuple[str, ...]:
    if not isinstance(read, list) or not all(isinstance(entry, dict) for entry in read):
        problems.add("[[leave_out]] has to be written in double brackets")
        return ()
    patterns = []
    for number, entry in enumerate(read, start=1):
        problems.place = f"[[leave_out]] {number}"
        problems.about_keys(entry, ("match",))
        patterns.append(_match(entry, problems))
    problems.place = ""
    return tuple(patterns)


def _file(read: Mapping[str, Any], problems: _Problems) -> FileMapping:
    problems.about_keys(read, _FILE_KEYS)
    table = _table(read, problems)
    form = _form(read, TextForm(), problems)
    return FileMapping(
        match=_match(read, problems),
        table=table,
        columns=_columns(problems.table_at(read, "columns"), table, form, problems),
        keep=problems.text_at(read, "keep"),
        gone=problems.text_at(read, "gone"),
        whole=problems.flag_at(read, "whole"),
        lasting=problems.flag_at(read, "lasting"),
        ends_inclusive=_ends(read, problems),
        delimiter=_delimiter(read, problems),
        form=form,
        scale=_scale(problems.table_at(read, "scale"), table, problems),
        unpivot=_unpivot(problems.table_at(read, "unpivot"), problems) if "unpivot" in read else None,
        encoding=_encoding(read, problems),
        sheet=problems.text_at(read, "sheet"),
        header=_header(read, problems),
    )


def _match(read: Mapping[str, Any], problems: _Problems) -> str:
    match = problems.text_at(read, "match")
    if not match.casefold().removesuffix(".gz").endswith(_ENDINGS):
        endings = f"{', '.join(_ENDINGS[:-1])} or {_ENDINGS[-1]}"
        problems.add(f"'match' has to be a file name or pattern that ends with {endings}, with .gz after it or not")
    elif "/" in match or "\\" in match:
        problems.add("'match' is about the file's name alone, without its folder")
    return match


def _table(read: Mapping[str, Any], problems: _Problems) -> str:
    name = problems.text_at(read, "table")
    imported = [table.name for table in TABLES.values() if not table.is_derived]
    if name in imported:
        return name
    if name in TABLES:
        problems.add(f"table '{name}' is worked out at load and cannot be filled from a file")
    else:
        problems.add(f"no table is called '{name}'{nearest(name, imported)}")
    return ""


def _columns(read: Mapping[str, Any], table: str, form: TextForm, problems: _Problems) -> tuple[ColumnMapping, ...]:
    if not read:
        problems.add("[file.columns] is missing or empty")
    known = ("id", *TABLES[table].columns) if table else ()
    for name in read:
        if table and name not in known:
            problems.add(f"table '{table}' has no column '{name}'{nearest(name, known)}")
    return tuple(_column(name, given, form, problems) for name, given in read.items())


def _column(name: str, given: object, form: TextForm, problems: _Problems) -> ColumnMapping:
    """Read one column: a bare text is a source column, a table says more."""
    if isinstance(given, str):
        return ColumnMapping(name=name, column=given)
    if not isinstance(given, dict):
        problems.add(f"column '{name}' has to be a source column or a table like {{ constant = \"EUR\" }}")
        return ColumnMapping(name=name, constant="")
    problems.about_keys(given, _COLUMN_KEYS)
    if sum(key in given for key in ("column", "constant", "expression")) != 1:
        problems.add(f"column '{name}' needs exactly one of column, constant and expression")
    if "otherwise" in given and "values" not in given:
        problems.add(f"column '{name}' has 'otherwise' without 'values'")
    values = problems.table_at(given, "values") if "values" in given else None
    if values == {}:
        problems.add(f"'values' of column '{name}' is empty")
    return ColumnMapping(
        name=name,
        column=problems.text_at(given, "column") if "column" in given else None,
        constant=_plain(given["constant"], problems) if "constant" in given else None,
        expression=problems.text_at(given, "expression") if "expression" in given else None,
        values={key: _plain(value, problems) for key, value in values.items()} if values is not None else None,
        otherwise=_plain(given["otherwise"], problems) if "otherwise" in given else None,
        form=_form(given, form, problems, f" of column '{name}'") if any(key in given for key in _FORM_KEYS) else None,
    )


def _plain(value: object, problems: _Problems) -> str:
    """Write a constant the way a plain file would: 1000.5, true, 2026-03-31."""
    if isinstance(value, list | dict):
        problems.add(f"'{value}' has to be a single value")
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _ends(read: Mapping[str, Any], problems: _Problems) -> bool:
    ends = read.get("ends", "exclusive")
    if ends not in ("inclusive", "exclusive"):
        problems.add('\'ends\' has to be "inclusive" or "exclusive"')
    return bool(ends == "inclusive")


def _delimiter(read: Mapping[str, Any], problems: _Problems) -> str:
    delimiter = problems.text_at(read, "delimiter")
    if len(delimiter) > 1 or delimiter in {'"', "\n", "\r"}:
        problems.add('\'delimiter\' has to be a single sign, like "," or "\\t"')
    return delimiter


def _encoding(read: Mapping[str, Any], problems: _Problems) -> str:
    encoding = problems.text_at(read, "encoding")
    try:
        codecs.lookup(encoding.removeprefix("utf-8+") or "utf-8")
    except (LookupError, ValueError):
        problems.add(f"no encoding is called '{encoding}'; common ones are utf-8, utf-16, cp1250, iso8859-2 and cp852")
    return encoding


def _header(read: Mapping[str, Any], problems: _Problems) -> int:
    header = read.get("header", 0)
    if isinstance(header, int) and not isinstance(header, bool) and 0 <= header <= _LAST_HEADER:
        return header
    problems.add(f"'header' has to be the number of a line, from 1 to {_LAST_HEADER}")
    return 0


def _form(read: Mapping[str, Any], file: TextForm, problems: _Problems, of: str = "") -> TextForm:
    """Read how numbers and dates are written; what is not said is as in the file."""
    decimal = problems.text_at(read, "decimal", file.decimal)
    inherited = "" if file.thousands == decimal else file.thousands
    thousands = problems.text_at(read, "thousands", inherited)
    dates = problems.text_at(read, "dates", file.dates)
    if "decimal" in read and decimal not in {".", ","}:
        problems.add(f'\'decimal\'{of} has to be "." or ","')
    if "thousands" in read and (thousands not in {"", ".", ",", " ", "'"} or thousands == decimal):
        problems.add(f'\'thousands\'{of} has to be one of ".", ",", " " and "\'", and not the sign before decimals')
    if "dates" in read and dates not in {"", EXCEL_DAYS} and not _is_date_form(dates):
        problems.add(f'\'dates\'{of} has to name day, month and year, like "%d.%m.%Y", or be "excel", not "{dates}"')
    return TextForm(decimal=decimal, thousands=thousands, dates=dates)


def _is_date_form(dates: str) -> bool:
    signs = set(_DATE_SIGNS.findall(dates))
    named = "d" in signs and bool(signs & set("mbB")) and bool(signs & set("Yy"))
    return named and signs <= set("dmbBYyHIMSfp")


def _scale(read: Mapping[str, Any], table: str, problems: _Problems) -> dict[str, Decimal]:
    kinds = TABLES[table].columns if table else {}
    for name, factor in read.items():
        if table and kinds.get(name) not in SCALED_KINDS:
            problems.add(f"'scale' names '{name}', which is not a column of numbers")
        if isinstance(factor, bool) or not isinstance(factor, int | float) or not 0 < factor <= _MAX_SCALE:
            problems.add(f"'scale' of '{name}' has to be a number above 0 and up to {_MAX_SCALE}")
    return {name: Decimal(str(factor)) for name, factor in read.items() if isinstance(factor, int | float)}


def _unpivot(read: Mapping[str, Any], problems: _Problems) -> Unpivot:
    problems.about_keys(read, ("columns", "all_but", "name_to", "value_to"))
    columns, all_but = _names(read.get("columns")), _names(read.get("all_but"))
    name_to, value_to = problems.text_at(read, "name_to"), problems.text_at(read, "value_to")
    if bool(columns) == bool(all_but):
        problems.add("[file.unpivot] needs either 'columns' or 'all_but', a list of source columns")
    if not name_to or not value_to or name_to == value_to:
        problems.add("[file.unpivot] needs two different names, 'name_to' and 'value_to'")
    return Unpivot(columns=columns, all_but=all_but, name_to=name_to, value_to=value_to)


def _names(value: object) -> tuple[str, ...]:
    """A list of names; empty where it is none."""
    is_list = isinstance(value, list) and all(isinstance(name, str) for name in value)
    return tuple(value) if isinstance(value, list) and is_list else ()
