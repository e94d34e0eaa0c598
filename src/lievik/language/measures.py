"""A value and its unit → text in a language: `1,5 dňa`, `€20,000/day`, `2.5×`.

Gettext knows plurals of whole numbers only; the forms of 1,5 dňa come from CLDR through Babel.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lievik.language.numbers import MINUS, NO_BREAK, locale_of, rounded, write_money, write_number, write_share

_PER: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": {"hour": "hour", "day": "day", "month": "month", "year": "year"},
        "sk": {"hour": "hod.", "day": "deň", "month": "mesiac", "year": "rok"},
    }
)


def write_span(code: str, value: Decimal, unit: str, *, digits: int = 1) -> str:
    """Write a length of time in hours, days, months or years, with at most so many decimals."""
    from babel.units import format_unit

    shape = f"#,##0.{'#' * digits}" if digits else "#,##0"
    text = format_unit(rounded(value, digits), f"duration-{unit}", length="long", format=shape, locale=locale_of(code))
    return text.replace(" ", NO_BREAK).replace("-", MINUS)


def write_ratio(code: str, value: Decimal) -> str:
    """Write how many times one thing is another.

    Example:
        >>> write_ratio("en", Decimal("2.5"))
        '2.5×'
    """
    return write_number(code, value, digits=1, least=1) + "×"


def write_amount(code: str, value: Decimal, unit: str, currency: str = "") -> str:
    """Write a value by its unit, as definitions spell units.

    Args:
        code: of the language.
        value: a share as a fraction.
        unit: such as `share`, `day` or `money/month`.
        currency: of money.
    """
    head, _, per = unit.partition("/")
    return write_per(code, _HEADS.get(head, _plain)(code, value, currency), per)


def write_per(code: str, text: str, per: str) -> str:
    """Say by which unit of time something is; the text itself where there is none."""
    return f"{text}/{_PER[code].get(per, per)}" if per else text


def _plain(code: str, value: Decimal, _currency: str) -> str:
    """Write a number without a unit; one decimal where it is not whole."""
    return write_number(code, value, digits=1)


_HEADS: Final[Mapping[str, Callable[[str, Decimal, str], str]]] = MappingProxyType(
    {
        "money": write_money,
        "share": lambda code, value, _currency: write_share(code, value),
        "ratio": lambda code, value, _currency: write_ratio(code, value),
        "hour": lambda code, value, _currency: write_span(code, value, "hour"),
        "day": lambda code, value, _currency: write_span(code, value, "day"),
        "month": lambda code, value, _currency: write_span(code, value, "month"),
        "year": lambda code, value, _currency: write_span(code, value, "year"),
    }
)
