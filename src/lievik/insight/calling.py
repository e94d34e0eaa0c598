"""What earlier deals tell of an open one → its chance, the days it still takes, and why.

Pure, standard library only. Nothing counts that cannot be told from chance: otherwise what holds for all deals does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log
from typing import Final

from lievik.insight.false_discovery import RATE, adjusted
from lievik.insight.intervals import wilson
from lievik.insight.outcome_curve import Aged, OutcomeCurve
from lievik.insight.permutation import Scores, chance_of_sum, chance_of_wins
from lievik.insight.sample import FEWEST
from lievik.insight.shrinkage import pool_shares

Group = tuple[str, str]
"""What records are told apart by, and what those of a group have in common."""

STAGE: Final = "stage"
"""What deals are told apart by that came to a stage."""

_LATE: Final = 0.8
_SURE: Final = 0.995
"""A chance is never told as certain."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share of some records, drawn towards that of all."""

    value: float
    of_all: float
    records: int

    @property
    def odds(self) -> float:
        """Its odds over those of all."""
        return _odds(self.value) / _odds(self.of_all)


@dataclass(frozen=True, kw_only=True)
class AgeChance:
    """What is to be expected of a deal or lead that is so old and open.

    Attributes:
        value: share that is won in the end; `of_all` that of new ones.
        is_told: whether the two differ by more than chance.
        records: that ended later than at that age; of leads, that were followed longer.
        days_left: until they end, on average of those that do, at least 1.
    """

    value: float
    of_all: float
    is_told: bool
    records: int
    days_left: float


class Ages:
    """Deals or leads by age: what becomes of those that are still open.

    Chances beyond an age are the share won later over the share that ends later, as far as that is told; of leads over
    the share still open, as a lead that nobody gives up stays open and becomes no deal. Days left are the mean days of
    those that end until they do, the area between the share still open and what stays open.

    Source: Aalen and Johansen (1978), Scandinavian Journal of Statistics 5; Irwin (1949), Journal of Hygiene 47
    (restricted mean).

    Example:
        >>> ages = Ages([Aged(age=10, won=30), Aged(age=20, lost=30)])
        >>> found = ages.at(15)
        >>> round(found.value, 3), round(found.of_all, 3), found.is_told, found.days_left
        (0.0, 0.5, True, 5.0)
    """

    def __init__(self, deals: Iterable[Aged], *, do_all_end: bool = True) -> None:
        counted = tuple(deals)
        self._do_all_end = do_all_end
        self._curve = OutcomeCurve(counted)
        self._end = self._curve.told_until
        self._known: dict[int, AgeChance] = {}
        self._there = _there(self._curve, self._end)
        self._won_ages = sorted((aged.age, aged.won) for aged in counted if aged.won)
        self._endings = sorted((aged.age, aged.won + aged.lost) for aged in counted if aged.won + aged.lost)

    @property
    def count(self) -> int:
        """How many there were."""
        return self._curve.count

    def at(self, age: int) -> AgeChance | None:
        """What is to be expected at an age; none where too few ended after it, or of leads were followed so far.

        A lead that is older than almost all others is taken to be as old as those.
        """
        if self._last is None:
            return None
        if age > self._last:
            if self._do_all_end:
                return None
            age = self._last
        if age not in self._known:
            self._known[age] = self._expected(age)
        return self._known[age]

    @cached_property
    def _last(self) -> int | None:
        """The last age after which enough ended, or were followed, as far as the curve is told."""
        if not self._do_all_end:
            followed = (age for age in range(self._end - 1, -1, -1) if self._curve.at_risk(age + 1) >= FEWEST)
            return next(followed, None)
        ended = 0
        for age, count in reversed(self._endings):
            ended += count if age <= self._end else 0
            if ended >= FEWEST:
                return age - 1 if age else None
        return None

    @property
    def late(self) -> int | None:
        """Days within which four in five of those won were won; none where fewer than 20 were."""
        won = sum(count for _, count in self._won_ages)
        seen = 0
        for age, count in self._won_ages:
            seen += count
            if won >= FEWEST and seen >= _LATE * won:
                return age
        return None

    def _expected(self, age: int) -> AgeChance:
        there = self._there[age]
        every = self._curve.at(self._end).won.value
        won, still = self._curve.at(age).won.value, self._there[self._end]
        if self._do_all_end:
            # those that the curve does not follow to their end are taken to end like the others of their age
            value = (every - won) / (there - still) if there > still else 0.0
            new = every / (1 - still) if still < 1 else 0.0
            records = sum(count for known, count in self._endings if age < known <= self._end)
        else:
            value, new = (every - won) / there if there else 0.0, every
            records = self._curve.at_risk(age + 1)
        low, high = wilson(value * records, records) if records else (0.0, 1.0)
        area = sum(self._there[age : self._end]) - still * (self._end - age)
        return AgeChance(
            value=value,
            of_all=new,
            is_told=age > 0 and not low <= new <= high,
            records=records,
            days_left=max(area / (there - still), 1.0) if there > still else 1.0,
        )


