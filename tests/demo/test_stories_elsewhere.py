"""The stories are in the company, not in the dice: a larger one made from another seed tells them too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lievik.workspace import Workspace
from tests.demo import test_stories as stories

TOLD = [
    stories.test_the_sales_cycle_is_longer_since_samples_are_tested_elsewhere,
    stories.test_the_sales_cycle_was_steady_before,
    stories.test_customers_from_events_cost_several_times_as_much,
    stories.test_a_newcomer_looks_weak_only_against_a_quota_that_is_not_his_yet,
    stories.test_many_deals_are_won_in_the_last_two_weeks_of_a_quarter,
    stories.test_no_more_are_lost_then_than_at_other_times,
    stories.test_deals_are_larger_since_prices_rose,
    stories.test_deals_were_of_one_size_before,
    stories.test_car_makers_buy_more_often_than_any_other_industry,
    stories.test_deals_with_two_engaged_contacts_or_more_close_faster,
    stories.test_they_are_not_won_more_often,
    stories.test_more_leads_count_as_qualified_since_the_definition_changed,
    stories.test_the_amounts_that_are_missing_are_those_of_one_owner,
    stories.test_one_manager_always_promises_too_much,
    stories.test_the_other_one_is_right_on_average,
]


@pytest.mark.soak
@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.__name__.removeprefix("test_"))
def test_the_story_is_told_by_a_larger_company_of_another_seed(
    larger: Workspace, story: Callable[[Workspace], None]
) -> None:
    story(larger)
