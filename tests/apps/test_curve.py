"""`lievik curve`: the same numbers in every form, no line too wide, and what makes no sense is refused."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.apps.conftest import Command
from tests.tiny_company.by_hand import AS_OF


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_it_answers_in_every_form(lievik: Command, form: str) -> None:
    ran = lievik("curve", "--period", "2026-Q1", "--by", "owner", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        assert json.loads(ran.out)["kind"] == "curve"


def test_json_has_all_together_then_cohorts_then_parts(lievik: Command, company: Path) -> None:
    arguments = ("--period", "2026-Q1", "--grain", "month", "--by", "owner", "--within", "90,30")
    rows = lievik("curve", *arguments, "--format", "json").rows
    answer = Workspace.open(company, today=AS_OF).win_curve(
        period="2026-Q1", grain="month", by="owner", within=(30, 90)
    )
    assert [(row["is_whole"], row["is_part"], (row["cohort"] or {}).get("label"), row["part"]) for row in rows] == [
        (True, False, None, None),
        *((False, False, f"2026-{month:02d}", None) for month in (1, 2, 3)),
        *((False, True, None, part.part) for part in answer.parts),
    ]
    for row, cohort in zip(rows, (answer.whole, *answer.cohorts, *answer.parts), strict=True):
        assert (row["deals"], row["won_by_now"], row["open_now"]) == (cohort.deals, cohort.won, cohort.open)
        assert [told["days"] for told in row["within"]] == [30, 90]
        for told, reached in zip(row["within"], cohort.reached, strict=True):
            assert (told["won"] is None) is (reached.won is None)
            assert told["won"] is None or told["won"]["value"] == pytest.approx(float(reached.won.value))  # type: ignore[union-attr]
    assert all(row["points"] is None for row in rows[1:])
    assert sum(row["deals"] for row in rows if row["is_part"]) == rows[0]["deals"]


def test_csv_has_a_row_a_cohort_and_age_with_the_same_shares(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik("curve", "--period", "2026-Q1", "--format", "csv").out)))
    told = lievik("curve", "--period", "2026-Q1", "--format", "json").rows
    assert len(rows) == 4 * len(told)
    shares = [within["won"] and within["won"]["value"] for row in told for within in row["within"]]
    assert [float(row["won_value"]) if row["won_value"] else None for row in rows] == shares


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    for form in ("json", "csv"):
        said = [lievik("curve", "--format", form, "--lang", code).out for code in ("en", "sk")]
        assert said[0] == said[1]


def test_few_deals_are_told_as_counts(lievik: Command) -> None:
    """Of the seven qualified deals of the first quarter one, d07, is won after 50 days, four within 90 (README)."""
    said = lievik("curve", "--period", "2026-Q1").out
    assert "4 of 7" in said
    assert "%" not in said.split("Created in")[1].split("What became")[0]


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_too_wide(lievik: Command, monkeypatch: pytest.MonkeyPatch, width: int, code: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = lievik("curve", "--period", "2025-07-01..2026-06-30", "--by", "owner", "--lang", code).out
    assert max(map(len, said.splitlines())) <= width


@pytest.mark.parametrize("code", ["en", "sk"])
def test_before_anything_came_in_it_is_said_what_is_missing(lievik: Command, tmp_path: Path, code: str) -> None:
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    ran = lievik("curve", "--workspace", empty, "--lang", code)
    assert (ran.code, ran.err) == (0, "")
    assert "lievik import" in ran.out


def test_a_period_without_deals_is_said(lievik: Command) -> None:
    assert "No deal was created in this period." in lievik("curve", "--period", "2020").out
    assert "No deal was created in this period." in lievik("curve", "--period", "2027").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--within", "soon"), "soon"),
        (("--within", "0,30"), "3650"),
        (("--grain", "fortnight"), "month"),
        (("--by", "ownr"), "owner"),
        (("--by", "owner,team"), "--by"),
        (("--where", "owner=Nobody"), "Nobody"),
    ],
)
@pytest.mark.parametrize("code", ["en", "sk"])
def test_what_makes_no_sense_is_refused_in_two_lines(
    lievik: Command, arguments: tuple[str, ...], said: str, code: str
) -> None:
    ran = lievik("curve", *arguments, "--lang", code)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2)
    assert said in ran.err
