"""Rounds of the self-test: right answers are right, wrong ones wrong, and the same number brings the same tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lievik.catalogue import load_catalogue
from lievik.definitions import built_in_texts
from lievik.errors import UnknownNameError
from lievik.model.formula import names_in, read_formula
from lievik.model.self_test import Task
from lievik.questions.self_test import TaskMaker, chapters_of, is_same, judge, make_round, self_test
from tests.soundness.table_from_docstring import built_in_catalogue

CATALOGUE = built_in_catalogue()
WITH_EXAMPLE = [metric for metric in CATALOGUE.ordered() if metric.example]


def all_tasks(number: int) -> list[Task]:
    """Every task of every metric, as one round would make them."""
    maker = TaskMaker(catalogue=CATALOGUE, number=number)
    kinds = ("example", "varied", "formula", "question")
    return [task for metric in WITH_EXAMPLE for kind in kinds if (task := maker.make(kind, metric))]


BY_HAND: dict[str, Callable[[Mapping[str, Decimal]], Decimal]] = {
    "total_revenue": lambda g: g["units_sold"] * g["unit_price"],
    "revenue_growth": lambda g: g["total_revenue"] / g["previous(total_revenue)"] - 1,
    "average_deal_size": lambda g: g["won_amount"] / g["won_deals_with_amount"],
    "lead_conversion_rate": lambda g: g["converted_leads"] / g["created_leads"],
    "opportunity_conversion_rate": lambda g: g["created_deals_won"] / g["created_deals"],
    "win_rate": lambda g: g["won_deals"] / (g["won_deals"] + g["lost_deals"]),
    "sales_cycle_length": lambda g: g["won_cycle_days"] / g["won_deals_with_cycle"],
    "pipeline_velocity": lambda g: g["qualified_leads_won"] * g["average_deal_size"] / g["sales_cycle_length"],
    "forecast_accuracy": lambda g: 1 - abs(g["won_amount"] - g["forecast_amount"]) / g["won_amount"],
    "pipeline_coverage": lambda g: g["open_amount"] / (g["quota_amount"] - g["won_amount"]),
    "customer_acquisition_cost": lambda g: g["spend_amount"] / g["new_customers"],
    "customer_lifetime_value": lambda g: g["annual_revenue_per_customer"] * g["lifetime_years"],
    "churn_rate": lambda g: g["lost_customers"] / g["customers_at_start"],
    "retention_rate": lambda g: (g["customers_at_end"] - g["joined_customers"]) / g["customers_at_start"],
    "quota_attainment_rate": lambda g: g["reps_at_quota"] / g["reps_with_quota"],
    "rep_productivity": lambda g: g["won_amount"] / g["reps_at_end"],
    "selling_time_share": lambda g: g["selling_hours"] / g["worked_hours"],
}
"""What a task works out to in plain arithmetic, by metric."""


def test_every_metric_with_an_example_is_asked_about() -> None:
    asked = {task.metric for task in all_tasks(1)}
    assert asked == {metric.name for metric in WITH_EXAMPLE}
    assert len(asked) == 18


@pytest.mark.parametrize("metric", [metric.name for metric in WITH_EXAMPLE])
def test_a_metric_whose_formula_is_more_than_a_name_is_asked_in_all_four_ways(metric: str) -> None:
    ways = [(task.kind, task.is_example) for task in all_tasks(1) if task.metric == metric]
    four = [("result", True), ("result", False), ("formula", False), ("question", False)]
    assert ways == ([("question", False)] if metric == "qualified_leads" else four)


@given(number=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_what_comes_out_is_what_plain_arithmetic_gives(number: int) -> None:
    for task in all_tasks(number):
        if task.result is not None:
            assert abs(BY_HAND[task.metric](task.given) - task.result) < Decimal("1e-15"), task


@given(number=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_variations_are_only_the_examples_numbers_made_larger_or_smaller(number: int) -> None:
    factors = {Decimal(text) for text in ("0.4", "0.5", "0.6", "0.8", "1", "1.2", "1.5")}
    for task in all_tasks(number):
        example = CATALOGUE.metric(task.metric).example
        if task.kind != "result" or example is None:
            continue
        assert task.given.keys() == example.given.keys()
        assert {task.given[name] / example.given[name] for name in task.given} <= factors
        assert task.is_example == (task.given == example.given)
        assert task.result is not None
        assert task.is_example or task.result != example.result


@given(number=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_a_share_of_a_whole_stays_between_nothing_and_the_whole(number: int) -> None:
    for task in all_tasks(number):
        if task.result is not None and CATALOGUE.reading(task.full_name).unit_text == "share":
            assert 0 < task.result < 1


@given(number=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_counts_stay_whole(number: int) -> None:
    for task in all_tasks(number):
        for name, value in task.given.items():
            if CATALOGUE.unit_of(name) in {"count", "money"}:
                assert value == value.to_integral_value(), (task.metric, name)


@given(number=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_of_four_choices_one_is_right_and_the_others_are_other_metrics(number: int) -> None:
    for task in all_tasks(number):
        if task.kind == "result":
            continue
        assert len(set(task.choices)) == 4
        assert task.right == task.full_name
        metrics = [choice.partition(":")[0] for choice in task.choices]
        assert metrics.count(task.metric) == 1


@given(number=st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_formulas_that_are_called_wrong_come_out_different(number: int) -> None:
    for task in all_tasks(number):
        if task.kind != "formula":
            continue
        formulas = [CATALOGUE.reading(choice).formula for choice in task.choices]
        assert not [(a, b) for place, a in enumerate(formulas) for b in formulas[place + 1 :] if is_same(a, b)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("won / (won + lost)", "won / (lost + won)", True),
        ("a * b / c", "b / c * a", True),
        ("a - b", "b - a", False),
        ("won / lost", "lost / won", False),
        ("won / ended", "lost / ended", False),
        ("a + 0", "a", True),
    ],
)
def test_formulas_that_say_the_same_are_told(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert is_same(read_formula(one), read_formula(other)) is same


def test_names_of_the_compared_formulas_are_all_given_numbers() -> None:
    velocity = CATALOGUE.reading("pipeline_velocity").formula
    assert len({name.name for name in names_in(velocity)}) > 4
    assert not is_same(velocity, CATALOGUE.reading("pipeline_velocity:stock").formula)


def test_a_round_has_ten_tasks_of_every_kind() -> None:
    tasks = make_round(CATALOGUE, 7)
    assert [task.kind for task in tasks] == ["result", "formula", "result", "question", "result"] * 2
    assert [task.is_example for task in tasks] == [True, False, False, False, False] * 2
    assert len({task.metric for task in tasks}) >= 8


def test_the_same_number_brings_the_same_tasks_and_another_brings_others() -> None:
    assert make_round(CATALOGUE, 7) == make_round(CATALOGUE, 7)
    assert len({str(make_round(CATALOGUE, number)) for number in range(20)}) == 20


@pytest.mark.parametrize("chapter", chapters_of(CATALOGUE))
def test_a_chapter_s_round_asks_about_its_metrics_alone(chapter: str) -> None:
    names = next(each.metrics for each in CATALOGUE.chapters if each.name == chapter)
    tasks = make_round(CATALOGUE, 3, chapter)
    assert len(tasks) == 10
    assert {task.metric for task in tasks} == set(names)
    assert len({(task.kind, task.metric, task.is_example) for task in tasks}) == 10


OWN_METRIC = """
formula = "won_deals / all_won_deals"
unit = "share"
better = "higher"

