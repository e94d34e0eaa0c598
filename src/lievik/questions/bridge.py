"""Two days and a target period → an account of what moved between them, with the deals behind every movement.

Pure. One statement whatever the number of deals, and one more where deals are listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from lievik.errors import RequestError, UnknownNameError
from lievik.model.bridge import COMING, MOVEMENTS, Account, Bar, BridgeAnswer, MovedDeal, Movement
from lievik.model.periods import Period
from lievik.planner.bridge_sql import BridgeSQL
from lievik.planner.deal_walk import Walk
from lievik.planner.request_words import Said
from lievik.planner.statement import Statement
from lievik.questions.window import Asked, History, Window, asked_about, filter_values, is_foreign

_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class _Sum:
    """One row of the sums: what one bar comes to, of one part and currency."""

    basis: str
    part: str | None
    label: str | None
    currency: str
    movement: str
    is_between: bool
    deals: int
    amount: Decimal
    converted: Decimal | None
    rated: int
    without_amount: int
    inferred: int


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Which deals are listed beside the bars: of one movement, of all, or of none where both are left out.

    Attributes:
        has_reversals: deals of which the two days do not tell all are listed too.
    """

    movement: str = ""
    is_all: bool = False
    has_reversals: bool = True

    def __post_init__(self) -> None:
        """Refuse a movement that there is not.

        Raises:
            UnknownNameError: there is none of that name.
        """
        if self.movement and self.movement not in MOVEMENTS:
            raise UnknownNameError("movement", self.movement, MOVEMENTS)


def bridge(
    company: History, said: Said, window: Window, *, is_all: bool = False, listing: Listing | None = None
) -> BridgeAnswer:
    """Account for what moved in the open pipeline of a period between the ends of two days.

    Args:
        company: with all states of its deals.
        said: period, by, where, currency.
        window: from and to which day, as people typed them, and the day that answers are as of.
        is_all: every open deal, whenever it is expected to close.
        listing: deals to list.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    if is_all and said.get("period"):
        raise RequestError(
            "Every open deal and those of one period cannot be asked for at once.", "Leave out --all or --period."
        )
    asked = asked_about(company, "bridge", said, window)
    period = None if is_all else asked.period
    from_on, to_on = _days(asked, period)
    walk = Walk(facts=company.facts, is_all=is_all, restrictions=asked.restrictions, split=asked.split)
    answer = BridgeAnswer(
        period=period,
        from_on=from_on,
        to_on=to_on,
        as_of=asked.request.as_of,
        currency=asked.currency,
        split_by=asked.split.name if asked.split else "",
        is_all_counted=not walk.is_qualified_only,
    )
    if not company.facts.has_rows("deal") and not company.facts.has_rows("deal_past"):
        return answer
    values = {
        "from_on": from_on,
        "to_on": to_on,
        "period_start": asked.period.start,
        "period_end": asked.period.end,
        "currency": asked.currency,
        **filter_values(asked.restrictions, asked.request),
    }
    sql = BridgeSQL(walk=walk, is_converted=is_foreign(company.facts, asked.currency), values=values)
    sums = [_Sum(*row) for row in company.run(sql.sums())]  # type: ignore[arg-type]
    found = replace(
        answer,
        accounts=tuple(_accounts(sums, sql)),
        inferred=sum(found.inferred for found in sums if (found.basis, found.movement) == ("net", "opening")),
    )
    return _with_deals(found, company, sql, listing or Listing())


def _days(asked: Asked, period: Period | None) -> tuple[date, date]:
    """The two days: as asked for, else from the day before the period to the as-of day or the period's last."""
    last = asked.request.as_of if period is None else min(asked.request.as_of, period.end - _DAY)
    runs = period is not None and period.start <= asked.request.as_of
    to_on = asked.to_on or (last if runs or asked.from_on else asked.request.as_of)
    is_before = runs and period is not None and period.start - _DAY < to_on
    from_on = asked.from_on or (period.start - _DAY if is_before and period is not None else to_on - _WEEK)
    if from_on >= to_on:
        raise RequestError(
            f"The bridge would begin on {from_on} and end on {to_on}.", "Give a day for --from that is before --to."
        )
    return from_on, to_on


