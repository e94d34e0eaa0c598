"""A change is judged by the very records of both periods; a number that is not there has no change.

Invariants: the interval of a change holds the change; what is decided and not by chance (a quota) is never drawn again;
the same records in two periods are no two samples; groups are judged by their own records.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lievik.insight.resampling import UNITS
from lievik.model.result import Change, MetricResult
from lievik.planner.resampling_plan import resampling_plan
from lievik.workspace import Workspace
from tests.metrics.conftest import tiny_company
from tests.soundness.table_from_docstring import Company

__all__ = ["tiny_company"]


def change_of(result: MetricResult) -> Change:
    """The judged change of a result that has one."""
    assert result.compared is not None
    assert result.compared.change is not None
    return result.compared.change


def test_the_change_lies_within_its_interval(tiny_company: Workspace) -> None:
    table = tiny_company.show(*tiny_company.catalogue.metrics, period="2026-Q1", compare="previous")
    judged = [r for r in table if r.compared and r.compared.change and r.compared.change.low is not None]
    assert judged
    for result in judged:
        change = change_of(result)
        assert change.low is not None
        assert change.high is not None
        assert result.compared is not None
        assert change.low <= (result.compared.delta or 0) <= change.high, result.full_name


def test_a_number_without_one_before_has_no_change(told: Callable[..., Company]) -> None:
    """No deal ended before.

    deal | id outcome closed_on  amount
         | a  won     2026-05-04 100
         | b  lost    2026-05-05 100
    """
    result = told().one("win_rate", period="2026-05", compare="previous")
    assert result.compared is not None
    assert result.compared.value is None
    assert result.compared.change is None


def test_equal_months_are_no_change(told: Callable[..., Company]) -> None:
    """Two deals of 100 in each month.

    deal | id outcome closed_on  amount
         | a  won     2026-04-04 100
         | b  won     2026-04-05 100
         | c  won     2026-05-04 100
         | d  won     2026-05-05 100
    """
    change = change_of(told().one("total_revenue", period="2026-05", compare="previous"))
    assert change.verdict == "too_few"
    assert change.low is not None
    assert change.high is not None
    assert change.low < 0 < change.high


def test_customers_of_both_months_are_no_two_samples(told: Callable[..., Company]) -> None:
    """Two customers pay the same all along: what they pay cannot have changed by chance.

    customer_period | id account_id starts_on  monthly_amount
                    | a  one        2026-01-04 100
                    | b  two        2026-01-05 900
    """
    change = change_of(told().one("retention_rate:net_revenue", period="2026-05", compare="previous"))
    assert change.low == change.high == 0


def test_a_quota_is_not_drawn_again(tiny_company: Workspace) -> None:
    plan = tiny_company.plan(tiny_company.request(["pipeline_coverage:reached"], {"period": "2026-Q1"}))
    drawn = resampling_plan(plan, UNITS)
    assert {scan.measure.table for scan in plan.shape.scans} == {"deal", "quota_month"}
    assert drawn is not None
    assert {scan.measure.table for scan in drawn.shape.scans} == {"deal"}


@pytest.mark.parametrize("dimension", ["owner", "team"])
def test_groups_are_judged_apart_and_the_whole_as_if_it_were_alone(tiny_company: Workspace, dimension: str) -> None:
    alone = tiny_company.show("total_revenue", period="2026-Q1", compare="previous").rows[0]
    *parts, whole = tiny_company.show("total_revenue", by=dimension, totals=True, period="2026-Q1", compare="previous")
    assert change_of(whole) == change_of(alone)
    for part in parts:
        if part.compared is not None and part.compared.change is not None:
            name = str(part.group[dimension])
            narrowed = tiny_company.show(
                "total_revenue", where={dimension: name}, period="2026-Q1", compare="previous"
            ).rows[0]
            assert change_of(narrowed) == change_of(part)
