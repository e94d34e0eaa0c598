"""A period → between what its numbers may lie, given what is missing in the data.

Pure. One request for the numbers, and two statements for the deals in doubt. What is in doubt of a deal is one of a few
things, each of which adds its own to the number; the range is over every way to settle all deals together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, cast

from lievik.insight.possible_range import Adds, Alike, possible_range
from lievik.model.periods import Grain, Period, period_of
from lievik.model.possible_range import Doubt, PossibleAnswer, PossibleRange
from lievik.model.request import MetricRequest
from lievik.model.result import MetricResult
from lievik.planner.deal_filter import deal_filter
from lievik.planner.possible_sql import PossibleSQL
from lievik.planner.request_words import Said
from lievik.planner.standing_sql import Known
from lievik.questions.asking import decimal_of, quarterly_request
from lievik.questions.stating import Stating

Places = tuple[bool, bool, bool]
"""Whether a deal may have closed in the period, was created in it, and may close in the coming one."""

_CLOSED, _CREATED, _COMING = range(3)

Option = tuple[int, int, int, int]
"""What a deal adds: to the numerator so much, and so many times its amount; to the denominator likewise."""

Options = dict[Doubt, tuple[Option, ...]]
"""What is missing of a deal -> what it may turn out to be."""

_OUTSIDE: Final[Option] = (0, 0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class _Counting:
    """How a number counts a deal in doubt.

    Attributes:
        metric: whose number.
        place: which of the places of a deal makes it count.
        options: what a deal may turn out to be, by what is missing of it; none for what does not touch the number.
        is_qualified_only: others never count.
        has_denominator: the number is a quotient.
    """

    metric: str
    place: int
    options: Mapping[Doubt, tuple[Option, ...]]
    is_qualified_only: bool = False
    has_denominator: bool = True

    @property
    def has_amounts(self) -> bool:
        """Whether it adds up amounts."""
        return any(option[1] or option[3] for options in self.options.values() for option in options)


def _ended(won: Option, lost: Option, *, unpriced: bool) -> Options:
    """What deals may turn out to be where a number is of those that closed in the period."""
    open_ended = tuple(dict.fromkeys((_OUTSIDE, won, lost)))
    options: Options = {
        "overdue": open_ended,
        "without_outcome": open_ended,
        "won_undated": (_OUTSIDE, won),
        "lost_undated": tuple(dict.fromkeys((_OUTSIDE, lost))),
    }
    if unpriced:
        options |= {"won_without_amount": (won,), "lost_without_amount": (lost,)}
    return {doubt: choices for doubt, choices in options.items() if choices != (_OUTSIDE,)}


_COUNTED: Final = (
    _Counting(
        metric="win_rate",
        place=_CLOSED,
        options=_ended((1, 0, 1, 0), (0, 0, 1, 0), unpriced=False),
        is_qualified_only=True,
    ),
    _Counting(
        metric="win_rate:by_value",
        place=_CLOSED,
        options=_ended((0, 1, 0, 1), (0, 0, 0, 1), unpriced=True),
        is_qualified_only=True,
    ),
    _Counting(
        metric="total_revenue",
        place=_CLOSED,
        options=_ended((0, 1, 0, 0), _OUTSIDE, unpriced=True),
        has_denominator=False,
    ),
    _Counting(metric="average_deal_size", place=_CLOSED, options=_ended((0, 1, 1, 0), _OUTSIDE, unpriced=True)),
    _Counting(
        metric="opportunity_conversion_rate",
        place=_CREATED,
        options={
            "overdue": (_OUTSIDE, (1, 0, 0, 0)),
            "without_outcome": (_OUTSIDE, (1, 0, 0, 0)),
            "won_undated": ((1, 0, 0, 0),),
        },
    ),
    _Counting(
        metric="pipeline_coverage",
        place=_COMING,
        options={
            "overdue": (_OUTSIDE, (0, 1, 0, 0)),
            "open_undated": (_OUTSIDE, (0, 1, 0, 0)),
            "open_without_amount": ((0, 1, 0, 0),),
        },
        is_qualified_only=True,
    ),
)
"""The numbers that are told of; the last is about the quarter that still has days to come."""


@dataclass(frozen=True, kw_only=True)
class _Doubtful:
    """Deals in the same doubt, with the same amount."""

    doubt: Doubt
    places: Places
    is_qualified: bool
    amount: Decimal | None
    count: int


def possible_ranges(company: Stating, said: Said, as_of: str | date | None = None) -> PossibleAnswer:
    """Tell between what numbers may lie.

    Args:
        company: deals as they stood at the end of the as-of day.
        said: period (left out for the last full quarter that has data), where, currency.
        as_of: the day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    names = [counting.metric for counting in _COUNTED if counting.place != _COMING]
    request = quarterly_request(company, names, {**said, "grain": "", "compare": ""}, as_of)
    coming = period_of(request.as_of + timedelta(days=1), Grain.QUARTER)
    ahead = company.request(("pipeline_coverage",), {**said, "period": coming.label, "grain": "", "compare": ""}, as_of)
    results = {result.full_name: result for asked in (request, ahead) for result in company.ask(asked)}
    rows, amounts = _doubtful(company, request, coming)
    told = (
        _told(counting, results[counting.metric], rows, amounts) for counting in _COUNTED if counting.metric in results
    )
    return PossibleAnswer(
        period=request.periods[0],
        as_of=request.as_of,
        currency=request.currency or company.facts.currency,
        ranges=tuple(found for found in told if found is not None),
        amounts=amounts,
    )


