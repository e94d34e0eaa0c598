"""Period words → their page, each with what it means on one day."""

from __future__ import annotations

from datetime import date
from typing import Final

from lievik.apps.reference.writing import code, page, table
from lievik.model.period_words import read_period
from lievik.model.periods import FiscalYear

_DAY: Final = date(2017, 8, 15)
_FISCAL: Final = FiscalYear(start_month=4)
_WORDS: Final = (
    "2017",
    "2017-H1",
    "2017-Q3",
    "2017-07",
    "2017-W31",
    "2017-07-14",
    "FY2017",
    "FY2018-Q2",
    "this-month",
    "last-quarter",
    "next-month",
    "last-3-months",
    "today",
    "yesterday",
    "ytd",
    "qtd",
    "mtd",
    "fytd",
    "fqtd",
    "minulý-mesiac",
    "tento-rok",
    "posledné-2-štvrťroky",
    "2017-01-15..2017-03-31",
    "2017-01..2017-Q2",
)


def period_page() -> str:
    """Write the page of period words."""
    return page(
        "Periods",
        "What `--period` understands. Capitals, accents, and a space or `_` in place of `-` do not matter. "
        "Both ends of `..` are included in what is typed; results give the day after the last as `end`. "
        "Below, today is 15 August 2017, and the fiscal year starts in April and is named after the year it ends in.",
        table(("typed", "label", "first day", "last day included"), [_row(word) for word in _WORDS]),
    )


def _row(word: str) -> tuple[str, ...]:
    period = read_period(word, as_of=_DAY, fiscal=_FISCAL)
    last = date.fromordinal(period.end.toordinal() - 1)
    return code(word), code(period.label), period.start.isoformat(), last.isoformat()
