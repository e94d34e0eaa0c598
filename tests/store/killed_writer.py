"""A writer that goes through imports, undos and rebuilds until it is killed, and a reader that watches; each a process.

Every step is a function of its number, and so is what the tables must hold after it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb

from lievik.model.conventions import Conventions
from lievik.store import generations, raw, replay, runs
from tests.store.arriving import MOMENT, connect, reread, written

Rows = list[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that the writer does; `brought` are the imports that stand after it."""

    kind: str
    number: int
    brought: tuple[int, ...]


def steps() -> Iterator[Step]:
    """Give the steps, without end: of each eight one takes an import back, and one reads everything again."""
    brought: tuple[int, ...] = ()
    number = 0
    while True:
        for kind in ("import", "import", "import", "undo", "import", "rebuild", "undo", "undo"):
            if kind == "import":
                number += 1
                brought = (*brought, number)
                yield Step(kind=kind, number=number, brought=brought)
            elif kind == "undo":  # sometimes the last, sometimes one that others were built on
                undone = brought[-1] if len(brought) % 2 else brought[max(0, len(brought) - 3)]
                brought = tuple(other for other in brought if other != undone)
                yield Step(kind=kind, number=undone, brought=brought)
            else:
                yield Step(kind=kind, number=0, brought=brought)


def rows_after(step: Step | None) -> tuple[Rows, Rows]:
    """What the deals, and their past rows, are after a step: (id, amount)."""
    now: dict[str, int] = {}
    past: Rows = []
    for number in step.brought if step else ():
        for deal, amount in _deals(number):
            if now.get(deal, amount) != amount:
                past.append((deal, now[deal]))
            now[deal] = amount
    return sorted(now.items()), sorted(past)


def rows_there(folder: Path) -> tuple[Rows, Rows]:
    """What the deals, and their past rows, are in the generation in use."""
    while True:
        path = generations.current(folder)
        if path is None:
            return [], []
        try:
            with closing(connect(path, True)) as connection:  # noqa: FBT003
                return _rows(connection, "deal"), _rows(connection, "deal_past")
        except duckdb.IOException:
            if generations.current(folder) == path:  # else three newer ones came meanwhile
                raise


def imports_there(folder: Path) -> dict[int, int]:
    """Which imports the generation in use is made of, each with its run."""
    path = generations.current(folder)
    if path is None:
        return {}
    with closing(connect(path, True)) as connection:  # noqa: FBT003
        found = connection.execute("SELECT run, raw_folder FROM meta_run").fetchall()
    return {_number_of(folder, name): run for run, name in found}


def write(folder: Path, log: Path) -> None:
    """Go on from the last step that the log says is done, until killed."""
    done = int(log.read_text().splitlines()[-1]) if log.is_file() else -1
    with log.open("a") as noted:
        for place, step in enumerate(steps()):
            if place > done:
                _take(folder, step)
                noted.write(f"{place}\n")
                noted.flush()
                os.fsync(noted.fileno())


def watch(folder: Path) -> None:
    """Read what is there again and again, and tell each time what it was, until killed."""
    while True:
        sys.stdout.write(json.dumps(rows_there(folder)) + "\n")
        sys.stdout.flush()


def _take(folder: Path, step: Step) -> None:
    there = imports_there(folder)
    if step.kind == "import" and step.number not in there:
        text = "\n".join(("id | amount", *(f"{deal} | {amount}" for deal, amount in _deals(step.number))))
        arrival = written(folder, "crm", {"deal": text})
        known_at = MOMENT + timedelta(minutes=step.number)
        replay.mend(folder, connect, reread, Conventions())  # as every import does that comes through the door
        runs.bring_in(folder, connect, arrival, known_at=known_at, extent="partial")
    elif step.kind == "undo" and step.number in there:
        replay.undo(folder, connect, there[step.number], reread, Conventions())
    elif step.kind == "rebuild":
        replay.rebuild(folder, connect, reread, Conventions())


def _deals(number: int) -> list[tuple[str, int]]:
    """An import brings a deal of its own, and changes the one of the import before."""
    return [(f"d{number}", 100 + number), (f"d{number - 1}", 500 + number)]


def _number_of(folder: Path, name: str) -> int:
    return int(reread(raw.files_of(folder, name), "").tables["deal"].splitlines()[1].split("|")[0].strip()[1:])


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> Rows:
    found = connection.execute(f"SELECT id, CAST(amount AS INTEGER) FROM {table} ORDER BY ALL").fetchall()  # noqa: S608
    return [(deal, amount) for deal, amount in found]
