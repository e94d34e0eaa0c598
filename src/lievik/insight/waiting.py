"""How long things took, those that still go on among them → the day by which half had left, and what is longer.

Pure, standard library only. Whoever is still there counts as long as it was seen (Kaplan and Meier).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final

MEDIAN: Final = 0.5
_ALMOST: Final = 1e-12


@dataclass(frozen=True, kw_only=True)
class Seen:
    """So many that were seen for so many days, and whether they left then."""

    days: int
    has_left: bool
    count: int


@dataclass(frozen=True)
class Curve:
    """What share is still there after each day.

    Attributes:
        rows: (day, at risk, left) in order of days; days on which nobody left are there too.
    """

    rows: tuple[tuple[int, int, int], ...]

    @property
    def count(self) -> int:
        """How many there were."""
        return self.rows[0][1] if self.rows else 0

    @property
    def longest(self) -> int:
        """The longest that any was seen."""
        return self.rows[-1][0] if self.rows else 0

    def day_when_left(self, share: float) -> int | None:
        """The first day by which a share of all had left; none where too few have left yet.

        Source: Kaplan and Meier (1958), Journal of the American Statistical Association 53.

        Example:
            >>> seen = [Seen(days=2, has_left=True, count=3), Seen(days=5, has_left=True, count=1)]
            >>> curve_of([*seen, Seen(days=4, has_left=False, count=2)]).day_when_left(0.5)
            2
        """
        for day, there in self._survival():
            if there <= 1 - share + _ALMOST:
                return day
        return None

    def _survival(self) -> Iterator[tuple[int, float]]:
        there = 1.0
        for day, at_risk, left in self.rows:
            there *= 1 - left / at_risk
            yield day, there


def curve_of(seen: Iterable[Seen]) -> Curve:
    """Bring what was seen into a curve."""
    by_day: dict[int, list[int]] = {}
    for one in seen:
        found = by_day.setdefault(one.days, [0, 0])
        found[0] += one.count
        found[1] += one.count if one.has_left else 0
    at_risk = sum(count for count, _ in by_day.values())
    rows = []
    for day in sorted(by_day):
        count, left = by_day[day]
        rows.append((day, at_risk, left))
        at_risk -= count
    return Curve(tuple(rows))


def how_much_longer(one: Curve, other: Curve) -> float:
    """How many standard deviations of chance the first takes longer than the second; 0 where nothing can be told.

    The log-rank test: leavers of the first against what they would be if both left alike, day by day.

    Source: Mantel (1966), Cancer Chemotherapy Reports 50.

    Example:
        >>> quick = curve_of([Seen(days=day, has_left=True, count=5) for day in (1, 2, 3)])
        >>> slow = curve_of([Seen(days=day, has_left=True, count=5) for day in (8, 9, 10)])
        >>> how_much_longer(slow, quick) > 3, how_much_longer(quick, quick)
        (True, 0.0)
    """
    expected = observed = variance = 0.0
    for day in sorted({day for curve in (one, other) for day, _, left in curve.rows if left}):
        (own, own_left), (others, others_left) = _on(one, day), _on(other, day)
        everybody, left = own + others, own_left + others_left
        observed += own_left
        expected += left * own / everybody
        if everybody > 1:
            variance += left * (own / everybody) * (others / everybody) * (everybody - left) / (everybody - 1)
    return (expected - observed) / sqrt(variance) if variance > 0 else 0.0


def _on(curve: Curve, day: int) -> tuple[int, int]:
    """How many were still there when a day came, and how many left on it."""
    for known, at_risk, left in curve.rows:
        if known >= day:
            return at_risk, left if known == day else 0
    return 0, 0
