"""What moved in the pipeline between two days, on cases that a reader can add up in the head."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lievik.errors import RequestError, UnknownNameError
from lievik.language import language_of
from lievik.model.bridge import Account, BridgeAnswer
from lievik.report.blocks import Bullets
from lievik.report.views.bridge_view import BridgeView
from tests.soundness.table_from_docstring import Told, company

DAYS: dict[str, Any] = {"from_on": date(2026, 3, 31), "to_on": date(2026, 6, 30), "period": "2026-Q2"}


def net(account: Account) -> dict[str, tuple[int, int]]:
    """Deals and whole amounts of each movement, by the two days."""
    return {m.name: (m.net.deals, int(m.net.amount)) for m in account.movements if m.net.deals}


def steps(account: Account) -> dict[str, tuple[int, int]]:
    """The same, step by step."""
    return {m.name: (m.steps.deals, int(m.steps.amount)) for m in account.movements if m.steps.deals}


def whole(answer: BridgeAnswer) -> Account:
    """The account that is read first."""
    return answer.wholes[0]


def test_each_deal_has_one_reason_and_a_change_of_amount_stands_apart(told: Told) -> None:
    """The opening is 100 + 200 + 400 + 800 + 1600 + 50 = 3150; 3200 and 50 grown to 80 are left, 7 came: 3287.

    deal | id outcome amount created_on qualified_on expected_close_on closed_on is_deleted
         | won   won  120  2026-01-01 2026-01-01 2026-05-01 2026-05-01 no
         | lost  lost 200  2026-01-01 2026-01-01 2026-05-01 2026-05-02 no
         | later open 400  2026-01-01 2026-01-01 2026-08-01 -          no
         | early open 800  2026-01-01 2026-01-01 2026-03-15 -          no
         | wrong open 1600 2026-01-01 2026-01-01 2026-05-01 -          yes
         | grown open 80   2026-01-01 2026-01-01 2026-05-01 -          no
         | slid  open 3200 2026-01-01 2026-01-01 2026-05-01 -          no
         | fresh open 7    2026-04-10 2026-04-10 2026-06-01 -          no

    deal_version | deal_id outcome amount created_on qualified_on expected_close_on closed_on is_deleted valid_from_on
                 | won   open 100  2026-01-01 2026-01-01 2026-05-01 -          no  2026-01-01
                 | won   won  120  2026-01-01 2026-01-01 2026-05-01 2026-05-01 no  2026-05-01
                 | lost  open 200  2026-01-01 2026-01-01 2026-05-01 -          no  2026-01-01
                 | lost  lost 0    2026-01-01 2026-01-01 2026-05-01 2026-05-02 no  2026-05-02
                 | later open 400  2026-01-01 2026-01-01 2026-05-01 -          no  2026-01-01
                 | later open 400  2026-01-01 2026-01-01 2026-08-01 -          no  2026-04-20
                 | early open 800  2026-01-01 2026-01-01 2026-05-01 -          no  2026-01-01
                 | early open 800  2026-01-01 2026-01-01 2026-03-15 -          no  2026-04-20
                 | wrong open 1600 2026-01-01 2026-01-01 2026-05-01 -          no  2026-01-01
                 | wrong open 1600 2026-01-01 2026-01-01 2026-05-01 -          yes 2026-04-21
                 | grown open 50   2026-01-01 2026-01-01 2026-05-01 -          no  2026-01-01
                 | grown open 80   2026-01-01 2026-01-01 2026-05-01 -          no  2026-06-30
                 | slid  open 3200 2026-01-01 2026-01-01 2026-03-01 -          no  2026-01-01
                 | slid  open 3200 2026-01-01 2026-01-01 2026-05-01 -          no  2026-04-01
                 | fresh open 7    2026-04-10 2026-04-10 2026-06-01 -          no  2026-04-10
    """
    answer = told().workspace.bridge(**DAYS, listed="won")
    found = whole(answer)
    assert (found.opening.deals, found.opening.amount) == (6, 3150)
    assert (found.closing.deals, found.closing.amount) == (3, 3287)
    assert net(found) == {
        "new": (1, 7),
        "pushed_in": (1, 3200),
        "increased": (2, 20 + 30),
        "won": (1, -120),
        "lost": (1, -200),
        "pushed_out": (1, -400),
        "pulled_out": (1, -800),
        "deleted": (1, -1600),
    }
    assert steps(found) == net(found)
    assert answer.reversals == ()
    assert [(deal.deal_id, deal.amount) for deal in answer.deals["won"]] == [("won", -120)]


def test_what_was_taken_back_on_the_way_is_seen_beside_the_two_days(told: Told) -> None:
    """Two deals stand as they stood; one came and went in between.

    deal | id outcome amount created_on qualified_on expected_close_on closed_on
         | back  open 100 2026-01-01 2026-01-01 2026-05-01 -
         | again open 200 2026-01-01 2026-01-01 2026-05-01 -
         | quick won  400 2026-04-05 2026-04-05 2026-05-01 2026-04-25

    deal_version | deal_id outcome amount created_on qualified_on expected_close_on closed_on valid_from_on
                 | back  open 100 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
                 | back  open 100 2026-01-01 2026-01-01 2026-07-01 -          2026-04-10
                 | back  open 100 2026-01-01 2026-01-01 2026-05-01 -          2026-04-20
                 | again open 200 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
                 | again won  200 2026-01-01 2026-01-01 2026-05-01 2026-04-15 2026-04-15
                 | again open 200 2026-01-01 2026-01-01 2026-05-01 -          2026-04-16
                 | quick open 400 2026-04-05 2026-04-05 2026-05-01 -          2026-04-05
                 | quick won  400 2026-04-05 2026-04-05 2026-05-01 2026-04-25 2026-04-25
    """
    answer = told().workspace.bridge(**DAYS)
    found = whole(answer)
    assert net(found) == {}
    assert found.opening == found.closing
    assert steps(found) == {
        "new": (1, 400),
        "pulled_in": (1, 100),
        "reopened": (1, 200),
        "won": (2, -600),
        "pushed_out": (1, -100),
    }
    assert [(step.deal_id, step.movement, step.moved_on.day) for step in answer.reversals] == [
        ("again", "won", 15),
        ("again", "reopened", 16),
        ("back", "pushed_out", 10),
        ("back", "pulled_in", 20),
        ("quick", "new", 5),
        ("quick", "won", 25),
    ]


def test_on_one_day_an_amount_changes_after_the_deal_came_and_before_it_goes(told: Told) -> None:
    """All three come to Eva and go again, so all three came and went in between, whichever way their amounts moved.

    Steps that fall on the same day are told in the order in which they can have happened.

    rep | id name
        | r1 Eva
        | r2 Ján

    deal | id outcome amount owner_id created_on qualified_on expected_close_on closed_on
         | cut    open 80  r2 2026-01-01 2026-01-01 2026-05-01 -
         | raised won  120 r1 2026-04-05 2026-04-05 2026-05-01 2026-04-25
         | sized  lost 30  r1 2026-01-01 2026-01-01 2026-05-01 2026-04-25

    deal_version | deal_id outcome amount owner_id created_on qualified_on expected_close_on closed_on valid_from_on
                 | cut    open 100 r2 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
                 | cut    open 80  r1 2026-01-01 2026-01-01 2026-05-01 -          2026-04-10
                 | cut    open 80  r2 2026-01-01 2026-01-01 2026-05-01 -          2026-04-20
                 | raised open 100 r1 2026-04-05 2026-04-05 2026-05-01 -          2026-04-05
                 | raised won  120 r1 2026-04-05 2026-04-05 2026-05-01 2026-04-25 2026-04-25
                 | sized  open -   r2 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
                 | sized  open 30  r1 2026-01-01 2026-01-01 2026-05-01 -          2026-04-10
                 | sized  lost 30  r1 2026-01-01 2026-01-01 2026-05-01 2026-04-25 2026-04-25
    """
    workspace = told().workspace
    answer = workspace.bridge(**DAYS, where={"owner": "Eva"})
    assert [(step.deal_id, step.moved_on.day, step.movement, step.amount) for step in answer.reversals] == [
        ("cut", 10, "owner_in", 100),
        ("cut", 10, "decreased", -20),
        ("cut", 20, "owner_out", -80),
        ("raised", 5, "new", 100),
        ("raised", 25, "increased", 20),
        ("raised", 25, "won", -120),
        ("sized", 10, "owner_in", 0),
        ("sized", 10, "increased", 30),
        ("sized", 25, "lost", -30),
    ]
    blocks = BridgeView(catalogue=workspace.catalogue, language=language_of("en")).blocks(answer)
    (told_of,) = [item for block in blocks if isinstance(block, Bullets) for item in block.items if "came" in item]
    assert told_of == "3 deals came and went in between: won 1, lost 1, owner out 1"


OWNERS = """
    rep | id name
        | r1 Eva
        | r2 Ján

    deal | id outcome amount owner_id created_on qualified_on expected_close_on closed_on
         | kept open 130 r2 2026-01-01 2026-01-01 2026-05-01 -
         | won  won  240 r2 2026-01-01 2026-01-01 2026-05-01 2026-05-20

    deal_version | deal_id outcome amount owner_id created_on qualified_on expected_close_on closed_on valid_from_on
                 | kept open 100 r1 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
                 | kept open 130 r2 2026-01-01 2026-01-01 2026-05-01 -          2026-04-10
                 | won  open 200 r1 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
                 | won  open 200 r2 2026-01-01 2026-01-01 2026-05-01 -          2026-04-10
                 | won  won  240 r2 2026-01-01 2026-01-01 2026-05-01 2026-05-20 2026-05-20
