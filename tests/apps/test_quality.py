"""`lievik quality`: the same numbers in every form, words for people in their language, and lists where asked for."""

from __future__ import annotations

import csv
from io import StringIO

from tests.apps.conftest import Command


def test_json_has_everybody_and_a_row_an_owner(lievik: Command) -> None:
    rows = lievik("quality", "--format", "json").rows
    assert [row["is_whole"] for row in rows] == [True] + [False] * (len(rows) - 1)
    whole = rows[0]
    assert whole["faults"]["won_without_amount"] == {"found": 1, "of": 10, "share": 0.1, "amount": None, "side": ""}
    assert whole["deals"]["all"] == sum(row["deals"]["all"] for row in rows[1:])
    assert whole["records"] == []


def test_a_list_has_the_deals_with_everything_that_is_odd_in_them(lievik: Command) -> None:
    whole = lievik("quality", "--list", "won_without_amount", "--format", "json").rows[0]
    assert [(deal["source_id"], deal["owner"]) for deal in whole["records"]] == [("d03", "Jana West")]
    rows = list(csv.DictReader(StringIO(lievik("quality", "--list", "won_without_amount", "--format", "csv").out)))
    assert [row["source_id"] for row in rows] == ["d03"]


def test_csv_has_a_row_an_owner_and_fault(lievik: Command) -> None:
    rows = list(csv.DictReader(StringIO(lievik("quality", "--format", "csv").out)))
    whole = {row["fault"]: row["found"] for row in rows if row["is_whole"] == "true"}
    assert whole["won_without_amount"] == "1"
    assert (
        sum(int(row["found"]) for row in rows if row["fault"] == "won_without_amount" and row["is_whole"] == "false")
        == 1
    )


def test_json_and_csv_know_no_language(lievik: Command) -> None:
    for form in ("json", "csv"):
        given = ("quality", "--list", "all", "--format", form)
        assert lievik(*given, "--lang", "sk").out == lievik(*given, "--lang", "en").out


def test_people_read_what_it_is_whose_and_what_it_does(lievik: Command) -> None:
    said = lievik("quality").out
    for words in ("What to repair", "Won deals without an amount", "Jana West", "By owner", "Not looked for"):
        assert words in said
    listed = lievik("quality", "--list", "expected_close_passed").out
    assert "Motors large" in listed
    assert "By owner" not in listed


def test_an_unknown_fault_is_refused_with_the_nearest(lievik: Command) -> None:
    ran = lievik("quality", "--list", "won_without_amout")
    assert ran.code == 2
    assert "won_without_amount" in ran.err


def test_no_days_are_refused(lievik: Command) -> None:
    assert lievik("quality", "--days", "0").code == 2


def test_possible_ranges_are_the_same_numbers_in_every_form(lievik: Command) -> None:
    rows = lievik("quality", "--ranges", "--format", "json").rows
    assert "win_rate" in {row["metric"] for row in rows}
    written = list(csv.DictReader(StringIO(lievik("quality", "--ranges", "--format", "csv").out)))
    assert [row["metric"] for row in written] == [row["metric"] for row in rows]
    assert "What the numbers may be" in lievik("quality", "--ranges").out
    assert lievik("quality", "--ranges", "--lang", "sk").code == 0


def test_sources_and_teams_are_told_beside_owners(lievik: Command) -> None:
    whole = lievik("quality", "--format", "json").rows[0]
    assert {source["old_after_days"] for source in whole["sources"]} == {7}
    assert sum(team["deals"]["all"] for team in whole["teams"]) in {0, whole["deals"]["all"]}
    assert "How old the sources are" in lievik("quality").out
