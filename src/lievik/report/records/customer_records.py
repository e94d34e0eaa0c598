"""Movements of customers → rows of plain values for JSON and CSV, the same in every language; money stays a Decimal."""

from __future__ import annotations

from lievik.model.customer_moves import BasisCount, CustomersAnswer, LossRecord, MoneyMoves, MovedAccount, MoveUnit
from lievik.model.funnel import Share
from lievik.report.answer import Record
from lievik.report.records.result_records import plain


def customer_records(found: CustomersAnswer) -> list[Record]:
    """A row of the whole, with everything nested in it; of a reason alone where nothing can be told."""
    about = {
        "as_of": found.as_of,
        "grain": found.grain,
        "window_days": found.window,
        "basis": found.basis,
        "customer_by": found.rule.by,
        "customer_ends": found.rule.ends,
        "grace_days": found.rule.grace_days,
    }
    if found.whole is None:
        return [{**about, "status": "not_available", "reason": found.reason, **found.reason_facts}]
    return [
        {
            **about,
            **_unit(found.whole),
            "periods": [_unit(unit) for unit in found.units],
            "split_by": found.split_by,
            "parts": [{"part": part.part, **_unit(part.unit)} for part in found.parts],
            "bases": [_basis(each) for each in found.bases],
            "churn_of_renewals": _share(found.renewals),
            "losses": _losses(found),
            **_by_reason(found),
            "records": [_account(account) for account in found.accounts],
        }
    ]


def flat_customer_records(found: CustomersAnswer) -> list[Record]:
    """A row a period, the whole last; then a row a part. Money is converted."""
    if found.whole is None:
        return customer_records(found)
    rows: list[Record] = [{"part": None, **_flat(unit)} for unit in (*found.units, found.whole)]
    return rows + [{"part": part.part, **_flat(part.unit)} for part in found.parts]


def _share(share: Share | None) -> Record | None:
    if share is None:
        return None
    return {
        "customers": share.numerator,
        "up_for_renewal": share.denominator,
        "churn": plain(share.value),
        "status": share.status,
    }


def _basis(each: BasisCount) -> Record:
    return {
        "basis": each.basis,
        "is_used": each.is_used,
        "accounts": each.accounts,
        "not_customers": each.others,
        "at_end": each.at_end,
    }


def _by_reason(found: CustomersAnswer) -> dict[str, object]:
    return {
        "churn_by_reason": [
            {
                "reason": each.reason,
                "customers": each.churn.numerator,
                "churn": plain(each.churn.value),
                "status": each.churn.status,
            }
            for each in found.lost_for
        ],
        "stated_by_reason": [
            {
                "reason": each.reason,
                "losses": each.losses,
                "accounts": each.accounts,
                "refunds": dict(each.refunds),
            }
            for each in found.stated
        ],
    }


def _losses(found: CustomersAnswer) -> dict[str, object]:
    losses = found.losses
    return {
        "stated": losses.stated,
        "sources": [
            {"source": source, "ever_lost": losses.ever[source], "lost_now": losses.now[source]}
            for source in losses.sources
        ],
        "pairs": [
            {
                "one": pair.one,
                "other": pair.other,
                "both": pair.both,
                "one_alone": pair.one_alone,
                "other_alone": pair.other_alone,
            }
            for pair in losses.pairs
        ],
        "disagree": [_loss(record) for record in losses.disagree],
    }


def _loss(record: LossRecord) -> Record:
    return {
        "account_id": record.account_id,
        "name": record.name,
        "owner": record.owner,
        "became_on": record.became_on,
        "left_on": record.left_on,
        "stated_on": record.stated_on,
        "stated": record.stated,
        "has_returned": record.has_returned,
        "is_flagged": record.is_flagged,
    }


def _unit(unit: MoveUnit) -> dict[str, object]:
    churn, interval = unit.churn, unit.churn.interval
    return {
        "period": {"label": unit.period.label, "start": unit.period.start, "end": unit.period.end},
        "is_running": unit.is_running,
        "opening_customers": unit.opening,
        "moved_customers": dict(unit.accounts),
        "closing_customers": unit.closing,
        "churn": plain(churn.value),
        "status": churn.status,
        "reason": churn.reason,
        "interval": {"low": plain(interval.low), "high": plain(interval.high), "method": interval.method}
        if interval
        else None,
        "retention": plain(unit.retention),
        "net_loss": plain(unit.net_loss),
        "annualised_churn": plain(unit.annualised),
        "money": [_money(money) for money in unit.money],
    }


def _money(money: MoneyMoves) -> dict[str, object]:
    return {
        "currency": money.currency,
        "is_converted": money.is_converted,
        "opening_amount": money.opening,
        **{f"{each.move}_amount": each.amount for each in money.moved},
        "exchange_rate_amount": money.exchange,
        "closing_amount": money.closing,
        "quick_ratio": plain(money.quick_ratio),
        "gross_retention": plain(money.gross_retention),
        "net_retention": plain(money.net_retention),
        "without_rate": money.unrated,
    }


def _flat(unit: MoveUnit) -> dict[str, object]:
    row = _unit(unit)
    told = {
        name: value for name, value in row.items() if name not in ("period", "moved_customers", "interval", "money")
    }
    counts = {f"{move}_customers": count for move, count in unit.accounts.items()}
    money = _money(unit.money[0]) if unit.money else {}
    return {"period": unit.period.label, **told, **counts, **money}


def _account(account: MovedAccount) -> Record:
    return {
        "period": account.period.label,
        "account_id": account.account_id,
        "name": account.name,
        "owner": account.owner,
        "movement": account.move,
        "before": account.before,
        "after": account.after,
        "currency": account.currency,
        "away_days": account.away_days,
    }
