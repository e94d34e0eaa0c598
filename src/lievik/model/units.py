"""Units of measures and metrics: only money and time carry weight, counts and shares are plain.

Pure. A unit is a power of money, a power of time and a scale in days: money/month times month/year is money/year.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_YEAR_DAYS: Final = Fraction(36525, 100)

PLAIN_WORDS: Final = ("count", "share", "ratio")
"""Words for numbers without weight: how many, a fraction of a whole, one thing over another."""

TIME_DAYS: Final[Mapping[str, Fraction]] = MappingProxyType(
    {"hour": Fraction(1, 24), "day": Fraction(1), "month": _YEAR_DAYS / 12, "year": _YEAR_DAYS}
)
"""Length of each unit of time in days: a year is 365.25 days, a month a twelfth of it."""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What a number is measured in, for checking that a formula yields what it says.

    Attributes:
        money: the power of money.
        time: the power of time.
        scale: how many days (to that power) one unit of time is.
    """

    money: int = 0
    time: int = 0
    scale: Fraction = Fraction(1)

    def times(self, other: Unit) -> Unit:
        """Unit of a product."""
        return Unit(money=self.money + other.money, time=self.time + other.time, scale=self.scale * other.scale)

    def over(self, other: Unit) -> Unit:
        """Unit of a quotient."""
        return Unit(money=self.money - other.money, time=self.time - other.time, scale=self.scale / other.scale)

    def __str__(self) -> str:
        """Spell the unit by its powers, as error messages show it."""
        parts = [f"{name}^{power}" for name, power in (("money", self.money), ("day", self.time)) if power]
        factor = "" if self.scale == 1 else f" x {float(self.scale):.6g}"
        return ("·".join(parts) or "plain") + factor


PLAIN: Final = Unit()


def read_unit(text: str) -> Unit:
    """Read a unit such as `money/day`, `share`, `month` or `month/year`.

    Raises:
        ValueError: a word is not a known unit.

    Example:
        >>> read_unit("money/month").times(read_unit("month/year")) == read_unit("money/year")
        True
    """
    head, *rest = text.split("/")
    unit = _read_word(head)
    for word in rest:
        unit = unit.over(_read_word(word))
    return unit


def _read_word(word: str) -> Unit:
    """Read one word of a unit."""
    if word == "money":
        return Unit(money=1)
    if word in TIME_DAYS:
        return Unit(time=1, scale=TIME_DAYS[word])
    if word in PLAIN_WORDS or word == "1":
        return PLAIN
    known = ", ".join(("money", *TIME_DAYS, *PLAIN_WORDS))
    msg = f"'{word}' is not a unit; known: {known}"
    raise ValueError(msg)


CONSTANTS: Final[Mapping[str, tuple[Decimal, Unit]]] = MappingProxyType(
    {
        "months_in_year": (Decimal(12), read_unit("month/year")),
        "one_year": (Decimal(1), read_unit("year")),
        "days_in_month": (Decimal("30.4375"), read_unit("day/month")),
    }
)
"""Numbers every formula may use, with their units."""

PERIOD_DAYS: Final = "period_days"
"""Name of the number of calendar days in the period, which every formula may use."""
