"""The order of whom to call, made on earlier days by what was known then → what became of its first and its last fifth.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, cast

from lievik.insight.calling import chance_of_money
from lievik.insight.permutation import chance_of_wins
from lievik.model.calling import CallingAnswer, Tried, TriedPart
from lievik.model.periods import previous_period
from lievik.planner.calling_sql import endings_statement
from lievik.planner.standing_sql import Known
from lievik.questions.asking import last_full_quarter
from lievik.questions.stating import Stating

_DAYS: Final = 6
_PARTS: Final = 5
_LEAST_HISTORY: Final = 180
"""Days from the first closing that is known to a day on which an order is tried."""

_DAY: Final = timedelta(days=1)

Ending = tuple[bool, int, Decimal | None]
"""Whether a deal was won, days since it was ordered, its amount."""


def with_tried(company: Stating, order: Callable[[date, bool], CallingAnswer], answer: CallingAnswer) -> CallingAnswer:
    """Order deals as they stood at the ends of the last six full quarters, and look what became of them.

    Args:
        company: deals as they stood at the end of the as-of day.
        order: gives the order of an earlier day by what was known then, with open deals' own amounts or without.
        answer: the order of the as-of day, up to which deals are followed.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    known = Known(facts=company.facts, as_of=answer.as_of, currency=answer.currency)
    has_amounts = company.facts.has_values("deal_version", "amount")
    seen: set[str] = set()
    days: list[date] = []
    fifths: tuple[list[Ending], list[Ending]] = [], []
    unended = 0
    for earlier in _days(company, answer.as_of):
        made = order(earlier, has_amounts)
        calls = [call for call in made.calls if call.kind == "deal" and call.id not in seen]
        seen |= {call.id for call in calls}
        size = len(calls) // _PARTS
        if size:
            days.append(earlier)
            endings = _endings(company.run(endings_statement(earlier, known)))
            for fifth, part in zip(fifths, (calls[:size], calls[-size:]), strict=True):
                ended = [endings[call.id] for call in part if call.id in endings]
                fifth.extend(ended)
                unended += size - len(ended)
    one, other = map(_part, fifths)
    tried = Tried(days=tuple(days), first=one, last=other, unended=unended, is_without_amounts=not has_amounts)
    if one.deals and other.deals:
        tried = replace(
            tried,
            chance=chance_of_wins(one.won, one.deals, one.won + other.won, one.deals + other.deals),
            money_chance=chance_of_money(*map(_paid, fifths)),
        )
    return replace(answer, tried=tried)


def _days(company: Stating, as_of: date) -> list[date]:
    """The last days of the six full quarters before the last, in order, as far as enough had been recorded."""
    spans = company.facts.spans.get("deal", {})
    if "closed_on" not in spans:
        return []
    quarter = last_full_quarter(company.default_period(as_of))
    found: list[date] = []
    for _ in range(_DAYS):
        quarter = previous_period(quarter)
        found.insert(0, quarter.end - _DAY)
    return [day for day in found if (day - spans["closed_on"][0]).days >= _LEAST_HISTORY]


def _endings(rows: Iterable[Sequence[object]]) -> Mapping[str, Ending]:
    return {
        str(ident): (bool(won), cast("int", days), cast("Decimal | None", amount)) for ident, won, days, amount in rows
    }


def _paid(endings: Iterable[Ending]) -> list[tuple[float, int]]:
    """Money and days of each deal; one won without an amount tells nothing."""
    return [
        (float(amount or 0) if won else 0.0, days) for won, days, amount in endings if not won or amount is not None
    ]


def _part(endings: Sequence[Ending]) -> TriedPart:
    return TriedPart(
        deals=len(endings),
        won=sum(won for won, _, _ in endings),
        amount=sum((amount for won, _, amount in endings if won and amount is not None), Decimal(0)),
        days=sum(days for _, days, _ in endings),
    )
