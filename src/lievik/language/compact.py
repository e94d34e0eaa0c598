"""Numbers as short as a chart needs them → text in a language: `1,3 mil. €`, `€35K`; patterns are made once."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Final, Protocol

from lievik.language.measures import write_amount, write_per, write_span
from lievik.language.numbers import NO_BREAK, locale_of, rounded, write_money, write_number, write_shape, write_share

SHORTENED_FROM: Final = Decimal(10_000)
"""From so much on a number is written in thousands, millions and so on."""


class Ruler(Protocol):
    """The axis that a number stands on."""

    @property
    def step(self) -> Decimal:
        """From one number to the next."""

    @property
    def high(self) -> Decimal:
        """The highest number."""


_THOUSANDS: Final = (12, 9, 6, 3)
_SIGNIFICANT: Final = 3
_LEAST_SHARE: Final = Decimal("0.001")
_MOST_DECIMALS: Final = 3
"""On an axis a number that needs more decimals of a thousand or million is written in full."""

_TIMES: Final = frozenset({"hour", "day", "month", "year"})


def write_compact(
    code: str, value: Decimal, unit: str, currency: str = "", *, shortened_from: Decimal = SHORTENED_FROM
) -> str:
    """Write a value with about three digits that count, by its unit; below `shortened_from` as anywhere else.

    Example:
        >>> write_compact("en", Decimal(1_340_000), "money", "EUR"), write_compact("en", Decimal("0.236"), "share")
        ('€1.34M', '23.6%')
    """
    head, _, per = unit.partition("/")
    if head == "share" and value.is_finite():
        return write_share(code, value, digits=_share_digits(value))
    if head not in {"money", "count"} or not value.is_finite():
        return write_amount(code, value, unit, currency)
    if abs(rounded(value, 0)) < shortened_from:
        return write_amount(code, rounded(value, _digits(value)), unit, currency)
    text = _shortened(code, value, currency if head == "money" else "")
    return write_per(code, text, per)


def write_tick(code: str, value: Decimal, unit: str, currency: str, ruler: Ruler) -> str:
    """Write a number that stands on an axis, with as many decimals as the steps of the axis need."""
    step = ruler.step
    head, _, per = unit.partition("/")
    if head == "share":
        return write_share(code, value, digits=_decimals(step * 100))
    if head in _TIMES:
        return write_per(code, write_span(code, value, head, digits=_decimals(step)), per)
    if head == "ratio":
        return write_number(code, value, digits=_decimals(step), least=_decimals(step)) + "×"
    if value and ruler.high >= SHORTENED_FROM and (text := _short_tick(code, value, currency, step)):
        return write_per(code, text, per)
    if head == "money":
        return write_per(code, write_money(code, value, currency, digits=min(_decimals(step), 2)), per)
    return write_per(code, write_number(code, value, digits=_decimals(step), least=_decimals(step)), per)


def _short_tick(code: str, value: Decimal, currency: str, step: Decimal) -> str:
    """Write a number of an axis in thousands; empty where the steps are too small for that."""
    power = next((power for power in _THOUSANDS if abs(value.scaleb(-power)) >= 1), 0)
    if not power or _decimals(step.scaleb(-power)) > _MOST_DECIMALS:
        return ""
    digits = _decimals(step.scaleb(-power))
    shape = _shape(code, power, bool(currency)).replace(".##", f".{'#' * digits}" if digits else "")
    return write_shape(code, shape, rounded(value.scaleb(-power), digits), currency)


def _digits(value: Decimal) -> int:
    """Decimals of a number that is not shortened: none for a large one."""
    return 0 if abs(value) >= Decimal(100) else 2


def _share_digits(value: Decimal) -> int:
    """Decimals of a percentage: more for one so small that it would read as nothing."""
    return 1 if not value or abs(value) >= _LEAST_SHARE else -(value * 100).adjusted() + 1


def _decimals(step: Decimal) -> int:
    """How many decimals a step has."""
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _shortened(code: str, value: Decimal, currency: str) -> str:
    """Write a number in the largest thousands that it has, with three digits that count."""
    for power in _THOUSANDS:
        scaled = value.scaleb(-power)
        short = rounded(scaled, max(0, _SIGNIFICANT - 1 - max(scaled.adjusted(), -1)))
        if abs(short) >= 1:
            return write_shape(code, _shape(code, power, bool(currency)), short, currency)
    return write_shape(code, _shape(code, 0, bool(currency)), rounded(value, 2), currency)


@cache
def _shape(code: str, power: int, is_money: bool) -> str:  # noqa: FBT001 - a key of the cache
    """The pattern for so many thousands."""
    locale = locale_of(code)
    if not power:
        standard: str = locale.currency_formats["standard"].pattern
        return standard.replace("0.00", "0.##") if is_money else "#,##0.##"
    formats = locale.compact_currency_formats if is_money else locale.compact_decimal_formats
    pattern: str = formats["short"]["other"][str(10**power)].pattern
    zeros = "0" * pattern.count("0")
    return pattern.replace(zeros, "#,##0.##").replace(" ", NO_BREAK)
