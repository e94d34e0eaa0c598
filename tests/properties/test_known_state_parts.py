"""What is worked out again for a few changed rows, part by part, is what working everything out anew gives."""

# ruff: noqa: S608 - statements are put together from names of this module and of the tables

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from lievik.model.conventions import Conventions
from lievik.model.customer_rule import CustomerRule
from lievik.model.tables import TABLES
from lievik.store import derivation
from lievik.store.derivation import DERIVED_TABLES, derive
from lievik.store.derived_columns import COLUMNS
from lievik.store.landing import land
from lievik.store.parts import KEYS, READINGS
from lievik.store.schema import META, columns_of, create_tables
from lievik.store.suspicion import find_suspicions
from tests.store.arriving import Bringing

_DAYS = ("2026-01-01", "2026-02-03", "2026-02-28", "2026-03-05", "2026-04-01")
_ENDS = tuple(f"2026-0{month}-{day}" for month in (1, 2, 3) for day in ("01", "07", "11", "19", "26"))
_NOTED = ("meta_rows", "meta_filled", "meta_currency", "meta_span")


_CELLS = {
    "amount": ("100.05", "200.05", "300.05"),
    "currency": ("EUR", "EUR", "CZK", "USD", "-"),
    "outcome": ("won", "won", "won", "won", "lost", "-"),
    "stage_id": ("won", "talk", "-"),
    "owner_id": ("eva", "jan", "jan", "nobody", "-"),
    "account_id": (*(f"a{number}" for number in range(12)), "-"),
    "product_id": ("p1", "p2", "-"),
    "created_on": _DAYS[:3],
    "first_contact_on": ("2025-12-24", "-", "-"),
    "qualified_on": ("2026-01-05", "-", "-"),
    "closed_on": (*_ENDS, "-"),
    "is_deleted": ("true", "false", "false", "false"),
}
_Deals = dict[int, dict[str, str]]


def _changed(chance: random.Random, deals: _Deals, number: int) -> str:
    """Write a deal with one cell changed, or a new one."""
    cells = deals.get(number) or {name: chance.choice(values) for name, values in _CELLS.items()}
    name = chance.choice((*_CELLS, "amount", "closed_on", "closed_on", "owner_id", "account_id"))
    deals[number] = {**cells, name: chance.choice(_CELLS[name])}
    return " | ".join((str(number), *deals[number].values()))


_OTHERS: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "deal_split": (
        "deal_id | rep_id | share | kind",
        lambda c: f"{c.randint(0, 39)} | {c.choice(('eva', 'jan'))} | 0.5 | {c.choice(('-', 'overlay'))}",
    ),
    "deal_version": (
        "deal_id | stage_id | valid_from_on",
        lambda c: f"{c.randint(0, 39)} | {c.choice(('won', 'talk'))} | {c.choice(_DAYS)}",
    ),
    "rep": (
        "name | started_on | left_on",
        lambda c: f"Someone | {c.choice(('2026-01-15', '-'))} | {c.choice(('2026-03-01', '-'))}",
    ),
    "quota": (
        "subject_kind | subject_id | starts_on | ends_on | amount | currency",
        lambda c: f"rep | {c.choice(('eva', 'jan'))} | 2026-01-01 | 2026-04-01 | {c.randint(1, 3)}000 | EUR",
    ),
    "fx_rate": (
        "on_date | from_currency | to_currency | rate",
        lambda c: f"{c.choice(_DAYS)} | {c.choice(('CZK', 'USD'))} | EUR | 0.{c.randint(1, 9)}",
    ),
    "stage": (
        "name | kind | is_qualified",
        lambda c: f"Stage | {c.choice(('won', 'open'))} | {c.choice(('true', 'false'))}",
    ),
    "lead": (
        "email | created_on | deal_id",
        lambda c: f"{c.choice(('a@b.sk', 'c@d.sk'))} | {c.choice(_DAYS)} | {c.randint(0, 39)}",
    ),
    "spend": ("spent_on | amount | currency", lambda c: f"{c.choice(_DAYS)} | 10 | EUR"),
    "deal_line": ("deal_id | product_id | quantity", lambda c: f"{c.randint(0, 39)} | p1 | 2"),
    "invoice_line": (
        "account_id | invoiced_on | amount | currency",
        lambda c: f"{c.choice(('a1', 'a2'))} | {c.choice(_DAYS)} | 5 | EUR",
    ),
    "account": ("parent_id", lambda c: c.choice(("a1", "a2", "a3", "-"))),
    "customer_period": (
        "account_id | starts_on | ends_on | monthly_amount | currency | is_trial",
        lambda c: f"a{c.randint(0, 3)} | {c.choice(_DAYS)} | {c.choice((*_ENDS, '-'))} | 5 | EUR | false",
    ),
    "churn_event": ("account_id | lost_on", lambda c: f"a{c.randint(0, 3)} | {c.choice(_DAYS)}"),
    "forecast_submission": (
        "subject_kind | subject_id | starts_on | ends_on | submitted_on | amount | currency",
        lambda c: (
            f"{c.choice(('rep | eva', 'rep | jan', 'company | all', 'company | -', 'team | north'))} | 2026-01-01 | "
            f"2026-0{c.choice((3, 4))}-01 | {c.choice(('2025-12-20', '2026-01-01', '2026-01-10'))} | "
            f"100 | {c.choice(('EUR', 'EUR', 'CZK'))}"
        ),
    ),
}
_IDS = {"rep": ("eva", "jan", "new"), "stage": ("won", "talk"), "account": ("a0", "a1", "a2", "a3", "a4")}


