"""`lievik channels`: the same numbers in every form, no line too wide, and what makes no sense is refused."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from lievik.model.channels import ATTRIBUTIONS, SPLITS
from lievik.workspace import Workspace
from tests.apps.conftest import Command
from tests.tiny_company.by_hand import AS_OF


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("by", SPLITS)
def test_it_answers_in_every_form(lievik: Command, form: str, by: str) -> None:
    ran = lievik("channels", "--period", "2026-H1", "--by", by, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        assert json.loads(ran.out)["kind"] == "channels"


def test_json_has_all_together_then_channels(lievik: Command, company: Path) -> None:
    """Of Q1 (README of the tiny company): l01 brought d16 for 20,000, l02 through l06 d03, which has no amount.

    Without a lead began d01 20,000 and d06 (SEO, in crowns, without a rate), d02 30,000 (events), d07 10,000 (network),
    d08 (lost) and d12 (open). Costs: events 1,000, paid ads 2,000, SEO 1,000.
    """
    rows = lievik("channels", "--period", "2026-Q1", "--format", "json").rows
    assert {row["key"]: (row["revenue"], row["cost"], row["deals_won"]) for row in rows} == {
        None: ("80000.00", "4000.00", 6),
        "events": ("50000.00", "1000.00", 2),
        "seo": ("20000.00", "1000.00", 2),
        "paid": ("0.00", "2000.00", 1),
        "network": ("10000.00", None, 1),
    }
    assert rows[0]["is_whole"]
    assert rows[0]["not_placed"]["won_without_rate"] == 1
    assert rows[0]["not_placed"]["won_without_amount"] == 1
    by_key = {row["key"]: row for row in rows}
    # d16 was the first of a1, d06 of a6 and d01 of a10; a2 and a3 had bought before
    assert [by_key[key]["customers"] for key in ("events", "seo", "paid")] == [1, 2, 0]
    assert by_key["events"]["return_on_investment"]["value"] == 49
    assert by_key["seo"]["cost_per_customer"] == "500.00"
    assert by_key["paid"]["cost_per_customer"] is None
    assert by_key["network"]["return_on_investment"] is None
    answer = Workspace.open(company, today=AS_OF).channels(period="2026-Q1")
    assert answer.whole is not None
    for row, known in zip(rows, (answer.whole, *answer.rows), strict=True):
        assert Decimal(row["revenue"]) == known.credits.revenue
        assert (row["leads"], row["won"]) == (known.credits.leads, known.credits.won)


def test_csv_has_a_row_a_channel_with_the_same_numbers(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik("channels", "--period", "2026-Q1", "--format", "csv").out)))
    told = lievik("channels", "--period", "2026-Q1", "--format", "json").rows
    assert [(row["key"] or None, row["revenue"], row["cost"] or None) for row in rows] == [
        (row["key"], row["revenue"], row["cost"]) for row in told
    ]
    assert [row["return_on_investment_value"] or None for row in rows] == [
        None if row["return_on_investment"] is None else str(row["return_on_investment"]["value"]) for row in told
    ]


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    for form in ("json", "csv"):
        said = [lievik("channels", "--format", form, "--lang", code).out for code in ("en", "sk")]
        assert said[0] == said[1]


@pytest.mark.parametrize("width", ["40", "80", "140"])
@pytest.mark.parametrize("lang", ["en", "sk"])
def test_no_line_is_too_wide(lievik: Command, monkeypatch: pytest.MonkeyPatch, width: str, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = lievik("channels", "--period", "2026-H1", "--lang", lang).out
    assert max(map(len, out.splitlines())) <= int(width)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_every_attribution_is_said(lievik: Command, attribution: str) -> None:
    ran = lievik("channels", "--period", "2026-H1", "--attribution", attribution)
    assert ran.code == 0
    assert "Every lead and deal is" in ran.out
    assert "There are no touches" in ran.out


def test_costs_and_filters_are_heeded(lievik: Command) -> None:
    rows = lievik("channels", "--period", "2026-Q1", "--costs", "ads", "--format", "json").rows
    assert {row["key"]: row["cost"] for row in rows if row["cost"]} == {
        None: "3000.00",
        "paid": "2000.00",
        "seo": "1000.00",
    }
    rows = lievik("channels", "--period", "2026-Q1", "--without-costs", "ads", "--format", "json").rows
    assert {row["key"]: row["cost"] for row in rows if row["cost"]} == {None: "1000.00", "events": "1000.00"}
    told = lievik("channels", "--period", "2026-Q1", "--where", "account=a1").out
    assert "Costs are not known by: Account" in told


def test_a_period_without_anything_says_so(lievik: Command) -> None:
    assert "No lead and no deal began in this period." in lievik("channels", "--period", "2015").out


def test_what_makes_no_sense_is_refused(lievik: Command) -> None:
    ran = lievik("channels", "--attribution", "middle")
    assert ran.code != 0
    assert ran.err.splitlines()[0] == "No attribution called 'middle'."
    assert lievik("channels", "--costs", "rent", "--period", "2026-Q1").err.startswith("No category of costs called")
