"""A group without rows is 0 where nothing adds up to nothing, and none where there is nothing to divide by."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_a_group_that_sold_nothing(told: Told) -> None:
    """Jan lost his only deal of January, Mia sold in February alone.

    deal | id outcome amount created_on closed_on  owner_id
         | 1  won     100    2025-12-01 2026-01-10 eva
         | 2  lost    100    2025-12-01 2026-01-10 jan
         | 3  won     100    2025-12-01 2026-02-10 mia
    """
    company = told()
    months = company.workspace.show(
        "total_revenue", "win_rate", "average_deal_size", period="2026-Q1", grain="month", by="owner"
    )
    found = {(r.metric, r.period.label, r.group["owner"]): r.value for r in months}
    assert found["total_revenue", "2026-01", "jan"] == 0
    assert found["total_revenue", "2026-01", "mia"] == 0
    assert found["win_rate", "2026-01", "jan"] == 0
    assert found["win_rate", "2026-01", "mia"] is None
    assert found["average_deal_size", "2026-01", "jan"] is None
    assert found["average_deal_size", "2026-02", "mia"] == 100


def test_a_month_without_rows(told: Told) -> None:
    """Nothing happened in February.

    deal | id outcome amount created_on closed_on
         | 1  won     100    2025-12-01 2026-01-10
         | 2  won     300    2025-12-01 2026-03-10
    """
    company = told()
    assert company.grain("total_revenue", "2026-Q1", "month") == {"2026-01": 100, "2026-02": 0, "2026-03": 300}
    assert company.grain("average_deal_size", "2026-Q1", "month") == {"2026-01": 100, "2026-02": None, "2026-03": 300}
    assert company.grain("average_deal_size:median", "2026-Q1", "month")["2026-02"] is None


def test_a_deal_without_an_amount_is_not_worth_0(told: Told) -> None:
    """It is left out of the average and told, but counted among the deals won.

    deal | id outcome amount closed_on
         | 1  won     100    2026-01-10
         | 2  won     -      2026-01-10
         | 3  won     0      2026-01-10
    """
    result = told().one("average_deal_size", "2026-01")
    assert (result.value, result.n, dict(result.excluded.reasons)) == (50, 3, {"no_amount": 1})
    assert result.beside["median"].value == 50