"""
"""Eva hands both deals to Ján, who wins the one and raises the other."""


def test_a_deal_that_is_handed_over_is_won_by_whom_it_went_to() -> None:
    answer = company(OWNERS).workspace.bridge(**DAYS, by="owner")
    eva, jan = answer.parts()
    assert (eva.part, jan.part) == ("Eva", "Ján")
    assert net(eva) == {"owner_out": (2, -300)}
    assert net(jan) == {"owner_in": (2, 300), "increased": (2, 70), "won": (1, -240)}
    assert net(whole(answer)) == {"increased": (2, 70), "won": (1, -240)}
    assert (eva.closing.amount, jan.opening.amount, jan.closing.amount) == (0, 0, 130)


@pytest.mark.parametrize("name", ["Eva", "Ján"])
def test_one_owner_alone_has_the_account_that_stands_in_the_split(name: str) -> None:
    split = company(OWNERS).workspace.bridge(**DAYS, by="owner")
    (part,) = [account for account in split.parts() if account.part == name]
    alone = whole(company(OWNERS).workspace.bridge(**DAYS, where={"owner": name}))
    if name == "Eva":
        assert net(alone) == net(part)
    # what Ján got and won in between he had on neither day, so it is a step of his alone
    assert (alone.opening, alone.closing) == (part.opening, part.closing)


def test_open_deals_move_with_the_rate_and_a_missing_one_leaves_a_deal_out(told: Told) -> None:
    """100 USD are 90 € on the first day and 95 € on the last; the 200 were 180 € and 220 € when won.

    fx_rate | on_date from_currency to_currency rate
            | 2026-03-01 USD EUR 0.9
            | 2026-05-20 USD EUR 1.1
            | 2026-06-01 USD EUR 0.95

    deal | id outcome amount currency created_on qualified_on expected_close_on closed_on
         | kept open 100 USD 2026-01-01 2026-01-01 2026-05-01 -
         | won  won  200 USD 2026-01-01 2026-01-01 2026-05-01 2026-05-20
         | gold open 5   XAU 2026-01-01 2026-01-01 2026-05-01 -
         | euro open 1   EUR 2026-01-01 2026-01-01 2026-05-01 -

    deal_version | deal_id outcome amount currency created_on qualified_on expected_close_on closed_on valid_from_on
                 | kept open 100 USD 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
                 | won  open 200 USD 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
                 | won  won  200 USD 2026-01-01 2026-01-01 2026-05-01 2026-05-20 2026-05-20
                 | gold open 5   XAU 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
                 | euro open 1   EUR 2026-01-01 2026-01-01 2026-05-01 -          2026-01-01
    """
    answer = told().workspace.bridge(**DAYS)
    found = whole(answer)
    assert found.is_converted
    assert (found.opening.amount, found.closing.amount) == (90 + 180 + 1, 95 + 1)
    assert net(found) == {"exchange_rate": (2, 5 + 40), "won": (1, -220)}
    assert found.left_out == 1
    own = {account.currency: net(account) for account in answer.accounts if not account.is_converted}
    assert own == {"EUR": {}, "USD": {"won": (1, -200)}, "XAU": {}}


def test_a_deal_that_was_open_before_it_was_qualified_is_called_so(told: Told) -> None:
    """The one is older than the opening, the other is new.

    deal | id outcome amount created_on qualified_on expected_close_on
         | older open 10 2026-01-01 2026-04-15 2026-05-01
         | newer open 20 2026-04-02 2026-04-15 2026-05-01

    deal_version | deal_id outcome amount created_on qualified_on expected_close_on valid_from_on
                 | older open 10 2026-01-01 2026-04-15 2026-05-01 2026-01-01
                 | newer open 20 2026-04-02 2026-04-15 2026-05-01 2026-04-02
    """
    found = whole(told().workspace.bridge(**DAYS))
    assert net(found) == steps(found) == {"new": (1, 20), "qualified": (1, 10)}


def test_without_days_it_goes_from_the_day_before_the_quarter_to_the_as_of_day(told: Told) -> None:
    """One deal.

    deal | id outcome amount created_on expected_close_on
         | one open 10 2026-01-01 2026-05-01
    """
    workspace = told().workspace
    running = workspace.bridge()
    assert (running.from_on, running.to_on, running.is_all_counted) == (date(2026, 3, 31), date(2026, 6, 30), True)
    over, ahead, every = (
        workspace.bridge(period="2026-Q1"),
        workspace.bridge(period="2026-Q3"),
        workspace.bridge(is_all=True),
    )
    assert (over.from_on, over.to_on) == (date(2025, 12, 31), date(2026, 3, 31))
    assert (ahead.from_on, ahead.to_on) == (every.from_on, every.to_on) == (date(2026, 6, 23), date(2026, 6, 30))
    assert whole(running).opening.amount == Decimal(10)


def test_questions_that_make_no_sense_are_refused(told: Told) -> None:
    """One deal.

    deal | id outcome amount created_on expected_close_on
         | one open 10 2026-01-01 2026-05-01
    """
    workspace = told().workspace
    for said in (
        {"from_on": "2026-06-30", "to_on": "2026-06-01"},
        {"to_on": "2026-07-01"},
        {"from_on": "2026-05"},
        {"is_all": True, "period": "2026-Q1"},
        {"by": "owner,team"},
    ):
        with pytest.raises(RequestError):
            workspace.bridge(**said)
    with pytest.raises(UnknownNameError, match="won"):
        workspace.bridge(listed="wonn")
    with pytest.raises(UnknownNameError):
        workspace.bridge(by="ownr")
