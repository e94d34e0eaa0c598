"""Answers put together by hand, small enough that every number on a chart can be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from lievik.model.bridge import Account, Bar, BridgeAnswer, Movement
from lievik.model.coverage import (
    Conversion,
    CoverageAnswer,
    CoverageGroup,
    CoverageKind,
    CoverageNumber,
    Overdue,
)
from lievik.model.funnel import EXITS, Amount, Delay, Funnel, FunnelStage, LeadStep, Share, Wait
from lievik.model.periods import Grain, Period, first_of_month, month_index, period_of
from lievik.model.result import Interval, MetricResult
from lievik.model.slippage import SlippageAnswer, SlipPart, SlipRate, SlipUnit
from lievik.model.team import Distribution, RepRow, Standing, TeamAnswer, TeamNumber, TeamTable

AS_OF = date(2026, 6, 30)
LONG = "Obchodná oblasť severovýchodného Slovenska"


def months(count: int, *, first: date = date(2025, 7, 1)) -> list[Period]:
    """So many months in a row."""
    return [period_of(first_of_month(month_index(first) + at), Grain.MONTH) for at in range(count)]


def a_value(value: str | None, period: Period, **facts: Any) -> MetricResult:  # noqa: ANN401 - any attribute of a result
    """Revenue in euro, with what is said otherwise."""
    usual = MetricResult(
        metric="total_revenue",
        variant="",
        period=period,
        group={},
        value=None if value is None else Decimal(value),
        status="undefined" if value is None else "ok",
        reason="",
        unit="money",
        as_of=AS_OF,
        definition="total_revenue@abc",
        currency="EUR",
    )
    return replace(usual, **facts)


def a_rate(won: int, ended: int, period: Period, **facts: Any) -> MetricResult:  # noqa: ANN401 - likewise
    """A win rate of so many of so many, with half and one and a half of it as its interval."""
    value = Decimal(won) / Decimal(ended)
    usual = a_value(
        str(value),
        period,
        metric="win_rate",
        unit="share",
        currency="",
        numerator=Decimal(won),
        denominator=Decimal(ended),
        n=Decimal(ended),
        interval=Interval(low=value / 2, high=min(value * 3 / 2, Decimal(1)), method="wilson"),
    )
    return replace(usual, **facts)


def a_share(numerator: int, denominator: int) -> Share:
    """A share that rests on enough, unless it is of fewer than ten."""
    if not denominator:
        return Share(value=None, numerator=0, denominator=0, status="undefined", reason="nothing_to_divide_by")
    status: Any = "ok" if denominator >= 10 else "insufficient"
    return Share(value=Decimal(numerator) / denominator, numerator=numerator, denominator=denominator, status=status)


def a_stage(name: str, came: int, onward: int, **facts: Any) -> FunnelStage:  # noqa: ANN401 - likewise
    """A stage that so many deals came to, and so many left onward; each is worth 1,000."""
    usual = FunnelStage(
        id=name.lower(),
        name=name,
        came=Amount(deals=came, valued=came, amount=Decimal(1000 * came)),
        skipped=0,
        onward=a_share(onward, came),
        to_won=a_share(0, came),
        lost=0,
        open=0,
        others=0,
        entries=came,
        exits=dict.fromkeys(EXITS, 0),
        visit=Wait(median=10, p90=30, n=came, open=0),
    )
    return replace(usual, **facts)


def a_funnel(*stages: FunnelStage, created: int = 100, won: int = 8) -> Funnel:
    """A pipeline with these stages."""
    none = Amount()
    return Funnel(
        name="Predaj",
        group=None,
        mode="reached",
        created=Amount(deals=created, valued=created, amount=Decimal(1000 * created)),
        won=Amount(deals=won, valued=won, amount=Decimal(1000 * won)),
        lost=none,
        open=none,
        deleted=0,
        moved=0,
        not_told=0,
        win=a_share(won, created),
        stages=stages,
        won_name="Vyhraté",
    )


def slow(median: int, target: int) -> Delay:
    """A delay beyond chance that costs something."""
    return Delay(median=median, target=target, value_days=Decimal(1000), deal_days=100, is_clear=True)


def some_leads() -> tuple[LeadStep, ...]:
    """Leads, of which fewer and fewer came further."""
    return (
        LeadStep(name="created", leads=40),
        LeadStep(name="qualified", leads=20, of_previous=a_share(20, 40), of_all=a_share(20, 40)),
        LeadStep(name="won", leads=5, of_previous=a_share(5, 20), of_all=a_share(5, 40)),
    )


def a_bridge(opening: int, *moved: tuple[str, int], currency: str = "EUR") -> BridgeAnswer:
    """A bridge from an opening by movements, each of one deal."""
    movements = tuple(
        Movement(name=name, net=Bar(deals=1, amount=Decimal(amount)), steps=Bar(deals=1, amount=Decimal(amount)))
        for name, amount in moved
    )
    closing = opening + sum(amount for _, amount in moved)
    account = Account(
        part=None,
        is_whole=True,
        currency=currency,
        is_converted=True,
        opening=Bar(deals=10, amount=Decimal(opening)),
        closing=Bar(deals=9, amount=Decimal(closing)),
        movements=movements,
    )
    return BridgeAnswer(
        period=None,
        from_on=date(2026, 3, 31),
        to_on=AS_OF,
        as_of=AS_OF,
        currency=currency,
        accounts=(account,) if opening or moved else (),
    )


def a_slippage(*units: tuple[int, int]) -> SlippageAnswer:
    """Months, each with what was open and what of it was pushed."""
    told = tuple(
        SlipUnit(period=period, rate=_rate(opening, pushed))
        for period, (opening, pushed) in zip(months(len(units)), units, strict=True)
    )
    whole = _rate(sum(opening for opening, _ in units), sum(pushed for _, pushed in units))
    part = SlipPart(part=None, is_whole=True, pushes=1, deals=1, days=30, pulls=0, pulled=0, rate=whole)
    return SlippageAnswer(
        from_on=date(2025, 6, 30),
        to_on=AS_OF,
        as_of=AS_OF,
        grain=Grain.MONTH,
        times=2,
        currency="EUR",
        units=told,
        parts=(part,),
    )


def _rate(opening: int, pushed: int) -> SlipRate:
    return SlipRate(
        opening=Bar(deals=10 if opening else 0, amount=Decimal(opening)),
        pushed=Bar(deals=2 if pushed else 0, amount=Decimal(pushed)),
        value_share=Decimal(pushed) / Decimal(opening) if opening else None,
        deal_share=None,
        interval=None,
        status="ok",
    )


def a_team(*reps: tuple[str, str | None, Standing]) -> TeamAnswer:
    """Reps with their attainment of a quota of 100,000 each."""
    rows = tuple(
        RepRow(name=name, standing=standing, numbers={_ATTAINMENT: _attained(part), "total_revenue": _revenue()})
        for name, part, standing in reps
    )
    counted = [name for name, part, standing in reps if standing == "counted" and part is not None]
    return TeamAnswer(
        period=months(1)[0],
        as_of=AS_OF,
        split_by="",
        tables=(TeamTable(name="", rows=rows, whole={}),),
        distribution=Distribution(
            bins=(),
            median=None,
            interval=None,
            at_quota=sum(Decimal(part or 0) >= 1 for _, part, standing in reps if standing == "counted"),
            counted=len(counted),
            ramping=(),
            ramping_on_course=(),
            without_quota=(),
            short=(),
        ),
        overlays={},
    )


_ATTAINMENT = "quota_attainment_rate:effective_attainment"


def _attained(part: str | None) -> TeamNumber:
    return TeamNumber(
        metric=_ATTAINMENT,
        value=None if part is None else Decimal(part),
        status="ok",
        unit="share",
        better="higher",
        numerator=None if part is None else Decimal(part) * 100_000,
        denominator=Decimal(100_000),
    )


def _revenue() -> TeamNumber:
    return TeamNumber(
        metric="total_revenue", value=Decimal(1), status="ok", unit="money", better="higher", currency="EUR"
    )


def a_coverage(**values: tuple[str, str, str] | str) -> CoverageAnswer:
    """Coverage by kind: a ratio, or with the least and the most that earlier periods needed."""
    numbers: dict[CoverageKind, CoverageNumber] = {}
    for name, told in values.items():
        kind: Any = name
        value, low, high = (told, None, None) if isinstance(told, str) else told
        numbers[kind] = CoverageNumber(
            kind=kind,
            value=Decimal(value),
            status="ok",
            numerator=Decimal(value) * 1000,
            denominator=Decimal(1000),
            n=8,
            lowest=None if low is None else Decimal(low),
            highest=None if high is None else Decimal(high),
            verdict="above" if kind == "to_go" else "",
        )
    for kind in ("to_go", "needed"):
        numbers.setdefault(kind, CoverageNumber(kind=kind, value=None, status="undefined"))
    whole = CoverageGroup(label="", quota=None, won=None, left=None, amount=None, deals=0, numbers=numbers)
    return CoverageAnswer(
        period=months(1)[0],
        as_of=AS_OF,
        currency="EUR",
        day_no=10,
        week=3,
        week_day=AS_OF,
        split_by="",
        whole=whole,
        groups=(),
        conversion=Conversion(share=None, won=0, deals=0),
        past=(),
        overdue=Overdue(listed=(), deals=0, amount=Decimal(0), in_period=0, amount_in_period=Decimal(0)),
    )
