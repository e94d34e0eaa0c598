"""Ways of deals through stages → how far they came, what became of them, and how each visit of a stage ended.

Pure, standard library only. A way is the places of a deal in order; the rules stand in docs/how-to/read-the-funnel.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from lievik.model.funnel import Amount, Exit, Fate, Mode

Turn = int | Literal["won", "lost", "deleted", "not_told", "elsewhere"]
"""Where a deal was, as one pipeline sees it: the rank of a stage from 1 on, an end, or in another pipeline."""

_FATES: Final[dict[str, Fate]] = {"won": "won", "lost": "lost", "deleted": "deleted", "elsewhere": "moved"}
_EXITS: Final[dict[str, Exit]] = {
    "won": "won",
    "lost": "lost",
    "deleted": "deleted",
    "not_told": "not_told",
    "elsewhere": "moved_pipeline",
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """Deals that went one way.

    Attributes:
        turns: where they were, in order; two neighbours are never alike, but for turns elsewhere.
        amount: how many they are, and what they are worth.
    """

    turns: tuple[Turn, ...]
    amount: Amount

    @property
    def was_there(self) -> bool:
        """Whether they were in the pipeline, other than deleted."""
        return any(turn not in {"elsewhere", "deleted"} for turn in self.turns)

    @property
    def is_told(self) -> bool:
        """Whether their stage was known all the time."""
        return "not_told" not in self.turns

    @property
    def fate(self) -> Fate:
        """What became of them."""
        last = self.turns[-1]
        return "open" if isinstance(last, int) else _FATES.get(last, "open")


@dataclass(kw_only=True)
class Level:
    """Deals that count for one stage.

    Attributes:
        skipped: those that were never at it; `onward`: those that count for the next one, or are won; `won`: those won.
        ended: those that came no further, by what became of them.
    """

    came: Amount = field(default_factory=Amount)
    skipped: int = 0
    onward: int = 0
    won: int = 0
    ended: Counter[Fate] = field(default_factory=Counter)


@dataclass(kw_only=True)
class Passage:
    """What became of the deals of a pipeline.

    Attributes:
        fates: all of them, by what became of them.
        not_told: those whose stage was not known all the time; they are in no level.
        levels: a stage each, in order.
        exits: visits of each stage, by how they ended; those of deals that are not told too.
    """

    created: Amount
    fates: dict[Fate, Amount]
    not_told: int
    levels: list[Level]
    exits: list[Counter[Exit]]


def ranks_of(turns: Sequence[Turn], mode: Mode, stages: int) -> tuple[range | list[int], bool]:
    """Say for which stages a deal counts, by rank, and whether it counts as won.

    * reached: every stage up to the furthest it was at; all of them, once it was won.
    * strict: each stage that it entered after it had entered every one before it.
    * any: each stage that it was at.

    Example:
        >>> turns = (1, 3, 2, "won")
        >>> [list(ranks_of(turns, mode, 3)[0]) for mode in ("reached", "strict", "any")]
        [[1, 2, 3], [1, 2], [1, 2, 3]]
        >>> [ranks_of(turns, mode, 3)[1] for mode in ("reached", "strict", "any")]
        [True, False, True]
    """
    is_won = turns[-1] == "won"
    been = [turn for turn in turns if isinstance(turn, int)]
    if mode == "any":
        return sorted(set(been)), is_won
    if mode == "reached":
        return range(1, (stages if "won" in turns else max(been, default=0)) + 1), is_won
    depth = 0
    for rank in been:
        depth += rank == depth + 1
    return range(1, depth + 1), is_won and depth == stages


def passage(ways: Iterable[Way], stages: int, mode: Mode) -> Passage:
    """Follow deals through a pipeline.

    Args:
        ways: of deals; those that were never in the pipeline do not matter.
        stages: how many the pipeline has.
        mode: how deals count for stages.
    """
    found = Passage(
        created=Amount(),
        fates={fate: Amount() for fate in ("won", "lost", "open", "deleted", "moved")},
        not_told=0,
        levels=[Level() for _ in range(stages)],
        exits=[Counter() for _ in range(stages)],
    )
    for way in ways:
        if way.was_there:
            found.created += way.amount
            found.fates[way.fate] += way.amount
            _count_exits(way, found.exits)
            if way.is_told:
                _count_levels(way, mode, found.levels)
            else:
                found.not_told += way.amount.deals
    return found


def _count_levels(way: Way, mode: Mode, levels: list[Level]) -> None:
    ranks, is_won = ranks_of(way.turns, mode, len(levels))
    deals, counted = way.amount.deals, frozenset(ranks)
    for rank in ranks:
        level = levels[rank - 1]
        level.came += way.amount
        level.skipped += 0 if rank in way.turns else deals
        level.won += deals if is_won else 0
        level.onward += deals if (is_won if rank == len(levels) else rank + 1 in counted) else 0
    if counted and not is_won:
        levels[max(counted) - 1].ended[way.fate] += deals


def _count_exits(way: Way, exits: list[Counter[Exit]]) -> None:
    """Count how each visit ended: by the turn after it, or it goes on."""
    for turn, following in pairwise((*way.turns, None)):
        if isinstance(turn, int):
            exits[turn - 1][_exit(turn, following)] += way.amount.deals


def _exit(rank: int, following: Turn | None) -> Exit:
    if following is None:
        return "still_there"
    if isinstance(following, int):
        return "advanced" if following > rank else "moved_back"
    return _EXITS[following]
