"""`lievik bridge` and `lievik slippage`: the same numbers in every form, words in both languages, no line too wide."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from tests.apps.conftest import Command

BOTH = ("bridge", "slippage")


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
@pytest.mark.parametrize("name", BOTH)
def test_each_answers_in_every_form(lievik: Command, name: str, form: str) -> None:
    ran = lievik(name, "--by", "owner", "--format", form)
    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        assert json.loads(ran.out)["kind"] == name


def test_json_has_an_account_whose_bars_are_its_closing_with_their_deals(lievik: Command) -> None:
    rows = lievik("bridge", "--by", "owner", "--format", "json").rows
    assert {row["is_whole"] for row in rows} == {True, False}
    for row in rows:
        bars = [Decimal(bar["amount"]) for bar in row["movements"]]
        steps = [Decimal(bar["steps"]["amount"]) for bar in row["movements"]]
        closing = Decimal(row["closing"]["amount"])
        assert Decimal(row["opening"]["amount"]) + sum(bars) == closing
        assert Decimal(row["opening"]["amount"]) + sum(steps) == closing
        for bar in row["movements"]:
            key = "converted" if row["is_converted"] else "amount"
            assert len(bar["records"]) == bar["deals"], (row["part"], bar["movement"])
            assert sum(Decimal(record[key]) for record in bar["records"]) == Decimal(bar["amount"])


def test_csv_has_a_row_a_movement_between_the_opening_and_the_closing(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik("bridge", "--format", "csv").out)))
    whole = [row for row in rows if row["is_converted"] == "true"] or rows
    assert (whole[0]["movement"], whole[-1]["movement"]) == ("opening", "closing")
    assert sum(Decimal(row["amount"]) for row in whole[:-1]) == Decimal(whole[-1]["amount"])


@pytest.mark.parametrize("name", BOTH)
def test_json_and_csv_know_no_language(lievik: Command, name: str) -> None:
    for form in ("json", "csv"):
        assert lievik(name, "--format", form, "--lang", "sk").out == lievik(name, "--format", form, "--lang", "en").out


def test_slovak_says_the_same_in_slovak(lievik: Command) -> None:
    said = lievik("bridge", "--lang", "sk").out
    assert "Začiatok, 31. marca 2026" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Konečný stav" in said
    assert "Posun termínu" in lievik("slippage", "--lang", "sk").out
    for word in ("Opening", "Closing", "Deals", "Pushed", "Value"):
        assert word not in said


def test_the_deals_of_a_movement_are_listed(lievik: Command) -> None:
    said = lievik("bridge", "--list", "won").out
    assert "Won — " in said
    assert "Foods renewal" in said


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(
    "arguments", [("bridge", "--by", "owner"), ("bridge", "--list", "won"), ("slippage", "--by", "owner")]
)
def test_no_line_is_wider_than_the_terminal(
    lievik: Command, monkeypatch: pytest.MonkeyPatch, code: str, width: int, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = lievik(*arguments, "--lang", code).out
    assert max(map(len, said.splitlines())) <= width


@pytest.mark.parametrize("code", ["en", "sk"])
@pytest.mark.parametrize("name", BOTH)
def test_before_anything_came_in_there_is_nothing_and_that_is_said(
    lievik: Command, tmp_path: Path, name: str, code: str
) -> None:
    empty = str(tmp_path / "empty")
    assert lievik("init", empty).code == 0
    ran = lievik(name, "--workspace", empty, "--lang", code)
    assert (ran.code, ran.err) == (0, "")
    assert {"en": "No open deal", "sk": "otvorený"}[code] in ran.out
    assert lievik(name, "--workspace", empty, "--format", "json").rows == []


def test_one_deal_without_history_is_inferred_and_that_is_said(lievik: Command, tmp_path: Path) -> None:
    place, deals = str(tmp_path / "one"), tmp_path / "deals.csv"
    lines = ["Deal ID,Amount,Created,Closed,Expected close,Stage", "D1,12000,2026-01-10,,2026-05-20,Proposal"]
    deals.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert lievik("init", place).code == 0
    assert lievik("import", str(deals), "--yes", "--workspace", place).code == 0
    said = lievik("bridge", "--all", "--to", "2026-06-30", "--workspace", place)
    assert said.code == 0
    assert "the opening is inferred" in said.out
    assert "No deal has a day of qualification" in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bridge", "--list", "wonn"), "won"),
        (("bridge", "--by", "ownr"), "owner"),
        (("bridge", "--where", "owner=Nobody"), "Nobody"),
        (("bridge", "--from", "2026-05"), "2026-05-31"),
        (("bridge", "--all", "--period", "2026-Q2"), "--all"),
        (("slippage", "--unit", "fortnight"), "month"),
        (("slippage", "--times", "0"), "times"),
    ],
)
@pytest.mark.parametrize("code", ["en", "sk"])
def test_what_makes_no_sense_is_refused_in_two_lines(
    lievik: Command, arguments: tuple[str, ...], said: str, code: str
) -> None:
    ran = lievik(*arguments, "--lang", code)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2)
    assert said in ran.err
