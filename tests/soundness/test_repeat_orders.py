"""What is still to come by repeat orders: what counts as an order, what it is worth, and when nothing is told.

The company is made up: customers who do as the model assumes, so that many stop and a plain rate expects too much.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random

import pytest

from lievik.forecast.repeat_orders import Histories, RepeatOrders, fit_repeat_orders
from lievik.model.lifetime import LifetimeValueAnswer
from lievik.model.repeat_orders import RepeatOrdersAnswer
from tests.soundness.table_from_docstring import Told, company_of

FIRST, DAYS = date(2024, 1, 1), 730
END = FIRST + timedelta(days=DAYS)
Order = tuple[str, date, Decimal]


@cache
def orders_made(count: int = 900, days: int = DAYS) -> tuple[Order, ...]:
    """Orders of customers who come in the first days, each with a rate, a chance to stop, and an order of its own."""
    chance = Random(11)  # noqa: S311 - no secrets are drawn
    found = []
    for number in range(count):
        rate, stops = chance.gammavariate(1.2, 1 / 50), chance.betavariate(0.9, 1.6)
        worth, at = Decimal(chance.randint(50, 150)), chance.random() * days / 6 if number else 0.0
        while at < days:
            found.append((f"c{number:03}", FIRST + timedelta(days=int(at)), worth))
            if len(found) > 1 and found[-2][0] == found[-1][0] and chance.random() < stops:
                break
            at += chance.expovariate(rate)
    return tuple(found)


def rows_of(orders: Iterable[Order], currency: str = "EUR") -> list[dict[str, object]]:
    return [
        {
            "account_id": who,
            "invoiced_on": day.isoformat(),
            "amount": str(amount),
            "currency": currency,
            "is_return": amount < 0,
        }
        for who, day, amount in orders
    ]


def asked(
    rows: Sequence[dict[str, object]], rates: Sequence[dict[str, object]] = (), **said: str
) -> LifetimeValueAnswer:
    tables = {"invoice_line": rows} | ({"fx_rate": rates} if rates else {})
    last = END - timedelta(days=1)
    parameters = {name: Decimal(value) for name, value in said.items()}
    return company_of(tables).workspace.lifetime_value(period=str(END.year), as_of=last, parameters=parameters)


def told_of(orders: Iterable[Order], **said: str) -> RepeatOrdersAnswer:
    found = asked(rows_of(orders), (), **said).repeat_orders
    assert found is not None
    return found


def by_customer(orders: Iterable[Order], until: date) -> dict[str, list[tuple[date, Decimal]]]:
    """Customer -> its days with what they came to, in order."""
    days: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for who, day, amount in orders:
        if day < until:
            days[who][day] += amount
    return {who: sorted(own.items()) for who, own in days.items()}


def in_plain_python(orders: Iterable[Order], until: date, days: int) -> dict[str, tuple[float, float]]:
    """Customer -> orders expected by the model within so many days, and what one comes to."""
    known = by_customer(orders, until)
    histories = Histories.of([(len(o) - 1, (o[-1][0] - o[0][0]).days, (until - o[0][0]).days) for o in known.values()])
    model = fit_repeat_orders(histories)
    assert model is not None
    sums = {who: (sum(amount for _, amount in own), len(own)) for who, own in known.items()}
    mean = float(sum(amount for amount, _ in sums.values())) / sum(count for _, count in sums.values())
    worth = {who: float(amount) / count if count > 1 else mean for who, (amount, count) in sums.items()}
    return {
        who: (count, worth[who]) for who, count in zip(known, model.expected(histories, days).tolist(), strict=True)
    }


def test_the_model_is_tried_on_the_second_half_and_beats_the_plain_rate() -> None:
    orders, cut = orders_made(), FIRST + timedelta(days=DAYS // 2)
    found = told_of(orders)
    assert (found.reason, found.days) == ("", DAYS)
    assert found.hold_out is not None
    assert (found.hold_out.period.start, found.hold_out.period.end) == (cut, END)
    expected = in_plain_python(orders, cut, (END - cut).days)
    came: dict[str, float] = defaultdict(float)
    for who, day, amount in orders:
        came[who] += float(amount) if day >= cut else 0.0
    whole = sum(came[who] for who in expected)
    off = sum(abs(count * worth - came[who]) for who, (count, worth) in expected.items())
    assert float(found.hold_out.revenue) == pytest.approx(whole)
    assert float(found.hold_out.rules["bg_nbd"].error) == pytest.approx(off / whole, rel=1e-6)
    plain = {
        who: (len(own) - 1) / (cut - own[0][0]).days * (END - cut).days for who, own in by_customer(orders, cut).items()
    }
    off = sum(abs(plain[who] * worth - came[who]) for who, (_, worth) in expected.items())
    assert float(found.hold_out.rules["plain_rate"].error) == pytest.approx(off / whole, rel=1e-9)
    assert found.hold_out.is_better


def test_a_customer_is_worth_its_own_average_order_as_often_as_it_is_expected_to_order() -> None:
    """Ahead as long as orders are known of, which is shorter than five years."""
    found = told_of(orders_made())
    expected = in_plain_python(orders_made(), END, DAYS)
    assert found.to_come is not None
    assert float(found.to_come.years) == pytest.approx(DAYS / 365.25)
    assert float(found.to_come.orders) == pytest.approx(sum(count for count, _ in expected.values()), rel=1e-6)
    whole = sum(count * worth for count, worth in expected.values())
    assert float(found.to_come.amount) == pytest.approx(whole, rel=1e-6)
    assert float(found.per_customer or 0) == pytest.approx(whole / len(expected), rel=1e-6)
    assert 0 < found.to_come.buying < found.customers == len(expected)


def test_the_horizon_and_the_margin_are_those_of_the_metric() -> None:
    found = told_of(orders_made(), horizon_years="1", margin_share="0.4")
    expected = in_plain_python(orders_made(), END, 0)
    assert found.to_come is not None
    assert (found.to_come.years, found.to_come.margin) == (1, Decimal("0.4"))
    assert len(expected) == found.customers
    longer = told_of(orders_made()).to_come
    assert longer is not None
    assert found.to_come.amount < longer.amount


def test_several_invoices_of_a_day_are_one_order() -> None:
    """Each split into three, with the same money in them."""
    split = [(who, day, amount / 4 * parts) for who, day, amount in orders_made() for parts in (1, 1, 2)]
    assert told_of(split) == told_of(orders_made())


def test_deals_that_were_won_are_orders_where_there_are_no_invoices() -> None:
    """The same customers, days and amounts; two that are lost or without an amount are none."""
    rows: list[dict[str, object]] = [
        {
            "id": str(at),
            "account_id": who,
            "outcome": "won",
            "created_on": day.isoformat(),
            "closed_on": day.isoformat(),
            "amount": str(amount),
        }
        for at, (who, day, amount) in enumerate(orders_made())
    ]
    last = (END - timedelta(days=1)).isoformat()
    rows += [rows[0] | {"id": "lost", "outcome": "lost", "closed_on": last}]
    rows += [rows[0] | {"id": "bare", "amount": None, "closed_on": last}]
    workspace = company_of({"deal": rows}).workspace
    found = workspace.lifetime_value(period=str(END.year), as_of=END - timedelta(days=1)).repeat_orders
    assert found == told_of(orders_made())


def test_what_is_sent_back_takes_from_the_money_and_is_no_order() -> None:
    """A tenth of everything comes back a day later: the same orders, nine tenths of the money."""
    back = [(who, day + timedelta(days=1), -amount / 10) for who, day, amount in orders_made()]
    whole, less = told_of(orders_made()), told_of([*orders_made(), *(each for each in back if each[1] < END)])
    assert whole.to_come is not None
    assert less.to_come is not None
    assert less.to_come.orders == whole.to_come.orders
    assert float(less.to_come.amount) == pytest.approx(float(whole.to_come.amount) * 0.9, rel=1e-3)


def test_a_customer_who_sent_back_more_than_it_bought_is_worth_nothing_and_takes_nothing_away() -> None:
    orders = list(orders_made())
    often = max({who for who, _, _ in orders}, key=lambda who: sum(other == who for other, _, _ in orders))
    orders.append((often, max(day for who, day, _ in orders if who == often), Decimal(-20_000)))
    expected = in_plain_python(orders, END, DAYS)
    assert expected[often][1] < 0 < expected[often][0]
    found = told_of(orders)
    assert found.to_come is not None
    assert float(found.to_come.amount) == pytest.approx(
        sum(count * worth for who, (count, worth) in expected.items() if who != often), rel=1e-6
    )


def test_two_currencies_are_one_and_what_has_no_rate_is_no_order() -> None:
    """Half of the customers pay in crowns at 25 to the euro; one more in a currency without a rate."""
    orders = orders_made()
    crowns = [(who, day, amount * 25) for who, day, amount in orders if int(who[1:]) % 2]
    euros = [each for each in orders if not int(each[0][1:]) % 2]
    rate: dict[str, object] = {
        "id": "r",
        "on_date": FIRST.isoformat(),
        "from_currency": "CZK",
        "to_currency": "EUR",
        "rate": "0.04",
    }
    unknown = rows_of(
        [("x", FIRST + timedelta(days=9), Decimal(5)), ("c000", END - timedelta(days=1), Decimal(5))], "USD"
    )
    found = asked([*rows_of(euros), *rows_of(crowns, "CZK"), *unknown], [rate]).repeat_orders
    assert found is not None
    assert found.unrated == 2
    assert found.to_come == told_of(orders).to_come


def test_too_few_customers_are_said() -> None:
    found = told_of(orders_made(120))
    assert (found.reason, found.hold_out, found.to_come) == ("few_customers", None, None)
    assert 0 < found.repeating < 200
    assert found.per_customer is None


def test_too_short_a_time_is_said() -> None:
    late = [(who, day + timedelta(days=DAYS - 300), amount) for who, day, amount in orders_made(days=300)]
    found = told_of(late)
    assert (found.reason, found.hold_out) == ("short_history", None)


def test_a_model_that_does_no_better_is_not_told() -> None:
    """Everybody orders every thirty days, and has since the start: the plain rate knows all there is to know."""
    steady = [
        (f"c{number}", FIRST + timedelta(days=day), Decimal(100)) for number in range(250) for day in range(0, DAYS, 30)
    ]
    found = told_of(steady)
    assert (found.reason, found.to_come) == ("no_better", None)
    assert found.hold_out is not None
    assert found.hold_out.rules["plain_rate"].error <= found.hold_out.rules["bg_nbd"].error


def test_where_nothing_came_in_the_second_half_there_is_nothing_to_try_it_on() -> None:
    cut = FIRST + timedelta(days=DAYS // 2)
    early = [each for each in orders_made() if each[1] < cut]
    found = told_of([*early, ("late", END - timedelta(days=1), Decimal(1))])
    assert (found.reason, found.to_come) == ("no_revenue", None)


def test_without_the_extra_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    found = told_of(orders_made())
    assert (found.reason, found.hold_out, found.to_come) == ("no_science", None, None)


def test_subscriptions_are_no_orders(told: Told) -> None:
    """One customer, who pays by the month.

    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2025-01-10 -       10
    """
    assert told().workspace.lifetime_value(period="2025-12").repeat_orders is None


def test_the_fit_of_a_company_that_does_as_the_model_says_finds_its_parameters() -> None:
    found = told_of(orders_made(3_000)).to_come
    assert found is not None
    known = RepeatOrders(**{name: float(value) for name, value in found.parameters.items()})
    assert known.r / known.alpha == pytest.approx(1.2 / 50, rel=0.1)
    assert known.a / (known.a + known.b) == pytest.approx(0.9 / 2.5, rel=0.1)
