"""`lievik show --drivers` and `lievik velocity`: parts that add up, in every form."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.apps.conftest import Command


def test_velocity_has_a_row_a_preset_and_what_was_actually_won(lievik: Command) -> None:
    ran = lievik("velocity", "--period", "2026-Q2", "--format", "json")
    answer = json.loads(ran.out)
    assert (answer["kind"], answer["as_of"]) == ("velocity", "2026-06-30")
    assert [row["preset"] for row in answer["rows"]] == ["stock", "article", None]
    stock, _, actual = answer["rows"]
    over = Decimal(stock["result"]["value"]) / Decimal(actual["result"]["value"])
    assert stock["over_won_per_day"] == pytest.approx(float(over))
    for row in answer["rows"][:2]:
        parts = sum(Decimal(factor["part"]) for factor in row["factors"])
        assert float(parts) == pytest.approx(float(Decimal(row["change"])))


def test_velocity_without_a_period_is_of_the_last_full_quarter(lievik: Command) -> None:
    assert lievik("velocity").out.startswith("Pipeline velocity — Q2 2026, as of 30 June 2026\n")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_nothing_is_wider_than_the_terminal(lievik: Command, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for arguments in (("velocity", "--by", "owner"), ("show", "win_rate", "--drivers", "--by", "team")):
        assert max(map(len, lievik(*arguments, "--period", "2026-Q2").out.splitlines())) <= width


def test_the_parts_of_segments_are_in_json_and_csv(lievik: Command) -> None:
    asked = ("show", "win_rate", "--drivers", "--by", "owner", "--period", "2026-Q2")
    (row,) = lievik(*asked, "--format", "json").rows
    total = sum(part["mix"] + part["own"] for part in row["segments"])
    assert total == pytest.approx(row["change"])
    lines = lievik(*asked, "--format", "csv").out.splitlines()
    assert lines[0].startswith("metric,period,reason,factor,power,unit,earlier,later,part,low,high")
    assert len(lines) > len(row["segments"])


def test_revenue_growth_is_volume_price_and_exchange_rates(lievik: Command) -> None:
    (row,) = lievik("show", "revenue_growth", "--drivers", "--period", "2026-Q2", "--format", "json").rows
    assert [factor["factor"] for factor in row["factors"]] == ["volume", "price", "exchange_rate"]
    assert "Volume: deals won" in lievik("show", "revenue_growth", "--drivers", "--period", "2026-Q2").out


def test_a_comparison_says_whether_it_is_more_than_chance(lievik: Command) -> None:
    (row,) = lievik("show", "win_rate", "--compare", "previous", "--period", "2026-Q2", "--format", "json").rows
    change = row["compared"]["change"]
    assert change["low"] <= row["compared"]["delta"] <= change["high"]
    assert change["method"] == "newcombe"
    assert change["verdict"] == "too_few"
    out = lievik("show", "win_rate", "--period", "2026-Q2").out
    assert "Moved?" in out
    assert "too few" in out


def test_the_same_question_has_the_same_interval(lievik: Command) -> None:
    asked = ("show", "total_revenue", "--compare", "year", "--period", "2026-Q2", "--format", "json")
    assert lievik(*asked).out == lievik(*asked).out


def test_what_cannot_be_asked_is_refused(lievik: Command) -> None:
    unnamed = lievik("show", "--drivers")
    assert unnamed.code
    assert "named" in unnamed.err
    split = lievik("show", "win_rate", "--drivers", "--by", "owner,team")
    assert split.code
    assert "one thing" in split.err
