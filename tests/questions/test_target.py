"""Target accounts: how far each has come, and what to do next, the most urgent first."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import pytest

from lievik.errors import RequestError
from tests.soundness.table_from_docstring import company

ACCOUNTS = """
    account      | id name   owner_id is_target
                 | a  Alfa   r1       true
                 | b  Beta   r1       true
                 | c  Cyril  r2       true
                 | d  Delta  r2       true
                 | e  Echo   r2       true
                 | f  Fox    r2       true
                 | x  Other  r2       false
    rep          | id name
                 | r1 Eva
                 | r2 Jan
    stage        | id name     position kind
                 | s1 Start    1        open
                 | s2 Proposal 2        open
    deal         | id account_id outcome amount created_on closed_on  stage_id next_step_on expected_close_on
                 | 1  a          won     100    2026-01-01 2026-02-01 -        -            2026-02-01
                 | 2  b          open    200    2026-01-01 -          s1       2026-07-05   2026-08-01
                 | 3  b          open    300    2026-02-01 -          s2       2026-06-20   2026-08-01
                 | 4  c          lost    400    2026-01-01 2026-03-01 -        -            2026-03-01
                 | 5  f          open    500    2026-01-01 -          s1       -            2026-09-01
                 | 6  x          open    600    2026-01-01 -          s1       -            2026-09-01
                 | 7  e          open    700    2026-07-15 -          s1       -            2026-09-01
    deal_contact | id deal_id contact_id first_engaged_on
                 | a  2       p          2026-01-03
                 | b  2       q          -
    contact      | id account_id
                 | p  b
                 | q  b
    activity     | id deal_id started_on
                 | a  3       2026-06-11
    lead         | id account_id created_on
                 | l1 d          2026-05-01
"""


def test_each_account_has_come_as_far_as_it_has() -> None:
    """Echo's only deal is entered after the as-of day; the other account is no target."""
    answer = company(ACCOUNTS).workspace.targets()
    assert [(found.name, found.reached, found.next_step) for found in answer.accounts] == [
        ("Beta", "open_deal", "take_step"),
        ("Fox", "open_deal", "plan_step"),
        ("Delta", "lead", "qualify"),
        ("Cyril", "contacted", "follow_up"),
        ("Echo", "no_contact", "first_contact"),
        ("Alfa", "won", "grow"),
    ]
    assert answer.counts == {"won": 1, "open_deal": 2, "lead": 1, "contacted": 1, "no_contact": 1}
    assert sum(answer.counts.values()) == len(answer.accounts)
    assert answer.amount == 1000


def test_of_open_deals_the_furthest_stage_and_the_earliest_step_are_told() -> None:
    beta = company(ACCOUNTS).workspace.targets().accounts[0]
    assert (beta.stage, beta.amount, beta.open_deals, beta.owner) == ("Proposal", 500, 2, "Eva")
    assert beta.next_step_on is not None
    assert beta.next_step_on.isoformat() == "2026-06-20"
    assert (beta.contacts, beta.engaged) == (2, 1)
    assert beta.last_on is not None
    assert beta.last_on.isoformat() == "2026-06-11"


def test_what_is_not_there_is_none_and_not_zero() -> None:
    echo = next(found for found in company(ACCOUNTS).workspace.targets().accounts if found.name == "Echo")
    assert (echo.amount, echo.last_on, echo.next_step_on, echo.stage) == (None, None, None, "")


def test_targets_of_one_owner() -> None:
    answer = company(ACCOUNTS).workspace.targets(where={"owner": "Eva"})
    assert {found.name for found in answer.accounts} == {"Alfa", "Beta"}
    with pytest.raises(RequestError):
        company(ACCOUNTS).workspace.targets(where={"deal_type": "new"})


@pytest.mark.parametrize(
    ("text", "reason"), [("", "missing_table"), ("account | id name\n | a Alfa", "missing_column")]
)
def test_where_nobody_says_which_they_are_the_file_is_named(text: str, reason: str) -> None:
    answer = company(text).workspace.targets()
    assert (answer.reason, answer.accounts) == (reason, ())
