"""A deal as it is now, and the changes that led there → its states one after another, rows of `deal_version`.

Pure. A vendor tells what changed, rarely what a deal was like; states are changes applied from the first one on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

State = dict[str, Any]
"""One row of `deal_version`: every column of the deal, beside id, deal_id, valid_from, valid_until and origin."""

UNTOLD: Final = object()
"""Stands for the value before a change, where a vendor tells only the one after it."""

_OF_CLOSING: Final = ("closed_on", "closed_at", "lost_reason")
_CLOSED: Final = frozenset({"won", "lost"})


@dataclass(frozen=True, kw_only=True)
class Change:
    """One column of a deal became another.

    Attributes:
        field: the column of `deal`.
        old: its value before; `UNTOLD` where that is not known.
        new: its value after, written as the deal has it now.
        at: the instant, with an offset.
    """

    field: str
    old: Any = UNTOLD
    new: Any
    at: datetime


def states_of(
    deal: Mapping[str, Any],
    changes: Iterable[Change],
    *,
    created_at: datetime | None,
    known_from: datetime | None = None,
) -> tuple[State, ...]:
    """Give one row a state of a deal, the earliest first; each lasts until the next begins, the last one has no end.

    The last state is the deal as it is now, whatever changes say. A column without changes was always as it is now;
    but before a deal closed it had no day or reason of that, and while it was closed an earlier time, the day was
    the one on which that began. Ids are made of the deal's and the instant, so that a later run gives the same.

    Args:
        deal: its columns by name as they are now; `id` and `outcome` are needed.
        changes: in any order; of those of a column at one instant only what they come to together counts.
        created_at: when it was created, with an offset: changes before that are part of its first state. Without it
            the first change begins the first state, and without any change there is no state.
        known_from: from when on all changes are told, where a vendor forgets older ones. States before that are not
            given: rows that an earlier run gave stay, and what none gave is inferred where it is asked for.
    """
    now = {name: value for name, value in deal.items() if name != "id"}
    steps = _net(changes)
    if created_at is None and not steps:
        return ()
    begins = _utc(created_at or steps[0].at)
    told = _told(now, steps, begins)
    told = _closing_said([*told[:-1], (told[-1][0], now)], {step.field for step in steps})
    told = [each for number, each in enumerate(told) if not number or each[1] != told[number - 1][1]]
    if known_from is not None:
        told = _kept(told, max(begins, _utc(known_from)))
    return tuple(_rows(str(deal["id"]), told))


def _net(changes: Iterable[Change]) -> list[Change]:
    """What changes of a column at one instant come to, in order of time."""
    ordered = sorted(changes, key=lambda change: (_utc(change.at), change.field))
    groups = groupby(ordered, key=lambda change: (_utc(change.at), change.field))
    return [
        Change(field=field, old=ends[0], new=ends[1], at=at)
        for (at, field), group in groups
        if (ends := _ends(list(group))) is not None
    ]


def _ends(group: Sequence[Change]) -> tuple[Any, Any] | None:
    """The value before all and after all of them; none where they come back to where they began.

    A value that was left as often as it was come to lies between: what was left once more is where they began.
    """
    if any(change.old is UNTOLD for change in group):
        return UNTOLD, group[-1].new
    left, came = Counter(change.old for change in group), Counter(change.new for change in group)
    begins, ends = list(left - came), list(came - left)
    return (begins[0], ends[-1]) if begins else None


def _told(now: State, steps: Sequence[Change], begins: datetime) -> list[tuple[datetime, State]]:
    """Each state with the instant that it begins at, as changes tell; those that are alike are one."""
    state = dict(now)
    for step in reversed(steps):
        state[step.field] = step.new if step.old is UNTOLD else step.old
    told = [(begins, state)]
    for at, group in groupby(steps, key=lambda step: step.at):
        state = {**state, **{step.field: step.new for step in group}}
        if at <= begins:
            told[-1] = (begins, state)
        elif state != told[-1][1]:
            told.append((at, state))
    return told


def _closing_said(told: Sequence[tuple[datetime, State]], changed: set[str]) -> list[tuple[datetime, State]]:
    """Give the columns of closing, where no changes tell them, to the states that were closed; the last stays."""
    columns = [name for name in _OF_CLOSING if name in told[-1][1] and name not in changed]
    stretches = [list(group) for _, group in groupby(told, key=lambda each: each[1].get("outcome") in _CLOSED)]
    said: list[tuple[datetime, State]] = []
    for stretch in stretches[:-1]:
        is_closed = stretch[0][1].get("outcome") in _CLOSED
        of_closing: State = dict.fromkeys(columns)
        if is_closed and not {"closed_on", "closed_at"} & changed:
            of_closing["closed_at"] = _text(stretch[0][0])
        said += [(at, {**state, **of_closing}) for at, state in stretch]
    is_open = told[-1][1].get("outcome") not in _CLOSED
    last = [(at, {**state, **dict.fromkeys(columns if is_open else ())}) for at, state in stretches[-1][:-1]]
    return [*said, *last, told[-1]]


def _kept(told: Sequence[tuple[datetime, State]], since: datetime) -> list[tuple[datetime, State]]:
    """States from an instant on; the one that held at it begins there."""
    first = max(number for number, (at, _) in enumerate(told) if at <= since)
    return [(since, told[first][1]), *told[first + 1 :]]


def _rows(deal_id: str, told: Sequence[tuple[datetime, State]]) -> Iterator[State]:
    ends = [*(_text(at) for at, _ in told[1:]), None]
    for (at, state), end in zip(told, ends, strict=True):
        begins = _text(at)
        yield {
            **state,
            "id": f"{deal_id}@{begins}",
            "deal_id": deal_id,
            "valid_from": begins,
            "valid_until": end,
            "origin": "vendor",
        }


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
