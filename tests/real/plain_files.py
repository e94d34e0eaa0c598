"""A delimited file in, its lines out as dictionaries of text; by the standard library alone.

It knows nothing of the product, whose numbers are held against what is read here.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

CENT = Decimal("0.01")


def lines_of(path: Path, *, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    """Give the lines of a file with a header, one after another; a name that ends with .gz is unpacked."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", newline="", encoding=encoding) as file:
        yield from csv.DictReader(file)


def cents(amount: Decimal) -> Decimal:
    """Round an amount to two places, half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def moment(text: str) -> datetime | None:
    """Read a moment as connectors land it, like `2021-01-07 6:49:18`; none where there is none."""
    form = "%Y-%m-%d %H:%M:%S.%f" if "." in text else "%Y-%m-%d %H:%M:%S"
    return datetime.strptime(text, form).replace(tzinfo=UTC) if text else None


def day_in_bratislava(text: str) -> date | None:
    """Give the day that a moment written in UTC falls on in Bratislava."""
    found = moment(text)
    return found.astimezone(ZoneInfo("Europe/Bratislava")).date() if found else None
