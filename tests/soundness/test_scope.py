"""Nobody sees a row outside their scope: not in the number, its parts, its records, nor what was left out."""

from __future__ import annotations

from dataclasses import replace

from lievik.insight.answer import answer
from lievik.model.metric_table import MetricTable
from lievik.model.request import Filter, MetricRequest
from lievik.planner.build import build
from lievik.planner.compile import compile_plan
from lievik.planner.drill_sql import drill_statement
from tests.soundness.table_from_docstring import TODAY, Company, Told

EVA = (Filter(dimension="owner", values=("eva",)),)


def scoped(company: Company, *metrics: str, **said: str) -> MetricRequest:
    """A question of somebody who may only see Eva's rows."""
    request = company.workspace.request(metrics, {"period": "2026-Q1", **said}, TODAY)  # type: ignore[typeddict-item]
    return replace(request, scope=EVA)


def answered(company: Company, request: MetricRequest) -> MetricTable:
    """Run a question."""
    workspace = company.workspace
    assert workspace.engine is not None
    plan = build(request, workspace.catalogue, workspace.facts)
    statement = compile_plan(plan)
    return answer(plan, workspace.catalogue, *workspace.engine.fetch(statement.sql, statement.values))


def test_a_number_holds_only_what_may_be_seen(told: Told) -> None:
    """Two of the deals are Eva's.

    deal | id outcome amount closed_on  owner_id
         | 1  won     1      2026-01-10 eva
         | 2  won     2      2026-02-10 eva
         | 3  won     4      2026-03-10 jan
         | 4  won     8      2026-03-10 -
    """
    company = told()
    (total,) = answered(company, scoped(company, "total_revenue"))
    assert total.value == 3
    by_owner = answered(company, scoped(company, "total_revenue", by="owner"))
    assert [(row.group["owner"], str(row.value)) for row in by_owner] == [("eva", "3.00")]


def test_a_filter_cannot_lead_out_of_the_scope(told: Told) -> None:
    """Asking for Jan's rows inside Eva's scope finds nothing.

    deal | id outcome amount closed_on  owner_id
         | 1  won     1      2026-01-10 eva
         | 3  won     4      2026-03-10 jan
    """
    company = told()
    request = scoped(company, "total_revenue")
    (total,) = answered(company, replace(request, filters=(Filter(dimension="owner", values=("jan",)),)))
    assert total.value == 0


def test_records_and_what_was_left_out_keep_to_the_scope(told: Told) -> None:
    """Of each kind one row is Eva's.

    deal | id outcome amount closed_on  owner_id
         | 1  won     1      2026-01-10 eva
         | 2  won     -      2026-02-10 eva
         | 3  won     4      2026-03-10 jan
         | 4  won     -      2026-03-10 jan
    """
    company = told()
    workspace = company.workspace
    assert workspace.engine is not None
    plan = build(scoped(company, "total_revenue"), workspace.catalogue, workspace.facts)
    found = {}
    for part in ("numerator", "excluded"):
        statement = drill_statement(plan, plan.readings["total_revenue"], plan.asked[0], part)
        columns, rows = workspace.engine.fetch(statement.sql, statement.values)
        found[part] = [row[columns.index("record")] for row in rows]
    assert found == {"numerator": ["1"], "excluded": ["2"]}


def test_what_cannot_be_kept_to_the_scope_is_not_shown(told: Told) -> None:
    """Customers are in no stage, so whoever may only see one stage does not see them.

    deal  | id outcome amount closed_on  owner_id account_id
          | 1  won     1      2026-01-10 eva      a
    stage | id name
          | s  Offer
    """
    company = told()
    request = scoped(company, "churn_rate")
    (hidden,) = answered(company, replace(request, scope=(Filter(dimension="stage", values=("s",)),)))
    assert (hidden.status, hidden.reason, hidden.value) == ("not_available", "out_of_scope", None)
