"""A deal of Pipedrive with its list of changes → the states of a deal.

Pure. The list tells of every field what it was and what it became, since the deal was made; values in it are text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final

from lievik.sources.remote.deal_history import Change, State, states_of

Record = Mapping[str, Any]

_LAG: Final = timedelta(seconds=2)
"""A change may be listed so much later than the deal says that it changed; later ones came after it was read."""

_OUTCOMES: Final = frozenset({"open", "won", "lost"})


def deal_states(deal: Record, changes: Iterable[Record]) -> tuple[State, ...]:
    """Give the states of a deal; `changes` as the vendor lists them, in any order."""
    until = moment_of(deal["update_time"]) + _LAG
    return states_of(_deal(deal), _changes(changes, until), created_at=moment_of(deal["add_time"]))


def is_untouched(deal: Record) -> bool:
    """Whether nothing can have changed since it was made."""
    return moment_of(deal["update_time"]) <= moment_of(deal["add_time"])


def moment_of(text: str) -> datetime:
    """An instant as either version of the API writes it; without a zone it is in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _deal(deal: Record) -> State:
    """Columns of a deal as it is now."""
    outcome = str(deal.get("status"))
    ended = deal.get("won_time") if outcome == "won" else deal.get("lost_time")
    return {
        "id": deal["id"],
        "name": deal.get("title"),
        "account_id": _text(deal.get("org_id")),
        "owner_id": _text(deal.get("owner_id")),
        "pipeline_id": _text(deal.get("pipeline_id")),
        "stage_id": _text(deal.get("stage_id")),
        "amount": _number(deal.get("value")),
        "currency": deal.get("currency"),
        "created_at": deal["add_time"],
        "expected_close_on": deal.get("expected_close_date"),
        "closed_at": (ended or deal.get("close_time")) if outcome in {"won", "lost"} else None,
        "outcome": outcome,
        "lost_reason": deal.get("lost_reason") if outcome == "lost" else None,
        "probability": _share(deal.get("probability")),
        "lead_source": deal.get("origin"),
    }


def _changes(changes: Iterable[Record], until: datetime) -> Iterator[Change]:
    """Changes of columns that we have, up to an instant."""
    for change in changes:
        known = _FIELDS.get(str(change.get("field_key")))
        at = moment_of(change["time"])
        if not known or at > until:
            continue
        column, read = known
        old, new = read(change.get("old_value")), read(change.get("new_value"))
        if column != "outcome" or {old, new} <= {*_OUTCOMES, None}:
            yield Change(field=column, old=old, new=new, at=at)


def _text(value: object) -> str | None:
    """A value as text; of something that is referred to, its id."""
    if isinstance(value, Mapping):
        value = value.get("id", value.get("value"))
    return None if value is None or value == "" else str(value)


def _number(value: object) -> str | None:
    """A number written one way, so that 100 and 100.0 are the same."""
    try:
        return None if value is None or value == "" else f"{Decimal(str(value)).normalize():f}"
    except InvalidOperation:
        return None


def _share(value: object) -> str | None:
    number = _number(value)
    return None if number is None else _number(Decimal(number) / 100)


_FIELDS: Final[Mapping[str, tuple[str, Callable[[object], str | None]]]] = MappingProxyType(
    {
        "title": ("name", _text),
        "org_id": ("account_id", _text),
        "owner_id": ("owner_id", _text),
        "user_id": ("owner_id", _text),
        "pipeline_id": ("pipeline_id", _text),
        "stage_id": ("stage_id", _text),
        "value": ("amount", _number),
        "currency": ("currency", _text),
        "expected_close_date": ("expected_close_on", _text),
        "status": ("outcome", _text),
        "lost_reason": ("lost_reason", _text),
        "probability": ("probability", _share),
    }
)
"""Field of a change -> our column, and how its values are read; the owner is `user_id` in version 1."""
