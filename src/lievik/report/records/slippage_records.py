"""Slippage → rows of plain values for JSON and CSV, the same in every language; money stays a Decimal."""

from __future__ import annotations

from lievik.model.slippage import PushedDeal, SlippageAnswer, SlipPart, SlipRate
from lievik.report.answer import Record
from lievik.report.records.result_records import plain


def slippage_records(found: SlippageAnswer) -> list[Record]:
    """A row a part, the whole first; its periods and deals are nested in the whole."""
    about = {"from": found.from_on, "to": found.to_on, "unit": str(found.grain), "split_by": found.split_by}
    units = [
        {
            "period": {"label": unit.period.label, "start": unit.period.start, "end": unit.period.end},
            **_rate(unit.rate, found.currency),
        }
        for unit in found.units
    ]
    return [
        {
            **about,
            **_part(part),
            **_rate(part.rate, found.currency),
            "periods": units if part.is_whole else [],
            "records": [_deal(deal) for deal in found.deals] if part.is_whole else [],
        }
        for part in found.parts
    ]


def flat_slippage_records(found: SlippageAnswer) -> list[Record]:
    """A row a part, the whole first."""
    rows: list[Record] = []
    for part in found.parts:
        rate = _rate(part.rate, found.currency)
        opening, pushed, interval = (rate.pop(name) for name in ("opening", "pushed", "interval"))
        flat = {
            f"{name}_{key}": value
            for name, bar in (("opening", opening), ("pushed", pushed))
            if isinstance(bar, dict)
            for key, value in bar.items()
        }
        low, high = (interval["low"], interval["high"]) if isinstance(interval, dict) else (None, None)
        about = {"from": found.from_on, "to": found.to_on, "split_by": found.split_by}
        rows.append({**about, **_part(part), **flat, **rate, "interval_low": low, "interval_high": high})
    return rows


def _part(part: SlipPart) -> dict[str, object]:
    return {
        "part": part.part,
        "is_whole": part.is_whole,
        "pushes": part.pushes,
        "deals_pushed": part.deals,
        "days_pushed": part.days,
        "days_a_push": plain(part.days_a_push),
        "pulls": part.pulls,
        "deals_pulled": part.pulled,
    }


def _rate(rate: SlipRate, currency: str) -> dict[str, object]:
    interval = rate.interval
    return {
        "opening": {"deals": rate.opening.deals, "amount": rate.opening.amount},
        "pushed": {"deals": rate.pushed.deals, "amount": rate.pushed.amount},
        "currency": currency,
        "value_share": plain(rate.value_share),
        "deal_share": plain(rate.deal_share),
        "interval": None
        if interval is None
        else {"low": plain(interval.low), "high": plain(interval.high), "method": interval.method},
        "status": rate.status,
        "reason": rate.reason,
        "without_rate": rate.left_out,
    }


def _deal(deal: PushedDeal) -> dict[str, object]:
    return {
        "deal_id": deal.deal_id,
        "name": deal.name,
        "owner": deal.owner,
        "pushes": deal.pushes,
        "pushes_between": deal.recent,
        "days_pushed": deal.days,
        "first_expected_on": deal.first_expected_on,
        "expected_on": deal.expected_on,
        "amount": deal.amount,
        "currency": deal.currency,
        "converted": deal.converted,
    }
