"""The last day of a period belongs to it, the first day of the next one does not."""

from __future__ import annotations

import pytest

from tests.soundness.table_from_docstring import Told


@pytest.mark.parametrize(
    ("period", "amount"),
    [
        ("2026-01", 3),
        ("2026-Q1", 31),
        ("2026-02", 12),
        ("2026-01-31", 2),
        ("2026-01-01..2026-01-31", 3),
        ("2026-01-02..2026-01-30", 0),
        ("2026-W05", 6),
        ("2026-04", 32),
        ("2025-12", 64),
        ("2026-H1", 63),
    ],
)
def test_borders(told: Told, period: str, amount: int) -> None:
    """Each amount is a bit, so that a sum tells which deals are in it.

    deal | id outcome amount closed_on
         | 0  won     64     2025-12-31
         | 1  won     1      2026-01-01
         | 2  won     2      2026-01-31
         | 3  won     4      2026-02-01
         | 4  won     8      2026-02-28
         | 5  won     16     2026-03-31
         | 6  won     32     2026-04-01
    """
    assert told().value("total_revenue", period) == amount


def test_every_day_is_in_exactly_one_unit_of_every_grain(told: Told) -> None:
    """A deal a border.

    deal | id outcome amount closed_on
         | 1  won     1      2025-12-29
         | 2  won     2      2025-12-31
         | 3  won     4      2026-01-01
         | 4  won     8      2026-01-04
         | 5  won     16     2026-01-05
         | 6  won     32     2026-03-31
         | 7  won     64     2026-04-01
         | 8  won     128    2026-06-30
    """
    company = told()
    for grain in ("day", "week", "month", "quarter", "half", "year"):
        units = company.grain("total_revenue", "2025-12-01..2026-06-30", grain)
        assert sum(value or 0 for value in units.values()) == 255, grain
    weeks = company.grain("total_revenue", "2025-12-29..2026-01-11", "week")
    assert weeks == {"2026-W01": 15, "2026-W02": 16}


def test_the_29th_of_february(told: Told) -> None:
    """A leap year has it.

    deal | id outcome amount closed_on
         | 1  won     1      2024-02-28
         | 2  won     2      2024-02-29
         | 3  won     4      2024-03-01
    """
    company = told()
    assert company.value("total_revenue", "2024-02") == 3
    assert company.value("revenue_growth:year_over_year", "2025-02") == -1
