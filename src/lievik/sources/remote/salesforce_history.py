"""An opportunity of Salesforce with what is kept of its history → the states of a deal.

Pure. OpportunityHistory holds a row for each change of stage, amount, close date or probability, with all of them as
they then were; OpportunityFieldHistory tells of owners, where the company tracks that field, for some two years back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from lievik.sources.remote.deal_history import UNTOLD, Change, State, states_of

HISTORY: Final = (
    *("Id", "OpportunityId", "CreatedDate", "StageName", "Amount", "CloseDate", "Probability"),
    *("ForecastCategory", "CurrencyIsoCode"),
)
"""Fields of OpportunityHistory."""

OWNERS: Final = ("Id", "OpportunityId", "CreatedDate", "Field", "OldValue", "NewValue")
"""Fields of OpportunityFieldHistory."""

NO_TYPE: Final = "master"
"""Stands for the pipeline of opportunities that have no record type."""

_USER: Final = "005"
_ID: Final = 18
_CATEGORIES: Final = {"BestCase": "Best Case", "Forecast": "Commit", "MostLikely": "Most Likely"}

Record = Mapping[str, Any]


@dataclass
class Histories:
    """What history tells of one page of opportunities.

    Attributes:
        stages: name of a stage -> the stage.
        lost_reason: the field that says why an opportunity was lost; it may be missing.
    """

    lost_reason: str
    stages: dict[str, Record] = field(default_factory=dict)
    _told: dict[str, list[Record]] = field(default_factory=dict)
    _owners: dict[str, list[Record]] = field(default_factory=dict)

    def begin(self) -> None:
        """Forget the page before."""
        self._told.clear()
        self._owners.clear()

    def tell(self, rows: Iterable[Record]) -> None:
        """Take rows of OpportunityHistory."""
        for row in rows:
            self._told.setdefault(row["OpportunityId"], []).append(row)

    def tell_owners(self, rows: Iterable[Record]) -> None:
        """Take rows of OpportunityFieldHistory; each change of an owner is there by id, and again by name."""
        for row in rows:
            if row.get("Field") == "Owner" and _is_user(row.get("OldValue")) and _is_user(row.get("NewValue")):
                self._owners.setdefault(row["OpportunityId"], []).append(row)

    def states(self, opportunity: Record) -> Sequence[State]:
        """Give the states of an opportunity of this page; none where nothing tells of it."""
        until = _moment(opportunity["SystemModstamp"])
        told = [row for row in self._told.get(opportunity["Id"], []) if _moment(row["CreatedDate"]) <= until]
        owners = [row for row in self._owners.get(opportunity["Id"], []) if _moment(row["CreatedDate"]) <= until]
        if opportunity.get("IsDeleted") or not told:
            return ()
        changes = [*self._changes(opportunity, told), *_handed_over(owners)]
        return states_of(self._deal(opportunity), changes, created_at=_moment(opportunity["CreatedDate"]))

    def _deal(self, opportunity: Record) -> State:
        outcome = _outcome(opportunity)
        return {
            "id": opportunity["Id"],
            "name": opportunity.get("Name"),
            "account_id": opportunity.get("AccountId"),
            "owner_id": opportunity.get("OwnerId"),
            "pipeline_id": opportunity.get("RecordTypeId") or NO_TYPE,
            "deal_type": opportunity.get("Type"),
            "lead_source": opportunity.get("LeadSource"),
            "campaign_id": opportunity.get("CampaignId"),
            "created_at": opportunity["CreatedDate"],
            "lost_reason": opportunity.get(self.lost_reason) if outcome == "lost" else None,
            **_told(opportunity, opportunity, outcome),
        }

    def _changes(self, opportunity: Record, rows: Iterable[Record]) -> Iterator[Change]:
        """What is different between a row of history and the one before it."""
        before: State = {}
        for row in sorted(rows, key=lambda row: (_moment(row["CreatedDate"]), row["Id"])):
            after = _told(row, opportunity, self._outcome_then(row))
            at = _moment(row["CreatedDate"])
            for name, value in after.items():
                old = before.get(name, UNTOLD)
                if old is UNTOLD or old != value:
                    yield Change(field=name, old=old, new=value, at=at)
            before = after

    def _outcome_then(self, row: Record) -> str:
        """By its stage; by its category where that stage is no longer there."""
        stage = self.stages.get(str(row.get("StageName")))
        if stage is not None:
            return _outcome(stage)
        if row.get("ForecastCategory") == "Closed":
            return "won"
        is_given_up = row.get("ForecastCategory") == "Omitted" and not Decimal(str(row.get("Probability") or 0))
        return "lost" if is_given_up else "open"


def _told(row: Record, opportunity: Record, outcome: str) -> State:
    """Columns that history tells of, as a row of it or the opportunity itself has them."""
    category = row.get("ForecastCategory")
    probability = _number(row.get("Probability"))
    return {
        "stage_id": f"{opportunity.get('RecordTypeId') or NO_TYPE}:{row.get('StageName')}",
        "amount": _number(row.get("Amount")),
        "currency": row.get("CurrencyIsoCode"),
        "expected_close_on": row.get("CloseDate"),
        "closed_on": None if outcome == "open" else row.get("CloseDate"),
        "outcome": outcome,
        "probability": None if probability is None else _number(Decimal(probability) / 100),
        "forecast_category": _CATEGORIES.get(str(category), category),
    }


def _handed_over(rows: Iterable[Record]) -> Iterator[Change]:
    for row in rows:
        at = _moment(row["CreatedDate"])
        yield Change(field="owner_id", old=row["OldValue"], new=row["NewValue"], at=at)


def _outcome(closing: Record) -> str:
    if not closing.get("IsClosed"):
        return "open"
    return "won" if closing.get("IsWon") else "lost"


def _number(value: object) -> str | None:
    """A number written one way, so that 100 and 100.0 are the same."""
    return None if value is None else f"{Decimal(str(value)).normalize():f}"


def _is_user(value: object) -> bool:
    return isinstance(value, str) and value.startswith(_USER) and len(value) == _ID


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
