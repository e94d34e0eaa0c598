"""A name → one account on one page: who it is, what it pays, its deals, who is known there, what to do next.

Pure. The decision it leads to: what to do with this account next, and who has to be won.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast, get_args

from lievik.errors import RequestError, UnknownNameError
from lievik.model.account_sheet import (
    AccountDeal,
    AccountSheet,
    DealState,
    DealTotal,
    Person,
    Profile,
    Spell,
    Subscription,
)
from lievik.model.customer_rule import CustomerBasis
from lievik.model.target import TargetAccount
from lievik.planner.account_sql import AccountSQL, profile_statement, suggestions, told_by_deals
from lievik.planner.deal_filter import deal_filter
from lievik.planner.request_words import Said
from lievik.planner.standing_sql import Known
from lievik.planner.target_sql import FILTERED_AS, target_statement
from lievik.questions.stating import Stating
from lievik.questions.target import account_of, tells_steps

Row = Sequence[object]


def account_sheet(company: Stating, name: str, said: Said, as_of: str | date | None = None) -> AccountSheet:
    """Look at one account.

    Args:
        company: deals as they stood at the end of the as-of day.
        name: of the account, capitals do not matter, or its id.
        said: currency.
        as_of: the day.

    Raises:
        UnknownNameError: there is no such account.
        RequestError: several accounts have that name.
    """
    request = company.request(("win_rate",), said, as_of)
    known = Known(facts=company.facts, as_of=request.as_of, currency=request.currency or company.facts.currency)
    profile = _profile(company, name)
    sql = AccountSQL(account=profile.account, known=known)
    standing = company.run(
        target_statement(deal_filter(request, company.catalogue, table=FILTERED_AS), known, sql.account)
    )
    spells = company.run(sql.spells())
    deals = tuple(_deal(row) for row in company.run(sql.deals()))
    sheet = AccountSheet(
        profile=profile,
        as_of=request.as_of,
        currency=known.currency,
        standing=_standing(company, standing, request.as_of),
        spells=tuple(Spell(became_on=cast("date", row[0]), left_on=cast("date | None", row[1])) for row in spells),
        basis=cast("CustomerBasis", spells[0][2]) if spells else None,
        deals=deals,
        totals={state: total for state in get_args(DealState) if (total := _total(deals, state)).deals},
        people=tuple(_person(row) for row in company.run(sql.people())),
    )
    return _with_payments(sheet, company.run(sql.subscriptions())) if sheet.is_customer else sheet


def _profile(company: Stating, name: str) -> Profile:
    """The one account that is meant."""
    found = company.run(profile_statement(name))
    if len(found) > 1:
        raise RequestError(
            f"Several are called '{name}'.", f"Name one of them by its id: {', '.join(str(row[0]) for row in found)}."
        )
    if found:
        texts = [str(part or "") for part in found[0][:8]]
        return Profile(
            account=texts[0],
            name=texts[1] or texts[0],
            industry=texts[2],
            size_band=texts[3],
            region=texts[4],
            country=texts[5],
            owner=texts[6],
            parent=texts[7],
            is_target=bool(found[0][8]),
            created_on=cast("date | None", found[0][9]),
        )
    if company.run(told_by_deals(name)):
        return Profile(account=name, name=name)
    raise UnknownNameError("account", name, [str(row[0]) for row in company.run(suggestions(name))])


def _standing(company: Stating, rows: Sequence[Row], as_of: date) -> TargetAccount | None:
    return account_of(rows[0], as_of, has_steps=tells_steps(company.facts, as_of)) if rows else None


def _deal(row: Row) -> AccountDeal:
    return AccountDeal(
        deal=str(row[0]),
        name=str(row[1] or row[0]),
        owner=str(row[2] or ""),
        state=cast("DealState", row[3]),
        stage=str(row[4] or ""),
        amount=cast("Decimal | None", row[5]),
        currency=str(row[6] or ""),
        converted=cast("Decimal | None", row[7]),
        created_on=cast("date | None", row[8]),
        day=cast("date | None", row[9]),
    )


def _total(deals: Sequence[AccountDeal], state: DealState) -> DealTotal:
    """Deals of one state together."""
    those = [deal for deal in deals if deal.state == state]
    amounts = [deal.converted for deal in those if deal.converted is not None]
    return DealTotal(
        deals=len(those),
        amount=sum(amounts, Decimal(0)) if amounts else None,
        without_amount=len(those) - len(amounts),
    )


def _person(row: Row) -> Person:
    return Person(
        person=str(row[0]),
        name=str(row[1] or row[0]),
        roles=tuple(cast("Sequence[str] | None", row[2]) or ()),
        decides=bool(row[3]),
        deals=cast("int", row[4]),
        first_on=cast("date | None", row[5]),
    )


def _with_payments(sheet: AccountSheet, rows: Sequence[Row]) -> AccountSheet:
    """The same, with what it pays."""
    converted = [cast("Decimal | None", row[5]) for row in rows]
    rated = [amount for amount in converted if amount is not None]
    return replace(
        sheet,
        subscriptions=tuple(
            Subscription(
                product=str(row[0] or ""),
                amount=cast("Decimal", row[1]),
                currency=str(row[2] or ""),
                starts_on=cast("date", row[3]),
                ends_on=cast("date | None", row[4]),
            )
            for row in rows
        ),
        monthly=sum(rated, Decimal(0)) if rows and len(rated) == len(rows) else None,
    )
