"""Measures, exclusions and dimensions: parsed TOML in, records out; what is wrong with a file is noted, not raised.

Pure. SQL inside them is checked by the planner, which knows SQLGlot.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Final, cast

from lievik.catalogue.problems import Problems, Table, refuse_unknown_keys, texts_by_language
from lievik.model.formula import read_formula
from lievik.model.metric import LANGUAGES, Dimension, Exclusion, Measure
from lievik.model.tables import TABLES
from lievik.model.units import read_unit

_STOCKS: Final = ("start", "end", "mean", "during", "week_3")
_REACHES: Final = ("period", "12 months", "ever", "all")
_TEXT_KEYS: Final = ("table", "value", "where", "dated_by", "money_on", "per", "base_where", "whole", "split")
_MEASURE_KEYS: Final = frozenset(
    {
        *_TEXT_KEYS,
        *LANGUAGES,
        "without",
        "span",
        "stock",
        "until_counts",
        "start_unknown",
        "edges_count",
        "over",
        "each",
        "exact",
        "monthly",
    }
    | {"looks_ahead", "until_over", "needs", "empty", "unit", "formula"}
)


def read_measures(files: Mapping[str, Table], problems: Problems) -> dict[str, Measure]:
    """Read every table of the files as a measure, by name."""
    measures = {}
    for path, file in files.items():
        for name, table in file.items():
            measure = problems.attempt(path, f"[{name}]", partial(_measure, name, table, path, problems))
            if measure is not None:
                measures[name] = measure
    return measures


def _measure(name: str, table: object, path: str, problems: Problems) -> Measure:
    """Read one measure."""
    if not isinstance(table, dict):
        msg = "has to be a table"
        raise ValueError(msg)  # noqa: TRY004 - every trouble with a file is a ValueError here
    refuse_unknown_keys(table, _MEASURE_KEYS, path, f"[{name}] ", problems)
    texts = {key: str(table.get(key, "")) for key in _TEXT_KEYS}
    formula = table.get("formula")
    measure = Measure(
        name=name,
        unit=read_unit(str(table.get("unit", "count"))),
        unit_text=str(table.get("unit", "count")),
        titles=texts_by_language(table, LANGUAGES),
        formula=read_formula(str(formula)) if formula else None,
        without=tuple(table.get("without", ())),
        span=_pair(table.get("span")),
        stock=table.get("stock"),
        until_counts=bool(table.get("until_counts", False)),
        is_always_started=table.get("start_unknown") == "always",
        edges_count=bool(table.get("edges_count", False)),
        reach=table.get("over", "period"),
        each=dict(table.get("each", {})),
        exact=_pair(table.get("exact")),
        needs=tuple(table.get("needs", ())),
        is_monthly=bool(table.get("monthly", False)),
        looks_ahead=bool(table.get("looks_ahead", False)),
        is_until_over=bool(table.get("until_over", False)),
        empty=Decimal(str(table["empty"])) if "empty" in table else None,
        **texts,
    )
    _check_shape(measure)
    return measure


def _pair(value: object) -> tuple[str, str] | None:
    """Take two column names."""
    if value is None:
        return None
    first, second = cast("list[str]", value)
    return first, second


def _check_shape(measure: Measure) -> None:
    """Refuse a measure whose parts do not fit together.

    Raises:
        ValueError: it says neither what it reads nor from what it follows.
    """
    complaint = ""
    if measure.formula is not None:
        complaint = "has both a formula and a table" if measure.table else ""
    elif measure.table not in TABLES:
        complaint = f"unknown table '{measure.table}'"
    elif not measure.value:
        complaint = "needs a value"
    elif not (measure.dated_by or measure.span):
        complaint = "needs dated_by or span"
    elif measure.stock is not None and measure.stock not in _STOCKS:
        complaint = f"stock has to be one of {', '.join(_STOCKS)}"
    elif measure.reach not in _REACHES:
        complaint = f"over has to be one of {', '.join(_REACHES[1:])}"
    else:
        complaint = _unknown_column(measure)
    if complaint:
        raise ValueError(complaint)


def _unknown_column(measure: Measure) -> str:
    """Complain about a date or key column that the table does not have."""
    known = TABLES[measure.table].all_columns
    named = [
        measure.dated_by,
        measure.money_on,
        measure.per,
        *(measure.span or ()),
        *(measure.exact or ()),
        *measure.needs,
    ]
    return next((f"table '{measure.table}' has no column '{name}'" for name in named if name and name not in known), "")


def read_exclusions(files: Mapping[str, Table], problems: Problems) -> dict[str, Exclusion]:
    """Read every table of the files as an exclusion, by name."""
    exclusions = {}
    known = frozenset({"when", "needs", "note", "only_if", "of_keys", *LANGUAGES})
    for path, file in files.items():
        for name, table in file.items():
            if not isinstance(table, dict) or not table.get("when"):
                problems.add(path, f"[{name}] needs a `when`")
                continue
            refuse_unknown_keys(table, known, path, f"[{name}] ", problems)
            exclusions[name] = Exclusion(
                name=name,
                when=str(table["when"]),
                needs=str(table.get("needs", "")),
                note=str(table.get("note", "")),
                only_if=str(table.get("only_if", "")),
                is_of_keys=bool(table.get("of_keys", False)),
                titles=texts_by_language(table, LANGUAGES),
            )
    return exclusions


def read_dimensions(files: Mapping[str, Table], problems: Problems) -> dict[str, Dimension]:
    """Read every table of the files as a dimension, by name."""
    dimensions = {}
    for path, file in files.items():
        for name, table in file.items():
            through = table.get("through") if isinstance(table, dict) else None
            if not isinstance(table, dict) or not isinstance(through, dict) or not through:
                problems.add(path, f"[{name}] needs a `through`")
                continue
            for fact, way in through.items():
                complaint = _broken_way(fact, str(way))
                if complaint:
                    problems.add(path, f"[{name}] {complaint}")
            dimensions[name] = Dimension(
                name=name,
                titles=texts_by_language(table, LANGUAGES),
                through={fact: str(way) for fact, way in through.items()},
                is_dated=bool(table.get("dated", False)),
            )
    return dimensions


def _broken_way(fact: str, way: str) -> str:
    """Complain about a step that leads nowhere."""
    table = fact
    for step in way.split(" > "):
        place, _, column = step.rpartition(".")
        table = place or table
        if table not in TABLES or column not in TABLES[table].all_columns:
            return f"'{way}' leads from '{fact}' to '{step}', which is not there"
    return ""
