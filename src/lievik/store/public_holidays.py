"""The countries of reps and the years that the data speak of → public holidays in a table, looked up in `holidays`.

The only module that knows that library; it is loaded only where somebody's hours are worked out by contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import duckdb

from lievik.errors import SettingsError

TABLE: Final = "looked_up_holiday"
"""Temporary table that derive/holiday.sql reads."""


def look_up_holidays(connection: duckdb.DuckDBPyConnection, parameters: Mapping[str, object]) -> None:
    """Fill the table with the public holidays of every country where a rep works by contract.

    Args:
        connection: `day` and `rep` are worked out already.
        parameters: `country` is that of reps without one.

    Raises:
        SettingsError: nothing is known of that country.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE} (country VARCHAR, on_date DATE, name VARCHAR)")
    own = str(parameters["country"])
    found = connection.execute(
        "SELECT DISTINCT CASE WHEN country SIMILAR TO '[A-Za-z]{2}' THEN upper(country) ELSE $own END FROM rep "
        "WHERE contract_hours > 0 ORDER BY 1",
        {"own": own},
    ).fetchall()
    countries = [country for (country,) in found]
    if own in countries:
        _refuse_unknown(own)
    years = [year for (year,) in connection.execute("SELECT DISTINCT year FROM day ORDER BY year").fetchall()]
    rows = [row for country in countries for row in _holidays_of(country, years)]
    if rows:
        listed = ", ".join(f"({', '.join(_literal(cell) for cell in row)})" for row in rows)
        connection.execute(f"INSERT INTO {TABLE} VALUES {listed}")


def _holidays_of(country: str, years: list[int]) -> list[tuple[str, str, str]]:
    """Give a country's holidays, in the years from the first to the last; none where nothing is known of it."""
    import holidays

    if not years or country not in holidays.list_supported_countries(include_aliases=False):
        return []
    found = holidays.country_holidays(country, years=range(years[0], years[-1] + 1), language="en_US")
    return [(country, day.isoformat(), name) for day, name in sorted(found.items())]


def _refuse_unknown(country: str) -> None:
    """Refuse a workspace's country of which nothing is known: its holidays would count as worked."""
    import holidays

    if country not in holidays.list_supported_countries(include_aliases=False):
        raise SettingsError(
            f"The public holidays of country '{country}' are not known.",
            "Correct 'country' in lievik.toml: two letters, such as SK, CZ or AT.",
        )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
