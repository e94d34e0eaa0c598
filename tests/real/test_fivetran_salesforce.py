"""Salesforce's tables as a connector lands them: every row is told, and what was deleted counts nowhere.

Values are scrambled, so there is little to add up; what counts is that nothing is lost, moved or made up.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.real.filled_workspace import Company, Filled, filled_workspace, utc
from tests.real.plain_files import day_in_bratislava, lines_of, moment

pytestmark = pytest.mark.real

TABLES = {
    "sf_account_data.csv": "account",
    "sf_contact_data.csv": "contact",
    "sf_event_data.csv": "activity",
    "sf_lead_data.csv": "lead",
    "sf_opportunity_data.csv": "deal",
    "sf_opportunity_history_data.csv": "deal_version",
    "sf_opportunity_line_item_data.csv": "deal_line",
    "sf_product_2_data.csv": "product",
    "sf_task_data.csv": "activity",
    "sf_user_data.csv": "rep",
}


def outcome(row: dict[str, str]) -> str:
    """What an opportunity's two flags say."""
    if row["is_won"] == "true":
        return "won"
    return "lost" if row["is_closed"] == "true" else "open"


def amount(row: dict[str, str]) -> Decimal | None:
    """An amount; none where there is none."""
    return Decimal(row["amount"]) if row["amount"] else None


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("api_fixtures") / "fivetran_dbt_salesforce"


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {name: list(lines_of(folder / name)) for name in TABLES}


@pytest.fixture(scope="module")
def filled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    target = tmp_path_factory.mktemp("salesforce") / "workspace"
    company = Company(as_of=date(2020, 12, 31), currency="USD")
    return filled_workspace(target, [folder], "fivetran_salesforce", company)


