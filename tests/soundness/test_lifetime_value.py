"""What a customer is worth, on numbers that a reader can work out: each basis, and what its interval comes from."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import sqrt

import pytest

from lievik.errors import RequestError
from lievik.model.lifetime import LifetimeValueAnswer
from tests.soundness.table_from_docstring import Rows, Told, company_of


def of_customers(*spans: tuple[int, date, date | None], amount: Decimal = Decimal(100)) -> LifetimeValueAnswer:
    """So many customers from a day to a day, each paying an amount a month; asked of December 2025."""
    rows = [
        {
            "account_id": f"{place}-{number}",
            "starts_on": start.isoformat(),
            "ends_on": end.isoformat() if end else None,
            "monthly_amount": str(amount),
        }
        for place, (count, start, end) in enumerate(spans)
        for number in range(count)
    ]
    return company_of({"customer_period": rows}).workspace.lifetime_value(period="2025-12")


def test_three_years_of_5_000_are_15_000(told: Told) -> None:
    """Two who bring 10,000 a year between them, and stay for three years each.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2023-01-01 2025-12-31 400
                    | b          2023-01-01 2025-12-31 433.34
    """
    answer = told().workspace.lifetime_value(period="2025-12")
    assert answer.per_year.value == pytest.approx(Decimal(5_000), rel=Decimal("1e-4"))
    for variant in ("", "article"):
        basis = answer.bases[variant]
        # 1,095 days are a hair less than three years
        assert basis.years == pytest.approx(Decimal(3), rel=Decimal("1e-3"))
        assert basis.result.value == pytest.approx(Decimal(15_000), rel=Decimal("1e-3"))


def test_the_interval_of_churn_is_carried_through() -> None:
    """Of 100 customers of a year ago 25 left: 1 / 0.25 is four years; Wilson's 17.55-34.3 % are 2.9 and more than 5."""
    answer = of_customers((75, date(2024, 1, 1), None), (25, date(2024, 1, 1), date(2025, 7, 1)))
    assert (answer.churn.numerator, answer.churn.denominator) == (25, 100)
    basis, per_year = answer.bases["churn_based"], answer.per_year.value
    assert per_year == 1_200
    assert (basis.years, basis.result.value, basis.is_capped) == (4, 4_800, False)
    z = 1.959963984540054
    high = (0.25 + z**2 / 200 + z * sqrt(0.25 * 0.75 / 100 + z**2 / 40_000)) / (1 + z**2 / 100)
    assert basis.interval is not None
    assert float(basis.interval.low) == pytest.approx(1_200 / high)
    assert basis.interval.high == 1_200 * 5
    assert round(1_200 / high) == 3_498


def test_little_churn_is_capped() -> None:
    answer = of_customers((95, date(2024, 1, 1), None), (5, date(2024, 1, 1), date(2025, 7, 1)))
    basis = answer.bases["churn_based"]
    assert (basis.years, basis.is_capped) == (5, True)
    assert basis.interval is not None
    assert round(basis.result.value or 0, 9) == round(basis.interval.high, 9) == 6_000


def test_without_churn_there_is_no_value_but_the_least() -> None:
    """Ten customers, of 1 and of 3 years: two on average so far; nobody ever left, so no other basis has a value."""
    answer = of_customers((5, date(2025, 1, 1), None), (5, date(2023, 1, 1), None))
    basis = answer.bases["churn_based"]
    assert (answer.churn.numerator, answer.churn.denominator, answer.ended) == (0, 5, 0)
    assert basis.result.value is None
    days = ((date(2026, 1, 1) - date(2025, 1, 1)).days + (date(2026, 1, 1) - date(2023, 1, 1)).days) / 2
    assert answer.tenure is not None
    assert float(answer.tenure) == pytest.approx(days / 365.25)
    assert float(answer.longest_tenure or 0) == pytest.approx(1096 / 365.25)
    assert float(basis.least or 0) == pytest.approx(1_200 * days / 365.25)
    assert basis.interval is not None
    # Wilson's upper bound of 0 of 5 is 43.4 %: no shorter than 2.3 years
    assert round(float(basis.interval.low)) == 2_762
    assert (answer.bases[""].result.value, answer.bases["article"].result.value) == (None, None)


def test_the_expected_length_is_the_metric_s_own() -> None:
    answer = of_customers(
        (10, date(2022, 1, 1), None), (10, date(2023, 1, 1), date(2025, 1, 1)), (10, date(2024, 6, 1), date(2025, 6, 1))
    )
    basis, per_year = answer.bases[""], answer.per_year.value
    assert basis.years is not None
    assert per_year is not None
    assert basis.result.value == pytest.approx(basis.years * per_year, rel=Decimal("1e-9"))
    assert basis.interval is not None
    assert basis.interval.low < (basis.result.value or 0) < basis.interval.high
    article = answer.bases["article"].years
    assert article is not None
    # of those that ended: two years and one
    assert float(article) == pytest.approx((731 + 365) / 2 / 365.25)
    assert article < basis.years


