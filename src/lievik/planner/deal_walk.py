"""How deals moved between two days as SQL: a row a stretch of days on which a deal stood the same, before the pipeline.

Pure. A state is cut where the deal became qualified or closed, and where its owner changed teams, inside of it; so that
where a deal stands never changes but from one row to the next. Deals that stood still outside of the pipeline are not
in it, as there are many of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lievik.model.facts import Facts
from lievik.model.metric import Dimension
from lievik.planner.deal_states import deal_states
from lievik.planner.dimension_sql import Joins
from lievik.planner.plan import Restriction

_READ: Final = (
    "outcome",
    "qualified_on",
    "expected_close_on",
    "closed_on",
    "amount",
    "currency",
    "is_deleted",
)
"""Columns that decide where a deal stands, and what it is worth."""

_DAY: Final = "greatest(deal.on_date, $from_on)"
"""The day that a row is looked at; the first one is as old as the deal's state."""

EARLY: Final = ("owner", "pipeline")
"""Kinds of parts that a deal goes over to before it ends, if it does both; other parts change because it ends."""

UNTOLD: Final = {"missed": "VARCHAR", "part": "VARCHAR", "owner_id": "VARCHAR", "expected_close_on": "DATE"}
"""Columns that what was before a row may lack, as nothing is asked of them, with their types."""

_KINDS: Final = {
    "owner": "owner",
    "manager": "owner",
    "region": "owner",
    "team": "owner",
    "pipeline": "pipeline",
    "forecast_category": "category",
}


def kind_of(dimension: Dimension) -> str:
    """Name the kind of movement between a dimension's parts: owner, pipeline, category, or segment for any other."""
    return _KINDS.get(dimension.name, "segment")


