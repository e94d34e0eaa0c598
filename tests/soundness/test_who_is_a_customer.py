"""Who is a customer, and when, is what was agreed on, and every number about customers keeps to it."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from lievik.model.customer_moves import Move, MoveUnit
from lievik.model.customer_rule import CustomerRule
from tests.soundness.table_from_docstring import Company, Told, company


def _unit(told: Company, period: str = "2026-01") -> MoveUnit:
    """Give a period's movements, and see that churn, retention and revenue kept are of the same customers."""
    unit = told.workspace.customers(period=period).whole
    assert unit is not None
    churn, kept = told.one("churn_rate", period), told.one("retention_rate", period)
    assert (churn.numerator or 0, churn.denominator or 0) == (unit.lost, unit.opening)
    assert (kept.numerator or 0) == unit.opening - unit.lost
    if unit.money:
        money = unit.money[0]
        gross, net = (told.one(f"retention_rate:{side}_revenue", period) for side in ("gross", "net"))
        assert (gross.denominator or 0) == money.opening
        assert (gross.numerator or 0) == money.opening + money.amount("contraction", "churn")
        assert (net.numerator or 0) == money.opening + money.amount("contraction", "churn", "expansion")
        assert money.opening + sum(each.amount for each in money.moved) == money.closing
    return unit


def _moves(unit: MoveUnit) -> dict[Move, tuple[int, Decimal]]:
    amounts = {each.move: each.amount for each in unit.money[0].moved} if unit.money else {}
    return {move: (count, amounts.get(move, Decimal(0))) for move, count in unit.accounts.items() if count}


def _by(**rule: Any) -> CustomerRule:  # noqa: ANN401 - as it is written in lievik.toml
    return CustomerRule(**rule)


def test_a_parent_with_three_subsidiaries_is_one_customer(told: Told) -> None:
    """In January north leaves, west comes, south stays; alone leaves, and belongs to nobody.

    account         | id    name  parent_id industry
                    | group Group -         Wood
                    | north North group     Food
                    | south South group     Wood
                    | west  West  south     Food
                    | alone Alone -         Food

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | north      2025-01-01 2026-01-10 10
                    | south      2025-03-01 -          20
                    | west       2026-01-15 -          40
                    | alone      2025-01-01 2026-01-20 5

    deal            | id outcome amount account_id closed_on
                    | 1  won     1      north      2025-12-31
                    | 2  won     1      south      2026-01-10
                    | 3  won     1      alone      2026-01-10

    spend           | spent_on   amount
                    | 2026-01-31 100
    """
    accounts = told()
    unit = _unit(accounts)
    assert _moves(unit) == {"new": (1, 40), "churn": (2, -15)}
    assert (unit.opening, unit.closing, unit.money[0].opening, unit.money[0].closing) == (3, 2, 35, 60)
    assert accounts.one("churn_rate", "2026-01").notes == ()

    parents = told(customers=_by(by="parent"))
    whole = _unit(parents)
    assert _moves(whole) == {"expansion": (1, 30), "churn": (1, -5)}
    assert (whole.opening, whole.closing, whole.money[0].opening, whole.money[0].closing) == (2, 1, 35, 60)
    assert parents.one("churn_rate", "2026-01").notes == ("customers_are_parents",)
    assert parents.records("churn_rate", "denominator", "2026-01") == ["alone", "group"]
    # a subsidiary's industry is its parent's
    assert parents.split("churn_rate", "industry", "2026-01") == {"Wood": 0, "Food": 1}
    # the first deal of the group was in December
    assert (accounts.one("customer_acquisition_cost", "2026-01").denominator) == 2
    assert (parents.one("customer_acquisition_cost", "2026-01").denominator) == 1
    assert accounts.workspace.cohorts(period="2025-01..2026-01").whole.customers == 4
    cohorts = parents.workspace.cohorts(of="revenue", period="2025-01", grain="month").cohorts[0]
    assert cohorts.customers == 2
    assert [each.part for each in cohorts.kept][:3] == [15, 15, 35]
    assert [each.accounts for each in parents.workspace.customers(period="2026-01").bases if each.is_used] == [2]


def test_orders_of_subsidiaries_are_their_parents(told: Told) -> None:
    """Each of the two orders every 60 days, together every 30: with 45 days of patience each is lost, the group is not.

    account      | id    name  parent_id
                 | group Group -
                 | north North group
                 | south South group

    invoice_line | account_id invoiced_on amount
                 | north      2026-01-01  10
                 | south      2026-01-31  10
                 | north      2026-03-02  10
                 | south      2026-04-01  10
    """
    accounts, parents = told(fixed_days=45), told(fixed_days=45, customers=_by(by="parent"))
    assert [unit.accounts["churn"] for unit in accounts.workspace.customers(period="2026-Q1").units] == [0, 1, 1]
    assert [unit.accounts["churn"] for unit in parents.workspace.customers(period="2026-Q1").units] == [0, 0, 0]
    assert accounts.one("churn_rate", "2026-03").notes == ("customers_by_invoices",)
    kept = parents.workspace.cohorts(of="revenue", period="2026-01").cohorts[0]
    assert [each.part for each in kept.kept][:4] == [20, 0, 10, 10]


