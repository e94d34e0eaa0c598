"""The three pieces of work that are timed: what Lievik is asked, and the SQL written by hand for the same numbers.

Both read one database through one engine and fetch all rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from bench import hand_sql
from lievik.catalogue import Catalogue
from lievik.model.period_words import read_period
from lievik.model.periods import FiscalYear
from lievik.model.request import Filter, MetricRequest
from lievik.planner.request_words import split_period
from lievik.sources.demo import AS_OF

SCORECARD: Final = (
    "total_revenue",
    "win_rate",
    "win_rate:by_value",
    "average_deal_size",
    "sales_cycle_length",
    "sales_cycle_length:median",
    "opportunity_conversion_rate",
    "opportunity_conversion_rate:still_open",
    "lead_conversion_rate",
    "lead_conversion_rate:in_period",
    "qualified_leads",
    "qualified_leads:rate",
    "pipeline_velocity",
)
"""Metrics of the scorecard, in the order of the columns of the SQL written by hand."""

THEN: Final = date(2025, 9, 30)
"""An earlier day that is asked about."""

_TEAMS: Final = {"T001": "Západ", "T002": "Východ", "T003": "Západ 2", "T004": "Východ 2", "T005": "Západ 3"}
"""Id -> name; a small company has the first two alone."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """One piece of work.

    Attributes:
        values: what is bound in the SQL.
        key_count: how many columns of its answer are keys, before the values.
        has_months: whether the first key is the month.
        day: deals are read as they stood at its end; as they are now where there is none.
    """

    name: str
    request: MetricRequest
    sql: str
    values: Mapping[str, object]
    key_count: int = 2
    has_months: bool = True
    day: date | None = None


def works() -> tuple[Work, ...]:
    """Every piece of work."""
    end = AS_OF + timedelta(days=1)
    # labels are looked up before a request is planned, as a workspace does
    teams = Filter(
        dimension="team",
        values=tuple(_TEAMS.values()),
        ids=tuple(_TEAMS),
    )
    scorecard = replace(_asked(SCORECARD, "2023-07-01..2026-06-30", "month"), dimensions=("owner",), totals=True)
    breakdown = replace(_asked(("win_rate",), "2026-Q2", ""), dimensions=("region", "lead_source"), filters=(teams,))
    return (
        Work(
            name="scorecard",
            request=scorecard,
            sql=hand_sql.scorecard(date(2023, 7, 1), end),
            values={"as_of": AS_OF},
        ),
        Work(
            name="overview",
            request=_asked(SCORECARD, "2025-07-01..2026-06-30", "month"),
            sql=hand_sql.overview(date(2025, 7, 1), end),
            values={"as_of": AS_OF},
        ),
        Work(
            name="breakdown",
            request=breakdown,
            sql=hand_sql.breakdown(date(2026, 4, 1), end, tuple(_TEAMS)),
            values={},
            has_months=False,
        ),
        Work(
            name="scorecard as of a day",
            request=replace(_asked(SCORECARD, "2024-01-01..2025-09-30", "month", THEN), dimensions=("owner",)),
            sql=hand_sql.scorecard_then(date(2024, 1, 1), THEN + timedelta(days=1), THEN),
            values={"as_of": THEN},
            day=THEN,
        ),
    )


def with_nothing_beside(catalogue: Catalogue) -> Catalogue:
    """The catalogue whose metrics bring no further readings along, as the SQL does not either."""
    return replace(catalogue, metrics={name: replace(m, beside=()) for name, m in catalogue.metrics.items()})


def _asked(metrics: tuple[str, ...], period: str, grain: str, as_of: date = AS_OF) -> MetricRequest:
    """Ask for metrics in a period, or in its units of a grain."""
    fiscal = FiscalYear()
    return MetricRequest(
        metrics=metrics,
        periods=split_period(read_period(period, as_of=as_of, fiscal=fiscal), grain, fiscal),
        as_of=as_of,
        fiscal=fiscal,
        intervals=False,
    )
