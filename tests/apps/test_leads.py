"""`lievik leads`: a table for people, rows for programs, and what is said where there is nothing to tell.

By hand: ten leads count; l03's address is thrown away, l14's has no ending, and nobody has checked the others.
"""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from tests.apps.conftest import Command


def test_people_see_who_can_be_reached_and_what_that_does_to_conversion(lievik: Command) -> None:
    said = lievik("leads", "--period", "2026-01-01..2026-06-30")
    assert said.code == 0, said.err
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "• 10 leads: unreachable 2, not checked 8" in lines
    assert "• Unreachable of those with an address: 2 of 10 (20.0%; 5.7–51.0%)" in lines
    assert any(line.startswith("SEO 3 1 of 3 –") for line in lines)
    assert "unreachable a throw-away address 1" in lines
    assert "unreachable not written as an address 1" in lines
    assert "• 1 lead is counted nowhere here: an earlier one has the same address" in lines


def test_programs_get_everything_and_then_one_row_a_source(lievik: Command) -> None:
    whole, *parts = lievik("leads", "--period", "2026-01-01..2026-06-30", "--format", "json").rows
    assert (whole["is_whole"], whole["leads"], whole["not_known"], whole["duplicates"]) == (True, 10, 8, 1)
    assert (whole["unreachable"], whole["unreachable_share"]["value"]) == (2, 0.2)
    assert (whole["conversion"]["numerator"], whole["conversion"]["denominator"]) == (5, 10)
    assert (whole["without_unreachable"]["numerator"], whole["without_unreachable"]["denominator"]) == (5, 8)
    assert whole["without_unreachable"]["status"] == "insufficient"
    assert {part["group"]: part["unreachable"] for part in parts} == {
        "SEO": 1,
        "networking": 1,
        "paid ads": 0,
        "events": 0,
        "e-mail": 0,
    }
    flat = lievik("leads", "--period", "2026-01-01..2026-06-30", "--format", "csv").out
    rows = list(csv.DictReader(StringIO(flat)))
    assert [row["group"] for row in rows] == ["", *(part["group"] for part in parts)]
    assert (rows[0]["unreachable"], rows[0]["unreachable_share_numerator"], rows[0]["conversion_numerator"]) == (
        "2",
        "2",
        "5",
    )


def test_a_time_without_leads_and_a_company_without_any_are_told_apart(lievik: Command, tmp_path: Path) -> None:
    assert "No leads were created in this time." in lievik("leads", "--period", "2024").out
    lievik("init", str(tmp_path / "w"))
    (tmp_path / "deals.csv").write_text(
        "Deal ID,Deal name,Stage,Amount,Created\n1,A,Won,10,2026-01-02\n", encoding="utf-8"
    )
    there = ("--workspace", str(tmp_path / "w"))
    assert lievik("import", str(tmp_path / "deals.csv"), "--yes", *there).code == 0
    assert "Nothing can be said: needs lead → lievik import lead.csv" in lievik("leads", "--period", "2026", *there).out


def test_two_splits_are_refused_in_two_lines(lievik: Command) -> None:
    refused = lievik("leads", "--by", "owner,lead_source")
    assert refused.code == 2
    assert refused.err.splitlines()[0].endswith("Leads can be split by one thing at a time.")
