"""Made-up rows → what the metrics are worth, in plain Python: counted one by one, as a person would with a ruler.

Knows the rows of `random_company` and the definitions as people read them; nothing of how the product works them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from statistics import fmean, median

from tests.properties.random_company import Row, Rows

INVALID = {"spam", "invalid", "test", "duplicate"}
CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A period, the end not in it, and the day that answers are as of."""

    start: date
    end: date
    as_of: date

    def holds(self, day: object) -> bool:
        """Whether a day is in the period and not after the as-of day."""
        return isinstance(day, date) and self.start <= day < self.end and day <= self.as_of


def deals_closed(rows: Rows, asked: Asked, *outcomes: str) -> list[Row]:
    """Deals that are there and ended that way in the period."""
    return [
        row
        for row in rows.get("deal", [])
        if row["outcome"] in outcomes and not row["is_deleted"] and asked.holds(row["closed_on"])
    ]


def in_euros(rows: Rows, row: Row, day: date) -> Decimal | None:
    """Amount at the last rate known on a day, rounded half up; none without an amount or a rate."""
    if row["amount"] is None:
        return None
    amount, code = Decimal(str(row["amount"])), row.get("currency") or "EUR"
    if code == "EUR":
        return amount.quantize(CENT, ROUND_HALF_UP)
    known = [
        rate
        for rate in rows["fx_rate"]
        if rate["from_currency"] == code and rate["kind"] == "market" and _day(rate["on_date"]) <= day
    ]
    if not known:
        return None
    last = max(known, key=lambda rate: _day(rate["on_date"]))
    return (amount.quantize(CENT, ROUND_HALF_UP) * Decimal(str(last["rate"]))).quantize(CENT, ROUND_HALF_UP)


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


def won_amounts(rows: Rows, asked: Asked) -> list[Decimal]:
    """Amounts of deals won in the period that have one and a rate."""
    found = (in_euros(rows, row, _day(row["closed_on"])) for row in deals_closed(rows, asked, "won"))
    return [amount for amount in found if amount is not None]


def win_rate(rows: Rows, asked: Asked) -> tuple[int, int]:
    """Deals won, and won or lost; qualified ones alone where any deal ever was."""
    any_is = any(row["qualified_on"] is not None for row in rows.get("deal", []))
    counted = [row for row in deals_closed(rows, asked, "won", "lost") if not any_is or row["qualified_on"] is not None]
    return sum(row["outcome"] == "won" for row in counted), len(counted)


def cycles(rows: Rows, asked: Asked) -> list[int]:
    """Days of deals won, from first contact, else from the first lead, else from creation; never below 0."""
    leads: dict[object, list[date]] = {}
    for lead in rows.get("lead", []):
        leads.setdefault(lead["deal_id"], []).append(_day(lead["created_on"]))
    found = []
    for row in deals_closed(rows, asked, "won"):
        start = row["first_contact_on"] or min(leads.get(row["id"], []), default=None) or row["created_on"]
        if start is not None:
            found.append(max((_day(row["closed_on"]) - _day(start)).days, 0))
    return found


def opportunity_conversion(rows: Rows, asked: Asked) -> tuple[int, int]:
    """Deals created in the period that are won by now, and all of them."""
    created = [row for row in rows.get("deal", []) if not row["is_deleted"] and asked.holds(row["created_on"])]
    won = [row for row in created if row["outcome"] == "won" and _day(row["closed_on"]) <= asked.as_of]
    return len(won), len(created)


def lead_conversion(rows: Rows, asked: Asked, window: int = 90) -> tuple[int, int]:
    """Leads created in the period that converted in time, each person once, and all of them."""
    leads = {row["id"]: row for row in rows.get("lead", [])}
    kept = {name: row for name, row in leads.items() if not row["is_deleted"] and row["merged_into_id"] is None}
    firsts: dict[object, Row] = {}
    for row in sorted(kept.values(), key=lambda row: (_day(row["created_on"]), str(row["id"]))):
        firsts.setdefault(row["email"] or row["id"], row)

    def stands_for(row: Row) -> object:
        seen = {row["id"]}
        while row["merged_into_id"] is not None:
            target = leads.get(row["merged_into_id"])
            if target is None or target["id"] in seen:
                return row["id"] if target is None else None
            seen.add(target["id"])
            row = target
        return firsts[row["email"] or row["id"]]["id"] if row["id"] in kept else row["id"]

    converted: dict[object, date] = {}
    for row in leads.values():
        name, day = stands_for(row), row["converted_on"]
        if day is not None:
            converted[name] = min(_day(day), converted.get(name, date.max))
    cohort = [
        row
        for row in firsts.values()
        if asked.holds(row["created_on"]) and str(row["disqualified_reason"]).lower() not in INVALID
    ]
    in_time = [
        row
        for row in cohort
        if (day := converted.get(row["id"])) and day <= asked.as_of and (day - _day(row["created_on"])).days <= window
    ]
    return len(in_time), len(cohort)


