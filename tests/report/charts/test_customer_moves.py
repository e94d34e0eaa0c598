"""What is won stands above the line and what is lost below it; everything is told in the table, too."""

from __future__ import annotations

from decimal import Decimal

from lievik.insight.shares import share_of
from lievik.language import Language, language_of
from lievik.model.customer_moves import MOVES, CustomersAnswer, MoneyMoves, Move, Moved, MoveUnit
from lievik.model.periods import Period, custom_period
from lievik.report.charts.customer_moves import CustomerColumns
from tests.report.charts.answers import AS_OF, months
from tests.report.charts.picture import both, cells, collisions, crossed, faults

EN = language_of("en")


def an_answer(*units: dict[Move, int]) -> CustomersAnswer:
    """Months, each with what every movement changed."""
    periods = months(len(units))
    whole = {move: sum(unit.get(move, 0) for unit in units) for move in MOVES}
    span = custom_period(periods[0].start, periods[-1].end)
    return CustomersAnswer(
        period=span,
        as_of=AS_OF,
        grain="month",
        window=90,
        currency="EUR",
        basis="subscription",
        whole=_unit(span, whole),
        units=tuple(_unit(period, unit) for period, unit in zip(periods, units, strict=True)),
    )


def _unit(period: Period, changes: dict[Move, int]) -> MoveUnit:
    moved = tuple(Moved(move=move, accounts=1, amount=Decimal(changes.get(move, 0))) for move in MOVES)
    money = MoneyMoves(
        currency="EUR",
        is_converted=True,
        opening=Decimal(100),
        moved=moved,
        exchange=Decimal(0),
        closing=Decimal(100 + sum(changes.values())),
    )
    return MoveUnit(
        period=period,
        until=period.end,
        opening=10,
        closing=10,
        accounts={"new": 1, "churn": 1},
        churn=share_of(1, 10),
        money=(money,),
    )


def test_gains_stand_up_and_losses_go_down(language: Language) -> None:
    chart = CustomerColumns(language=language).chart(an_answer({"new": 50, "expansion": 20, "churn": -30}))
    items = chart.wide.option["series"][0]["items"]  # type: ignore[index]
    assert [(span["from"], span["to"]) for span in items[0]["spans"]] == [(0, 50), (50, 70), (0, -30)]
    assert [each["at"] for each in items[0]["dots"]] == [40]
    (row,) = cells(chart)
    assert row[1:] == tuple(f"{sign}{language.money(Decimal(a), 'EUR', digits=0)}" for sign, a in _TOLD)


_TOLD = (("+", 50), ("+", 20), ("−", 30), ("+", 40))


def test_nothing_at_all_is_said(language: Language) -> None:
    said = language.say("Nothing moved among customers in these periods.")
    assert CustomerColumns(language=language).chart(an_answer({})).summary == said


def test_words_never_meet_and_a_page_takes_it(language: Language) -> None:
    for count in (1, 3, 24, 60):
        units: list[dict[Move, int]] = [{"new": 10**6 * at, "churn": -(10**5) * at} for at in range(1, count + 1)]
        found = an_answer(*units)
        for drawing in both(CustomerColumns(language=language).chart(found)):
            assert collisions(drawing) + crossed(drawing) + faults(drawing) == []
