"""A rate over groups or months is sum over sum, not the mean of rates."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_rates_and_averages_of_the_whole(told: Told) -> None:
    """Eva wins 1 of 1, Jan 1 of 4; the mean of their rates is 62.5 %, the rate is 40 %.

    deal | id outcome amount created_on closed_on  owner_id
         | 1  won     100    2026-01-01 2026-01-11 eva
         | 2  won     400    2026-01-01 2026-02-10 jan
         | 3  lost    400    2026-01-01 2026-02-10 jan
         | 4  lost    400    2026-01-01 2026-02-10 jan
         | 5  lost    -      2026-01-01 2026-02-10 jan
    """
    company = told()
    assert company.split("win_rate", "owner", "2026-Q1") == {"eva": 1, "jan": 0.25}
    assert company.value("win_rate", "2026-Q1") == 0.4
    assert company.value("win_rate:by_value", "2026-Q1") == 500 / 1300
    assert company.value("average_deal_size", "2026-Q1") == 250
    assert company.value("sales_cycle_length", "2026-Q1") == 25
    total = list(company.workspace.show("win_rate", period="2026-Q1", by="owner", totals=True))[-1]
    assert (dict(total.group), total.numerator, total.denominator) == ({}, 2, 5)


def test_a_price_is_weighted_by_what_was_sold(told: Told) -> None:
    """9 pieces at 1 and 1 at 100 make 109, not 10 times the mean price of 50.50.

    deal      | id outcome closed_on
              | 1  won     2026-01-11
    deal_line | deal_id quantity unit_price
              | 1       9        1
              | 1       1        100
    """
    found = told().one("total_revenue:price_times_units", "2026-01").value
    assert found is not None
    assert round(found, 10) == 109
