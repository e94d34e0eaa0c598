"""Numbers of several groups → each drawn towards the whole, the more so the less it rests on (empirical Bayes).

Pure, standard library only. By moments: no iteration, no seed. Never used to rank; see docs/decisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, kw_only=True)
class Pool:
    """What groups have in common.

    Attributes:
        mean: the value of the whole, sum over sum.
        weight: records of its own that a group needs to weigh as much as the whole; infinite where all are alike.
    """

    mean: float
    weight: float

    def drawn(self, value: float, records: float) -> float:
        """Draw a group's value towards the whole.

        Source: Bühlmann and Straub (1970): Z = n / (n + k); for shares the mean of the posterior beta distribution.

        Example:
            >>> Pool(mean=0.25, weight=30).drawn(0.5, 10)
            0.3125
        """
        own = 0.0 if self.weight == inf else records / (records + self.weight) if records else 0.0
        return self.mean + own * (value - self.mean)


def pool_shares(counts: Sequence[tuple[float, float]]) -> Pool:
    """Pool shares by the beta-binomial model.

    With p = Σk/Σn, t² by `_between` and within = p·(1 − p), the prior is worth p·(1 − p)/t² − 1 records.

    Args:
        counts: (successes, trials) of each group; those without trials do not matter.

    Source: Kleinman (1973), Journal of the American Statistical Association 68, with weights n.

    Example:
        >>> pool_shares([(5, 10), (5, 10)])
        Pool(mean=0.5, weight=inf)
    """
    seen = [(part, whole) for part, whole in counts if whole > 0]
    total = sum(whole for _, whole in seen)
    mean = sum(part for part, _ in seen) / total if total else 0.0
    within = mean * (1 - mean)
    between = _between([part / whole for part, whole in seen], [whole for _, whole in seen], mean, within)
    return Pool(mean=mean, weight=max(within / between - 1, 0.0) if between > 0 else inf)


def pool_means(values: Sequence[float], records: Sequence[float], within: float) -> Pool:
    """Pool means, or sums over what they are measured against.

    Args:
        values: of each group.
        records: what each rests on: deals, or a quota.
        within: the variance of one record within its group.

    Source: Bühlmann and Straub (1970), ASTIN Bulletin 5.

    Example:
        >>> pool_means([10.0, 20.0], [50, 50], 100.0)
        Pool(mean=15.0, weight=2.0833333333333335)
    """
    total = sum(records)
    mean = sum(value * count for value, count in zip(values, records, strict=True)) / total if total else 0.0
    between = _between(values, records, mean, within)
    return Pool(mean=mean, weight=within / between if between > 0 else inf)


def _between(values: Sequence[float], records: Sequence[float], mean: float, within: float) -> float:
    """Variance between groups: (Σ n·(x − mean)² − (g − 1)·within) / (Σn − Σn²/Σn), which may come out negative."""
    total = sum(records)
    room = total - sum(count**2 for count in records) / total if total else 0.0
    if len(values) <= 1 or room <= 0:
        return 0.0
    spread = sum(count * (value - mean) ** 2 for value, count in zip(values, records, strict=True))
    return (spread - (len(values) - 1) * within) / room
