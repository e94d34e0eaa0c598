"""Results as columns, for those who go on working with them: Arrow, Polars, pandas, or HTML in a notebook.

The libraries are imported only when they are asked for, and never by Lievik itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from lievik.errors import MissingExtraError
from lievik.model.result import MetricResult

COLUMNS: Final = (
    "metric",
    "variant",
    "period",
    "start",
    "end",
    "value",
    "status",
    "reason",
    "unit",
    "currency",
    "numerator",
    "denominator",
    "n",
    "low",
    "high",
    "formula",
)
"""Columns of a table of results; those of its dimensions stand between `end` and `value`."""


def columns_of(results: Iterable[MetricResult], dimensions: Sequence[str]) -> dict[str, list[Any]]:
    """Name -> values, one per result; numbers are decimals, `end` is excluded."""
    rows = [_row(result, dimensions) for result in results]
    at = COLUMNS.index("value")
    names = [*COLUMNS[:at], *dimensions, *COLUMNS[at:]]
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _row(result: MetricResult, dimensions: Sequence[str]) -> list[Any]:
    """One result as a row."""
    period = [result.period.label, result.period.start, result.period.end]
    bounds = [result.interval.low, result.interval.high] if result.interval else [None, None]
    group = [result.group.get(name) for name in dimensions]
    numbers = [result.numerator, result.denominator, result.n, *bounds]
    told = [result.status, result.reason, result.unit, result.currency]
    return [result.metric, result.variant, *period, *group, result.value, *told, *numbers, result.formula]


def as_floats(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The same columns with decimals as floats, as data frames work with them."""
    numbers = ("value", "numerator", "denominator", "n", "low", "high")
    return {
        name: [None if value is None else float(value) for value in values] if name in numbers else values
        for name, values in columns.items()
    }


def library(name: str, asked_by: str) -> ModuleType:
    """Import a library that is not part of the core.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtraError(asked_by, "science") from None


def html_table(columns: dict[str, list[Any]]) -> str:
    """The columns as an HTML table, every text escaped."""
    from html import escape

    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    rows = (
        ["–" if value is None else escape(str(value)) for value in row] for row in zip(*columns.values(), strict=True)
    )
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
