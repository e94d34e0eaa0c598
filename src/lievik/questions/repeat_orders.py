"""Orders of customers → what they are still to bring by the BG/NBD model, tried before on days that it did not know.

Pure. The model learns from the first half of the days there are, and is tried on the second; where it does no better
than each customer's own plain rate, its value is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from lievik.forecast.extras import has_science
from lievik.insight.order_rates import absolute_error, active_rate, average_orders, plain_rate
from lievik.model.periods import custom_period
from lievik.model.repeat_orders import (
    FEWEST,
    SHORTEST,
    Bought,
    HoldOut,
    NotShown,
    RepeatOrdersAnswer,
    Rule,
    StillToCome,
    TriedRule,
)
from lievik.planner.cohort_sql import CohortSQL
from lievik.questions.asking import decimal_of

if TYPE_CHECKING:
    from lievik.forecast.repeat_orders import Histories
    from lievik.questions.stating import Stating

_YEAR: Final = 365.25
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """How far is looked ahead, and what is left of it.

    Attributes:
        years: at most.
        margin: share of revenue; none where it is not known.
    """

    years: Decimal
    margin: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class _Split:
    """Customers as they are known before the cut, and what each brought from it on."""

    cut: date
    until: date
    before: Sequence[Bought]
    came: Sequence[float]

    @property
    def days(self) -> int:
        return (self.until - self.cut).days


def repeat_orders(company: Stating, sql: CohortSQL, first: date, until: date, ahead: Ahead) -> RepeatOrdersAnswer:
    """Tell what customers who are known by their orders are still to bring.

    Args:
        company: whose customers.
        sql: of which customers, by invoices or deals.
        first: the day on which anybody first became a customer.
        until: the day after the last that is known.
        ahead: how far is looked ahead.
    """
    days = (until - first).days
    cut = date.fromordinal(first.toordinal() + days // 2)
    rows = company.run(sql.orders(cut))
    known = [_bought(row[1], row[2:5]) for row in rows if row[2]]
    answer = RepeatOrdersAnswer(
        customers=len(known),
        repeating=sum(each.orders > 1 for each in known),
        days=days,
        unrated=sum(cast("int", row[8]) for row in rows),
    )
    if reason := _not_tried(answer):
        return replace(answer, reason=reason)
    earlier = [row for row in rows if row[5]]
    before = [_bought(row[1], row[5:8]) for row in earlier]
    came = [float(cast("Decimal", row[4])) - float(cast("Decimal", row[7])) for row in earlier]
    return _tried(answer, _Split(cut=cut, until=until, before=before, came=came), known, ahead)


def _not_tried(answer: RepeatOrdersAnswer) -> NotShown:
    """Why nothing is fitted; empty where it can be."""
    if answer.repeating < FEWEST:
        return "few_customers"
    if answer.days < SHORTEST:
        return "short_history"
    return "" if has_science() else "no_science"


def _tried(answer: RepeatOrdersAnswer, split: _Split, known: Sequence[Bought], ahead: Ahead) -> RepeatOrdersAnswer:
    """Try the rules on the second half, and look ahead where the model did better."""
    from lievik.forecast.repeat_orders import fit_repeat_orders

    learnt = _histories(split.before, split.cut)
    model = fit_repeat_orders(learnt)
    if model is None:
        return replace(answer, reason="not_fitted")
    orders: dict[Rule, list[float]] = {
        "bg_nbd": model.expected(learnt, split.days).tolist(),
        "plain_rate": [plain_rate(each, split.cut, split.days) for each in split.before],
        "active_rate": [active_rate(each, split.cut, split.days) for each in split.before],
    }
    worth = average_orders(split.before)
    hold_out = HoldOut(
        period=custom_period(split.cut, split.until), customers=len(split.before), revenue=_money(sum(split.came))
    )
    rules: dict[Rule, TriedRule] = {}
    for rule, expected in orders.items():
        revenue = [count * each for count, each in zip(expected, worth, strict=True)]
        error = absolute_error(revenue, split.came)
        if error is None:
            return replace(answer, reason="no_revenue", hold_out=hold_out)
        rules[rule] = TriedRule(revenue=_money(sum(revenue)), error=decimal_of(error))
    answer = replace(answer, hold_out=replace(hold_out, rules=rules))
    if answer.hold_out and not answer.hold_out.is_better:
        return replace(answer, reason="no_better")
    return _looked_ahead(answer, known, split.until, ahead)


def _looked_ahead(answer: RepeatOrdersAnswer, known: Sequence[Bought], until: date, ahead: Ahead) -> RepeatOrdersAnswer:
    """Fit the model to all that is known, and look from the last day on."""
    from lievik.forecast.repeat_orders import fit_repeat_orders

    histories = _histories(known, until)
    model = fit_repeat_orders(histories)
    if model is None:
        return replace(answer, reason="not_fitted")
    years = min(ahead.years, decimal_of(answer.days / _YEAR))
    orders = model.expected(histories, float(years) * _YEAR).tolist()
    worth = average_orders(known)
    return replace(
        answer,
        to_come=StillToCome(
            years=years,
            orders=decimal_of(sum(orders)),
            buying=decimal_of(float(model.alive(histories).sum())),
            amount=_money(sum(count * each for count, each in zip(orders, worth, strict=True))),
            order=_money(float(sum(each.amount for each in known)) / sum(each.orders for each in known)),
            margin=ahead.margin,
            parameters={name: decimal_of(getattr(model, name)) for name in ("r", "alpha", "a", "b")},
        ),
    )


def _histories(known: Sequence[Bought], until: date) -> Histories:
    from lievik.forecast.repeat_orders import Histories

    return Histories.of(
        [(each.orders - 1, (each.last_on - each.first_on).days, (until - each.first_on).days) for each in known]
    )


def _bought(first_on: object, found: Sequence[object]) -> Bought:
    orders, last_on, amount = found
    return Bought(
        orders=cast("int", orders),
        first_on=cast("date", first_on),
        last_on=cast("date", last_on),
        amount=Decimal(str(amount)),
    )


def _money(amount: float) -> Decimal:
    return Decimal(repr(amount)).quantize(_CENT)
