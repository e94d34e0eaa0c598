"""How good leads are → rows of plain values for JSON and CSV, the same in every language."""

from __future__ import annotations

from lievik.model.funnel import Share
from lievik.model.leads import LeadGroup, LeadsAnswer
from lievik.model.result import MetricResult
from lievik.report.answer import Record
from lievik.report.records.result_records import plain

_REACHED = ("reachable", "risky", "unreachable", "not_known", "no_address")


def leads_records(found: LeadsAnswer) -> list[Record]:
    """A row of all together, with the reasons, then one a group."""
    if found.whole is None:
        return []
    about = {
        "period": {"label": found.period.label, "start": found.period.start, "end": found.period.end},
        "split_by": found.split_by,
    }
    reasons = [
        {"reachability": each.reachability, "reason": each.reason, "leads": each.leads} for each in found.reasons
    ]
    return [
        {**about, "is_whole": True, **_group(found.whole), "duplicates": found.duplicates, "reasons": reasons},
        *({**about, "is_whole": False, **_group(group), "duplicates": None, "reasons": None} for group in found.groups),
    ]


def flat_leads_records(found: LeadsAnswer) -> list[Record]:
    """The same in single cells; reasons are in JSON alone."""
    rows: list[Record] = []
    for group in () if found.whole is None else (found.whole, *found.groups):
        told = _group(group)
        nested = {name: told.pop(name) for name in ("unreachable_share", "conversion", "without_unreachable")}
        flat = {
            f"{name}_{key}": value
            for name, part in nested.items()
            if isinstance(part, dict)
            for key, value in part.items()
        }
        about = {"period": found.period.label, "split_by": found.split_by, "is_whole": group is found.whole}
        rows.append({**about, **told, **flat})
    return rows


def _group(group: LeadGroup) -> dict[str, object]:
    return {
        "group": group.group,
        "leads": group.leads,
        **{told: group.counts.get(told, 0) for told in _REACHED},  # type: ignore[call-overload]
        "unreachable_share": _share(group.unreachable),
        "side": group.side,
        "conversion": _rate(group.conversion),
        "without_unreachable": _rate(group.contactable),
        "gap": plain(group.gap),
    }


def _share(share: Share) -> dict[str, object]:
    bounds = share.interval
    return {
        "value": plain(share.value),
        "numerator": share.numerator,
        "denominator": share.denominator,
        "status": share.status,
        "reason": share.reason,
        "low": plain(bounds.low) if bounds else None,
        "high": plain(bounds.high) if bounds else None,
    }


def _rate(result: MetricResult) -> dict[str, object]:
    bounds = result.interval
    return {
        "value": plain(result.value),
        "numerator": plain(result.numerator),
        "denominator": plain(result.denominator),
        "status": result.status,
        "reason": result.reason,
        "low": plain(bounds.low) if bounds else None,
        "high": plain(bounds.high) if bounds else None,
    }
