"""Deals by the period they were created in and by age, what became of them, and since when closings are recorded.

Pure. A deal counts as a win rate counts it: not deleted, and qualified where any deal is. What closes after the as-of
day is open on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lievik.model.periods import Period
from lievik.planner.deal_filter import DealFilter, DealJoins, deal_joins
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

_HAS_ENDED: Final = "deal.outcome IN ('won', 'lost') AND deal.closed_on <= $as_of"
_IS_UNTOLD: Final = (
    "(deal.outcome IN ('won', 'lost') AND deal.closed_on IS NULL)"
    " OR (deal.outcome IS NULL AND deal.closed_on <= $as_of)"
)
_STATE: Final = f"CASE WHEN {_HAS_ENDED} THEN deal.outcome WHEN {_IS_UNTOLD} THEN 'untold' ELSE 'open' END"
"""won, lost, open, or untold: it has ended, and how or when nobody says."""

_AGE: Final = (
    f"greatest(date_diff('day', deal.created_on, CASE WHEN {_HAS_ENDED} THEN deal.closed_on ELSE $as_of END), 0)"
)


@dataclass(frozen=True, kw_only=True)
class CurveSQL:
    """Writes the statements about deals by age.

    Attributes:
        found: which deals, split by what.
        known: what the tables hold.
    """

    found: DealFilter
    known: Known

    def ages(self, cohorts: Sequence[Period], *, is_split: bool = True) -> Statement:
        """Count deals by cohort, part and age.

        Args:
            cohorts: periods that deals were created in, apart from each other.
            is_split: by the filter's dimension; the whole alone otherwise.

        Returns:
            A statement of rows (cohort_no, key and label of the part, is_early, age in days, won, lost, open, untold);
            early ones were created before the first closing that is recorded of any deal.
        """
        joins = deal_joins(self.found, "deal.created_on")
        key, label = self._part(joins) if is_split and joins.keys else ("NULL", "NULL")
        where = [*self._counted(), "deal.created_on <= $as_of", *joins.where]
        sql = "\n".join(
            (
                "-- deals by the period they were created in, and by age: at their end, or as old as they are",
                *_cohort_lines(cohorts),
                *_first_closing_lines(),
                "aged AS (",
                f"  SELECT cohort.cohort_no, {_AGE} AS age, {_STATE} AS state,",
                f"         CAST({key} AS VARCHAR) AS part, CAST({label} AS VARCHAR) AS label,",
                "         coalesce(deal.created_on < first_closing.on_date, FALSE) AS is_early",
                "  FROM deal CROSS JOIN first_closing",
                "  JOIN cohort ON deal.created_on >= cohort.starts_on AND deal.created_on < cohort.ends_on",
                *(f"  {line}" for line in joins.lines),
                "  WHERE " + "\n    AND ".join(where),
                ")",
                f"SELECT cohort_no, part, label, is_early, age, {_counts()}",
                "FROM aged",
                "GROUP BY cohort_no, part, label, is_early, age",
                "ORDER BY cohort_no, part, label, is_early, age",
            )
        )
        return self._bound(sql, _edges(cohorts))

    def closings(self, months: Sequence[Period]) -> Statement:
        """Count deals by the month they closed in: rows (cohort_no, won, lost)."""
        joins = deal_joins(self.found, "deal.closed_on")
        where = [*self._counted(), _HAS_ENDED, *joins.where]
        sql = "\n".join(
            (
                "-- deals by the month they closed in",
                *_cohort_lines(months),
                "ended AS (",
                "  SELECT cohort.cohort_no, deal.outcome",
                "  FROM deal",
                "  JOIN cohort ON deal.closed_on >= cohort.starts_on AND deal.closed_on < cohort.ends_on",
                *(f"  {line}" for line in joins.lines),
                "  WHERE " + "\n    AND ".join(where),
                ")",
                "SELECT cohort_no, count(*) FILTER (WHERE outcome = 'won'), count(*) FILTER (WHERE outcome = 'lost')",
                "FROM ended",
                "GROUP BY cohort_no",
                "ORDER BY cohort_no",
            )
        )
        return self._bound(sql, _edges(months))

    def undated(self) -> Statement:
        """Count deals of which nobody says when they were created: one row of one number."""
        joins = deal_joins(self.found, "deal.closed_on")
        where = [*self._counted(), "deal.created_on IS NULL", *joins.where]
        lines = ["SELECT count(*)", "FROM deal", *joins.lines, "WHERE " + " AND ".join(where)]
        return self._bound("\n".join(lines), {})

    def record(self) -> Statement:
        """Count all deals by age, to tell whether closings are recorded from the beginning on; no filter is heeded.

        Returns:
            A statement of rows (first closing, is_early, days, won, lost, open); of early ones days from their creation
            to the first closing of any, of others their age.
        """
        is_early = "deal.created_on < first_closing.on_date"
        days = f"CASE WHEN {is_early} THEN date_diff('day', deal.created_on, first_closing.on_date) ELSE {_AGE} END"
        where = [*self._counted(), "deal.created_on <= $as_of"]
        sql = "\n".join(
            (
                "-- all deals by age; of those created before the first closing, the days until it",
                "WITH",
                *_first_closing_lines(),
                "aged AS (",
                f"  SELECT first_closing.on_date, {is_early} AS is_early, {days} AS age, {_STATE} AS state",
                "  FROM deal CROSS JOIN first_closing",
                "  WHERE " + "\n    AND ".join(where),
                ")",
                f"SELECT on_date, is_early, age, {_counts()}",
                "FROM aged",
                "WHERE on_date IS NOT NULL",
                "GROUP BY on_date, is_early, age",
                "ORDER BY is_early, age",
            )
        )
        return self._bound(sql, {})

    def _part(self, joins: DealJoins) -> tuple[str, str]:
        """SQL of a part's key and label: two of one name are two parts."""
        dimension, label = self.found.keys[0], joins.keys[0]
        return (f"{dimension.name}_named.id" if dimension.label_table else label), label

    def _counted(self) -> list[str]:
        """Conditions of which deals count."""
        has_days = self.known.facts.has_values("deal", "qualified_on")
        return ["deal.is_deleted IS NOT TRUE", *(["deal.qualified_on IS NOT NULL"] if has_days else [])]

    def _bound(self, sql: str, more: Mapping[str, object]) -> Statement:
        values = {**self.found.values, **more, "as_of": self.known.as_of}
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})


def _cohort_lines(cohorts: Sequence[Period]) -> tuple[str, ...]:
    rows = ", ".join(f"({no}, CAST($start_{no} AS DATE), CAST($end_{no} AS DATE))" for no, _ in enumerate(cohorts))
    return "WITH", "cohort (cohort_no, starts_on, ends_on) AS (", f"  VALUES {rows}", "),"


def _first_closing_lines() -> tuple[str, ...]:
    """Write the CTE of the first closing of any deal that counts, whatever is asked for."""
    return (
        "first_closing AS (",
        f"  SELECT min(deal.closed_on) AS on_date FROM deal WHERE deal.is_deleted IS NOT TRUE AND {_HAS_ENDED}",
        "),",
    )


def _edges(periods: Sequence[Period]) -> dict[str, object]:
    found: dict[str, object] = {}
    for number, period in enumerate(periods):
        found |= {f"start_{number}": period.start, f"end_{number}": period.end}
    return found


def _counts() -> str:
    states = ("won", "lost", "open", "untold")
    return ", ".join(f"count(*) FILTER (WHERE state = '{state}') AS {state}" for state in states)
