"""The demo company: earlier quarters as they stood, what goes with contacts, and its target accounts."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.workspace import Workspace
from tests.demo.making import raw_rows

ALL_YEARS = "2023-01-01..2026-06-30"


@pytest.mark.parametrize("as_of", ["2026-02-01", "2026-05-15"])
def test_an_earlier_quarter_is_read_as_show_would_have_read_it_on_that_day(kovotech: Workspace, as_of: str) -> None:
    answer = kovotech.coverage(as_of=as_of)
    assert len(answer.past) == 8
    for past in answer.past:
        assert past.day is not None
        (open_then,) = kovotech.show("pipeline_coverage:gross", period=past.period.label, as_of=past.day.isoformat())
        assert open_then.numerator == past.amount
        (won,) = kovotech.show("total_revenue", period=past.period.label)
        assert won.value == past.won
        assert past.amount is not None
        assert past.converted is not None
        assert past.converted <= past.amount
        assert past.needed == past.amount / past.won_after


@pytest.mark.parametrize(("as_of", "period"), [("2026-05-15", "2026-Q2"), ("2025-12-20", "2025-Q4"), (None, "2026-Q2")])
def test_coverage_is_that_of_show(kovotech: Workspace, as_of: str | None, period: str) -> None:
    whole = kovotech.coverage(period=period, as_of=as_of).whole
    for kind, metric in (("to_go", "pipeline_coverage"), ("starting", "pipeline_coverage:starting")):
        (shown,) = kovotech.show(metric, period=period, as_of=as_of)
        found = next(number for name, number in whole.numbers.items() if name == kind)
        assert (found.value, found.n) == (shown.value, shown.n)


def test_teams_add_up_to_the_pipeline(kovotech: Workspace) -> None:
    answer = kovotech.coverage(as_of="2026-05-15", by="team")
    assert sum((group.amount or Decimal(0) for group in answer.groups), Decimal(0)) == answer.whole.amount
    starting = [group.numbers["starting"].numerator or Decimal(0) for group in answer.groups]
    assert sum(starting, Decimal(0)) == answer.whole.numbers["starting"].numerator


def test_what_was_converted_is_added_up_from_the_files(kovotech: Workspace) -> None:
    """Plain Python over the files: deals that stood on 15 May 2025, and what was won of them by the end of June."""
    day, start, end = "2025-05-15", "2025-04-01", "2025-07-01"
    won = {
        row["id"]: row["closed_on"] or row.get("closed_at", "")[:10]
        for row in raw_rows(kovotech, "deal")
        if row["stage_id"] in {stage["id"] for stage in raw_rows(kovotech, "stage") if stage["kind"] == "won"}
    }
    answer = kovotech.coverage(as_of="2026-05-15")
    (past,) = [past for past in answer.past if past.period.label == "2025-Q2"]
    stood = kovotech.drill("pipeline_coverage:gross", period="2025-Q2", as_of=day).records
    kept = [record for record in stood if record.measure == "open_amount"]
    assert sum((record.contribution or Decimal(0) for record in kept), Decimal(0)) == past.amount
    converted = [record for record in kept if start <= day < won.get(record.record, "") < end]
    assert len(converted) == past.converted_deals
    assert sum((record.contribution or Decimal(0) for record in converted), Decimal(0)) == past.converted


@pytest.mark.parametrize("period", ["", "2025-01-01..2026-06-30", ALL_YEARS])
def test_deals_with_two_contacts_or_more_are_quicker_and_that_is_all(kovotech: Workspace, period: str) -> None:
    """Decision makers are always the second contact here, so that they tell the same."""
    clear = {
        (table.trait, outcome)
        for table in kovotech.accounts(period=period).tables
        for outcome, gap in table.gaps.items()
        if gap.is_clear
    }
    assert clear == {("several", "cycle"), ("decision_maker", "cycle")}


def test_kinds_of_deals_add_up_to_the_win_rate(kovotech: Workspace) -> None:
    sales = {"deal_type": ("new", "expansion")}
    (rate,) = kovotech.show("win_rate", period=ALL_YEARS, where=sales)
    (cycle,) = kovotech.show("sales_cycle_length", period=ALL_YEARS, where=sales)
    for table in kovotech.accounts(period=ALL_YEARS).tables:
        assert sum(row.won for row in table.rows) == rate.numerator
        assert sum(row.ended for row in table.rows) == rate.denominator
        assert sum(row.numbers["cycle"].n for row in table.rows) == cycle.denominator


def test_every_target_account_is_listed_once(kovotech: Workspace) -> None:
    answer = kovotech.targets()
    named = {row["id"] for row in raw_rows(kovotech, "account") if row["is_target"].lower() in {"true", "1"}}
    assert {found.account for found in answer.accounts} == named
    assert sum(answer.counts.values()) == len(answer.accounts) == len(named)
