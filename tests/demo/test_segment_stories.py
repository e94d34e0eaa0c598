"""The segment that wins more in the demo company is found, what makes no difference is not, and the order holds."""

from __future__ import annotations

import pytest

from lievik.model.segments import SegmentsAnswer
from lievik.workspace import Workspace


@pytest.fixture(scope="module")
def found(kovotech: Workspace) -> SegmentsAnswer:
    """Segments of the last eight quarters."""
    return kovotech.segments()


def test_car_makers_win_more_and_bring_the_most_money_per_day_of_all_industries(found: SegmentsAnswer) -> None:
    told = {each.measure: each for each in found.findings if each.segment == ("industry", "Automotive")}
    assert told["win_rate"].is_better
    assert told["day_value"].is_better
    per_day = {each.label: each.numbers["day_value"].value or 0 for each in found.of("industry")}
    assert max(per_day, key=lambda label: per_day[label]) == "Automotive"


def test_they_are_the_accounts_that_fit_best_and_that_is_told_once(found: SegmentsAnswer) -> None:
    same = [(each.smaller, each.larger) for each in found.overlaps if each.is_same]
    assert (("icp_fit", "75-100"), ("industry", "Automotive")) in same
    assert ("icp_fit", "75-100") not in {each.segment for each in found.findings}


def test_large_companies_take_longer_and_small_ones_buy_less(kovotech: Workspace) -> None:
    answer = kovotech.segments(period="2023-01-01..2026-06-30", by="size_band")
    told = {(each.label, each.measure, each.is_better) for each in answer.findings}
    assert {("250+", "size", True), ("250+", "speed", False), ("10-49", "size", False)} <= told


def test_where_no_story_was_planted_nothing_is_told_apart(found: SegmentsAnswer) -> None:
    told = {each.dimension for each in found.findings}
    assert not told & {"region", "product", "product_family", "country"}
    assert "Events" not in {each.label for each in found.findings}


@pytest.mark.parametrize("metric", ["win_rate", "average_deal_size", "sales_cycle_length"])
def test_numbers_are_those_of_the_metrics(kovotech: Workspace, found: SegmentsAnswer, metric: str) -> None:
    where = {"deal_type": ("new", "expansion")}
    results = kovotech.show(metric, period=found.period.label, by="industry", where=where)
    expected = {result.group["industry"]: result.value for result in results if result.group["industry"]}
    measures = {"win_rate": "win_rate", "average_deal_size": "size", "sales_cycle_length": "speed"}
    got = {each.label: each.numbers[measures[metric]].value for each in found.of("industry")}  # type: ignore[index]
    assert {label: float(value or 0) for label, value in got.items()} == pytest.approx(
        {label: float(value or 0) for label, value in expected.items()}
    )


def test_those_to_call_first_were_won_more_often_and_brought_more_on_earlier_days(kovotech: Workspace) -> None:
    tried = kovotech.calling(has_tried=True).tried
    assert tried is not None
    assert (tried.wins, tried.brings) == ("more", "more")
    assert len(tried.days) == 6


def test_every_open_deal_but_renewals_is_listed(kovotech: Workspace) -> None:
    answer = kovotech.calling()
    listed = {call.id for call in answer.calls if call.kind == "deal"}
    assert len(listed) == sum(call.kind == "deal" for call in answer.calls)
    assert answer.renewals + len(listed) == kovotech.quality().faults["open_without_amount"].of
