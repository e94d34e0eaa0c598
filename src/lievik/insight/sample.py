"""How many records it takes to tell a difference from chance.

Pure, standard library only.
"""

from __future__ import annotations

from math import ceil
from statistics import NormalDist
from typing import Final

FEWEST: Final = 20
"""Records in each of two periods below which a change between them is not judged."""

_SURE: Final = 0.05
_SEEN: Final = 0.8416212335729143
_NORMAL: Final = NormalDist()


def records_needed(within: float, gap: float, chance: float = _SURE) -> int:
    """Records at which a gap to a known value is seen in four of five cases, and called by chance in one of twenty.

    n = (1.960 + 0.842)² · within / gap², rounded up.

    Args:
        within: the variance of one record: p·(1 − p) for a share.
        gap: the difference that is to be seen, above 0.
        chance: in so many cases it may be called by chance; one of twenty unless another is given, whose 1.960 it is.

    Source: the sample size of the one-sample z-test, Fleiss, Levin and Paik (2003), Statistical Methods for Rates and
    Proportions, chapter 4, without the continuity correction.

    Example:
        >>> records_needed(0.4 * 0.6, 0.1)
        189
    """
    return ceil((_NORMAL.inv_cdf(1 - chance / 2) + _SEEN) ** 2 * within / gap**2)
