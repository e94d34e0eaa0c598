"""Only the last closure of a deal counts."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_lost_then_won_is_one_win(told: Told) -> None:
    """The deal was lost in January, opened again, and won in March.

    deal         | id outcome amount created_on closed_on
                 | 1  won     100    2025-12-01 2026-03-10
    deal_version | deal_id outcome valid_from_on valid_until_on closed_on  amount
                 | 1       open    2025-12-01    2026-01-15     -          100
                 | 1       lost    2026-01-15    2026-02-01     2026-01-15 100
                 | 1       open    2026-02-01    2026-03-10     -          100
                 | 1       won     2026-03-10    -              2026-03-10 100
    """
    company = told()
    quarter = company.one("win_rate", "2026-Q1")
    assert (quarter.numerator, quarter.denominator) == (1, 1)
    assert company.one("win_rate", "2026-01").denominator == 0
    assert company.value("total_revenue", "2026-03") == 100
    assert company.value("sales_cycle_length", "2026-03") == 99


def test_open_again_stands_open(told: Told) -> None:
    """The source keeps the day of the first closure although the deal is open.

    deal | id outcome amount created_on closed_on
         | 1  open    100    2025-12-01 2026-01-15
         | 2  won     100    2026-03-01 2026-03-31
    """
    company = told()
    assert company.one("win_rate", "2026-01").denominator == 0
    assert company.one("opportunity_conversion_rate:article_simple", "2026-03").denominator == 2


def test_won_on_an_unknown_day_does_not_stand_open(told: Told) -> None:
    """Nobody knows when the first deal was won, but it is not open.

    deal | id outcome amount created_on closed_on
         | 1  won     100    2025-01-01 -
         | 2  won     100    2026-03-01 2026-03-31
    """
    assert told().one("opportunity_conversion_rate:article_simple", "2026-03").denominator == 1
