"""Many tests at once → which of them are no chance, when no more than a share of those called may be.

Pure, standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

RATE: Final = 0.05
"""Of what is called a finding, so large a share may be chance."""


def adjusted(chances: Sequence[float]) -> list[float]:
    """For each test the least share of false findings at which it is one, in the order given.

    Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57. It holds for tests that do not
    depend on each other, and for those that depend positively (Benjamini and Yekutieli 2001, Annals of Statistics 29).

    Example:
        >>> adjusted([0.01, 0.5, 0.02])
        [0.03, 0.5, 0.03]
    """
    order = sorted(range(len(chances)), key=lambda place: -chances[place])
    found, least = [1.0] * len(chances), 1.0
    for rank, place in zip(range(len(chances), 0, -1), order, strict=True):
        least = min(least, chances[place] * len(chances) / rank)
        found[place] = least
    return found
