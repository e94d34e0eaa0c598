"""A request about a team → a table a team, with how attainment lies among its reps and how the period runs.

Pure. A handful of statements whatever the number of reps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Final, get_args

from lievik.model.periods import Period
from lievik.model.request import MetricRequest
from lievik.model.result import MetricResult
from lievik.model.team import Bin, Distribution, RepRow, RepSheet, Standing, TeamAnswer, TeamTable
from lievik.planner.request_words import Said
from lievik.questions.asking import Ask, Company, quarterly_request
from lievik.questions.pace import pace
from lievik.questions.rep_sheet import look_at_rep
from lievik.questions.sellers import (
    ATTAINMENT,
    COLUMNS,
    EFFECTIVE,
    MEDIAN,
    RAMPING,
    TEAM_METRICS,
    Seller,
    Sellers,
    sellers,
)
from lievik.questions.team_numbers import numbers_of, overlay_of, whole_numbers
from lievik.questions.yardstick import yardsticks

_EDGES: Final = (Decimal(0), Decimal("0.5"), Decimal("0.8"), Decimal(1), Decimal("1.2"), None)
"""Parts of the quota that reps are counted between."""


def team_or_rep(name: str, company: Company, said: Said, as_of: str | date | None = None) -> TeamAnswer | RepSheet:
    """Look at the teams of a company, or at the rep of a name, as people ask for it.

    Raises:
        RequestError: nobody of that name sells, or the question cannot be answered as it was asked.
    """
    request = quarterly_request(company, TEAM_METRICS, said, as_of)
    return look_at_rep(name, request, company.ask) if name else look_at_team(request, company.ask)


def look_at_team(request: MetricRequest, ask: Ask) -> TeamAnswer:
    """Look at the teams of a company.

    Args:
        request: of one period; its filters say whose teams.
        ask: answers requests.
    """
    found = sellers(request, ask)
    by_team = groupby(found.everybody, key=lambda seller: seller.team)
    tables = [_table(name, list(members), found.period) for name, members in by_team]
    return TeamAnswer(
        period=found.period,
        as_of=request.as_of,
        split_by=found.split_by,
        tables=tuple(tables),
        distribution=_distribution(found),
        overlays={name: overlay_of(result) for name, result in sorted(found.overlays.items())},
        pace=pace(request, ask),
    )


def _table(name: str, members: Sequence[Seller], period: Period) -> TeamTable:
    """The table of one team."""
    measured = yardsticks(members, period)
    rows = tuple(
        RepRow(
            name=seller.name,
            standing=seller.standing,
            numbers=numbers_of(seller, period, measured),
            rise=seller.rise,
        )
        for seller in members
    )
    return TeamTable(name=name, rows=rows, whole=whole_numbers(_any_results(members, period), measured))


def _any_results(members: Iterable[Seller], period: Period) -> dict[str, MetricResult]:
    """A result of each number, of anybody, those with an answer first."""
    found: dict[str, MetricResult] = {}
    for seller in members:
        for metric in COLUMNS:
            result = seller.of(metric, period)
            if result is not None and (metric not in found or found[metric].value is None):
                found[metric] = result
    return found


def _distribution(found: Sellers) -> Distribution:
    """How attainment lies among the reps who are counted."""
    reached = {
        group[0]: result.value
        for (group, metric, _), result in found.by_rep.items()
        if group and metric == EFFECTIVE and result.value is not None
    }
    named: dict[Standing, list[str]] = {standing: [] for standing in get_args(Standing)}
    for name, standing in sorted({(seller.name, seller.standing) for seller in found.everybody if seller.name}):
        named[standing].append(name)
    counted = sorted((*named["counted"], *named["ramping"]))
    rate, middle = found.whole.get(ATTAINMENT), found.whole.get(MEDIAN)
    return Distribution(
        bins=tuple(_bin(low, high, counted, reached) for low, high in pairwise(_EDGES) if low is not None),
        median=middle.value if middle else None,
        interval=middle.interval if middle else None,
        at_quota=int(rate.numerator or 0) if rate else 0,
        counted=int(rate.denominator or 0) if rate else 0,
        ramping=tuple(named["ramping"]),
        ramping_on_course=tuple(name for name in named["ramping"] if _is_on_course(name, found)),
        without_quota=tuple(named["no_quota"]),
        short=tuple(named["short"]),
    )


def _bin(low: Decimal, high: Decimal | None, names: Iterable[str], reached: dict[str, Decimal]) -> Bin:
    """Reps between two parts of their quota; what is below nothing, as after a return, counts as nothing."""
    within = [
        name
        for name in names
        if name in reached and low <= max(reached[name], Decimal(0)) and (high is None or reached[name] < high)
    ]
    return Bin(low=low, high=high, reps=tuple(within))


def _is_on_course(name: str, found: Sellers) -> bool:
    result = found.by_rep.get(((name,), RAMPING, found.period))
    return bool(result and result.numerator)
