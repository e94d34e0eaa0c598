"""A SQL database by its URL → its tables and queries as streams: what changed since, or all of it where nothing tells.

SQLAlchemy reads, row by row with a cursor of the server, so that memory holds one page. Nothing is ever written there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from lievik.errors import SourceError
from lievik.sources.remote.connectors import needed
from lievik.sources.remote.database_tables import PRESETS, Asked
from lievik.sources.remote.paging import Page, Record
from lievik.sources.remote.stream import Since, Stream

if TYPE_CHECKING:
    import sqlalchemy as sa

_PAGE: Final = 5000


def database(options: Mapping[str, object], secrets: Mapping[str, str]) -> Database:
    """Make the connector.

    Raises:
        ValueError: there is no url, or neither tables nor a preset are named.
    """
    (url,) = needed(secrets, "url")
    preset = str(options.get("preset", ""))
    if preset and preset not in PRESETS:
        raise ValueError(f"has preset '{preset}', which is none of {', '.join(PRESETS)}")
    tables = options.get("tables", {})
    if not isinstance(tables, Mapping) or not (tables or preset):
        raise ValueError("has to name tables, or a preset")
    asked = tuple(_asked(name, said) for name, said in tables.items())
    return Database(url=url, preset=preset, schema=str(options.get("schema", "")), asked=asked)


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
        preset: whose tables these are; empty where `asked` says.
        schema: of the preset's tables.
    """

    url: str = field(repr=False)
    preset: str = ""
    schema: str = ""
    asked: tuple[Asked, ...] = ()
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
        asked = self.asked or PRESETS[self.preset]
        return tuple(
            Stream(name=each.name, fetch=_fetch(each, self.schema), is_whole=not each.changed, is_optional=True)
            for each in asked
        )

    def session(self) -> DatabaseSession:
        """A session that is not open yet."""
        return DatabaseSession(self.url)

    def counts(self, session: Any) -> Mapping[str, int]:  # noqa: ANN401 - a session of this connector
        """A database counts nothing by itself."""
        del session
        return {}


class DatabaseSession:
    """A connection that only reads."""

    def __init__(self, url: str) -> None:
        self._url = url
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
        except ArgumentError as error:
            raise SourceError(
                "The database's url cannot be read.", "Write it like postgresql+psycopg://reader@db.example/crm."
            ) from error
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            raise _unreachable(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        self._connection.close()

    def pages(self, statement: sa.Executable, values: Mapping[str, object]) -> Iterator[Page]:
        """Read rows, a page after the other.

        Raises:
            SourceError: the database refuses.
        """
        from sqlalchemy.exc import SQLAlchemyError

        self.asked += 1
        try:
            with self._connection.begin():
                found = self._connection.execution_options(stream_results=True).execute(statement, values)
                names = list(found.keys())
                for rows in found.partitions(_PAGE):
                    yield [_record(names, row) for row in rows]
        except SQLAlchemyError as error:
            raise SourceError(
                f"The database refuses: {_first_line(error)}.", "Correct the table or query in lievik.toml."
            ) from error


def _fetch(asked: Asked, schema: str) -> Any:  # noqa: ANN401 - of a session of this connector
    """Fetch of what changed in a table, or of all of it."""

    def fetch(session: DatabaseSession, since: Since) -> Iterator[Page]:
        import sqlalchemy as sa

        source = f"({asked.query})" if asked.query else _named(asked.table, schema)
        sql = f"SELECT * FROM {source} AS rows_asked"
        values: dict[str, object] = {}
        if asked.changed and since.moment:
            sql += f" WHERE {_quoted(asked.changed)} >= :moment"
            values["moment"] = since.moment
        typed = sa.text(sql).bindparams(sa.bindparam("moment", type_=sa.DateTime(timezone=True))) if values else None
        return session.pages(typed if typed is not None else sa.text(sql), values)

    return fetch


def _named(table: str, schema: str) -> str:
    """A table with its schema, each name within quotes."""
    names = table.split(".") if "." in table else [*([schema] if schema else []), table]
    return ".".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _record(names: Sequence[str], row: Sequence[object]) -> Record:
    return {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: object) -> object:
    """A value as JSON writes it: money and moments as text, so that nothing is rounded."""
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return None
    return value


def _unreachable(error: Exception) -> SourceError:
    return SourceError(
        f"The database cannot be reached: {_first_line(error)}.",
        "See that it runs, that its url is right, and that its driver is installed.",
    )


def _first_line(error: Exception) -> str:
    """What a driver says, on one line and without what was asked; a url in it loses its password."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    return (said[0] if said else type(error).__name__).rstrip(".")[:200]
