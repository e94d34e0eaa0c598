"""A number of deals in, a workspace of a made-up company out; the same number always makes the same rows.

Rows are written straight into the canonical tables, then derived as after an import. They are as untidy as real ones:
deleted, unqualified and amountless deals, leads entered twice, merged or invalid.
"""

# ruff: noqa: S608 - statements are put together from numbers and names of this module

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from lievik import Workspace
from lievik.engines import opener
from lievik.model.conventions import Conventions
from lievik.store import generations
from lievik.store.derivation import derive
from lievik.store.folder import writing
from lievik.store.schema import create_tables

AS_OF: Final = date(2024, 12, 31)
"""Last day of the company's five years."""

REPS: Final = 200
TEAMS: Final = 20

_ZONE: Final = "UTC"
_DAYS: Final = 1827
_FIRST: Final = "DATE '2020-01-01'"
_AFTER: Final = "DATE '2025-01-01'"
_CHANNELS: Final = "['inbound', 'outbound', 'referral', 'partner', 'event', 'search', 'social', 'organic']"
_REGIONS: Final = "['north', 'south', 'east', 'west', 'centre']"


def make_company(folder: Path, deals: int) -> None:
    """Make a workspace of a company with so many deals; a folder that is there already is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    Workspace.create(folder, today=AS_OF, name="Made-up company", currency="EUR", as_of=AS_OF)
    with writing(folder):
        with generations.building(folder, opener(_ZONE)) as connection:
            create_tables(connection)
            for statement in (_reps(), _teams(), _accounts(deals), _deals(deals), _leads(deals)):
                connection.execute(statement)
            _derive(connection)
        generations.publish(folder)


def _derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Work out what an import works out."""
    connection.execute("BEGIN")
    derive(connection, Conventions(currency="EUR", time_zone=_ZONE))
    connection.execute("COMMIT")


def _share(seed: int) -> str:
    """SQL of a number in [0, 1) that depends on the row's number and a seed alone."""
    return f"((hash(i, {seed}) % 1000003) / 1000003.0)"


def _normal(seed: int) -> str:
    """SQL of a number that is normally distributed."""
    return f"(sqrt(-2 * ln(1 - {_share(seed)})) * cos(2 * pi() * {_share(seed + 1)}))"


def _one_of(listed: str, count: int, seed: int) -> str:
    """SQL of one of so many values, the first ones more often."""
    return f"{listed}[1 + CAST(floor(least({_share(seed)}, {_share(seed + 1)}) * {count}) AS INTEGER)]"


def _common(letter: str) -> str:
    """SQL of the columns that every imported row has."""
    own = f"'{letter}' || i AS id, '{letter}' || i AS source_id"
    return f"{own}, 'made_up' AS source, TIMESTAMP '2025-01-01' AS known_from"


def _day_of(total: int, seed: int) -> str:
    """SQL of the day on which row i of so many came into being; later years have more."""
    return f"{_FIRST} + CAST(floor(pow((i + {_share(seed)}) / {total}, 0.8) * {_DAYS}) AS INTEGER)"


def _reps() -> str:
    return f"""
        INSERT INTO rep BY NAME
        SELECT {_common("r")}, 'Rep ' || i AS name, {_REGIONS}[1 + i % {TEAMS} % 5] AS region, TRUE AS carries_quota,
               {_FIRST} AS started_on
        FROM range({REPS}) AS made (i)"""


def _teams() -> str:
    """Teams, and who is in which."""
    return f"""
        INSERT INTO team BY NAME SELECT {_common("t")}, 'Team ' || i AS name FROM range({TEAMS}) AS made (i);
        INSERT INTO team_member BY NAME
        SELECT {_common("m")}, 't' || i % {TEAMS} AS team_id, 'r' || i AS rep_id, {_FIRST} AS starts_on
        FROM range({REPS}) AS made (i)"""


def _accounts(deals: int) -> str:
    return f"""
        INSERT INTO account BY NAME SELECT {_common("a")}, 'Account ' || i AS name
        FROM range({max(deals // 5, 1)}) AS made (i)"""


def _deals(deals: int) -> str:
    """One deal in four is won; one in a hundred is deleted, three have no amount, ten were never qualified."""
    return f"""
        INSERT INTO deal BY NAME
        WITH made AS (
            SELECT i, {_day_of(deals, 1)} AS created_on,
                   CAST(least(720, greatest(1, exp(3.7 + 0.8 * {_normal(2)}))) AS INTEGER) AS days,
                   {_share(4)} < 0.17 + 0.16 * (hash(i, 5) % {REPS}) / {REPS} AS is_good
            FROM range({deals}) AS made (i)
        )
        SELECT {_common("d")}, 'Deal ' || i AS name, 'a' || hash(i, 6) % {max(deals // 5, 1)} AS account_id,
               'r' || hash(i, 5) % {REPS} AS owner_id, 'EUR' AS currency, created_on,
               {_one_of(_CHANNELS, 8, 7)} AS lead_source,
               CASE WHEN {_share(9)} >= 0.03 THEN CAST(exp(8.3 + 1.1 * {_normal(10)}) AS DECIMAL(18, 2)) END AS amount,
               CASE WHEN {_share(12)} >= 0.1 THEN created_on + days // 4 END AS qualified_on,
               CASE WHEN created_on + days < {_AFTER} THEN created_on + days END AS closed_on,
               created_on + days AS expected_close_on,
               CASE WHEN created_on + days >= {_AFTER} THEN 'open' WHEN is_good THEN 'won' ELSE 'lost' END AS outcome,
               outcome AS given_outcome, qualified_on AS given_qualified_on, created_on AS cycle_started_on,
               {_share(13)} < 0.01 AS is_deleted
        FROM made ORDER BY i"""


def _leads(deals: int) -> str:
    """Three leads a deal; two in a hundred are entered twice, one merged, three invalid, one deleted."""
    leads = 3 * deals
    return f"""
        INSERT INTO lead BY NAME
        WITH made AS (
            SELECT i, {_day_of(leads, 21)} AS created_on, CAST({_share(22)} * 30 AS INTEGER) AS days,
                   {_share(23)} AS chance, {_share(24)} AS flaw
            FROM range({leads}) AS made (i)
        )
        SELECT {_common("l")}, created_on, 'r' || hash(i, 25) % {REPS} AS owner_id,
               {_one_of(_CHANNELS, 8, 26)} AS lead_source,
               'lead' || CASE WHEN flaw < 0.02 AND i > 999 THEN i - 999 ELSE i END || '@example.com' AS email,
               CASE WHEN flaw BETWEEN 0.02 AND 0.03 AND i > 0 THEN 'l' || (i - 1) END AS merged_into_id,
               CASE WHEN flaw BETWEEN 0.03 AND 0.06 THEN 'spam' END AS disqualified_reason,
               flaw > 0.99 AS is_deleted,
               CASE WHEN chance < 0.42 AND created_on + days < {_AFTER} THEN created_on + days END AS qualified_on,
               CASE WHEN chance < 0.3 AND created_on + 4 * days < {_AFTER} THEN created_on + 4 * days END
                   AS converted_on,
               CASE WHEN converted_on IS NOT NULL THEN 'd' || i // 3 END AS deal_id
        FROM made ORDER BY i"""
