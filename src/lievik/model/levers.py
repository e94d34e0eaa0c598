"""What would move a number: what each factor of its formula would bring if it were better, and how likely that is.

Pure data.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lievik.model.result import MetricResult

NoLevers = Literal["", "no_factors", "no_value", "no_better"]
"""Why nothing is said: the formula is no product, there is no number, or neither way is better."""


@dataclass(frozen=True, kw_only=True)
class Lever:
    """One factor of a formula.

    Attributes:
        written: as the definition writes it.
        power: -1 where the value is divided by it.
        rises: whether it gets better by rising.
        unit: as definitions spell units.
        value: in the quarter; none where there is no answer.
        gain: what the number gains in a quarter when the factor alone is better; none where there is no number.
        times, pairs: of so many quarters after another, in so many it got better by as much or more.
        usual: median of the four quarters before; none where they are not all known.
        short: how many of its own usual spreads it is worse than that, below 0 where it is better; none where the
            quarters before are too few to tell.
        advice_of: metric whose words on what moves it are about this factor; empty where there is none.
    """

    written: str
    power: int
    rises: bool
    unit: str
    value: Decimal | None
    gain: Decimal | None
    times: int
    pairs: int
    usual: Decimal | None = None
    short: Decimal | None = None
    advice_of: str = ""


@dataclass(frozen=True, kw_only=True)
class LeversAnswer:
    """A number in a quarter, and its factors.

    Attributes:
        result: the number.
        share: how much better each factor is thought to be.
        levers: in the order of the formula.
        off: the one that is worse than usual by most, where one is by so much that chance hardly explains it.
        quarters: with settled numbers, the one looked at among them.
        unit: of gains: money where the number is money per day.
        reason: why nothing is said.
    """

    result: MetricResult
    share: Decimal
    levers: tuple[Lever, ...] = ()
    off: Lever | None = None
    quarters: int = 0
    unit: str = ""
    reason: NoLevers = ""

    @property
    def can_tell(self) -> bool:
        """Whether it can be told at all which factor is worse than usual."""
        return any(lever.short is not None for lever in self.levers)
