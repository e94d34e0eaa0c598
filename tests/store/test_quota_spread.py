"""How a quota is spread over its months: by hand, by the season, evenly; sums of parts are the quota to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from lievik.model.conventions import Conventions
from lievik.model.periods import FiscalYear
from tests.store.test_derivation import derived
from tests.store.written_rows import rows

_BOOKED = {
    "2025-03-20": 999,
    "2025-04-30": 10,
    "2025-05-10": 20,
    "2025-06-10": 30,
    "2025-07-10": 10,
    "2025-08-10": 20,
    "2025-09-10": 30,
    "2025-10-10": 20,
    "2025-11-10": 20,
    "2025-12-31": 20,
    "2026-01-20": 888,
}


def wins(booked: Mapping[str, int], a_day: int = 4, currency: str = "EUR") -> str:
    """Write deals that were won: on each day some, which make up what was booked on it."""
    return "\n".join(
        f"{day} {number} | won | {day} | 2021-01-05 | {Decimal(amount) / a_day:.2f} | {currency}"
        for day, amount in booked.items()
        for number in range(a_day)
    )


HEADER = "id | outcome | closed_on | created_on | amount | currency\n"
QUARTERS = HEADER + wins(_BOOKED)
"""Three whole quarters: 40 in first months, 60 in second, 80 in third ones; March and January are parts of others."""


def quota(amount: str, spread: str, known_from: str = "2026-01-02 10:00", by_month: str = "-") -> str:
    """Write a quota of the first quarter of 2026."""
    return f"""
        id | subject_kind | subject_id | starts_on  | ends_on    | amount | currency | spread | known_from | by_month
        q  | rep          | eva        | 2026-01-01 | 2026-04-01 | {amount} | EUR | {spread} | {known_from} | {by_month}
    """


def test_a_seasonal_quota_follows_what_was_booked_in_the_months_of_whole_quarters() -> None:
    """Of 180 booked, 40, 60 and 80: of 100.00 they are 22.22, 33.33 and 44.44, and the middle month gets the cent."""
    connection = derived(deal=QUARTERS, quota=quota("100.00", "seasonal"))
    assert rows(connection, "season", "month basis booked_amount units")[:3] == [
        "1 month_of_quarter 40.00 3",
        "10 month_of_quarter 40.00 3",
        "11 month_of_quarter 60.00 3",
    ]
    assert rows(connection, "quota_part", "month_on quota_amount whole_amount spread") == [
        "2026-01-01 22.22 100.00 month_of_quarter",
        "2026-02-01 33.34 100.00 month_of_quarter",
        "2026-03-01 44.44 100.00 month_of_quarter",
    ]
    assert rows(connection, "quota_month", "month_on quota_amount") == [
        "2026-01-01 22.22",
        "2026-02-01 33.34",
        "2026-03-01 44.44",
    ]


def test_a_quota_that_came_in_before_the_third_quarter_had_ended_is_spread_evenly() -> None:
    """On 31 December the last quarter still ran; what was booked later never changes the quota's months."""
    connection = derived(deal=QUARTERS, quota=quota("100.00", "seasonal", "2025-12-31 10:00"))
    assert rows(connection, "season", "month") == []
    assert rows(connection, "quota_part", "quota_amount spread") == ["33.33 flat", "33.33 flat", "33.34 flat"]


def test_a_quarter_of_which_the_deals_do_not_tell_the_end_is_not_whole() -> None:
    until_november = {day: amount for day, amount in _BOOKED.items() if day < "2025-12"}
    connection = derived(deal=HEADER + wins(until_november), quota=quota("100.00", "seasonal"))
    assert rows(connection, "season", "month") == []
    connection = derived(
        deal=HEADER + wins(until_november) + "\nx | lost | 2026-01-01 | 2021-01-05 | 1 | EUR",
        quota=quota("100.00", "seasonal"),
    )
    assert len(rows(connection, "season", "month")) == 12


def test_a_season_is_not_told_from_a_few_wins() -> None:
    """Nine months with three wins each are 27, and ten for each of three months would be 30."""
    connection = derived(deal=HEADER + wins(_BOOKED, 3), quota=quota("100.00", "seasonal"))
    assert rows(connection, "season", "month") == []