def spells(rows: Rows) -> dict[object, list[tuple[date, date]]]:
    """Account -> spans as a paying customer, joined where they touch; an open end is the last day there is."""
    paid = [
        (row["account_id"], _day(row["starts_on"]), row["ends_on"] or date.max)
        for row in rows.get("customer_period", [])
        if row["account_id"] is not None and (row["monthly_amount"] or 0) != 0 and not row["is_trial"]
    ]
    found: dict[object, list[tuple[date, date]]] = {}
    for account, group in groupby(sorted(paid, key=lambda span: (str(span[0]), span[1])), key=lambda span: span[0]):
        joined: list[tuple[date, date]] = []
        for _, start, end in group:
            last = _day(end)
            if last <= start:
                continue
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], last))
            else:
                joined.append((start, last))
        if joined:
            found[account] = joined
    return found


def churn(rows: Rows, asked: Asked) -> tuple[int, int]:
    """Customers at the start who are none at the end, and all at the start."""
    end = min(asked.end, asked.as_of + timedelta(days=1))

    def are(day: date) -> set[object]:
        return {name for name, spans in spells(rows).items() if any(a < day < b for a, b in spans)}

    start = are(asked.start)
    return len(start - are(end)), len(start)


def lifetime(rows: Rows, asked: Asked, horizon: int = 1826) -> float | None:
    """Kaplan-Meier by the book: the area under the curve of those who stay, in years; none where nobody ended."""
    end = min(asked.end, asked.as_of + timedelta(days=1))
    lives = []
    for first, last in (span for spans in spells(rows).values() for span in spans):
        if first < end:
            seen, whole = (min(last, end) - first).days, (last - first).days
            lives.append((min(seen, horizon), last <= end and whole <= horizon))
    if not any(ended for _, ended in lives):
        return None
    area, alive, before = 0.0, 1.0, 0
    for day in sorted({day for day, _ in lives}):
        area += alive * (day - before)
        at_risk = sum(seen >= day for seen, _ in lives)
        alive *= 1 - sum(ended for seen, ended in lives if seen == day) / at_risk
        before = day
    return area / 365.25


def open_pipeline(rows: Rows, asked: Asked) -> Decimal:
    """Open qualified deals expected in the period and not overdue, at the rate of the as-of day."""
    any_is = any(row["qualified_on"] is not None for row in rows.get("deal", []))
    found = Decimal(0)
    for row in rows.get("deal", []):
        expected, created = row["expected_close_on"], row["created_on"]
        if row["is_deleted"] or (any_is and row["qualified_on"] is None) or expected is None:
            continue
        is_open = row["outcome"] == "open" or _day(row["closed_on"]) > asked.as_of
        is_there = created is None or _day(created) <= asked.as_of
        if is_open and is_there and max(asked.start, asked.as_of) <= _day(expected) < asked.end:
            found += in_euros(rows, row, asked.as_of) or 0
    return found


def quota(rows: Rows, asked: Asked) -> Decimal | None:
    """Quotas of exactly this period, all reps together."""
    found = [Decimal(str(row["amount"])) for row in rows.get("quota", []) if row["starts_on"] == asked.start]
    return sum(found, Decimal(0)) if found else None


def mean(numbers: Iterable[float | Decimal]) -> float | None:
    """Mean; none of nothing."""
    every = [float(number) for number in numbers]
    return fmean(every) if every else None


def middle(numbers: Iterable[float | Decimal]) -> float | None:
    """Median; none of nothing."""
    every = [float(number) for number in numbers]
    return median(every) if every else None


def grouped(rows: Rows, key: Callable[[Row], object]) -> dict[object, Rows]:
    """The same company once for every value that its deals have, with those deals alone."""
    values = {key(row) for row in rows.get("deal", [])}
    return {value: {**rows, "deal": [row for row in rows["deal"] if key(row) == value]} for value in values}
