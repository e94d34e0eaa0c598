"""Bridges → rows of plain values for JSON and CSV, the same in every language; money stays a Decimal."""

from __future__ import annotations

from lievik.model.bridge import Account, Bar, BridgeAnswer, MovedDeal
from lievik.report.answer import Record


def bridge_records(found: BridgeAnswer) -> list[Record]:
    """A row an account: of the whole, then of each part; per currency, and converted where there are several."""
    return [
        {
            **_about(found, account),
            "opening": _bar(account.opening),
            "movements": [
                {
                    "movement": movement.name,
                    **_bar(movement.net),
                    "steps": _bar(movement.steps),
                    "records": [_deal(deal) for deal in found.deals.get(movement.name, ()) if _is_of(deal, account)],
                }
                for movement in account.movements
            ],
            "closing": _bar(account.closing),
            "left_out": {"without_rate": account.left_out},
            "without_amount": account.without_amount,
            "reversals": [_deal(deal) for deal in found.reversals if _is_of(deal, account)],
        }
        for account in found.accounts
    ]


def flat_bridge_records(found: BridgeAnswer) -> list[Record]:
    """A row a movement of an account, the opening first and the closing last."""
    rows: list[Record] = []
    for account in found.accounts:
        about = _about(found, account)
        period = about.pop("period")
        spans = {f"period_{name}": value for name, value in (period or {}).items()} if isinstance(period, dict) else {}
        about = {**(spans or dict.fromkeys(("period_label", "period_start", "period_end"))), **about}
        bars = [("opening", account.opening, account.opening)]
        bars += [(movement.name, movement.net, movement.steps) for movement in account.movements]
        bars.append(("closing", account.closing, account.closing))
        rows += [
            {
                **about,
                "movement": name,
                "deals": net.deals,
                "amount": net.amount,
                "steps_deals": steps.deals,
                "steps_amount": steps.amount,
            }
            for name, net, steps in bars
        ]
    return rows


def _about(found: BridgeAnswer, account: Account) -> dict[str, object]:
    period = found.period
    return {
        "period": None if period is None else {"label": period.label, "start": period.start, "end": period.end},
        "from": found.from_on,
        "to": found.to_on,
        "split_by": found.split_by,
        "part": account.part,
        "is_whole": account.is_whole,
        "currency": account.currency,
        "is_converted": account.is_converted,
    }


def _is_of(deal: MovedDeal, account: Account) -> bool:
    """Whether a deal's bar is one of the account's."""
    is_between = deal.is_between and account.is_whole
    is_part = account.is_whole or deal.part == account.part
    is_counted = deal.converted is not None if account.is_converted else deal.currency == account.currency
    return is_part and is_counted and not is_between


def _bar(bar: Bar) -> dict[str, object]:
    return {"deals": bar.deals, "amount": bar.amount}


def _deal(deal: MovedDeal) -> dict[str, object]:
    return {
        "deal_id": deal.deal_id,
        "name": deal.name,
        "owner": deal.owner,
        "movement": deal.movement,
        "on": deal.moved_on,
        "amount": deal.amount,
        "currency": deal.currency,
        "converted": deal.converted,
        "expected_before": deal.expected_before,
        "expected_after": deal.expected_after,
    }
