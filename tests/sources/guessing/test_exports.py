"""Exports of four countries' offices become what they are, without a question."""

from __future__ import annotations

import pytest

from lievik.model.mapping_text import read_mapping
from lievik.model.proposal import FileGuess
from lievik.model.proposal_text import mapping_text
from lievik.sources.guessing.proposing import propose
from tests.sources.guessing.exports import CASES, Case

TITLES = [case.title for case in CASES]


def _safe(case: Case) -> FileGuess:
    safe, left = propose([case.sheet]).safe()
    assert [found.column for found in left] == list(case.left)
    (file,) = safe.files
    return file


@pytest.mark.parametrize("case", CASES, ids=TITLES)
def test_every_column_fills_what_it_should_and_nothing_else(case: Case) -> None:
    filled: dict[str, tuple[str, ...]] = {}
    for column in _safe(case).columns:
        for target in column.targets:
            filled[target] = (*filled.get(target, ()), column.column)
    assert filled == case.fills


@pytest.mark.parametrize("case", CASES, ids=TITLES)
def test_the_table_its_crm_and_its_constants_are_found(case: Case) -> None:
    proposal = propose([case.sheet])
    (file,) = proposal.files
    assert (file.table, proposal.crm, dict(file.constants)) == (case.table, case.crm, case.constants)


@pytest.mark.parametrize("case", CASES, ids=TITLES)
def test_texts_of_outcomes_get_their_meaning(case: Case) -> None:
    meant = [column.values["outcome"] for column in _safe(case).columns if "outcome" in column.targets]
    assert meant == ([case.outcomes] if case.outcomes else [])


@pytest.mark.parametrize("case", [case for case in CASES if case.forms], ids=lambda case: case.title)
def test_numbers_and_dates_are_read_in_the_form_they_are_written(case: Case) -> None:
    forms = {column.column: column.form for column in _safe(case).columns if column.form}
    found = {name: (forms[name].decimal, forms[name].thousands, forms[name].dates) for name in case.forms}
    assert found == case.forms


@pytest.mark.parametrize("case", CASES, ids=TITLES)
def test_the_mapping_that_is_written_can_be_read(case: Case) -> None:
    safe, _ = propose([case.sheet]).safe()
    (file,) = read_mapping(mapping_text(safe), path="proposal").files
    assert {column.name for column in file.columns} == set(case.fills) | set(case.constants)
    assert file.is_for(case.sheet.name)


def test_amounts_in_thousands_and_per_cents_are_scaled() -> None:
    (case,) = [case for case in CASES if "thousands and per cents" in case.title]
    scales = {column.column: column.scale for column in _safe(case).columns if column.scale}
    assert scales == {"Hodnota (tis. Kč)": "1000", "Pravděpodobnost": "0.01"}


def test_ends_on_the_last_days_of_months_are_included() -> None:
    (case,) = [case for case in CASES if "last day of a month" in case.title]
    assert _safe(case).ends_inclusive
    assert 'ends = "inclusive"' in mapping_text(propose([case.sheet]))
