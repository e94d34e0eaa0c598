"""Numbers of two periods → what each factor of a formula adds to the change of its value, and how sure that is.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from lievik.catalogue.catalogue import Catalogue
from lievik.insight.drivers import log_mean_parts, shapley_parts, split_change
from lievik.insight.factors import Factor
from lievik.insight.grid import Group
from lievik.insight.numbers import Numbers
from lievik.insight.resampling import percentile_interval
from lievik.model.drivers import FactorChange
from lievik.model.evaluation import Column, unit_of
from lievik.model.formula import Binary, Name, Node, write_formula
from lievik.model.units import CONSTANTS, PLAIN, Unit
from lievik.planner.plan import PlannedPeriod

if TYPE_CHECKING:
    from lievik.insight.draws import Draws


@dataclass(frozen=True, kw_only=True)
class Look:
    """One reading's numbers of a period and the one it is compared with, of one group.

    Attributes:
        draws: what they are drawn again from; none where nothing comes by chance.
    """

    numbers: Numbers
    period: PlannedPeriod
    compared: PlannedPeriod
    group: Group
    draws: Draws | None = None

    def both(self, node: Node) -> tuple[Decimal | None, Decimal | None]:
        """What a part of the formula is worth now, and what it was before."""
        now, before = (self.numbers.part(node, period, self.group) for period in (self.period, self.compared))
        return now, before


def factor_changes(
    look: Look, factors: Sequence[Factor], catalogue: Catalogue
) -> tuple[Literal["log_mean", "shapley", ""], tuple[FactorChange, ...]]:
    """Split a change over factors; nothing where one of them has no value, or is divided by and zero.

    Returns:
        How it was split, and each factor with its part; parts add up to the change of what the factors make.
    """
    pairs = [look.both(factor.expanded) for factor in factors]
    later = [now for now, _ in pairs if now is not None]
    earlier = [before for _, before in pairs if before is not None]
    if not factors or len(later) < len(factors) or len(earlier) < len(factors):
        return "", ()
    found = split_change(later, earlier, [factor.power for factor in factors])
    if found is None:
        return "", ()
    changes = tuple(
        FactorChange(
            written=write_formula(factor.written, lambda name: name.name),
            power=factor.power,
            unit=unit_text(factor, look.numbers, catalogue),
            earlier=before,
            later=now,
            part=part,
        )
        for factor, now, before, part in zip(factors, later, earlier, found.parts, strict=True)
    )
    bounds = _noise(look, factors)
    if not bounds:
        return found.method, changes
    sure = zip(changes, bounds, strict=True)
    return found.method, tuple(replace(change, low=low, high=high) for change, (low, high) in sure)


def _noise(look: Look, factors: Sequence[Factor]) -> list[tuple[Decimal, Decimal]]:
    """Where the parts plausibly lie by chance, factor by factor; nothing where nothing tells."""
    draws, nodes = look.draws, [factor.expanded for factor in factors]
    if draws is None or not all(draws.adds_up(node, look.numbers) for node in nodes):
        return []
    if not any(draws.can_draw(node, look.numbers) for node in nodes):
        return []
    columns = {
        side: [draws.values(node, look.numbers, period, look.group) for node in nodes]
        for side, period in (("now", look.period), ("before", look.compared))
    }
    parts = drawn_parts(columns["now"], columns["before"], [factor.power for factor in factors])
    records = min(
        max(draws.records(node, look.numbers, period, look.group) for node in nodes)
        for period in (look.period, look.compared)
    )
    found = [percentile_interval([each[place] for each in parts], records) for place in range(len(factors))]
    sure = [(Decimal(f"{each[0]:.6g}"), Decimal(f"{each[1]:.6g}")) for each in found if each is not None]
    return sure if len(sure) == len(factors) else []


def drawn_parts(now: Sequence[Column], before: Sequence[Column], powers: Sequence[int]) -> list[list[float]]:
    """Parts of each factor in each draw; a draw without a value, or dividing by zero, is left out."""
    below = [place for place, power in enumerate(powers) if power < 0]
    parts = []
    for sides in zip(zip(*now, strict=True), zip(*before, strict=True), strict=True):
        if None in sides[0] or None in sides[1]:
            continue
        later, earlier = ([float(value) for value in side if value is not None] for side in sides)
        if any(not later[place] or not earlier[place] for place in below):
            continue
        split = log_mean_parts if min(*later, *earlier) > 0 else shapley_parts
        parts.append(split(later, earlier, powers))
    return parts


def unit_text(factor: Factor, numbers: Numbers, catalogue: Catalogue) -> str:
    """Unit of a factor, as definitions spell units."""
    match factor.written:
        case Name(name) if name in catalogue.measures or name in catalogue.metrics:
            return catalogue.unit_of(name)

    def unit_of_name(name: Name) -> Unit:
        if name.name in catalogue.measures:
            return catalogue.measures[name.name].unit
        parameters = numbers.planned.reading.parameters
        return parameters[name.name].unit if name.name in parameters else CONSTANTS.get(name.name, (0, PLAIN))[1]

    unit = unit_of(factor.expanded, unit_of_name)
    if unit == PLAIN:
        return "share" if isinstance(factor.written, Binary) and factor.written.sign == "/" else "count"
    return {(1, 0): "money", (0, 1): "day"}.get((unit.money, unit.time), "ratio")
