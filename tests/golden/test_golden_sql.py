"""Nine statements as they are written, named by their question; LIEVIK_UPDATE_GOLDEN=1 writes them anew.

They show text to a reader. What it means is for the tests that run it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from lievik.planner.statement import Statement
from tests.soundness.table_from_docstring import Company, company

FOLDER = Path(__file__).with_name("sql")

ROWS = """
deal            | id outcome amount currency created_on closed_on  owner_id expected_close_on qualified_on is_deleted
                | 1  won     100    EUR      2026-01-01 2026-01-10 eva      2026-01-10        2026-01-05   false
                | 2  lost    100    EUR      2026-01-01 2026-01-10 eva      2026-01-10        2026-01-05   true
                | 3  open    -      EUR      2026-01-01 -          -        2026-06-30        -            false
lead            | id created_on qualified_on converted_on email  deal_id
                | l  2026-01-01 2026-01-02   2026-01-03   x@y.sk 1
rep             | id  name region
                | eva Eva  east
quota           | subject_kind subject_id starts_on  ends_on    amount
                | rep          eva        2026-01-01 2027-01-01 1200
customer_period | account_id starts_on  ends_on    monthly_amount
                | a          2025-01-01 2026-02-01 10
"""
FOREIGN = """
                | 4  won     100    CZK      2026-01-01 2026-01-10 eva      2026-01-10        2026-01-05   false
lead            | id created_on qualified_on converted_on email  deal_id
"""
RATES = """
fx_rate         | id on_date    from_currency to_currency rate
                | r  2026-01-01 CZK           EUR         0.04
"""

SCORECARD = (
    "win_rate",
    "average_deal_size",
    "sales_cycle_length",
    "revenue_growth",
    "lead_conversion_rate",
    "pipeline_coverage",
    "retention_rate",
)

QUESTIONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "win_rate_by_owner_by_month": (("win_rate",), {"period": "2026-H1", "grain": "month", "by": "owner"}),
    "scorecard": (SCORECARD, {"period": "2026-Q2"}),
    "coverage_in_a_region_with_totals": (
        ("pipeline_coverage",),
        {"period": "2026-Q2", "by": "owner", "where": {"region": "east"}, "totals": True},
    ),
    "churn": (("churn_rate",), {"period": "2026-Q1"}),
    "velocity": (("pipeline_velocity",), {"period": "2026-Q1"}),
    "lifetime": (("customer_lifetime_value",), {"period": "2026-Q1"}),
}


@pytest.fixture(scope="module")
def euros() -> Company:
    """A company that sells in euros."""
    return company(ROWS)


def check(name: str, sql: str) -> None:
    """Compare a statement with the one that is kept, or keep it."""
    path = FOLDER / f"{name}.duckdb.sql"
    if os.environ.get("LIEVIK_UPDATE_GOLDEN") == "1":
        path.write_text(sql + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == sql + "\n", f"LIEVIK_UPDATE_GOLDEN=1 writes {path.name} anew"


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_statement_of_a_question(euros: Company, name: str) -> None:
    metrics, said = QUESTIONS[name]
    check(name, euros.workspace.show(*metrics, **said).sql)


def test_the_statement_of_two_currencies() -> None:
    rows = ROWS.replace("\nlead            | id created_on qualified_on converted_on email  deal_id\n", FOREIGN) + RATES
    check("two_currencies", company(rows).workspace.show("average_deal_size", period="2026-Q1", by="currency").sql)


def test_the_statement_of_a_drill(euros: Company) -> None:
    check("drill_of_win_rate", euros.workspace.drill("win_rate", part="denominator", period="2026-Q1").sql)


def test_the_statement_of_a_gap(euros: Company) -> None:
    (gap,) = euros.workspace.variants("win_rate", between=("win_rate", "within_90_days"), period="2026-Q1").gaps
    check("gap_of_win_rate", gap.sql)


def test_the_statements_of_cohorts() -> None:
    found = company(ROWS).workspace
    ran: list[str] = []
    run = found.run

    def noted(statement: Statement) -> list[tuple[object, ...]]:
        ran.append(statement.sql)
        return run(statement)

    found.run = noted  # type: ignore[method-assign]
    found.cohorts(of="revenue", period="2025")
    check("cohorts", "\n\n".join(ran))


def test_every_statement_that_is_kept_has_a_question() -> None:
    kept = {path.name.removesuffix(".duckdb.sql") for path in FOLDER.glob("*.duckdb.sql")}
    assert kept == {*QUESTIONS, "cohorts", "two_currencies", "drill_of_win_rate", "gap_of_win_rate"}
