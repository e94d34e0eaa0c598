"""An answer in the forms that programs read, JSON and CSV; and as blocks for those that lay it out for people.

JSON and CSV are the same in every language; a record's Decimal is money, and is written as text in JSON.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.report.blocks import Block

Record = Mapping[str, object]

_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer, before it is known in which form it is wanted.

    Attributes:
        records: one row each, for JSON.
        flat: the same for CSV; none where the records are flat themselves.
        blocks: the same for people, in a language.
    """

    kind: str
    as_of: date | None
    records: Callable[[], Sequence[Record]]
    blocks: Callable[[Language], Iterable[Block]]
    flat: Callable[[], Sequence[Record]] | None = None


def to_json(kind: str, as_of: date | None, rows: Sequence[Record]) -> str:
    """Write one object with all rows."""
    answer = {"kind": kind, "as_of": as_of, "rows": rows}
    return json.dumps(answer, default=str, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_csv(rows: Sequence[Record]) -> str:
    """Write rows with a header, and an empty cell for what a row lacks.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    if not rows:
        return ""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    writer.writerow([_cell(name) for name in names])
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    """Write one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | float):
        return repr(value)
    text = _joined(value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _joined(value: object) -> str:
    """Write a list or a table of facts in one cell."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}={fact}" for name, fact in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    return str(value)
