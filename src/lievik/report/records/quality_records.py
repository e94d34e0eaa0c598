"""What is to be repaired → rows of plain values for JSON and CSV, the same in every language; money stays a Decimal."""

from __future__ import annotations

from collections.abc import Mapping

from lievik.model.freshness import Freshness, SourceFreshness
from lievik.model.quality import Clean, Fault, Faulty, FaultyRow, QualityAnswer
from lievik.report.answer import Record
from lievik.report.records.result_records import plain


def quality_records(found: QualityAnswer, fresh: Freshness) -> list[Record]:
    """A row of everybody, then one an owner; rows that were listed, and sources, are nested in the first."""
    whole = {
        "owner": "",
        "is_whole": True,
        **_group(found.deals, found.leads, found.faults),
        "currency": found.currency,
        "days": found.days,
        "not_looked": {left.fault: {"reason": left.reason, **left.facts} for left in found.not_looked},
        "unknown_stages": list(found.unknown_stages),
        "listed": found.listed,
        "sources": [_source(each) for each in fresh.sources],
        "records": [faulty_row_record(row) for row in found.rows],
    }
    whole["teams"] = [{"team": team.team, **_group(team.deals, team.leads, team.faults)} for team in found.teams]
    owners = [
        {"owner": owner.owner, "is_whole": False, **_group(owner.deals, owner.leads, owner.faults)}
        for owner in found.owners
    ]
    return [whole, *owners]


def flat_quality_records(found: QualityAnswer) -> list[Record]:
    """The rows that were listed; else a row an owner and fault, those of everybody first."""
    if found.listed:
        return [{**faulty_row_record(row), "faults": list(row.faults)} for row in found.rows]
    groups = [("", True, found.faults), *((owner.owner, False, owner.faults) for owner in found.owners)]
    return [
        {"owner": owner, "is_whole": is_whole, "fault": fault, **_faulty(faulty), "currency": found.currency}
        for owner, is_whole, faults in groups
        for fault, faulty in faults.items()
    ]


def faulty_row_record(row: FaultyRow) -> dict[str, object]:
    """One deal or lead, and what is to be repaired in it."""
    return {
        "table": row.table,
        "id": row.id,
        "source_id": row.number,
        "name": row.name,
        "owner": row.owner,
        "account": row.account,
        "amount": row.amount,
        "currency": row.currency,
        "created_on": row.created_on,
        "expected_close_on": row.expected_close_on,
        "closed_on": row.closed_on,
        "last_activity_on": row.last_on,
        "faults": list(row.faults),
        "in_stage_since": row.entered_on,
        "lacks": list(row.lacks),
    }


def _source(each: SourceFreshness) -> dict[str, object]:
    return {
        "source": each.source,
        "run": each.run,
        "came_in": each.came_in.isoformat(),
        "changed_in": each.changed_in.isoformat(),
        "age_days": each.age,
        "old_after_days": each.limit,
        "is_old": each.is_old,
    }


def _group(deals: Clean, leads: Clean, faults: Mapping[Fault, Faulty]) -> dict[str, object]:
    return {
        "deals": _clean(deals),
        "leads": _clean(leads),
        "faults": {fault: _faulty(faulty) for fault, faulty in faults.items()},
    }


def _clean(clean: Clean) -> dict[str, object]:
    return {"all": clean.of, "clean": clean.clean, "clean_share": plain(clean.share), "side": clean.side}


def _faulty(faulty: Faulty) -> dict[str, object]:
    return {
        "found": faulty.found,
        "of": faulty.of,
        "share": plain(faulty.share),
        "amount": faulty.amount,
        "side": faulty.side,
    }
