"""Sheets of one source help each other, and share a source's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lievik.model.proposal_text import mapping_text
from lievik.sources.guessing.proposing import propose
from tests.sources.guessing.paper_sheet import paper

PEOPLE = "EmployeeKey|EmployeeID|Salesperson|UPN\n7|70011|Jana|j@x.example\n8|80022|Peter|p@x.example"
DEALS = "Deal ID|Stage|Amount|Created Date|Sales Rep\nD1|Won|1.5|2026-01-01|{0}\nD2|Lost|2.5|2026-01-12|{1}"


def test_two_columns_of_ids_are_asked_about_and_the_sheet_is_left_whole() -> None:
    safe, left = propose([paper("Salesperson.csv", PEOPLE)]).safe()
    assert safe.files == ()
    assert [(found.file, found.column) for found in left] == [("Salesperson.csv", "")]


@pytest.mark.parametrize(("used", "column"), [(("7", "8"), "EmployeeKey"), (("70011", "80022"), "EmployeeID")])
def test_the_column_that_other_sheets_refer_to_is_the_id(used: tuple[str, str], column: str) -> None:
    proposal = propose([paper("Salesperson.csv", PEOPLE), paper("deals.csv", DEALS.format(*used))])
    assert [guess.column for guess in proposal.file("Salesperson.csv").columns if "id" in guess.targets] == [column]


def test_a_header_that_is_nearly_right_is_taken_if_its_texts_stand_in_the_other_sheet() -> None:
    people = paper("reps.csv", "Full Name|Role\nJana Nová|Rep\nPeter Malý|Rep")
    deals = paper("deals.csv", DEALS.format("Jana Nová", "Peter Malý").replace("Sales Rep", "Sales Reps"))
    alone, together = propose([deals]), propose([people, deals])
    assert alone.column("deals.csv", "Sales Reps").doubt == "which_column"
    guess = together.column("deals.csv", "Sales Reps")
    assert (guess.targets, guess.certainty, guess.doubt) == (("owner_id",), "likely", "")


def test_a_list_of_people_with_their_teams_tells_memberships_too() -> None:
    proposal = propose([paper("reps.csv", "Sales Rep|Manager|Team\nJana|Eva|West\nPeter|Eva|East")])
    assert [(file.key, file.table) for file in proposal.files] == [
        ("reps.csv", "rep"),
        ("reps.csv (team_member)", "team_member"),
    ]
    assert 'table = "team_member"' in mapping_text(proposal)


def test_a_list_of_people_without_teams_is_one_table() -> None:
    proposal = propose([paper("reps.csv", "Sales Rep|Manager\nJana|Eva\nPeter|Eva")])
    assert [file.table for file in proposal.files] == ["rep"]


def test_worksheets_are_told_apart_by_their_names() -> None:
    deals = paper("book.xlsx", DEALS.format("Jana", "Peter"), sheet="Obchody")
    companies = paper("book.xlsx", "Názov|Odvetvie\nOceľ|Kov\nDrevo|Les", sheet="Firmy")
    proposal = propose([deals, companies], places=("book.xlsx",))
    assert [(file.key, file.table) for file in proposal.files] == [
        ("book.xlsx / Obchody", "deal"),
        ("book.xlsx / Firmy", "account"),
    ]
    assert 'sheet = "Firmy"' in mapping_text(proposal)


@pytest.mark.parametrize(
    ("places", "source"),
    [
        (("raw", "maven_crm"), "maven-crm"),
        (("Oceľ & Drevo 2026.xlsx",), "ocel-drevo"),
        (("export.csv", "Downloads"), "files"),
        ((), "files"),
    ],
)
def test_the_source_is_called_by_the_first_place_that_says_something(places: tuple[str, ...], source: str) -> None:
    assert propose([], places=places).source == source


def test_of_two_lists_of_people_the_one_that_nothing_refers_to_is_asked_about() -> None:
    users = paper("users.csv", "User ID|Name|Email\n71|Jana|j@x.example\n72|Peter|p@x.example")
    owners = paper("owners.csv", "Owner ID|Name\n901|Jana\n902|Peter")
    deals = paper("deals.csv", DEALS.format("901", "902").replace("Sales Rep", "Owner ID"))
    assert [file.key for file in propose([users, owners, deals]).unsure_files] == ["users.csv"]


def test_an_export_in_two_files_is_one_table() -> None:
    sheet = paper("deals_2025.csv", DEALS.format("Jana", "Peter"))
    assert propose([sheet, replace(sheet, name="deals_2026.csv")]).unsure_files == ()
