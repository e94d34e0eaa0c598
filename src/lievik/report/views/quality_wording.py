"""What is said of each fault in the data: what it is called, and what it does to the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark

if TYPE_CHECKING:
    from lievik.model.quality import Fault

TITLES: Final[Mapping[Fault, str]] = MappingProxyType(
    {
        "won_without_amount": mark("Won deals without an amount"),
        "closed_without_closing_date": mark("Ended deals without a closing date"),
        "closed_before_created": mark("Deals closed before they were created"),
        "expected_close_passed": mark("Open deals whose expected closing has passed"),
        "open_without_amount": mark("Open deals without an amount"),
        "open_without_expected_close": mark("Open deals without an expected closing"),
        "open_with_owner_gone": mark("Open deals of somebody who has left"),
        "open_without_activity": mark("Open deals without a recent activity"),
        "open_without_next_step": mark("Open deals without a next step"),
        "open_without_stage": mark("Open deals in no known stage"),
        "without_owner": mark("Deals without a known owner"),
        "without_account": mark("Deals without a known account"),
        "without_outcome": mark("Deals neither open nor won nor lost"),
        "without_created_on": mark("Deals without the day they were created"),
        "lost_without_reason": mark("Lost deals without a reason"),
        "stage_field_missing": mark("Open deals without what their stage asks for"),
        "stage_too_long": mark("Open deals longer in their stage than allowed"),
        "stage_step_missing": mark("Open deals whose next step is not planned in time"),
        "lead_without_source": mark("Leads without a source"),
        "lead_without_activity": mark("Open leads without a recent activity"),
        "lead_unreachable": mark("Open leads not reachable by e-mail"),
    }
)
"""Fault -> what it is called."""

EFFECTS: Final[Mapping[Fault, str]] = MappingProxyType(
    {
        "won_without_amount": mark("count as won and add nothing to revenue"),
        "closed_without_closing_date": mark("fall into no period, so no win rate and no revenue knows of them"),
        "closed_before_created": mark("make the sales cycle shorter than none"),
        "expected_close_passed": mark("are left out of coverage and of what is still to come"),
        "open_without_amount": mark("add nothing to the pipeline, to coverage and to the forecast"),
        "open_without_expected_close": mark("belong to no quarter, so no coverage counts them"),
        "open_with_owner_gone": mark("are nobody's: hand them over or close them"),
        "open_without_activity": mark("may be dead, and still stand in the pipeline"),
        "open_without_next_step": mark("have nothing that moves them on"),
        "open_without_stage": mark("are missing in the funnel"),
        "without_owner": mark("are counted for nobody, and for no team"),
        "without_account": mark("tell of no customer, industry or country"),
        "without_outcome": mark("count in no number at all"),
        "without_created_on": mark("have no sales cycle, and begin in no period"),
        "lost_without_reason": mark("say nothing of why deals are lost"),
        "stage_field_missing": mark("went on before they were ready, so their stage says more than is known"),
        "stage_too_long": mark("make the pipeline look larger and quicker than it is"),
        "stage_step_missing": mark("have nothing that moves them on, as your rule wants it"),
        "lead_without_source": mark("cannot be held for or against any channel"),
        "lead_without_activity": mark("wait for somebody to call"),
        "lead_unreachable": mark("never answer, and make conversion look worse than it is"),
    }
)
"""Fault -> what it does to numbers."""

LACKED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "amount": mark("amount"),
        "expected_close_on": mark("expected closing"),
        "next_step_on": mark("next step"),
        "account_id": mark("account"),
        "owner_id": mark("owner"),
        "first_contact_on": mark("first contact"),
        "qualified_on": mark("qualification"),
        "product_id": mark("product"),
        "lead_source": mark("source"),
        "campaign_id": mark("campaign"),
        "deal_type": mark("type of deal"),
        "forecast_category": mark("forecast category"),
        "probability": mark("chance of winning"),
    }
)
"""Column that a stage may ask for -> what it is called in a list of what is missing."""


def fault_title(fault: Fault, language: Language) -> str:
    """What a fault is called."""
    return language.say(TITLES[fault])
