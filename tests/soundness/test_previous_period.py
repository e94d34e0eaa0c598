"""An unfinished period is compared with as many days of the one before."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_growth_to_date(told: Told) -> None:
    """On 10 March there are ten days of March, and so there are ten days of February and of last year's March.

    deal | id outcome amount closed_on
         | 1  won     10     2025-03-10
         | 2  won     1000   2025-03-11
         | 3  won     100    2026-02-10
         | 4  won     1000   2026-02-11
         | 5  won     150    2026-03-10
         | 6  won     5000   2026-03-11
    """
    company = told()
    running = company.one("revenue_growth", "2026-03", as_of="2026-03-10")
    assert (running.value, running.reason) == (0.5, "unfinished_period")
    assert running.beside["year_over_year"].value == 14
    finished = company.one("revenue_growth", "2026-03", as_of="2026-03-31")
    assert (float(finished.value or 0), finished.reason) == (4050 / 1100, "")
    compared = company.one("total_revenue", "2026-03", as_of="2026-03-10", compare="previous").compared
    assert compared is not None
    assert (compared.value, compared.delta, compared.period.days) == (100, 50, 10)
    last_year = company.one("total_revenue", "2026-03", as_of="2026-03-10", compare="year").compared
    assert last_year is not None
    assert (last_year.value, last_year.delta_share) == (10, 14)


def test_a_longer_month_is_compared_with_the_whole_of_a_shorter_one(told: Told) -> None:
    """On 30 March all 28 days of February have passed.

    deal | id outcome amount closed_on
         | 1  won     100    2026-02-28
         | 2  won     150    2026-03-30
    """
    assert told().value("revenue_growth", "2026-03", as_of="2026-03-30") == 0.5


def test_growth_that_is_compared_has_a_period_before_of_its_own(told: Told) -> None:
    """February grew by a half and March by 100 %; March is compared with February, and with January's growth if asked.

    deal | id outcome amount closed_on
         | 1  won     50     2025-12-10
         | 2  won     100    2026-01-10
         | 3  won     150    2026-02-10
         | 4  won     300    2026-03-10
    """
    company = told()
    before = company.one("revenue_growth", "2026-03", compare="previous").compared
    assert before is not None
    assert (before.value, before.delta) == (0.5, 0.5)
    january = company.one("revenue_growth", "2026-03", compare="2026-01").compared
    assert january is not None
    assert january.value == 1
    units = company.workspace.show("revenue_growth", period="2026-Q1", grain="month", compare="previous")
    assert [(r.value, r.compared and r.compared.value) for r in units] == [(1, None), (0.5, 1), (1, 0.5)]


def test_growth_of_every_unit_of_a_split_period(told: Told) -> None:
    """The first unit looks before the period asked for.

    deal | id outcome amount closed_on
         | 1  won     100    2025-12-10
         | 2  won     200    2026-01-10
         | 3  won     100    2026-03-10
    """
    assert told().grain("revenue_growth", "2026-Q1", "month") == {"2026-01": 1, "2026-02": -1, "2026-03": None}
