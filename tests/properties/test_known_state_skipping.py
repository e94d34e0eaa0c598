"""What a run works out by what it changed is what working everything out anew gives."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from lievik.model.conventions import Conventions
from lievik.model.tables import TABLES
from lievik.store import generations
from lievik.store.derivation import DERIVED_TABLES, derive
from lievik.store.derived_columns import COLUMNS
from lievik.store.schema import META
from tests.store.arriving import bring, connect, read, workspace
from tests.store.random_runs import history
from tests.store.written_rows import everything_at

SQL = Path(generations.__file__).parent / "derive"
READ = re.compile(r"\b(?:FROM|JOIN) ([a-z_]+)")


def _read_by(sql: str) -> set[str]:
    """Name the tables that SQL reads."""
    return set(READ.findall(sql)) & {*TABLES, *META}


def _worked_out_anew(current: Path, conventions: Conventions) -> Path:
    path = current.with_name("anew.duckdb")
    shutil.copyfile(current, path)
    with closing(connect(path, False)) as connection:  # noqa: FBT003
        derive(connection, conventions)
    return path


@pytest.mark.parametrize("seed", range(60, 72))
def test_skipping_what_cannot_have_changed_changes_nothing(tmp_path: Path, seed: int) -> None:
    folder, _ = history(tmp_path, seed, 7)
    current = generations.current(folder)
    assert current is not None
    assert everything_at(current) == everything_at(_worked_out_anew(current, Conventions()))


def _check_noted(folder: Path, _: datetime) -> None:
    """What is noted of odd rows is what looking at every row gives."""
    for source, table, condition, count in read(folder, "SELECT source, table_name, condition, n FROM meta_odd"):
        told = f"SELECT count(*) FILTER ({condition}) FROM {table} WHERE source = '{source}'"  # noqa: S608
        assert read(folder, told) == [(count,)], (source, table, condition)


@pytest.mark.parametrize("seed", range(80, 88))
def test_noted_counts_of_odd_rows_are_those_of_every_row(tmp_path: Path, seed: int) -> None:
    folder, _ = history(tmp_path, seed, 6, _check_noted)
    assert read(folder, "SELECT count(*) FROM meta_odd")[0] > (0,)


def test_other_conventions_work_everything_out_anew(tmp_path: Path) -> None:
    folder, _ = history(tmp_path, 5, 4)
    current = generations.current(folder)
    assert current is not None
    other = replace(Conventions(), churn_fixed_days=1, currency="CZK")
    anew = everything_at(_worked_out_anew(current, other))
    with closing(connect(current, False)) as connection:  # noqa: FBT003
        derive(connection, other, ())
    assert everything_at(current) == anew


def _derivations() -> list[tuple[str, str, tuple[str, ...]]]:
    """Every derivation: its table, its SQL, and what it is said to be made from."""
    tables = [
        (name, (SQL / f"{name}.sql").read_text(encoding="utf-8"), reads) for name, reads in DERIVED_TABLES.items()
    ]
    return [*tables, *((derived.table, derived.sql, derived.reads) for derived in COLUMNS)]


@pytest.mark.parametrize(("name", "sql", "written"), _derivations())
def test_what_a_derived_table_is_made_from_is_written_down(name: str, sql: str, written: tuple[str, ...]) -> None:
    read = _read_by(sql)
    # a first win and a cost are read within SQL under the names of tables that they are not
    own = {"first_win"} if name == "spend" else set()
    assert read - own == set(written)
    assert list(written) == sorted(written)


def test_a_currency_that_is_gone_leaves_no_rates_behind(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    rates = "id | on_date | from_currency | to_currency | rate\n f | 2026-01-01 | USD | EUR | 0.9"
    bring(folder, "ecb", fx_rate=rates)
    for deals in (
        "id | amount | currency | outcome | created_on | closed_on\n 1 | 9 | USD | won | 2026-01-02 | 2026-01-03",
        "id | amount | currency | outcome | created_on | closed_on\n 1 | 9 | EUR | won | 2026-01-02 | 2026-01-03",
    ):
        bring(folder, deal=deals)
        current = generations.current(folder)
        assert current is not None
        assert everything_at(current) == everything_at(_worked_out_anew(current, Conventions()))
    assert read(folder, "SELECT count(*) FROM rate_day WHERE from_currency = 'USD'") == [(0,)]
