"""Fiscal units begin where the company's year does."""

from __future__ import annotations

from typing import Literal

import pytest

from lievik.model.periods import FiscalYear
from tests.soundness.table_from_docstring import Told


@pytest.mark.parametrize(
    ("label", "period", "amount"),
    [
        ("end", "FY2026", 6),
        ("end", "FY2026-Q1", 2),
        ("end", "FY2026-Q4", 4),
        ("start", "FY2025", 6),
        ("start", "FY2025-Q4", 4),
        ("end", "FY2025", 1),
        ("end", "2026-Q1", 4),
        ("end", "2025", 3),
    ],
)
def test_a_year_from_april(told: Told, label: Literal["start", "end"], period: str, amount: int) -> None:
    """The company's year starts on the first of April.

    deal | id outcome amount closed_on
         | 1  won     1      2025-03-31
         | 2  won     2      2025-04-01
         | 3  won     4      2026-03-31
         | 4  won     8      2026-04-01
    """
    assert told(fiscal=FiscalYear(start_month=4, label=label)).value("total_revenue", period) == amount


def test_the_fiscal_quarter_before_and_the_same_one_last_year(told: Told) -> None:
    """With a year from February, the first quarter is February to April.

    deal | id outcome amount closed_on
         | 1  won     100    2025-02-01
         | 2  won     400    2026-01-31
         | 3  won     200    2026-02-01
         | 4  won     100    2026-04-30
         | 5  won     7      2026-05-01
    """
    company = told(fiscal=FiscalYear(start_month=2, label="end"))
    growth = company.one("revenue_growth", "FY2027-Q1", as_of="2026-06-30")
    assert growth.value == (300 - 400) / 400
    assert growth.beside["year_over_year"].value == 2
    assert company.grain("total_revenue", "FY2027", "quarter") == {
        "FY2027-Q1": 300,
        "FY2027-Q2": 7,
        "FY2027-Q3": None,
        "FY2027-Q4": None,
    }
