"""A request → the target accounts, how far each has come, what to do next, the most urgent first.

Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import cast, get_args

from lievik.model.facts import Facts
from lievik.model.target import NextStep, Reached, TargetAccount, TargetAnswer
from lievik.planner.deal_filter import deal_filter
from lievik.planner.request_words import Said
from lievik.planner.standing_sql import Known
from lievik.planner.target_sql import FILTERED_AS, target_statement
from lievik.questions.stating import Stating


def targets(company: Stating, said: Said, as_of: str | date | None = None) -> TargetAnswer:
    """List the target accounts, as people ask for it.

    Args:
        company: deals as they stood at the end of the as-of day.
        said: where, currency.
        as_of: the day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    request = company.request(("win_rate",), said, as_of)
    currency = request.currency or company.facts.currency
    found = deal_filter(request, company.catalogue, table=FILTERED_AS)
    missing = _missing(company.facts)
    if missing:
        reason, facts = missing
        return TargetAnswer(as_of=request.as_of, currency=currency, reason=reason, reason_facts=facts)
    rows = company.run(target_statement(found, Known(facts=company.facts, as_of=request.as_of, currency=currency)))
    accounts = [account_of(row, request.as_of, has_steps=tells_steps(company.facts, request.as_of)) for row in rows]
    counts = Counter(account.reached for account in accounts)
    return TargetAnswer(
        as_of=request.as_of,
        currency=currency,
        accounts=tuple(sorted(accounts, key=_urgency)),
        counts={reached: counts[reached] for reached in get_args(Reached)},
        amount=sum((account.amount for account in accounts if account.amount is not None), Decimal(0)),
    )


def _missing(facts: Facts) -> tuple[str, Mapping[str, str]] | None:
    """What the question cannot do without and the data does not have."""
    if not facts.has_rows("account"):
        return "missing_table", {"tables": "account"}
    if not facts.has_values("account", "is_target"):
        return "missing_column", {"columns": "account.is_target"}
    return None


def tells_steps(facts: Facts, as_of: date) -> bool:
    """Whether next steps are known as they stood on a day; those of today say nothing of an earlier one."""
    is_now = not facts.has_history_after(as_of)
    return facts.has_values("deal_version", "next_step_on") or (is_now and facts.has_values("deal", "next_step_on"))


def account_of(row: Sequence[object], as_of: date, *, has_steps: bool) -> TargetAccount:
    """One account out of its row of `target_statement`."""
    account, name, owner = (str(part or "") for part in row[:3])
    open_deals, amount, stage = cast("tuple[int, Decimal | None, str | None]", row[3:6])
    planned_on, expected_on = cast("tuple[date | None, date | None]", row[6:8])
    step_on = planned_on if has_steps else None
    won, lost, leads, worked, contacts, engaged = cast("tuple[int, int, int, int, int, int]", row[8:14])
    last_on = cast("date | None", row[14])
    reached: Reached = "no_contact"
    if won:
        reached = "won"
    elif open_deals:
        reached = "open_deal"
    elif worked:
        reached = "lead"
    elif lost or leads or engaged or last_on:
        reached = "contacted"
    if open_deals:
        next_step = _step_of_deals(step_on, expected_on, as_of, has_steps=has_steps)
    else:
        next_step = _STEPS[reached] if not (worked and reached == "won") else "qualify"
    return TargetAccount(
        account=account,
        name=name,
        owner=owner,
        reached=reached,
        next_step=next_step,
        stage=stage or "",
        amount=amount if open_deals else None,
        next_step_on=step_on,
        expected_close_on=expected_on,
        open_deals=open_deals,
        won_deals=won,
        lost_deals=lost,
        leads=leads,
        contacts=contacts,
        engaged=engaged,
        last_on=last_on,
    )


_STEPS: Mapping[Reached, NextStep] = {
    "won": "grow",
    "open_deal": "on_course",
    "lead": "qualify",
    "contacted": "follow_up",
    "no_contact": "first_contact",
}


def _step_of_deals(step_on: date | None, expected_on: date | None, as_of: date, *, has_steps: bool) -> NextStep:
    """What to do about open deals."""
    if step_on is not None and step_on < as_of:
        return "take_step"
    if expected_on is not None and expected_on < as_of:
        return "set_close_date"
    return "plan_step" if has_steps and step_on is None else "on_course"


def _urgency(account: TargetAccount) -> tuple[int, Decimal, date, str, str]:
    """The most urgent first, then the largest, then the longest silent."""
    place = get_args(NextStep).index(account.next_step)
    return place, -(account.amount or Decimal(0)), account.last_on or date.min, account.name, account.account
