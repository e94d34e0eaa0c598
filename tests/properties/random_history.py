"""A seed → deals with a history: states that a vendor told, or what imports found different; and a plain replay of it.

Plain Python: nothing of the product is imported. A state is a dict of columns; none where a deal was not there.
"""

# ruff: noqa: S311 - nothing here is a secret

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypeAlias

Row: TypeAlias = dict[str, object]

START = date(2026, 1, 1)
DAYS = 120
CLOSED = ("won", "lost")
DELETED = date(2026, 1, 1) + timedelta(days=DAYS + 10)


@dataclass
class History:
    """Rows of the tables, and each deal's states in order: (first day, state or none)."""

    deals: list[Row] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    past: list[Row] = field(default_factory=list)
    members: list[Row] = field(default_factory=list)
    rates: list[Row] = field(default_factory=list)
    states: dict[str, list[tuple[date, Row | None]]] = field(default_factory=dict)

    def at(self, deal: str, day: date) -> Row | None:
        """How a deal stood at the end of a day."""
        found = None
        for first, state in self.states[deal]:
            if first <= day:
                found = state
        return found

    def team(self, owner: object, day: date) -> object:
        """The team of an owner on a day."""
        for row in self.members:
            if row["rep_id"] == owner and row["starts_on"] <= day and (row["ends_on"] is None or day < row["ends_on"]):  # type: ignore[operator]
                return row["team_id"]
        return None


def random_history(seed: int, size: int) -> History:
    """Make a company's deals; every other kind of telling at random."""
    random = Random(seed)
    history = History(
        members=[
            {"team_id": "t1", "rep_id": "r1", "starts_on": START - timedelta(days=900), "ends_on": _day(random)},
            {"team_id": "t1", "rep_id": "r2", "starts_on": START - timedelta(days=900), "ends_on": None},
        ],
        rates=[
            {"on_date": START + timedelta(days=days), "from_currency": "USD", "to_currency": "EUR", "rate": rate}
            for days, rate in ((-400, "0.9"), (20, "0.87654321"), (50, "1.01"), (90, "0.93"))
        ],
    )
    first_end = history.members[0]["ends_on"]
    if random.random() < 0.7:
        history.members.append({"team_id": "t2", "rep_id": "r1", "starts_on": first_end, "ends_on": None})
    for number in range(size):
        tell = _told_by_vendor if random.random() < 0.6 else _told_by_imports
        tell(Random(f"{seed}/{number}"), f"d{number}", history)
    return history


def _day(random: Random) -> date:
    return START + timedelta(days=random.randrange(DAYS))


def _first(random: Random, created: date) -> Row:
    return {
        "name": None,
        "outcome": "open",
        "amount": random.choice((None, 0, 100, 99.99, 250.5, 12345.67)),
        "currency": random.choice(("EUR", "EUR", "EUR", "USD", "USD", "XAU")),
        "owner_id": random.choice(("r1", "r2", "r3", None)),
        "pipeline_id": random.choice(("p1", "p2")),
        "forecast_category": random.choice(("commit", "pipeline")),
        "created_on": created,
        "closed_on": None,
        "expected_close_on": random.choice((None, _day(random), _day(random), _day(random))),
        "qualified_on": random.choice((None, created, created + timedelta(days=random.randrange(60)))),
        "is_deleted": False,
    }


def _changed(random: Random, state: Row, day: date) -> Row:
    """Change something or several things."""
    found = dict(state)
    for _ in range(random.choice((1, 1, 2, 3))):
        match random.randrange(9):
            case 0:
                found["amount"] = random.choice((None, 50, 100, 777.77))
            case 1 if found["currency"] != "XAU":
                # a deal that has no rate at any step is left out of all, which the replay does not follow
                found["currency"] = random.choice(("EUR", "USD"))
            case 2:
                found["owner_id"] = random.choice(("r1", "r2", "r3", None))
            case 3 | 4:
                found["expected_close_on"] = random.choice((None, _day(random), _day(random)))
            case 5 | 6:
                is_open = found["outcome"] == "open"
                found["outcome"] = random.choice(CLOSED) if is_open else "open"
                found["closed_on"] = day if is_open else None
            case 7:
                found["is_deleted"] = random.random() < 0.5
            case _:
                found["pipeline_id"] = random.choice(("p1", "p2"))
                found["forecast_category"] = random.choice(("commit", "pipeline"))
    return found


def _told_by_vendor(random: Random, deal: str, history: History) -> None:
    """Versions from the day it was created on; several on a day leave the last."""
    day = created = _day(random)
    state = _first(random, created)
    states: list[tuple[date, Row | None]] = []
    number = 0
    while day < START + timedelta(days=DAYS) and number < 9:
        history.versions.append(
            {**state, "id": f"{deal}-{number}", "deal_id": deal, "valid_from_on": day, "valid_until_on": None}
        )
        states = [(first, known) for first, known in states if first != day] + [(day, state)]
        day += timedelta(days=random.choice((0, 1, 5, 20, 40)))
        state, number = _changed(random, state, day), number + 1
    last = states[-1][1]
    assert last is not None
    history.deals.append({**last, "id": deal})
    history.states[deal] = states


def _told_by_imports(random: Random, deal: str, history: History) -> None:
    """Rows as imports brought them, each known from the noon of a day; the last is in the table, or gone."""
    created = _day(random)
    known = created + timedelta(days=random.choice((0, 0, 10, 30)))
    state = _first(random, created)
    rows: list[tuple[date, Row]] = []
    for _ in range(random.randrange(1, 5)):
        rows.append((known, state))
        known += timedelta(days=random.choice((1, 7, 30)))
        state = _changed(random, state, known - timedelta(days=random.choice((0, 0, 3))))
    is_gone = random.random() < 0.2
    ends = [*(day for day, _ in rows[1:]), known if is_gone else None]
    for number, ((day, row), end) in enumerate(zip(rows, ends, strict=True)):
        told = {**row, "id": deal, "known_from": f"{day} 11:00:00"}
        if end is None:
            history.deals.append(told)
        else:
            history.past.append({**told, "known_until": f"{end} 11:00:00", "number": number})
    history.states[deal] = _replayed(rows, ends[-1])


def _replayed(rows: list[tuple[date, Row]], gone: date | None) -> list[tuple[date, Row | None]]:
    """States: a closing counts from its own day, anything else from the day it was known; the first from creation."""
    begins: list[date] = []
    for number, (known, row) in enumerate(rows):
        closed = row["closed_on"]
        if row["outcome"] in CLOSED and isinstance(closed, date) and closed <= known:
            begins.append(closed)
        else:
            created = row["created_on"]
            assert isinstance(created, date)
            begins.append(min(created, known) if number == 0 else known)
    states: list[tuple[date, Row | None]] = []
    first = rows[0][1]
    if first["outcome"] in CLOSED and first["created_on"] < begins[0]:  # type: ignore[operator]
        before = {**first, "outcome": "open", "closed_on": None, "forecast_category": None}
        states.append((first["created_on"], before))  # type: ignore[arg-type]
    for number, (begin, (_, row)) in enumerate(zip(begins, rows, strict=True)):
        later = begins[number + 1 :]
        # what a later row says of an earlier day holds from that day on
        if not later or begin < min(later):
            states.append((begin, row))
    if gone is not None:
        states.append((gone, None))
    return states
