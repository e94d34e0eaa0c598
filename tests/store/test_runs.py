"""What a source brings lands whole or not at all, and the same brought twice changes no number."""

from __future__ import annotations

import errno
import gzip
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from filelock import FileLock

from lievik.errors import MappingError, SourceError, StoreError, WorkspaceError
from lievik.model.conventions import Conventions
from lievik.model.receipt import Suspicion
from lievik.store import known_state, runs
from tests.store.arriving import MOMENT, bring, bringing, connect, everything_in, read, workspace

DEALS = "id | amount | outcome | created_on\n 1 | 10 | won | 2026-01-01\n 2 | 20 | open | 2026-01-02"


def test_a_run_leaves_rows_raw_files_and_a_receipt(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    receipt = bring(folder, deal=DEALS)
    assert everything_in(folder) == {
        "lievik.toml",
        "data/CURRENT",
        "data/g000001.duckdb",
        "mappings/crm.toml",
        "raw/000001-crm/deals.csv.gz",
        "raw/000001-crm/mapping.toml",
        "raw/000001-crm/receipt.json",
    }
    assert gzip.decompress((folder / "raw/000001-crm/deals.csv.gz").read_bytes()) == b"id\n1\n2\n"
    assert runs.receipts(folder) == (receipt,)
    assert (receipt.run, receipt.source, receipt.files_not_mapped) == (1, "crm", ("notes.txt",))
    assert read(folder, "SELECT id, source, source_id, known_from FROM deal ORDER BY id") == [
        ("1", "crm", "1", datetime(2026, 3, 31, 23, 30)),  # noqa: DTZ001
        ("2", "crm", "2", datetime(2026, 3, 31, 23, 30)),  # noqa: DTZ001
    ]
    assert read(folder, "SELECT run, source, raw_folder, rows_kept FROM meta_run") == [(1, "crm", "000001-crm", 2)]


def test_what_is_brought_again_replaces_what_that_source_brought(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal=DEALS)
    bring(folder, "erp", deal="id | amount\n 9 | 90")
    again = bring(folder, deal=DEALS)
    assert (again.run, again.is_repeat) == (1, True)
    assert read(folder, "SELECT count(*), sum(amount) FROM deal") == [(3, 120)]
    bring(folder, deal="id | amount\n 3 | 5")
    assert read(folder, "SELECT id FROM deal ORDER BY id") == [("3",), ("9",)]
    assert [receipt.run for receipt in runs.receipts(folder)] == [1, 2, 3]


def test_the_order_of_runs_changes_nothing(tmp_path: Path) -> None:
    first, second = workspace(tmp_path / "a"), workspace(tmp_path / "b")
    deals = "id | stage_id | created_on\n 1 | s | 2026-01-05"
    stages = "id | kind | is_qualified\n s | won | true"
    versions = "id | deal_id | stage_id | valid_from_on\n v | 1 | s | 2026-01-06"
    for folder, order in ((first, "dsv"), (second, "vsd")):
        for letter in order:
            table, text = {"d": ("deal", deals), "s": ("stage", stages), "v": ("deal_version", versions)}[letter]
            bring(folder, letter, **{table: text})
    wanted = "SELECT id, outcome, qualified_on, cycle_started_on FROM deal"
    assert read(first, wanted) == read(second, wanted)
    assert read(first, "SELECT outcome FROM deal") == [("won",)]


def test_two_sources_cannot_bring_the_same_id(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal=DEALS)
    before = everything_in(folder)
    with pytest.raises(SourceError, match="Source 'erp' brings deal '2', which source 'crm' brought before"):
        bring(folder, "erp", deal="id\n2\n3")
    assert everything_in(folder) == before
    bring(folder, "erp", lead="id\n2")
    assert read(folder, "SELECT count(*) FROM lead") == [(1,)]


def test_what_can_hardly_be_right_is_counted(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    receipt = bring(
        folder,
        rep="id\neva",
        account="id | name\n a | Acme Ltd",
        deal="""
            id | outcome | amount | created_on | closed_on  | owner_id | account_id | product_id
            1  | won     | -      | 2026-01-02 | 2026-01-01 | EVA      | a          | x
            2  | lost    | -      | 2026-01-02 | -          | jan      | b          | x
            3  | -       | 1      | -          | -          | -        | -          | x
            4  | open    | 1      | 2026-01-02 | -          | eva      | acme, ltd. | x
        """,
        quota="id | subject_kind | starts_on | ends_on | amount\n q | rep | 2026-02-01 | 2026-01-01 | 5",
    )
    assert set(receipt.suspicions) == {
        Suspicion(table="deal", what="closed_before_created", rows=1),
        Suspicion(table="deal", what="won_without_amount", rows=1),
        Suspicion(table="deal", what="closed_without_closing_date", rows=1),
        Suspicion(table="deal", what="without_outcome", rows=1),
        Suspicion(table="deal", what="without_created_on", rows=1),
        Suspicion(table="deal", what="without_account", rows=1),
        Suspicion(table="deal", what="owner_not_in_rep", rows=1),
        Suspicion(table="deal", what="account_not_in_account", rows=1),
        Suspicion(table="deal", what="met_by_name", rows=2),
        Suspicion(table="quota", what="ends_before_it_starts", rows=1),
    }


def test_odd_rows_are_counted_over_all_of_a_source_when_a_few_change(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    header = "id | outcome | amount | created_on | account_id\n"
    many = "".join(f"{n} | won | {'-' if n < 5 else 1} | 2026-01-01 | a\n" for n in range(60))
    bring(folder, account="id\na", deal=header + many)
    arrival = bringing(
        folder, deal=f"{header} 1 | won | 7 | 2026-01-01 | a\n 9 | won | - | - | b\n 99 | won | - | - | a"
    )
    receipt = runs.bring_in(folder, connect, arrival, known_at=MOMENT, extent="partial")
    assert set(receipt.suspicions) == {
        Suspicion(table="deal", what="won_without_amount", rows=6),
        Suspicion(table="deal", what="without_created_on", rows=2),
        Suspicion(table="deal", what="account_not_in_account", rows=1),
        Suspicion(table="deal", what="closed_without_closing_date", rows=61),
    }
    bring(folder, account="id\na\nb")
    arrival = bringing(folder, deal=f"{header} 8 | won | 2 | 2026-01-01 | a")
    receipt = runs.bring_in(folder, connect, arrival, known_at=MOMENT, extent="partial")
    assert "account_not_in_account" not in {odd.what for odd in receipt.suspicions}
    assert Suspicion(table="deal", what="won_without_amount", rows=6) in receipt.suspicions


def test_a_state_that_its_source_corrects_becomes_past(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    header = "id | deal_id | amount | valid_from_on | known_until\n"
    bring(folder, deal_version=f"{header} v1 | 1 | 5 | 2026-01-01 | -\n v2 | 1 | 6 | 2026-02-01 | 2026-03-01 12:00")
    bring(folder, deal_version=f"{header} v1 | 1 | 7 | 2026-01-01 | -\n v2 | 1 | 8 | 2026-02-01 | -")
    assert read(folder, "SELECT id, amount FROM deal_version ORDER BY id") == [("v1", 7), ("v2", 8)]
    past = read(folder, "SELECT id, amount, known_until FROM deal_version_past ORDER BY id")
    assert [row[:2] for row in past] == [("v1", 5), ("v2", 6)]
    assert past[0][2] > MOMENT.replace(tzinfo=None)
    assert past[1][2] == datetime(2026, 3, 1, 12)  # noqa: DTZ001 - as it is kept
    then = known_state.state_at(folder, connect, MOMENT, Conventions())
    assert then is not None
    with connect(then, True) as connection:  # noqa: FBT003
        found = connection.execute("SELECT id, amount, known_until FROM deal_version ORDER BY id").fetchall()
    assert found == [("v1", 5, None)]


def test_a_rehearsal_tells_everything_and_leaves_nothing(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    before = everything_in(folder)
    receipt = runs.bring_in(folder, connect, bringing(folder, deal=DEALS), known_at=MOMENT, dry_run=True)
    assert (receipt.run, receipt.rows_kept) == (0, 2)
    assert everything_in(folder) == before


def test_derived_tables_follow_changed_conventions(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal="id | account_id | outcome | closed_on\n 1 | a | won | 2026-01-01\n 2 | b | won | 2026-03-01")
    runs.rebuild_derived(folder, connect, Conventions(churn_fixed_days=30))
    assert read(folder, "SELECT count(left_on) FROM customer") == [(1,)]
    assert len(runs.receipts(folder)) == 1


# --------------------------------------------------------------------------------------- failures


def _fail(error: Exception) -> Callable[..., None]:
    def failing(*_args: object, **_options: object) -> None:
        raise error

    return failing


NO_ROOM = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
FAILURES = [
    (NO_ROOM, "No room is left"),
    (PermissionError(errno.EACCES, "no"), "no right to write"),
    (OSError(errno.EIO, "Input/output error"), "refuses to work"),
    (duckdb.IOException("IO Error: Could not write file: No space left on device"), "No room is left"),
    (duckdb.IOException("IO Error: Permission denied"), "no right to write"),
    (duckdb.IOException("IO Error: Could not set lock on file"), "Another program has the data"),
    (duckdb.IOException("IO Error: something else"), "cannot be read or written"),
    (duckdb.OutOfMemoryException("Out of Memory Error"), "not enough memory"),
]


PLACES = [
    "shutil.copyfile",
    "lievik.store.raw._copy",
    "lievik.store.generations.sync_file",
    "lievik.store.generations.write_whole",
    "os.fsync",
    "lievik.store.raw.land",
]


@pytest.mark.parametrize(
    ("error", "told", "where"),
    [(*failure, PLACES[1]) for failure in FAILURES] + [(*FAILURES[0], place) for place in PLACES],
)
def test_a_disk_that_refuses_is_told_and_leaves_nothing_half_written(
    tmp_path: Path, error: Exception, told: str, where: str
) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal=DEALS)
    before = everything_in(folder)
    with mock.patch(where, side_effect=error), pytest.raises(StoreError, match=told) as raised:
        bring(folder, "erp", lead="id\n1")
    assert raised.value.fix.endswith("nothing was changed.")
    assert everything_in(folder) == before
    assert read(folder, "SELECT count(*) FROM lead") == [(0,)]
    bring(folder, "erp", lead="id\n1")
    assert read(folder, "SELECT count(*) FROM lead") == [(1,)]


def test_what_a_source_refuses_passes_through_and_leaves_nothing(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    before = everything_in(folder)
    refusing = replace(bringing(folder, deal=DEALS), meanwhile=_fail(MappingError("crm.toml", ["nothing holds"])))
    with pytest.raises(MappingError):
        runs.bring_in(folder, connect, refusing, known_at=MOMENT)
    assert everything_in(folder) == before


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    with FileLock(folder / "lock"), pytest.raises(StoreError, match="Another import is running"):
        bring(folder, deal=DEALS)
    bring(folder, deal=DEALS)


def test_a_folder_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("id\n", encoding="utf-8")
    (tmp_path / "plain").mkdir()
    with pytest.raises(WorkspaceError, match="is not a workspace"):
        bring(tmp_path / "plain", deal=DEALS)
    assert everything_in(tmp_path / "plain") == set()


KILLED = """
    import os, sys
    from pathlib import Path
    from lievik.store import generations, raw
    from tests.store.arriving import bring
    where = {"build": (raw, "write_down"), "named": (generations, "publish"), "pointed": (generations, "write_whole")}
    setattr(*where[sys.argv[2]], lambda *args: os.kill(os.getpid(), 9))
    bring(Path(sys.argv[1]), "erp", lead="id\\n1")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process as Unix does")
@pytest.mark.parametrize("moment", ["build", "named", "pointed"])
def test_a_run_that_was_killed_never_happened(tmp_path: Path, moment: str) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal=DEALS)
    root = Path(__file__).resolve().parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(folder), moment],
        check=False,
        env={**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"},
    )
    assert killed.returncode == -9
    assert read(folder, "SELECT count(*) FROM lead") == [(0,)]
    receipt = bring(folder, "web", lead="id\n2")
    assert read(folder, "SELECT id, source FROM lead") == [("2", "web")]
    assert [run.source for run in runs.receipts(folder)] == ["crm", "web"]
    landed = moment != "build"
    assert receipt.run == (3 if landed else 2)
    assert (folder / "raw" / ".unfinished-000002-erp" / "receipt.json").is_file() is landed
    assert not list((folder / "data").glob(".*"))


def test_a_receipt_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal=DEALS)
    (folder / "raw/000001-crm/receipt.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="receipt"):
        runs.receipts(folder)
