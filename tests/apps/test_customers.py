"""`lievik customers`: the same numbers in every form, and what makes no sense is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.apps.conftest import Command
from tests.tiny_company.by_hand import AS_OF


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_it_answers_in_every_form(lievik: Command, form: str) -> None:
    ran = lievik("customers", "--period", "2026-H1", "--by", "cohort", "--list", "all", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        assert json.loads(ran.out)["kind"] == "customers"


def test_json_has_what_the_answer_has(lievik: Command, company: Path) -> None:
    (row,) = lievik("customers", "--period", "2026-H1", "--list", "all", "--format", "json").rows
    answer = Workspace.open(company, today=AS_OF).customers(period="2026-H1", listed="all")
    assert answer.whole is not None
    assert (row["opening_customers"], row["closing_customers"]) == (answer.whole.opening, answer.whole.closing)
    assert [unit["period"]["label"] for unit in row["periods"]] == [unit.period.label for unit in answer.units]
    money = row["money"][0]
    assert money["closing_amount"] == str(answer.whole.money[0].closing)
    assert [each["account_id"] for each in row["records"]] == [each.account_id for each in answer.accounts]
    assert row["basis"] == "subscription"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--list", "flown"), "No movement called 'flown'"),
        (("--grain", "week"), "No grain called 'week'"),
        (("--by", "industry,country"), "Customers can be split by one thing at a time."),
        (("--by", "stage"), "stage"),
    ],
)
def test_what_makes_no_sense_is_refused(lievik: Command, arguments: tuple[str, ...], said: str) -> None:
    ran = lievik("customers", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_accounts_of_which_sources_differ_are_listed_when_they_are_asked_for(lievik: Command) -> None:
    plain, asked = lievik("customers", "--period", "2026-H1"), lievik("customers", "--list", "disagree")
    (row,) = lievik("customers", "--period", "2026-H1", "--format", "json").rows
    disagree = row["losses"]["disagree"]
    assert ("lievik customers --list disagree" in plain.out) == bool(disagree)
    assert asked.code == 0
    assert all(each["name"] in asked.out for each in disagree)


def test_what_customers_rest_on_is_said(lievik: Command) -> None:
    (row,) = lievik("customers", "--period", "2026-H1", "--format", "json").rows
    assert (row["customer_by"], row["customer_ends"], row["grace_days"]) == ("account", "service_end", 0)
    lost = sum(each["customers"] for each in row["churn_by_reason"])
    assert lost == row["moved_customers"]["churn"]
    assert "A customer is whoever has a paid subscription; lost on the day it ends." in lievik("customers").out
