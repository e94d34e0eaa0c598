"""A file or a URL → a database of the present shape, and what it refuses as sentences.

The shape is brought up to date when the database is opened for writing; one that is newer than the program is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from lievik.errors import LedgerError

VERSIONS: Final = ("0001", "0002", "0003", "0004")
"""Shapes that the program knows, in order; the last is the present one."""

PATIENCE: Final = 5.0
"""Seconds to wait for another process that is writing."""

_TURN: Final = 0x6C6965766B
"""Number of the lock that writers of a ledger in PostgreSQL take; it says `lievk`."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_WRITES: Final = "lievik_writes"
_SAID: Final = (
    ("locked", "is being written by another process", "Wait until it is done, then run the command again."),
    ("readonly", "cannot be written", "Ask for the right to write there, then run the command again."),
    ("unable to open", "cannot be opened", "Ask for the right to read and write there, then run the command again."),
    ("not a database", "is damaged", "Restore it from a backup, or move it away: what came in with a run stays."),
    ("malformed", "is damaged", "Restore it from a backup, or move it away: what came in with a run stays."),
    ("disk is full", "finds no room on the disk", "Free some space, then run the command again."),
    ("lock timeout", "is being written by another process", "Wait until it is done, then run the command again."),
    ("permission denied", "cannot be written", "Ask for the right to write there, then run the command again."),
    ("read-only", "cannot be written", "Ask for the right to write there, then run the command again."),
    ("authentication failed", "does not let you in", "Correct the name or the password in LIEVIK_LEDGER_URL."),
    ("no password supplied", "does not let you in", "Put a url with the password into LIEVIK_LEDGER_URL."),
    ("does not exist", "is not there", "Correct the url, or have that database or user made."),
    ("connection is bad", "cannot be reached", "See that the database runs and its url is right, then run it again."),
    ("connection failed", "cannot be reached", "See that the database runs and its url is right, then run it again."),
    ("connection timeout", "cannot be reached", "See that the database runs and its url is right, then run it again."),
    (
        "could not translate host",
        "cannot be reached",
        "See that the database runs and its url is right, then run it again.",
    ),
)
"""What a database says -> what we say of it, and what to do."""


class Database:
    """One database of decisions; nothing is opened before it is asked."""

    def __init__(self, place: Path | str) -> None:
        self.place = place
        self._file = place if isinstance(place, Path) else None

    @property
    def name(self) -> str:
        """Where it is, without a password."""
        return str(self._file) if self._file else self._url.render_as_string(hide_password=True)

    @property
    def is_there(self) -> bool:
        """Whether anything was ever decided; a database behind a URL is taken to be there."""
        return self._file is None or self._file.is_file()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection to read by; the shape may be an older one, which lacks what came later.

        Raises:
            LedgerError: it cannot be read.
        """
        with self._told(), self._engine.connect() as connection:
            self._refuse_newer_shape(self._version(connection))
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a connection to write by, in one transaction; the shape is brought up to date first.

        Raises:
            LedgerError: it cannot be written.
        """
        with (
            self._told(),
            self._engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            _wait_for_turn(connection)
            version = self._version(connection)
            if version != VERSIONS[-1]:
                self._bring_up_to_date(connection, version)
            yield connection

    def rows(self, table: sa.Table) -> Sequence[sa.RowMapping]:
        """Give the rows of a table, in order; none where the database is of a shape that has no such table yet.

        Raises:
            LedgerError: it cannot be read.
        """
        if not self.is_there:
            return ()
        with self.reading() as connection:
            if not sa.inspect(connection).has_table(table.name):
                return ()
            return connection.execute(sa.select(table).order_by(table.c.number)).mappings().all()

    def version(self) -> str:
        """Say which shape it has; empty for none.

        Raises:
            LedgerError: it cannot be read.
        """
        with self._told(), self._engine.connect() as connection:
            return self._version(connection)

    @property
    def _url(self) -> sa.URL:
        if self._file:
            return sa.URL.create("sqlite", database=str(self._file))
        try:
            return sa.make_url(str(self.place))
        except (ArgumentError, ValueError) as trouble:
            raise LedgerError(
                "", "has a url that cannot be read", "Write it like postgresql+psycopg://db/lievik."
            ) from trouble

    @property
    def _engine(self) -> sa.Engine:
        url = self._url
        backend = url.get_backend_name()
        engine = sa.create_engine(url, poolclass=NullPool, connect_args=_connecting(backend))
        if backend == "sqlite":
            sa.event.listen(engine, "connect", _prepare)
            sa.event.listen(engine, "begin", _begin)
        return engine

    @staticmethod
    def _version(connection: sa.Connection) -> str:
        if not sa.inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or "")

    def _refuse_newer_shape(self, version: str) -> None:
        if version and version not in VERSIONS:
            raise LedgerError(self.name, f"is of shape {version}, newer than this program", "Install a newer Lievik.")

    def _bring_up_to_date(self, connection: sa.Connection, version: str) -> None:
        from alembic import command
        from alembic.config import Config

        self._refuse_newer_shape(version)
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, VERSIONS[-1])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Make a LedgerError of whatever the database refuses within."""
        try:
            yield
        except (NoSuchModuleError, ModuleNotFoundError) as trouble:
            raise LedgerError(
                self.name,
                "needs a driver that is not installed",
                "Install the driver that its url names; for PostgreSQL: pip install lievik[postgres].",
            ) from trouble
        except SQLAlchemyError as trouble:
            said = str(trouble.orig if isinstance(trouble, DBAPIError) else trouble)
            reason, fix = _told_of(" ".join(said.split()))
            raise LedgerError(self.name, reason, fix) from trouble


def _connecting(backend: str) -> dict[str, object]:
    """Say how long a driver waits: for another one's write, or for an answer at all."""
    waits: dict[str, dict[str, object]] = {
        "sqlite": {"timeout": PATIENCE},
        "postgresql": {"connect_timeout": round(PATIENCE)},
    }
    return waits.get(backend, {})


def _wait_for_turn(connection: sa.Connection) -> None:
    """Let one write after the other where the database would let several: entries are numbered in their order."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"SET LOCAL lock_timeout = '{round(PATIENCE * 1000)}ms'"))
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})


def _told_of(said: str) -> tuple[str, str]:
    """Say what a database says, and what to do."""
    for word, reason, fix in _SAID:
        if word in said:
            return reason, fix
    return f"cannot be used: {said.rstrip('.')}", "Run 'lievik doctor', then the command again."


def _prepare(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
    """Let a second process read while one writes, and let nothing that was erased stay in the file."""
    connection.isolation_level = None  # transactions are begun below
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """Wait for the right to write at the start, where that is wanted, and never in the middle."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