def test_nobody_and_one(told: Told) -> None:
    """One customer, who stays.

    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2025-01-10 -       10
    """
    answer = told().workspace.lifetime_value(period="2025-12")
    assert answer.per_year.value is not None
    assert (answer.churn.value, answer.bases["churn_based"].interval) == (None, None)
    nobody = told().workspace.lifetime_value(period="2020-12")
    assert {basis.result.value for basis in nobody.bases.values()} == {None}
    assert (nobody.relationships, nobody.tenure) == (0, None)


def test_the_margin_is_one_more_basis(told: Told) -> None:
    """Two who came together; one left after a year.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2024-01-01 2025-06-01 10
                    | b          2024-01-01 -          10
    """
    answer = told().workspace.lifetime_value(period="2025-12", parameters={"margin_share": "0.6"})
    own, margin = answer.bases[""], answer.bases["with_margin"]
    assert own.interval is not None
    assert margin.interval is not None
    assert margin.result.value == (own.result.value or 0) * Decimal("0.6")
    assert margin.interval.low == pytest.approx(own.interval.low * Decimal("0.6"))
    with pytest.raises(RequestError):
        told().workspace.lifetime_value(by="industry")


def test_the_interval_is_the_metric_s_own_wherever_it_is_asked() -> None:
    """Alone, of another metric's answer, split, and with the whole beside: the same bounds."""
    spans = [(75, date(2024, 1, 1), None), (25, date(2024, 1, 1), date(2025, 7, 1)), (9, date(2025, 2, 1), None)]
    answer = of_customers(*spans)
    rows = [
        {"account_id": f"{at}-{n}", "starts_on": start, "ends_on": end, "monthly_amount": "100"}
        for at, (count, start, end) in enumerate(spans)
        for n in range(count)
    ]
    accounts = [{"id": row["account_id"], "name": row["account_id"], "industry": "trade"} for row in rows]
    company = company_of({"customer_period": rows, "account": accounts})
    names = ["customer_lifetime_value", "customer_lifetime_value:article", "customer_lifetime_value:churn_based"]
    alone = [company.one(name, "2025-12") for name in names]
    together = list(company.workspace.show(*reversed(names), period="2025-12"))[::-1]
    split = list(company.workspace.show(*names, period="2025-12", by="industry", totals=True))
    for found in (alone, together, split[::2], split[1::2]):
        own, article, churn = (result.interval for result in found)
        assert own == answer.bases[""].interval
        assert article is None
        assert churn == answer.bases["churn_based"].interval
    assert own is not None
    assert churn is not None
    assert (own.method, churn.method) == ("kaplan_meier", "wilson")


def test_where_nobody_left_there_is_no_interval_of_an_expected_length() -> None:
    answer = of_customers((20, date(2024, 1, 1), None))
    assert (answer.bases[""].result.value, answer.bases[""].interval) == (None, None)


def test_every_basis_is_held_against_the_same_cost() -> None:
    """Two customers won in December 2025 for 1,000 together: 500 each."""
    rows = [
        {
            "account_id": f"old{n}",
            "starts_on": "2023-01-01",
            "ends_on": "2025-07-01" if n < 5 else None,
            "monthly_amount": 100,
        }
        for n in range(20)
    ]
    won = [
        {
            "id": n,
            "account_id": f"new{n}",
            "outcome": "won",
            "amount": 1,
            "created_on": "2025-11-01",
            "closed_on": "2025-12-05",
        }
        for n in range(2)
    ]
    spend = [{"spent_on": "2025-12-01", "amount": 1_000, "currency": "EUR"}]
    tables: dict[str, Rows] = {"customer_period": rows, "deal": won, "spend": spend}
    company = company_of(tables).workspace
    answer = company.lifetime_value(period="2025-12", parameters={"margin_share": Decimal("0.5")})
    assert answer.cac is not None
    assert answer.cac.value == 500
    for variant in ("", "article", "churn_based", "with_margin"):
        value = answer.bases[variant].result.value
        assert value
        assert answer.bases[variant].to_cac == value / 500
    (ratio,) = company.show("customer_lifetime_value:to_cac", period="2025-12")
    assert answer.bases[""].to_cac == pytest.approx(ratio.value)
    free = company_of({**tables, "spend": []}).workspace.lifetime_value(period="2025-12")
    assert {basis.to_cac for basis in free.bases.values()} == {None}
