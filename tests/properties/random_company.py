"""A seed and a size → the rows of a made-up company, with everything in them that goes wrong in real ones.

The first rows of a larger company are those of a smaller one with the same seed, so that a failing example shrinks.
"""

# ruff: noqa: S311 - nothing here is a secret

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import TypeAlias

Row: TypeAlias = dict[str, object]
Rows: TypeAlias = dict[str, list[Row]]

FIRST_DAY = date(2025, 1, 1)
LAST_DAY = date(2026, 6, 30)
CURRENCIES = ("EUR", "EUR", "EUR", "USD", "CZK", "XAU")
"""There is never a rate for the last one."""


def random_rows(seed: int, size: int, *, foreign: bool = True) -> Rows:
    """Make the rows of every table.

    Args:
        seed: decides everything.
        size: number of deals; other tables go with it.
        foreign: also money in other currencies than euros.
    """
    makers = {
        "deal": (size, _deal),
        "lead": (size, _lead),
        "deal_line": (size // 2, _line),
        "deal_split": (size // 3, _split),
        "deal_version": (size, _version),
        "spend": (size // 3, _spend),
        "invoice_line": (size // 2, _invoice),
        "customer_period": (size // 2, _subscription),
        "activity": (size // 3, _activity),
        "work_time": (size // 3, _work),
    }
    rows: Rows = {
        table: [maker(Random(f"{seed}/{table}/{number}"), number) for number in range(count)]
        for table, (count, maker) in makers.items()
    }
    rows |= _people(Random(seed))
    rows |= _targets(Random(seed + 1))
    if not foreign:
        for table in rows.values():
            for row in table:
                row.pop("currency", None)
    for name, table in rows.items():
        for number, row in enumerate(table):
            row.setdefault("id", f"{name}{number:03}")
    return {name: table for name, table in rows.items() if table}


def _day(random: Random, first: date = FIRST_DAY, days: int = 545) -> date:
    return first + timedelta(days=random.randrange(days))


def _maybe(random: Random, value: object, share: float = 0.85) -> object:
    return value if random.random() < share else None


def _deal(random: Random, number: int) -> Row:
    created = _day(random)
    outcome = random.choice(("won", "won", "lost", "lost", "open"))
    closed = created + timedelta(days=random.choice((-2, 0, 1, 5, 30, 60, 120, 300)))
    return {
        "id": f"d{number:03}",
        "outcome": outcome,
        "amount": _maybe(random, random.choice((0, 100, 99.99, 250.5, 1000, 12345.67)), 0.9),
        "currency": random.choice(CURRENCIES),
        "created_on": _maybe(random, created, 0.95),
        "first_contact_on": _maybe(random, created - timedelta(days=random.randrange(20)), 0.3),
        "closed_on": None if outcome == "open" else closed,
        "expected_close_on": _maybe(random, closed, 0.9),
        "qualified_on": _maybe(random, created, 0.7),
        "probability": _maybe(random, random.choice((0.1, 0.5, 0.75))),
        "owner_id": _maybe(random, random.choice(("r1", "r2", "r3", "gone"))),
        "account_id": _maybe(random, f"a{random.randrange(6)}"),
        "product_id": _maybe(random, random.choice(("p1", "p2"))),
        "lead_source": _maybe(random, random.choice(("web", "events"))),
        "deal_type": _maybe(random, random.choice(("new", "renewal"))),
        "lost_reason": random.choice(("price", "No decision", None)) if outcome == "lost" else None,
        "is_deleted": random.random() < 0.08,
    }


def _lead(random: Random, number: int) -> Row:
    created = _day(random)
    return {
        "id": f"l{number:03}",
        "created_on": created,
        "qualified_on": _maybe(random, created + timedelta(days=random.randrange(40)), 0.5),
        "converted_on": _maybe(random, created + timedelta(days=random.choice((0, 10, 89, 90, 91, 200))), 0.5),
        "deal_id": _maybe(random, f"d{random.randrange(40):03}", 0.5),
        "email": _maybe(random, f"x{random.randrange(30)}@y.sk", 0.7),
        "owner_id": _maybe(random, random.choice(("r1", "r2", "r3"))),
        "lead_source": _maybe(random, random.choice(("web", "events"))),
        "disqualified_reason": _maybe(random, random.choice(("spam", "too small")), 0.1),
        "merged_into_id": _maybe(random, f"l{random.randrange(10):03}", 0.05),
        "is_deleted": random.random() < 0.05,
    }


def _line(random: Random, number: int) -> Row:
    return {
        "id": f"n{number:03}",
        "deal_id": f"d{random.randrange(40):03}",
        "product_id": _maybe(random, random.choice(("p1", "p2"))),
        "quantity": _maybe(random, random.choice((1, 2, 3)), 0.95),
        "unit_price": _maybe(random, random.choice((5, 9.99, 20)), 0.95),
        "discount_share": _maybe(random, random.choice((0, 0.1)), 0.5),
    }


def _split(random: Random, number: int) -> Row:
    deal = f"d{number * 3:03}"
    kind = "overlay" if number % 3 == 2 else "revenue"
    return {"deal_id": deal, "rep_id": random.choice(("r1", "r2")), "share": 1, "kind": kind}


def _version(random: Random, number: int) -> Row:
    start = _day(random)
    return {
        "deal_id": f"d{number:03}",
        "outcome": "open",
        "amount": random.choice((100, 200)),
        "valid_from_on": start,
        "valid_until_on": _maybe(random, start + timedelta(days=random.randrange(1, 200)), 0.7),
        "expected_close_on": start + timedelta(days=random.randrange(200)),
        "qualified_on": _maybe(random, start, 0.8),
    }


def _spend(random: Random, number: int) -> Row:
    return {
        "id": f"s{number:03}",
        "spent_on": _day(random),
        "amount": _maybe(random, random.choice((10, 99.5, 500)), 0.95),
        "currency": random.choice(CURRENCIES),
        "channel": _maybe(random, random.choice(("web", "events"))),
        "category": _maybe(random, random.choice(("media", "wages"))),
        "rep_id": _maybe(random, random.choice(("r1", "r2")), 0.5),
    }


def _invoice(random: Random, number: int) -> Row:
    return {
        "id": f"i{number:03}",
        "account_id": _maybe(random, f"a{random.randrange(6)}"),
        "rep_id": _maybe(random, random.choice(("r1", "r2"))),
        "product_id": _maybe(random, random.choice(("p1", "p2"))),
        "invoiced_on": _day(random),
        "amount": _maybe(random, random.choice((10, -5, 200.25)), 0.95),
        "currency": random.choice(CURRENCIES),
    }


def _subscription(random: Random, number: int) -> Row:
    start = _day(random, FIRST_DAY - timedelta(days=365), 900)
    return {
        "id": f"c{number:03}",
        "account_id": _maybe(random, f"a{random.randrange(12)}", 0.95),
        "product_id": _maybe(random, random.choice(("p1", "p2"))),
        "starts_on": start,
        "ends_on": _maybe(random, start + timedelta(days=random.choice((-1, 30, 31, 90, 365))), 0.6),
        "monthly_amount": _maybe(random, random.choice((0, 10, 25.5)), 0.9),
        "is_trial": random.random() < 0.1,
    }


def _activity(random: Random, number: int) -> Row:
    return {
        "id": f"x{number:03}",
        "rep_id": _maybe(random, random.choice(("r1", "r2", "r3"))),
        "started_on": _day(random),
        "hours": _maybe(random, random.choice((0.5, 1, 2))),
        "is_selling": random.random() < 0.6,
    }


def _work(random: Random, number: int) -> Row:
    return {
        "id": f"w{number:03}",
        "rep_id": _maybe(random, random.choice(("r1", "r2", "r3"))),
        "worked_on": _day(random),
        "hours": _maybe(random, 8),
    }


def _people(random: Random) -> Rows:
    left = _maybe(random, _day(random, date(2026, 1, 1), 180), 0.5)
    return {
        "rep": [
            {"id": "r1", "name": "Eva", "region": "east", "manager_id": "r3", "started_on": date(2024, 1, 1)},
            {"id": "r2", "name": "Eva", "region": "west", "manager_id": "r3", "started_on": _day(random)},
            {"id": "r3", "name": "Jan", "region": None, "manager_id": None, "started_on": None, "left_on": left},
        ],
        "team": [{"id": "t1", "name": "Red"}, {"id": "t2", "name": "Blue"}],
        "team_member": [
            {"team_id": "t1", "rep_id": "r1", "starts_on": None, "ends_on": _day(random)},
            {"team_id": "t2", "rep_id": "r1", "starts_on": _day(random), "ends_on": None},
            {"team_id": "t2", "rep_id": "r2", "starts_on": _day(random), "ends_on": _maybe(random, LAST_DAY)},
        ],
        "account": [
            {"id": f"a{n}", "name": f"Company {n}", "industry": ("steel", "food", None)[n % 3], "owner_id": f"r{n}"}
            for n in range(5)
        ],
        "product": [{"id": "p1", "name": "Pump", "family": "big"}, {"id": "p2", "name": "Quill", "family": None}],
    }


def _targets(random: Random) -> Rows:
    quota: list[Row] = []
    calls: list[Row] = []
    for year, month in ((2025, 1), (2025, 4), (2025, 7), (2025, 10), (2026, 1), (2026, 4)):
        start = date(year, month, 1)
        span = {"starts_on": start, "ends_on": date(year + month // 10, (month + 2) % 12 + 1, 1)}
        for rep in ("r1", "r2"):
            who: Mapping[str, object] = {"subject_kind": "rep", "subject_id": rep, **span}
            quota.append({**who, "amount": random.choice((100, 1000.01, 5000))})
            submitted = start - timedelta(days=random.randrange(10))
            calls.append({**who, "category": "commit", "amount": random.choice((50, 900)), "submitted_on": submitted})
    rates: list[Row] = [
        {"on_date": start, "from_currency": code, "to_currency": "EUR", "rate": rate, "kind": kind}
        for start, change in ((date(2024, 1, 1), 1.0), (date(2025, 8, 1), 1.25))
        for code, rate in (("USD", round(0.9 * change, 4)), ("CZK", round(0.04 * change, 4)))
        for kind in ("market", "budget")
    ]
    return {"quota": quota, "forecast_submission": calls, "fx_rate": rates}
