"""Two days → what was put off between them: part of the opening, pushes by part, and deals pushed again and again.

Pure. Three statements whatever the number of deals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from lievik.errors import ParameterError, RequestError, UnknownNameError
from lievik.insight.intervals import wilson_of
from lievik.model.bridge import Bar
from lievik.model.periods import FiscalYear, Grain, Period, custom_period, period_of, split
from lievik.model.result import Interval
from lievik.model.slippage import PushedDeal, SlippageAnswer, SlipPart, SlipRate, SlipUnit
from lievik.planner.deal_walk import Walk
from lievik.planner.request_words import Said
from lievik.planner.slippage_sql import SlippageSQL
from lievik.questions.window import Asked, History, Window, asked_about, filter_values, is_foreign

_DAY: Final = timedelta(days=1)
_MIN_N: Final = 10
_Part = tuple[str | None, str | None]
"""Id and label of a part."""


@dataclass(frozen=True, kw_only=True)
class Pushing:
    """What counts as a push, and how many make a deal one that is listed.

    Attributes:
        grain: a move within one of its units is none.
    """

    grain: str = "month"
    times: int = 3

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            UnknownNameError: there is no such grain.
            ParameterError: a deal would be listed without a push.
        """
        if self.grain not in set(Grain):
            raise UnknownNameError("grain", self.grain, [str(known) for known in Grain])
        if self.times < 1:
            raise ParameterError("times", str(self.times), "it has to be 1 or more")


@dataclass(frozen=True)
class _Opening:
    """One row of `SlippageSQL.rates`."""

    unit_no: int
    part: str | None
    label: str | None
    opening_deals: int
    opening_amount: Decimal
    opening_unrated: int
    pushed_deals: int
    pushed_amount: Decimal
    pushed_unrated: int


def slippage(company: History, said: Said, window: Window, pushing: Pushing | None = None) -> SlippageAnswer:
    """Tell what was put off between the ends of two days.

    Args:
        company: with all states of its deals.
        said: period, by, where, currency.
        window: from and to which day, as people typed them, and the day that answers are as of.
        pushing: what counts as a push.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    pushing = pushing or Pushing()
    asked = asked_about(company, "slippage", said, window)
    from_on, to_on = _days(asked)
    grain = Grain(pushing.grain)
    walk = Walk(facts=company.facts, is_all=True, restrictions=asked.restrictions, split=asked.split)
    answer = SlippageAnswer(
        from_on=from_on,
        to_on=to_on,
        as_of=asked.request.as_of,
        grain=grain,
        times=pushing.times,
        currency=asked.currency,
        split_by=asked.split.name if asked.split else "",
        is_all_counted=not walk.is_qualified_only,
    )
    if not company.facts.has_rows("deal") and not company.facts.has_rows("deal_past"):
        return answer
    fiscal = asked.request.fiscal if asked.period.is_fiscal else None
    pieces = split(custom_period(from_on + _DAY, to_on + _DAY), grain, fiscal)
    units = [period_of(piece.start, grain, fiscal) for piece in pieces]
    sql = SlippageSQL(
        walk=walk,
        units=range(len(units)),
        grain=grain,
        fiscal=fiscal or FiscalYear(),
        is_converted=is_foreign(company.facts, asked.currency),
        values={
            "from_on": from_on,
            "to_on": to_on,
            "currency": asked.currency,
            "times": pushing.times,
            **_bound(units, from_on, to_on),
            **filter_values(asked.restrictions, asked.request),
        },
    )
    return _answered(answer, company, sql, units)


def _answered(answer: SlippageAnswer, company: History, sql: SlippageSQL, units: Sequence[Period]) -> SlippageAnswer:
    """Ask, and put what comes back in order."""
    openings = [_Opening(*row) for row in company.run(sql.rates())]  # type: ignore[arg-type]
    deals = [PushedDeal(**dict(zip(PushedDeal.__annotations__, row, strict=True))) for row in company.run(sql.deals())]  # type: ignore[arg-type]
    return replace(
        answer,
        units=tuple(
            SlipUnit(period=unit, rate=_rate(row for row in openings if row.unit_no == number))
            for number, unit in enumerate(units)
        ),
        parts=tuple(_parts(company.run(sql.pushes()), openings, is_split=bool(answer.split_by))),
        deals=tuple(deals),
    )


def _days(asked: Asked) -> tuple[date, date]:
    """The two days: as asked for, else from the day before the period to the as-of day or the period's last."""
    to_on = asked.to_on or min(asked.request.as_of, asked.period.end - _DAY)
    from_on = asked.from_on or min(asked.period.start, to_on) - _DAY
    if from_on >= to_on:
        raise RequestError(
            f"What was put off would be told from {from_on} to {to_on}.", "Give a day for --from that is before --to."
        )
    return from_on, to_on


