"""Deals of which something is missing that numbers rest on, counted by what is missing and by amount: two statements.

Pure. A deal is in the first doubt that holds for it. Only what was known by the as-of day is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lievik.model.periods import Period
from lievik.planner.deal_filter import DealFilter, converted, deal_joins
from lievik.planner.quality_sql import KINDS, LAST_RATE
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

_DOUBTS: Final = (
    ("looked.is_won AND looked.closed_on IS NULL", "won_undated"),
    ("looked.is_lost AND looked.closed_on IS NULL", "lost_undated"),
    ("looked.is_won AND looked.amount IS NULL", "won_without_amount"),
    ("looked.is_lost AND looked.amount IS NULL", "lost_without_amount"),
    ("looked.outcome IS NULL", "without_outcome"),
    ("looked.is_open AND looked.expected_close_on < $as_of", "overdue"),
    ("looked.is_open AND looked.expected_close_on IS NULL", "open_undated"),
    ("looked.is_open AND looked.amount IS NULL", "open_without_amount"),
)
_MAY_BE_IN_DOUBT: Final = (
    "(deal.closed_on IS NULL OR deal.closed_on > $as_of OR deal.amount IS NULL OR deal.outcome IS NULL)"
)
"""Holds for every deal in doubt; most have ended with a day and an amount, and need not be looked at."""

_MAY_HAVE_CLOSED: Final = """CASE doubt
           WHEN 'overdue' THEN expected_close_on >= $start_on AND expected_close_on < $end_on
           WHEN 'won_without_amount' THEN closed_on >= $start_on AND closed_on < $end_on
           WHEN 'lost_without_amount' THEN closed_on >= $start_on AND closed_on < $end_on
           WHEN 'without_outcome' THEN coalesce(closed_on, expected_close_on) >= $start_on
             AND coalesce(closed_on, expected_close_on) < $end_on
             AND coalesce(closed_on, expected_close_on) <= $as_of
           ELSE doubt IN ('won_undated', 'lost_undated')
             AND $start_on <= $as_of AND coalesce(created_on < $end_on, TRUE)
         END"""
_MAY_CLOSE: Final = """CASE doubt
           WHEN 'open_without_amount' THEN expected_close_on >= $coming_on AND expected_close_on < $gone_on
           ELSE doubt IN ('overdue', 'open_undated')
         END"""


@dataclass(frozen=True, kw_only=True)
class PossibleSQL:
    """Writes the statements.

    Attributes:
        period: that deals may have closed in, or were created in.
        coming: that open ones may close in.
    """

    found: DealFilter
    known: Known
    period: Period
    coming: Period

    def doubtful(self) -> Statement:
        """Count deals in doubt.

        Returns:
            A statement of rows (doubt, may have closed in the period, was created in it, may close in the coming one,
            is qualified, amount or none, deals).
        """
        cases = "\n".join(f"           WHEN {condition} THEN '{doubt}'" for condition, doubt in _DOUBTS)
        is_qualified = "qualified_on IS NOT NULL" if self.known.facts.has_values("deal", "qualified_on") else "TRUE"
        sql = "\n".join(
            (
                "WITH looked AS (",
                *self._looked(_MAY_BE_IN_DOUBT),
                "),",
                "doubtful AS (",
                f"  SELECT looked.*, CASE\n{cases}\n         END AS doubt",
                "  FROM looked",
                "),",
                "placed AS (",
                f"  SELECT doubt, coalesce({_MAY_HAVE_CLOSED}, FALSE) AS may_have_closed,",
                "         coalesce(created_on >= $start_on AND created_on < $end_on, FALSE) AS was_created,",
                f"         coalesce({_MAY_CLOSE}, FALSE) AS may_close,",
                f"         {is_qualified} AS is_qualified, amount",
                "  FROM doubtful",
                "  WHERE doubt IS NOT NULL",
                ")",
                "SELECT doubt, may_have_closed, was_created, may_close, is_qualified, amount, count(*)",
                "FROM placed",
                "WHERE may_have_closed OR was_created OR may_close",
                "GROUP BY 1, 2, 3, 4, 5, 6",
                "ORDER BY 1, 2, 3, 4, 5, 6",
            )
        )
        return self._bound(sql)

    def amounts(self) -> Statement:
        """Tell what amounts of deals won are like.

        Returns:
            A statement of one row: what one in ten stays under, and nine in ten, of deals won in the year up to
            the period's end; none where none was won.
        """
        where = "is_won AND closed_on >= $end_on - INTERVAL 1 YEAR AND closed_on < $end_on"
        sql = "\n".join(
            (
                "WITH looked AS (",
                *self._looked(),
                ")",
                "SELECT CAST(quantile_cont(amount, 0.1) AS DECIMAL(18, 2)),",
                "       CAST(quantile_cont(amount, 0.9) AS DECIMAL(18, 2))",
                f"FROM looked WHERE {where}",
            )
        )
        return self._bound(sql)

    def _looked(self, *wanted: str) -> list[str]:
        """Write deals that count, those alone that are wanted, with their amounts in the wanted currency."""
        joins = deal_joins(self.found, "$as_of")
        amount, rate = converted(self.known.facts, self.known.currency, LAST_RATE)
        kinds = ", ".join(f"{sql} AS {kind}" for kind, sql in KINDS["deal"].items())
        where = ["deal.is_deleted IS NOT TRUE", "(deal.created_on IS NULL OR deal.created_on <= $as_of)", *joins.where]
        where += wanted
        return [
            "  SELECT deal.created_on, deal.closed_on, deal.expected_close_on, deal.qualified_on, deal.outcome,",
            f"         {amount} AS amount, {kinds}",
            "  FROM deal",
            *(f"  {line}" for line in (*joins.lines, *rate)),
            "  WHERE " + "\n    AND ".join(where),
        ]

    def _bound(self, sql: str) -> Statement:
        values = {
            **self.found.values,
            "as_of": self.known.as_of,
            "currency": self.known.currency,
            "start_on": self.period.start,
            "end_on": self.period.end,
            "coming_on": self.coming.start,
            "gone_on": self.coming.end,
        }
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})
