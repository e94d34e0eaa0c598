"""Deals through time as SQL: a row a state that a deal was in, from one day to another, and who tells so.

Pure. A vendor's versions tell it where there are any; else what imports found different, and before the first import
nothing but the deal's own days do: what follows from those alone is called inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from lievik.model.facts import Facts
from lievik.model.tables import TABLES

_VERSIONS: Final = "deal_version"
_PAST: Final = "deal_past"
_IS_CLOSED: Final = "coalesce({0}.outcome, 'open') IN ('won', 'lost')"
_DAY_OF: Final = "CAST({} AT TIME ZONE 'UTC' AS DATE)"
"""The connection's time zone is the workspace's."""

_BEFORE_CLOSING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "outcome": "'open'",
        "stage_id": "NULL",
        "closed_at": "NULL",
        "closed_on": "NULL",
        "lost_reason": "NULL",
        "forecast_category": "NULL",
        "probability": "NULL",
        "next_step_on": "NULL",
    }
)
"""What is said of a deal before it closed, where nothing tells: it was open, and as large as it is now."""

_OF_ITSELF: Final = frozenset({"source", "source_id", "known_from", "cycle_started_on", "is_versioned"})
"""Columns of a deal that its versions do not have."""


def deal_states(facts: Facts, columns: Iterable[str], moment: str = "") -> str:
    """Write a SELECT of one row a state of a deal, in no order.

    Its columns are deal_id, from_on, until_on (the first day that it no longer holds; empty while it does), origin
    (vendor, difference, inferred) and those named. A state that began and ended on one day is left out; stage_id is
    empty where the stage is not known. A deal that is gone has no state from the day that was noticed.

    Args:
        facts: what the tables hold.
        columns: of `deal`.
        moment: SQL of an instant, UTC; of what versions tell only the state that held at it is given.
    """
    names = tuple(dict.fromkeys(columns))
    pieces = [_versions(facts, names, moment)] if facts.has_rows(_VERSIONS) else []
    is_versioned = facts.is_always_filled("deal", "is_versioned")
    if facts.has_rows(_VERSIONS) and not is_versioned:
        pieces += [_before_first(facts, names), _after_last(names)]
    if not is_versioned or facts.has_rows(_PAST):
        # a deal that is gone may have had no versions, though all that are left do
        pieces += _known(names, has_past=facts.has_rows(_PAST), has_versions=facts.has_rows(_VERSIONS))
    return "\nUNION ALL\n".join(pieces)


def deals_on(facts: Facts, day: str, columns: Iterable[str], moment: str = "") -> str:
    """Write a SELECT of one row a deal that was there at the end of a day: id, origin and the columns named.

    Args:
        facts: what the tables hold.
        day: SQL of the day.
        columns: of `deal`.
        moment: SQL of an instant on that day, UTC; its end where none is given.
    """
    names = [name for name in dict.fromkeys(columns) if name not in {"id", "open_until"}]
    reads = dict.fromkeys([*names, "outcome", "closed_on", "created_on"] if "open_until" in set(columns) else names)
    listed = [
        f"CASE WHEN state.qualified_on <= {day} THEN state.qualified_on END AS qualified_on"
        if name == "qualified_on"
        else f"state.{name}"
        for name in names
    ]
    if "open_until" in set(columns):
        closed = _IS_CLOSED.format("state")
        listed.append(f"CASE WHEN {closed} THEN coalesce(state.closed_on, state.created_on) END AS open_until")
    selected = ", ".join(["state.deal_id AS id", "state.origin", *listed])
    return (
        f"SELECT {selected}\nFROM (\n{deal_states(facts, reads, moment)}\n) AS state\n"
        f"WHERE state.from_on <= {day} AND (state.until_on > {day} OR state.until_on IS NULL)"
    )


def _is_told(facts: Facts, name: str) -> bool:
    """Whether versions tell a column; one that they never fill is as the deal has it now."""
    return name not in _OF_ITSELF and (facts.has_values(_VERSIONS, name) or not facts.has_values("deal", name))


def _versions(facts: Facts, names: Sequence[str], moment: str) -> str:
    """States as versions tell them."""
    untold = [name for name in names if not _is_told(facts, name)]
    # the few deals that have a flag are quicker to look up than every deal
    flags = {name: _HAS_FLAG.format(name) for name in untold if TABLES["deal"].all_columns[name] == "flag"}
    others = {name: f"deal.{name}" for name in untold if name not in flags}
    columns = "".join(f", {flags.get(name) or others.get(name) or f'version.{name}'}" for name in names)
    lines = ["FROM deal_version AS version"]
    if others:
        # a cycle starts with the first contact where versions tell that: only the few deals without one are looked up
        is_few = set(others) == {"cycle_started_on"} and _is_told(facts, "first_contact_on")
        columns = columns.replace(*_CYCLE) if is_few else columns
        lines.append(f"LEFT JOIN {_UNTOUCHED if is_few else 'deal'} ON deal.id = version.deal_id")
    until = "version.until_on"
    if facts.has_rows(_PAST):
        until = "least(version.until_on, gone.gone_on)"
        lines.append(f"LEFT JOIN (\n{_GONE}\n) AS gone ON gone.id = version.deal_id")
    held = f"({until} > version.valid_from_on OR {until} IS NULL)"
    if moment:
        until, held = "CAST(NULL AS DATE)", _AT.format(moment)
    return "\n".join(
        (
            (
                f"SELECT version.deal_id, version.valid_from_on AS from_on, {until} AS until_on, "
                f"coalesce(version.origin, 'vendor') AS origin{columns}"
            ),
            *lines,
            f"WHERE version.known_until IS NULL AND {held}",
        )
    )


_UNTOUCHED: Final = "(SELECT id, cycle_started_on FROM deal WHERE first_contact_on IS NULL) AS deal"
_CYCLE: Final = (
    "deal.cycle_started_on",
    "coalesce(version.first_contact_on, deal.cycle_started_on, version.created_on) AS cycle_started_on",
)

_HAS_FLAG: Final = "version.deal_id IN (SELECT deal.id FROM deal WHERE deal.{0}) AS {0}"
"""Tells a flag that versions do not tell."""

_AT: Final = (
    "version.valid_from <= {0} AND (version.valid_until > {0} OR version.valid_until IS NULL)\n"
    "QUALIFY row_number() OVER (PARTITION BY version.deal_id ORDER BY version.valid_from DESC, version.id DESC) = 1"
)
"""The version that held at an instant; one that says no time of its day is not known to have held."""

_GONE: Final = (
    f"SELECT past.id, {_DAY_OF.format('max(past.known_until)')} AS gone_on FROM deal_past AS past "
    "WHERE NOT EXISTS (SELECT 1 FROM deal WHERE deal.id = past.id) GROUP BY past.id"
)
"""Deals that are no longer there, and the day that was noticed."""

_EDGES: Final = (
    "SELECT version.deal_id, min(version.valid_from_on) AS first_on, "
    "CASE WHEN NOT bool_or(version.until_on IS NULL) THEN max(version.until_on) END AS last_on "
    "FROM deal_version AS version WHERE version.known_until IS NULL GROUP BY version.deal_id"
)
"""The days between which a deal's versions tell of it."""


