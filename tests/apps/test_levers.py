"""`lievik levers`: the same in every form, words for people in their language, and what cannot be asked."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from tests.apps.conftest import Command

LEVERS = ("levers", "--period", "2026-Q2")


def test_json_has_the_number_and_its_factors(lievik: Command) -> None:
    """Velocity of the tiny company in Q2, and of each factor a tenth of it over 91 days."""
    (row,) = lievik(*LEVERS, "--format", "json").rows
    velocity = float(row["result"]["value"])
    assert [factor["factor"] for factor in row["factors"]] == [
        "qualified_leads",
        "qualified_leads_won / qualified_leads",
        "average_deal_size",
        "sales_cycle_length",
    ]
    assert [float(factor["gain"]) for factor in row["factors"]] == pytest.approx(
        [velocity * 0.1 * 91] * 3 + [(velocity / 0.9 - velocity) * 91], abs=0.006
    )
    assert all(isinstance(factor["gain"], str) and factor["currency"] == "EUR" for factor in row["factors"])
    assert (row["better"], row["unit"], row["off"], row["reason"]) == (0.1, "money", None, "")
    assert [factor["advice"] for factor in row["factors"]] == [{}] * 4


def test_csv_has_a_row_a_factor(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik(*LEVERS, "--format", "csv").out)))
    assert [row["power"] for row in rows] == ["1", "1", "1", "-1"]
    assert [row["advice_of"] for row in rows][-1] == "sales_cycle_length"


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    for form in ("json", "csv"):
        given = (*LEVERS, "--format", form)
        assert lievik(*given, "--lang", "sk").out == lievik(*given, "--lang", "en").out


def test_people_read_gains_and_no_history_where_there_is_little(lievik: Command) -> None:
    said = lievik(*LEVERS).out
    assert "What would move it: Pipeline velocity — Q2 2026" in said
    assert "which makes €" in said
    assert "Too few quarters are known to tell which factor is off" in said
    assert "quarters" not in said.partition("Too few")[0]


def test_another_share_and_another_metric(lievik: Command) -> None:
    (row,) = lievik(
        "levers", "pipeline_velocity:stock", "--better", "25", "--period", "2026-Q2", "--format", "json"
    ).rows
    assert row["better"] == 0.25
    (row,) = lievik("levers", "total_revenue", "--period", "2026-Q2", "--format", "json").rows
    assert (row["reason"], row["factors"]) == ("no_factors", [])
    assert "no product and no ratio" in lievik("levers", "total_revenue", "--period", "2026-Q2").out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--period", "2026"), "What would move a number is told of one quarter."),
        (("--better", "100"), "A factor cannot be better by 100 per cent."),
        (("--better", "nan"), "A factor cannot be better by NaN per cent."),
        (("win_rat",), "No metric called 'win_rat'"),
    ],
)
def test_what_cannot_be_asked_is_said_in_two_lines(lievik: Command, given: tuple[str, ...], said: str) -> None:
    ran = lievik("levers", *given)
    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 2