def test_every_row_of_every_file(folder: Path, filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    assert filled.kept() == {name: (table, len(files[name]), len(files[name])) for name, table in TABLES.items()}
    others = sorted(path.name for path in folder.iterdir() if path.name not in TABLES)
    assert sorted(filled.receipt.files_not_mapped) == others


def test_deals(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """Three of ten have an amount; a chance of 1000 % is none; an open deal has no day of closing."""
    wanted = {}
    for row in files["sf_opportunity_data.csv"]:
        chance = Decimal(row["probability"]) / 100
        closing = date.fromisoformat(row["close_date"][:10])
        wanted[row["id"]] = (
            row["name"],
            amount(row),
            outcome(row),
            chance if chance <= 1 else None,
            moment(row["created_date"]),
            day_in_bratislava(row["created_date"]),
            closing,
            closing if row["is_closed"] == "true" else None,
            row["is_deleted"] == "true",
        )
    found = filled.rows(
        "SELECT id, name, amount, outcome, probability, created_at, created_on, expected_close_on, closed_on, "
        "is_deleted FROM deal"
    )
    assert {
        str(key): (*first, utc(at), *last)
        for key, *first, at, on, expected, closed, gone in found
        for last in [(on, expected, closed, gone)]
    } == wanted
    assert Counter(part[2] for part in wanted.values()) == {"won": 5, "lost": 4, "open": 1}


def test_what_was_deleted_counts_nowhere(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """All ten opportunities were; the result says how many of those that closed in the month it left out."""
    every = files["sf_opportunity_data.csv"]
    assert {row["is_deleted"] for row in every} == {"true"}
    rows = [row for row in every if row["close_date"].startswith("2018-12")]
    (revenue, rate) = filled.workspace.show("total_revenue", "win_rate", period="2018-12")
    assert (revenue.value, revenue.n) == (0, 0)
    assert dict(revenue.excluded.reasons) == {"deleted": sum(outcome(row) == "won" for row in rows)}
    assert (rate.value, rate.status) == (None, "undefined")
    assert dict(rate.excluded.reasons) == {"deleted": sum(outcome(row) != "open" for row in rows)}


def test_suspicions(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """Owners and accounts of deals are scrambled while people and companies are not, so none of them is found."""
    rows = files["sf_opportunity_data.csv"]
    people = {row["id"] for row in files["sf_user_data.csv"]}
    companies = {row["id"] for row in files["sf_account_data.csv"]}
    found = {part.what: part.rows for part in filled.receipt.suspicions if part.table == "deal"}
    backwards = [
        row
        for row in rows
        if row["is_closed"] == "true" and row["close_date"][:10] < str(day_in_bratislava(row["created_date"]))
    ]
    assert found == {
        "closed_before_created": len(backwards),
        "won_without_amount": sum(outcome(row) == "won" and not row["amount"] for row in rows),
        "owner_not_in_rep": sum(row["owner_id"] not in people for row in rows),
        "account_not_in_account": sum(row["account_id"] not in companies for row in rows),
    }


def test_states_of_deals_and_their_open_ends(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """The last second of the year 9999 stands for "until now"."""
    rows = files["sf_opportunity_history_data.csv"]
    found = filled.rows(
        "SELECT deal_id, amount, outcome, valid_from, valid_from_on, valid_until, valid_until_on, is_deleted, "
        "known_until, origin FROM deal_version"
    )
    wanted = set()
    for row in rows:
        is_open = row["_fivetran_end"].startswith("9999-12-31")
        end, last_day = (
            (None, None) if is_open else (moment(row["_fivetran_end"]), day_in_bratislava(row["_fivetran_end"]))
        )
        start, first_day = moment(row["_fivetran_start"]), day_in_bratislava(row["_fivetran_start"])
        wanted.add((row["id"], amount(row), outcome(row), start, first_day, end, last_day, True, None, "vendor"))
    assert {
        (deal, worth, result, utc(since), since_on, utc(until), *rest)
        for deal, worth, result, since, since_on, until, *rest in found
    } == wanted
    assert sum(part[5] is None for part in wanted) == 8


def test_a_lead_that_became_a_customer(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    (row,) = files["sf_lead_data.csv"]
    ((key, created, converted, account, status, email),) = filled.rows(
        "SELECT id, created_at, converted_at, account_id, status, email FROM lead"
    )
    assert (key, utc(created), utc(converted)) == (
        row["id"],
        moment(row["created_date"]),
        moment(row["converted_date"]),
    )
    assert (account, status, email) == (row["converted_account_id"], "Converted", row["email"])
    (result,) = filled.workspace.show("lead_conversion_rate", period="2019-11")
    assert (result.numerator, result.denominator, result.status) == (1, 1, "insufficient")


def test_tasks_and_events(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    """What they are about is a deal where its id begins like one; events say how long they took."""
    tasks, events = files["sf_task_data.csv"], files["sf_event_data.csv"]
    wanted = {
        row["id"]: (row["owner_id"], row["what_id"] if row["what_id"].startswith("006") else None, kind, hours)
        for rows in (tasks, events)
        for row in rows
        for kind, hours in [
            ("task", None)
            if rows is tasks
            else (row["type"].lower(), (Decimal(row["duration_in_minutes"]) / 60).quantize(Decimal("0.01")))
        ]
    }
    found = filled.rows("SELECT id, rep_id, deal_id, kind, hours FROM activity")
    assert {str(key): tuple(rest) for key, *rest in found} == wanted
    assert sum(deal is not None for _, deal, _, _ in wanted.values()) == 7


def test_lines_of_deals(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    found = filled.rows("SELECT id, deal_id, product_id, quantity, unit_price FROM deal_line")
    assert set(found) == {
        (row["id"], row["opportunity_id"], row["product_2_id"], Decimal(row["quantity"]), Decimal(row["unit_price"]))
        for row in files["sf_opportunity_line_item_data.csv"]
    }


def test_people_and_companies(filled: Filled, files: dict[str, list[dict[str, str]]]) -> None:
    people = {row["id"]: (row["name"], row["manager_id"] or None) for row in files["sf_user_data.csv"]}
    assert {key: (name, boss) for key, name, boss in filled.rows("SELECT id, name, manager_id FROM rep")} == people
    companies = {row["id"]: (row["name"], row["owner_id"]) for row in files["sf_account_data.csv"]}
    assert {key: (name, who) for key, name, who in filled.rows("SELECT id, name, owner_id FROM account")} == companies
