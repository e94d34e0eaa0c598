"""A request about a team → what is known of everybody who sold in it, rep by rep, in three statements.

Pure. Where there are no teams, people are told apart by their managers, and else stand together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from lievik.insight.change import trend_score
from lievik.insight.funnel import LIMIT
from lievik.model.periods import Period
from lievik.model.request import MetricRequest
from lievik.model.result import MetricResult
from lievik.model.team import Rise, Standing
from lievik.questions.asking import Answers, Ask, answers, asked_by, decimal_of, earlier_periods, last_units

WON: Final = "total_revenue"
RAW: Final = "quota_attainment_rate:attainment"
EFFECTIVE: Final = "quota_attainment_rate:effective_attainment"
WIN_RATE: Final = "win_rate"
DEAL: Final = "average_deal_size"
CYCLE: Final = "sales_cycle_length"
COLUMNS: Final = (WON, RAW, EFFECTIVE, WIN_RATE, DEAL, CYCLE)
"""Numbers of a team's table, in order."""

PRESENCE: Final = "rep_productivity"
DEAL_SPREAD: Final = "average_deal_size:spread"
CYCLE_SPREAD: Final = "sales_cycle_length:spread"
ATTAINMENT: Final = "quota_attainment_rate"
MEDIAN: Final = "quota_attainment_rate:median"
RAMPED: Final = "quota_attainment_rate:ramped"
RAMPING: Final = "quota_attainment_rate:ramping"
OVERLAY: Final = "quota_attainment_rate:overlay"

TEAM_METRICS: Final = (*COLUMNS, PRESENCE, DEAL_SPREAD, CYCLE_SPREAD, ATTAINMENT, OVERLAY)
"""Everything that is asked of a team."""

_BY_PART: Final = (*COLUMNS, PRESENCE, DEAL_SPREAD, CYCLE_SPREAD, ATTAINMENT)
_BY_REP: Final = (EFFECTIVE, RAMPED, RAMPING, MEDIAN, ATTAINMENT, OVERLAY)
_LEFT_OUT: Final[Mapping[str, Standing]] = MappingProxyType({"there_too_little": "short", "no_quota": "no_quota"})
"""Why the attainment rate leaves a rep out -> how the rep stands to the quota."""

_UNITS: Final = 8
"""Units that a trend is looked for in: two years of quarters."""

_FEWEST_UNITS: Final = 4


@dataclass(frozen=True, kw_only=True)
class Seller:
    """One rep in one team.

    Attributes:
        found: results by full name and period.
    """

    name: str
    team: str
    standing: Standing
    found: Mapping[tuple[str, Period], MetricResult]
    rise: Rise | None

    def of(self, metric: str, period: Period) -> MetricResult | None:
        """The result of a metric in a period."""
        return self.found.get((metric, period))


@dataclass(frozen=True, kw_only=True)
class Sellers:
    """Everybody who sold, or carries a quota.

    Attributes:
        split_by: team, manager, or nothing.
        helping: those who sold nothing themselves, and have an overlay in what others won.
        overlays: what was won with their help, by name, of whoever has such; in no other number.
        whole: results of all of them together.
        by_rep: results of each, whatever the team.
    """

    period: Period
    before: Period
    year_before: Period
    split_by: str
    everybody: tuple[Seller, ...]
    helping: tuple[Seller, ...]
    overlays: Mapping[str, MetricResult]
    whole: Mapping[str, MetricResult]
    by_rep: Answers


def sellers(request: MetricRequest, ask: Ask) -> Sellers:
    """Ask for everything that is to be known of a team.

    Args:
        request: of one period; its filters say whose team.
        ask: answers requests.
    """
    period = request.periods[0]
    before, year_before = earlier_periods(request)
    by_rep = answers(ask(asked_by(request, _BY_REP, [period], ("owner",), totals=True)))
    split_by, parts = _by_part(request, ask, (period, before, year_before))
    rises = _rises(request, ask)
    everybody = [
        Seller(name=name, team=team, standing=_standing(name, period, by_rep), found=found, rise=rises.get(name))
        for (team, name), found in _grouped(parts, has_teams=bool(split_by)).items()
    ]
    selling = tuple(seller for seller in everybody if sells(seller, period))
    overlays = {group[0]: found for (group, name, _), found in by_rep.items() if group and name == OVERLAY and found.n}
    return Sellers(
        period=period,
        before=before,
        year_before=year_before,
        split_by=split_by,
        everybody=selling,
        helping=tuple(_helping(overlays.keys() - {seller.name for seller in selling}, everybody)),
        overlays=overlays,
        whole={name: found for (group, name, _), found in by_rep.items() if not group},
        by_rep=by_rep,
    )


