"""What moves among customers leads from opening to closing, on cases that a reader can add up in the head."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lievik.errors import DimensionError, ParameterError, RequestError, UnknownNameError
from lievik.model.customer_moves import MoneyMoves, MoveUnit
from tests.soundness.table_from_docstring import Told


def _moved(unit: MoveUnit | None) -> dict[str, tuple[int, Decimal]]:
    """Name every movement that took place, with its accounts and what it changed."""
    assert unit is not None
    amounts = {each.move: each.amount for each in unit.money[0].moved} if unit.money else {}
    return {move: (count, amounts.get(move, Decimal(0))) for move, count in unit.accounts.items() if count}


def _adds_up(money: MoneyMoves) -> bool:
    return money.opening + sum(each.amount for each in money.moved) + money.exchange == money.closing


def test_every_movement(told: Told) -> None:
    """In February: came 20, grew 10 to 15, shrank 10 to 6, left 10, back after 21 days 30, back after a year 40.

    customer_period | account_id starts_on  ends_on    monthly_amount is_trial
                    | came       2026-02-10 -          20             false
                    | grew       2025-01-01 -          10             false
                    | grew       2026-02-20 -          5              false
                    | shrank     2025-01-01 2026-02-20 4              false
                    | shrank     2025-01-01 -          6              false
                    | left       2025-01-01 2026-02-10 10             false
                    | soon       2025-01-01 2026-01-20 30             false
                    | soon       2026-02-10 -          30             false
                    | late       2024-01-01 2025-02-01 40             false
                    | late       2026-02-10 -          40             false
                    | inside     2025-01-01 2026-02-05 7              false
                    | inside     2026-02-15 -          7              false
                    | short      2026-02-05 2026-02-20 99             false
                    | trial      2026-02-05 -          99             true
    """
    found = told().workspace.customers(period="2026-02")
    unit = found.whole
    assert _moved(unit) == {
        "new": (1, 20),
        "reactivation": (1, 30),
        "late_reactivation": (1, 40),
        "expansion": (1, 5),
        "contraction": (1, -4),
        "churn": (1, -10),
    }
    assert unit is not None
    (money,) = unit.money
    # there on the first: grew 10, shrank 10, left 10, inside 7
    assert (unit.opening, unit.closing, money.opening, money.closing) == (4, 6, 37, 118)
    assert _adds_up(money)
    assert money.quick_ratio == Decimal(20 + 30 + 40 + 5) / 14
    assert (money.gross_retention, money.net_retention) == (1 - Decimal(14) / 37, 1 - Decimal(9) / 37)
    assert (unit.churn.value, unit.retention, unit.net_loss) == (Decimal("0.25"), Decimal("0.75"), Decimal("-0.5"))
    assert unit.annualised == 1 - Decimal("0.75") ** 12
    assert _moved(told().workspace.customers(period="2026-02", window=10).whole)["late_reactivation"] == (2, 70)


def test_leaving_and_returning_inside_a_month_is_no_churn(told: Told) -> None:
    """In January it is not there at the end, in the quarter it is.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | back       2025-01-01 2026-01-20 10
                    | back       2026-02-10 2026-02-15 10
                    | back       2026-02-20 -          12
    """
    months = told().workspace.customers(period="2026-Q1").units
    assert [_moved(unit) for unit in months] == [{"churn": (1, -10)}, {"reactivation": (1, 12)}, {}]
    (quarter,) = told().workspace.customers(period="2026-Q1", grain="quarter").units
    assert _moved(quarter) == {"expansion": (1, 2)}


def test_two_currencies_and_the_rate_between(told: Told) -> None:
    """Of 100 dollars 60 stay: 40 go at 0.90, the 60 gain from 0.90 to 0.95, and 10 € are new.

    customer_period | account_id starts_on  ends_on    monthly_amount currency
                    | a          2025-01-01 2026-02-10 40             USD
                    | a          2025-01-01 -          60             USD
                    | b          2026-02-10 -          10             EUR
                    | c          2025-01-01 -          99             CHF

    fx_rate | on_date    from_currency to_currency rate
            | 2026-01-31 USD           EUR         0.90
            | 2026-02-28 USD           EUR         0.95
    """
    unit = told().workspace.customers(period="2026-02").whole
    assert unit is not None
    whole, *apart = unit.money
    assert (whole.currency, whole.is_converted, whole.opening, whole.closing) == ("EUR", True, 90, 67)
    assert (whole.amount("contraction"), whole.amount("new"), whole.exchange, whole.unrated) == (-36, 10, 3, 1)
    assert whole.gross_retention == Decimal("0.6")
    assert [(each.currency, each.opening, each.closing, each.exchange) for each in apart] == [
        ("CHF", 99, 99, 0),
        ("EUR", 0, 10, 0),
        ("USD", 100, 60, 0),
    ]
    assert all(_adds_up(each) for each in unit.money)
    assert (unit.opening, unit.closing, unit.churn.value) == (2, 3, 0)


def test_a_credit_larger_than_what_is_paid_is_not_hidden(told: Told) -> None:
    """Of 100 a month 130 are taken off: the amount is below nothing, and the customer stays one.

    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2025-01-01 -       100
                    | a          2026-02-10 -       -130

    churn_event | account_id lost_on    reason refund_amount currency
                | b          2026-02-10 price  500           EUR
    """
    found = told().workspace.customers(period="2026-02")
    assert _moved(found.whole) == {"contraction": (1, -130)}
    assert found.whole is not None
    (money,) = found.whole.money
    assert (money.closing, money.gross_retention) == (-30, Decimal("-0.3"))
    (reason,) = found.stated
    assert (reason.reason, reason.losses, reason.accounts, reason.refunds) == ("price", 1, 1, {"EUR": 500})
    # a loss is written down of one who never was a customer
    (record,) = found.losses.disagree
    assert (record.account_id, record.became_on, record.stated_on) == ("b", None, date(2026, 2, 10))


def test_no_customers(told: Told) -> None:
    """Only a trial.

    customer_period | account_id starts_on  ends_on monthly_amount is_trial
                    | a          2025-01-01 -       100            true
    """
    found = told().workspace.customers(period="2026-02")
    assert (found.reason, found.whole, found.units) == ("missing_table", None, ())


def test_nobody_was_there_yet(told: Told) -> None:
    """The first customer comes in March: no rate in February, and not 0 %.

    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2026-03-10 -       100
    """
    february, march, april = told().workspace.customers(period="2026-02-01..2026-04-30").units
    for unit in (february, march):
        assert (unit.churn.value, unit.churn.status, unit.retention, unit.net_loss) == (None, "undefined", None, None)
        assert (unit.money[0].gross_retention, unit.money[0].quick_ratio) == (None, None)
    assert (february.opening, february.closing, _moved(february)) == (0, 0, {})
    assert (_moved(march), april.churn.value) == ({"new": (1, 100)}, 0)


def test_customers_by_won_deals_have_no_amounts(told: Told) -> None:
    """Every 30 days an order; then none for more than 90 days.

    deal | id outcome amount account_id created_on closed_on
         | 1  won     5      a          2025-10-01 2025-10-01
         | 2  won     5      a          2025-10-01 2025-10-31
         | 3  won     5      a          2025-10-01 2025-11-30
         | 4  won     5      b          2025-10-01 2026-01-10
         | 5  won     5      b          2025-10-01 2026-02-09
         | 6  won     5      b          2025-10-01 2026-03-11
    """
    found = told().workspace.customers(period="2026-Q1")
    assert found.basis == "deals"
    assert [_moved(unit) for unit in found.units] == [{"new": (1, 0)}, {"churn": (1, 0)}, {}]
    assert all(unit.money == () for unit in found.units)
    assert [(each.basis, each.is_used, each.accounts, each.at_end) for each in found.bases] == [("deals", True, 2, 1)]


def test_sources_that_disagree_are_a_list(told: Told) -> None:
    """Agreed: gone. Not: a stays by its subscription, b by all but its flag; c bought again after what was written.

    account | id is_lost
            | gone true
            | a false
            | b true
            | c false

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | gone       2025-01-01 2026-01-10 10
                    | a          2025-01-01 -          10
                    | b          2025-01-01 -          10
                    | c          2025-01-01 -          10
                    | c          2026-02-01 -          10

    churn_event | account_id lost_on
                | gone       2026-01-10
                | a          2026-01-20
                | c          2026-01-20
    """
    losses = told().workspace.customers(period="2026").losses
    assert losses.sources == ("customers", "stated", "flagged")
    assert losses.ever == {"customers": 1, "stated": 3, "flagged": 2}
    assert losses.now == {"customers": 1, "stated": 2, "flagged": 2}
    assert [record.account_id for record in losses.disagree] == ["a", "b"]
    assert [(pair.both, pair.one_alone, pair.other_alone) for pair in losses.pairs] == [(1, 0, 2), (1, 0, 1), (1, 2, 1)]


def test_churn_by_reason_adds_up_to_churn(told: Told) -> None:
    """Of ten, two leave for the price by their subscription, one by what was written down, one for no reason told.

    A loss that was written down before the customer came back tells nothing; who joined and left is not of the ten.

    customer_period | account_id starts_on  ends_on    monthly_amount reason
                    | a          2025-01-01 2026-01-10 10             price
                    | b          2025-01-01 2026-01-20 10             price
                    | c          2025-01-01 2026-01-20 10             service
                    | d          2025-06-01 2026-01-20 10             -
                    | joined     2026-01-05 2026-01-20 10             price
                    | e          2025-01-01 -          10             -
                    | f          2025-01-01 -          10             -
                    | g          2025-01-01 -          10             -
                    | h          2025-01-01 -          10             -
                    | i          2025-01-01 -          10             -
                    | j          2025-01-01 -          10             -

    churn_event | account_id lost_on    reason
                | c          2026-01-18 competitor
                | d          2025-05-01 old
                | d          2026-01-20 -
    """
    found = told().workspace.customers(period="2026-01")
    assert [(each.reason, each.churn.numerator, each.churn.value) for each in found.lost_for] == [
        ("price", 2, Decimal("0.2")),
        ("competitor", 1, Decimal("0.1")),
        (None, 1, Decimal("0.1")),
    ]
    assert found.whole is not None
    assert sum(each.churn.value or 0 for each in found.lost_for) == found.whole.churn.value == Decimal("0.4")


def test_a_month_that_still_runs_counts_so_far(told: Told) -> None:
    """On 15 June: what begins or ends later has not happened.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2025-01-01 2026-06-10 10
                    | b          2025-01-01 2026-06-20 10
                    | c          2026-06-25 -          10
    """
    unit = told().workspace.customers(period="2026-06", as_of="2026-06-15").whole
    assert unit is not None
    assert (unit.is_running, unit.annualised, _moved(unit)) == (True, None, {"churn": (1, -10)})
    assert (unit.opening, unit.closing) == (2, 1)


def test_the_articles_numbers() -> None:
    """500 customers, 30 lost and 20 joined: churn is 6 %, retention 94 %, and the net loss 2 %."""
    from lievik.insight.shares import share_of
    from lievik.model.periods import Grain, period_of

    month = period_of(date(2026, 1, 1), Grain.MONTH)
    unit = MoveUnit(
        period=month,
        until=month.end,
        opening=500,
        closing=490,
        accounts={"new": 20, "churn": 30},
        churn=share_of(30, 500),
    )
    assert (unit.churn.value, unit.retention, unit.net_loss) == (Decimal("0.06"), Decimal("0.94"), Decimal("0.02"))
    assert unit.annualised is not None
    assert round(unit.annualised, 4) == Decimal("0.5241")


def test_net_change_is_a_variant_of_churn(told: Told) -> None:
    """Of two, one left and two joined: churn 50 %, net loss −50 %.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2025-01-01 2026-01-10 10
                    | b          2025-01-01 -          10
                    | c          2026-01-10 -          10
                    | d          2026-01-10 -          10
    """
    company = told()
    assert company.value("churn_rate", "2026-01") == 0.5
    assert company.value("churn_rate:net_change", "2026-01") == -0.5


@pytest.mark.parametrize("by", ["owner", "manager", "team", "region", "account_region", "industry", "cohort"])
def test_parts_of_churn_are_those_of_the_movements_and_add_up(told: Told, by: str) -> None:
    """Anna's customers moved to another team in February; the one who left and came back belongs to one part.

    rep             | id   name manager_id region
                    | anna Anna boss       East
                    | bob  Bob  -          -
                    | boss Boss -          East

    team            | id name
                    | e  East
                    | w  West

    team_member     | team_id rep_id starts_on  ends_on
                    | e       anna   2024-01-01 2026-02-10
                    | w       anna   2026-02-10 -

    account         | id name owner_id industry region
                    | a  A    anna     Wood     North
                    | b  B    anna     Food     -
                    | c  C    bob      Wood     South
                    | d  D    -        -        -
                    | e  E    bob      Food     North

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2025-01-01 2026-01-20 10
                    | a          2026-02-20 -          12
                    | b          2025-01-01 2026-02-05 20
                    | c          2025-06-01 2026-03-10 40
                    | d          2025-01-01 -          80
                    | e          2026-02-01 -          160
    """
    company = told()
    for period in ("2026-01", "2026-02", "2026-Q1"):
        found = company.workspace.customers(period=period, by=by)
        whole = found.whole
        assert whole is not None
        churn = company.groups("churn_rate", by, period)
        gross = company.groups("retention_rate:gross_revenue", by, period)
        for each in found.parts:
            # cohorts are told as periods there, and by their label here
            result, money = churn[each.part], each.unit.money[0]
            assert (result.numerator or 0, result.denominator or 0) == (each.unit.lost, each.unit.opening), each.part
            kept = money.opening + money.amount("contraction", "churn")
            assert (gross[each.part].numerator or 0, gross[each.part].denominator or 0) == (kept, money.opening)
        assert sum(each.unit.opening for each in found.parts) == whole.opening
        assert sum(each.unit.lost for each in found.parts) == whole.lost
        assert sum(result.numerator or 0 for result in churn.values()) == whole.lost
        assert sum(each.unit.money[0].closing for each in found.parts) == whole.money[0].closing
    teams = company.groups("churn_rate", "team", "2026-02")
    assert {name: (each.numerator, each.denominator) for name, each in teams.items()} == {"West": (1, 1), None: (0, 2)}


def test_what_cannot_be_asked_is_said(told: Told) -> None:
    """One customer.

    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2025-01-01 -       10
    """
    ask = told().workspace.customers
    with pytest.raises(UnknownNameError, match="No movement called 'flown'"):
        ask(listed="flown")
    with pytest.raises(UnknownNameError, match="No grain called 'week'"):
        ask(grain="week")
    with pytest.raises(ParameterError):
        ask(window=-1)
    with pytest.raises(DimensionError):
        ask(by="stage")
    with pytest.raises(RequestError, match="one thing at a time"):
        ask(by=("industry", "country"))
    with pytest.raises(RequestError, match="lies after"):
        ask(period="2027")