@pytest.mark.parametrize(("a_month", "basis"), [(4, "month_of_year 3"), (3, "month_of_quarter 12")])
def test_with_three_whole_years_and_wins_enough_the_months_are_those_of_the_year(a_month: int, basis: str) -> None:
    """From 2023 on each month wins as many twelves as its number; of the first one nothing is known for sure."""
    booked = {"2022-12-28": 5} | {
        f"{year}-{month:02}-28": 12 * month for year in (2023, 2024, 2025) for month in range(1, 13)
    }
    deals = f"{HEADER}{wins(booked, a_month)}\nx | open | - | 2026-01-01 | 1 | EUR"
    connection = derived(deal=deals, quota=quota("600.00", "seasonal"))
    assert set(rows(connection, "season", "basis units")) == {basis}
    # 12, 24 and 36 in each year; in each quarter of it 1, 4, 7, 10 and one, two more: 22, 26 and 30 twelves
    shares = ["100.00", "200.00", "300.00"] if a_month == 4 else ["169.23", "200.00", "230.77"]
    assert rows(connection, "quota_part", "quota_amount") == shares


def test_quarters_are_those_of_the_fiscal_year() -> None:
    """A year from February on: whole quarters are May to July and August to October, one too few."""
    connection = derived(
        Conventions(fiscal=FiscalYear(start_month=2)), deal=QUARTERS, quota=quota("100.00", "seasonal")
    )
    assert rows(connection, "season", "month") == []


def test_amounts_in_other_currencies_count_at_the_rate_of_their_day_and_without_one_not_at_all() -> None:
    rest = {day: amount for day, amount in _BOOKED.items() if day not in {"2025-04-30", "2025-07-10"}}
    deals = [wins(rest), wins({"2025-04-30": 60}, currency="USD"), wins({"2025-07-10": 10}, currency="CZK")]
    rates = "id | on_date | from_currency | to_currency | rate | kind\n a | 2025-04-01 | USD | EUR | 0.60 | market"
    connection = derived(deal=HEADER + "\n".join(deals), quota=quota("100.00", "seasonal"), fx_rate=rates)
    booked = dict(row.split() for row in rows(connection, "season", "month booked_amount"))
    assert (booked["1"], booked["2"], booked["3"]) == ("56.00", "60.00", "80.00")


def test_where_nothing_was_ever_booked_in_its_months_a_quota_is_spread_evenly() -> None:
    """Every win was in the last month of its quarter, and the quota is for the first two."""
    booked = {f"2025-{month:02}-28": 10 for month in (3, 6, 9, 12)}
    deals = f"{HEADER}{wins(booked, 10)}\nx | open | - | 2026-01-01 | 1 | EUR"
    two_months = quota("100.00", "seasonal").replace("2026-04-01", "2026-03-01")
    connection = derived(deal=deals, quota=two_months)
    assert rows(connection, "season", "month booked_amount")[0] == "1 0.00"
    assert rows(connection, "quota_part", "quota_amount spread") == ["50.00 flat", "50.00 flat"]


def test_part_of_a_month_gets_its_part_of_the_season() -> None:
    """From 16 January on 16 of 31 days: 40 x 16/31 = 20.65 to the cent; with 60 and 80 that is 160.65."""
    connection = derived(deal=QUARTERS, quota=quota("1606.50", "seasonal").replace("2026-01-01", "2026-01-16"))
    parts = [Decimal(row) for row in rows(connection, "quota_part", "quota_amount")]
    assert parts == [Decimal("206.50"), Decimal("600.00"), Decimal("800.00")]


@pytest.mark.parametrize("by_month", ["20.00 0.00 80.00", "20;0;80", "20 + 0 + 80"])
def test_months_that_are_listed_are_taken_as_they_are(by_month: str) -> None:
    connection = derived(quota=quota("100.00", "hand", by_month=by_month))
    assert rows(connection, "quota_part", "month_on quota_amount spread") == [
        "2026-01-01 20.00 hand",
        "2026-02-01 0.00 hand",
        "2026-03-01 80.00 hand",
    ]


@pytest.mark.parametrize("by_month", ["-", "20 80", "20 0 81", "many"])
def test_a_list_that_does_not_make_up_the_quota_says_nothing(by_month: str) -> None:
    connection = derived(quota=quota("100.00", "hand", by_month=by_month))
    assert rows(connection, "quota_part", "quota_amount spread") == ["33.33 flat", "33.33 flat", "33.34 flat"]


@pytest.mark.parametrize("amount", ["0.00", "0.01", "999999999999.99"])
@pytest.mark.parametrize("spread", ["flat", "seasonal", "hand"])
def test_parts_add_up_to_the_cent_however_small_or_large(amount: str, spread: str) -> None:
    by_month = f"{amount} 0 0"
    connection = derived(deal=QUARTERS, quota=quota(amount, spread, by_month=by_month))
    assert sum(Decimal(row) for row in rows(connection, "quota_part", "quota_amount")) == Decimal(amount)
