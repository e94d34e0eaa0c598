"""What one run brought in: rows read, kept and left out, sums of money, what looks wrong; as records and as JSON.

Pure. Problems in data are values here, not exceptions: a receipt is written for every run, and never changed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Total:
    """Sum of one money column in one currency, over the rows kept of one file."""

    column: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class FileReceipt:
    """What one file brought into one table.

    Attributes:
        rows_read: rows of the file, after wide columns were turned into rows.
        rows_left_out: rows that the mapping's `keep` leaves out; read = kept + left out.
        currency_assumed: rows kept that name no currency and were taken in the workspace's.
        columns_not_used: columns of the file that nothing is made from.
    """

    file: str
    table: str
    rows_read: int
    rows_kept: int
    rows_left_out: int
    currency_assumed: int
    totals: tuple[Total, ...]
    columns_not_used: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """Rows of a table that can hardly be right, by what is odd about them (`closed_before_created`)."""

    table: str
    what: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What one run brought.

    Attributes:
        run: its number, from 1 on; 0 for a rehearsal that changed nothing.
        known_at: the moment since which its rows are known, with its offset.
        files_not_mapped: names of files that the mapping does not speak of.
    """

    run: int
    source: str
    known_at: datetime
    files: tuple[FileReceipt, ...]
    suspicions: tuple[Suspicion, ...]
    files_not_mapped: tuple[str, ...]

    @property
    def rows_kept(self) -> int:
        """Rows that came in, over all files."""
        return sum(file.rows_kept for file in self.files)

    def to_json(self) -> str:
        """Write the receipt as JSON; money as text, the moment in ISO form."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Receipt:
        """Read what `to_json` wrote.

        Raises:
            ValueError: the text is not a receipt.
        """
        try:
            return _receipt(json.loads(text))
        except (KeyError, TypeError, ArithmeticError) as error:
            raise ValueError(f"not a receipt: {error}") from error


def _receipt(read: dict[str, Any]) -> Receipt:
    """Build the records out of parsed JSON."""
    return Receipt(
        **{
            **read,
            "known_at": datetime.fromisoformat(read["known_at"]),
            "files": tuple(_file_receipt(file) for file in read["files"]),
            "suspicions": tuple(Suspicion(**suspicion) for suspicion in read["suspicions"]),
            "files_not_mapped": tuple(read["files_not_mapped"]),
        }
    )


def _file_receipt(read: dict[str, Any]) -> FileReceipt:
    totals = tuple(Total(**{**total, "amount": Decimal(total["amount"])}) for total in read["totals"])
    return FileReceipt(**{**read, "totals": totals, "columns_not_used": tuple(read["columns_not_used"])})
