"""The engine inside: reads a file, never the network, in one time zone; troubles are told in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from lievik.engines import DuckDBEngine, opener
from lievik.errors import EngineError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "g000001.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "CREATE TABLE deal AS SELECT 1 AS id, DATE '2026-03-29' AS closed_on, 0.10::DECIMAL(18,2) AS amount"
        )
    return file


def test_names_and_rows(path: Path) -> None:
    engine = DuckDBEngine(path)
    assert engine.fetch("SELECT id, amount FROM deal WHERE closed_on = $day", {"day": "2026-03-29"})[0] == [
        "id",
        "amount",
    ]
    engine.close()


def test_it_only_reads(path: Path) -> None:
    engine = DuckDBEngine(path)
    with pytest.raises(EngineError, match="could not answer"):
        engine.fetch("DELETE FROM deal", {})
    engine.close()


def test_many_may_read_at_once_and_questions_do_not_disturb_each_other(path: Path) -> None:
    one, two = DuckDBEngine(path), DuckDBEngine(path)
    assert one.fetch("SELECT count(*) FROM deal", {})[1] == two.fetch("SELECT count(*) FROM deal", {})[1] == [(1,)]
    one.close()
    two.close()


def test_days_are_of_the_time_zone(path: Path) -> None:
    engine = DuckDBEngine(path, "Pacific/Kiritimati")
    assert engine.fetch("SELECT current_setting('TimeZone')", {})[1] == [("Pacific/Kiritimati",)]


def test_nothing_is_fetched(path: Path) -> None:
    engine = DuckDBEngine(path)
    asked = "SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')"
    assert engine.fetch(asked, {})[1] == [(False, False)]
    engine.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    broken = tmp_path / "g000002.duckdb"
    broken.write_text("this is no database at all, but it is long enough to be looked at")
    with pytest.raises(EngineError) as caught:
        DuckDBEngine(broken)
    assert "g000002.duckdb" in str(caught.value)
    assert "\n" not in str(caught.value.message)
    assert caught.value.fix


def test_a_statement_that_does_not_hold(path: Path) -> None:
    engine = DuckDBEngine(path)
    with pytest.raises(EngineError) as caught:
        engine.fetch("SELECT amuont FROM deal", {})
    assert "\n" not in caught.value.message
    engine.close()


def test_a_connection_that_may_write(tmp_path: Path) -> None:
    with opener("Europe/Bratislava")(tmp_path / "new.duckdb", False) as connection:  # noqa: FBT003 - by place
        connection.execute("CREATE TABLE a (b INTEGER)")
        assert connection.execute("SELECT current_setting('TimeZone')").fetchone() == ("Europe/Bratislava",)


def test_new_files_are_written_in_the_way_that_opens_soon(tmp_path: Path) -> None:
    with opener("UTC")(tmp_path / "new.duckdb", False) as connection:  # noqa: FBT003
        found = connection.execute("SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'new'")
        assert found.fetchall() == [("v1.5.0+",)]


def test_files_of_the_usual_way_are_read_and_written_on(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "old.duckdb")) as connection:
        connection.execute("CREATE TABLE deal AS SELECT 1 AS id")
    with opener("UTC")(tmp_path / "old.duckdb", False) as connection:  # noqa: FBT003
        connection.execute("INSERT INTO deal VALUES (2)")
    with opener("UTC")(tmp_path / "old.duckdb", True) as connection:  # noqa: FBT003
        assert connection.execute("SELECT count(*) FROM deal").fetchall() == [(2,)]


def test_a_file_whose_end_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "cut.duckdb"
    with opener("UTC")(path, False) as connection:  # noqa: FBT003
        connection.execute(
            "CREATE TABLE deal AS SELECT range AS id, md5(CAST(range AS VARCHAR)) AS name FROM range(90000)"
        )
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(EngineError, match="its end is missing") as caught:
        opener("UTC")(path, True)  # noqa: FBT003
    assert caught.value.fix == "Make the data anew from the raw files with: lievik rebuild"
