"""A receipt is the same after it was written and read again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lievik.model.receipt import FileReceipt, Receipt, Reject, Suspicion, TableChange, Total

RECEIPT = Receipt(
    run=7,
    source="crm",
    known_at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC),
    files=(
        FileReceipt(
            file="Názvy.csv",
            table="deal",
            rows_read=11,
            rows_kept=8,
            rows_left_out=2,
            currency_assumed=1,
            totals=(Total(column="amount", currency="EUR", amount=Decimal("1234567890123456.10")),),
            columns_not_used=("a", "b"),
            sheet="Obchody",
            rows_rejected=1,
            rejects=(Reject(line=7, column="Hodnota", value="veľa", reason="a number like 1234,56"),),
            cells_taken_as_empty=4,
        ),
    ),
    suspicions=(Suspicion(table="deal", what="won_without_amount", rows=3),),
    files_not_mapped=("notes.txt",),
    changes=(TableChange(table="deal", rows_new=5, rows_changed=2, rows_removed=1, rows_same=1),),
    is_repeat=True,
)


def test_a_receipt_survives_json_to_the_cent() -> None:
    assert Receipt.from_json(RECEIPT.to_json()) == RECEIPT


def test_a_receipt_from_before_there_were_rejects_is_read() -> None:
    old = json.loads(RECEIPT.to_json())
    for key in ("changes", "is_repeat"):
        del old[key]
    for key in ("sheet", "rows_rejected", "rejects", "cells_taken_as_empty"):
        del old["files"][0][key]
    read = Receipt.from_json(json.dumps(old))
    assert (read.changes, read.is_repeat) == ((), False)
    (file,) = read.files
    assert (file.sheet, file.rows_rejected, file.rejects, file.cells_taken_as_empty) == ("", 0, (), 0)


def test_rows_kept_are_those_of_all_files() -> None:
    assert RECEIPT.rows_kept == 8


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"run": 1}', '{"known_at": 3}'])
def test_what_is_no_receipt_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"receipt|Expecting value"):
        Receipt.from_json(text)
