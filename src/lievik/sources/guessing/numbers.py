"""Texts of a column → whether they are numbers, which sign stands before the decimals, and what currency they name.

Pure. 1.234 tells nothing by itself: another value has to decide, or another column of the same file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from lievik.model.mapping import TextForm
from lievik.model.proposal import Doubt
from lievik.sources.guessing.words import value_words

_BLANKS: Final = " \u00a0\u2007\u202f"
_MANY: Final = r"(?:k|tis|tisíc|tsd|m|mil|mio|mln|million|mld|mrd|bn)\.?"
_SIGN: Final = r"[^\W\d_]{1,4}\$?|[€$£¥₴₹₺]"
_NUMBER: Final = re.compile(
    rf"\(?[-−–+]?(?P<before>{_SIGN})?\s*[-−–+]?(?P<digits>[\d.,'\u2019{_BLANKS}]*\d[.,]?(?:-{{1,2}})?)"
    rf"\s*(?:(?P<many>{_MANY})(?![^\W\d_]))?\s*(?P<after>{_SIGN}|%)?-?\)?",
    re.IGNORECASE,
)
_GROUPED: Final = re.compile(rf"\d{{1,3}}(?:[{_BLANKS}'\u2019]\d{{3}})+|\d+")
_WHOLE: Final = 3
_SHARED_SIGNS: Final = frozenset({"$", "¥", "kr"})


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What a column's texts say about numbers.

    Attributes:
        share: of the texts that are numbers.
        form: how they are written; none where it makes no difference.
        doubt: what decides nothing or contradicts itself; empty for nothing.
        options: signs that may stand before the decimals.
        decimal: the sign before the decimals where the values themselves decide; empty where they do not.
        currencies: codes named by signs beside the numbers; `?` is a sign that several currencies share.
        has_per_cent: whether a per cent sign is among them.
        largest: of those without a per cent sign; none where the form is not known.
    """

    share: float = 0.0
    form: TextForm | None = None
    doubt: str = ""
    options: tuple[str, ...] = ()
    decimal: str = ""
    currencies: frozenset[str] = field(default_factory=frozenset)
    has_per_cent: bool = False
    largest: Decimal | None = None


@dataclass
class _Seen:
    """What was seen of signs in the numbers of a column, so far."""

    decimals: set[str] = field(default_factory=set)
    thousands: set[str] = field(default_factory=set)
    either: set[str] = field(default_factory=set)
    currencies: set[str] = field(default_factory=set)
    bare: list[str] = field(default_factory=list)
    count: int = 0
    has_per_cent: bool = False


def look_for_numbers(texts: Iterable[str]) -> Numbers:
    """Look whether texts are numbers."""
    seen, listed = _Seen(), list(texts)
    for text in listed:
        _see(text, seen)
    if not seen.count:
        return Numbers()
    return _decided(seen, seen.count / len(listed))


def with_decimal(numbers: Numbers, decimal: str) -> Numbers:
    """Decide an open sign by what another column of the file says."""
    if numbers.doubt != Doubt.DECIMAL_OR_THOUSANDS or not decimal:
        return numbers
    thousands = "." if decimal == "," else ","
    form = TextForm(decimal=decimal, thousands=thousands)
    return Numbers(share=numbers.share, form=form, decimal=decimal, currencies=numbers.currencies)


def _see(text: str, seen: _Seen) -> None:
    found = _NUMBER.fullmatch(text)
    if not found:
        return
    named = [sign for sign in (found["before"], found["after"]) if sign and sign != "%"]
    codes = [_code(sign) for sign in named]
    digits = re.sub(r"-{1,2}$", "", found["digits"])
    if not all(codes) or not _weigh(digits, seen):
        return
    seen.count += 1
    seen.currencies.update(codes)
    if found["after"] == "%":
        seen.has_per_cent = True
    elif not found["many"]:
        seen.bare.append(digits)


def _code(sign: str) -> str:
    """Give the code of a currency's sign, `?` where several share it; empty where it is none."""
    if sign.casefold() in _SHARED_SIGNS:
        return "?"
    return value_words().currencies.get(sign.casefold(), "")


def _weigh(digits: str, seen: _Seen) -> bool:
    """Note what the signs of one number say; tell whether it is one."""
    signs = [sign for sign in digits if sign in ".,"]
    last = digits.rfind(signs[-1]) if signs else len(digits)
    if len(set(signs)) > 1:
        if signs.count(signs[-1]) > 1 or len(set(signs[:-1])) > 1 or not _is_grouped(digits[:last], signs[0]):
            return False
        seen.decimals.add(signs[-1])
        seen.thousands.add(signs[0])
        return True
    if len(signs) > 1:
        seen.thousands.add(signs[0])
        return _is_grouped(digits, signs[0])
    whole, rest = digits[:last], digits[last + 1 :]
    if (rest and not rest.isdecimal()) or not (_GROUPED.fullmatch(whole) or (rest and not whole)):
        return False
    if signs:
        is_open = len(rest) == _WHOLE and whole.isdecimal() and len(whole) <= _WHOLE and not whole.startswith("0")
        (seen.either if is_open else seen.decimals).add(signs[0])
    return True


def _is_grouped(digits: str, sign: str) -> bool:
    first, *groups = digits.split(sign)
    return 1 <= len(first) <= _WHOLE and first.isdecimal() and all(len(g) == _WHOLE and g.isdecimal() for g in groups)


def _decided(seen: _Seen, share: float) -> Numbers:
    """Find how the numbers are written; a sign that is both, or two signs before decimals, is a doubt."""
    plain = Numbers(share=share, currencies=frozenset(seen.currencies), has_per_cent=seen.has_per_cent)
    if len(seen.decimals) > 1 or seen.decimals & seen.thousands or len(seen.thousands) > 1:
        return replace(plain, doubt=Doubt.MIXED_NUMBERS)
    decimals = seen.decimals or {_other(sign) for sign in seen.thousands}
    if not decimals and len(seen.either) > 1:
        return replace(plain, doubt=Doubt.MIXED_NUMBERS)
    if not decimals and seen.either:
        sign = next(iter(seen.either))
        options = (sign, _other(sign))
        return replace(plain, doubt=Doubt.DECIMAL_OR_THOUSANDS, options=options)
    if not decimals:
        return replace(plain, largest=_largest(seen.bare, "."))
    decimal = next(iter(decimals))
    has_thousands = bool(seen.thousands) or _other(decimal) in seen.either
    form = TextForm(decimal=decimal, thousands=_other(decimal) if has_thousands else "")
    return replace(plain, form=form, decimal=decimal, largest=_largest(seen.bare, decimal))


def _other(sign: str) -> str:
    return "." if sign == "," else ","


def _largest(bare: list[str], decimal: str) -> Decimal | None:
    plain = (re.sub(rf"[^\d{re.escape(decimal)}]", "", digits).replace(",", ".").strip(".") for digits in bare)
    return max((Decimal(digits) for digits in plain if digits), default=None)
