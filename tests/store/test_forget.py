"""A person who is forgotten is nowhere in the workspace any more, and no number changes."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lievik.errors import StoreError
from lievik.model.conventions import Conventions
from lievik.store import known_state, raw, runs
from lievik.store.forget import Forgotten, forget
from lievik.store.generations import current
from lievik.store.replay import undo
from tests.store.arriving import MOMENT, Bringing, bringing, connect, everything_in, read, workspace

ANA = "ana@firma.sk"
REPS = "id | name | email | region\n r1 | Ana Kováčová | Ana@Firma.sk | west\n r2 | Eva Malá | eva@firma.sk | west"
DEALS = """
    id | owner_id     | account_id   | name                 | outcome | amount
    1  | Ana Kováčová | a1           | sold by ana@firma.sk | won     | 10
    2  | ana@firma.sk | Ana Kováčová | two                  | won     | 20
    3  | eva@firma.sk | a1           | three                | won     | 40
"""
LATER_REPS = (
    "id | name | email | region\n r1 | Ana Nováková | ana@firma.sk | east\n r2 | Eva Malá | eva@firma.sk | west"
)


def _arrival(folder: Path, source: str, table: str, text: str) -> Bringing:
    """Make a source whose one file holds the rows of one table, and whose mapping speaks of Ana too."""
    file = folder.parent / f"{table}.csv"
    file.write_text(text, encoding="utf-8")
    mapping_text = f'# {source}\nvalues = {{ "{ANA}" = "r1" }}\n'
    return replace(bringing(folder, source, **{table: text}), files=(file,), mapping_text=mapping_text)


def reread(files: Sequence[Path], mapping_text: str) -> Bringing:
    """Read again what `_arrival` wrote, as raw keeps it."""
    tables = {file.name.split(".")[0]: gzip.decompress(file.read_bytes()).decode() for file in files}
    source = mapping_text.splitlines()[0].removeprefix("# ")
    return Bringing(source=source, files=tuple(files), tables=tables, mapping_text=mapping_text)


def filled(parent: Path) -> Path:
    """Make a workspace with three runs, of which one was undone."""
    folder = workspace(parent)
    for number, (source, table, text) in enumerate(
        (
            ("hr", "rep", REPS),
            ("crm", "deal", DEALS),
            ("web", "contact", f"id | name | email\n c | Ana Kováčová | {ANA}"),
        )
    ):
        known_at = MOMENT + timedelta(days=number)
        runs.bring_in(folder, connect, _arrival(folder, source, table, text), known_at=known_at)
    undo(folder, connect, 3, reread, Conventions())
    later = _arrival(folder, "hr", "rep", LATER_REPS)
    runs.bring_in(folder, connect, later, known_at=MOMENT + timedelta(days=9))
    return folder


def _forget(folder: Path, email: str = ANA) -> Forgotten:
    return forget(folder, connect, email, reread, Conventions())


def _holds(folder: Path, *words: str) -> list[str]:
    """Name the files of a workspace that hold one of the words, looked at unpacked, and in both cases."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace").casefold()
        found += [path.name for word in words if word.casefold() in text]
    return found


NUMBERS = "SELECT outcome, sum(amount), count(DISTINCT owner_id), min(known_from) FROM deal GROUP BY ALL ORDER BY 1"


def test_nothing_of_the_person_stays_and_no_number_changes(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    before = read(folder, NUMBERS)
    known_state.state_at(folder, connect, MOMENT + timedelta(days=5), Conventions())
    assert _holds(folder, "ana@firma.sk")
    forgotten = _forget(folder, " ANA@firma.sk ")
    assert forgotten == Forgotten(rows=12, files=11)
    assert _holds(folder, "ana@firma", "Kováčová", "Nováková") == []
    assert read(folder, NUMBERS) == before
    assert read(folder, "SELECT id, owner_id, account_id, name FROM deal ORDER BY id") == [
        ("1", "r1", "a1", "sold by forgotten-1"),
        ("2", "r1", "Forgotten 1", "two"),
        ("3", "r2", "a1", "three"),
    ]
    assert read(folder, "SELECT name, email FROM rep ORDER BY id")[0] == ("Forgotten 1", "forgotten-1")
    assert read(folder, "SELECT name, email FROM rep_past") == [("Forgotten 1", "forgotten-1")]
    assert len(list((folder / "data").rglob("*.duckdb"))) == 1


def test_the_next_person_gets_a_number_of_their_own(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    _forget(folder)
    _forget(folder, "eva@firma.sk")
    assert read(folder, "SELECT email FROM rep ORDER BY id") == [("forgotten-1",), ("forgotten-2",)]
    assert read(folder, "SELECT owner_id FROM deal ORDER BY id") == [("r1",), ("r1",), ("r2",)]


def test_whom_nothing_speaks_of_is_told_and_nothing_changes(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    before = {name: (folder / name).read_bytes() for name in everything_in(folder)}
    with pytest.raises(StoreError, match=r"Nothing here speaks of 'iva@firma\.sk'"):
        _forget(folder, "iva@firma.sk")
    assert {name: (folder / name).read_bytes() for name in everything_in(folder)} == before
    _forget(folder)
    with pytest.raises(StoreError, match="Nothing here speaks of"):
        _forget(folder)


KILLED = """
    import os, sys
    from pathlib import Path
    from unittest import mock
    from lievik.store import forget, generations, known_state
    from tests.store.test_forget import ANA, reread
    from tests.store.arriving import connect
    from lievik.model.conventions import Conventions
    where = {
        "first file": "lievik.store.forget._replace",
        "replay": "lievik.store.forget.remake",
        "publish": "lievik.store.generations.publish",
        "removal": "lievik.store.generations.remove_earlier",
        "end": "lievik.store.known_state.clear",
    }
    with mock.patch(where[sys.argv[2]], side_effect=lambda *_: os.kill(os.getpid(), 9)):
        forget.forget(Path(sys.argv[1]), connect, ANA, reread, Conventions())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process as Unix does")
@pytest.mark.parametrize("moment", ["first file", "replay", "publish", "removal", "end"])
def test_forgetting_that_was_killed_is_carried_on_with(tmp_path: Path, moment: str) -> None:
    folder = filled(tmp_path)
    before = read(folder, NUMBERS)
    root = Path(__file__).resolve().parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(folder), moment],
        check=False,
        env={**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"},
    )
    assert killed.returncode == -signal.SIGKILL
    assert read(folder, NUMBERS) == before
    with pytest.raises(StoreError, match=r"Forgetting 'ana@firma\.sk' was cut off"):
        _forget(folder, "eva@firma.sk")
    _forget(folder)
    assert _holds(folder, "ana@firma", "Kováčová", "Nováková") == []
    assert read(folder, NUMBERS) == before
    assert current(folder) is not None
    assert [receipt.run for receipt in raw.receipts(folder)] == [1, 2, 4]