def _before_first(facts: Facts, names: Sequence[str]) -> str:
    """A deal before its first version is as that has it."""
    columns = "".join(f", {'version' if _is_told(facts, name) else 'deal'}.{name}" for name in names)
    return "\n".join(
        (
            (
                f"SELECT version.deal_id, deal.created_on AS from_on, version.valid_from_on AS until_on, "
                f"'inferred' AS origin{columns}"
            ),
            "FROM deal",
            f"INNER JOIN (\n{_EDGES}\n) AS edge ON edge.deal_id = deal.id AND edge.first_on > deal.created_on",
            (
                "INNER JOIN deal_version AS version ON version.deal_id = deal.id AND version.known_until IS NULL "
                "AND version.valid_from_on = edge.first_on"
            ),
            "QUALIFY row_number() OVER (PARTITION BY version.deal_id ORDER BY version.valid_from, version.id) = 1",
        )
    )


def _after_last(names: Sequence[str]) -> str:
    """A deal after its last version ended is as it is now."""
    columns = "".join(f", deal.{name}" for name in names)
    return "\n".join(
        (
            f"SELECT deal.id AS deal_id, edge.last_on AS from_on, NULL AS until_on, 'inferred' AS origin{columns}",
            "FROM deal",
            f"INNER JOIN (\n{_EDGES}\n) AS edge ON edge.deal_id = deal.id AND edge.last_on IS NOT NULL",
        )
    )


