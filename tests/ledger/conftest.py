"""A PostgreSQL server for the tests of one run, and the tiny company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
import sqlalchemy as sa

from tests.desk.conftest import made_once, tiny
from tests.ledger.server import Server, programs

__all__ = ["made_once", "tiny"]

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server(require: Callable[[str, str], None]) -> Iterator[Server]:
    """A server that listens on a socket in a folder of its own."""
    found = programs()
    if found is None:
        require("PostgreSQL", "no initdb in /usr/lib/postgresql or on the path (Debian: apt-get install postgresql)")
        raise AssertionError
    with Server.running(found) as running:
        yield running


@pytest.fixture
def url(server: Server) -> str:
    """The url of an empty database."""
    name = f"ledger_{next(_NUMBERS)}"
    engine = sa.create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.url(name)