@dataclass(frozen=True, kw_only=True)
class Walk:
    """What is looked at.

    Attributes:
        is_all: every open deal, whenever it is expected to close.
        restrictions: whose deals.
        split: dimension of the parts; none for the whole alone.
        has_people: it is told whose a deal was, and when it was expected to close before.
    """

    facts: Facts
    is_all: bool
    restrictions: tuple[Restriction, ...] = ()
    split: Dimension | None = None
    has_people: bool = True

    @property
    def is_qualified_only(self) -> bool:
        """Whether a deal counts from its qualification on; every deal does where none is ever qualified."""
        return self.facts.has_values("deal", "qualified_on")

    @property
    def is_wholly_told(self) -> bool:
        """Whether versions tell of every deal from its creation to this day, so that none can be gone."""
        return self.facts.is_always_filled("deal", "is_versioned") and not self.facts.has_rows("deal_past")

    @property
    def _dimensions(self) -> list[Dimension]:
        return [found.dimension for found in self.restrictions] + ([self.split] if self.split else [])

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of `deal` that are needed."""
        keys = [dimension.through["deal"].split(" > ")[0] for dimension in self._dimensions]
        return tuple(dict.fromkeys((*_READ, *keys, *(("owner_id",) if self.has_people else ()))))

    def ctes(self) -> list[str]:
        """Write the common table expressions, the last of them `walk`."""
        before = ", ".join(f"'{name}': {name}" for name in self.told)
        walk = _WALK.replace("lag(placed)", f"lag({{{before}}})")
        return [
            self._state(),
            self._piece(),
            self._placed(),
            walk.replace(*_NONE_GONE) if self.is_wholly_told else walk,
        ]

    @property
    def told(self) -> tuple[str, ...]:
        """Name the columns that what was before has; those of `UNTOLD` that it lacks are empty."""
        people = ("owner_id", "expected_close_on") if self.has_people else ()
        missed, part = ("missed",) if self.restrictions else (), ("part",) if self.split else ()
        origin = () if self.is_wholly_told else ("origin",)
        return ("on_date", *origin, "amount", "currency", "standing", *missed, *part, *people)

    def _state(self) -> str:
        columns = ", ".join(f"deal.{name}" for name in self.columns)
        may_count = [
            "(coalesce(deal.outcome, 'open') = 'open' OR deal.closed_on > $from_on)",
            "deal.is_deleted IS NOT TRUE",
        ]
        if not self.is_all:
            may_count.append("deal.expected_close_on >= $period_start AND deal.expected_close_on < $period_end")
        may = " AND ".join(may_count)
        return "\n".join(
            (
                "-- states between the two days, without those of deals that stood still outside of the pipeline",
                "seen AS MATERIALIZED (",
                f"SELECT deal.deal_id, deal.from_on, deal.until_on, deal.origin, {columns},",
                f"  ({may}) IS TRUE AS may_count",
                f"FROM (\n{deal_states(self.facts, self.columns)}\n) AS deal",
                "WHERE deal.from_on <= $to_on AND (deal.until_on > $from_on OR deal.until_on IS NULL)",
                f"  AND (deal.from_on > $from_on OR deal.until_on <= $to_on OR ({may}))",
                "),",
                "-- of deals that were in the pipeline at any time in between",
                "state AS MATERIALIZED (",
                "SELECT * FROM seen WHERE deal_id IN (SELECT deal_id FROM seen WHERE may_count)",
                ")",
            )
        )

    def _piece(self) -> str:
        columns = ", ".join(("deal_id", "until_on", "origin", *self.columns))
        inside = "{0} > greatest(state.from_on, $from_on) AND {0} <= $to_on"
        inside += " AND ({0} < state.until_on OR state.until_on IS NULL)"
        days = [*(["state.qualified_on"] if self.is_qualified_only else []), "state.closed_on"]
        pieces = [f"SELECT {columns}, from_on AS on_date FROM state"]
        pieces += [f"SELECT {columns}, {day} AS on_date FROM state WHERE {inside.format(day)}" for day in days]
        if any(dimension.is_dated for dimension in self._dimensions):
            pieces.append(
                f"SELECT {columns}, changed.on_date FROM state INNER JOIN (\n"
                "SELECT rep_id, starts_on AS on_date FROM membership UNION SELECT rep_id, ends_on FROM membership\n"
                f") AS changed ON changed.rep_id = state.owner_id AND {inside.format('changed.on_date')}"
            )
        return "\n".join(
            (
                "-- cut where a deal became qualified or closed, or its owner changed teams",
                "piece AS (",
                "\nUNION ALL\n".join(pieces),
                ")",
            )
        )

    def _placed(self) -> str:
        joins = Joins(table="deal", day=_DAY)
        ordered = sorted(self.restrictions, key=lambda found: kind_of(found.dimension) not in EARLY)
        misses = [f"WHEN ({matches(found, joins)}) IS NOT TRUE THEN '{kind_of(found.dimension)}'" for found in ordered]
        missed = f"CASE {' '.join(misses)} END" if misses else "CAST(NULL AS VARCHAR)"
        part = joins.key_of(self.split) if self.split else "NULL"
        owner = "deal.owner_id" if self.has_people else "CAST(NULL AS VARCHAR)"
        return "\n".join(
            (
                "-- where a deal stood: in the pipeline or how not, whether it is asked for, and in which part",
                "placed AS (",
                "SELECT deal.deal_id, deal.on_date, deal.until_on, deal.origin,",
                "  deal.amount, coalesce(deal.currency, '') AS currency,",
                f"  deal.closed_on, deal.expected_close_on, {owner} AS owner_id, {self._standing()} AS standing,",
                f"  {missed} AS missed, CAST({part} AS VARCHAR) AS part",
                "FROM piece AS deal",
                *joins.lines,
                ")",
            )
        )

    def _standing(self) -> str:
        """SQL of where a deal stood; a day that is missing is taken to lie after the period."""
        closed = f"deal.outcome IN ('won', 'lost') AND (deal.closed_on > {_DAY}) IS NOT TRUE"
        cases = [
            "WHEN deal.is_deleted THEN 'deleted'",
            f"WHEN {closed} THEN deal.outcome",
            # one of which nobody says how it ended is open until it did
            f"WHEN deal.outcome IS NULL AND deal.closed_on <= {_DAY} THEN 'unqualified'",
        ]
        if self.is_qualified_only:
            cases.append(f"WHEN (deal.qualified_on <= {_DAY}) IS NOT TRUE THEN 'unqualified'")
        if not self.is_all:
            cases.append("WHEN deal.expected_close_on < $period_start THEN 'before'")
            cases.append("WHEN (deal.expected_close_on < $period_end) IS NOT TRUE THEN 'after'")
        return f"CASE {' '.join(cases)} ELSE 'in' END"


def matches(restriction: Restriction, joins: Joins) -> str:
    """SQL that holds for rows whose dimension is one of the values, by label or by id; no row is left out by it."""
    key = joins.key_of(restriction.dimension)
    options = [f"{key} = ${name}" for name in restriction.names]
    label_table = restriction.dimension.label_table
    if restriction.names and label_table and not restriction.are_ids:
        named = ", ".join(f"${name}" for name in restriction.names)
        options.append(f"{key} IN (SELECT id FROM {label_table} WHERE name IN ({named}))")
    if restriction.has_none:
        options.append(f"{key} IS NULL")
    return " OR ".join(options) or "FALSE"


_WALK: Final = """-- each with what was before it; was_in: in the pipeline at any time before, is_gone: no more there
walk AS MATERIALIZED (
SELECT placed.*, standing = 'in' AND missed IS NULL AS is_in, lag(placed) OVER deal AS before,
  min(on_date) OVER (PARTITION BY deal_id) > $from_on AS is_born,
  (lead(on_date) OVER deal IS NULL AND until_on <= $to_on) IS TRUE AS is_gone,
  lead(on_date) OVER deal IS NULL AS is_last,
  min(CASE WHEN standing = 'in' AND missed IS NULL THEN on_date END) OVER (PARTITION BY deal_id) < on_date AS was_in
FROM placed
WINDOW deal AS (PARTITION BY deal_id ORDER BY on_date)
)"""

_NONE_GONE: Final = ("(lead(on_date) OVER deal IS NULL AND until_on <= $to_on) IS TRUE AS is_gone", "FALSE AS is_gone")
