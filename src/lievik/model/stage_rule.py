"""What a company asks of open deals by their stage: what has to be filled in, how long they may stay, what comes next.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FIELDS: Final = (
    "amount",
    "expected_close_on",
    "next_step_on",
    "account_id",
    "owner_id",
    "first_contact_on",
    "qualified_on",
    "product_id",
    "lead_source",
    "campaign_id",
    "deal_type",
    "forecast_category",
    "probability",
)
"""Columns of a deal that a rule may ask for."""

_KNOWN: Final = ("required", "max_days", "next_step_days")
_MOST_DAYS: Final = 3650


@dataclass(frozen=True, kw_only=True)
class StageRule:
    """The rule of one stage, by its name, whatever the pipeline.

    Attributes:
        required: columns that have to be filled in from this stage on.
        max_days: a deal may stay in the stage for so many; none where it may stay for ever.
        next_step_days: a next step has to be planned within so many days to come; none where it need not.
    """

    stage: str
    required: tuple[str, ...] = ()
    max_days: int | None = None
    next_step_days: int | None = None


def read_stage_rules(stages: Mapping[str, object]) -> tuple[StageRule, ...]:
    """Read rules as settings write them: name of the stage -> its rule.

    Raises:
        ValueError: one makes no sense; the message says which.
    """
    return tuple(_rule(stage, rule) for stage, rule in stages.items())


def _rule(stage: str, rule: object) -> StageRule:
    if not isinstance(rule, dict):
        raise ValueError(f"[stages.{stage}] has to be a table")  # noqa: TRY004 - settings do not hold
    for key in rule:
        if key not in _KNOWN:
            raise ValueError(f"unknown key '{key}' in [stages.{stage}]")
    required = rule.get("required", [])
    if not isinstance(required, list):
        raise ValueError(f"required in [stages.{stage}] has to be a list")  # noqa: TRY004 - likewise
    for column in required:
        if column not in FIELDS:
            raise ValueError(f"'{column}' in [stages.{stage}] is none of {', '.join(FIELDS)}")
    return StageRule(
        stage=stage,
        required=tuple(required),
        max_days=_days(stage, "max_days", rule),
        next_step_days=_days(stage, "next_step_days", rule),
    )


def _days(stage: str, key: str, rule: Mapping[str, object]) -> int | None:
    days = rule.get(key)
    if days is None:
        return None
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= _MOST_DAYS:
        raise ValueError(f"{key} in [stages.{stage}] has to be 1 or more days, and {_MOST_DAYS} at the most")
    return days
