"""Exports come in by what was guessed of them: every row, and what the tricky columns hold."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lievik.model.conventions import Conventions
from lievik.model.mapping_text import read_mapping
from lievik.model.proposal_text import mapping_text
from lievik.model.receipt import FileReceipt
from lievik.sources.file_source import FileSource
from lievik.sources.guessing.proposing import propose
from lievik.sources.reading.opening import open_sheets
from tests.sources.guessing.exports import CASES, Case


def _stage(case: Case, folder: Path) -> tuple[FileReceipt, duckdb.DuckDBPyConnection]:
    """Write an export as a file, guess what it is, and stage it by the guess."""
    path = folder / f"{Path(case.sheet.name).stem}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([case.sheet.header, *case.sheet.rows])
    safe, _ = propose(open_sheets([path], folder / "scratch").sheets).safe()
    connection = duckdb.connect()
    mapping = read_mapping(mapping_text(safe), path="proposal")
    source = FileSource(mapping=mapping, paths=(path,), conventions=Conventions(currency="EUR", time_zone="UTC"))
    (receipt,) = source.stage(connection).files
    return receipt, connection


def _rows(title: str, columns: str, folder: Path) -> list[tuple[Any, ...]]:
    """Give columns of a case's rows as text, by id."""
    (case,) = [case for case in CASES if title in case.title]
    _, connection = _stage(case, folder)
    texts = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '-')" for name in columns.split())
    return connection.execute(f"SELECT {texts} FROM staged_{case.table} ORDER BY id").fetchall()  # noqa: S608


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scratch").mkdir()
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_every_row_comes_in(case: Case, folder: Path) -> None:
    receipt, _ = _stage(case, folder)
    assert (receipt.rows_kept, receipt.rows_rejected) == (len(case.sheet.rows), 0)


def test_won_and_lost_times_are_when_a_deal_closed(folder: Path) -> None:
    assert _rows("Pipedrive deals in Slovak", "id outcome closed_on amount", folder) == [
        ("1", "won", "2026-02-01", "1200.50"),
        ("2", "lost", "2026-03-01", "300.00"),
        ("3", "open", "-", "40.00"),
    ]


def test_the_close_date_of_an_open_deal_is_only_expected(folder: Path) -> None:
    assert _rows("HubSpot deals", "id outcome closed_on expected_close_on", folder) == [
        ("1001", "won", "2026-01-10", "2026-01-10"),
        ("1002", "lost", "2026-02-11", "2026-02-11"),
        ("1003", "open", "-", "2026-06-30"),
        ("1004", "open", "-", "2026-07-31"),
    ]


def test_american_dates_and_per_cents_are_read(folder: Path) -> None:
    assert sorted(_rows("Salesforce", "name closed_on created_on probability deal_type", folder)) == [
        ("Acme - 200", "2026-03-25", "2026-01-14", "1.000000", "new"),
        ("Beta - 10", "2026-03-02", "2026-01-03", "0.000000", "renewal"),
        ("Gama - 5", "-", "2026-02-03", "0.200000", "new"),
    ]


def test_thousands_of_korunas_are_korunas(folder: Path) -> None:
    assert _rows("thousands and per cents", "id amount currency outcome probability", folder) == [
        ("11", "120000.00", "CZK", "won", "1.000000"),
        ("12", "80000.00", "CZK", "lost", "0.000000"),
        ("13", "15000.00", "CZK", "open", "0.400000"),
    ]


def test_a_german_contract_ends_after_its_last_day(folder: Path) -> None:
    assert _rows("German contracts", "id starts_on ends_on monthly_amount", folder) == [
        ("V1", "2026-01-01", "2027-01-01", "100.00"),
        ("V2", "2026-02-01", "2026-03-01", "200.00"),
        ("V3", "2026-03-01", "-", "300.50"),
    ]
