"""Words that somebody typed about a target → its bounds and currency, or a sentence that says what is wrong.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from lievik.desk.typed_quota import read_currency
from lievik.errors import RequestError
from lievik.model.metric import Reading
from lievik.sources.typed_number import TypedNumber, meant_currency, read_typed_number

Typed: TypeAlias = str | Decimal | int
"""A number as a person types it, or as a program has it: a share as a fraction."""

_WRITTEN: Final = {"money": "250000, 1.2 mil. or 10k", "share": "25% or 0.25", "ratio": "3.5"}
_SIGNED: Final = ("share", "ratio")
_CENT: Final = Decimal("0.01")
_LARGEST: Final = Decimal(10) ** 15
_PLACES: Final = 9


def read_bounds(
    typed: Typed | Sequence[Typed], reading: Reading, *, usual: str, currency: str = ""
) -> tuple[tuple[Decimal, ...], str]:
    """Read a target's value, or the two ends of its range.

    Args:
        typed: one value, or two as `3..4` or apart.
        reading: of the metric that it is for.
        usual: the workspace's currency.
        currency: that was said beside it; empty where none was.

    Returns:
        The bounds in the metric's unit, and their currency; empty where the metric is not money.

    Raises:
        RequestError: it makes no target of that metric.
    """
    parts = _parts(typed)
    name = reading.full_name
    wanted = 2 if reading.better == "in range" else 1
    if len(parts) != wanted and wanted == 1:
        raise RequestError(f"Metric '{name}' takes one value as its target, not a range.", "Name the value alone.")
    if len(parts) != wanted:
        raise RequestError(f"The target of '{name}' is a range.", "Name both ends, like 3..4.")
    numbers = [_number(part, reading) for part in parts]
    bounds = tuple(_bound(number, part, reading) for number, part in zip(numbers, parts, strict=True))
    if list(bounds) != sorted(bounds):
        raise RequestError(
            f"The range '{'..'.join(map(str, parts))}' ends before it begins.", "Name the lower end first."
        )
    return bounds, _currency(numbers, reading, usual, currency)


def _parts(typed: Typed | Sequence[Typed]) -> list[Typed]:
    """Give what was typed, end by end."""
    if isinstance(typed, str):
        return [part.strip() for part in typed.split("..")]
    return [typed] if isinstance(typed, Decimal | int) else list(typed)


def _number(part: Typed, reading: Reading) -> TypedNumber:
    """Read one number; a program's is what it is.

    Raises:
        RequestError: it is none.
    """
    if not isinstance(part, str):
        return TypedNumber(value=Decimal(part))
    found = read_typed_number(part)
    if found is None:
        raise _refused(part, reading)
    if found.is_doubtful and reading.unit_text.startswith(("money", "count")):
        shorter = f"{found.value.normalize():f}"
        raise RequestError(
            f"'{part}' may be {found.value * 1000:.0f} or {shorter}.",
            f"Write it like {found.value * 1000:.0f} or {shorter}0.",
        )
    if reading.unit_text == "share" and not found.is_percent and abs(found.value) > 1:
        raise RequestError(f"A share above 1 is written with a per cent sign, and '{part}' has none.", _fix("share"))
    return found


def _bound(number: TypedNumber, part: Typed, reading: Reading) -> Decimal:
    """Give a number as a bound in the metric's unit.

    Raises:
        RequestError: it is none: below zero, too large, a percentage of money.
    """
    head = reading.unit_text.partition("/")[0]
    value = number.value
    is_finite = value.is_finite() and abs(value) < _LARGEST
    if not is_finite or (number.is_percent and head != "share") or (value < 0 and head not in _SIGNED):
        raise _refused(part, reading)
    made = value.quantize(_CENT) if head == "money" else round(value, _PLACES).normalize()
    if head == "money" and made != value:
        raise _refused(part, reading)
    return made


def _currency(numbers: Sequence[TypedNumber], reading: Reading, usual: str, said: str) -> str:
    """Give the currency that is meant.

    Raises:
        RequestError: there is none such, several are named, or the metric is not money.
    """
    signs = {number.currency for number in numbers if number.currency}
    named = {meant_currency(sign, read_currency(said, usual)) for sign in signs} | ({said.strip().upper()} - {""})
    if not reading.unit_text.startswith("money"):
        if named:
            raise RequestError(f"Metric '{reading.full_name}' is not in money.", "Leave the currency out.")
        return ""
    if len(named) > 1:
        raise RequestError("Several currencies are named for one target.", "Name one currency.")
    return read_currency(next(iter(named), ""), usual)


def _refused(part: Typed, reading: Reading) -> RequestError:
    return RequestError(f"'{part}' is no target of '{reading.full_name}'.", _fix(reading.unit_text.partition("/")[0]))


def _fix(head: str) -> str:
    return f"Write it like {_WRITTEN.get(head, '40')}."
