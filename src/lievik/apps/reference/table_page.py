"""Canonical tables → their page: what a row is, which columns it has and what kind each is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lievik.apps.reference.writing import code, listed, page, table
from lievik.model.tables import SQL_TYPES, TABLES, Table

ROWS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "account": "a company that is sold to, or might be",
        "contact": "a person at a company",
        "email_verdict": "what somebody who verifies e-mail addresses said of one, as checked on a day",
        "deal_contact": "a person's part in a deal",
        "campaign": "a campaign",
        "touch": "one touch of a lead or a company",
        "lead": "one lead",
        "deal": "one deal, as it is now",
        "deal_version": "one state that a deal was in, in the world and as it was known",
        "deal_line": "one line of a deal",
        "product": "one product",
        "deal_split": "one rep's share of a deal",
        "pipeline": "one pipeline",
        "stage": "one stage of a pipeline",
        "rep": "a person who sells",
        "team": "a team",
        "team_member": "a stretch of time that a rep belongs to a team",
        "ramp": "one month of a ramp schedule",
        "activity": "something a rep did",
        "activity_kind": "a kind of activity, and whether it is selling; without one, what is usual stands",
        "work_time": "hours a rep worked on a day, or was on leave",
        "customer_period": "a span of a subscription or contract",
        "churn_event": "a loss of a customer that the source states",
        "invoice_line": "something billed, or returned",
        "spend": "a cost of selling or marketing",
        "quota": "what a rep, a team or the company must reach in a span of time",
        "forecast_submission": "a forecast handed in on a day",
        "fx_rate": "one exchange rate of one day",
        "event": "something that happened to the company or its market",
        "day": "one day, with its names in the calendar and the fiscal year",
        "rate_day": "one exchange rate on one day, also across a third currency",
        "membership": "a stretch of time that a rep belongs to a team, none overlapping",
        "rep_stretch": "a stretch of time that a rep is there in one team, or in none",
        "subsidiary": "an account that counts as a part of its parent, where customers are parents",
        "customer_amount": "what a subscription pays a month, as long as it counts for its customer",
        "customer": "a stretch of time that a company is a customer",
        "spend_part": "a cost and month that a part of it counts in, by how long first wins took",
        "first_win": "the first deal won with a company",
        "season": "one month's part of the company's usual bookings, as known on a day on which a quota came in",
        "quota_part": "one quota's part in one month, and how it was spread",
        "quota_month": "what one subject must reach in one month",
        "owner_month": "one rep in one month: days, ramp, quota, what was won",
        "owner_credit": "one rep's credit for a won deal",
        "overlay_credit": "one rep's overlay in a won deal, beside the credit of others",
        "owner_progress": "one rep's month (what is to be reached) or credit (what was reached)",
        "holiday": "a public holiday of a country in which reps work by contract",
        "worked_day": "hours a rep worked on a day, by timesheet or by contract, and how many of them records cover",
        "forecast_call": "a forecast made by a cut-off day, and what superseded it",
    }
)
"""Table -> what one row of it is."""


def table_page() -> str:
    """Write the page of all tables."""
    imported = [found for found in TABLES.values() if not found.is_derived]
    derived = [found for found in TABLES.values() if found.is_derived]
    return page(
        "Tables",
        "Files fill these tables by a mapping; what is derived is worked out at every import.",
        "## Kinds of columns",
        table(("kind", "SQL type"), [(code(kind), code(sql)) for kind, sql in SQL_TYPES.items()]),
        "## Imported",
        *(_table(found) for found in imported),
        "## Derived",
        *(_table(found) for found in derived),
    )


def _table(found: Table) -> str:
    """One table: what a row is, what it is made from, its columns."""
    made = f" Made from {listed(found.made_from)}." if found.made_from else ""
    rows = [(code(column), kind, _origin(found, column)) for column, kind in found.all_columns.items()]
    return (
        f"### {found.name}\n\nOne row is {ROWS[found.name]}.{made}\n\n{table(('column', 'kind', 'worked out'), rows)}"
    )


def _origin(found: Table, column: str) -> str:
    """Whether a column is worked out at load."""
    if column in found.derived_columns:
        return "at load"
    return f"from {code(found.dates_of[column])} where not given" if column in found.dates_of else ""
