"""What a change is made of: the factors of a formula, what each adds, and where in the company it stands.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from lievik.model.result import MetricResult

NoSplit = Literal["no_factors", "no_value", "no_value_before", "no_division", ""]
"""Why a change cannot be split; empty where it can."""


@dataclass(frozen=True, kw_only=True)
class SegmentChange:
    """What one segment adds to a factor's part, in the unit of the value.

    Attributes:
        label: its name; none for rows without one.
        earlier, later: the factor in the segment; none where the segment has nothing.
        mix: by being a larger or smaller part of the whole; none of a factor that is a sum.
        own: by its own rate, or of a sum by its own amount.
    """

    label: str | None
    earlier: Decimal | None
    later: Decimal | None
    mix: Decimal | None
    own: Decimal


@dataclass(frozen=True, kw_only=True)
class FactorChange:
    """One factor of a formula, and what it adds to the change of its value.

    Attributes:
        written: as the definition writes it.
        power: -1 where the value is divided by it.
        unit: as definitions spell units.
        part: what it adds, in the unit of the value; all parts add up to the change.
        low, high: where the part plausibly lies by chance (95 %); none where nothing tells.
        segments: what each segment adds; they add up to the part. Empty where it cannot be split.
    """

    written: str
    power: int
    unit: str
    earlier: Decimal
    later: Decimal
    part: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    segments: tuple[SegmentChange, ...] = ()

    @property
    def is_distinguishable(self) -> bool | None:
        """Whether the part is more than chance explains; none where nothing tells."""
        if self.low is None or self.high is None:
            return None
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, kw_only=True)
class DriversAnswer:
    """What moved one number between two periods.

    Attributes:
        result: the number, with what it is compared with.
        method: how the change was split: by logarithmic means, or by Shapley's value where a factor is not above zero.
        reason: slug of why it could not be; empty otherwise.
        factors: in the order of the formula.
        segments: of a rate or a sum, what each segment adds to its change; they add up to it. Empty elsewhere.
        by: what the factors are split by; empty where they are not.
        unsplit: factors that cannot be split by it, as the definition writes them.
    """

    result: MetricResult
    method: Literal["log_mean", "shapley", ""] = ""
    reason: NoSplit = ""
    factors: tuple[FactorChange, ...] = ()
    segments: tuple[SegmentChange, ...] = ()
    by: str = ""
    unsplit: tuple[str, ...] = ()

    @property
    def change(self) -> Decimal | None:
        """Value less the value before."""
        return self.result.compared.delta if self.result.compared else None


@dataclass(frozen=True, kw_only=True)
class VelocityAnswer:
    """Pipeline velocity: each preset with what moved it, beside what was actually won per day.

    Attributes:
        presets: by variant; empty for the article's.
        actual: won per day.
        ratios: preset -> its value over what was actually won; none where either has no answer.
    """

    presets: Mapping[str, DriversAnswer]
    actual: MetricResult
    ratios: Mapping[str, Decimal | None] = field(default_factory=dict)
