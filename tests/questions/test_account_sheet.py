"""The sheet of one account: added up by hand, and by plain Python on real data."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.errors import RequestError, UnknownNameError
from lievik.workspace import Workspace
from tests.browser.companies import maven_crm
from tests.soundness.table_from_docstring import company

TOLD = """
    account         | id name   industry owner_id is_target parent_id
                    | a  Alfa   Steel    r1       true      -
                    | b  Beta   Food     r1       false     a
                    | c  Twin   -        -        false     -
                    | d  twin   -        -        false     -
    rep             | id name
                    | r1 Eva
    deal            | id name account_id owner_id outcome amount currency created_on closed_on
                    | 1  One  a          r1       won     100    EUR      2025-01-01 2025-02-01
                    | 2  Two  a          r1       open    200    EUR      2026-05-01 -
                    | 3  Tri  a          r1       open    300    USD      2026-05-02 -
                    | 4  Four a          r1       lost    -      EUR      2026-01-01 2026-03-01
                    | 5  Five a          r1       won     900    EUR      2026-06-01 2026-07-20
                    | 6  Six  a          r1       open    700    EUR      2026-07-15 -
                    | 7  Seve b          r1       lost    50     USD      2026-01-01 2026-02-02
                    | 8  Eigh z          -        won     10     EUR      2026-01-01 2026-02-02
    product         | id name
                    | p  Service
    customer_period | id account_id product_id starts_on  ends_on    monthly_amount currency is_trial
                    | 1  a          p          2025-02-01 2025-05-01 10             EUR      false
                    | 2  a          p          2026-03-01 -          20             EUR      false
                    | 3  a          -          2026-04-01 2026-12-01 40             USD      false
                    | 4  a          p          2026-05-01 -          999            EUR      true
                    | 5  a          p          2026-08-01 -          888            EUR      false
                    | 6  b          p          2025-01-01 2025-09-01 70             EUR      false
    contact         | id account_id name
                    | p1 a          Ida
                    | p2 a          Jan
    deal_contact    | id deal_id contact_id role            first_engaged_on
                    | c1 1       p1         champion        2025-01-05
                    | c2 2       p1         Decision-Maker  2026-05-05
                    | c3 2       p3         buyer           2026-07-05
                    | c4 7       p2         user            2026-01-05
    fx_rate         | id on_date    from_currency to_currency rate
                    | 1  2025-01-01 USD           EUR         0.5
                    | 2  2026-06-30 USD           EUR         0.8
"""


@pytest.fixture(scope="module")
def told() -> Workspace:
    """A few accounts, as of the end of June 2026."""
    return company(TOLD).workspace


def test_deals_are_open_won_and_lost_as_they_stood_on_the_day(told: Workspace) -> None:
    """Five was won only in July, so it stands open; Six was made after the day, and is none."""
    found = told.account("alfa")
    assert [(deal.name, deal.state) for deal in found.deals] == [
        ("Two", "open"),
        ("Tri", "open"),
        ("Five", "open"),
        ("Four", "lost"),
        ("One", "won"),
    ]
    told_of = {state: (total.deals, total.amount, total.without_amount) for state, total in found.totals.items()}
    assert told_of == {"open": (3, 900 + 200 + Decimal(240), 0), "won": (1, 100, 0), "lost": (1, None, 1)}


def test_a_customer_pays_what_is_in_force(told: Workspace) -> None:
    """20 EUR and 40 USD at 0.8; what ended, is a trial or begins later is not paid."""
    found = told.account("a")
    assert found.is_customer
    assert found.basis == "subscription"
    assert [(spell.became_on, spell.left_on) for spell in found.spells][-1] == (date(2026, 3, 1), None)
    assert [(paid.product, paid.amount, paid.currency) for paid in found.subscriptions] == [
        ("Service", 20, "EUR"),
        ("", 40, "USD"),
    ]
    assert found.monthly == 52


def test_who_left_is_lost_and_pays_nothing(told: Workspace) -> None:
    found = told.account("Beta")
    assert found.is_lost
    assert found.spells[-1].left_on == date(2025, 9, 1)
    assert (found.subscriptions, found.monthly) == ((), None)
    assert found.totals["lost"].amount == Decimal("25.00")
    assert found.profile.parent == "Alfa"


def test_people_of_the_account_and_of_its_deals(told: Workspace) -> None:
    """Jan is known there and took part in a deal of another account; who answered later has not answered yet."""
    people = told.account("Alfa").people
    assert [(who.name, who.roles, who.decides, who.deals, who.first_on) for who in people] == [
        ("Ida", ("Decision-Maker", "champion"), True, 2, date(2025, 1, 5)),
        ("p3", ("buyer",), False, 1, None),
        ("Jan", (), False, 0, None),
    ]


def test_what_to_do_is_what_target_accounts_say(told: Workspace) -> None:
    (target,) = told.targets().accounts
    assert told.account("Alfa").standing == target
    beta = told.account("Beta").standing
    assert beta is not None
    assert (beta.reached, beta.next_step) == ("contacted", "follow_up")


def test_an_account_that_deals_alone_tell_of_has_its_deals(told: Workspace) -> None:
    found = told.account("z")
    assert (found.profile.name, found.standing) == ("z", None)
    assert [(deal.name, deal.state) for deal in found.deals] == [("Eigh", "won")]


def test_a_name_of_several_is_asked_about_and_one_of_nobody_refused(told: Workspace) -> None:
    with pytest.raises(RequestError, match="Several are called 'Twin'") as several:
        told.account("Twin")
    assert several.value.fix == "Name one of them by its id: c, d."
    assert told.account("d").profile.name == "twin"
    with pytest.raises(UnknownNameError, match="No account called 'Beeta'") as unknown:
        told.account("Beeta")
    assert "Beta" in unknown.value.fix


@pytest.mark.real
def test_every_account_of_a_real_company_has_the_deals_of_its_file(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    """Amounts of deals won, numbers of those lost and open, account by account, against the lines of the file."""
    workspace = Workspace.open(maven_crm(tmp_path / "workspace", real_data), today=date(2017, 12, 31))
    won: defaultdict[str, Decimal] = defaultdict(Decimal)
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    with (real_data("maven_crm") / "raw" / "sales_pipeline.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            state = {"Won": "won", "Lost": "lost"}.get(row["deal_stage"], "open")
            counts[row["account"], state] += 1
            won[row["account"]] += Decimal(row["close_value"] or 0) if state == "won" else 0
    names = sorted(name for name in won if name)
    assert len(names) == 85
    for name in names[::4]:
        found = workspace.account(name)
        got = {state: total.deals for state, total in found.totals.items()}
        assert got == {state: counts[name, state] for state in ("open", "won", "lost") if counts[name, state]}, name
        assert found.totals["won"].amount == won[name], name
