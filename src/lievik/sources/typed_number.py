"""A number that somebody typed in alone → its value and the currency beside it, as the importer reads one in a file.

Pure. A file tells by all of its numbers which sign stands before decimals; a number alone cannot, so that `1,200` is
doubtful where thousands may be meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lievik.sources.currencies import CODES, SHARED, SIGNS
from lievik.sources.written_numbers import MANY

_FACTORS: Final = {word: factor for factor, words in MANY.items() for word in words}
_WORDS: Final = "|".join(sorted(map(re.escape, _FACTORS), key=len, reverse=True))
_BLANKS: Final = re.compile(r"[\s\u00a0\u202f]+")
_SHAPE: Final = re.compile(
    r"(?P<first>[-\u2212\u2013+]?) ?(?P<before>(?:[^\d\s+,.'%\u2212\u2013-]+\.?)?) ?(?P<second>[-\u2212\u2013+]?) ?"
    r"(?P<digits>\d[\d .,'\u2019]*\d|\d|[.,]\d+) ?(?P<after>[^\d]*)"
)
_GROUPS: Final = re.compile(r"\d{1,3}(?:[ '\u2019]\d{3})+")
_FOLLOWED: Final = re.compile(rf"(?P<many>{_WORDS})\.? ?(?P<sign>.*)")
_THOUSAND: Final = 3


@dataclass(frozen=True, kw_only=True)
class TypedNumber:
    """One number as it was typed.

    Attributes:
        currency: the code beside it, or a sign that several currencies share; empty for none.
        is_percent: a per cent sign stands behind it; the value is what stands before that, divided by 100.
        is_doubtful: the value would be a thousand times as much, were its one sign a mark of thousands.
    """

    value: Decimal
    currency: str = ""
    is_percent: bool = False
    is_doubtful: bool = False


def read_typed_number(text: str) -> TypedNumber | None:
    """Read a number; none where the text is none.

    Example:
        >>> read_typed_number("1,2 mil. €")
        TypedNumber(value=Decimal('1200000.0'), currency='EUR', is_percent=False, is_doubtful=False)
    """
    found = _SHAPE.fullmatch(_BLANKS.sub(" ", text).strip().lower())
    if found is None or (found["first"] and found["second"]):
        return None
    digits = _plain_digits(found["digits"])
    behind = _behind(found["after"].strip())
    before = currency_code(found["before"].strip()) if found["before"] else ""
    if digits is None or behind is None or before is None or (before and behind[1]):
        return None
    factor, currency, is_percent = behind
    sign = -1 if (found["first"] or found["second"]) in set("-\u2212\u2013") else 1
    value = Decimal(digits[0]) * factor * sign
    return TypedNumber(
        value=value / 100 if is_percent else value,
        currency=before or currency,
        is_percent=is_percent,
        is_doubtful=digits[1],
    )


def currency_code(text: str) -> str | None:
    """Give the code that a code or sign stands for, a sign that several share for itself; none where it is neither."""
    bare = text.rstrip(".").lower()
    return SIGNS.get(bare) or (bare.upper() if bare.upper() in CODES.split() else None)


def meant_currency(sign: str, usual: str) -> str:
    """Give the currency that a code or shared sign means in a company; empty where it cannot be told.

    Args:
        sign: as `currency_code` gives it.
        usual: the company's own currency, which is meant where it has the sign.
    """
    several = SHARED.get(sign)
    if several is None:
        return sign
    return usual if usual in several else "" if sign == "KR" else several[0]


def _behind(text: str) -> tuple[int, str, bool] | None:
    """Tell what stands behind a number: by what it is multiplied, its currency, whether it is a percentage."""
    if text == "%":
        return 1, "", True
    if not text:
        return 1, "", False
    if (code := currency_code(text)) is not None:
        return 1, code, False
    found = _FOLLOWED.fullmatch(text)
    if found is None:
        return None
    code = currency_code(found["sign"]) if found["sign"] else ""
    return None if code is None else (_FACTORS[found["many"]], code, False)


def _plain_digits(text: str) -> tuple[str, bool] | None:
    """Give digits with a point before decimals, and whether that point is doubtful; none where signs contradict."""
    marks = [sign for sign in text if sign in ",."]
    if not marks:
        return _whole(text, "")
    last = marks[-1]
    other = "," if last == "." else "."
    if marks.count(last) > 1:
        return _whole(text, last) if other not in marks else None
    whole, _, decimals = text.rpartition(last)
    made = _whole(whole or "0", other)
    if made is None or not decimals.isdecimal():
        return None
    is_bare = whole.isdecimal() and not whole.startswith("0") and len(whole) <= _THOUSAND
    return f"{made[0]}.{decimals}", is_bare and len(decimals) == _THOUSAND


def _whole(text: str, mark: str) -> tuple[str, bool] | None:
    """Give the digits of a whole number, whose thousands a blank, an apostrophe or the mark may set apart."""
    grouped = text.replace(mark, "'") if mark else text
    if not grouped.isdecimal() and not _GROUPS.fullmatch(grouped):
        return None
    return re.sub(r"\D", "", grouped), False
