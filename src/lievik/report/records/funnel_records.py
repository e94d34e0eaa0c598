"""Funnels and stuck deals → rows of plain values for JSON and CSV, the same in every language.

Money stays a Decimal, which JSON writes as text; every other number becomes a plain one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from lievik.model.funnel import (
    EXITS,
    Amount,
    Delay,
    Funnel,
    FunnelAnswer,
    FunnelStage,
    LeadStep,
    Share,
    Stuck,
    Wait,
)
from lievik.model.periods import Period
from lievik.report.answer import Record
from lievik.report.records.result_records import plain


def funnel_records(found: FunnelAnswer) -> list[Record]:
    """A row a pipeline and group, its stages nested in it; what is said of all stands in each."""
    about = {
        "period": _period(found.period),
        "year_before": _period(found.before),
        "currency": found.currency,
        "working_days": found.is_working,
        "undated": found.undated,
        "leads": [_lead(step) for step in found.leads],
    }
    return [{**about, **_funnel(funnel, found.by)} for funnel in found.funnels]


def flat_funnel_records(found: FunnelAnswer) -> list[Record]:
    """A row a step of leads, and a row a pipeline, group and stage."""
    about = {
        "period": found.period.label,
        "period_start": found.period.start,
        "period_end": found.period.end,
        "currency": found.currency,
    }
    empty = dict.fromkeys(_flat_stage_columns(), None)
    leads = [
        {**about, "part": "leads", "pipeline": None, "group": None, **empty, "stage": step.name, "deals": step.leads,
         "skipped": step.skipped, **(_flat_share("onward", step.of_previous) if step.of_previous else {})}
        for step in found.leads
    ]  # fmt: skip
    stages = [
        {**about, "part": "deals", "pipeline": funnel.name, "group": funnel.group, **empty, **_flat_stage(stage)}
        for funnel in found.funnels
        for stage in funnel.stages
    ]
    return [*leads, *stages]


def stage_deal_records(found: FunnelAnswer) -> list[Record]:
    """A row a deal that counts for the stage, the largest first."""
    about = {"stage": found.listed, "mode": found.mode, "currency": found.currency}
    rows = [asdict(deal) for deal in found.deals]
    return [{**about, "stage_now": row.pop("stage"), **row} for row in rows]


def stuck_records(found: FunnelAnswer) -> list[Record]:
    """A row a deal, the largest first."""
    return [{**asdict(deal), "currency": found.currency, "working_days": found.is_working} for deal in found.stuck]


def _funnel(funnel: Funnel, by: str) -> dict[str, object]:
    held = funnel.bottleneck
    return {
        "pipeline": funnel.name,
        "group": {by: funnel.group} if by else {},
        "mode": funnel.mode,
        "has_order": funnel.has_order,
        "created": _amount(funnel.created),
        "won": _amount(funnel.won),
        "lost": _amount(funnel.lost),
        "open": _amount(funnel.open),
        "deleted": funnel.deleted,
        "moved": funnel.moved,
        "not_told": funnel.not_told,
        "share_won": _share(funnel.win),
        "stages": [_stage(stage) for stage in funnel.stages],
        "held_up": [stage.name for stage in funnel.held_up],
        "bottleneck": held.name if held else None,
    }


def _stage(stage: FunnelStage) -> dict[str, object]:
    return {
        "id": stage.id,
        "stage": stage.name,
        **_amount(stage.came),
        "skipped": stage.skipped,
        "onward": _share(stage.onward),
        "to_won": _share(stage.to_won),
        "lost": stage.lost,
        "open": stage.open,
        "others": stage.others,
        "entries": stage.entries,
        "exits": {name: stage.exits[name] for name in EXITS},
        "visit": _wait(stage.visit),
        "stay": _wait(stage.stay),
        "stuck": _stuck(stage.stuck),
        "delay": _delay(stage.delay),
    }


def _amount(amount: Amount) -> dict[str, object]:
    value = amount.amount if amount.valued else None
    return {"deals": amount.deals, "amount": value, "valued": amount.valued, "unrated": amount.unrated}


def _share(share: Share | None) -> dict[str, object] | None:
    if share is None:
        return None
    bounds = share.interval
    return {
        "value": plain(share.value),
        "status": share.status,
        "reason": share.reason,
        "numerator": share.numerator,
        "denominator": share.denominator,
        "interval": None
        if bounds is None
        else {"low": plain(bounds.low), "high": plain(bounds.high), "method": bounds.method},
    }


def _wait(wait: Wait | None) -> dict[str, object] | None:
    return None if wait is None else asdict(wait)


def _stuck(stuck: Stuck | None) -> dict[str, object] | None:
    if stuck is None:
        return None
    held = _amount(stuck.held) if stuck.limit is not None else None
    return {
        "limit": stuck.limit,
        "won": stuck.won,
        "reason": stuck.reason,
        "held": held,
        "open": _amount(stuck.open),
    }


def _delay(delay: Delay | None) -> dict[str, object] | None:
    if delay is None:
        return None
    return {
        "median": delay.median,
        "target": delay.target,
        "longest": delay.longest,
        "value_days": delay.value_days,
        "deal_days": delay.deal_days,
        "came": _amount(delay.came),
        "is_clear": delay.is_clear,
        "lost": _share(delay.lost),
        "lost_before": _share(delay.lost_before),
        "is_leaking": delay.is_leaking,
        "reason": delay.reason,
    }


def _lead(step: LeadStep) -> dict[str, object]:
    return {
        "step": step.name,
        "leads": step.leads,
        "skipped": step.skipped,
        "of_previous": _share(step.of_previous),
        "of_all": _share(step.of_all),
    }


def _flat_stage(stage: FunnelStage) -> dict[str, object]:
    return {
        "stage": stage.name,
        **_amount(stage.came),
        "skipped": stage.skipped,
        **_flat_share("onward", stage.onward),
        **_flat_share("to_won", stage.to_won),
        "lost": stage.lost,
        "open": stage.open,
        "others": stage.others,
        "entries": stage.entries,
        **{f"exit_{name}": stage.exits[name] for name in EXITS},
        **_flat("visit", _wait(stage.visit), ("median", "p90", "n", "open", "inferred")),
        **_flat("stay", _wait(stage.stay), ("median", "p90", "n", "open")),
        "stuck_limit": stage.stuck.limit if stage.stuck else None,
        "stuck_deals": stage.stuck.held.deals if stage.stuck and stage.stuck.limit is not None else None,
        "stuck_amount": stage.stuck.held.amount if stage.stuck and stage.stuck.limit is not None else None,
        **_flat("delay", _delay(stage.delay), ("target", "value_days", "deal_days", "is_clear", "is_leaking")),
    }


def _flat_share(name: str, share: Share) -> dict[str, object]:
    bounds = share.interval
    return {
        name: plain(share.value),
        f"{name}_low": plain(bounds.low) if bounds else None,
        f"{name}_high": plain(bounds.high) if bounds else None,
    }


def _flat(name: str, found: Mapping[str, object] | None, keys: tuple[str, ...]) -> dict[str, object]:
    return {f"{name}_{key}": found[key] if found else None for key in keys}


def _flat_stage_columns() -> tuple[str, ...]:
    """Columns of a stage's row, in order."""
    nothing = Share(value=None, numerator=0, denominator=0, status="undefined")
    exits = dict.fromkeys(EXITS, 0)
    row = FunnelStage(
        id="", name="", came=Amount(), skipped=0, onward=nothing, to_won=nothing, lost=0, open=0, others=0, entries=0,
        exits=exits,
    )  # fmt: skip
    return tuple(_flat_stage(row))


def _period(period: Period) -> dict[str, object]:
    return {"label": period.label, "start": period.start, "end": period.end}
