"""SQL that stands in definitions: parsed by SQLGlot, its columns qualified, its parameters bound; never pasted.

The only module of the planner that knows SQLGlot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from lievik.model.tables import TABLES

_AGGREGATES: Final[Mapping[type[exp.Expression], str]] = {
    exp.Count: "count",
    exp.Sum: "sum",
    exp.Median: "median",
    exp.PercentileCont: "quantile",
    exp.Max: "max",
    exp.Min: "min",
    exp.Avg: "avg",
    exp.StddevSamp: "stddev_samp",
}
_OWN: Final[Mapping[str, str]] = {"RESTRICTED_MEAN": "lifetime", "TRIMMED_MEAN": "trimmed"}
"""Aggregates of our own, which databases do not have: value and argument."""


@dataclass(frozen=True)
class Aggregate:
    """One aggregate over rows.

    Attributes:
        kind: count, different, sum, median, quantile, max, min, avg, stddev_samp, trimmed or lifetime.
        inner: what is aggregated, SQL; empty for count(*).
        argument: the quantile, the share trimmed off each end, or a lifetime's horizon, SQL; empty otherwise.
    """

    kind: str
    inner: str
    argument: str


@lru_cache(maxsize=1024)
def read_aggregate(sql: str) -> Aggregate:
    """Take the value of a measure apart.

    Raises:
        ValueError: it is not one aggregate over rows.
    """
    node = _parsed(sql)
    if isinstance(node, exp.Anonymous) and node.name.upper() in _OWN:
        inner, argument = node.expressions
        return Aggregate(_OWN[node.name.upper()], _write(inner), _write(argument))
    kind = _AGGREGATES.get(type(node))
    if kind is None:
        known = "count, sum, median, quantile_cont, trimmed_mean, max, min, avg, stddev_samp"
        msg = f"'{sql}' is not one of {known} over rows"
        raise ValueError(msg)
    if isinstance(node.this, exp.Distinct):
        if kind != "count" or len(node.this.expressions) != 1:
            msg = f"'{sql}' is not a count of the different values of one expression"
            raise ValueError(msg)
        return Aggregate("different", _write(node.this.expressions[0]), "")
    quantile = node.args.get("expression")
    return Aggregate(
        kind,
        "" if isinstance(node.this, exp.Star) else _write(node.this),
        _write(quantile) if quantile is not None else "",
    )


@lru_cache(maxsize=2048)
def columns_of(sql: str) -> tuple[str, ...]:
    """Columns that a piece of SQL reads, in order of name."""
    return tuple(sorted({column.name for column in _parsed(sql).find_all(exp.Column)})) if sql else ()


@lru_cache(maxsize=2048)
def needed_columns_of(sql: str) -> tuple[str, ...]:
    """Columns that a piece of SQL cannot do without: those that no coalesce() stands in for."""
    found = _parsed(sql).find_all(exp.Column)
    return tuple(sorted({column.name for column in found if column.find_ancestor(exp.Coalesce) is None}))


@lru_cache(maxsize=2048)
def parameters_of(sql: str) -> tuple[str, ...]:
    """Parameters ($name) that a piece of SQL needs, in order of name."""
    return tuple(sorted({str(found.this) for found in _parsed(sql).find_all(exp.Placeholder)})) if sql else ()


@lru_cache(maxsize=8192)
def qualified(
    sql: str, alias: str, parameters: tuple[tuple[str, str], ...], replaced: tuple[tuple[str, str], ...] = ()
) -> str:
    """Write a piece of SQL for one place in a statement.

    Args:
        sql: a row expression or condition.
        alias: name of the table in the statement, put before every column; empty for none.
        parameters: parameter -> SQL that stands for it there.
        replaced: column -> SQL that stands for it there, such as converted money.
    """
    by_name, by_column = dict(parameters), dict(replaced)

    def place(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Placeholder) and str(node.this) in by_name:
            return _parsed(by_name[str(node.this)])
        if isinstance(node, exp.Column) and node.name in by_column:
            return exp.paren(_parsed(by_column[node.name]))
        if isinstance(node, exp.Column) and alias and not node.table:
            return exp.column(node.name, table=alias)
        return node

    return _write(_parsed(sql).copy().transform(place))


def negated(sql: str) -> str:
    """Write that a condition does not hold; one that is unknown does not hold either."""
    node = _parsed(sql)
    if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
        return f"{_write(node.this)} IS NOT NULL"
    return f"({sql}) IS NOT TRUE"


def _write(node: exp.Expression) -> str:
    return node.sql("duckdb", normalize_functions="lower")


def check_piece(sql: str, table: str, extra: frozenset[str] = frozenset()) -> None:
    """Refuse SQL that cannot be parsed, reads columns that are not there, or is more than an expression.

    Raises:
        ValueError: what is wrong with it.
    """
    node = _parsed(sql)
    forbidden = next(node.find_all(exp.Subquery, exp.Select, exp.Window, exp.Command), None)
    if forbidden is not None:
        msg = f"'{sql}' may only be an expression over the row"
        raise ValueError(msg)
    known = frozenset(TABLES[table].all_columns) | extra
    unknown = [name for name in columns_of(sql) if name not in known]
    if unknown:
        msg = f"table '{table}' has no column '{unknown[0]}'"
        raise ValueError(msg)


@lru_cache(maxsize=4096)
def _parsed(sql: str) -> exp.Expression:
    """Parse one expression.

    Raises:
        ValueError: it cannot be parsed.
    """
    try:
        return cast("exp.Expression", sqlglot.parse_one(sql, dialect="duckdb"))
    except ParseError as trouble:
        msg = f"'{sql}' cannot be read as SQL"
        raise ValueError(msg) from trouble