def _known(names: Sequence[str], *, has_past: bool, has_versions: bool) -> list[str]:
    """States of deals without versions: as they were known by imports, and before that as their days tell."""
    is_alone = "NOT EXISTS (SELECT 1 FROM deal_version AS v WHERE v.deal_id = {0}.id AND v.known_until IS NULL)"
    where = f"WHERE NOT deal.is_versioned AND {is_alone.format('deal')}" if has_versions else ""
    own = [name for name in names if name not in {"known_from", "outcome", "closed_on", "created_on"}]
    read = ["known_from", "outcome", "closed_on", "created_on", *own]
    rows = [f"SELECT deal.id, {', '.join(f'deal.{name}' for name in read)}, NULL AS known_until FROM deal {where}"]
    if has_past:
        past = ", ".join(_past_column(name) for name in read)
        past_where = f"WHERE {is_alone.format('past')}" if has_versions else ""
        rows.append(f"SELECT past.id, {past}, past.known_until FROM deal_past AS past {past_where}")
    started = _started(" UNION ALL ".join(rows), has_past=has_past)
    columns = "".join(f", known.{name}" for name in names)
    before = "".join(f", {_BEFORE_CLOSING.get(name, f'known.{name}')} AS {name}" for name in names)
    closing = "known.is_first AND known.is_closed"
    return [
        # before it closed, of a deal that was closed when it was first heard of
        (
            f"SELECT known.id AS deal_id, known.created_on AS from_on, known.from_on AS until_on, 'inferred' AS origin"
            f"{before}\nFROM (\n{started}\n) AS known\nWHERE {closing} AND known.created_on < known.from_on"
        ),
        # before it was first heard of, of an open one
        (
            f"SELECT known.id AS deal_id, known.from_on, least(known.known_on, known.until_on) AS until_on, "
            f"'inferred' AS origin{columns}\nFROM (\n{started}\n) AS known\n"
            "WHERE known.is_first AND NOT known.is_closed AND known.from_on < least(known.known_on, known.until_on)"
        ),
        (
            f"SELECT known.id AS deal_id, known.told_on AS from_on, known.until_on, 'difference' AS origin{columns}\n"
            f"FROM (\n{started}\n) AS known\nWHERE known.told_on < known.until_on OR known.until_on IS NULL"
        ),
    ]


def _past_column(name: str) -> str:
    """A column of a deal's past row; what is worked out at load is not kept there."""
    if name == "cycle_started_on":
        return "coalesce(past.first_contact_on, past.created_on) AS cycle_started_on"
    return f"NULL AS {name}" if name in TABLES["deal"].derived_columns else f"past.{name}"


def _started(rows: str, *, has_past: bool) -> str:
    """Give each known row the day its state began (from_on), and the day it ended (until_on)."""
    later = "PARTITION BY heard.id ORDER BY heard.known_from"
    is_first = f"row_number() OVER ({later}) = 1" if has_past else "TRUE"
    ends = (
        "min(begun.from_on) OVER (PARTITION BY begun.id ORDER BY begun.known_from "
        "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)"
    )
    gone = _DAY_OF.format("begun.known_until")
    is_last = "row_number() OVER (PARTITION BY begun.id ORDER BY begun.known_from DESC) = 1"
    until = f"CASE WHEN {is_last} THEN {gone} ELSE {ends} END" if has_past else "CAST(NULL AS DATE)"
    known_on = _DAY_OF.format("heard.known_from")
    closed = _IS_CLOSED.format("heard")
    return (
        f"SELECT begun.*, {until} AS until_on,\n"
        "CASE WHEN begun.is_closed OR NOT begun.is_first THEN begun.from_on "
        "ELSE greatest(begun.from_on, begun.known_on) END AS told_on\n"
        f"FROM (\nSELECT heard.*, {known_on} AS known_on, {is_first} AS is_first, {closed} AS is_closed,\n"
        f"CASE WHEN {closed} AND heard.closed_on <= {known_on} THEN heard.closed_on\n"
        f"WHEN {is_first} THEN least(heard.created_on, {known_on}) ELSE {known_on} END AS from_on\n"
        f"FROM ({rows}) AS heard\n) AS begun"
    )