def _written(chance: random.Random, names: list[str], deals: _Deals, numbers: list[int]) -> dict[str, str]:
    """Write some deals, and rows of other tables."""
    written = {}
    if numbers:
        written["deal"] = "\n".join((" | ".join(("id", *_CELLS)), *(_changed(chance, deals, n) for n in numbers)))
    for name in names:
        header, row = _OTHERS[name]
        ids = chance.sample(_IDS.get(name, ("1", "2", "3")), 2)
        written[name] = "\n".join((f"id | {header}", *(f"{each} | {row(chance)}" for each in ids)))
    return written


def _everything(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """Read all that is worked out or noted."""
    read = {derived.table: ("id", *derived.columns) for derived in COLUMNS}
    read |= {table: tuple(columns_of(TABLES[table])) for table in DERIVED_TABLES}
    read |= {name: tuple(part.split(" ")[0] for part in META[name].split(", ")) for name in _NOTED}
    return {
        table: connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY ALL").fetchall()
        for table, columns in read.items()
    }


def _agreed(seed: int) -> Conventions:
    """The agreements of a seed: every other one has parents for customers."""
    rule = CustomerRule(by="parent", ends="stated", grace_days=5) if seed % 2 else CustomerRule()
    return Conventions(customers=rule)


def _arrive(
    connection: duckdb.DuckDBPyConnection, moment: datetime, tables: dict[str, str], agreed: Conventions
) -> None:
    """Land rows, and work out what they can have changed; what is odd is told as if every row had been looked at."""
    arrival = Bringing(source="crm", files=(Path(__file__),), tables=tables)
    landed = land(connection, arrival.stage(connection, moment), "crm", moment, "partial")
    since = moment.replace(tzinfo=None)
    changes = derive(connection, agreed, landed.changed_tables, since, landed.tracked_tables)
    told = find_suspicions(connection, tables, "crm", changes)
    assert told == find_suspicions(connection, tables, "crm")
    for table, condition, count in connection.execute("SELECT table_name, condition, n FROM meta_odd").fetchall():
        assert connection.execute(f"SELECT count(*) FILTER ({condition}) FROM {table}").fetchall() == [(count,)]


def _worked_out_anew(connection: duckdb.DuckDBPyConnection, agreed: Conventions) -> dict[str, list[tuple[object, ...]]]:
    connection.execute("BEGIN")
    derive(connection, agreed)
    found = _everything(connection)
    connection.execute("ROLLBACK")
    return found


def _arrives_as_anew(seed: int, steps: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    others = chance.sample(sorted(_OTHERS), chance.randint(0, len(_OTHERS)))
    deals: _Deals = {}
    agreed = _agreed(seed)
    with duckdb.connect() as connection:
        create_tables(connection)
        moment = datetime(2026, 5, 1, tzinfo=UTC)
        derive(connection, agreed)
        _arrive(connection, moment, _written(chance, others, deals, list(range(40))), agreed)
        for step in range(steps):
            moment += timedelta(days=1)
            names = chance.sample(others, min(len(others), chance.choice((0, 0, 0, 1, 2))))
            numbers = chance.sample(range(41), chance.randint(1, 4))
            _arrive(connection, moment, _written(chance, names, deals, numbers), agreed)
            told, anew = _everything(connection), _worked_out_anew(connection, agreed)
            assert [name for name in anew if told[name] != anew[name]] == [], f"step {step}"


@pytest.mark.parametrize("larger", [0, 10])
@pytest.mark.parametrize("seed", range(6))
def test_a_few_rows_change_only_what_is_made_from_them(monkeypatch: pytest.MonkeyPatch, seed: int, larger: int) -> None:
    monkeypatch.setattr(derivation, "LARGER", larger)
    _arrives_as_anew(seed, 6)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 200))
def test_many_rows_change_only_what_is_made_from_them(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(derivation, "LARGER", seed % 2 * 10)
    _arrives_as_anew(seed, 15)


def test_what_is_read_of_a_table_is_there() -> None:
    for derived, readings in READINGS.items():
        for table, reading in readings.items():
            assert set(reading.columns) <= set(TABLES[table].all_columns), (derived, table)
            assert not reading.key or len(reading.key) == len(KEYS[derived]), (derived, table)
    assert all(set(key) <= set(TABLES[derived].columns) for derived, key in KEYS.items())
