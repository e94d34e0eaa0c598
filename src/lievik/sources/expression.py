"""A mapping's expression or filter over source columns → SQL generated from its syntax tree, never pasted.

Only row functions and known columns get through; the only module of this room that knows SQLGlot. A cast becomes
one that gives NULL, with a check beside it, so that a cell that cannot be read is named instead of lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from lievik.model.mapping import TextForm
from lievik.model.mapping_text import nearest
from lievik.sources.written_dates import plain_day
from lievik.sources.written_numbers import plain_number

_TEXTUAL: Final = (
    exp.Column,
    exp.Literal,
    exp.Replace,
    exp.Trim,
    exp.Upper,
    exp.Lower,
    exp.Substring,
    exp.Left,
    exp.Right,
    exp.SplitPart,
    exp.RegexpReplace,
    exp.RegexpExtract,
    exp.Nullif,
    exp.Coalesce,
    exp.Concat,
    exp.DPipe,
    exp.Pad,
)
_ALLOWED: Final = (
    *_TEXTUAL,
    *(exp.Identifier, exp.Boolean, exp.Null, exp.Paren, exp.Var, exp.Interval, exp.DataType, exp.DataTypeParam),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Neg),
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Is, exp.Like, exp.ILike),
    *(exp.And, exp.Or, exp.Not, exp.Case, exp.If, exp.Cast, exp.TryCast),
    *(exp.Length, exp.StrPosition, exp.StartsWith, exp.EndsWith, exp.Contains, exp.RegexpLike),
    *(exp.Abs, exp.Round, exp.Floor, exp.Ceil, exp.Greatest, exp.Least),
    *(exp.Extract, exp.Year, exp.Quarter, exp.Month, exp.Day, exp.DateFromParts, exp.DateTrunc, exp.LastDay),
    *(exp.DateAdd, exp.DateSub, exp.StrToTime, exp.TimeToStr),
)
_NUMERIC: Final = (
    *(exp.DType.DECIMAL, exp.DType.DOUBLE, exp.DType.FLOAT, exp.DType.INT, exp.DType.BIGINT),
    *(exp.DType.SMALLINT, exp.DType.TINYINT),
)


NO_COLUMN: Final = "there is no column"
"""How the problem of an expression begins that names a column of no file."""


@dataclass(frozen=True, kw_only=True)
class CastCheck:
    """A cast that may fail: SQL that gives the text where it does, else NULL; and what it should have been."""

    failing: str
    expected: str


@dataclass(frozen=True, kw_only=True)
class Expression:
    """What an expression became.

    Attributes:
        sql: SQL over the staged columns.
        columns: source columns that it reads.
        checks: its casts.
        is_plain: its result writes numbers and dates plainly, whatever the file's form.
    """

    sql: str
    columns: frozenset[str]
    checks: tuple[CastCheck, ...]
    is_plain: bool


def find_column(name: str, columns: Mapping[str, str]) -> str | None:
    """Find a source column by its name, by case only where that leaves no doubt."""
    if name in columns:
        return name
    alike = [column for column in columns if column.casefold() == name.casefold()]
    return alike[0] if len(alike) == 1 else None


def compile_expression(text: str, columns: Mapping[str, str], form: TextForm, problems: list[str]) -> Expression | None:
    """Turn an expression into SQL.

    Args:
        text: portable SQL over source columns.
        columns: source column -> staged column.
        form: how the file writes numbers and dates; casts of its text read them so.
        problems: what does not hold is added here.

    Returns:
        The expression; none if it does not hold.
    """
    tree = _parsed(text, problems)
    if tree is None:
        return None
    before = len(problems)
    used = {column for node in tree.find_all(exp.Column) if (column := _checked(node, columns, problems))}
    problems.extend(f"'{text}' uses {name}, and only row functions may be used" for name in _strangers(tree))
    if len(problems) > before:
        return None
    is_plain = tree.find(exp.Cast, exp.Extract, exp.Length, exp.StrToTime, exp.DateFromParts) is not None
    for node in list(tree.find_all(exp.Column)):
        found = find_column(node.name, columns)
        node.replace(exp.column(columns[str(found)], quoted=True))
    checks = _loosen_casts(tree, form)
    return Expression(sql=tree.sql("duckdb"), columns=frozenset(used), checks=checks, is_plain=is_plain)


def _parsed(text: str, problems: list[str]) -> exp.Paren | None:
    try:
        trees = sqlglot.parse(text, read="duckdb")
    except SqlglotError:
        problems.append(f"'{text}' is not an SQL expression")
        return None
    if len(trees) != 1 or trees[0] is None:
        problems.append(f"'{text}' is not a single SQL expression")
        return None
    return exp.Paren(this=trees[0])


def _checked(node: exp.Column, columns: Mapping[str, str], problems: list[str]) -> str | None:
    found = None if node.table else find_column(node.name, columns)
    if found is None:
        name = node.sql() if node.table else node.name
        problems.append(f"{NO_COLUMN} '{name}'{nearest(name, tuple(columns))}")
    return found


def _strangers(tree: exp.Expression) -> list[str]:
    """Name what may not stand in an expression, each once."""
    nodes = (node for node in tree.walk() if type(node) not in _ALLOWED)
    return sorted(
        {f"'{node.name or node.key}'" if isinstance(node, exp.Anonymous) else f"'{node.key}'" for node in nodes}
    )


def _loosen_casts(tree: exp.Expression, form: TextForm) -> tuple[CastCheck, ...]:
    """Make casts that give NULL out of casts that break off, inner ones first."""
    checks = []
    for node in reversed(list(tree.find_all(exp.Cast))):
        if isinstance(node, exp.TryCast):
            continue
        inner, kind = node.this.sql("duckdb"), node.to.sql("duckdb")
        loose, expected = _loose_cast(node, inner, kind, form)
        if node.find(exp.Column):
            failing = f"CASE WHEN ({inner}) IS NOT NULL AND ({loose}) IS NULL THEN CAST({inner} AS VARCHAR) END"
            checks.append(CastCheck(failing=failing, expected=expected))
        node.replace(exp.paren(sqlglot.parse_one(loose, read="duckdb"), copy=False))
    return tuple(checks)


def _loose_cast(node: exp.Cast, inner: str, kind: str, form: TextForm) -> tuple[str, str]:
    is_text = isinstance(node.this.unnest(), _TEXTUAL) and not node.this.find(exp.Cast)
    if is_text and node.to.this in _NUMERIC:
        return plain_number(inner, kind, form), "a number"
    if is_text and node.to.this == exp.DType.DATE:
        iso_time = f"try_cast(try_cast({inner} AS TIMESTAMP) AS DATE)"
        return f"coalesce({plain_day(inner, form)}, {iso_time})", "a date"
    return f"TRY_CAST({inner} AS {kind})", f"of the type {kind}"
