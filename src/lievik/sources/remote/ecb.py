"""The European Central Bank's reference rates, which are published on working days at about four in the afternoon."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Final

import httpx2

from lievik.errors import SourceError
from lievik.sources.remote.paging import Page
from lievik.sources.remote.session import Session
from lievik.sources.remote.stream import Since, Stream

URL: Final = "https://www.ecb.europa.eu/stats/eurofxref"

_HISTORY: Final = "eurofxref-hist.zip"
_AGAIN: Final = timedelta(days=7)
"""Days before the last run that are taken again, in case one was corrected."""


def ecb(options: Mapping[str, object], secrets: Mapping[str, str]) -> ECB:
    """Make the connector; it needs no secret."""
    del secrets
    return ECB(url=str(options.get("url", URL)))


class _Open:
    """Access for everybody."""

    def headers(self) -> Mapping[str, str]:
        """None are needed."""
        return {}

    def renew(self) -> bool:
        """There is nothing to renew."""
        return False


@dataclass(frozen=True, kw_only=True)
class ECB:
    """The bank's file of all days since 1999."""

    url: str = URL
    vendor: str = "The ECB"
    transport: httpx2.BaseTransport | None = None

    @property
    def mapping(self) -> str:
        """TOML of how its file fills the table of rates."""
        text = files("lievik.sources.mappings").joinpath("ecb.toml").read_text(encoding="utf-8")
        return text.replace('source = "ecb"', 'source = "{source}"').replace("eurofxref*.csv", "rates.ndjson")

    @property
    def streams(self) -> tuple[Stream, ...]:
        """One: a record a day."""
        return (Stream(name="rates", fetch=_rates),)

    def session(self) -> Session:
        """A session that is not open yet."""
        return Session(vendor=self.vendor, url=self.url, access=_Open(), transport=self.transport)

    def counts(self, session: Session) -> Mapping[str, int]:
        """The bank counts nothing."""
        del session
        return {}


def _rates(session: Session, since: Since) -> Iterator[Page]:
    """Rates of each day, those alone that may be new; a currency without a rate on a day is left out of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(session.content(_HISTORY))) as archive:
            text = archive.read(archive.namelist()[0]).decode("utf-8")
    except (zipfile.BadZipFile, IndexError, UnicodeDecodeError) as error:
        raise SourceError("The ECB's file of rates is no whole zip.", "Try again later.") from error
    first = (since.moment - _AGAIN).date().isoformat() if since.moment else ""
    yield [
        {name.strip(): rate.strip() for name, rate in row.items() if name and name.strip() and rate.strip() != "N/A"}
        for row in csv.DictReader(io.StringIO(text))
        if row["Date"] >= first
    ]
