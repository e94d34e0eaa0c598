"""Readers keep what they opened while the next generation is built; the last three stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from lievik.errors import StoreError
from lievik.model.tables import TABLES
from lievik.store import generations, runs
from lievik.store.schema import columns_of, create_tables
from tests.store.arriving import MOMENT, bring, bringing, connect, read, workspace


def test_before_anything_came_in_there_is_none(tmp_path: Path) -> None:
    assert generations.current(workspace(tmp_path)) is None


def test_the_last_three_stay_and_an_open_one_keeps_its_rows(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal="id\n1")
    first = generations.current(folder)
    assert first is not None
    with connect(first, True) as reader:  # noqa: FBT003
        for number in range(2, 6):
            bring(folder, deal="id\n" + "\n".join(str(each) for each in range(number)))
        assert reader.execute("SELECT count(*) FROM deal").fetchall() == [(1,)]
    kept = sorted(path.name for path in (folder / "data").glob("*.duckdb"))
    assert kept == ["g000003.duckdb", "g000004.duckdb", "g000005.duckdb"]
    assert read(folder, "SELECT count(*) FROM deal") == [(5,)]


def test_room_is_made_for_one_more_and_what_is_in_use_stays(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    for number in range(4):
        bring(folder, deal=f"id\n{number}")
    with generations.making_room(folder):
        pass
    kept = sorted(path.name for path in (folder / "data").glob("*.duckdb"))
    assert kept == ["g000003.duckdb", "g000004.duckdb"]
    assert generations.current(folder) == folder / "data" / "g000004.duckdb"


def test_pieces_that_small_changes_leave_are_put_together_now_and_then(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal="id | amount\n" + "\n".join(f"{number} | 1" for number in range(400)))
    pieces = []
    for number in range(12):
        arrival = bringing(folder, deal=f"id | amount\n{number} | 2")
        runs.bring_in(folder, connect, arrival, known_at=MOMENT, extent="partial")
        pieces += read(folder, "SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('deal')")
    assert read(folder, "SELECT count(*), sum(amount) FROM deal") == [(400, 412)]
    assert max(pieces) == pieces[8] == (10,)
    assert pieces[-1] <= (3,)


@pytest.mark.parametrize("name", ["g000009.duckdb", "../lievik.toml", "", "g1.duckdb"])
def test_a_pointer_to_nothing_is_told(tmp_path: Path, name: str) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal="id\n1")
    (folder / "data" / "CURRENT").write_text(name, encoding="utf-8")
    with pytest.raises(StoreError, match="is no generation of the data"):
        generations.current(folder)


def test_a_generation_of_an_older_version_gets_the_columns_it_lacks(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    bring(folder, deal="id | amount\n1 | 5")
    path = generations.current(folder)
    assert path is not None
    with connect(path, False) as older:  # noqa: FBT003
        older.execute("ALTER TABLE deal DROP COLUMN lost_reason")
        older.execute("DROP TABLE event")
    bring(folder, lead="id\n1")
    assert read(folder, "SELECT amount, lost_reason FROM deal") == [(5, None)]
    assert read(folder, "SELECT count(*) FROM event") == [(0,)]


def test_every_declared_column_is_there_with_its_type(tmp_path: Path) -> None:
    with connect(tmp_path / "a.duckdb", False) as connection:  # noqa: FBT003
        create_tables(connection)
        for table in TABLES.values():
            found = dict(
                connection.execute(
                    "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [table.name]
                ).fetchall()
            )
            assert found == columns_of(table)


def test_a_column_of_an_older_version_gets_the_room_that_it_lacks(tmp_path: Path) -> None:
    with connect(tmp_path / "old.duckdb", False) as connection:  # noqa: FBT003
        create_tables(connection)
        connection.execute("ALTER TABLE owner_month ALTER COLUMN effective_quota TYPE DECIMAL(18, 6)")
        connection.execute("INSERT INTO owner_month (rep_id, effective_quota) VALUES ('eva', 12.345678)")
        create_tables(connection)
        connection.execute("UPDATE owner_month SET effective_quota = effective_quota + 1000000000000000")
        kept = connection.execute("SELECT CAST(effective_quota AS VARCHAR) FROM owner_month").fetchall()
    assert kept == [("1000000000000012.345678",)]


def limit_of(folder: Path, *files: Path) -> float:
    """Give the memory in gibibytes that a build may use."""
    with generations.building(folder, connect, files=files) as connection:
        (limit,) = connection.execute("SELECT current_setting('memory_limit')").fetchone() or ("",)
    number, unit = limit.split()
    return float(number) / (1024 if unit == "MiB" else 1)


def test_what_writes_spares_the_memory_and_has_more_for_more(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(3 * 1024**3)  # a hole, which takes no room on the disk
    assert limit_of(folder) <= 2.5
    assert limit_of(folder) <= limit_of(folder, large) <= 4.5
    assert limit_of(folder, large) <= limit_of(folder, large, large)
