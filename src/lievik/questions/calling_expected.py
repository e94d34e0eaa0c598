"""What earlier deals and leads tell → the chance, the worth and the days of one that stands open, and why.

Pure. Deals or leads that are alike are worked out once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.insight.calling import STAGE, AgeChance, Share, with_odds
from lievik.model.calling import CallReason, ReasonKind
from lievik.questions.asking import decimal_of

if TYPE_CHECKING:
    from lievik.questions.calling_learned import Learned

Keys = tuple[str | None, ...]
"""What a deal or lead has in common with others, in the order of the dimensions."""


@dataclass(frozen=True, kw_only=True)
class Likely:
    """What is to be expected of a deal or lead, whatever its own amount.

    Attributes:
        chance: none where too little is known to tell.
        worth: what deals like it brought; none where no deal was won.
        worth_reason: none where there is no worth.
        reasons: of the chance.
    """

    chance: Decimal | None
    days: Decimal
    worth: Decimal | None
    worth_reason: tuple[CallReason, ...]
    reasons: tuple[CallReason, ...]

    def per_day(self, amount: Decimal | None) -> Decimal | None:
        """Money that a day of selling is expected to bring: chance · amount / days."""
        return None if amount is None or self.chance is None else decimal_of(float(amount * self.chance / self.days))


@dataclass(frozen=True, kw_only=True)
class _Becoming:
    """How likely a lead becomes a deal, after how many days, and why."""

    chance: float | None
    days: float
    reasons: tuple[CallReason, ...]


class Expected:
    """Tells what is to be expected, by what was learned."""

    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._deals: dict[tuple[Keys, int | None, str], Likely] = {}
        self._leads: dict[tuple[Keys, int | None], Likely] = {}
        self._new_deals: dict[Keys, Likely] = {}
        self._becoming: dict[tuple[int | None, tuple[str, str] | None], _Becoming] = {}

    def deal(self, keys: Keys, age: int | None, stage: tuple[str, str]) -> Likely:
        """What is to be expected of an open deal.

        Args:
            keys: in the order of the learned dimensions.
            age: in days.
            stage: id and name.
        """
        known = keys, age, stage[0]
        if known not in self._deals:
            self._deals[known] = self._deal(dict(zip(self._learned.dimensions, keys, strict=True)), age, stage)
        return self._deals[known]

    def lead(self, keys: Keys, age: int | None) -> Likely:
        """What is to be expected of an open lead: it has to become a deal first, and the deal to be won."""
        known = keys, age
        if known not in self._leads:
            self._leads[known] = self._lead(keys, age)
        return self._leads[known]

    def _deal(self, keys: Mapping[str, str | None], age: int | None, stage: tuple[str, str]) -> Likely:
        aged = self._learned.deals.at(age or 0)
        chance, reasons = self._chance(keys, aged, age, stage)
        worth, why = self._worth(keys)
        return Likely(chance=chance, days=self._days(aged), worth=worth, worth_reason=why, reasons=reasons)

    def _lead(self, keys: Keys, age: int | None) -> Likely:
        named = dict(zip(self._learned.lead_dimensions, keys, strict=True))
        if keys not in self._new_deals:
            self._new_deals[keys] = self._deal(named, None, ("", ""))
        deal, kind = self._new_deals[keys], self._learned.lead_kind(named)
        known = age, kind and kind[:2]
        if known not in self._becoming:
            self._becoming[known] = _becoming(self._learned.leads.at(age or 0), age, kind)
        becomes = self._becoming[known]
        if becomes.chance is None or deal.chance is None:
            return replace(deal, chance=None)
        days = becomes.days + becomes.chance * float(deal.days)
        return Likely(
            chance=decimal_of(becomes.chance * float(deal.chance)),
            days=max(Decimal(str(round(days, 1))), Decimal(1)),
            worth=deal.worth,
            worth_reason=deal.worth_reason,
            reasons=(*becomes.reasons, *deal.reasons),
        )

    def _days(self, aged: AgeChance | None) -> Decimal:
        """Days that a deal still takes; those of all deals won where too few were followed to tell by age."""
        if aged is not None:
            return Decimal(str(round(aged.days_left, 1)))
        whole = self._learned.found.whole
        return max((whole and whole.numbers["speed"].value) or Decimal(1), Decimal(1))

    def _worth(self, keys: Mapping[str, str | None]) -> tuple[Decimal | None, tuple[CallReason, ...]]:
        """The mean of its segment where sizes are told apart, else that of all deals won."""
        segment, whole = self._learned.segment("size", keys), self._learned.found.whole
        if segment is not None and (number := segment.numbers["size"]).value is not None:
            dimension, label = segment.dimension, segment.label
            reason = CallReason(kind="size", value=number.value, n=number.n, dimension=dimension, label=label)
            return number.value, (reason,)
        if whole is None or (number := whole.numbers["size"]).value is None:
            return None, ()
        return number.value, (CallReason(kind="company_size", value=number.value, n=number.n),)

    def _chance(
        self, keys: Mapping[str, str | None], aged: AgeChance | None, age: int | None, stage: tuple[str, str]
    ) -> tuple[Decimal | None, tuple[CallReason, ...]]:
        """How likely it is won, and why: what all deals tell, then what is told apart by age, stage and segment."""
        learned = self._learned
        base, whole = learned.base, learned.found.whole
        if base is None or whole is None:
            return None, ()
        shares: list[Share] = []
        reasons = []
        if not learned.has_stages and aged is not None and aged.is_told and age is not None:
            base = aged.value
            told = Share(value=base, of_all=aged.of_all, records=aged.records)
            reasons.append(_reason("age", told, days=age))
        if (STAGE, stage[0]) in learned.stages:
            shares.append(learned.stages[STAGE, stage[0]])
            reasons.append(_reason("stage", shares[-1], label=stage[1]))
        segment = learned.segment("win_rate", keys)
        if segment is not None and segment.drawn is not None:
            rate = whole.won / whole.ended
            shares.append(Share(value=float(segment.drawn), of_all=rate, records=segment.ended))
            reasons.append(_reason("segment", shares[-1], dimension=segment.dimension, label=segment.label))
        if not reasons:
            reasons.append(CallReason(kind="company_rate", value=decimal_of(base), n=whole.ended))
        return decimal_of(with_odds(base, shares)), tuple(reasons)


def _becoming(aged: AgeChance | None, age: int | None, kind: tuple[str, str, Share] | None) -> _Becoming:
    """How likely a lead becomes a deal, and why; no chance where too few leads were followed to tell."""
    if aged is None:
        return _Becoming(chance=None, days=0.0, reasons=())
    told = Share(value=aged.value if aged.is_told else aged.of_all, of_all=aged.of_all, records=aged.records)
    reason = _reason("becomes_deal", told, days=age if aged.is_told else None)
    if kind is None:
        return _Becoming(chance=told.value, days=aged.days_left, reasons=(reason,))
    name, label, share = kind
    return _Becoming(
        chance=with_odds(told.value, [share]),
        days=aged.days_left,
        reasons=(reason, _reason("source", share, dimension=name, label=label)),
    )


def _reason(
    kind: ReasonKind, share: Share, *, dimension: str = "", label: str = "", days: int | None = None
) -> CallReason:
    return CallReason(
        kind=kind,
        value=decimal_of(share.value),
        rest=decimal_of(share.of_all),
        dimension=dimension,
        label=label,
        days=days,
        n=share.records,
    )
