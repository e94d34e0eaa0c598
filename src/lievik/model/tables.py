"""The canonical tables: their columns and types, which are filled from files and which are derived at load.

Pure. One row of every table is described in docs/reference/tables.md; a column's type decides how its cells are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SQL_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": "VARCHAR",
        "text": "VARCHAR",
        "date": "DATE",
        "instant": "TIMESTAMP",
        "money": "DECIMAL(18,2)",
        "price": "DECIMAL(18,6)",
        "fine_money": "DECIMAL(24,6)",
        "rate": "DECIMAL(18,8)",
        "cross_rate": "DECIMAL(24,14)",
        "share": "DECIMAL(9,6)",
        "hours": "DECIMAL(9,2)",
        "quantity": "DECIMAL(18,4)",
        "count": "INTEGER",
        "flag": "BOOLEAN",
        "currency": "VARCHAR",
    }
)
"""Kind of column -> its SQL type; an instant is UTC, a share a fraction, `price` a unit price, `fine_money` money
that is worked out and not rounded to cents.

A `cross_rate` is an inverse or a product of rates: 1 IDR is 0.0000571 EUR,
of which 8 places would keep three digits."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One canonical table.

    Attributes:
        columns: name -> kind (a key of SQL_TYPES), in order, the common ones left out.
        dates_of: date column -> the instant column it is made from at load.
        derived_columns: name -> kind of columns of an imported table that are worked out at load.
        made_from: for a derived table, the tables any of which it is made from.
    """

    name: str
    columns: Mapping[str, str]
    dates_of: Mapping[str, str]
    derived_columns: Mapping[str, str]
    made_from: tuple[str, ...] = ()

    @property
    def is_derived(self) -> bool:
        """Whether the table is made at load and never imported."""
        return bool(self.made_from)

    @cached_property
    def all_columns(self) -> Mapping[str, str]:
        """Every column with its kind: the common ones, the table's own, the derived ones."""
        common = {} if self.is_derived else COMMON
        return {**common, **self.columns, **self.derived_columns}


COMMON: Final[Mapping[str, str]] = MappingProxyType(
    {"id": "id", "source": "text", "source_id": "text", "known_from": "instant"}
)
"""Columns that every imported row has."""


def _table(name: str, columns: str, *, derived: str = "", made_from: str = "") -> Table:
    """Read a table from words: `name:kind`, kinds left out where the suffix tells them."""
    kinds = dict(_kind_of(word) for word in columns.split())
    return Table(
        name=name,
        columns=kinds,
        dates_of={day: instant for day in kinds for instant in _instants_of(day) if instant in kinds},
        derived_columns=dict(_kind_of(word) for word in derived.split()),
        made_from=tuple(made_from.split()),
    )


def _instants_of(day: str) -> tuple[str, ...]:
    """Name the instants that a date may be made from: closed_on from closed_at, valid_from_on from valid_from."""
    return (day[:-2] + "at", day[:-3]) if day.endswith("_on") else ()


def _kind_of(word: str) -> tuple[str, str]:
    """Give a column's name and kind; a suffix decides where no kind is written."""
    name, _, kind = word.partition(":")
    if kind:
        return name, kind
    for suffix, kind_of_suffix in _SUFFIXES:
        if name.endswith(suffix) or name == suffix.strip("_"):
            return name, kind_of_suffix
    return (name, "flag") if name.startswith("is_") else (name, "text")


_SUFFIXES: Final = (
    ("_id", "id"),
    ("_on", "date"),
    ("_at", "instant"),
    ("_amount", "money"),
    ("_share", "share"),
    ("currency", "currency"),
)

_DEAL: Final = (
    "name account_id owner_id pipeline_id stage_id deal_type amount:money currency created_at "
    "created_on first_contact_on qualified_on expected_close_on closed_at closed_on outcome "
    "lost_reason forecast_category probability:share lead_source campaign_id product_id next_step_on "
    "is_deleted"
)

