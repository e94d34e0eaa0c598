"""A receipt is the same after it was written and read again."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lievik.model.receipt import FileReceipt, Receipt, Suspicion, Total

RECEIPT = Receipt(
    run=7,
    source="crm",
    known_at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC),
    files=(
        FileReceipt(
            file="Názvy.csv",
            table="deal",
            rows_read=10,
            rows_kept=8,
            rows_left_out=2,
            currency_assumed=1,
            totals=(Total(column="amount", currency="EUR", amount=Decimal("1234567890123456.10")),),
            columns_not_used=("a", "b"),
        ),
    ),
    suspicions=(Suspicion(table="deal", what="won_without_amount", rows=3),),
    files_not_mapped=("notes.txt",),
)


def test_a_receipt_survives_json_to_the_cent() -> None:
    assert Receipt.from_json(RECEIPT.to_json()) == RECEIPT


def test_rows_kept_are_those_of_all_files() -> None:
    assert RECEIPT.rows_kept == 8


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"run": 1}', '{"known_at": 3}'])
def test_what_is_no_receipt_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"receipt|Expecting value"):
        Receipt.from_json(text)