def _doubtful(
    company: Stating, request: MetricRequest, coming: Period
) -> tuple[list[_Doubtful], tuple[Decimal, Decimal] | None]:
    """Deals in doubt, and what a missing amount is taken to lie between."""
    facts = company.facts
    if not facts.has_rows("deal"):
        return [], None
    sql = PossibleSQL(
        found=deal_filter(request, company.catalogue),
        known=Known(facts=facts, as_of=request.as_of, currency=request.currency or facts.currency),
        period=request.periods[0],
        coming=coming,
    )
    rows = [
        _Doubtful(
            doubt=cast("Doubt", doubt),
            places=(bool(closed), bool(created), bool(closing)),
            is_qualified=bool(is_qualified),
            amount=cast("Decimal | None", amount),
            count=cast("int", count),
        )
        for doubt, closed, created, closing, is_qualified, amount, count in company.run(sql.doubtful())
    ]
    ((low, high),) = company.run(sql.amounts())
    return rows, None if low is None or high is None else (cast("Decimal", low), cast("Decimal", high))


def _told(
    counting: _Counting,
    result: MetricResult,
    rows: Iterable[_Doubtful],
    amounts: tuple[Decimal, Decimal] | None,
) -> PossibleRange | None:
    """The range of one number; none where the data does not support it at all."""
    touched = [
        row
        for row in rows
        if row.places[counting.place]
        and row.doubt in counting.options
        and (row.is_qualified or not counting.is_qualified_only)
    ]
    numerator, denominator = result.numerator, result.denominator if counting.has_denominator else Decimal(1)
    if result.status == "not_available" or numerator is None or denominator is None:
        return None
    unpriced = sum(row.count for row in touched if row.amount is None) if counting.has_amounts else 0
    ends = None
    if not unpriced or amounts is not None:
        groups = list(_groups(counting, touched, amounts))
        ends = possible_range(Fraction(numerator), Fraction(denominator), groups)
    counted: Counter[Doubt] = Counter()
    for row in touched:
        counted[row.doubt] += row.count
    low, high = (None, None) if ends is None else (_written(end, result.unit) for end in ends)
    if result.value is None and low is None:
        return None
    return PossibleRange(
        result=result,
        low=low,
        high=high,
        doubts=dict(sorted(counted.items(), key=lambda pair: list(counting.options).index(pair[0]))),
        amounts_missing=unpriced,
    )


def _groups(counting: _Counting, rows: Sequence[_Doubtful], amounts: tuple[Decimal, Decimal] | None) -> Iterator[Alike]:
    """What each deal in doubt may add; one without an amount may have a small one or a large one."""
    for row in rows:
        possible = (row.amount,) if row.amount is not None else amounts or (Decimal(0),)
        options = dict.fromkeys(
            _adds(option, Fraction(amount)) for option in counting.options[row.doubt] for amount in possible
        )
        yield Alike(count=row.count, options=tuple(options))


def _adds(option: Option, amount: Fraction) -> Adds:
    above, above_amounts, below, below_amounts = option
    return above + above_amounts * amount, below + below_amounts * amount


def _written(end: Fraction, unit: str) -> Decimal:
    """An end of a range; money to the cent."""
    if unit == "money":
        return (Decimal(end.numerator) / end.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return decimal_of(float(end))