def _there(curve: OutcomeCurve, end: int) -> list[float]:
    """The share still open after each age."""
    return [curve.open_at(age) for age in range(end + 1)]


def told_apart(groups: Mapping[Group, tuple[int, int]], whole: tuple[int, int]) -> dict[Group, Share]:
    """Shares of groups that differ from the records outside them by more than chance, drawn towards that of all.

    Args:
        groups: (records, successes) of each; those of one dimension are drawn together, all are judged together.
        whole: the same of all records.
    """
    (records, successes) = whole
    enough = {key: counts for key, counts in groups.items() if counts[0] >= FEWEST and records - counts[0] >= FEWEST}
    chances = [chance_of_wins(part, of, successes, records) for of, part in enough.values()]
    surely = dict(zip(enough, adjusted(chances), strict=True))
    pools = {
        name: pool_shares([(part, of) for (dimension, _), (of, part) in groups.items() if dimension == name])
        for name in {dimension for dimension, _ in groups}
    }
    return {
        key: Share(value=pools[key[0]].drawn(part / of, of), of_all=successes / records, records=of)
        for key, (of, part) in enough.items()
        if surely[key] <= RATE
    }


def chance_of_money(first: Sequence[tuple[float, int]], last: Sequence[tuple[float, int]]) -> float:
    """Two-sided chance that two lots of deals differ so much in money per day, or more, if they were dealt out blindly.

    Args:
        first: money and days of each deal.
        last: of the other lot.

    Example:
        >>> rich, poor = [(100.0, 10)] * 20, [(0.0, 10)] * 20
        >>> chance_of_money(rich, poor) < 0.0001, chance_of_money(rich, rich)
        (True, 1.0)
    """
    every = [*first, *last]
    days = sum(took for _, took in every)
    pace = sum(money for money, _ in every) / days if days else 0.0
    beyond = [money - pace * took for money, took in every]
    scores = Scores(
        records=len(beyond), squares=sum(score**2 for score in beyond), cubes=sum(score**3 for score in beyond)
    )
    return chance_of_sum(sum(beyond[: len(first)]), len(first), scores)


def with_odds(chance: float, shares: Sequence[Share]) -> float:
    """A chance, changed by the odds of what is known beside: odds times odds.

    It takes what is known to act each by itself (naive Bayes), which the try on earlier days holds to account.

    Source: Good (1950), Probability and the Weighing of Evidence, 6.1.

    Example:
        >>> round(with_odds(0.2, [Share(value=0.5, of_all=0.25, records=50)]), 3)
        0.429
    """
    if not 0 < chance < 1:
        return min(chance, _SURE)
    logit = log(_odds(chance)) + sum(log(share.odds) for share in shares)
    return min(1 / (1 + exp(-logit)), _SURE)


def _odds(share: float) -> float:
    inside = min(max(share, 1 - _SURE), _SURE)
    return inside / (1 - inside)
