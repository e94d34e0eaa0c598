"""Deals that ended, told apart by every dimension at once: what became of them, in one statement; and two of findings.

Pure. Each deal is read once. Scores are worked out over all deals and added up by segment, so what a comparison with
all other deals needs comes back whatever the number of deals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lievik.model.periods import Period
from lievik.planner.deal_filter import DealFilter, converted, deal_joins
from lievik.planner.segment_keys import key_columns
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

_LAST_RATE: Final = "(SELECT max(on_date) FROM rate_day WHERE on_date <= $as_of)"
_SCORES: Final = ("size", "speed", "day_value")


@dataclass(frozen=True, kw_only=True)
class SegmentsSQL:
    """Writes the statements.

    Attributes:
        period: in which deals ended.
        found: which deals, split by every dimension that is looked at.
        known: what the tables hold.
    """

    period: Period
    found: DealFilter
    known: Known

    def tallies(self) -> Statement:
        """Count what became of deals, by segment.

        Returns:
            A statement of rows (dimension, key, label; qualified deals that ended, won; of deals won with an amount
            number, sum, sum of squares; with a start number, sum of days, of squares; of deals that count in money per
            day number, money, days, sums of squares of both and of their product; of size, speed and day_value the sum
            of scores, of their squares and cubes; deals left out as renewals, won ones without an amount, deals
            without a start; open deals and their amount). A row of dimension '' is of all deals; dimensions are named
            by their number.
        """
        keys = range(len(self.found.keys))
        selects = [_tally("''", "NULL", "NULL"), *(_tally(f"'{n}'", f"key_{n}", f"label_{n}") for n in keys)]
        opened = [_standing("''", "NULL", "NULL"), *(_standing(f"'{n}'", f"key_{n}", f"label_{n}") for n in keys)]
        sql = "\n".join(
            (
                "WITH",
                *self._ended_lines(),
                *_scored_lines(),
                *self._open_lines(),
                "tally AS (",
                "\n  UNION ALL\n".join(selects),
                "),",
                "standing AS (",
                "\n  UNION ALL\n".join(opened),
                ")",
                "SELECT coalesce(tally.dimension, standing.dimension), coalesce(tally.key, standing.key),",
                "       coalesce(tally.label, standing.label), tally.* EXCLUDE (dimension, key, label),",
                "       coalesce(standing.deals, 0), standing.amount",
                "FROM tally",
                "FULL JOIN standing ON standing.dimension = tally.dimension",
                "  AND standing.key IS NOT DISTINCT FROM tally.key",
                "ORDER BY 1, 4 DESC NULLS LAST, 3, 2",
            )
        )
        return self._bound(sql)

    def medians(self, segments: Sequence[tuple[int, str]]) -> Statement:
        """Give medians inside and outside of segments: rows (place, amount, elsewhere, days, elsewhere) of deals won.

        Args:
            segments: number of a dimension, and a key of it.
        """
        selects = [
            f"SELECT {place}, median(amount) FILTER (WHERE is_in), median(amount) FILTER (WHERE NOT is_in),\n"
            "       median(days) FILTER (WHERE is_in), median(days) FILTER (WHERE NOT is_in)\n"
            f"FROM (SELECT amount, days, key_{number} IS NOT DISTINCT FROM $key_{place} AS is_in\n"
            "      FROM ended WHERE is_counted AND is_won)"
            for place, (number, _) in enumerate(segments)
        ]
        sql = "\n".join(("WITH", *self._ended_lines()[:-1], ")", "\nUNION ALL\n".join(selects), "ORDER BY 1"))
        return self._bound(sql, {f"key_{place}": key for place, (_, key) in enumerate(segments)})

    def overlaps(self, segments: Sequence[tuple[int, str]]) -> Statement:
        """Count deals that two segments have in common: rows (place, other place, deals); of one alone, both are it."""
        rows = ", ".join(f"({place}, {number}, $key_{place})" for place, (number, _) in enumerate(segments))
        members = [
            f"  SELECT ended.id, told.place FROM ended\n"
            f"  JOIN told ON told.number = {number} AND told.key = ended.key_{number}\n"
            "  WHERE ended.is_counted AND ended.is_qualified"
            for number in dict.fromkeys(number for number, _ in segments)
        ]
        sql = "\n".join(
            (
                "WITH",
                *self._ended_lines(),
                f"told (place, number, key) AS (VALUES {rows}),",
                "member AS (",
                "\n  UNION ALL\n".join(members),
                ")",
                "SELECT one.place, other.place, count(*)",
                "FROM member AS one JOIN member AS other ON other.id = one.id AND other.place >= one.place",
                "GROUP BY 1, 2 ORDER BY 1, 2",
            )
        )
        return self._bound(sql, {f"key_{place}": key for place, (_, key) in enumerate(segments)})

    def _bound(self, sql: str, more: Mapping[str, str] | None = None) -> Statement:
        values = {
            **self.found.values,
            **(more or {}),
            "start_on": self.period.start,
            "end_on": self.period.end,
            "as_of": self.known.as_of,
            "currency": self.known.currency,
        }
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})

    def _ended_lines(self) -> list[str]:
        """Write the CTE of deals that ended: one row each."""
        facts, joins = self.known.facts, deal_joins(self.found, "deal.closed_on")
        amount, rate = converted(facts, self.known.currency, "deal.closed_on")
        qualified = "deal.qualified_on IS NOT NULL" if facts.has_values("deal", "qualified_on") else "TRUE"
        where = ["deal.outcome IN ('won', 'lost')", "deal.is_deleted IS NOT TRUE", "deal.closed_on >= $start_on"]
        where += ["deal.closed_on < $end_on", "deal.closed_on <= $as_of", *joins.where]
        return [
            "-- deals that ended, renewals apart",
            "ended AS MATERIALIZED (",
            f"  SELECT deal.id, deal.outcome = 'won' AS is_won, {qualified} AS is_qualified,",
            f"         {self._is_new()} AS is_counted,",
            "         CASE WHEN deal.cycle_started_on IS NOT NULL",
            "              THEN greatest(date_diff('day', deal.cycle_started_on, deal.closed_on), 0) END AS days,",
            f"         {amount} AS amount{key_columns(self.found.keys, joins.keys)}",
            "  FROM deal",
            *(f"  {line}" for line in (*joins.lines, *rate)),
            "  WHERE " + "\n    AND ".join(where),
            "),",
        ]

    def _open_lines(self) -> list[str]:
        """Write the CTE of deals that stand open, each in the wanted currency."""
        facts, joins = self.known.facts, deal_joins(self.found, "$as_of")
        amount, rate = converted(facts, self.known.currency, _LAST_RATE)
        where = ["(deal.outcome = 'open' OR deal.closed_on > $as_of)", "deal.is_deleted IS NOT TRUE"]
        where += ["(deal.created_on IS NULL OR deal.created_on <= $as_of)", self._is_new(), *joins.where]
        return [
            "opened AS (",
            f"  SELECT {amount} AS amount{key_columns(self.found.keys, joins.keys)}",
            "  FROM deal",
            *(f"  {line}" for line in (*joins.lines, *rate)),
            "  WHERE " + "\n    AND ".join(where),
            "),",
        ]

    def _is_new(self) -> str:
        """SQL of whether a deal is none that an old contract brings about."""
        is_typed = any(restriction.dimension.name == "deal_type" for restriction in self.found.restrictions)
        return "TRUE" if is_typed else "(deal.deal_type IS NULL OR deal.deal_type <> 'renewal')"


def _scored_lines() -> list[str]:
    """Write the CTE of each deal with its scores: midranks, and what it brings beyond the company's money per day.

    Midranks are those of deals won alone. Scores of all deals add up to 0.
    """
    return [
        "-- a deal counts in money per day where its days are known and, if it was won, its amount",
        "paid AS (",
        "  SELECT *, is_won AND amount IS NOT NULL AS is_sized, is_won AND days IS NOT NULL AS is_timed,",
        "         days IS NOT NULL AND (NOT is_won OR amount IS NOT NULL) AS is_paid,",
        "         CASE WHEN is_won THEN CAST(amount AS DOUBLE) ELSE 0 END AS money",
        "  FROM ended WHERE is_counted",
        "),",
        "scored AS MATERIALIZED (",
        "  SELECT *,",
        *(
            f"         CASE WHEN {flag} THEN rank() OVER (PARTITION BY {flag} ORDER BY {value})\n"
            f"           + (count(*) OVER (PARTITION BY {flag}, {value}) - 1) / 2.0\n"
            f"           - (count(*) OVER (PARTITION BY {flag}) + 1) / 2.0 END AS {score}_score,"
            for score, flag, value in (("size", "is_sized", "amount"), ("speed", "is_timed", "days"))
        ),
        "         CASE WHEN is_paid THEN money - days * (",
        "           sum(money) OVER (PARTITION BY is_paid) / nullif(sum(days) OVER (PARTITION BY is_paid), 0)",
        "         ) END AS day_value_score",
        "  FROM paid",
        "),",
    ]


def _tally(dimension: str, key: str, label: str) -> str:
    """Write the sums of one way of telling deals apart."""
    powers = ", ".join(f"sum({score}_score), sum({score}_score ** 2), sum({score}_score ** 3)" for score in _SCORES)
    return "\n".join(
        (
            f"  SELECT {dimension} AS dimension, {key} AS key, {label} AS label,",
            "         count(*) FILTER (WHERE is_qualified) AS ended,",
            "         count(*) FILTER (WHERE is_qualified AND is_won) AS won,",
            "         count(*) FILTER (WHERE is_sized), sum(amount) FILTER (WHERE is_sized),",
            "         sum(CAST(amount AS DOUBLE) ** 2) FILTER (WHERE is_sized),",
            "         count(*) FILTER (WHERE is_timed), sum(days) FILTER (WHERE is_timed),",
            "         sum(CAST(days AS DOUBLE) ** 2) FILTER (WHERE is_timed),",
            "         count(*) FILTER (WHERE is_paid), sum(amount) FILTER (WHERE is_paid AND is_won),",
            "         sum(days) FILTER (WHERE is_paid), sum(money ** 2) FILTER (WHERE is_paid),",
            "         sum(CAST(days AS DOUBLE) ** 2) FILTER (WHERE is_paid), sum(money * days) FILTER (WHERE is_paid),",
            f"         {powers},",
            "         (SELECT count(*) FROM ended WHERE NOT is_counted),",
            "         count(*) FILTER (WHERE is_won AND amount IS NULL), count(*) FILTER (WHERE days IS NULL)",
            "  FROM scored",
            *([f"  GROUP BY {key}, {label}"] if key != "NULL" else []),
        )
    )


def _standing(dimension: str, key: str, label: str) -> str:
    return "\n".join(
        (
            f"  SELECT {dimension} AS dimension, {key} AS key, {label} AS label, count(*) AS deals,",
            "         sum(amount) AS amount FROM opened",
            *([f"  GROUP BY {key}, {label}"] if key != "NULL" else []),
        )
    )
