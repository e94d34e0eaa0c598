"""A request about a period → what moved among customers in it, unit by unit, in counts and in monthly amounts.

Pure. Six statements at most, whatever the number of customers; what makes and ends a customer is told beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, cast

from lievik.errors import ParameterError, RequestError, UnknownNameError
from lievik.insight.shares import share_of
from lievik.model.customer_moves import (
    MOVES,
    CustomersAnswer,
    MoneyMoves,
    Move,
    Moved,
    MovedAccount,
    MovePart,
    MoveUnit,
)
from lievik.model.funnel import Share
from lievik.model.periods import Grain, Period, period_of, year_up_to
from lievik.model.request import MetricRequest
from lievik.planner.customer_losses_sql import CustomerLossesSQL
from lievik.planner.customer_moves_sql import FILTERED_AS, CustomerMovesSQL
from lievik.planner.deal_filter import deal_filter
from lievik.planner.request_words import Said
from lievik.planner.standing_sql import Known
from lievik.questions.customer_losses import bases_of, losses_of, lost_for, stated_reasons
from lievik.questions.stating import Stating

COHORT: Final = "cohort"
"""What to split by when accounts first became customers."""

DISAGREE: Final = "disagree"
"""What lists the accounts of which sources say different things."""

LISTS: Final = (*MOVES, "all", DISAGREE)
"""Everything that can be listed."""

_OF_RENEWALS: Final = "churn_rate:of_renewals"
_DAY: Final = timedelta(days=1)
_GRAINS: Final = (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)
_Part = tuple[str | None, str | None]
"""Id and label of a part."""


@dataclass(frozen=True, kw_only=True)
class Looking:
    """What is looked at beside the usual.

    Attributes:
        window: days within which a return is an early one; none for those agreed on.
        listed: a movement whose accounts are listed; `all` for every one, `disagree` for those that sources call
            lost and not lost.
    """

    window: int | None = None
    listed: str = ""

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            UnknownNameError: there is no such movement.
            ParameterError: the window is no number of days.
        """
        if self.listed and self.listed not in LISTS:
            raise UnknownNameError("movement", self.listed, LISTS)
        if self.window is not None and self.window < 0:
            raise ParameterError("window", str(self.window), "it cannot be negative")


