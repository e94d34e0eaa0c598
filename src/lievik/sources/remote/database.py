"""A SQL database by its URL → its tables and queries as streams: what changed since, or all of it where nothing tells.

SQLAlchemy reads, row by row with a cursor of the server, so that memory holds one page. Nothing is ever written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib.resources import files
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import unquote
from uuid import UUID

from lievik.errors import SourceError
from lievik.sources.remote.connectors import needed
from lievik.sources.remote.database_tables import PRESETS, Asked
from lievik.sources.remote.paging import Page, Record
from lievik.sources.remote.stream import Since, Stream

if TYPE_CHECKING:
    import sqlalchemy as sa

_PAGE: Final = 5000
_BEHIND: Final = timedelta(hours=12)
"""A clock that writes no zone may be so far behind UTC."""

_NO_ZONE: Final = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")
_DIGITS: Final = re.compile(rb"-?\d+(\.\d+)?")
_PIECES: Final = re.compile(r"[@/:?#]")
_TOLD: Final = 3
"""A piece of a password that is shorter than that tells nothing."""


def database(options: Mapping[str, object], secrets: Mapping[str, str]) -> Database:
    """Make the connector.

    Raises:
        ValueError: there is no url, or not just one of tables and a preset is named.
    """
    (url,) = needed(secrets, "url")
    preset = str(options.get("preset", ""))
    if preset and preset not in PRESETS:
        raise ValueError(f"has preset '{preset}', which is none of {', '.join(PRESETS)}")
    tables = options.get("tables", {})
    if not isinstance(tables, Mapping) or bool(tables) == bool(preset):
        raise ValueError("has to name either tables or a preset")
    is_utc = options.get("utc", bool(preset))
    if not isinstance(is_utc, bool):
        raise ValueError("says a utc that is neither true nor false")  # noqa: TRY004 - settings do not hold
    asked = PRESETS[preset] if preset else tuple(_asked(name, said) for name, said in tables.items())
    return Database(url=url, preset=preset, schema=str(options.get("schema", "")), asked=asked, is_utc=is_utc)


def _asked(name: str, said: object) -> Asked:
    if isinstance(said, str):
        return Asked(name=name, table=said)
    if not isinstance(said, Mapping) or bool(said.get("table")) == bool(said.get("query")):
        raise ValueError(f"has to say either a table or a query of '{name}'")
    return Asked(name=name, **{key: str(said.get(key, "")) for key in ("table", "query", "changed")})


@dataclass(frozen=True, kw_only=True)
class Database:
    """One database.

    Attributes:
        url: with its password; never shown.
        preset: whose tables these are; empty for a company's own.
        schema: of tables that name none.
        is_utc: moments without a zone are in UTC; else in the workspace's zone.
    """

    url: str = field(repr=False)
    preset: str = ""
    schema: str = ""
    asked: tuple[Asked, ...] = ()
    is_utc: bool = False
    vendor: str = "The database"

    @property
    def mapping(self) -> str:
        """TOML of the preset; without one the company's own mapping is needed."""
        if not self.preset:
            return 'source = "{source}"\n'
        return files("lievik.sources.mappings").joinpath(f"{self.preset}.toml").read_text(encoding="utf-8")

    @property
    def streams(self) -> tuple[Stream, ...]:
        """A stream a table or query."""
        return tuple(
            Stream(name=each.name, fetch=self._fetch(each), is_whole=not each.changed, is_optional=True)
            for each in self.asked
        )

    def _fetch(self, asked: Asked) -> Any:  # noqa: ANN401 - of a session of this connector
        """Fetch of what changed in a table, or of all of it."""

        def fetch(session: DatabaseSession, since: Since) -> Iterator[Page]:
            moment = since.moment if asked.changed else None
            if moment and not self.is_utc:
                moment -= _BEHIND
            return session.pages(asked, self.schema, moment)

        return fetch

    def session(self) -> DatabaseSession:
        """A session that is not open yet."""
        return DatabaseSession(self.url, is_utc=self.is_utc)

    def counts(self, session: Any) -> Mapping[str, int]:  # noqa: ANN401 - a session of this connector
        """A database counts nothing by itself."""
        del session
        return {}


