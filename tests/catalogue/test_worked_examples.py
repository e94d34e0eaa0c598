"""Each of the 18 metrics works its example out, and owns up to what the article prints instead."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.catalogue.checks import example_result
from lievik.model.formula import read_formula, replace_names
from tests.soundness.table_from_docstring import built_in_catalogue

EXAMPLES = {
    "total_revenue": "1000000",
    "revenue_growth": "0.25",
    "average_deal_size": "10000",
    "lead_conversion_rate": "0.2",
    "opportunity_conversion_rate": "0.25",
    "sales_cycle_length": "20",
    "qualified_leads": "150",
    "pipeline_velocity": "20000",
    "forecast_accuracy": "0.9",
    "customer_acquisition_cost": "2000",
    "customer_lifetime_value": "15000",
    "churn_rate": "0.06",
    "quota_attainment_rate": "0.75",
    "rep_productivity": "50000",
    "selling_time_share": "0.75",
    "win_rate": "0.25",
    "pipeline_coverage": "2.5",
    "retention_rate": "0.94",
}
"""Metric -> what its example works out to, as the article's own formula gives it."""


def test_these_are_all() -> None:
    built_in = {name for name, metric in built_in_catalogue().metrics.items() if metric.article}
    assert built_in == set(EXAMPLES)
    assert len(built_in_catalogue().seven) == 7


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_comes_out(name: str) -> None:
    metric = built_in_catalogue().metric(name)
    assert metric.example is not None
    formula = read_formula(metric.readings[metric.example.variant].formula_text)
    found = example_result(replace_names(formula, lambda node: node), metric.example.given)
    assert found == Decimal(EXAMPLES[name]) == metric.example.result


@pytest.mark.parametrize(
    ("name", "printed", "right"),
    [
        ("pipeline_velocity", "200", "20,000 per day"),
        ("churn_rate", "2%", "6%"),
        ("retention_rate", "2%", "94%"),
        ("forecast_accuracy", "10%", "90%"),
    ],
)
def test_what_the_article_prints_is_told(name: str, printed: str, right: str) -> None:
    erratum = built_in_catalogue().metric(name).erratum
    assert printed in erratum["en"]
    assert right in erratum["en"]
    assert erratum["sk"]


def test_velocity_has_a_unit() -> None:
    assert built_in_catalogue().reading("pipeline_velocity").unit_text == "money/day"


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_page_has_the_articles_five_parts_in_both_languages(name: str) -> None:
    metric = built_in_catalogue().metric(name)
    for code in ("en", "sk"):
        words = metric.words[code]
        assert all((words.title, words.question, words.what, words.why, words.how, words.story))
        assert words.careful
        assert words.levers
