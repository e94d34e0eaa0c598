"""How long files take to come in: a million deals over DuckDB's own read_csv, a thousand changes over a plain copy.

Whole processes in both cases, as people start them; while the changes come in, a reader asks without a pause.
"""

# ruff: noqa: S603 - runs this Python on Lievik itself
# ruff: noqa: S608 - statements are put together from names of this module

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

import duckdb

from bench.in_turn import Spread, spread, timed
from lievik import Workspace
from lievik.sources.demo import AS_OF, mapping_path
from lievik.store import generations
from lievik.store.folder import SETTINGS

CHANGES: Final = 1_000

_COLUMNS: Final = (
    "id, name, account_id, owner_id, stage_id, deal_type, amount, currency, created_on, qualified_on, "
    "expected_close_on, closed_on, outcome, lost_reason, lead_source, is_deleted"
)
_READ: Final = "import sys, duckdb; duckdb.connect(sys.argv[2]).execute(f\"CREATE TABLE deal AS FROM '{sys.argv[1]}'\")"
_EMPTY: Final = "import duckdb"
_BRING: Final = """
import re, sys
from pathlib import Path
from lievik.apps.cli.main import run
assert run(sys.argv[1:]) == 0
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
"""Not getrusage(): its highest counts the process that this one was started by."""


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
        company: a workspace of the demo company, whose deals are written out as a file; others come into it.
        scratch: an empty folder to work in.
        count: how many times the whole is measured.
    """
    whole, mapping = _deals(company, scratch)
    ratios, memory = [], []
    for number in range(count):
        folder = scratch / f"in-{number}"
        Workspace.create(folder, today=AS_OF)
        start = _seconds((_EMPTY,))
        read = _seconds((_READ, str(whole), str(scratch / f"read-{number}.duckdb"))) - start
        took, most = _import(folder, whole, mapping)
        ratios.append((took - _seconds(("import lievik.workspace",))) / read)
        memory.append(most)
    changes, waits = _changes(company, scratch, count)
    with duckdb.connect() as connection:
        deals = connection.execute(f"SELECT count(*) FROM '{whole}'").fetchone() or (0,)
    return Intake(deals=deals[0], whole=spread(ratios), memory=max(memory), changes=spread(changes), waits=waits)


def _deals(company: Path, scratch: Path) -> tuple[Path, Path]:
    """Write the deals of a company as a file, and a mapping that reads it."""
    current = generations.current(company)
    assert current is not None, "the company has data"  # noqa: S101 - of a benchmark
    whole, mapping = scratch / "deals.csv", scratch / "map.toml"
    with duckdb.connect(str(current), read_only=True) as connection:
        connection.execute(f"COPY (SELECT {_COLUMNS} FROM deal ORDER BY id) TO '{whole}'")
    columns = "\n".join(f'{name} = "{name}"' for name in _COLUMNS.split(", "))
    text = f'source = "crm"\n\n[[file]]\nmatch = "deals.csv"\ntable = "deal"\n\n[file.columns]\n{columns}\n'
    mapping.write_text(text, encoding="utf-8")
    return whole, mapping


def _changed(company: Path, scratch: Path, count: int) -> list[Path]:
    """Write files of some of the company's deals as they came in, each time with other amounts."""
    (raw,) = (company / "raw").glob("*/deal.csv.gz")
    files = [scratch / str(number) / "deal.csv" for number in range(count)]
    with duckdb.connect() as connection:
        for number, path in enumerate(files):
            path.parent.mkdir()
            rows = f"SELECT * FROM read_csv('{raw}', all_varchar = true) ORDER BY md5(id || '{number}') LIMIT {CHANGES}"
            amount = f"CAST(CAST(amount AS DECIMAL(18, 2)) + {number + 1} AS VARCHAR) AS amount"
            connection.execute(f"COPY (SELECT * REPLACE ({amount}) FROM ({rows})) TO '{path}'")
    return files


def _changes(company: Path, scratch: Path, count: int) -> tuple[list[float], tuple[float, float, float]]:
    """Bring changes into a copy of the company, in turn with plain copies, while a reader asks."""
    folder = scratch / "changing"
    shutil.copytree(company, folder)
    settings = folder / SETTINGS
    # with a day to answer as of, the reader would ask for what was known before the changes
    settings.write_text(re.sub(r"(?m)^as_of .*$", "", settings.read_text(encoding="utf-8")), encoding="utf-8")
    ratios: list[float] = []
    waits: list[float] = []
    done = threading.Event()
    reader = threading.Thread(target=_read_on, args=(folder, done, waits))
    reader.start()
    for file in _changed(company, scratch, count):
        current = generations.current(folder)
        assert current is not None, "the company has data"  # noqa: S101 - of a benchmark
        start = _seconds(("import lievik.workspace",))
        took = _import(folder, file, mapping_path(), "--partial")[0] - start
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
from lievik.store.folder import SETTINGS
from lievik.workspace import Workspace
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
folder, today = Path(sys.argv[1]), date.today()
workspace = Workspace.open(folder, today=today)
workspace.show("win_rate", period="2026-Q2")
while not stop.is_set():
    started = time.perf_counter()
    if generations.current(folder) != workspace.engine.path:
        workspace = Workspace.open(folder, today=today)
    workspace.show("win_rate", period="2026-Q2").rows[0].value
    print(time.perf_counter() - started)
    time.sleep(0.01)
"""


def _import(folder: Path, file: Path, mapping: Path, *more: str) -> tuple[float, float]:
    """Import a file as a process of its own; give the seconds that it took, and the gigabytes."""
    said = ("import", str(file), "--map", str(mapping), "--workspace", str(folder), *more)
    seconds, told = _run((sys.executable, "-c", _BRING, *said))
    return seconds, int(told.split()[-1]) / 1_000_000


def _seconds(arguments: tuple[str, ...]) -> float:
    return _run((sys.executable, "-c", *arguments))[0]


def _run(command: tuple[str, ...]) -> tuple[float, str]:
    """Run a process; give the seconds that it took, and what it said."""
    started = perf_counter()
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return perf_counter() - started, ran.stdout


def _copied(source: Path, target: Path) -> None:
    """Copy a file, and wait until it is on the disk."""
    with source.open("rb") as read, target.open("wb") as written:
        while chunk := read.read(1 << 20):
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
