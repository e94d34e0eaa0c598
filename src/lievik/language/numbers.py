"""Numbers, shares and money → text in a language; formatters are made once.

Halves are rounded up, away from zero. Blanks inside a number never break a line. What is below zero
has a minus sign, not a hyphen.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
_WHOLE_FROM: Final = 1000
"""Money of this much and more is shown without cents."""

_HUNDRED: Final = 100

_CODE_TOUCHES: Final = re.compile(r"(?<=[A-Z]{3})(?=\d)")
"""Where a currency that has no sign of its own stands right before the digits."""


@cache
def locale_of(code: str) -> Locale:
    """The locale of a language."""
    from babel import Locale

    return Locale.parse(code)


@cache
def _pattern(text: str) -> NumberPattern:
    from babel.numbers import parse_pattern

    return parse_pattern(text)


@cache
def _last_place(digits: int) -> Decimal:
    """One of the last of so many decimals."""
    return Decimal(1).scaleb(-digits)


def rounded(value: Decimal, digits: int) -> Decimal:
    """The value with at most so many decimals.

    Example:
        >>> rounded(Decimal("2.345"), 2), rounded(Decimal("30.00"), 1)
        (Decimal('2.35'), Decimal('30'))
    """
    if not value.is_finite():
        return value
    short = value.quantize(_last_place(digits), ROUND_HALF_UP)
    whole = short.to_integral_value()
    return whole if short == whole else short.normalize()


def write_number(code: str, value: Decimal, *, digits: int = 0, least: int = 0) -> str:
    """Write a number with at most `digits` and at least `least` decimals.

    Example:
        >>> write_number("en", Decimal("1234.56"), digits=1), write_number("en", Decimal(3), digits=1, least=1)
        ('1,234.6', '3.0')
    """
    decimals = "." + "0" * least + "#" * (digits - least) if digits else ""
    return write_shape(code, f"#,##0{decimals}", rounded(value, digits))


def write_share(code: str, value: Decimal, *, digits: int = 1) -> str:
    """Write a fraction as a percentage with so many decimals.

    Example:
        >>> write_share("en", Decimal("0.2364"))
        '23.6%'
    """
    return write_number(code, value * _HUNDRED, digits=digits, least=digits) + _percent_sign(code)


@cache
def _percent_sign(code: str) -> str:
    """What stands after a percentage, a blank before the sign among it."""
    sign: str = locale_of(code).percent_formats[None].pattern.partition("0")[2]
    return sign


def money_digits(value: Decimal) -> int:
    """How many decimals money is shown with: none for large and for whole amounts, else two."""
    is_whole = rounded(value, 2) == value.to_integral_value()
    return 0 if is_whole or abs(value) >= _WHOLE_FROM else 2


def write_money(code: str, value: Decimal, currency: str, *, digits: int | None = None) -> str:
    """Write an amount of money in its currency; a plain number where there is no currency.

    Args:
        code: of the language.
        value: the amount.
        currency: three capital letters, or empty.
        digits: how many decimals; none lets the amount decide.
    """
    places = money_digits(value) if digits is None else digits
    if not currency:
        return write_number(code, value, digits=places, least=places)
    shape = locale_of(code).currency_formats["standard"].pattern
    pattern = shape.replace("0.00", f"0.{'0' * places}" if places else "0")
    return write_shape(code, pattern, rounded(value, places), currency)


@lru_cache(maxsize=16_384)
def write_shape(code: str, pattern: str, value: Decimal, currency: str | None = None) -> str:
    """Write a number by a pattern of CLDR."""
    text: str = _pattern(pattern).apply(value, locale_of(code), currency=currency, currency_digits=False)
    return _CODE_TOUCHES.sub(NO_BREAK, text.replace("\N{NARROW NO-BREAK SPACE}", NO_BREAK).replace("-", MINUS))
