"""Planning and compiling a scorecard: its text is written once and found again by the shape of the question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lievik.planner import compile as compiling
from lievik.planner.build import build
from lievik.planner.compile import compile_plan
from lievik.planner.plan import Plan
from tests.properties.random_company import random_rows
from tests.soundness.table_from_docstring import Company, company_of

SCORECARD = (
    "win_rate",
    "total_revenue",
    "revenue_growth",
    "average_deal_size",
    "sales_cycle_length",
    "opportunity_conversion_rate",
    "lead_conversion_rate",
    "qualified_leads",
    "pipeline_coverage",
    "pipeline_velocity",
    "quota_attainment_rate",
    "retention_rate",
)


@pytest.fixture(scope="module")
def company() -> Company:
    return company_of(random_rows(7, 60))


def plan(company: Company, *metrics: str, as_of: date = date(2026, 5, 17), **said: Any) -> Plan:  # noqa: ANN401
    workspace = company.workspace
    request = workspace.request(metrics or SCORECARD, {"period": "2026-Q2", **said}, as_of)  # type: ignore[typeddict-item]
    return build(request, workspace.catalogue, workspace.facts)


def test_the_same_shape_is_written_once(company: Company) -> None:
    compiling._text.cache_clear()  # noqa: SLF001 - what is cached is what is tested
    first, second = compile_plan(plan(company)), compile_plan(plan(company))
    assert first.sql is second.sql
    assert compiling._text.cache_info().misses == 1  # noqa: SLF001


@pytest.mark.parametrize(
    "said",
    [
        {"period": "2026-Q1"},
        {"as_of": date(2026, 6, 1)},
        {"parameters": {"min_n": 3, "window_days": 30}},
    ],
)
def test_values_do_not_change_the_text(company: Company, said: dict[str, Any]) -> None:
    one, two = (
        compile_plan(plan(company, "win_rate", "lead_conversion_rate")),
        compile_plan(plan(company, "win_rate", "lead_conversion_rate", **said)),
    )
    assert one.sql is two.sql
    assert one.values != two.values or "parameters" in said


def test_the_values_of_a_filter_do_not_either(company: Company) -> None:
    one, two = (compile_plan(plan(company, "win_rate", where={"region": value})) for value in ("east", "west"))
    assert one.sql is two.sql
    assert set(one.values.values()) - set(two.values.values()) == {"east"}


@pytest.mark.parametrize(
    "said",
    [
        {"by": "owner"},
        {"grain": "month"},
        {"where": {"region": "east"}},
        {"totals": True, "by": "owner"},
        {"intervals": False},
    ],
)
def test_another_shape_is_another_text(company: Company, said: dict[str, Any]) -> None:
    metric = "average_deal_size:median"
    assert compile_plan(plan(company, metric)).sql != compile_plan(plan(company, metric, **said)).sql


def test_nothing_that_was_asked_stands_in_the_text(company: Company) -> None:
    statement = compile_plan(plan(company, "total_revenue", where={"region": "east"}))
    assert "east" not in statement.sql
    assert "2026" not in statement.sql
    names = {name for name in statement.values if f"${name}" in statement.sql}
    assert names == set(statement.values)


def test_one_pass_over_a_table_and_date(company: Company) -> None:
    """Twelve metrics and all beside them read deals by the day they closed once as they are, and once for money."""
    asked = plan(company)
    names = [
        (s.measure.table, s.measure.dated_by or s.measure.stock, s.measure.reach, s.measure.per, s.conversion)
        for s in asked.shape.scans
    ]
    assert len(names) == len(set(names))
    closed = [s for s in asked.shape.scans if (s.measure.table, s.measure.dated_by) == ("deal", "closed_on")]
    assert len([s for s in closed if s.measure.reach == "period"]) == 2
