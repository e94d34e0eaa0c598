"""Rows of what pipelines and stages there are → pipelines, each with its stages in order; and ways as they see them.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, cast

from lievik.errors import UnknownNameError
from lievik.insight.stage_ways import Turn, Way
from lievik.model.funnel import Amount
from lievik.planner.stage_places import DELETED, LOST, NOT_TOLD, STAGE_BITS, WON

_ENDS: Final[dict[int, Turn]] = {NOT_TOLD: "not_told", DELETED: "deleted", LOST: "lost", WON: "won"}


@dataclass(frozen=True, kw_only=True)
class StagePlace:
    """A stage of open deals: its number, id and name."""

    number: int
    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PipelinePlaces:
    """One pipeline.

    Attributes:
        number: 0 for deals without one.
        stages: of open deals, in order.
        has_order: something tells the order of the stages.
        won_name: what its stage of won deals is called; empty where there is none, or several.
    """

    number: int
    id: str
    name: str
    stages: tuple[StagePlace, ...]
    has_order: bool
    won_name: str

    def place(self, stage: StagePlace) -> int:
        """The number of a stage in this pipeline."""
        return (self.number << STAGE_BITS) + stage.number

    def way(self, places: Sequence[int], amount: Amount) -> Way:
        """How a way looks from this pipeline; a deal that is gone was deleted in the pipeline that it was in."""
        ranks = {stage.number: rank for rank, stage in enumerate(self.stages, 1)}
        turns: list[Turn] = []
        for place in places:
            number = place & ((1 << STAGE_BITS) - 1)
            is_here = place >> STAGE_BITS == self.number
            if number == DELETED and not place >> STAGE_BITS and turns:
                is_here = turns[-1] != "elsewhere"
            turns.append((ranks.get(number) or _ENDS.get(number, "not_told")) if is_here else "elsewhere")
        return Way(turns=tuple(turns), amount=amount)


def pipelines_of(rows: Iterable[tuple[object, ...]]) -> tuple[PipelinePlaces, ...]:
    """Read the rows of `places_statement`; deals without a pipeline have one without a name, which comes last."""
    listed = [tuple(row) for row in rows]
    named = [(cast("int", row[1]), str(row[3]), str(row[4])) for row in listed if row[0] == "pipeline"]
    stages = [row for row in listed if row[0] == "stage"]
    return tuple(_pipeline(number, ident, name, stages) for number, ident, name in [*named, (0, "", "")])


def _pipeline(number: int, ident: str, name: str, rows: Iterable[tuple[object, ...]]) -> PipelinePlaces:
    own = [row for row in rows if row[1] is None or row[1] == number]
    opened = [row for row in own if row[2] is not None]
    won = {str(row[4]) for row in own if row[5] == "won"}
    return PipelinePlaces(
        number=number,
        id=ident,
        name=name,
        stages=tuple(StagePlace(number=cast("int", row[2]), id=str(row[3]), name=str(row[4])) for row in opened),
        has_order=len(opened) < 2 or all(row[6] for row in opened),  # noqa: PLR2004 - one alone is in order
        won_name=won.pop() if len(won) == 1 else "",
    )


def pipelines_named(pipelines: Sequence[PipelinePlaces], name: str) -> tuple[PipelinePlaces, ...]:
    """Find a pipeline by name or id; all of them where none is named.

    Raises:
        UnknownNameError: there is none.
    """
    if not name:
        return tuple(pipelines)
    wanted = name.casefold()
    found = [one for one in pipelines if one.number and wanted in {one.name.casefold(), one.id.casefold()}]
    if not found:
        raise UnknownNameError("pipeline", name, [one.name for one in pipelines if one.number])
    return tuple(found)


def amount_of(deals: object, valued: object, amount: object, unrated: object = 0) -> Amount:
    """Read how many deals a row stands for, and what they are worth."""
    return Amount(
        deals=cast("int", deals),
        valued=cast("int", valued or 0),
        amount=Decimal(str(amount or 0)),
        unrated=cast("int", unrated or 0),
    )
