"""`lievik products`: the same numbers in every form, no line too wide, and what makes no sense is refused."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.apps.conftest import Command
from tests.tiny_company.by_hand import AS_OF


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("by", ["product", "product_family"])
def test_it_answers_in_every_form(lievik: Command, form: str, by: str) -> None:
    ran = lievik("products", "--period", "2026-Q2", "--by", by, "--next", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        assert json.loads(ran.out)["kind"] == "products"


def test_json_has_all_together_then_products(lievik: Command, company: Path) -> None:
    """Press: 10 for 20,000 and 20 for 30,000. Service: 2 for 11,000, 1,000 came back; i5 has no amount (README)."""
    rows = lievik("products", "--period", "2026-Q2", "--next", "--format", "json").rows
    answer = Workspace.open(company, today=AS_OF).products(period="2026-Q2", has_next=True)
    assert [(row["is_whole"], row["product"], row["now"]["revenue"], row["now"]["units"]) for row in rows] == [
        (True, None, "60000.00", 32.0),
        (False, "p1", "50000.00", 30.0),
        (False, "p2", "10000.00", 2.0),
    ]
    assert rows[2]["now"]["returned_amount"] == "-1000.00"
    assert rows[0]["not_counted"]["without_amount"] == 1
    for row, known in zip(rows, (answer.whole, *answer.rows), strict=True):
        assert known is not None
        assert row["effects"] == {name: str(part) for name, part in known.effects.items()}
        assert sum(map(Decimal, row["effects"].values())) == Decimal(row["change"])
    assert rows[0]["next"]["minimum_support"] == 5
    assert rows[0]["next"]["pairs"] == []


def test_csv_has_a_row_a_product_with_the_same_numbers(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik("products", "--period", "2026-Q2", "--format", "csv").out)))
    told = lievik("products", "--period", "2026-Q2", "--format", "json").rows
    assert [(row["product"] or None, row["now_revenue"], row["change_by_mix"]) for row in rows] == [
        (row["product"], row["now"]["revenue"], row["effects"]["mix"]) for row in told
    ]


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    for form in ("json", "csv"):
        said = [lievik("products", "--format", form, "--lang", code).out for code in ("en", "sk")]
        assert said[0] == said[1]


def test_what_is_too_little_is_said(lievik: Command) -> None:
    said = lievik("products", "--period", "2026-Q2", "--next").out
    assert "No two products were bought by 5 accounts or more, so nothing can be said." in said


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_too_wide(lievik: Command, monkeypatch: pytest.MonkeyPatch, width: int, code: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = lievik("products", "--period", "2026-Q2", "--next", "--lang", code).out
    assert max(map(len, said.splitlines())) <= width


@pytest.mark.parametrize("code", ["en", "sk"])
def test_before_anything_came_in_it_is_said_what_is_missing(lievik: Command, tmp_path: Path, code: str) -> None:
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    ran = lievik("products", "--workspace", empty, "--lang", code)
    assert (ran.code, ran.err) == (0, "")
    assert "lievik import" in ran.out


def test_a_period_without_sales_is_said(lievik: Command) -> None:
    assert "Nothing was sold in either period." in lievik("products", "--period", "2020").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--by", "ownr"), "product_family"),
        (("--by", "product,product_family"), "--by"),
        (("--where", "product=Nothing"), "Nothing"),
        (("--compare", "soon"), "soon"),
        (("--currency", "euros"), "euros"),
    ],
)
@pytest.mark.parametrize("code", ["en", "sk"])
def test_what_makes_no_sense_is_refused_in_two_lines(
    lievik: Command, arguments: tuple[str, ...], said: str, code: str
) -> None:
    ran = lievik("products", *arguments, "--lang", code)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2)
    assert said in ran.err
