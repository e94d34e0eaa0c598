"""Contacts, decision makers and target accounts → rows of plain values for JSON and CSV, the same in every language.

Money stays a Decimal, which JSON writes as text; every other number becomes a plain one.
"""

from __future__ import annotations

from decimal import Decimal

from lievik.model.committee import CommitteeAnswer, CommitteeNumber, CommitteeRow, CommitteeTable, Gap, Outcome
from lievik.model.target import TargetAnswer
from lievik.report.answer import Record
from lievik.report.records.result_records import plain

_CENT = Decimal("0.01")


def committee_records(found: CommitteeAnswer) -> list[Record]:
    """A row a way to tell deals apart, the kinds of deals nested in it; one with the reason, where there is none."""
    if not found.tables:
        return [{**_about(found), "trait": None, "sight": None, "label": None, "rows": [], "gaps": {}}]
    return [
        {
            **_about(found),
            "trait": table.trait,
            "sight": table.sight,
            "label": table.label,
            "rows": [_row(row) for row in table.rows],
            "gaps": {outcome: _gap(gap, outcome) for outcome, gap in table.gaps.items()},
        }
        for table in found.tables
    ]


def flat_committee_records(found: CommitteeAnswer) -> list[Record]:
    """A row a kind of deals and outcome."""
    return [
        {
            "period": found.period.label,
            "within": found.within,
            "trait": table.trait,
            "sight": table.sight,
            "label": table.label,
            "kind": row.key,
            "outcome": outcome,
            **_flat(number, outcome),
            **_flat_gap(table, row, outcome),
        }
        for table in found.tables
        for row in table.rows
        for outcome, number in row.numbers.items()
    ]


def target_records(found: TargetAnswer) -> list[Record]:
    """A row an account, what to do next first; one with the reason, where targets are not known."""
    if found.reason:
        return [{"account": None, "reason": found.reason, "needs": ", ".join(found.reason_facts.values())}]
    return [
        {
            "account": account.account,
            "name": account.name,
            "owner": account.owner,
            "reached": account.reached,
            "next": account.next_step,
            "stage": account.stage,
            "amount": account.amount,
            "currency": found.currency,
            "next_step_on": account.next_step_on,
            "expected_close_on": account.expected_close_on,
            "open_deals": account.open_deals,
            "won_deals": account.won_deals,
            "lost_deals": account.lost_deals,
            "leads": account.leads,
            "contacts": account.contacts,
            "engaged_contacts": account.engaged,
            "last_on": account.last_on,
        }
        for account in found.accounts
    ]


def _about(found: CommitteeAnswer) -> dict[str, object]:
    return {
        "period": {"label": found.period.label, "start": found.period.start, "end": found.period.end},
        "currency": found.currency,
        "within": found.within,
        "deals": found.deals,
        "with_contacts": found.with_contacts,
        "renewals_left_out": found.renewals,
        "no_rate": found.no_rate,
        "reason": found.reason,
        "needs": ", ".join(found.reason_facts.values()),
    }


def _row(row: CommitteeRow) -> dict[str, object]:
    return {
        "kind": row.key,
        "ended": row.ended,
        "won": row.won,
        "won_amount": row.won_amount,
        "won_with_amount": row.sized,
        "numbers": {outcome: _number(number, outcome) for outcome, number in row.numbers.items()},
    }


def _number(number: CommitteeNumber, outcome: Outcome) -> dict[str, object]:
    interval = number.interval
    return {
        "value": _value(number.value, outcome),
        "status": number.status,
        "n": number.n,
        "interval": None
        if interval is None
        else {
            "low": _value(interval.low, outcome),
            "high": _value(interval.high, outcome),
            "method": interval.method,
        },
    }


def _flat(number: CommitteeNumber, outcome: Outcome) -> dict[str, object]:
    interval = number.interval
    return {
        "value": _value(number.value, outcome),
        "status": number.status,
        "n": number.n,
        "interval_low": _value(interval.low, outcome) if interval else None,
        "interval_high": _value(interval.high, outcome) if interval else None,
    }


def _gap(gap: Gap, outcome: Outcome) -> dict[str, object]:
    return {
        "gap": _value(gap.gap, outcome),
        "low": _value(gap.low, outcome),
        "high": _value(gap.high, outcome),
        "is_clear": gap.is_clear,
    }


def _flat_gap(table: CommitteeTable, row: CommitteeRow, outcome: Outcome) -> dict[str, object]:
    """The gap stands in the row of deals that have the trait."""
    gap = table.gaps.get(outcome) if row.key == "yes" else None
    record = _gap(gap, outcome) if gap else {"gap": None, "low": None, "high": None, "is_clear": None}
    return {"gap": record["gap"], "gap_low": record["low"], "gap_high": record["high"], "is_clear": record["is_clear"]}


def _value(value: Decimal | None, outcome: Outcome) -> Decimal | float | int | None:
    if value is not None and outcome == "size":
        return value.quantize(_CENT)
    return plain(value)
