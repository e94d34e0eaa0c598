"""What may be odd or missing in a deal or a lead: among which rows it is looked for, and the condition that tells it.

Pure. Conditions read the columns of `looked`, which `quality_sql` makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from lievik.model.facts import Facts
from lievik.model.quality import Fault

Among = Literal["TRUE", "is_open", "is_won", "is_lost", "is_ended", "is_asked", "is_limited", "is_stepped"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How a fault is told.

    Attributes:
        odd: SQL.
        among: SQL of the rows that could have it.
        needs: columns without any value in them there is nothing to look for, as `table.column`.
    """

    odd: str
    needs: tuple[str, ...]
    among: Among = "TRUE"
    table: Literal["deal", "lead"] = "deal"


_IDLE: Final = "coalesce(greatest(looked.last_on, looked.created_on) <= $idle_since, TRUE)"

RULES: Final[Mapping[Fault, Rule]] = {
    "won_without_amount": Rule(odd="looked.amount IS NULL", among="is_won", needs=("deal.amount",)),
    "closed_without_closing_date": Rule(odd="looked.closed_on IS NULL", among="is_ended", needs=("deal.closed_on",)),
    "closed_before_created": Rule(
        odd="coalesce(looked.closed_on < looked.created_on, FALSE)",
        among="is_ended",
        needs=("deal.closed_on", "deal.created_on"),
    ),
    "expected_close_passed": Rule(
        odd="coalesce(looked.expected_close_on < $as_of, FALSE)", among="is_open", needs=("deal.expected_close_on",)
    ),
    "open_without_amount": Rule(odd="looked.amount IS NULL", among="is_open", needs=("deal.amount",)),
    "open_without_expected_close": Rule(
        odd="looked.expected_close_on IS NULL", among="is_open", needs=("deal.expected_close_on",)
    ),
    "open_with_owner_gone": Rule(
        odd="coalesce(looked.owner_left_on <= $as_of, FALSE)", among="is_open", needs=("rep.left_on", "deal.owner_id")
    ),
    "open_without_activity": Rule(odd=_IDLE, among="is_open", needs=("activity.deal_id", "activity.started_on")),
    "open_without_next_step": Rule(odd="looked.next_step_on IS NULL", among="is_open", needs=("deal.next_step_on",)),
    "open_without_stage": Rule(odd="NOT looked.has_stage", among="is_open", needs=("deal.stage_id",)),
    "without_owner": Rule(odd="NOT looked.has_owner", needs=("deal.owner_id",)),
    "without_account": Rule(odd="NOT looked.has_account", needs=("deal.account_id",)),
    "without_outcome": Rule(odd="looked.outcome IS NULL", needs=("deal.outcome",)),
    "without_created_on": Rule(odd="looked.created_on IS NULL", needs=("deal.created_on",)),
    "lost_without_reason": Rule(odd="looked.lost_reason IS NULL", among="is_lost", needs=("deal.lost_reason",)),
    "stage_field_missing": Rule(odd="looked.lacks <> ''", among="is_asked", needs=("deal.stage_id", "stage.name")),
    "stage_too_long": Rule(
        odd="coalesce(looked.entered_on + looked.max_days < $as_of, FALSE)",
        among="is_limited",
        needs=("deal.stage_id", "stage.name"),
    ),
    "stage_step_missing": Rule(
        odd="NOT coalesce(looked.next_step_on BETWEEN $as_of AND $as_of + looked.step_days, FALSE)",
        among="is_stepped",
        needs=("deal.stage_id", "stage.name"),
    ),
    "lead_without_source": Rule(odd="looked.lead_source IS NULL", needs=("lead.lead_source",), table="lead"),
    "lead_without_activity": Rule(
        odd=_IDLE, among="is_open", needs=("activity.lead_id", "activity.started_on"), table="lead"
    ),
    "lead_unreachable": Rule(
        odd="coalesce(looked.reachability = 'unreachable', FALSE)",
        among="is_open",
        needs=("lead.reachability",),
        table="lead",
    ),
}
"""Fault -> how it is told, in the order of faults."""

STAGE_FAULTS: Final[tuple[Fault, ...]] = ("stage_field_missing", "stage_too_long", "stage_step_missing")
"""Those that are told by rules of stages, which a company sets itself."""

FAULTS: Final[tuple[Fault, ...]] = get_args(Fault)


def rules_of(table: str) -> dict[Fault, Rule]:
    """The rules about a table."""
    return {fault: RULES[fault] for fault in FAULTS if RULES[fault].table == table}


def missing_for(rule: Rule, facts: Facts) -> tuple[str, ...]:
    """Columns that would have to be filled before a fault can be looked for."""
    return tuple(name for name in rule.needs if not facts.has_values(*name.split(".")))
