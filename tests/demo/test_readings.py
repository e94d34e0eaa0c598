"""The demo company: readings of a metric, and what each deal moves between two, equal plain Python over its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

from lievik.workspace import Workspace
from tests.questions.gap_by_hand import Adds, moves, moves_by_part, moves_of_sums

PERIOD = "2026-Q2"
START, END = date(2026, 4, 1), date(2026, 7, 1)
ONE, NONE = Fraction(1), Fraction(0)
DEAL = (
    *("id", "amount", "currency", "created_on", "qualified_on", "closed_on", "expected_close_on", "outcome"),
    *("lost_reason", "cycle_started_on"),
)


@dataclass(frozen=True)
class Rows:
    """What is known of the company: deals that were not deleted, and rates."""

    deals: list[dict[str, Any]]
    rates: dict[str, list[tuple[date, Decimal]]]

    def euro(self, row: dict[str, Any], day: date) -> Fraction | None:
        """Money at the last rate up to a day, in cents; none without an amount."""
        amount: Decimal | None = row["amount"]
        if amount is None or row["currency"] == "EUR":
            return None if amount is None else Fraction(amount)
        days = self.rates[row["currency"]]
        rate = days[bisect_right([on for on, _ in days], day) - 1][1]
        return Fraction((amount / rate).quantize(Decimal("0.01"), ROUND_HALF_UP))

    def closed(self, *outcomes: str) -> Iterator[dict[str, Any]]:
        """Deals that ended so in the quarter."""
        return (row for row in self.deals if row["outcome"] in outcomes and START <= row["closed_on"] < END)

    def ended(self) -> Iterator[dict[str, Any]]:
        """Those of them that were qualified."""
        return (row for row in self.closed("won", "lost") if row["qualified_on"])


@pytest.fixture(scope="module")
def rows(kovotech: Workspace) -> Rows:
    deals = table(kovotech, "FROM deal WHERE NOT coalesce(is_deleted, FALSE)", *DEAL)
    rates: dict[str, list[tuple[date, Decimal]]] = {}
    market = "FROM fx_rate WHERE from_currency = 'EUR' AND kind = 'market' ORDER BY on_date"
    for row in table(kovotech, market, "to_currency", "on_date", "rate"):
        rates.setdefault(row["to_currency"], []).append((row["on_date"], row["rate"]))
    return Rows(deals, rates)


def table(workspace: Workspace, what: str, *columns: str) -> list[dict[str, Any]]:
    """Read rows as they stand."""
    assert workspace.engine is not None
    fetched = workspace.engine.fetch(f"SELECT {', '.join(columns)} {what}", {})[1]
    return [dict(zip(columns, row, strict=True)) for row in fetched]


def own(rows: Rows) -> Adds:
    return {row["id"]: (ONE if row["outcome"] == "won" else NONE, ONE) for row in rows.ended()}


def by_value(rows: Rows) -> Adds:
    sized = ((row, rows.euro(row, row["closed_on"])) for row in rows.ended())
    return {row["id"]: (money if row["outcome"] == "won" else NONE, money) for row, money in sized if money is not None}


def decided(rows: Rows) -> Adds:
    undecided = {row["id"] for row in rows.ended() if row["lost_reason"] == "No decision"}
    assert undecided
    return {deal: adds for deal, adds in own(rows).items() if deal not in undecided}


def with_overdue(rows: Rows) -> Adds:
    last = END - timedelta(days=1)
    open_then = (
        row for row in rows.deals if row["created_on"] < END and not (row["closed_on"] and row["closed_on"] < END)
    )
    late = [
        row
        for row in open_then
        if row["qualified_on"] and row["expected_close_on"] and (last - row["expected_close_on"]).days > 30
    ]
    return {**own(rows), **{row["id"]: (NONE, ONE) for row in late}}


def in_time(rows: Rows) -> Adds:
    found = [row for row in rows.deals if row["qualified_on"] and START <= row["created_on"] < END]
    quick = {
        row["id"] for row in found if row["outcome"] == "won" and (row["closed_on"] - row["created_on"]).days <= 90
    }
    return {row["id"]: (ONE if row["id"] in quick else NONE, ONE) for row in found}


def cycle(start: str, *outcomes: str) -> Callable[[Rows], Adds]:
    def adds(rows: Rows) -> Adds:
        known = [row for row in rows.closed(*outcomes) if row[start]]
        return {row["id"]: (Fraction(max((row["closed_on"] - row[start]).days, 0)), ONE) for row in known}

    return adds


READINGS: dict[str, Callable[[Rows], Adds]] = {
    "win_rate": own,
    "win_rate:by_value": by_value,
    "win_rate:without_no_decision": decided,
    "win_rate:overdue_as_lost": with_overdue,
    "win_rate:within_90_days": in_time,
    "sales_cycle_length": cycle("cycle_started_on", "won"),
    "sales_cycle_length:lost": cycle("cycle_started_on", "lost"),
    "sales_cycle_length:closed": cycle("cycle_started_on", "won", "lost"),
    "sales_cycle_length:from_creation": cycle("created_on", "won"),
    "sales_cycle_length:from_qualification": cycle("qualified_on", "won"),
}
PAIRS = [(a, b) for a in READINGS for b in READINGS if a < b and a.partition(":")[0] == b.partition(":")[0]]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_every_deal_moves_what_its_rows_say(kovotech: Workspace, rows: Rows, a: str, b: str) -> None:
    (found,) = kovotech.variants(a, between=(a, b), most=None, period=PERIOD).gaps
    by_hand = moves_by_part if "by_value" in a + b else moves
    first, second = READINGS[a](rows), READINGS[b](rows)
    expected = by_hand(first, second)
    got = {record.record: float(record.moves) for record in found.records}
    assert set(expected) <= set(got)
    assert got == pytest.approx({deal: float(expected.get(deal, 0)) for deal in got}, rel=1e-9, abs=1e-15)
    assert found.alike + len(got) == len({*first, *second})
    assert sum(group.records for group in found.groups) == len(got)
    assert sum(float(group.moves) for group in found.groups) == pytest.approx(float(found.difference or 0), abs=1e-12)


def test_deals_and_invoice_lines_are_told_apart(kovotech: Workspace, rows: Rows) -> None:
    (found,) = kovotech.variants("total_revenue", between=("total_revenue", "billed"), most=None, period=PERIOD).gaps
    won = {row["id"]: rows.euro(row, row["closed_on"]) or NONE for row in rows.closed("won")}
    lines = table(kovotech, "FROM invoice_line", "id", "amount", "currency", "invoiced_on")
    billed = {
        row["id"]: rows.euro(row, row["invoiced_on"]) or NONE for row in lines if START <= row["invoiced_on"] < END
    }
    expected = moves_of_sums(
        {f"deal {key}": money for key, money in won.items() if money},
        {f"invoice_line {key}": money for key, money in billed.items() if money},
    )
    got = {f"{record.table} {record.record}": Fraction(record.moves) for record in found.records if record.moves}
    assert got == expected
    assert {record.why.kind for record in found.records} == {"table"}
    assert sum(expected.values()) == Fraction(found.difference or 0)


@pytest.mark.parametrize("metric", ["retention_rate", "churn_rate", "quota_attainment_rate", "rep_productivity"])
def test_what_is_no_deal_adds_up_as_well(kovotech: Workspace, metric: str) -> None:
    told = [gap for gap in kovotech.variants(metric, most=None, period=PERIOD).gaps if not gap.no_gap]
    assert told
    for gap in told:
        for parts in (gap.groups, gap.records):
            moved = sum(float(part.moves) for part in parts)
            assert moved == pytest.approx(float(gap.difference or 0), rel=1e-9, abs=1e-9)
