"""A request → open deals and leads, ordered by the money that a day of selling is expected to bring there.

Pure. What is learned is learned from the whole company; filters choose whose deals and leads are listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, cast

from lievik.insight.calling import AgeChance, Share, with_odds
from lievik.model.calling import Call, CallingAnswer, CallReason, ToDo
from lievik.planner.deal_picking import knows_all
from lievik.planner.request_words import Said
from lievik.questions.asking import decimal_of
from lievik.questions.calling_learned import STAGE, Learned, learned_from
from lievik.questions.segments import segments
from lievik.questions.stating import Stating
from lievik.questions.target import tells_steps

Row = Sequence[object]
_RENEWAL: Final = 12
_DEAL_KEYS: Final = 13
_LEAD_KEYS: Final = 7


def calling(
    company: Stating, said: Said, as_of: str | date | None = None, *, has_amounts: bool = True
) -> CallingAnswer:
    """Order what is open, as people ask for it.

    Args:
        company: deals as they stood at the end of the as-of day.
        said: where, currency.
        as_of: the day.
        has_amounts: open deals' amounts are those of the day; otherwise those of deals like them are taken.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    request = company.request(("win_rate",), said, as_of)
    found = segments(company, {"currency": said.get("currency", "")}, as_of)
    answer = CallingAnswer(as_of=request.as_of, currency=found.currency)
    if found.reason or found.whole is None:
        return CallingAnswer(
            as_of=request.as_of, currency=found.currency, reason=found.reason, reason_facts=found.reason_facts
        )
    learned, sql = learned_from(company, request, found)
    deals = company.run(sql.open_deals())
    has_leads = company.facts.has_rows("lead") and knows_all(request, company.catalogue, "lead")
    has_steps = tells_steps(company.facts, request.as_of)
    calls = [
        _deal_call(row, learned, request.as_of, has_amounts=has_amounts, has_steps=has_steps)
        for row in deals
        if not row[_RENEWAL]
    ]
    calls += [_lead_call(row, learned) for row in (company.run(sql.open_leads()) if has_leads else ())]
    return CallingAnswer(
        as_of=answer.as_of,
        currency=answer.currency,
        history=(found.period.start, found.period.end),
        calls=tuple(sorted(calls, key=_place)),
        ended=found.whole.ended,
        renewals=sum(bool(row[_RENEWAL]) for row in deals),
        unknown=sum(call.per_day is None for call in calls),
        has_stages=learned.has_stages,
        late=learned.deals.late,
    )


def _place(call: Call) -> tuple[bool, Decimal, Decimal, str, str]:
    """The most money per day first; where that is not known, the best chance first, after all others."""
    return call.per_day is None, -(call.per_day or Decimal(0)), -(call.chance or Decimal(0)), call.name, call.id


def _deal_call(row: Row, learned: Learned, as_of: date, *, has_amounts: bool, has_steps: bool) -> Call:
    """One open deal."""
    texts = [str(cell or "") for cell in row[:7]]
    created_on, age, own, step_on, expected_on = cast(
        "tuple[date | None, int | None, Decimal | None, date | None, date | None]", tuple(row[7:12])
    )
    keys = dict(zip(learned.dimensions, cast("Sequence[str | None]", row[_DEAL_KEYS:]), strict=True))
    amount, worth = _amount(own if has_amounts else None, learned, keys)
    aged = learned.deals.at(age or 0)
    chance, why = _chance(learned, keys, aged, age, texts[5], texts[6])
    days = Decimal(str(round(aged.days_left, 1))) if aged else _mean_days(learned)
    todos: list[ToDo] = []
    if has_steps:
        if step_on is None:
            todos.append("no_next_step")
        elif step_on < as_of:
            todos.append("step_overdue")
    if expected_on is not None and expected_on < as_of:
        todos.append("close_date_passed")
    if learned.deals.late is not None and age is not None and age > learned.deals.late:
        todos.append("late")
    return Call(
        kind="deal",
        id=texts[0],
        name=texts[1],
        account_id=texts[2],
        account=texts[3],
        owner=texts[4],
        stage=texts[6],
        created_on=created_on,
        amount=amount,
        chance=chance,
        days_left=days,
        per_day=_per_day(amount, chance, days),
        reasons=(*worth, *why),
        todos=tuple(todos),
    )


def _per_day(amount: Decimal | None, chance: Decimal | None, days: Decimal) -> Decimal | None:
    return None if amount is None or chance is None else decimal_of(float(amount * chance / days))


def _mean_days(learned: Learned) -> Decimal:
    """Days that a deal takes, where too few were followed to tell by age."""
    value = learned.found.whole.numbers["speed"].value if learned.found.whole else None
    return max(value or Decimal(1), Decimal(1))


