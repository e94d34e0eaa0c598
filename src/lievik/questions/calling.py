"""Segments and a request → open deals and leads, ordered by the money that a day of selling is expected to bring there.

Pure. What is learned is learned from the whole company; filters choose whose deals and leads are listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from heapq import nsmallest
from typing import Final, cast

from lievik.model.calling import Call, CallingAnswer, CallKind, CallReason, ToDo
from lievik.model.segments import SegmentsAnswer
from lievik.planner.deal_picking import knows_all
from lievik.planner.request_words import Said
from lievik.questions.calling_expected import Expected, Likely
from lievik.questions.calling_learned import learned_from
from lievik.questions.stating import Stating
from lievik.questions.target import tells_steps

MOST: Final = 5000
"""So many are listed; all are counted."""

_RENEWAL: Final = 12
_DEAL_KEYS: Final = 13
_LEAD_KEYS: Final = 7

Row = Sequence[object]


@dataclass(frozen=True, kw_only=True)
class _Open:
    """One row that stands open, with what is to be expected of it."""

    kind: CallKind
    row: Row
    likely: Likely
    amount: Decimal | None
    per_day: Decimal | None

    @property
    def place(self) -> tuple[bool, float, float, str, str]:
        """The most money per day first; where that is not known, the best chance first, after all others."""
        money, chance = float(self.per_day or 0), float(self.likely.chance or 0)
        return self.per_day is None, -money, -chance, str(self.row[1]), str(self.row[0])


def order_of(
    company: Stating,
    found: SegmentsAnswer,
    said: Said,
    as_of: str | date | None = None,
    *,
    has_amounts: bool = True,
) -> CallingAnswer:
    """Order what stands open.

    Args:
        company: deals as they stood at the end of the as-of day.
        found: segments of the whole company.
        said: where, currency.
        as_of: the day.
        has_amounts: open deals' amounts are those of the day; otherwise those of deals like them are taken.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    request = company.request(("win_rate",), said, as_of)
    answer = CallingAnswer(as_of=request.as_of, currency=found.currency)
    if found.reason or found.whole is None:
        return replace(answer, reason=found.reason, reason_facts=found.reason_facts)
    learned, sql = learned_from(company, request, found)
    expected = Expected(learned)
    rows = company.run(sql.open_deals())
    deals = [_deal(row, expected, has_amounts=has_amounts) for row in rows if not row[_RENEWAL]]
    has_leads = company.facts.has_rows("lead") and knows_all(request, company.catalogue, "lead")
    leads = [_lead(row, expected) for row in company.run(sql.open_leads())] if has_leads else []
    has_steps = tells_steps(company.facts, request.as_of)
    listed = nsmallest(MOST, [*deals, *leads], key=lambda each: each.place)
    late = learned.deals.late
    return replace(
        answer,
        history=(found.period.start, found.period.end),
        calls=tuple(
            _call(each, _todos(each, request.as_of, learned.deals.late, has_steps=has_steps)) for each in listed
        ),
        deals=len(deals),
        leads=len(leads),
        ended=found.whole.ended,
        renewals=len(rows) - len(deals),
        unknown=sum(each.per_day is None for each in (*deals, *leads)),
        has_stages=learned.has_stages,
        late=late,
    )


def _deal(row: Row, expected: Expected, *, has_amounts: bool) -> _Open:
    age, own = cast("tuple[int | None, Decimal | None]", tuple(row[8:10]))
    keys = cast("tuple[str | None, ...]", tuple(row[_DEAL_KEYS::2]))
    likely = expected.deal(keys, age, (str(row[5] or ""), str(row[6] or "")))
    amount = own if has_amounts and own is not None else likely.worth
    return _Open(kind="deal", row=row, likely=likely, amount=amount, per_day=likely.per_day(amount))


def _lead(row: Row, expected: Expected) -> _Open:
    keys = cast("tuple[str | None, ...]", tuple(row[_LEAD_KEYS::2]))
    likely = expected.lead(keys, cast("int | None", row[6]))
    return _Open(kind="lead", row=row, likely=likely, amount=likely.worth, per_day=likely.per_day(likely.worth))


def _todos(each: _Open, as_of: date, late: int | None, *, has_steps: bool) -> tuple[ToDo, ...]:
    """What to do there."""
    if each.kind == "lead":
        return ()
    age, _, step_on, expected_on = cast(
        "tuple[int | None, Decimal | None, date | None, date | None]", tuple(each.row[8:12])
    )
    todos: list[ToDo] = []
    if has_steps and step_on is None:
        todos.append("no_next_step")
    elif has_steps and step_on is not None and step_on < as_of:
        todos.append("step_overdue")
    if expected_on is not None and expected_on < as_of:
        todos.append("close_date_passed")
    if late is not None and age is not None and age > late:
        todos.append("late")
    return tuple(todos)


def _call(each: _Open, todos: tuple[ToDo, ...]) -> Call:
    """One row of the list; its own amount is a reason of its own."""
    ident, name, account_id, account, owner = (str(cell or "") for cell in each.row[:5])
    is_deal = each.kind == "deal"
    worth = each.likely.worth_reason
    if each.amount is not None and is_deal and each.amount is each.row[9]:
        worth = (CallReason(kind="amount", value=each.amount),)
    return Call(
        kind=each.kind,
        id=ident,
        name=name if is_deal else account or name,
        account_id=account_id,
        account=account,
        owner=owner,
        stage=str(each.row[6] or "") if is_deal else "",
        created_on=cast("date | None", each.row[7 if is_deal else 5]),
        amount=each.amount,
        chance=each.likely.chance,
        days_left=each.likely.days,
        per_day=each.per_day,
        reasons=(*worth, *each.likely.reasons),
        todos=todos,
    )
