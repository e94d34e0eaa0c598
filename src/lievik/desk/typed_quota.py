"""Words that somebody typed about a quota → its amount, spread and months, or a sentence that says what is wrong.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, cast

from lievik.errors import RequestError
from lievik.model.periods import Period
from lievik.model.quota import SPREADS, Spread
from lievik.model.request import is_currency

_NUMBER: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
_BLANKS: Final = re.compile(r"[\s\u00a0\u202f_']+")


def read_amount(typed: str | Decimal | int) -> Decimal:
    """Read an amount of money; blanks between thousands do not matter.

    Raises:
        RequestError: it is none.
    """
    text = _BLANKS.sub("", f"{typed:f}" if isinstance(typed, Decimal) else str(typed))
    if not _NUMBER.fullmatch(text):
        raise RequestError(f"'{typed}' is not an amount.", "Write it like 250000 or 250000.50.")
    return Decimal(text).quantize(Decimal("0.01"))


def read_currency(typed: str, usual: str) -> str:
    """Read a currency; the workspace's where none was typed.

    Raises:
        RequestError: it is none.
    """
    code = (typed or usual).strip().upper()
    if not is_currency(code):
        raise RequestError(f"Currency '{typed}' is not a three-letter code.", "Write it like EUR, CZK or USD.")
    return code


def read_spread(typed: str, months: Sequence[object]) -> Spread:
    """Read how a quota is spread; months that are listed say it too.

    Raises:
        RequestError: there is no such way, or months are listed for another.
    """
    spread = typed or ("hand" if months else "flat")
    if spread not in SPREADS:
        raise RequestError(f"A quota cannot be spread by '{spread}'.", f"Ways to spread it: {', '.join(SPREADS)}.")
    if months and spread != "hand":
        raise RequestError("Months are listed for a quota that is not spread by hand.", "Say --spread hand.")
    return cast("Spread", spread)


def read_months(
    typed: Sequence[str | Decimal | int], spread: Spread, amount: Decimal, period: Period
) -> tuple[Decimal, ...]:
    """Read the amounts of a quota's months that are listed by hand; none for other ways to spread it.

    Raises:
        RequestError: they are not one for each month, or do not add up to the quota.
    """
    if spread != "hand":
        return ()
    if period.start.day != 1 or period.end.day != 1:
        raise RequestError(
            f"Period '{period.label}' is not made of whole months.", "Spread it flat, or name whole months."
        )
    count = 12 * (period.end.year - period.start.year) + period.end.month - period.start.month
    if len(typed) != count:
        raise RequestError(
            f"Months listed: {len(typed)}; months of '{period.label}': {count}.",
            "List one amount for each month, like --months 100,200,300.",
        )
    months = tuple(read_amount(each) for each in typed)
    if sum(months) != amount:
        raise RequestError(
            f"The months listed add up to {sum(months):f}, the quota is {amount:f}.",
            "Correct the months, or the quota.",
        )
    return months