def test_a_ring_of_parents_makes_nobody_a_part_of_anybody(told: Told) -> None:
    """Each is the other's parent, and one its own.

    account         | id  parent_id
                    | a   b
                    | b   a
                    | own own

    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2025-01-01 -       10
                    | b          2025-01-01 -       10
                    | own        2025-01-01 -       10
    """
    assert _unit(told(customers=_by(by="parent"))).opening == 3


def test_a_customer_ends_with_service_or_with_notice(told: Told) -> None:
    """Notice on 10 January for the end of March; one without notice; one whose notice came after the end.

    customer_period | account_id starts_on  ends_on    cancelled_on monthly_amount
                    | noticed    2025-01-01 2026-04-01 2026-01-10   10
                    | silent     2025-01-01 2026-01-20 -            20
                    | later      2025-01-01 2026-01-20 2026-02-05   40
                    | stays      2025-01-01 -          -            80
    """
    assert _moves(_unit(told())) == {"churn": (2, -60)}
    noticed = told(customers=_by(ends="notice"))
    assert _moves(_unit(noticed)) == {"churn": (3, -70)}
    assert _moves(_unit(noticed, "2026-03")) == {}
    assert noticed.one("churn_rate", "2026-01").notes == ("customers_end_by_notice",)
    assert noticed.workspace.customers(period="2026-01").rule.ends == "notice"


def test_a_customer_ends_on_the_day_that_was_written_down(told: Told) -> None:
    """A loss while it runs ends it; a loss after the end changes nothing; whoever buys again later comes back.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | told       2025-01-01 2026-04-01 10
                    | silent     2025-01-01 2026-01-20 20
                    | again      2025-01-01 2026-02-01 40
                    | again      2026-02-01 -          40

    churn_event     | account_id lost_on
                    | told       2026-01-10
                    | silent     2026-02-05
                    | again      2026-01-15
    """
    assert _moves(_unit(told())) == {"churn": (1, -20)}
    stated = told(customers=_by(ends="stated"))
    assert _moves(_unit(stated)) == {"churn": (3, -70)}
    assert _moves(_unit(stated, "2026-02")) == {"reactivation": (1, 40)}
    assert stated.one("retention_rate", "2026-01").notes == ("customers_end_by_stated",)


def test_who_buys_by_order_is_lost_on_the_day_that_was_written_down(told: Told) -> None:
    """Every ten days an order, lost after thirty: the loss that was written down comes sooner.

    deal        | id outcome amount account_id closed_on
                | 1  won     1      a          2026-01-01
                | 2  won     1      a          2026-01-11
                | 3  won     1      a          2026-01-21
                | 4  won     1      b          2026-06-01

    churn_event | account_id lost_on
                | a          2026-01-31
    """
    assert _moves(_unit(told(), "2026-02")) == {"churn": (1, 0)}
    stated = told(customers=_by(ends="stated"))
    assert _moves(_unit(stated, "2026-02")) == {}
    assert stated.workspace.cohorts(period="2026-01").cohorts[0].kept[0].part == 0
    assert told().workspace.cohorts(period="2026-01").cohorts[0].kept[0].part == 1


def test_who_renews_within_the_days_of_grace_has_not_left(told: Told) -> None:
    """Ten days after the end one is back, another after twenty, a third never; a fourth has another subscription.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | soon       2025-01-01 2026-01-25 10
                    | soon       2026-02-04 -          15
                    | late       2025-01-01 2026-01-25 20
                    | late       2026-02-14 -          20
                    | never      2025-01-01 2026-01-25 40
                    | other      2025-01-01 2026-01-25 80
                    | other      2025-01-01 -          160
    """
    assert _moves(_unit(told())) == {"churn": (3, -70), "contraction": (1, -80)}
    graced = told(customers=_by(grace_days=14))
    # at the end of January nobody is lost yet; grace is over on 8 February
    assert _moves(_unit(graced)) == {"contraction": (1, -80)}
    assert _moves(_unit(graced, "2026-02")) == {"expansion": (1, 5), "churn": (1, -40)}
    assert _moves(_unit(graced, "2026-Q1")) == {"expansion": (1, 5), "churn": (1, -40), "contraction": (1, -80)}
    assert graced.one("churn_rate", "2026-01").notes == ("customers_have_grace",)