class DatabaseSession:
    """A connection that only reads."""

    def __init__(self, url: str, *, is_utc: bool = False) -> None:
        self._url = url
        self._is_utc = is_utc
        self.asked = 0

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            SourceError: the database cannot be reached, or its driver is missing.
        """
        import sqlalchemy as sa
        from sqlalchemy.exc import ArgumentError, SQLAlchemyError
        from sqlalchemy.pool import NullPool

        try:
            self._engine = sa.create_engine(self._url, poolclass=NullPool)
            self._connection = self._engine.connect()
            self._only_read()
        except (ArgumentError, ValueError):
            # what was wrong with it may quote a part of the password
            raise SourceError(
                "The database's url cannot be read.", "Write it like postgresql+psycopg://reader@db.example/crm."
            ) from None
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            raise SourceError(
                f"The database cannot be reached: {self._told(error)}.",
                "See that it runs, that its url is right, and that its driver is installed.",
            ) from None
        return self

    def _only_read(self) -> None:
        """Let PostgreSQL refuse whatever would write, and tell moments in UTC."""
        if self._engine.dialect.name == "postgresql":
            self._connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
            self._connection.exec_driver_sql("SET TIME ZONE 'UTC'")
            self._connection.commit()

    def __exit__(self, *_: object) -> None:
        """Let go."""
        self._connection.close()

    def pages(self, asked: Asked, schema: str, moment: datetime | None) -> Iterator[Page]:
        """Read rows, a page after the other; those alone that changed at a moment or later where one is given.

        Raises:
            SourceError: the database refuses.
        """
        from sqlalchemy.exc import SQLAlchemyError

        self.asked += 1
        try:
            with self._connection.begin():
                found = self._found(asked, schema, moment)
                names = list(found.keys())
                for rows in found.partitions(_PAGE):
                    yield [self._record(names, row) for row in rows]
        except SQLAlchemyError as error:
            raise SourceError(
                f"The database refuses: {self._told(error)}.", "Correct the table or query in lievik.toml."
            ) from None

    def _found(self, asked: Asked, schema: str, moment: datetime | None) -> sa.CursorResult[Any]:
        """Send the question."""
        import sqlalchemy as sa

        usual = f"{self._quoted(schema)}." if schema else ""
        source = f"({asked.query.replace('{schema}', usual)})" if asked.query else self._named(asked.table, usual)
        sql = f"SELECT * FROM {source} AS rows_asked"
        connection = self._connection.execution_options(stream_results=True)
        if moment is None:
            return connection.execute(sa.text(sql))
        typed = sa.text(f"{sql} WHERE {self._quoted(asked.changed)} >= :moment")
        bound = typed.bindparams(sa.bindparam("moment", type_=sa.DateTime()))
        return connection.execute(bound, {"moment": moment.astimezone(UTC).replace(tzinfo=None)})

    def _named(self, table: str, usual: str) -> str:
        """A table with its schema, each name as the database wants it."""
        return ".".join(map(self._quoted, table.split("."))) if "." in table else usual + self._quoted(table)

    def _quoted(self, name: str) -> str:
        return str(self._engine.dialect.identifier_preparer.quote(name))

    def _record(self, names: Sequence[str], row: Sequence[object]) -> Record:
        return {name: _plain(value, is_utc=self._is_utc) for name, value in zip(names, row, strict=True)}

    def _told(self, error: Exception) -> str:
        """What a driver says, on one line; only what kind of error it is where it repeats a piece of the password."""
        said = str(getattr(error, "orig", None) or error).strip().splitlines()
        line = (said[0] if said else "").rstrip(".")[:200]
        login = self._url.partition("://")[2].rpartition("@")[0]
        secret = login.partition(":")[2]
        pieces = {piece for text in (secret, unquote(secret)) for piece in _PIECES.split(text) if len(piece) >= _TOLD}
        return type(error).__name__ if not line or any(piece in line for piece in pieces) else line


def _plain(value: object, *, is_utc: bool) -> object:
    """A value as JSON writes it: money and moments as text, so that nothing is rounded."""
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if is_utc and value.tzinfo is None else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str) and is_utc and _NO_ZONE.fullmatch(value):
        return f"{value}+00:00"
    if isinstance(value, bytes | memoryview):
        return _number(bytes(value))
    return None if isinstance(value, float) and not isfinite(value) else value


def _number(value: bytes) -> str | None:
    """A number that SQLite holds as bytes, so that it is not rounded; nothing of any other bytes."""
    return value.decode() if _DIGITS.fullmatch(value) else None
