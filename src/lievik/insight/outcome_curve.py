"""Deals by age, won, lost or still open → what share was won and lost by each age, and how sure that is.

Pure, standard library only. Winning and losing compete: a lost deal is never won, so it is no deal that was merely not
seen any longer. Those are the open ones, and of them it is only known that nothing happened up to their age.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate
from typing import Final, NamedTuple

from lievik.insight.intervals import wilson

_ALMOST: Final = 1e-12
_MOST: Final = 0.1
"""So large a part of all may hang on what becomes of one deal."""


class Aged(NamedTuple):
    """Deals of one age in days: when they were won or lost, or as old as they are and open."""

    age: int
    won: int = 0
    lost: int = 0
    open: int = 0


@dataclass(frozen=True)
class Chance:
    """A share of deals that something happened to by an age; `low` and `high` are its 95 % interval."""

    value: float
    bounds: Callable[[], tuple[float, float]] = field(repr=False, compare=False)

    @property
    def low(self) -> float:
        """Its lower bound."""
        return self._bounds[0]

    @property
    def high(self) -> float:
        """Its upper bound."""
        return self._bounds[1]

    @cached_property
    def _bounds(self) -> tuple[float, float]:
        return self.bounds()


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """What became of deals by an age; the three shares add up to 1.

    Attributes:
        followed: deals that were seen up to that age, or ended by then.
        won_deals: how many were won by then.
    """

    age: int
    won: Chance
    lost: Chance
    open: Chance
    followed: int
    won_deals: int


@dataclass(frozen=True)
class _Step:
    """One age at which something happened: how many were there until then, and what share of all still was."""

    age: int
    at_risk: int
    won: int
    lost: int
    there: float


class _Ends:
    """Deals that ended in one way, step by step.

    Attributes:
        deals: how many had done so before each step; all of them at the end.
        shares: what share of all that is, each time of those that were still there.
    """

    def __init__(self, steps: Sequence[_Step], counts: Sequence[int]) -> None:
        self.deals = (0, *accumulate(counts))
        self.shares = [0.0]
        self._terms: list[tuple[float, int, int, float, float, int, int]] = []
        so_far, there = 0.0, 1.0
        for step, count in zip(steps, counts, strict=True):
            n, ended = step.at_risk, step.won + step.lost
            so_far += there * count / n
            own = there**2 * count * (n - count) / n**3
            self.shares.append(so_far)
            self._terms.append((so_far, ended, n * (n - ended), own, there, count, n**2))
            there = step.there

    def variance(self, place: int) -> float:
        """Variance of the share after so many steps, by the delta method.

        Σ (F − Fⱼ)² d/(n(n − d)) + S² c(n − c)/n³ − 2(F − Fⱼ) S c/n², over ages: n at risk, d ended, c of them counted,
        S the share still there before, Fⱼ the share counted so far. Where nothing is censored it is F(1 − F)/n.

        Source: Marubini and Valsecchi (1995), Analysing Survival Data, 10.3, as in Pintilie (2006), Competing Risks,
        4.2.
        """
        whole, total = self.shares[place], 0.0
        for so_far, ended, pairs, own, there, count, square in self._terms[:place]:
            rest = whole - so_far
            if pairs:
                total += rest**2 * ended / pairs
            if count:
                total += own - 2 * rest * there * count / square
        return max(total, 0.0)


class OutcomeCurve:
    """Shares won and lost by age.

    Source: Aalen and Johansen (1978), Scandinavian Journal of Statistics 5.

    Example:
        >>> curve = OutcomeCurve([Aged(age=10, won=1), Aged(age=20, open=2), Aged(age=30, won=1, lost=1)])
        >>> found = curve.at(30)
        >>> [round(share.value, 3) for share in (found.won, found.lost, found.open)]
        [0.6, 0.4, 0.0]
    """

    def __init__(self, deals: Iterable[Aged]) -> None:
        counts: dict[int, list[int]] = {}
        for one in deals:
            found = counts.setdefault(max(one.age, 0), [0, 0, 0])
            found[0] += one.won
            found[1] += one.lost
            found[2] += one.open
        self._counts = dict(sorted((age, found) for age, found in counts.items() if any(found)))

    @property
    def count(self) -> int:
        """How many deals there are."""
        return self._seen[-1]

    @property
    def in_all(self) -> tuple[int, int, int]:
        """How many were won, lost, and are open."""
        won, lost, still = zip(*self._counts.values(), strict=True) if self._counts else ((), (), ())
        return sum(won), sum(lost), sum(still)

    @property
    def longest(self) -> int:
        """The age up to which any was followed."""
        return max(self._counts, default=0)

    @cached_property
    def ages(self) -> tuple[int, ...]:
        """Ages at which a deal was won or lost, in order."""
        return tuple(step.age for step in self._steps)

    def at_risk(self, age: int) -> int:
        """How many deals were still open, and followed, when they came to an age."""
        return self.count - self._seen[bisect_left(self._known, age)]

    def is_told(self, age: int) -> bool:
        """Whether the curve is told up to an age: no single deal decides what is shown of it."""
        last = self.told_until
        return age <= last or last == self.longest

    @cached_property
    def told_until(self) -> int:
        """The greatest age up to which that is so: one deal stands for a tenth of all at most, or all are followed."""
        at_risk, is_censored, told = self.count, False, 0
        for age, found in self._counts.items():
            if is_censored and self.open_at(told) > _MOST * at_risk:
                break
            at_risk, is_censored, told = at_risk - sum(found), is_censored or bool(found[2]), age
        return told

    def open_at(self, age: int) -> float:
        """The share of all that is open after an age."""
        place = bisect_right(self.ages, age)
        return self._steps[place - 1].there if place else 1.0

    def age_of_ended(self, share: float) -> int:
        """The age by which a share of the deals that end has ended; 0 where none has."""
        everything = 1 - self._steps[-1].there if self._steps else 0.0
        return next((s.age for s in self._steps if 1 - s.there >= share * everything - _ALMOST), 0)

    def at(self, age: int) -> Outcomes:
        """What became of deals by an age; beyond the longest that any was followed nothing more is known."""
        place = bisect_right(self.ages, age)
        won, lost, ended = self._ends
        records = self.at_risk(age + 1) + self._counts.get(age, (0, 0, 0))[2]
        followed = records + ended.deals[place]
        return Outcomes(
            age=age,
            won=_chance(won.shares[place], partial(won.variance, place), followed),
            lost=_chance(lost.shares[place], partial(lost.variance, place), followed),
            open=_chance(self.open_at(age), partial(ended.variance, place), followed),
            followed=followed,
            won_deals=won.deals[place],
        )

    @cached_property
    def _known(self) -> tuple[int, ...]:
        """Ages at which a deal ended or is, in order."""
        return tuple(self._counts)

    @cached_property
    def _seen(self) -> tuple[int, ...]:
        """How many deals there are up to the age before each of those; all of them at the end."""
        return (0, *accumulate(map(sum, self._counts.values())))

    @cached_property
    def _ends(self) -> tuple[_Ends, _Ends, _Ends]:
        """Deals won, lost, and either."""
        steps = self._steps
        kinds = [step.won for step in steps], [step.lost for step in steps], [step.won + step.lost for step in steps]
        won, lost, ended = (_Ends(steps, counts) for counts in kinds)
        return won, lost, ended

    @cached_property
    def _steps(self) -> tuple[_Step, ...]:
        at_risk, there, steps = self.count, 1.0, []
        for age, (won, lost, still) in self._counts.items():
            if won or lost:
                there *= 1 - (won + lost) / at_risk
                steps.append(_Step(age, at_risk, won, lost, there))
            at_risk -= won + lost + still
        return tuple(steps)


def chance_of_no_end(deals: Iterable[tuple[int, int]], curve: OutcomeCurve) -> float:
    """How likely none of some deals ended before days of theirs, if they ended as those of a curve do.

    Args:
        deals: (days since creation, how many deals).
        curve: of other deals.
    """
    chance = 1.0
    for days, count in deals:
        chance *= curve.open_at(days - 1) ** count
    return chance


def _chance(share: float, variance: Callable[[], float], followed: int) -> Chance:
    """A share with Wilson's interval, worked out when it is looked at."""
    value = min(max(share, 0.0), 1.0)
    return Chance(value, lambda: _wilson(value, variance(), followed))


def _wilson(value: float, variance: float, followed: int) -> tuple[float, float]:
    """Wilson's interval of as many deals as would make a share as sure, were each followed to the end.

    Where nothing is censored they are all deals, and the interval is that of a plain share.
    """
    records = value * (1 - value) / variance if variance > _ALMOST**2 and _ALMOST < value < 1 - _ALMOST else followed
    if not records:
        return 0.0, 1.0
    low, high = wilson(value * records, records)
    return min(low, value), max(high, value)
