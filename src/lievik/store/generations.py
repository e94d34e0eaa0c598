"""Generations of the database: data/gNNNNNN.duckdb, and data/CURRENT, which names the one in use.

A generation is built under another name and never changed once it has its own: DuckDB keeps open files by path, so
a path never gets other contents. Readers open what `current` gives; the last three stay for those still reading.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeAlias

import duckdb

from lievik.errors import StoreError
from lievik.store.disk import REBUILD, put_in_place, sync_file, write_whole
from lievik.store.folder import DATA

Connect: TypeAlias = Callable[[Path, bool], duckdb.DuckDBPyConnection]
"""Opens a database file; the second argument is whether only to read."""

POINTER: Final = "CURRENT"
KEPT: Final = 3

_GIBIBYTE: Final = 1024**3
_LEAST_MEMORY: Final = 2.5
"""Gibibytes: a million deals with all that belongs to them, 1.7 GB of text, then take less than 4 GB in all."""

_MEMORY_A_BYTE: Final = 1.5
_PACKED: Final = frozenset({".gz", ".zip", ".xlsx", ".parquet", ".duckdb"})
_UNPACKED: Final = 6
"""So many times larger is what is in packed files."""

_SMALL: Final = 10
"""What is so many times smaller than all data leaves little behind that would have to be tidied up."""

_TIDIED: Final = 10
"""Every so manyth generation, small pieces that changes leave are put together: each time that would take long."""

_BUILD: Final = ".build.duckdb"
_PATTERN: Final = "g[0-9][0-9][0-9][0-9][0-9][0-9].duckdb"


def current(folder: Path) -> Path | None:
    """Give the generation in use; none before anything came in.

    Raises:
        StoreError: the pointer names something that is not there.
    """
    pointer = folder / DATA / POINTER
    try:
        name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    path = folder / DATA / name
    if not path.match(_PATTERN) or path.parent != folder / DATA or not path.is_file():
        raise StoreError(
            f"'{pointer}' names '{name}', which is no generation of the data.",
            REBUILD,
        )
    return path


@contextmanager
def building(
    folder: Path, connect: Connect, *, anew: bool = False, files: Iterable[Path] = ()
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a copy of the generation in use, to be changed; nothing of it stays unless `publish` follows.

    Checkpointed and closed when the block ends well; removed when it does not. The writer's lock is held.

    Args:
        folder: the workspace.
        connect: opens a database file.
        anew: open an empty database instead.
        files: what comes in; the memory that is used grows with it.
    """
    clear_unfinished(folder)
    build = folder / DATA / _BUILD
    last = None if anew else current(folder)
    try:
        if last:
            shutil.copyfile(last, build)
        else:  # so that a disk that refuses says so itself
            build.touch()
            build.unlink()
        brought = [*files]
        with _settling(build), connect(build, False) as connection:  # noqa: FBT003 - the callable takes it by place
            _spare_memory(connection, [*brought, *([last] if last else [])])
            if not anew:  # a run's one commit goes into the file at once: by way of a log it would be written twice
                connection.execute("SET checkpoint_threshold = '1KB'")
            if last and _number(last) % _TIDIED and 0 < _size(brought) * _SMALL < last.stat().st_size:
                connection.execute("SET max_vacuum_tasks = 0")
            yield connection
            connection.execute("CHECKPOINT")
            if not last:
                _pack(connection)
    except BaseException:
        _remove(folder)
        raise


def _spare_memory(connection: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> None:
    """Let what is too much go beside the file for a while, instead of filling the machine's memory."""
    limit = round(max(_size(files) * _MEMORY_A_BYTE / _GIBIBYTE, _LEAST_MEMORY), 1)
    found = connection.execute("SELECT current_setting('memory_limit')").fetchone()
    number, unit = str(found[0]).split() if found else ("0", "")
    if unit == "TiB" or (unit == "GiB" and float(number) > limit):
        connection.execute(f"SET memory_limit = '{limit} GiB'")


def _size(files: Iterable[Path]) -> int:
    """Bytes of what is in files, unpacked."""
    sizes = ((path, path.stat().st_size) for path in files if path.is_file())
    return sum(size * (_UNPACKED if path.suffix in _PACKED else 1) for path, size in sizes)


def _pack(connection: duckdb.DuckDBPyConnection) -> None:
    """Put half-empty groups of rows together: else DuckDB does it with the first few changes, and they take long."""
    connection.execute("CREATE TABLE packing (done BOOLEAN)")  # without any change it would look for none
    connection.execute("DROP TABLE packing")
    connection.execute("CHECKPOINT")


@contextmanager
def _settling(path: Path) -> Iterator[None]:
    """Let the system write a copied file to the disk meanwhile, so that less is left to wait for at the end.

    The file is closed last: closing it would give up whatever lock this process has on it.
    """
    if os.name == "nt" or not path.exists():
        yield
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=1) as worker, path.open("rb") as copied:
        settled = worker.submit(os.fsync, copied.fileno())
        yield
        settled.result()


def publish(folder: Path) -> Path:
    """Make what was built the generation in use, and remove those that are too old.

    Returns:
        Its path.
    """
    number = 1 + max((_number(path) for path in (folder / DATA).glob(_PATTERN)), default=0)
    path = folder / DATA / f"g{number:06}.duckdb"
    sync_file(folder / DATA / _BUILD)
    put_in_place(folder / DATA / _BUILD, path)
    write_whole(folder / DATA / POINTER, path.name + "\n")
    _remove_all(sorted((folder / DATA).glob(_PATTERN))[:-KEPT])
    return path


@contextmanager
def making_room(folder: Path) -> Iterator[None]:
    """Remove what will be too old once one more is published, beside whatever else is done within: disks take long."""
    from concurrent.futures import ThreadPoolExecutor

    old = sorted((folder / DATA).glob(_PATTERN))[: 1 - KEPT]
    with ThreadPoolExecutor(max_workers=1) as worker:
        worker.submit(_remove_all, old)
        yield


def remove_earlier(folder: Path) -> None:
    """Remove every generation but the one in use, so that nothing of what it left out stays."""
    last = current(folder)
    for path in (folder / DATA).glob(_PATTERN):
        if path != last:
            path.unlink()


def clear_unfinished(folder: Path) -> None:
    """Remove what was built and not published: a build, and a generation that never came into use."""
    _remove(folder)
    try:
        last = current(folder)
    except StoreError:  # whatever is there may be all that there is
        return
    for path in (folder / DATA).glob(_PATTERN):
        if last and _number(path) > _number(last):
            path.unlink()


def _remove_all(old: Iterable[Path]) -> None:
    for path in old:
        with suppress(OSError):  # Windows does not remove what somebody still reads
            path.unlink()


def _remove(folder: Path) -> None:
    for path in (folder / DATA).glob(f"{_BUILD}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _number(path: Path) -> int:
    return int(path.stem[1:])
