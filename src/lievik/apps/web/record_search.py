"""Records → those that a search finds, in the order wanted; case, accents and the order of words do not matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from unicodedata import combining, normalize

from lievik.model.explanation import Record

_KEYS: Final[dict[str, Callable[[Record], Any]]] = {
    "day": lambda record: record.day or date.min,
    "name": lambda record: folded(record.name or record.record),
    "owner": lambda record: folded(record.owner),
    "amount": lambda record: Decimal(0) if record.amount is None else record.amount,
    "contribution": lambda record: Decimal(0) if record.contribution is None else record.contribution,
}

SORTS: Final = ("-day", "day", "name", "owner", "-amount", "amount", "-contribution")
"""Orders to choose from; a minus is for the largest or latest first."""


def folded(text: str | None) -> str:
    """Text as it is compared: lower case, without accents."""
    plain = normalize("NFKD", text or "")
    return "".join(sign for sign in plain if not combining(sign)).casefold()


def found_in(records: Sequence[Record], wanted: str) -> list[Record]:
    """Records in which every word wanted stands: in the id, the name, the owner or the reason."""
    words = folded(wanted).split()
    return [record for record in records if all(word in _text(record) for word in words)]


def sorted_by(records: Sequence[Record], sort: str) -> list[Record]:
    """Records in an order; by day where there is no such order."""
    name = sort.removeprefix("-")
    key = _KEYS.get(name, _KEYS["day"])
    return sorted(records, key=lambda record: (key(record), record.record), reverse=sort.startswith("-"))


def _text(record: Record) -> str:
    return folded(f"{record.record} {record.name} {record.owner} {record.reason}")
