"""Money in another currency as SQL: converted row by row, at a rate that is looked up, never assumed.

Pure. A row in the wanted currency stays as it is, to the digit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lievik.model.tables import TABLES

if TYPE_CHECKING:
    from lievik.planner.dimension_sql import Joins
    from lievik.planner.plan import Scan

_FINE: Final = frozenset({"price", "fine_money"})
"""Kinds of money that are not rounded to cents."""


def convert_money(scan: Scan, joins: Joins) -> tuple[tuple[str, str], ...]:
    """Join the rate that a scan's money is converted by, and say what stands for each column of money.

    Returns:
        (column, SQL) pairs; `exchange_rate` stands for the rate itself. Nothing where money is not converted.
    """
    if scan.conversion is None:
        return ()
    table = scan.measure.table
    last = "(SELECT max(on_date) FROM rate_day WHERE on_date <= $as_of)"
    own_day = f"{table}.{scan.measure.money_on or scan.measure.dated_by}"
    day = own_day if scan.conversion.by == "row" else last
    joins.lines.append(
        f"LEFT JOIN rate_day AS rate ON rate.on_date = {day} AND rate.from_currency = {table}.currency"
        f" AND rate.to_currency = $currency AND rate.kind = '{scan.conversion.kind}'"
    )
    kinds = TABLES[table].all_columns
    own = f"{table}.currency = $currency"
    replaced = [("exchange_rate", "rate.rate")]
    for column in (name for name, kind in kinds.items() if kind in {"money", *_FINE}):
        converted = f"CAST({table}.{column} AS DECIMAL(28, 2)) * rate.rate"
        if kinds[column] in _FINE:
            converted = f"CAST(CAST({table}.{column} AS DECIMAL(24, 6)) * rate.rate AS DECIMAL(28, 10))"
        else:
            converted = f"round({converted}, 2)"
        replaced.append((column, f"CASE WHEN {own} THEN {table}.{column} ELSE {converted} END"))
    return tuple(replaced)