def _bound(units: Iterable[Period], from_on: date, to_on: date) -> dict[str, object]:
    """The days of each unit: when its opening is looked at, its edges, and its last day that is over."""
    found: dict[str, object] = {}
    for number, unit in enumerate(units):
        found |= {
            f"opens_{number}": max(unit.start - _DAY, from_on),
            f"start_{number}": unit.start,
            f"end_{number}": unit.end,
            f"last_{number}": min(unit.end - _DAY, to_on),
        }
    return found


def _rate(rows: Iterable[_Opening]) -> SlipRate:
    """Add openings up, and divide last."""
    found = list(rows)
    deals, pushed = (sum(getattr(row, name) for row in found) for name in ("opening_deals", "pushed_deals"))
    amount = sum((row.opening_amount for row in found), Decimal(0))
    pushed_amount = sum((row.pushed_amount for row in found), Decimal(0))
    bounds = wilson_of(Decimal(pushed), Decimal(deals))
    return SlipRate(
        opening=Bar(deals=deals, amount=amount),
        pushed=Bar(deals=pushed, amount=pushed_amount),
        value_share=pushed_amount / amount if amount else None,
        deal_share=Decimal(pushed) / deals if deals else None,
        interval=None if bounds is None else Interval(low=bounds[0], high=bounds[1], method="wilson"),
        status="undefined" if not deals else "insufficient" if deals < _MIN_N else "ok",
        reason="zero_denominator" if not deals else "few_records" if deals < _MIN_N else "",
        left_out=sum(row.opening_unrated for row in found),
    )


def _parts(rows: Iterable[tuple[object, ...]], openings: Iterable[_Opening], *, is_split: bool) -> Iterable[SlipPart]:
    """The whole, then each part by its label, one that had an opening and no push among them."""
    by_part: dict[_Part, list[_Opening]] = defaultdict(list)
    for opening in openings:
        by_part[opening.part, opening.label].append(opening)
    everything = [opening for found in by_part.values() for opening in found]
    pushes: dict[_Part, tuple[object, ...]] = {}
    whole: tuple[object, ...] = (0, 0, 0, 0, 0)
    for part, label, is_whole, *numbers in rows:
        if is_whole:
            whole = tuple(numbers)
        else:
            pushes[part, label] = tuple(numbers)  # type: ignore[index]
    yield _part(None, whole, everything, is_whole=True)
    if is_split:
        keys = {**by_part, **pushes}
        for key in sorted(keys, key=lambda key: (key[0] is None, (key[1] or key[0] or "").casefold(), key[0] or "")):
            yield _part(key[1] or key[0], pushes.get(key, (0, 0, 0, 0, 0)), by_part.get(key, []), is_whole=False)


def _part(label: str | None, numbers: tuple[object, ...], openings: list[_Opening], *, is_whole: bool) -> SlipPart:
    pushes, deals, days, pulls, pulled = (int(str(number)) for number in numbers)
    return SlipPart(
        part=label,
        is_whole=is_whole,
        pushes=pushes,
        deals=deals,
        days=days,
        pulls=pulls,
        pulled=pulled,
        rate=_rate(openings),
    )
