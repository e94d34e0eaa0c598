"""What was known at any moment can be told later, to the row: after random runs, an undo, a rebuild."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from lievik.model.conventions import Conventions
from lievik.store import generations, known_state, replay
from tests.store.arriving import connect, reread
from tests.store.random_runs import Past, history
from tests.store.written_rows import everything_at

SECOND = timedelta(seconds=1)


def _differences(folder: Path, past: list[Past]) -> list[str]:
    """Name every table that is told otherwise than it was."""
    found = []
    for now, later in zip(past, [*past[1:], None], strict=True):
        for moment in {now.moment, later.moment - timedelta(microseconds=1) if later else now.moment + SECOND}:
            path = known_state.state_at(folder, connect, moment, Conventions())
            assert path is not None
            told = everything_at(path)
            found += [f"run {now.receipt.run}: {table}" for table, rows in now.tables.items() if told[table] != rows]
    return found


@pytest.mark.parametrize("seed", range(6))
def test_every_state_is_told_as_it_was(tmp_path: Path, seed: int) -> None:
    folder, past = history(tmp_path, seed, 7)
    assert len(past) > 1
    assert _differences(folder, past) == []


def test_many_who_ask_for_a_state_at_once_are_told_the_same(tmp_path: Path) -> None:
    folder, past = history(tmp_path, 3, 5)
    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(known_state.state_at, folder, connect, past[0].moment, Conventions()) for _ in range(16)]
    (path,) = {each.result() for each in asked}
    assert path is not None
    assert everything_at(path) == past[0].tables


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 250))
def test_many_states_are_told_as_they_were(tmp_path: Path, seed: int) -> None:
    folder, past = history(tmp_path, seed, 12)
    assert _differences(folder, past) == []


@pytest.mark.parametrize("seed", range(20, 24))
def test_rebuilding_changes_nothing(tmp_path: Path, seed: int) -> None:
    folder, past = history(tmp_path, seed, 6)
    receipts = replay.rebuild(folder, connect, reread, Conventions())
    assert [receipt.changes for receipt in receipts] == [
        then.receipt.changes for then in past if not then.receipt.is_repeat
    ]
    assert _differences(folder, past) == []


@pytest.mark.parametrize("seed", range(40, 44))
def test_undoing_the_last_run_gives_what_was_before(tmp_path: Path, seed: int) -> None:
    folder, past = history(tmp_path, seed, 6)
    replay.undo(folder, connect, past[-1].receipt.run, reread, Conventions())
    assert _differences(folder, past[:-1]) == []
    hidden = [path.name for path in (folder / "raw").iterdir() if path.name.startswith(".undone-")]
    assert hidden == [f".undone-{past[-1].receipt.run:06}-{past[-1].receipt.source}"]


def test_before_the_first_run_is_now(tmp_path: Path) -> None:
    folder, past = history(tmp_path, 3, 4)
    now = generations.current(folder)
    assert known_state.state_at(folder, connect, past[0].moment - SECOND, Conventions()) == now
    assert known_state.state_at(folder, connect, past[-1].moment, Conventions()) == now