[sk]
title = "Podiel kvalifikovaných výhier"

[example]
given = { won_deals = 30, all_won_deals = 40 }
result = 0.75
"""


def test_a_company_s_own_metric_is_asked_about_in_a_chapter_of_its_own() -> None:
    catalogue = load_catalogue(built_in_texts(), {"metrics/own_share.toml": OWN_METRIC})
    assert chapters_of(catalogue)[-1] == "own"
    tasks = make_round(catalogue, 1, "own")
    assert {task.metric for task in tasks} == {"own_share"}
    assert [task.kind for task in tasks] == ["result", "formula", "result"]
    assert tasks[0].result == Decimal("0.75")
    assert "own_share" in {
        choice for number in range(40) for t in make_round(catalogue, number) for choice in t.choices
    }


def test_a_chapter_that_there_is_not_is_told() -> None:
    with pytest.raises(UnknownNameError, match="No chapter called 'convesion'"):
        make_round(CATALOGUE, 1, "convesion")


def test_right_answers_are_counted() -> None:
    tasks = make_round(CATALOGUE, 11)
    right = [str(task.result) if task.result is not None else str(task.choices.index(task.right) + 1) for task in tasks]
    assert self_test(CATALOGUE, number=11, said=right).right == 10
    assert self_test(CATALOGUE, number=11, said=right[:4]).right == 4
    assert self_test(CATALOGUE, number=11, said=["?"] * 10).right == 0
    assert len(self_test(CATALOGUE, number=11, said=[*right, "1"]).verdicts) == 10


def test_a_choice_that_there_is_not_is_no_answer() -> None:
    task = next(task for task in make_round(CATALOGUE, 1) if task.choices)
    assert judge(CATALOGUE, task, "5").outcome == "unreadable"
    assert judge(CATALOGUE, task, "").outcome == "unreadable"
    assert judge(CATALOGUE, task, "?").outcome == "skipped"
