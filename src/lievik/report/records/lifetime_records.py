"""What a customer is worth → rows of plain values for JSON and CSV, the same in every language."""

from __future__ import annotations

from lievik.model.lifetime import LifetimeValueAnswer, ValueBasis
from lievik.model.repeat_orders import RepeatOrdersAnswer
from lievik.report.answer import Record
from lievik.report.records.result_records import plain


def lifetime_records(found: LifetimeValueAnswer) -> list[Record]:
    """A row a basis."""
    period = found.period
    about = {
        "period": {"label": period.label, "start": period.start, "end": period.end},
        "currency": found.currency,
        "per_year": found.per_year.value,
    }
    churn = found.churn
    told = {
        "churn": {
            "value": plain(churn.value),
            "left": churn.numerator,
            "customers": churn.denominator,
            "low": plain(churn.interval.low) if churn.interval else None,
            "high": plain(churn.interval.high) if churn.interval else None,
            "status": churn.status,
        },
        "cap_years": plain(found.cap_years),
        "horizon_years": plain(found.horizon_years),
        "followed_years": plain(found.followed_years),
        "relationships": found.relationships,
        "ended": found.ended,
        "mean_tenure_years": plain(found.tenure),
        "longest_tenure_years": plain(found.longest_tenure),
        "customer_acquisition_cost": found.cac.value if found.cac else None,
        "repeat_orders": _repeat_orders(found.repeat_orders) if found.repeat_orders else None,
    }
    return [{**about, **_basis(name, basis), **told} for name, basis in found.bases.items()]


def flat_lifetime_records(found: LifetimeValueAnswer) -> list[Record]:
    """A row a basis, without what is the same in all."""
    return [
        {
            "period": found.period.label,
            "currency": found.currency,
            "per_year": found.per_year.value,
            **_basis(name, basis),
        }
        for name, basis in found.bases.items()
    ]


def _basis(name: str, basis: ValueBasis) -> Record:
    result = basis.result
    is_money = result.unit == "money"
    return {
        "variant": name,
        "value": plain(result.value, is_money=is_money),
        "unit": result.unit,
        "status": result.status,
        "reason": result.reason,
        "years": plain(basis.years),
        "low": plain(basis.interval.low, is_money=is_money) if basis.interval else None,
        "high": plain(basis.interval.high, is_money=is_money) if basis.interval else None,
        "is_capped": basis.is_capped,
        "at_least": basis.least,
        "to_cac": plain(basis.to_cac),
    }


def _repeat_orders(found: RepeatOrdersAnswer) -> Record:
    """What is still to come by the BG/NBD model, how it did when it was tried, or why it is not told."""
    tried, to_come = found.hold_out, found.to_come
    return {
        "reason": found.reason or None,
        "customers": found.customers,
        "repeating": found.repeating,
        "days": found.days,
        "days_without_rate": found.unrated,
        "hold_out": None
        if tried is None
        else {
            "start": tried.period.start,
            "end": tried.period.end,
            "customers": tried.customers,
            "revenue": tried.revenue,
            "rules": {rule: {"revenue": did.revenue, "error": plain(did.error)} for rule, did in tried.rules.items()},
        },
        "to_come": None
        if to_come is None
        else {
            "per_customer": plain(found.per_customer, is_money=True),
            "years": plain(to_come.years),
            "orders": plain(to_come.orders),
            "customers_buying": plain(to_come.buying),
            "amount": to_come.amount,
            "average_order": to_come.order,
            "margin_share": plain(to_come.margin),
            "parameters": {name: plain(value) for name, value in to_come.parameters.items()},
        },
    }
