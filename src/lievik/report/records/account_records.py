"""Contacts, decision makers, target accounts, one account → rows of plain values for JSON and CSV, in no language.

Money stays a Decimal, which JSON writes as text; every other number becomes a plain one.
"""

from __future__ import annotations

from decimal import Decimal

from lievik.model.account_sheet import AccountDeal, AccountSheet
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


def sheet_records(found: AccountSheet) -> list[Record]:
    """One row: the account, with its deals and people nested in it."""
    return [
        {
            **_profile(found),
            "customer": [{"became_on": spell.became_on, "left_on": spell.left_on} for spell in found.spells],
            "basis": found.basis,
            "monthly": found.monthly,
            "subscriptions": [
                {
                    "product": paid.product or None,
                    "amount": paid.amount,
                    "currency": paid.currency,
                    "starts_on": paid.starts_on,
                    "ends_on": paid.ends_on,
                }
                for paid in found.subscriptions
            ],
            "totals": {
                state: {"deals": total.deals, "amount": total.amount, "without_amount": total.without_amount}
                for state, total in found.totals.items()
            },
            "deals": [_deal(deal) for deal in found.deals],
            "people": [
                {
                    "id": person.person,
                    "name": person.name,
                    "roles": list(person.roles),
                    "decides": person.decides,
                    "deals": person.deals,
                    "first_on": person.first_on,
                }
                for person in found.people
            ],
        }
    ]


def flat_sheet_records(found: AccountSheet) -> list[Record]:
    """A row a deal of the account."""
    return [{"account": found.profile.account, **_deal(deal)} for deal in found.deals]


def _profile(found: AccountSheet) -> Record:
    """Who it is, and how far it has come."""
    profile, standing = found.profile, found.standing
    return {
        "account": profile.account,
        "name": profile.name,
        "industry": profile.industry or None,
        "size_band": profile.size_band or None,
        "region": profile.region or None,
        "country": profile.country or None,
        "owner": profile.owner or None,
        "parent": profile.parent or None,
        "is_target": profile.is_target,
        "created_on": profile.created_on,
        "currency": found.currency,
        "reached": standing.reached if standing else None,
        "next": standing.next_step if standing else None,
        "leads": standing.leads if standing else None,
        "last_on": standing.last_on if standing else None,
        "is_customer": found.is_customer,
    }


def _deal(deal: AccountDeal) -> Record:
    return {
        "deal": deal.deal,
        "name": deal.name,
        "owner": deal.owner or None,
        "state": deal.state,
        "stage": deal.stage or None,
        "amount": deal.amount,
        "currency": deal.currency or None,
        "converted": deal.converted,
        "created_on": deal.created_on,
        "day": deal.day,
    }


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
