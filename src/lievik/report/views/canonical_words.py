"""Canonical tables and columns → plain words for them, to stand beside their names.

A column of the same name means nearly the same in every table, so that one word does for all.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark

if TYPE_CHECKING:
    from collections.abc import Mapping

OUTCOMES: Final = (mark("won"), mark("lost"), mark("open"))
"""What a deal may have become of; said in the language of the reader."""

_TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "account": mark("companies"),
        "contact": mark("people at companies"),
        "email_verdict": mark("verdicts of a verifier on e-mail addresses"),
        "deal_contact": mark("people who take part in deals"),
        "campaign": mark("campaigns"),
        "touch": mark("touches of campaigns"),
        "lead": mark("leads"),
        "deal": mark("deals"),
        "deal_version": mark("past states of deals"),
        "deal_line": mark("products in deals"),
        "product": mark("products"),
        "deal_split": mark("shares of deals"),
        "pipeline": mark("pipelines"),
        "stage": mark("stages"),
        "rep": mark("people who sell"),
        "team": mark("teams"),
        "team_member": mark("who is in which team"),
        "ramp": mark("ramp-up of newcomers"),
        "activity": mark("meetings, calls and tasks"),
        "activity_kind": mark("which activities are selling"),
        "work_time": mark("hours worked"),
        "customer_period": mark("contracts and subscriptions"),
        "churn_event": mark("customers who left"),
        "invoice_line": mark("lines of invoices"),
        "spend": mark("costs"),
        "quota": mark("quotas"),
        "forecast_submission": mark("forecasts"),
        "fx_rate": mark("exchange rates"),
        "event": mark("events"),
    }
)

_COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": mark("what tells rows apart"),
        "id name": mark("the name, which tells rows apart as well"),
        "name": mark("the name"),
        "title": mark("the name"),
        "account_id": mark("the company"),
        "contact_id": mark("the person at the company"),
        "owner_id": mark("who it belongs to"),
        "rep_id": mark("who sells"),
        "subject_id": mark("who it is for"),
        "manager_id": mark("the manager"),
        "deal_id": mark("the deal"),
        "lead_id": mark("the lead"),
        "product_id": mark("the product"),
        "campaign_id": mark("the campaign"),
        "pipeline_id": mark("the pipeline"),
        "stage_id": mark("the stage"),
        "team_id": mark("the team"),
        "parent_id": mark("what it is a part of"),
        "amount": mark("how much money"),
        "monthly_amount": mark("how much money a month"),
        "refund_amount": mark("the money given back"),
        "unit_price": mark("the price of one piece"),
        "unit_cost": mark("the cost of one piece"),
        "quantity": mark("how many pieces"),
        "currency": mark("the currency"),
        "discount_share": mark("the discount"),
        "share": mark("the share"),
        "spread": mark("how it is spread over the months"),
        "by_month": mark("the amounts of its months"),
        "probability": mark("how likely it is to be won"),
        "outcome": mark("won, lost or open"),
        "deal_type": mark("new business, expansion or renewal"),
        "lost_reason": mark("why it was lost"),
        "reason": mark("why"),
        "status": mark("the state"),
        "kind": mark("the kind"),
        "category": mark("the kind"),
        "channel": mark("the channel"),
        "lead_source": mark("where it came from"),
        "industry": mark("the industry"),
        "country": mark("the country"),
        "region": mark("the region"),
        "email": mark("the e-mail address"),
        "role": mark("the role"),
        "family": mark("the group of products"),
        "hours": mark("how many hours"),
        "term_months": mark("how many months"),
        "invoice_no": mark("the number of the invoice"),
        "created_on": mark("the day it was created"),
        "first_contact_on": mark("the day of the first contact"),
        "qualified_on": mark("the day it was qualified"),
        "converted_on": mark("the day it was converted"),
        "expected_close_on": mark("the day it is expected to close"),
        "closed_on": mark("the day it closed"),
        "closed_on expected_close_on": mark("the day it closed, and the day it is expected to while it is open"),
        "next_step_on": mark("the day of the next step"),
        "starts_on": mark("the first day"),
        "started_on": mark("the first day"),
        "ends_on": mark("the last day"),
        "left_on": mark("the last day"),
        "lost_on": mark("the day it was lost"),
        "cancelled_on": mark("the day it was cancelled"),
        "invoiced_on": mark("the day of the invoice"),
        "spent_on": mark("the day of the cost"),
        "checked_on": mark("the day it was checked"),
        "submitted_on": mark("the day it was handed in"),
        "worked_on": mark("the day"),
        "on_date": mark("the day"),
        "happened_on": mark("the day"),
        "touched_on": mark("the day"),
        "valid_from": mark("from when on"),
        "valid_until": mark("until when"),
        "is_deleted": mark("whether it was deleted"),
        "is_return": mark("whether it is a return"),
        "is_trial": mark("whether it is a trial"),
        "is_selling": mark("whether it is selling"),
    }
)


def table_words(table: str, language: Language) -> str:
    """A table with plain words for its rows: `account (companies)`."""
    words = _TABLES.get(table, "")
    return f"{table} ({language.say(words)})" if words else table


def column_words(targets: str, language: Language) -> str:
    """A canonical column, or several with blanks between, with plain words: `closed_on (the day it closed)`."""
    words = _COLUMNS.get(targets.replace("_at", "_on"), "")
    names = ", ".join(targets.split())
    return f"{names} ({language.say(words)})" if words else names


def value_word(text: str, language: Language) -> str:
    """What a value stands for, in the language of the reader where it is an outcome."""
    return language.say(text) if text in OUTCOMES else text