def _accounts(sums: Iterable[_Sum], sql: BridgeSQL) -> Iterable[Account]:
    """The accounts of the whole, and of each part by its label."""
    rows = list(sums)
    currency = str(sql.values["currency"])
    currencies = sorted({row.currency for row in rows}, key=lambda found: (found != currency, found)) or [currency]
    wholes = [row for row in rows if not row.is_between]
    for part, label, found in [(None, None, wholes), *(_by_part(rows) if sql.walk.split else ())]:
        is_whole = found is wholes
        for code in currencies:
            own = [row for row in found if row.currency == code and row.movement != "exchange_rate"]
            if own or is_whole:
                yield replace(_account(own, code, is_converted=False), part=label or part, is_whole=is_whole)
        if currencies != [currency]:
            yield replace(_account(found, currency, is_converted=True), part=label or part, is_whole=is_whole)


def _by_part(rows: Iterable[_Sum]) -> list[tuple[str | None, str | None, list[_Sum]]]:
    """Rows of each part, by label; those without one at the end."""
    parts: dict[tuple[str | None, str | None], list[_Sum]] = defaultdict(list)
    for row in rows:
        parts[row.part, row.label].append(row)
    ordered = sorted(parts, key=lambda key: (key[0] is None, (key[1] or key[0] or "").casefold(), key[0] or ""))
    return [(part, label, parts[part, label]) for part, label in ordered]


def _account(rows: Iterable[_Sum], currency: str, *, is_converted: bool) -> Account:
    """Add rows of one part up to an account."""
    bars: dict[tuple[str, str], Bar] = defaultdict(Bar)
    left_out = without_amount = 0
    for row in rows:
        deals, amount = (row.rated, row.converted or Decimal(0)) if is_converted else (row.deals, row.amount)
        bar = bars[row.basis, row.movement]
        bars[row.basis, row.movement] = Bar(deals=bar.deals + deals, amount=bar.amount + amount)
        if row.basis == "net" and (row.movement in COMING or row.movement == "opening") and not row.is_between:
            left_out += row.deals - row.rated
        if (row.basis, row.movement) == ("net", "closing"):
            without_amount += row.without_amount
    return Account(
        part=None,
        is_whole=True,
        currency=currency,
        is_converted=is_converted,
        opening=bars["net", "opening"],
        closing=bars["net", "closing"],
        movements=tuple(
            Movement(name=name, net=bars["net", name], steps=bars["step", name])
            for name in MOVEMENTS
            if bars["net", name].deals or bars["step", name].deals
        ),
        left_out=left_out if is_converted else 0,
        without_amount=without_amount,
    )


def _with_deals(answer: BridgeAnswer, company: History, sql: BridgeSQL, listing: Listing) -> BridgeAnswer:
    """Add the deals that were asked for, and those of which the two days do not tell all."""
    deals: dict[str, list[MovedDeal]] = {listing.movement: []} if listing.movement else {}
    if listing.movement or listing.is_all:
        for deal in _moved(company, sql.deals(listing.movement)):
            deals.setdefault(deal.movement, []).append(deal)
    whole = [account for account in answer.accounts if account.is_whole]
    is_any = any(movement.is_taken_back for account in whole for movement in account.movements)
    return replace(
        answer,
        deals=MappingProxyType({name: tuple(found) for name, found in deals.items()}),
        reversals=tuple(_moved(company, sql.reversals())) if is_any and listing.has_reversals else (),
    )


def _moved(company: History, statement: Statement) -> Iterable[MovedDeal]:
    names = list(MovedDeal.__annotations__)
    for row in company.run(statement):
        yield MovedDeal(**dict(zip(names, row, strict=True)))  # type: ignore[arg-type]
