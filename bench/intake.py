"""How long files take to come in: a million deals over DuckDB's own read_csv, a thousand changes over a plain copy.

Whole processes in both cases, as people start them; while the changes come in, a reader asks without a pause.
"""

# ruff: noqa: S603 - runs this Python on Lievik itself
# ruff: noqa: S608 - statements are put together from names of this module

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

import duckdb

from bench.company import AS_OF
from bench.in_turn import Spread, spread, timed
from lievik import Workspace
from lievik.store import generations

CHANGES: Final = 1_000

_COLUMNS: Final = (
    "id, name, account_id, owner_id, stage_id, deal_type, amount, currency, created_on, qualified_on, "
    "expected_close_on, closed_on, outcome, lost_reason, lead_source, is_deleted"
)
_READ: Final = "import sys, duckdb; duckdb.connect(sys.argv[2]).execute(f\"CREATE TABLE deal AS FROM '{sys.argv[1]}'\")"
_EMPTY: Final = "import duckdb"


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What bringing files in costs.

    Attributes:
        whole: all deals, over DuckDB reading the same file into a table, without the start of either process.
        memory: gigabytes that bringing them in took at most.
        changes: a thousand changed deals, over copying the generation and waiting for the disk.
        waits: milliseconds that a reader waited for answers meanwhile: the middle, the 99th of a hundred, the longest.
    """

    deals: int
    whole: Spread
    memory: float
    changes: Spread
    waits: tuple[float, float, float]


def intake_of(company: Path, scratch: Path, count: int) -> Intake:
    """Measure so many times.

    Args:
        company: a workspace of a made-up company, whose deals are written out as a file.
        scratch: an empty folder to work in.
        count: how many times the whole is measured.
    """
    whole, some = _written(company, scratch)
    ratios, folder = [], scratch / "in"
    for number in range(count):
        folder = scratch / f"in-{number}"
        Workspace.create(folder, today=AS_OF)
        start = _seconds((_EMPTY,))
        read = _seconds((_READ, str(whole), str(scratch / f"read-{number}.duckdb"))) - start
        ratios.append((_import(folder, whole) - _seconds(("import lievik.workspace",))) / read)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_000_000
    changes, waits = _changes(folder, some, scratch, count)
    with duckdb.connect() as connection:
        deals = connection.execute(f"SELECT count(*) FROM '{whole}'").fetchone() or (0,)
    return Intake(deals=deals[0], whole=spread(ratios), memory=memory, changes=spread(changes), waits=waits)


def _written(company: Path, scratch: Path) -> tuple[Path, list[Path]]:
    """Write the deals of a company as a file, and files of some of them with other amounts; a mapping beside."""
    current = generations.current(company)
    assert current is not None, "the company has data"  # noqa: S101 - of a benchmark
    whole = scratch / "deals.csv"
    files = [scratch / str(number) / "deals.csv" for number in range(5)]
    with duckdb.connect(str(current), read_only=True) as connection:
        connection.execute(f"COPY (SELECT {_COLUMNS} FROM deal ORDER BY id) TO '{whole}'")
        for number, path in enumerate(files):
            path.parent.mkdir()
            changed = f"SELECT * REPLACE (amount + {number + 1} AS amount) FROM deal"
            some = f"SELECT {_COLUMNS} FROM ({changed}) ORDER BY md5(id) LIMIT {CHANGES}"
            connection.execute(f"COPY ({some}) TO '{path}'")
    columns = "\n".join(f'{name} = "{name}"' for name in _COLUMNS.split(", "))
    mapping = f'source = "crm"\n\n[[file]]\nmatch = "deals.csv"\ntable = "deal"\n\n[file.columns]\n{columns}\n'
    (scratch / "map.toml").write_text(mapping, encoding="utf-8")
    return whole, files


def _changes(
    folder: Path, files: list[Path], scratch: Path, count: int
) -> tuple[list[float], tuple[float, float, float]]:
    """Bring changes in, in turn with plain copies, while a reader asks."""
    ratios: list[float] = []
    waits: list[float] = []
    done = threading.Event()
    reader = threading.Thread(target=_read_on, args=(folder, done, waits))
    reader.start()
    for number in range(min(count, len(files))):
        current = folder / "data" / (folder / "data" / "CURRENT").read_text(encoding="utf-8").strip()
        start = _seconds(("import lievik.workspace",))
        took = _import(folder, files[number], "--partial") - start
        ratios.append(took / timed(partial(_copied, current, scratch / "copy"))[0])
    done.set()
    reader.join()
    ordered = sorted(wait * 1000 for wait in waits)
    return ratios, (ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100], ordered[-1])


def _read_on(folder: Path, done: threading.Event, waits: list[float]) -> None:
    """Ask for the win rate again and again, opening whatever generation is in use."""
    asked = (sys.executable, "-c", _READER, str(folder))
    with subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        done.wait()
        told, _ = reader.communicate("stop\n")
    waits += [float(line) for line in told.split()]


_READER: Final = """
import sys, threading, time
from datetime import date
from pathlib import Path
from lievik.store import generations
from lievik.workspace import Workspace
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
folder, today = Path(sys.argv[1]), date(2024, 12, 31)
workspace = Workspace.open(folder, today=today)
workspace.show("win_rate", period="2024-Q4")
while not stop.is_set():
    started = time.perf_counter()
    if generations.current(folder) != workspace.engine.path:
        workspace = Workspace.open(folder, today=today)
    workspace.show("win_rate", period="2024-Q4").rows[0].value
    print(time.perf_counter() - started)
    time.sleep(0.01)
"""


def _import(folder: Path, file: Path, *more: str) -> float:
    mapping = file.parent / "map.toml" if (file.parent / "map.toml").is_file() else file.parent.parent / "map.toml"
    return _run(
        (sys.executable, "-m", "lievik", "import", str(file), "--map", str(mapping), "--workspace", str(folder), *more)
    )


def _seconds(arguments: tuple[str, ...]) -> float:
    return _run((sys.executable, "-c", *arguments))


def _run(command: tuple[str, ...]) -> float:
    started = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - started


def _copied(source: Path, target: Path) -> None:
    """Copy a file, and wait until it is on the disk."""
    with source.open("rb") as read, target.open("wb") as written:
        while chunk := read.read(1 << 20):
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
