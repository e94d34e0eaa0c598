"""What one run brought in: rows read, kept and left out, sums of money, what looks wrong; as records and as JSON.

Pure. Problems in data are values here, not exceptions: a receipt is written for every run, and never changed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class Total:
    """Sum of one money column in one currency, over the rows kept of one file."""

    column: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Reject:
    """A row that did not come in, by the cell at fault.

    Attributes:
        line: where it stands in the file, from 1 on.
        column: the file's column; empty where the whole row is at fault.
        value: what stands there.
        reason: what was expected.
    """

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PassedOver:
    """Rows that are whole and still not meant, by what they are: `cancelled`."""

    reason: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class FileReceipt:
    """What one file brought into one table.

    Attributes:
        sheet: worksheet of the file; empty where a file holds one table.
        rows_read: rows of the file, after wide columns were turned into rows.
        rows_left_out: rows that the mapping's `keep` leaves out, or that are passed over; read = kept + left out +
            rejected.
        passed_over: those of them that the file itself says are not meant, such as cancelled meetings.
        rows_rejected: rows with a cell that could not be read.
        rejects: the first of them.
        cells_taken_as_empty: cells of numbers and dates, in rows kept, that hold a word for nothing, like `n/a`.
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
    sheet: str = ""
    rows_rejected: int = 0
    rejects: tuple[Reject, ...] = ()
    cells_taken_as_empty: int = 0
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TableChange:
    """What a run did to a table, in rows; rows that are the same as before stay untouched."""

    table: str
    rows_new: int
    rows_changed: int
    rows_removed: int
    rows_same: int


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
        changes: what became of each table.
        is_repeat: the same files came before by the same mapping, so nothing was changed; `run` is that earlier run.
        extent: whether it brought everything that its source has, or only what changed; empty where nobody said.
        digest: of the files that it read, names and bytes; empty where it was not noted yet.
    """

    run: int
    source: str
    known_at: datetime
    files: tuple[FileReceipt, ...]
    suspicions: tuple[Suspicion, ...]
    files_not_mapped: tuple[str, ...]
    changes: tuple[TableChange, ...] = ()
    is_repeat: bool = False
    extent: Literal["", "full", "partial"] = ""
    digest: str = ""

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
            "changes": tuple(TableChange(**change) for change in read.get("changes", ())),
        }
    )


def _file_receipt(read: dict[str, Any]) -> FileReceipt:
    totals = tuple(Total(**{**total, "amount": Decimal(total["amount"])}) for total in read["totals"])
    rejects = tuple(Reject(**reject) for reject in read.get("rejects", ()))
    told = {
        "totals": totals,
        "columns_not_used": tuple(read["columns_not_used"]),
        "rejects": rejects,
        "passed_over": tuple(PassedOver(**each) for each in read.get("passed_over", ())),
    }
    return FileReceipt(**{**read, **told})
