"""A number as a learner types it → what it may mean, and whether that is the right one.

Pure. `25 %`, `0,25`, `20 000 €`, `€20,000`, `2.5×`, `1,2 mil.`; a comma or a dot that may be read in two ways is.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from lievik.model.self_test import Slip, Verdict
from lievik.sources.typed_number import read_typed_number
from lievik.sources.written_numbers import MANY

SKIPPED: Final = "?"
"""What is said of a task that somebody passes over."""

_LONGEST: Final = 60
_WORDS: Final = "|".join(sorted((word for words in MANY.values() for word in words), key=len, reverse=True))
_NUMBER: Final = re.compile(
    rf"[-\u2212\u2013]?\s*(?:\d[\d\s.,'\u2019]*\d|\d|[.,]\d+)\s*(?:%|(?:{_WORDS})\b)?", re.IGNORECASE
)
_THOUSAND: Final = Decimal(1000)
_HUNDRED: Final = Decimal(100)
_CLOSE: Final = Decimal("0.01")
_STEPS: Final = {"share": Decimal("0.0005"), "money": Decimal("0.5")}
_STEP: Final = Decimal("0.05")


def judged(said: str, right: Decimal, unit: str) -> Verdict:
    """Judge a number that was typed; right is whatever is written the same as the right one.

    Args:
        said: as it was typed.
        right: what comes out; a share as a fraction.
        unit: of it, as definitions spell units.
    """
    if said.strip() == SKIPPED:
        return Verdict(outcome="skipped", said=said)
    numbers = meanings(said, unit)
    if not numbers:
        return Verdict(outcome="unreadable", said=said)
    step = _STEPS.get(unit.partition("/")[0], _STEP)
    near = [number for number in numbers if abs(number - right) <= step]
    if near:
        return Verdict(outcome="right", said=said, number=near[0])
    slips = [(slip_of(number, right, unit), number) for number in numbers]
    slip, number = next((found for found in slips if found[0]), slips[0])
    return Verdict(outcome="wrong", said=said, number=number, slip=slip)


def meanings(said: str, unit: str) -> tuple[Decimal, ...]:
    """Every number that a text may mean, the likeliest first; none where it is no number, or several.

    Args:
        said: as it was typed.
        unit: a share may be typed as per cent, with or without the sign.

    Example:
        >>> meanings("25 %", "share"), meanings("0,25", "share")[0], meanings("€20,000", "money/day")
        ((Decimal('0.25'),), Decimal('0.25'), (Decimal('20000.000'), Decimal('20.000')))
    """
    found = _NUMBER.findall(said) if len(said) <= _LONGEST else []
    number = read_typed_number(found[0]) if len(found) == 1 else None
    if number is None:
        return ()
    numbers = (number.value, number.value * _THOUSAND) if number.is_doubtful else (number.value,)
    if unit.startswith(("money", "count")):
        numbers = numbers[::-1]
    if unit == "share" and not number.is_percent:
        # A bare 25 is meant as 25%, a bare 0.25 as the fraction that it is.
        return tuple(each / _HUNDRED if abs(each) > 1 else each for each in numbers)
    return numbers


def slip_of(number: Decimal, right: Decimal, unit: str) -> Slip:
    """What a wrong number has in common with the right one; empty for nothing that is known."""
    if not number or not right:
        return ""
    if _alike(number * _HUNDRED, right) or _alike(number, right * _HUNDRED):
        return "hundredfold"
    if _alike(1 / number, right):
        return "upside_down"
    if unit == "share" and _alike(1 - number, right):
        return "rest"
    return "sign" if _alike(-number, right) else ""


def _alike(number: Decimal, right: Decimal) -> bool:
    """Whether two numbers are the same but for rounding."""
    return abs(number - right) <= abs(right) * _CLOSE
