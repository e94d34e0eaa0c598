"""JSON lines become rows: values at any depth, columns that may be missing; what is no object, or gone, is told of."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from lievik.errors import FileFormatError
from lievik.model.mapping_text import read_mapping
from lievik.sources.file_source import FileSource
from lievik.workspace import Workspace
from tests.sources.staging import BRATISLAVA, Stage, file_mapping

COLUMNS = """
id = "id"
name = "name"
amount = "value.amount"
currency = "value.currency"
closed_on = "closedOn"
outcome = { column = "stage.isWon", values = { true = "won", "" = "open" } }
"""
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)


def staged(folder: Path, *lines: object, options: str = "", is_gz: bool = False) -> Stage:
    """Write objects, or lines as they are, and stage them."""
    text = "".join((each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)) + "\n" for each in lines)
    if is_gz:
        (folder / "deals.ndjson.gz").write_bytes(gzip.compress(text.encode()))
    else:
        (folder / "deals.ndjson").write_text(text, encoding="utf-8")
    mapping = read_mapping(
        'source = "crm"\n' + file_mapping(COLUMNS, match="deals.ndjson", options=options), path="crm.toml"
    )
    connection = duckdb.connect()
    found = FileSource(mapping=mapping, paths=(folder,), conventions=BRATISLAVA).stage(connection)
    return Stage(connection=connection, staged=found)


@pytest.mark.parametrize("is_gz", [False, True])
def test_values_inside_objects_are_columns_and_may_be_missing(tmp_path: Path, is_gz: bool) -> None:  # noqa: FBT001
    found = staged(
        tmp_path,
        {"id": 1, "name": "Žeriav", "value": {"amount": 12.5, "currency": "CZK"}, "stage": {"isWon": True}},
        {"id": "x", "name": None, "extra": [1, {"a": 2}]},
        is_gz=is_gz,
    )
    assert found.rows("id name amount currency outcome") == ["1 Žeriav 12.50 CZK won", "x - - EUR open"]
    assert found.receipt.columns_not_used == ("extra",)


def test_a_line_that_is_no_object_is_told_of_and_loses_no_other(tmp_path: Path) -> None:
    found = staged(tmp_path, {"id": 1}, "{cut short", '["a list"]', {"id": 2}, {"id": 3}, {"id": 4})
    assert found.rows("id") == ["1", "2", "3", "4"]
    assert found.receipt.rows_rejected == 2
    assert [reject.line for reject in found.receipt.rejects] == [2, 3]


def test_an_empty_file_brings_nothing_and_is_no_trouble(tmp_path: Path) -> None:
    assert staged(tmp_path).rows("id") == []


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deals.ndjson.gz").write_bytes(b"\x1f\x8b broken")
    mapping = read_mapping('source = "crm"\n' + file_mapping(COLUMNS, match="deals.ndjson"), path="crm.toml")
    with pytest.raises(FileFormatError):
        FileSource(mapping=mapping, paths=(tmp_path,), conventions=BRATISLAVA).stage(duckdb.connect())


def test_rows_that_say_that_they_are_gone_are_no_rows(tmp_path: Path) -> None:
    found = staged(
        tmp_path, {"id": 1}, {"id": 2, "deletedAt": "2026-01-01"}, options="gone = '\"deletedAt\" IS NOT NULL'"
    )
    assert found.rows("id") == ["1"]
    assert (found.receipt.rows_read, found.receipt.rows_kept, found.receipt.rows_left_out) == (2, 1, 1)
    assert [(each.reason, each.rows) for each in found.receipt.passed_over] == [("gone", 1)]


def test_what_is_gone_is_removed_by_a_run_of_changes_and_known_before(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", today=NOW.date())
    options = "gone = '\"deletedAt\" IS NOT NULL'"
    mapping = tmp_path / "crm.toml"
    mapping.write_text('source = "crm"\n' + file_mapping(COLUMNS, match="*.ndjson", options=options), encoding="utf-8")
    deal = {"name": "d", "value": {"amount": 10}, "closedOn": "2026-05-01", "stage": {"isWon": True}}
    first, second = tmp_path / "first.ndjson", tmp_path / "second.ndjson"
    first.write_text("".join(json.dumps({"id": number, **deal}) + "\n" for number in range(3)), encoding="utf-8")
    second.write_text(json.dumps({"id": 1, "deletedAt": "x"}) + "\n" + json.dumps({"id": 9, "deletedAt": "x"}) + "\n")
    workspace.import_files([first], mapping=mapping, now=NOW)
    receipt = workspace.import_files([second], mapping=mapping, now=NOW + timedelta(days=3), extent="partial")
    assert [(change.rows_removed, change.rows_changed) for change in receipt.changes] == [(1, 0)]
    (now,) = workspace.show("total_revenue", period="2026-05", as_of="2026-06-04")
    (then,) = workspace.show("total_revenue", period="2026-05", as_of="2026-06-02")
    assert [float(each.value or 0) for each in (now, then)] == [20, 30]
