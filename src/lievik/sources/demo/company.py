"""A seed and a number of deals → the demo company's files, one CSV a canonical table, made by SQL in a connection.

Every file in `ground` makes tables that others are made from, in the order of their names; every file in `tables` is
one SELECT, which gives the rows of one canonical table. Chance is a hash of the seed, a name and a row's number, so
that a row never depends on how many others there are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final

import duckdb

AS_OF: Final = date(2026, 6, 30)
"""The day that the company's history ends."""

KNOWN_AT: Final = datetime(2026, 6, 30, 18, 0, tzinfo=UTC)
"""The moment that everything in it is known from: the evening of that day."""

COMPANY: Final = "Kovotech s.r.o."
"""The company's name."""

SEED: Final = 111
"""What its chances are drawn from, where nothing else is said."""

DEALS: Final = 2000
"""How many deals it has, where nothing else is said."""

_MEMORY: Final = "1500MB"

_GROUND_OF: Final = MappingProxyType({"deal": "10", "lead": "11"})
"""Table -> the last file of `ground` that it needs, by its number; any other needs all."""


def mapping_path() -> Path:
    """Give the mapping that the files are read by."""
    return Path(str(_folder() / "mapping.toml"))


def write_files(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    deals: int = DEALS,
    seed: int = SEED,
    tables: Iterable[str] = (),
) -> tuple[Path, ...]:
    """Write the files of the company.

    Args:
        connection: an empty database, in memory; what is made in it stays there until it is closed.
        folder: where the files are written.
        deals: so many, one in ten of them a renewal; people and teams grow with it. At least 200.
        seed: another one makes another company of the same kind.
        tables: the canonical tables that are wanted; none for all.

    Returns:
        The files, by name.
    """
    wanted = sorted(tables) or sorted(_sql_files("tables"))
    _set_limits(connection, folder)
    _set_variables(connection, deals, seed)
    last = max(_GROUND_OF.get(table, "99") for table in wanted)
    for name, text in sorted(_sql_files("ground").items()):
        if name[:2] <= last:
            connection.execute(text)
    return tuple(_write(connection, folder / f"{table}.csv", _sql_files("tables")[table]) for table in wanted)


def _set_limits(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Keep a large company from filling the machine's memory: what is too much goes beside the files for a while."""
    connection.execute(f"SET memory_limit = '{_MEMORY}'; SET temp_directory = {_quoted(folder / '.spill')}")


def _set_variables(connection: duckdb.DuckDBPyConnection, deals: int, seed: int) -> None:
    """Tell the statements how large the company is."""
    renewals = deals // 10
    sales = deals - renewals
    firms = sales * 2 // 5
    sizes = {"deals": deals, "sales": sales, "renewals": renewals, "firms": firms, "firms_known": firms * 35 // 100}
    for name, value in {"seed": seed, **sizes}.items():
        connection.execute(f"SET VARIABLE {name} = {value}")
    connection.execute(f"SET VARIABLE as_of = DATE '{AS_OF}'")


def _write(connection: duckdb.DuckDBPyConnection, path: Path, sql: str) -> Path:
    connection.execute(f"COPY ({sql}) TO {_quoted(path)} (FORMAT csv, HEADER)")
    return path


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _sql_files(kind: str) -> dict[str, str]:
    """Give the statements of one kind by the name of their file."""
    found = (path for path in (_folder() / kind).iterdir() if path.name.endswith(".sql"))
    return {path.name.removesuffix(".sql"): path.read_text(encoding="utf-8") for path in found}


def _folder() -> Traversable:
    return files("lievik.sources.demo")