def _amount(
    own: Decimal | None, learned: Learned, keys: Mapping[str, str | None]
) -> tuple[Decimal | None, list[CallReason]]:
    """What it is worth: its own amount, else the mean of its segment where sizes are told apart, else that of all."""
    if own is not None:
        return own, [CallReason(kind="amount", value=own)]
    segment = learned.segment("size", keys)
    number = segment.numbers["size"] if segment else learned.found.whole and learned.found.whole.numbers["size"]
    if not number or number.value is None:
        return None, []
    value = number.value
    if segment is None:
        return value, [CallReason(kind="company_size", value=value, n=number.n)]
    return value, [CallReason(kind="size", value=value, dimension=segment.dimension, label=segment.label, n=number.n)]


def _chance(  # noqa: PLR0913, PLR0917 - all that tells
    learned: Learned,
    keys: Mapping[str, str | None],
    aged: AgeChance | None,
    age: int | None,
    stage_id: str,
    stage: str,
) -> tuple[Decimal | None, list[CallReason]]:
    """How likely it is won, and why: what all deals tell, then what is told apart by age, stage and segment."""
    if learned.base is None:
        return None, []
    whole = learned.found.whole
    rate = whole.won / whole.ended if whole and whole.ended else 0.0
    shares: list[Share] = []
    reasons = []
    base = learned.base
    if not learned.has_stages and aged is not None and aged.is_told and age is not None:
        base = aged.value
        reasons.append(
            CallReason(kind="age", value=decimal_of(base), rest=decimal_of(aged.of_all), days=age, n=aged.records)
        )
    if (STAGE, stage_id) in learned.stages:
        share = learned.stages[STAGE, stage_id]
        shares.append(share)
        reasons.append(_reason("stage", share, label=stage))
    segment = learned.segment("win_rate", keys)
    if segment is not None and segment.drawn is not None:
        share = Share(value=float(segment.drawn), of_all=rate, records=segment.ended)
        shares.append(share)
        reasons.append(_reason("segment", share, dimension=segment.dimension, label=segment.label))
    if not reasons:
        reasons.append(CallReason(kind="company_rate", value=decimal_of(base), n=whole.ended if whole else 0))
    return decimal_of(with_odds(base, shares)), reasons


def _reason(kind: str, share: Share, *, dimension: str = "", label: str = "") -> CallReason:
    return CallReason(
        kind=cast("object", kind),  # type: ignore[arg-type]
        value=decimal_of(share.value),
        rest=decimal_of(share.of_all),
        dimension=dimension,
        label=label,
        n=share.records,
    )


def _lead_call(row: Row, learned: Learned) -> Call:
    """One open lead: it has to become a deal first, and the deal to be won."""
    texts = [str(cell or "") for cell in row[:5]]
    created_on, age = cast("tuple[date | None, int | None]", tuple(row[5:7]))
    keys = dict(zip(learned.lead_dimensions, cast("Sequence[str | None]", row[_LEAD_KEYS:]), strict=True))
    aged, fresh = learned.leads.at(age or 0), learned.deals.at(0)
    becomes, reasons = _becomes_deal(aged, age, learned.lead_kind(keys))
    chance, why = _chance(learned, keys, fresh, None, "", "")
    amount, worth = _amount(None, learned, keys)
    deal_days = Decimal(str(round(fresh.days_left, 1))) if fresh else _mean_days(learned)
    days = max(decimal_of((aged.days_left if aged else 0.0) + (becomes or 0.0) * float(deal_days)), Decimal(1))
    likely = None if becomes is None or chance is None else decimal_of(becomes * float(chance))
    return Call(
        kind="lead",
        id=texts[0],
        name=texts[3] or texts[1],
        account_id=texts[2],
        account=texts[3],
        owner=texts[4],
        stage="",
        created_on=created_on,
        amount=amount,
        chance=likely,
        days_left=days,
        per_day=_per_day(amount, likely, days),
        reasons=(*worth, *reasons, *why),
    )


def _becomes_deal(
    aged: AgeChance | None, age: int | None, kind: tuple[str, str, Share] | None
) -> tuple[float | None, list[CallReason]]:
    """How likely a lead becomes a deal, and why; none where too few leads were followed to tell."""
    if aged is None:
        return None, []
    share = aged.value if aged.is_told else aged.of_all
    reasons = [
        CallReason(
            kind="becomes_deal",
            value=decimal_of(share),
            rest=decimal_of(aged.of_all),
            days=age if aged.is_told else None,
            n=aged.records,
        )
    ]
    if kind is None:
        return share, reasons
    name, label, told = kind
    return with_odds(share, [told]), [*reasons, _reason("source", told, dimension=name, label=label)]
