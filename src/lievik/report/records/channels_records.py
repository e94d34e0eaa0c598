"""Channels side by side → rows of plain values for JSON and CSV, the same in every language; money stays a Decimal."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from lievik.model.channels import ChannelRow, ChannelsAnswer, Rate, Return, Unplaced
from lievik.report.answer import Record
from lievik.report.records.result_records import plain

_MICRO: Final = Decimal("0.000001")
_CENT: Final = Decimal("0.01")
_COUNTS: Final = ("leads", "qualified", "converted", "won", "deals", "deals_won", "customers")


def channels_records(found: ChannelsAnswer) -> list[Record]:
    """A row of all together, then one a channel; what is in no row is nested in the first."""
    if found.whole is None:
        return []
    about = {**_about(found), "period": _period(found)}
    apart: Record = {
        "not_placed": _unplaced(found.unplaced),
        "untold_sources": list(found.untold),
        "cost_per_customer_of_the_article": plain(found.article_cost.value) if found.article_cost else None,
    }
    nothing = dict.fromkeys(apart)
    return [
        {**about, "is_whole": True, **_row(found.whole), **apart},
        *({**about, "is_whole": False, **_row(row), **nothing} for row in found.rows),
    ]


def flat_channels_records(found: ChannelsAnswer) -> list[Record]:
    """A row of all together, then one a channel; what is in no row is in JSON alone."""
    rows: list[Record] = []
    for row in (found.whole, *found.rows):
        if row is None:
            continue
        told = _row(row)
        flat: dict[str, object] = {}
        for name, value in told.items():
            if isinstance(value, dict):
                flat |= {f"{name}_{key}": each for key, each in value.items()}
            elif name in _NESTED:
                flat |= {f"{name}_{key}": None for key in ("value", "low", "high", "drawn")}
            else:
                flat[name] = "; ".join(value) if isinstance(value, list) else value
        rows.append({**_about(found), "period": found.period.label, "is_whole": row is found.whole, **flat})
    return rows


_NESTED: Final = ("lead_to_qualified", "lead_to_deal", "lead_to_won", "return_on_investment")


def _about(found: ChannelsAnswer) -> Record:
    return {
        "attribution": found.attribution,
        "split_by": found.split_by,
        "currency": found.currency,
        "return_of": "revenue" if found.margin_share is None else "margin",
        "margin_share": plain(found.margin_share),
        "settled_days": found.settled_days,
        "is_young": found.is_young,
    }


def _period(found: ChannelsAnswer) -> Record:
    return {"label": found.period.label, "start": found.period.start, "end": found.period.end}


def _row(row: ChannelRow) -> Record:
    counts = {name: plain(getattr(row.credits, name).quantize(_MICRO)) for name in _COUNTS}
    customer = row.cost_per_customer
    return {
        "key": row.key,
        "name": row.name or row.key,
        "sources": list(row.sources),
        **counts,
        "revenue": row.credits.revenue.quantize(_CENT),
        "cost": None if row.cost is None else row.cost.quantize(_CENT),
        "cost_per_customer": None if customer is None else customer.quantize(_CENT),
        "return_on_investment": _share(row.back),
        "compared_with_others": row.standing or None,
        "lead_to_qualified": _share(row.to_qualified),
        "lead_to_deal": _share(row.to_deal),
        "lead_to_won": _share(row.to_won),
        "days_from_lead_to_won": row.days,
    }


def _share(found: Rate | Return | None) -> Record | None:
    if found is None:
        return None
    return {name: plain(getattr(found, name)) for name in ("value", "low", "high", "drawn")}


def _unplaced(found: Unplaced) -> Record:
    return {
        "costs_without_channel": dict(found.costs),
        "leads_without_touch": found.leads,
        "deals_without_touch": found.deals,
        "won_without_amount": found.no_amount,
        "won_without_rate": found.no_rate,
        "costs_without_amount": found.costs_no_amount,
        "costs_without_rate": found.costs_no_rate,
    }
