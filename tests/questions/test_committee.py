"""What goes with who took part in deals: counts and medians that can be checked in the head."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lievik.errors import RequestError
from lievik.model.committee import CommitteeAnswer, CommitteeTable
from lievik.workspace import Workspace
from tests.soundness.table_from_docstring import company, company_of

DEALS = """
    deal         | id outcome amount created_on closed_on  deal_type
                 | 1  won     100    2026-01-01 2026-01-11 new
                 | 2  won     200    2026-01-01 2026-03-02 new
                 | 3  lost    300    2026-01-01 2026-02-01 new
                 | 4  won     400    2026-01-01 2026-01-31 -
                 | 5  won     900    2026-01-01 2026-02-20 renewal
                 | 6  open    900    2026-01-01 -          new
    deal_contact | id deal_id contact_id role           first_engaged_on
                 | a  1       p          champion       2026-01-02
                 | b  1       q          decision_maker 2026-01-12
                 | c  2       p          champion       2026-01-05
                 | d  2       p          decision_maker 2026-01-03
                 | e  2       q          user           2026-02-15
                 | f  3       p          decision_maker -
                 | g  5       p          champion       2026-01-02
"""


def table(answer: CommitteeAnswer, trait: str, sight: str, label: str = "") -> CommitteeTable:
    return next(t for t in answer.tables if (t.trait, t.sight, t.label) == (trait, sight, label))


def counts(found: CommitteeTable) -> dict[str, tuple[int, int]]:
    return {row.key: (row.won, row.ended) for row in found.rows}


def test_a_person_counts_once_a_deal_and_only_until_it_closed() -> None:
    """Deal 1: q was engaged a day after it closed. Deal 2: p in two roles is one person, q came after 45 days."""
    answer = company(DEALS).workspace.accounts(period="2026-Q1")
    assert counts(table(answer, "contacts", "closing")) == {"0": (1, 2), "1": (1, 1), "2": (1, 1)}
    assert counts(table(answer, "contacts", "early")) == {"0": (1, 2), "1": (2, 2)}
    assert counts(table(answer, "several", "closing")) == {"yes": (1, 1), "no": (2, 3)}
    assert (answer.deals, answer.with_contacts, answer.renewals) == (4, 3, 1)


def test_a_decision_maker_counts_once_engaged() -> None:
    answer = company(DEALS).workspace.accounts(period="2026-Q1")
    assert counts(table(answer, "decision_maker", "closing", "decision_maker")) == {"yes": (1, 1), "no": (2, 3)}
    assert counts(table(answer, "role", "closing", "user")) == {"yes": (1, 1), "no": (2, 3)}


def test_days_to_the_second_contact_and_what_follows() -> None:
    """In deal 2 the second came after 45 days, and 15 days later it was won."""
    found = table(company(DEALS).workspace.accounts(period="2026-Q1"), "second_contact", "closing")
    assert counts(found) == {"31-60": (1, 1), "none": (2, 3)}
    assert (found.rows[0].numbers["cycle"].value, found.rows[0].numbers["rest"].value) == (60, 15)
    assert found.rows[1].numbers["rest"].value is None


def test_renewals_are_looked_at_where_they_are_asked_for() -> None:
    answer = company(DEALS).workspace.accounts(period="2026-Q1", where={"deal_type": "renewal"})
    assert counts(table(answer, "contacts", "closing")) == {"1": (1, 1)}


def test_within_is_told_in_days() -> None:
    answer = company(DEALS).workspace.accounts(period="2026-Q1", within=45)
    assert counts(table(answer, "several", "early")) == {"yes": (1, 1), "no": (2, 3)}
    with pytest.raises(RequestError):
        company(DEALS).workspace.accounts(within=0)


def test_nothing_is_compared_below_ten_deals() -> None:
    found = table(company(DEALS).workspace.accounts(period="2026-Q1"), "several", "closing")
    assert all((gap.gap, gap.is_clear) == (None, False) for gap in found.gaps.values())
    assert {row.numbers["win_rate"].status for row in found.rows} == {"insufficient"}


@pytest.mark.parametrize(
    ("text", "reason", "needs"),
    [
        ("", "missing_table", "deal"),
        ("deal | id outcome\n | 1 won", "missing_table", "deal_contact"),
        (
            "deal | id outcome\n | 1 won\ndeal_contact | id deal_id\n | a 1",
            "missing_column",
            "deal_contact.first_engaged_on",
        ),
    ],
)
def test_what_is_missing_is_named_and_never_a_zero(text: str, reason: str, needs: str) -> None:
    answer = company(text).workspace.accounts()
    assert (answer.reason, list(answer.reason_facts.values()), answer.tables) == (reason, [needs], ())


def made(days: Iterable[tuple[bool, bool, int]]) -> Workspace:
    """A company of deals: whether with two contacts, whether won, and how many days it took."""
    start = date(2026, 1, 1)
    deals, parts = [], []
    for number, (is_several, is_won, took) in enumerate(days):
        closed = start + timedelta(days=took)
        outcome = "won" if is_won else "lost"
        row = {"id": f"d{number}", "outcome": outcome, "amount": 100, "created_on": start, "closed_on": closed}
        deals.append(row)
        for person in range(2 if is_several else 1):
            parts.append({"id": f"c{number}-{person}", "deal_id": row["id"], "contact_id": f"p{person}"})
            parts[-1]["first_engaged_on"] = start
    return company_of({"deal": deals, "deal_contact": parts}).workspace


def test_a_difference_is_clear_only_beyond_chance() -> None:
    """Twenty deals each: those with two contacts take 10 to 29 days, others 40 to 59; both are won as often."""
    rows = [
        (several, won, (10 if several else 40) + n)
        for several in (True, False)
        for won in (True, False)
        for n in range(20)
    ]
    found = table(made(rows).accounts(period="2026-Q1"), "several", "early")
    cycle, rate = found.gaps["cycle"], found.gaps["win_rate"]
    assert (cycle.gap, cycle.is_clear) == (-30, True)
    assert (rate.gap, rate.is_clear) == (0, False)
    assert cycle.low is not None
    assert cycle.high is not None
    assert cycle.low < -30 < cycle.high < 0


def test_all_kinds_together_are_the_metrics() -> None:
    rows = [(n % 3 == 0, n % 2 == 0, 5 + n) for n in range(40)]
    workspace = made(rows)
    (rate,) = workspace.show("win_rate", period="2026-Q1")
    (size,) = workspace.show("average_deal_size", period="2026-Q1")
    for found in workspace.accounts(period="2026-Q1").tables:
        assert sum(row.won for row in found.rows) == rate.numerator
        assert sum(row.ended for row in found.rows) == rate.denominator
        assert sum((row.won_amount for row in found.rows), Decimal(0)) == size.numerator
        assert sum(row.sized for row in found.rows) == size.denominator