@pytest.mark.parametrize(("day", "months"), [("2026-01-31", [1, 0]), ("2026-02-01", [0, 1])])
@pytest.mark.parametrize("ends", ["notice", "stated"])
def test_a_notice_or_a_loss_is_of_the_month_of_its_day(day: str, months: list[int], ends: str) -> None:
    """On the last day of January, or on the first of February; service would go on until April."""
    text = (
        "customer_period | account_id starts_on ends_on cancelled_on monthly_amount\n"
        f"                | a 2025-01-01 2026-04-01 {day} 10\n"
        f"churn_event     | account_id lost_on\n                | a {day}\n"
    )
    units = company(text, customers=_by(ends=ends)).workspace.customers(period="2026-01..2026-02").units
    assert [unit.lost for unit in units] == months


def test_a_notice_leaves_no_grace(told: Told) -> None:
    """Who gave notice does not renew by mistake.

    customer_period | account_id starts_on  ends_on    cancelled_on monthly_amount
                    | noticed    2025-01-01 2026-01-20 2026-01-20   10
                    | silent     2025-01-01 2026-01-20 -            20
    """
    assert _moves(_unit(told(customers=_by(ends="notice", grace_days=30)))) == {"churn": (1, -10)}


@pytest.mark.parametrize(("days", "move"), [(30, "late_reactivation"), (31, "reactivation")])
def test_the_reactivation_window_is_agreed_on(told: Told, days: int, move: str) -> None:
    """Away for 31 days.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2025-01-01 2026-01-10 10
                    | a          2026-02-10 -          10
    """
    rule = _by(reactivation_days=days)
    assert _moves(_unit(told(customers=rule), "2026-02")) == {move: (1, 10)}
    asked = told(customers=rule).workspace.customers(period="2026-02", window=90)
    assert (asked.window, asked.whole and asked.whole.accounts["reactivation"]) == (90, 1)


def test_what_makes_a_customer_can_be_chosen(told: Told) -> None:
    """One subscribes, another bought once and was invoiced for something else.

    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2025-01-01 -       10

    invoice_line    | account_id invoiced_on amount
                    | b          2025-12-01  10
                    | b          2026-05-01  10
                    | c          2026-05-01  10

    deal            | id outcome amount account_id closed_on
                    | 1  won     1      d          2025-12-01
    """
    by = {basis: told(customers=_by(basis=basis)) for basis in (None, "subscription", "invoices", "deals")}
    found = {basis: company.records("churn_rate", "denominator", "2026-01") for basis, company in by.items()}
    assert found == {None: ["a"], "subscription": ["a"], "invoices": ["b"], "deals": ["d"]}
    assert by["deals"].workspace.customers(period="2026-01").basis == "deals"
    assert by["deals"].one("churn_rate", "2026-01").notes == ("customers_by_deals",)


def test_contracts_of_different_terms_are_put_together_only_of_those_up_for_renewal(told: Told) -> None:
    """In January three monthly contracts may end, and one of two yearly ones; one of each left.

    customer_period | account_id starts_on  ends_on    term_months monthly_amount
                    | monthly    2025-05-15 2026-01-15 1           10
                    | goeson     2025-05-31 -          1           10
                    | onfirst    2025-05-01 -          1           10
                    | yearly     2025-01-20 2026-01-20 12          10
                    | notyet     2025-03-01 -          12          10
                    | both       2025-03-01 -          12          10
                    | both       2025-06-01 -          1           10
                    | new        2026-01-05 2026-01-20 1           10
    """
    company = told()
    whole = company.one("churn_rate", "2026-01")
    assert (whole.numerator, whole.denominator, whole.notes) == (2, 6, ("terms_blended",))
    renewals = company.one("churn_rate:of_renewals", "2026-01")
    assert (renewals.numerator, renewals.denominator, renewals.notes) == (2, 5, ())
    due = company.records("churn_rate:of_renewals", "denominator", "2026-01")
    assert due == ["both", "goeson", "monthly", "onfirst", "yearly"]
    by_term = company.groups("churn_rate", "contract_term", "2026-01")
    assert {term: (found.numerator, found.denominator) for term, found in by_term.items()} == {
        "1": (1, 3),
        "12": (1, 2),
        "1 + 12": (0, 1),
    }
    assert all(found.notes == () for found in by_term.values())
    assert company.one("churn_rate", "2026-01", where={"contract_term": "1"}).notes == ()
    quarter = company.one("churn_rate:of_renewals", "2026-Q1")
    # notyet  is due on 1 March
    assert (quarter.numerator, quarter.denominator) == (2, 6)


def test_nobody_up_for_renewal_is_no_rate(told: Told) -> None:
    """One yearly contract, renewed in March.

    customer_period | account_id starts_on  ends_on term_months monthly_amount
                    | a          2025-03-01 -       12          10
    """
    found = told().one("churn_rate:of_renewals", "2026-01")
    assert (found.value, found.status, found.reason) == (None, "undefined", "nobody_up_for_renewal")
    assert told().value("churn_rate:of_renewals", "2026-02") == 0