def customers(
    company: Stating, said: Said, looking: Looking | None = None, as_of: str | date | None = None
) -> CustomersAnswer:
    """Tell what moved among customers, as people ask for it.

    Args:
        company: as it was known at the end of the as-of day.
        said: period (left out for the last twelve full months with data), grain (left out for months), by (one
            dimension, or `cohort`), where, currency.
        looking: what counts as an early return, and which accounts are listed.
        as_of: the day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    looking = looking or Looking()
    period, request, by = _read(company, said, as_of)
    answer = CustomersAnswer(
        period=period,
        as_of=request.as_of,
        grain=str(request.periods[0].grain or ""),
        window=company.facts.customers.reactivation_days if looking.window is None else looking.window,
        rule=company.facts.customers_made_by,
        currency=request.currency or company.facts.currency,
        split_by=by,
        listed=looking.listed,
    )
    if not company.facts.has_rows("customer"):
        needed = ", ".join(company.facts.missing_tables("customer"))
        return replace(answer, reason="missing_table", reason_facts={"tables": needed})
    units = [unit for unit in request.periods if unit.start <= request.as_of]
    if not units:
        raise RequestError(
            f"The period {period.label} lies after {request.as_of}, the day that the answer is as of.",
            "Name an earlier period, or a later --as-of.",
        )
    return _answered(answer, company, request, units)


def _read(company: Stating, said: Said, as_of: str | date | None) -> tuple[Period, MetricRequest, str]:
    """Read the question: its period, the same with a period a unit, and what it is split by."""
    given = said.get("by") or ()
    names = [given] if isinstance(given, str) else list(given)
    if len(names) > 1:
        raise RequestError("Customers can be split by one thing at a time.", "Name one dimension after --by.")
    by = names[0] if names else ""
    grain = said.get("grain") or str(Grain.MONTH)
    if grain not in _GRAINS:
        raise UnknownNameError("grain", grain, [str(known) for known in _GRAINS])
    period = said.get("period") or year_up_to(company.default_period(company.as_of(as_of))).label
    asked: Said = {**said, "period": period, "by": () if by == COHORT else by, "compare": ""}
    whole = company.request((), {**asked, "grain": ""}, as_of)
    return whole.periods[0], company.request((), {**asked, "grain": grain}, as_of), by


def _answered(
    answer: CustomersAnswer, company: Stating, request: MetricRequest, units: Sequence[Period]
) -> CustomersAnswer:
    """Ask, and put what comes back in order."""
    until = [min(unit.end, answer.as_of + _DAY) for unit in units]
    last = len(units)
    known = Known(facts=company.facts, as_of=answer.as_of, currency=answer.currency)
    plain = deal_filter(request, company.catalogue, (), FILTERED_AS)
    basis = company.facts.customer_basis
    sql = CustomerMovesSQL(
        found=plain,
        known=known,
        edges=(units[0].start, *until),
        spans=(*((number, number + 1) for number in range(last)), (0, last)),
        window=answer.window,
        has_amounts=basis == "subscription",
        values={"last_on": until[-1] - _DAY},
    )
    periods = [*zip(units, until, strict=True), (answer.period, until[-1])]
    told = _units(company, sql, periods)
    losses = CustomerLossesSQL(found=plain, known=known, start=units[0].start, end=until[-1])
    whole = told.get((last, (None, None))) or _unit(answer.period, until[-1], (), (), answer.currency)
    return replace(
        answer,
        basis=basis,
        whole=whole,
        units=tuple(
            told.get((number, (None, None))) or _unit(*periods[number], (), (), answer.currency)
            for number in range(last)
        ),
        parts=tuple(_parts(company, sql, answer, request, periods[-1])) if answer.split_by else (),
        bases=bases_of(company, losses, basis, whole.closing),
        losses=losses_of(company, losses),
        renewals=_renewals(company, request, answer.period),
        lost_for=lost_for(company, losses, whole.opening),
        stated=stated_reasons(company, losses),
        accounts=tuple(_accounts(company, sql, answer, units)) if answer.listed in (*MOVES, "all") else (),
    )


def _renewals(company: Stating, request: MetricRequest, period: Period) -> Share | None:
    """Churn of those up for renewal, where contracts of several terms are mixed."""
    if not company.facts.has_values("customer_amount", "is_one_of_several_terms"):
        return None
    asked = replace(request, metrics=(_OF_RENEWALS,), periods=(period,), dimensions=(), has_beside=False)
    (result,) = company.ask(asked)
    due = int(result.denominator or 0)
    return share_of(int(result.numerator or 0), due, "" if due else "nobody_up_for_renewal")


def _parts(
    company: Stating, sql: CustomerMovesSQL, answer: CustomersAnswer, request: MetricRequest, whole: tuple[Period, date]
) -> Iterable[MovePart]:
    """Each part over the whole period, by its name."""
    is_cohort = answer.split_by == COHORT
    grain = Grain.YEAR if answer.grain == Grain.YEAR else Grain.QUARTER
    by = () if is_cohort else (answer.split_by,)
    split = replace(
        sql,
        found=deal_filter(request, company.catalogue, by, FILTERED_AS),
        spans=(sql.spans[-1],),
        cohort=str(grain) if is_cohort else "",
    )
    told = {part: unit for (_, part), unit in _units(company, split, [whole]).items()}
    for part in sorted(told, key=lambda part: (part[0] is None, (part[1] or part[0] or "").casefold(), part[0] or "")):
        label = part[1] or part[0]
        since = period_of(date.fromisoformat(label), grain) if is_cohort and label else None
        yield MovePart(part=since.label if since else label, unit=told[part], since=since)


def _units(
    company: Stating, sql: CustomerMovesSQL, periods: Sequence[tuple[Period, date]]
) -> dict[tuple[int, _Part], MoveUnit]:
    """What moved, by period and part."""
    counted: dict[tuple[int, _Part], list[Sequence[object]]] = defaultdict(list)
    for number, part, label, *rest in company.run(sql.accounts()):
        counted[cast("int", number), (cast("str | None", part), cast("str | None", label))].append(rest)
    apart: dict[tuple[int, _Part], list[Sequence[object]]] = defaultdict(list)
    currencies = company.facts.currencies.get("customer_amount", frozenset())
    if sql.has_amounts and currencies - {sql.known.currency}:
        for number, part, label, *rest in company.run(sql.currencies()):
            apart[cast("int", number), (cast("str | None", part), cast("str | None", label))].append(rest)
    return {
        key: _unit(*periods[key[0]], rows, apart[key], sql.known.currency if sql.has_amounts else "")
        for key, rows in counted.items()
    }


def _unit(
    period: Period, until: date, rows: Iterable[Sequence[object]], apart: Iterable[Sequence[object]], currency: str
) -> MoveUnit:
    """One unit from its rows: a movement each."""
    found = list(rows)
    opening, closing = (sum(cast("int", row[place]) for row in found) for place in (2, 3))
    accounts = {str(row[0]): cast("int", row[1]) for row in found}
    money = [_money(currency, [(*row[:2], *row[4:]) for row in found], is_converted=True)] if currency else []
    by_currency: dict[str, list[Sequence[object]]] = defaultdict(list)
    for name, *rest in apart:
        by_currency[str(name)].append(rest)
    money += [_money(name, by_currency[name], is_converted=False) for name in sorted(by_currency)]
    return MoveUnit(
        period=period,
        until=until,
        opening=opening,
        closing=closing,
        accounts={move: accounts.get(move, 0) for move in MOVES},
        churn=share_of(accounts.get("churn", 0), opening, "" if opening else "no_customers_at_start"),
        money=tuple(money),
    )


def _money(currency: str, rows: Sequence[Sequence[object]], *, is_converted: bool) -> MoneyMoves:
    """Amounts from rows of (move, accounts, opening, change, exchange, closing, unrated)."""
    moved = {
        str(row[0]): Moved(move=cast("Move", row[0]), accounts=cast("int", row[1]), amount=_of(row[3])) for row in rows
    }
    return MoneyMoves(
        currency=currency,
        is_converted=is_converted,
        opening=sum((_of(row[2]) for row in rows), Decimal(0)),
        moved=tuple(moved.get(move) or Moved(move=move, accounts=0, amount=Decimal(0)) for move in MOVES),
        exchange=sum((_of(row[4]) for row in rows), Decimal(0)),
        closing=sum((_of(row[5]) for row in rows), Decimal(0)),
        unrated=sum(cast("int", row[6]) for row in rows),
    )


def _of(amount: object) -> Decimal:
    """An amount to the cent."""
    return Decimal(str(amount or 0)).quantize(Decimal("0.01"))


def _accounts(
    company: Stating, sql: CustomerMovesSQL, answer: CustomersAnswer, units: Sequence[Period]
) -> Iterable[MovedAccount]:
    """The accounts that are listed, period by period."""
    for number, account, name, owner, move, before, after, away in company.run(
        replace(sql, spans=sql.spans[:-1]).listed(answer.listed)
    ):
        yield MovedAccount(
            period=units[cast("int", number)],
            account_id=str(account),
            name=str(name),
            owner=str(owner),
            move=cast("Move", move),
            before=cast("Decimal | None", before) if sql.has_amounts else None,
            after=cast("Decimal | None", after) if sql.has_amounts else None,
            currency=answer.currency,
            away_days=cast("int | None", away),
        )