_DECLARED: Final = (
    _table(
        "account",
        "name industry size_band region country owner_id is_target parent_id created_on icp_fit:share is_lost",
    ),
    _table("contact", "account_id name email email_status", derived="reachability reachability_reason"),
    _table("email_verdict", "email status checked_on reason"),
    _table("deal_contact", "deal_id contact_id role first_engaged_on"),
    _table("campaign", "name channel starts_on:date ends_on:date"),
    _table("touch", "lead_id account_id campaign_id channel touched_on"),
    _table(
        "lead",
        "created_at created_on lead_source campaign_id owner_id status qualified_at qualified_on "
        "disqualified_on disqualified_reason converted_at converted_on deal_id account_id email "
        "email_status industry country is_deleted merged_into_id",
        derived="duplicate_of_id first_qualified_on first_converted_on won_on reachability reachability_reason",
    ),
    _table("deal", _DEAL, derived="cycle_started_on open_until:date is_versioned"),
    _table(
        "deal_version",
        _DEAL
        + " deal_id valid_from:instant valid_until:instant known_until:instant valid_from_on valid_until_on origin",
        derived="until_on:date",
    ),
    _table(
        "deal_line",
        "deal_id product_id quantity:quantity unit_price:price discount_share currency",
        derived="closed_on outcome is_deleted",
    ),
    _table("product", "name family unit_cost:price"),
    _table("deal_split", "deal_id rep_id share:share kind"),
    _table("pipeline", "name"),
    _table("stage", "pipeline_id name position:count kind is_qualified probability:share"),
    _table(
        "rep",
        "name email role region country manager_id started_on left_on ramp_id contract_hours:hours carries_quota:flag",
    ),
    _table("team", "name parent_id manager_id"),
    _table("team_member", "team_id rep_id starts_on:date ends_on:date"),
    _table("ramp", "ramp_id month_no:count share:share"),
    _table("activity", "rep_id deal_id lead_id kind started_at started_on hours:hours is_selling", derived="is_timed"),
    _table("activity_kind", "kind is_selling"),
    _table("work_time", "rep_id worked_on hours:hours kind", derived="is_leave"),
    _table(
        "customer_period",
        "account_id product_id starts_on:date ends_on:date term_months:count monthly_amount currency "
        "is_trial cancelled_on reason",
    ),
    _table("churn_event", "account_id lost_on reason refund_amount currency"),
    _table(
        "invoice_line",
        "invoice_no account_id deal_id rep_id product_id invoiced_on quantity:quantity "
        "unit_price:price amount:money currency is_return",
    ),
    _table("spend", "spent_on channel campaign_id category amount:money currency rep_id", derived="lagged_on"),
    _table(
        "quota",
        "subject_kind subject_id starts_on:date ends_on:date amount:money currency basis spread by_month:text",
    ),
    _table(
        "forecast_submission",
        "subject_kind subject_id starts_on:date ends_on:date category method amount:money currency "
        "submitted_at submitted_on by",
    ),
    _table("fx_rate", "on_date:date from_currency:currency to_currency:currency rate:rate kind"),
    _table("event", "happened_on title kind note"),
)

_DERIVED: Final = (
    _table(
        "day",
        "on_date:date year:count quarter:count month:count iso_year:count iso_week:count "
        "fiscal_year:count fiscal_quarter:count is_workday",
        made_from="deal lead invoice_line customer_period spend activity",
    ),
    _table(
        "rate_day",
        "on_date:date from_currency:currency to_currency:currency rate:cross_rate kind",
        made_from="fx_rate",
    ),
    _table("membership", "team_id rep_id starts_on:date ends_on:date", made_from="team_member"),
    _table(
        "rep_stretch",
        "rep_id team_id starts_on:date ends_on:date carries_quota:flag",
        made_from="rep",
    ),
    _table("subsidiary", "account_id customer_id", made_from="account"),
    _table(
        "customer_amount",
        "account_id cohort terms starts_on:date ends_on:date term_months:count monthly_amount currency is_noticed "
        "is_stated is_graced is_one_of_several_terms",
        made_from="customer_period",
    ),
    _table(
        "customer",
        "account_id cohort terms spell_no:count became_on left_on basis is_stated",
        made_from="customer_period invoice_line deal",
    ),
    _table(
        "first_win",
        "account_id deal_id won_on owner_id lead_source campaign_id product_id",
        made_from="deal",
    ),
    _table(
        "spend_part",
        "spend_id counted_on spent_on channel campaign_id category amount:money currency rep_id",
        made_from="spend",
    ),
    _table("season", "known_on month:count basis booked_amount units:count", made_from="quota"),
    _table(
        "quota_part",
        "quota_id subject_kind subject_id month_on starts_on:date ends_on:date quota_amount whole_amount currency "
        "spread is_superseded",
        made_from="quota",
    ),
    _table(
        "owner_credit",
        "rep_id deal_id closed_on amount:money currency has_quota:flag is_ramped carries_quota:flag is_unrated",
        made_from="deal",
    ),
    _table("overlay_credit", "rep_id deal_id closed_on amount:money currency", made_from="deal_split"),
    _table(
        "quota_month",
        "subject_kind subject_id rep_id team_id month_on quota_amount currency counts_for_company:flag",
        made_from="quota",
    ),
    _table(
        "owner_month",
        "rep_id team_id month_on days:count active_days:count ramp_share quota_amount effective_quota:fine_money "
        "credited_amount currency is_ramped carries_quota:flag",
        made_from="quota",
    ),
    _table(
        "owner_progress",
        "rep_id team_id on_date:date days:count active_days:count quota_amount effective_quota:fine_money "
        "credited_amount currency is_ramped carries_quota:flag",
        made_from="quota",
    ),
    _table(
        "forecast_call",
        "subject_kind subject_id rep_id starts_on:date ends_on:date submitted_on superseded_on cut_off amount:money "
        "actual_amount currency is_leaf counts_for_company:flag",
        made_from="forecast_submission",
    ),
    _table("holiday", "country on_date:date name", made_from="rep"),
    _table(
        "worked_day",
        "rep_id worked_on hours:hours covered_hours:hours is_recorded",
        made_from="work_time rep",
    ),
)

TABLES: Final[Mapping[str, Table]] = MappingProxyType({table.name: table for table in (*_DECLARED, *_DERIVED)})
"""Every canonical table by name."""
