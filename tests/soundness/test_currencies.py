"""A missing rate leaves a row out and says so, and is never 1; rows are rounded half up before they are added."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

from tests.soundness.table_from_docstring import Told


def test_a_missing_rate_is_never_1(told: Told) -> None:
    """There is no rate for dollars at all, and none for crowns on the day of the third deal.

    deal    | id outcome amount currency closed_on
            | 1  won     100    EUR      2026-02-10
            | 2  won     1000   USD      2026-02-10
            | 3  won     1000   CZK      2026-02-01
            | 4  won     1000   CZK      2026-02-10
    fx_rate | on_date    from_currency to_currency rate
            | 2026-02-02 CZK           EUR         0.04
    """
    company = told()
    result = company.one("total_revenue", "2026-02")
    assert (result.value, result.status, result.reason) == (140, "partial", "no_rate")
    assert dict(result.excluded.reasons) == {"no_rate": 2}
    assert company.records("total_revenue", "numerator", "2026-02") == ["1", "4"]
    assert company.records("total_revenue", "excluded", "2026-02") == ["2", "3"]
    size = company.one("average_deal_size", "2026-02")
    assert (size.value, size.beside["median"].value) == (70, 70)


def test_every_row_is_rounded_half_up_before_it_is_added(told: Told) -> None:
    """Each is worth 0.005 or 1.005 euros: rounded one by one they are 0.01 and 1.01.

    deal    | id outcome amount currency closed_on
            | 1  won     0.01   USD      2026-02-10
            | 2  won     0.01   USD      2026-02-10
            | 3  won     2.01   USD      2026-02-10
    fx_rate | on_date    from_currency to_currency rate
            | 2026-02-01 USD           EUR         0.5
    """
    company = told()
    assert company.one("total_revenue", "2026-02").value == Decimal("1.03")
    table = company.workspace.drill("total_revenue", period="2026-02")
    assert sorted(r.contribution or 0 for r in table.records) == [Decimal("0.01"), Decimal("0.01"), Decimal("1.01")]
    assert table.sums == {"won_amount": Decimal("1.03")}


def test_the_rate_of_a_deals_own_day_and_never_one_from_the_future(told: Told) -> None:
    """Rates last until the next one.

    deal    | id outcome amount currency closed_on
            | 1  won     100    USD      2026-02-09
            | 2  won     100    USD      2026-02-10
            | 3  won     100    USD      2026-02-11
    fx_rate | on_date    from_currency to_currency rate
            | 2026-02-01 USD           EUR         0.5
            | 2026-02-10 USD           EUR         0.6
            | 2026-02-12 USD           EUR         0.9
    """
    company = told()
    assert company.value("total_revenue", "2026-02") == 170
    assert company.value("total_revenue", "2026-02", as_of="2026-02-09") == 50
    assert company.value("total_revenue", "2026-02", currency_policy="as_of_rate", as_of="2026-02-10") == 120


def test_the_rate_of_the_as_of_day_may_be_later_than_the_last_row(told: Told) -> None:
    """Between the last row and the as-of day the rate changed.

    deal    | id outcome amount currency closed_on
            | 1  won     100    USD      2026-02-11
    fx_rate | on_date    from_currency to_currency rate
            | 2026-02-10 USD           EUR         0.6
            | 2026-02-12 USD           EUR         0.9
    """
    assert told().value("total_revenue", "2026-02", currency_policy="as_of_rate") == 90


def test_the_last_known_rate_lasts_to_an_as_of_day_after_the_last_row(told: Told) -> None:
    """Nothing in the data is later than 30 June, and the question is asked in December.

    deal    | id outcome amount currency created_on expected_close_on
            | 1  open    100    USD      2026-02-09 2026-12-30
    quota   | subject_kind subject_id starts_on  ends_on    amount
            | company      -          2026-10-01 2027-01-01 1000
    fx_rate | on_date    from_currency to_currency rate
            | 2026-02-01 USD           EUR         0.5
    """
    result = told().one("pipeline_coverage:gross", "2026-Q4", as_of="2026-12-29")
    assert (result.value, result.excluded.count) == (Decimal("0.05"), 0)


def test_a_rate_the_other_way_round_and_over_a_third_currency(told: Told) -> None:
    """Only euros are quoted.

    deal    | id outcome amount currency closed_on
            | 1  won     110    USD      2026-02-10
            | 2  won     2500   CZK      2026-02-10
    fx_rate | on_date    from_currency to_currency rate
            | 2026-02-01 EUR           USD         1.1
            | 2026-02-01 EUR           CZK         25
    """
    company = told()
    assert company.value("total_revenue", "2026-02") == 200
    assert company.value("total_revenue", "2026-02", currency="USD") == 220
    assert company.value("total_revenue", "2026-02", currency="CZK") == 5000


def test_constant_rates_take_currencies_out_of_growth(told: Told) -> None:
    """The same dollars in both months; only the rate doubled.

    deal    | id outcome amount currency closed_on
            | 1  won     100    USD      2026-01-10
            | 2  won     100    USD      2026-02-10
    fx_rate | on_date    from_currency to_currency rate kind
            | 2026-01-01 USD           EUR         0.5  market
            | 2026-02-01 USD           EUR         1.0  market
            | 2026-01-01 USD           EUR         0.8  budget
    """
    company = told()
    assert company.value("revenue_growth", "2026-02") == 1
    assert company.value("revenue_growth:constant_currency", "2026-02") == 0


def test_large_lines_in_a_foreign_currency(told: Told) -> None:
    """A million pieces at a million and a half each: nothing overflows.

    deal      | id outcome closed_on
              | 1  won     2026-02-10
    deal_line | deal_id quantity unit_price   currency discount_share
              | 1       1000000  1500000.25   USD      0.1
    fx_rate   | on_date    from_currency to_currency rate
              | 2026-02-01 USD           EUR         0.5
    """
    found = told().one("total_revenue:price_times_units", "2026-02").value
    assert found is not None
    assert round(found, 2) == Decimal("675000112500.00")


def test_recurring_revenue_without_a_rate_is_told(told: Told) -> None:
    """The second account pays in dollars, which have no rate.

    customer_period | account_id starts_on  ends_on monthly_amount currency
                    | a          2025-01-01 -       100            EUR
                    | b          2025-01-01 -       100            USD
    """
    result = told().one("retention_rate:net_revenue", "2026-Q1", parameters={"min_n": 0})
    assert (result.reason, dict(result.excluded.reasons)) == ("no_rate", {"no_rate": 1})


def test_attainment_without_a_rate_is_told(told: Told) -> None:
    """Half of what Eva won is in dollars, which have no rate.

    deal  | id outcome amount currency closed_on  owner_id
          | 1  won     100    EUR      2026-02-10 eva
          | 2  won     100    USD      2026-02-10 eva
    quota | subject_kind subject_id starts_on  ends_on    amount
          | rep          eva        2026-02-01 2026-03-01 200
    """
    result = told().one("quota_attainment_rate:attainment", "2026-02")
    assert result.excluded.count == 1


def test_a_quota_in_small_money_loses_no_digits(told: Told) -> None:
    """17,512,000,000 rupiahs at 17,512 for a euro are a million euros.

    deal    | id outcome amount closed_on
            | 1  won     1      2026-02-10
    quota   | subject_kind subject_id starts_on  ends_on    amount      currency
            | rep          eva        2026-02-01 2026-03-01 17512000000 IDR
    fx_rate | on_date    from_currency to_currency rate
            | 2026-02-01 EUR           IDR         17512
    """
    found = told().one("quota_attainment_rate:attainment", "2026-02").denominator
    assert found is not None
    assert abs(found - 1_000_000) < 1
