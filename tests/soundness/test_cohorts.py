"""Cohorts of customers, on relationships that a reader can count: who is there at an age, and what they bring."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lievik.errors import RequestError
from lievik.model.cohorts import Cohort
from tests.soundness.table_from_docstring import Told, company_of


def kept(cohort: Cohort) -> list[str]:
    """Counts of a cohort by age, as `2/3`; a running month has a star."""
    return [f"{each.part}/{each.whole}{'*' if each.is_running else ''}" for each in cohort.kept]


def test_four_customers_by_hand(told: Told) -> None:
    """Of three won in January one stays, one leaves in March, one leaves and returns inside February; May brings one.

    customer_period | account_id starts_on  ends_on    monthly_amount is_trial
                    | stays      2026-01-10 -          10             false
                    | leaves     2026-01-31 2026-03-15 20             false
                    | returns    2026-01-05 2026-02-10 30             false
                    | returns    2026-02-20 -          40             false
                    | late       2026-05-01 -          50             false
                    | trial      2026-01-01 -          99             true
    """
    workspace = told().workspace
    answer = workspace.cohorts(period="2026-H1", grain="month")
    assert (answer.basis, answer.whole.customers) == ("subscription", 4)
    by_month = {cohort.period.label: cohort for cohort in answer.cohorts if cohort.period}
    assert kept(by_month["2026-01"]) == ["3/3", "2/3", "1/3", "1/3", "1/3", "1/3"]
    assert kept(by_month["2026-05"]) == ["1/1", "1/1"]
    assert kept(by_month["2026-02"]) == []
    # together: May has not come to an age of two months
    assert kept(answer.whole) == ["4/4", "3/4", "1/3", "1/3", "1/3", "1/3"]
    assert all(each.status == "insufficient" for each in answer.whole.kept)
    again = workspace.cohorts(period="2026-01", grain="month", has_returned=True)
    assert kept(again.cohorts[0]) == ["3/3", "3/3", "2/3", "2/3", "2/3", "2/3"]


def test_who_leaves_and_returns_inside_its_first_month_started_once(told: Told) -> None:
    """Gone for five days of January.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2026-01-01 2026-01-10 10
                    | a          2026-01-15 -          10
    """
    workspace = told().workspace
    assert kept(workspace.cohorts(period="2026-01").cohorts[0])[:2] == ["0/1", "0/1"]
    assert kept(workspace.cohorts(period="2026-01", has_returned=True).cohorts[0])[:2] == ["1/1", "1/1"]


def test_revenue_goes_with_the_customers(told: Told) -> None:
    """10 + 20 + 30 at first; 20 is gone with March, 30 with February, where it comes back as 40 if that counts.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | stays      2026-01-10 2026-05-01 10
                    | stays      2026-05-01 -          15
                    | leaves     2026-01-31 2026-03-15 20
                    | returns    2026-01-05 2026-02-10 30
                    | returns    2026-02-20 -          40
    """
    workspace = told().workspace
    first = workspace.cohorts(of="revenue", period="2026-01")
    # April ends with what was in force on its last day
    assert kept(first.cohorts[0]) == ["60.00/60.00", "30.00/60.00", *["10.00/60.00"] * 2, *["15.00/60.00"] * 2]
    again = workspace.cohorts(of="revenue", period="2026-01", has_returned=True)
    assert kept(again.cohorts[0]) == ["60.00/60.00", "70.00/60.00", *["50.00/60.00"] * 2, *["55.00/60.00"] * 2]


def test_the_month_that_runs_is_marked_and_not_counted_of_all(told: Told) -> None:
    """On 15 June nobody knows yet who is there at its end.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2026-04-01 2026-06-10 10
                    | b          2026-05-01 -          10
    """
    answer = told().workspace.cohorts(period="2026-Q2", grain="month", as_of="2026-06-15")
    assert [kept(cohort) for cohort in answer.cohorts] == [["1/1", "1/1", "0/1*"], ["1/1", "1/1*"], []]
    assert kept(answer.whole) == ["2/2", "1/1"]
    june = told().workspace.cohorts(period="2026-Q2", grain="month", as_of="2026-06-30")
    assert kept(june.cohorts[0]) == ["1/1", "1/1", "0/1"]
    # on 9 June the contract still ran
    before = told().workspace.cohorts(period="2026-Q2", grain="month", as_of="2026-06-08")
    assert kept(before.cohorts[0]) == ["1/1", "1/1", "1/1*"]


def test_who_is_lost_of_a_cohort_is_lost_by_the_churn_rate(told: Told) -> None:
    """The edges of a month: left on its last day, on the first of the next, a day later.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | last       2026-01-10 2026-03-31 10
                    | first      2026-01-10 2026-04-01 10
                    | second     2026-01-10 2026-04-02 10
    """
    company = told()
    answer = company.workspace.cohorts(period="2026-01")
    lost = [int(a.part - b.part) for a, b in zip(answer.cohorts[0].kept, answer.cohorts[0].kept[1:], strict=False)]
    assert (
        lost == [company.one("churn_rate", f"2026-0{month}").numerator for month in (2, 3, 4, 5, 6)] == [0, 2, 1, 0, 0]
    )


def test_a_quarter_is_its_months_at_the_same_age(told: Told) -> None:
    """A quarter ends at the age of its youngest month; each customer has its own age.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2026-01-10 2026-02-20 10
                    | b          2026-03-10 -          10
    """
    answer = told().workspace.cohorts(period="2026-Q1", grain="quarter")
    assert kept(answer.cohorts[0]) == ["2/2", "1/2", "1/2", "1/2"]
    assert kept(answer.whole) == ["2/2", "1/2", "1/2", "1/2", "0/1", "0/1"]


def test_parts_add_up_to_the_whole(told: Told) -> None:
    """Two industries and a customer of none.

    account         | id name industry
                    | a  A    Wood
                    | b  B    Food
                    | c  C    -
    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2026-01-10 2026-02-20 10
                    | b          2026-01-10 -          10
                    | c          2026-02-10 -          10
    """
    answer = told().workspace.cohorts(period="2026-Q1", by="industry")
    assert [part.part for part in answer.parts] == ["Food", "Wood", None]
    for age, all_of_them in enumerate(answer.whole.kept):
        parts = [found for part in answer.parts if (found := part.at(age))]
        assert sum(found.part for found in parts) == all_of_them.part
        assert sum(found.whole for found in parts) == all_of_them.whole
    wood = told().workspace.cohorts(period="2026-Q1", where={"industry": "Wood"})
    assert kept(wood.whole) == kept(answer.parts[1])


def test_invoices_are_net_and_those_of_nobody_are_counted(told: Told) -> None:
    """Two orders and a return; one line names no account; a fixed number of 60 days without an order is a loss.

    invoice_line | account_id invoiced_on amount is_return
                 | a          2026-01-10  100    false
                 | a          2026-02-10  80     false
                 | a          2026-02-20  -30    true
                 | b          2026-01-20  50     false
                 | -          2026-01-20  999    false
                 | b          2026-06-20  70     false
    """
    workspace = told(fixed_days=60).workspace
    answer = workspace.cohorts(of="revenue", period="2026-01")
    assert (answer.basis, answer.unknown) == ("invoices", 1)
    assert [each.part for each in answer.cohorts[0].kept] == [150, 50, 0, 0, 0, 0]
    assert kept(workspace.cohorts(period="2026-01").cohorts[0]) == ["2/2", "2/2", "1/2", "0/2", "0/2", "0/2"]
    again = workspace.cohorts(of="revenue", period="2026-01", has_returned=True)
    assert [each.part for each in again.cohorts[0].kept] == [150, 50, 0, 0, 0, 70]


def test_two_currencies_are_one_at_one_rate(told: Told) -> None:
    """25 crowns are a euro, on every day; an unknown currency is left out and counted.

    customer_period | account_id starts_on  ends_on    monthly_amount currency
                    | a          2026-01-10 -          10             EUR
                    | b          2026-01-10 2026-02-10 250            CZK
                    | c          2026-01-10 -          7              XAU
    fx_rate         | id on_date    from_currency to_currency rate
                    | r  2026-01-01 CZK           EUR         0.04
    """
    answer = told().workspace.cohorts(of="revenue", period="2026-01")
    assert [each.part for each in answer.cohorts[0].kept[:2]] == [20, 10]
    assert answer.unrated == 1


def test_nobody_and_one(told: Told) -> None:
    """One customer is a count, not a share.

    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2026-01-10 -       10
    """
    workspace = told().workspace
    answer = workspace.cohorts()
    assert (answer.period.start, answer.grain) == (date(2026, 1, 1), "month")
    assert {each.status for each in answer.whole.kept} == {"insufficient"}
    assert (answer.whole.lasting is not None, answer.whole.lasting and answer.whole.lasting.lost) == (True, 0)
    nobody = workspace.cohorts(period="2020")
    assert (nobody.whole.customers, nobody.whole.kept, nobody.reason) == (0, (), "")


def test_without_any_table_of_customers_it_says_which_are_missing(told: Told) -> None:
    """Nothing is known.

    rep | id name
        | a  A
    """
    answer = told().workspace.cohorts()
    assert (answer.reason, answer.whole.customers) == ("missing_table", 0)


def test_relationships_last_as_kaplan_and_meier_say(told: Told) -> None:
    """Three: 40 days and over, 100 days and over, 100 days and still there; of the returned only the first counts.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2026-01-01 2026-02-10 10
                    | a          2026-03-01 -          10
                    | b          2026-01-01 2026-04-11 10
                    | c          2026-03-23 -          10
    """
    lasting = told().workspace.cohorts(period="2026-Q1").whole.lasting
    assert lasting is not None
    assert (lasting.customers, lasting.lost) == (3, 2)
    found = {each.months: each for each in lasting.outlasting}
    # 2/3 are left at 93 days; of the two followed to 100 days one ends then
    assert (found[3].share, found[3].followed, found[3].status) == (Decimal("0.666666666667"), 2, "insufficient")
    assert (found[6].share, found[6].status) == (None, "immature")
    assert lasting.median is not None
    assert round(float(lasting.median) * 365.25 / 12) == 100


@pytest.mark.parametrize(
    "said", [{"grain": "week"}, {"by": "industry,country"}, {"by": "lost_reason"}, {"where": {"industry": "Nothing"}}]
)
def test_what_makes_no_sense_is_refused(told: Told, said: dict[str, object]) -> None:
    """One account.

    account         | id name industry
                    | a  A    Wood
    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2026-01-10 -       10
    """
    with pytest.raises(RequestError):
        told().workspace.cohorts(**said)  # type: ignore[arg-type]


@pytest.mark.parametrize("has_returned", [False, True])
def test_the_customers_of_a_cell_are_those_that_are_counted_in_it(told: Told, *, has_returned: bool) -> None:
    """One stays, one leaves after two months, one leaves and comes back, one comes later.

    account         | id name
                    | a  Alfa
    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2025-01-10 -          10
                    | b          2025-02-01 2025-04-01 10
                    | c          2025-03-05 2025-05-05 10
                    | c          2025-09-01 -          10
                    | d          2025-04-01 -          10
    """
    workspace = told().workspace
    answer = workspace.cohorts(period="2025-Q1", grain="quarter", as_of="2026-01-31", has_returned=has_returned)
    (cohort,) = answer.cohorts
    assert len(cohort.kept) == 11
    for kept in cohort.kept:
        found = workspace.cohort_list(period="2025-Q1", age=kept.age, as_of="2026-01-31", has_returned=has_returned)
        assert (found.age, found.there, len(found.customers)) == (kept.age, kept.part, kept.whole)
    found = workspace.cohort_list(period="2025-Q1", as_of="2026-01-31", has_returned=has_returned)
    assert found.age == cohort.kept[-1].age
    left = {each.name: each.left_on for each in found.customers}
    assert left == {"Alfa": None, "b": date(2025, 4, 1), "c": None if has_returned else date(2025, 5, 5)}
    # older than the youngest of them can be is as old as it is
    older = workspace.cohort_list(period="2025-Q1", age=99, as_of="2026-01-31", has_returned=has_returned)
    assert older == found


def test_nobody_is_listed_where_nobody_came(told: Told) -> None:
    """One customer.

    customer_period | account_id starts_on  ends_on monthly_amount
                    | a          2025-01-10 -       10
    """
    assert told().workspace.cohort_list(period="2024").customers == ()
    empty = company_of({}).workspace.cohort_list(period="2024")
    assert (empty.customers, empty.reason) == ((), "missing_table")
