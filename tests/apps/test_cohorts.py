"""`lievik cohorts`: the same numbers in every form, no line too wide, and what makes no sense is refused."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.apps.conftest import Command
from tests.soundness.test_repeat_orders import orders_made
from tests.tiny_company.by_hand import AS_OF


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("of", ["customers", "revenue"])
def test_it_answers_in_every_form(lievik: Command, form: str, of: str) -> None:
    ran = lievik("cohorts", "--of", of, "--by", "owner", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        assert json.loads(ran.out)["kind"] == "cohorts"


def test_json_has_all_together_then_cohorts_then_parts(lievik: Command, company: Path) -> None:
    rows = lievik("cohorts", "--by", "owner", "--format", "json").rows
    answer = Workspace.open(company, today=AS_OF).cohorts(by="owner")
    every = (answer.whole, *answer.cohorts, *answer.parts)
    assert [(row["is_whole"], row["is_part"], row["customers"]) for row in rows] == [
        (each is answer.whole, each.is_part, each.customers) for each in every
    ]
    for row, cohort in zip(rows, every, strict=True):
        assert [kept["part"] for kept in row["kept"]] == [float(kept.part) for kept in cohort.kept]
        assert [kept["age_months"] for kept in row["kept"]] == [kept.age for kept in cohort.kept]
    assert sum(row["customers"] for row in rows if row["is_part"]) == rows[0]["customers"] > 0


def test_csv_has_a_row_a_cohort_and_age(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik("cohorts", "--format", "csv").out)))
    told = lievik("cohorts", "--format", "json").rows
    assert [int(row["age_months"]) for row in rows] == [kept["age_months"] for row in told for kept in row["kept"]]


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    for form in ("json", "csv"):
        said = [lievik("cohorts", "--format", form, "--lang", code).out for code in ("en", "sk")]
        assert said[0] == said[1]


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_too_wide(lievik: Command, monkeypatch: pytest.MonkeyPatch, width: int, code: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for of in ("customers", "revenue"):
        said = lievik("cohorts", "--of", of, "--by", "owner", "--lang", code).out
        assert max(map(len, said.splitlines())) <= width


@pytest.mark.parametrize("code", ["en", "sk"])
def test_before_anything_came_in_it_is_said_what_is_missing(lievik: Command, tmp_path: Path, code: str) -> None:
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    ran = lievik("cohorts", "--workspace", empty, "--lang", code)
    assert (ran.code, ran.err) == (0, "")
    assert "lievik import" in ran.out


def test_a_period_without_customers_is_said(lievik: Command) -> None:
    assert "Nobody became a customer in this period." in lievik("cohorts", "--period", "2010").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--of", "money"), "money"),
        (("--grain", "week"), "week"),
        (("--by", "ownr"), "owner"),
        (("--by", "owner,industry"), "--by"),
        (("--where", "owner=Nobody"), "Nobody"),
    ],
)
@pytest.mark.parametrize("code", ["en", "sk"])
def test_what_makes_no_sense_is_refused_in_two_lines(
    lievik: Command, arguments: tuple[str, ...], said: str, code: str
) -> None:
    ran = lievik("cohorts", *arguments, "--lang", code)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2)
    assert said in ran.err


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_what_a_customer_is_worth_is_told_in_every_form(lievik: Command, form: str) -> None:
    ran = lievik("cohorts", "--value", "--period", "2026-Q2", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        assert json.loads(ran.out)["kind"] == "lifetime_value"


def test_the_bases_are_those_of_the_metric(lievik: Command) -> None:
    rows = lievik("cohorts", "--value", "--period", "2026-Q2", "--format", "json").rows
    names = [f"customer_lifetime_value:{row['variant']}".rstrip(":") for row in rows]
    told = lievik("show", *names, "--period", "2026-Q2", "--format", "json").rows
    assert [(row["value"], row["status"]) for row in rows] == [(row["value"], row["status"]) for row in told]
    assert [row["variant"] for row in rows] == ["", "article", "churn_based", "with_margin", "to_cac"]


@pytest.mark.parametrize("code", ["en", "sk"])
def test_lifetime_value_is_not_wider_than_the_terminal(
    lievik: Command, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = lievik("cohorts", "--value", "--period", "2026-Q2", "--lang", code).out
    assert max(map(len, said.splitlines())) <= 80


def test_lifetime_value_of_nothing_says_why(lievik: Command, tmp_path: Path) -> None:
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    ran = lievik("cohorts", "--value", "--workspace", empty)
    assert (ran.code, ran.err) == (0, "")
    assert "Nothing can be said" in ran.out


def test_what_is_still_to_come_is_told_with_its_error(lievik: Command, tmp_path: Path) -> None:
    """900 customers who order as the model says, and an extra that is not there."""
    orders = [
        {"invoice_no": n, "account_id": who, "invoice_date": day, "amount": amount, "currency": "EUR"}
        for n, (who, day, amount) in enumerate(orders_made())
    ]
    with (tmp_path / "invoices.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(orders[0]))
        writer.writeheader()
        writer.writerows(orders)
    company = str(tmp_path / "company")
    assert lievik("init", company).code == 0
    assert lievik("import", str(tmp_path / "invoices.csv"), "--yes", "--workspace", company).code == 0
    asked = ("cohorts", "--value", "--period", "2025", "--as-of", "2025-12-30", "--workspace", company)
    found = lievik(*asked, "--format", "json").rows[0]["repeat_orders"]
    assert found["reason"] is None
    errors = {rule: did["error"] for rule, did in found["hold_out"]["rules"].items()}
    assert errors["bg_nbd"] < min(errors["plain_rate"], errors["active_rate"])
    said = lievik(*asked).out
    assert "Still to come, by repeat orders (BG/NBD)" in said
    assert f"{errors['bg_nbd']:.1%}" in " ".join(said.split())
    assert f"{float(found['to_come']['per_customer']):.2f}" in said


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_the_customers_of_a_cohort_are_listed_in_every_form(lievik: Command, form: str) -> None:
    ran = lievik("cohorts", "--list", "2024", "--age", "6", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        assert json.loads(ran.out)["kind"] == "cohort_list"


@pytest.mark.parametrize("code", ["en", "sk"])
def test_the_list_of_a_cohort_is_not_wider_than_the_terminal(
    lievik: Command, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert max(map(len, lievik("cohorts", "--list", "2024", "--lang", code).out.splitlines())) <= 80


def test_an_empty_cohort_and_an_empty_company_are_said(lievik: Command, tmp_path: Path) -> None:
    assert "Nobody became a customer in this period." in lievik("cohorts", "--list", "2010").out
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    assert "lievik import" in lievik("cohorts", "--list", "2024", "--workspace", empty).out