def _helping(names: Collection[str], everybody: Iterable[Seller]) -> Iterator[Seller]:
    """One of each name; of whom nothing else is known, without any result."""
    known = {seller.name: seller for seller in everybody}
    for name in sorted(names):
        yield known.get(name) or Seller(name=name, team="", standing="unknown", found={}, rise=None)


def sells(seller: Seller, period: Period) -> bool:
    """Whether a rep closed a deal in a period, has a quota for it or was there for one, or has credit without it."""
    counted = (seller.of(WIN_RATE, period), seller.of(DEAL, period))
    carried = (seller.of(EFFECTIVE, period), seller.of(PRESENCE, period))
    rate = seller.of(ATTAINMENT, period)
    is_there = any(found.n for found in counted if found) or any(found.denominator for found in carried if found)
    return is_there or bool(rate and rate.excluded.count)


def _by_part(request: MetricRequest, ask: Ask, periods: tuple[Period, ...]) -> tuple[str, Answers]:
    """Results by team and rep; by manager, or by rep alone, where nobody has the other."""
    for dimension in ("team", "manager"):
        found = answers(ask(asked_by(request, _BY_PART, periods, (dimension, "owner"))))
        if any(group[0] for group, _, _ in found if group):
            return dimension, found
    return "", answers(ask(asked_by(request, _BY_PART, periods, ("owner",))))


def _grouped(parts: Answers, *, has_teams: bool) -> dict[tuple[str, str], dict[tuple[str, Period], MetricResult]]:
    """Results by team and name, in that order."""
    grouped: dict[tuple[str, str], dict[tuple[str, Period], MetricResult]] = {}
    for (group, metric, period), result in parts.items():
        if group:
            team, name = group if has_teams else ("", group[0])
            grouped.setdefault((team, name), {})[metric, period] = result
    return grouped


def _standing(name: str, period: Period, by_rep: Answers) -> Standing:
    """How a rep stands to the quota; nothing is known where quotas cannot be told for the period at all."""
    effective = by_rep.get(((name,), EFFECTIVE, period))
    if not name or effective is None or effective.status == "not_available":
        return "unknown"

    def has(metric: str) -> bool:
        found = by_rep.get(((name,), metric, period))
        return bool(found and found.denominator)

    if has(RAMPING):
        return "ramping"
    if has(RAMPED):
        return "counted"
    rate = by_rep.get(((name,), ATTAINMENT, period))
    return next(
        (_LEFT_OUT[reason] for reason in (rate.excluded.reasons if rate else ()) if reason in _LEFT_OUT), "unknown"
    )


def _rises(request: MetricRequest, ask: Ask) -> dict[str, Rise]:
    """Reps whose win rate rose or fell over the last units more than chance explains."""
    units = last_units(request.periods[0], _UNITS, request)
    found = answers(ask(replace(asked_by(request, [WIN_RATE], units, ("owner",)), has_beside=False)))
    rises = {}
    for name in {group[0] for group, _, _ in found if group}:
        results = [result for unit in units if (result := found.get(((name,), WIN_RATE, unit)))]
        ended = [result for result in results if result.denominator]
        counts = [(float(result.numerator or 0), float(result.denominator or 0)) for result in results]
        score = trend_score(counts) if len(ended) >= _FEWEST_UNITS else None
        if score is not None and abs(score) > LIMIT:
            first, last = (_rate(result) for result in (ended[0], ended[-1]))
            rises[name] = Rise(
                side="above" if score > 0 else "below", units=len(units), first=decimal_of(first), last=decimal_of(last)
            )
    return rises


def _rate(result: MetricResult) -> float:
    return float(result.numerator or 0) / float(result.denominator or 1)
