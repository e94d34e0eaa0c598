"""What a measure needs and the data does not have: empty tables, empty columns, dimensions its table does not know.

Pure. Reasons are slugs, the names behind them are those a person would have to provide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from lievik.model.facts import Facts
from lievik.model.metric import Dimension, Exclusion, Measure
from lievik.model.tables import TABLES
from lievik.planner.row_sql import columns_of, needed_columns_of

_MADE_FROM: Final = {
    "lead.first_qualified_on": "lead.qualified_on",
    "lead.first_converted_on": "lead.converted_on",
    "lead.won_on": "lead.deal_id",
    "lead.reachability": "lead.email",
    "deal.cycle_started_on": "deal.created_on",
    "spend.lagged_on": "spend.spent_on",
    "spend_part.counted_on": "spend.spent_on",
    "spend_part.spent_on": "spend.spent_on",
    "spend_part.amount": "spend.amount",
    "deal_line.closed_on": "deal.closed_on",
    "activity.is_selling": "activity.kind",
}
"""Column worked out at load -> the column that a person would have to provide."""

Missing = Mapping[str, tuple[str, ...]]
"""Slug of a reason -> names of what is missing; empty when nothing is."""


def missing_for(measure: Measure, facts: Facts, dimensions: Iterable[Dimension], scope: Iterable[Dimension]) -> Missing:
    """Say what a measure cannot do without and does not have."""
    if not facts.has_rows(measure.table) or not facts.has_source(measure.table):
        return {"missing_table": facts.missing_tables(measure.table)}
    columns = [name for name in needed_columns(measure) if not facts.has_values(measure.table, name)]
    if columns:
        return {"missing_column": tuple(_to_provide(f"{measure.table}.{name}") for name in columns)}
    hidden = [dimension.name for dimension in scope if measure.table not in dimension.through]
    if hidden:
        return {"out_of_scope": tuple(hidden)}
    unknown = [dimension.name for dimension in dimensions if not can_split(measure, dimension)]
    return {"no_such_dimension": tuple(unknown)} if unknown else {}


def can_split(measure: Measure, dimension: Dimension) -> bool:
    """Whether a measure can be split by a dimension; one that looks memberships up needs a day to look at."""
    way = dimension.through.get(measure.table, "")
    return bool(way)


def needed_columns(measure: Measure) -> tuple[str, ...]:
    """Columns without which a measure says nothing: its date or start, and what it adds up."""
    table = TABLES[measure.table].all_columns
    needed = [*measure.needs, *([measure.dated_by] if measure.dated_by else [])]
    if measure.span is not None and not measure.is_always_started:
        needed.append(measure.span[0])
    needed += [name for name in needed_columns_of(measure.value) if table.get(name) not in {"flag", None}]
    return tuple(dict.fromkeys(needed))


def reads_money(measure: Measure, reasons: Iterable[Exclusion]) -> bool:
    """Whether a measure is about money, and so has to be converted where currencies differ.

    A count that leaves out rows without an amount is: it divides a sum, which leaves out those without a rate.
    """
    kinds = TABLES[measure.table].all_columns
    pieces = (measure.value, *measure.each.values(), *(reason.when for reason in reasons))
    read = [name for sql in pieces for name in columns_of(sql)]
    return "currency" in kinds and any(kinds.get(name) in {"money", "price", "fine_money"} for name in read)


def _to_provide(column: str) -> str:
    """The column that a person would have to provide for one that is empty."""
    return _MADE_FROM.get(column, column)
