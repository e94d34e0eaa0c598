"""What HubSpot says of a deal, and of a stage → outcome, states that it went through, contacts and their parts in it.

Pure. A deal is won or lost by its stage alone, so the history of its stage tells that of its outcome; its one date of
closing is the expected one while it is open, and the real one once it closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from lievik.sources.remote.deal_history import UNTOLD, Change, State, states_of
from lievik.sources.remote.paging import Record

COLUMNS: Final[Mapping[str, str]] = {
    "dealname": "name",
    "dealstage": "stage_id",
    "pipeline": "pipeline_id",
    "amount": "amount",
    "deal_currency_code": "currency",
    "closedate": "closes_at",
    "hubspot_owner_id": "owner_id",
    "hs_manual_forecast_category": "forecast_category",
    "dealtype": "deal_type",
    "closed_lost_reason": "lost_reason",
}
"""Property whose history is read -> what it is called in a state."""

KEPT: Final = 20
"""Values of a property that HubSpot remembers, as its users report; its documents do not say."""

_ALWAYS: Final = frozenset({"dealname", "dealstage", "pipeline"})
"""No deal is without these."""

_AT_ONCE: Final = timedelta(minutes=1)
"""Values that a deal is created with are told a moment later."""


@dataclass(kw_only=True)
class Stages:
    """What stages of deals mean, as the pipelines say.

    Attributes:
        kinds: stage -> open, won or lost.
        probabilities: stage -> share of deals there that are won.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    probabilities: dict[str, str | None] = field(default_factory=dict)

    def of_pipeline(self, pipeline: Record) -> list[Record]:
        """Stages of a pipeline, each with its kind; they are remembered."""
        stages = [
            {**stage, "pipeline_id": pipeline["id"], "kind": _kind(stage.get("metadata") or {})}
            for stage in pipeline.get("stages") or []
        ]
        self.kinds |= {str(stage["id"]): stage["kind"] for stage in stages}
        self.probabilities |= {str(stage["id"]): (stage.get("metadata") or {}).get("probability") for stage in stages}
        return stages

    def with_outcome(self, deal: Record) -> Record:
        """A deal with its outcome."""
        return deal if "merged_into" in deal else {**deal, "outcome": self._outcome(deal["properties"])}

    def states(self, deal: Record) -> list[State]:
        """States of a deal, as the history of its properties tells; none of one that was archived or merged."""
        history = deal.get("propertiesWithHistory")
        if deal.get("archived") or not history:
            return []
        said = deal["properties"]
        created = said.get("createdate") or deal["createdAt"]
        now = {
            "id": deal["id"],
            **{column: said.get(name) or None for name, column in COLUMNS.items()},
            "outcome": self._outcome(said),
            "probability": said.get("hs_deal_stage_probability") or None,
            "account_id": (deal.get("main") or {}).get("companies"),
            "created_at": created,
        }
        begins = datetime.fromisoformat(created)
        changes = list(self._changes(history, begins))
        states = states_of(now, changes, created_at=begins, known_from=_known_from(history))
        return [_closed(state) for state in states]

    def _outcome(self, said: Mapping[str, Any]) -> str:
        """The outcome by the stage; of one that no pipeline has, as the deal says itself."""
        closed = "lost" if _is_true(said.get("hs_is_closed")) else "open"
        own = "won" if _is_true(said.get("hs_is_closed_won")) else closed
        return self.kinds.get(str(said.get("dealstage")), own)

    def _changes(self, history: Mapping[str, Sequence[Record]], begins: datetime) -> Iterator[Change]:
        for name, column in COLUMNS.items():
            for old, new, at in _steps(name, history.get(name) or [], begins):
                yield Change(field=column, old=old, new=new, at=at)
                if name == "dealstage":
                    for of_stage, read in (("outcome", self._kind), ("probability", self.probabilities.get)):
                        before = UNTOLD if old is UNTOLD else read(old)
                        yield Change(field=of_stage, old=before, new=read(new), at=at)

    def _kind(self, stage: object) -> str:
        """What a stage meant; one that is no longer there was an open one, as nothing tells more."""
        return self.kinds.get(str(stage), "open")


def roles(deal: Record) -> Iterable[Record]:
    """Contacts of a deal, each with its part in it."""
    for contact in (deal.get("associated") or {}).get("contacts", []):
        yield {
            "id": f"{deal['id']}-{contact['id']}",
            "deal_id": deal["id"],
            "contact_id": contact["id"],
            "role": contact["labels"][0] if contact["labels"] else None,
        }


def _kind(metadata: Mapping[str, Any]) -> str:
    if not _is_true(metadata.get("isClosed")):
        return "open"
    return "won" if float(metadata.get("probability") or 0) == 1 else "lost"


def _is_true(said: object) -> bool:
    return str(said).lower() == "true"


def _steps(name: str, revisions: Sequence[Record], begins: datetime) -> Iterator[tuple[Any, Any, datetime]]:
    """Each value of a property with the one before it and when it came; revisions come newest first."""
    ordered = [(datetime.fromisoformat(each["timestamp"]), each.get("value") or None) for each in reversed(revisions)]
    ordered.sort(key=lambda step: step[0])
    before: Any = None
    if ordered and (name in _ALWAYS or len(ordered) >= KEPT or ordered[0][0] - begins <= _AT_ONCE):
        before = UNTOLD
    for at, value in ordered:
        yield before, value, at
        before = value


def _known_from(history: Mapping[str, Sequence[Record]]) -> datetime | None:
    """From when on all values are told; none where HubSpot forgot none."""
    first = [
        min(datetime.fromisoformat(each["timestamp"]) for each in history[name])
        for name in COLUMNS
        if len(history.get(name) or []) >= KEPT
    ]
    return max(first, default=None)


def _closed(state: State) -> State:
    """A state with what its outcome says of the date of closing and the reason."""
    day, outcome = state.pop("closes_at"), state["outcome"]
    return {
        **state,
        "expected_close_on": day if outcome == "open" else None,
        "closed_at": None if outcome == "open" else day or state.get("closed_at"),
        "lost_reason": state["lost_reason"] if outcome == "lost" else None,
    }
