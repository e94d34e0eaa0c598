"""Months of a company: which are held against which, and which say nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest

from lievik.model.trend_flag import Flag, FlaggedMonth
from tests.soundness.table_from_docstring import Company, Rows, company_of

AMOUNTS = (90, 110, 100, 95, 105, 100, 110, 90)
"""Thousands won in a month, again and again."""


def monthly(first: date, amounts: Sequence[int]) -> list[dict[str, object]]:
    """A deal won in the middle of each month."""
    rows = []
    for at, amount in enumerate(amounts):
        month = first.year * 12 + first.month - 1 + at
        day = date(month // 12, month % 12 + 1, 15)
        rows.append(
            {
                "id": f"d{first}{at}",
                "amount": 1000 * amount,
                "outcome": "won",
                "created_on": day,
                "qualified_on": day,
                "closed_on": day,
            }
        )
    return rows


def company(months: int, last: int, **more: object) -> Company:
    """So many ordinary months up to May 2026, and June with what is won in it."""
    first = date((2026 * 12 + 5 - months) // 12, (2026 * 12 + 5 - months) % 12 + 1, 1)
    amounts = [AMOUNTS[at % len(AMOUNTS)] for at in range(months)]
    return company_of({"deal": monthly(first, [*amounts, last])}, **more)


def june(found: Sequence[FlaggedMonth]) -> Flag:
    (only,) = [month.flag for month in found if month.result.period.label == "2026-06"]
    return only


@pytest.mark.parametrize(("won", "side"), [(100, ""), (300, "above"), (20, "below")])
def test_a_month_is_held_against_those_before_it(won: int, side: str) -> None:
    flag = june(company(30, won).workspace.flags("total_revenue", period="2026-06"))
    # the first month began before the first day that anything is known of
    assert (flag.side, flag.months, flag.reason) == (side, 29, "")
    assert flag.low is not None
    assert flag.high is not None
    assert Decimal(50_000) < flag.low < 90_000
    assert 110_000 < flag.high < Decimal(160_000)
    assert flag.low == flag.low.quantize(Decimal("0.01"))


def test_a_year_of_months_in_one_question_is_that_of_one_by_one() -> None:
    workspace = company(40, 300).workspace
    year = workspace.flags("total_revenue", "win_rate", period="2026-01-01..2026-06-30")
    assert [month.result.period.label for month in year] == [f"2026-0{month}" for month in range(1, 7)] * 2
    alone = [workspace.flags("total_revenue", period=f"2026-0{month}")[0].flag for month in range(1, 7)]
    assert [month.flag for month in year[:6]] == alone


def test_flags_of_months_that_were_asked_already_are_the_same() -> None:
    workspace = company(40, 300).workspace
    table = workspace.trend("total_revenue", units=36, period="2026-06")
    assert [month.flag for month in workspace.flagged(table, last=1)] == [
        month.flag for month in workspace.flags("total_revenue", period="2026-06")
    ]
    assert workspace.flagged(workspace.trend("total_revenue", units=36, period="2026-Q2")) == ()


def test_a_month_that_is_not_over_is_never_flagged() -> None:
    workspace = company(30, 900).workspace
    flag = june(workspace.flags("total_revenue", period="2026-06", as_of="2026-06-20"))
    assert (flag.side, flag.reason, flag.low) == ("", "no_value", None)


def test_too_few_deals_are_no_settled_value() -> None:
    """One deal a month is no win rate."""
    flag = june(company(30, 100).workspace.flags("win_rate", period="2026-06"))
    assert (flag.reason, flag.months) == ("no_value", 0)


def test_below_twelve_months_nothing_is_said() -> None:
    flag = june(company(12, 900).workspace.flags("total_revenue", period="2026-06"))
    assert (flag.reason, flag.months, flag.stands_out) == ("few_months", 11, False)
    assert june(company(13, 900).workspace.flags("total_revenue", period="2026-06")).side == "above"


def test_each_group_is_a_series_of_its_own() -> None:
    def of(owner: str, rows: Sequence[Mapping[str, object]]) -> Rows:
        return [{**row, "owner_id": owner, "id": f"{owner}{row['id']}"} for row in rows]

    first, months = date(2024, 1, 1), [AMOUNTS[at % len(AMOUNTS)] for at in range(29)]
    tables: dict[str, Rows] = {
        "rep": [{"id": "r1", "name": "Eva"}, {"id": "r2", "name": "Jan"}],
        "deal": [*of("r1", monthly(first, [*months, 300])), *of("r2", monthly(first, [*months, 100]))],
    }
    found = company_of(tables).workspace.flags("total_revenue", period="2026-06", by="owner")
    assert {month.result.group["owner"]: month.flag.side for month in found} == {"Eva": "above", "Jan": ""}


def test_what_is_counted_has_limits_in_whole_things() -> None:
    rows = [
        {"id": f"{row['id']}-{copy}", "created_on": row["closed_on"], "qualified_on": row["closed_on"]}
        for at, row in enumerate(monthly(date(2024, 1, 1), [1] * 30))
        for copy in range(5 + at * 7 % 4)
    ]
    flag = june(company_of({"lead": rows}).workspace.flags("qualified_leads", period="2026-06"))
    # the first month began before the first day that anything is known of
    assert (str(flag.low), str(flag.high), flag.months) == ("2", "12", 28)
