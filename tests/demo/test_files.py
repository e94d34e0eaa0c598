"""The files of the demo company: the same bytes every time, every table filled, and nothing that contradicts itself."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from lievik.model.mapping_text import read_mapping
from lievik.model.tables import TABLES
from lievik.sources.demo import AS_OF, mapping_path
from tests.demo.making import make_files

IMPORTED = {table.name for table in TABLES.values() if not table.is_derived}
LETTERS = set("áäčďéíĺľňóôŕšťúýž")


CHANGEABLE = sorted(set(TABLES["deal"].columns) - {"created_at", "closed_at", "qualified_on", "outcome"})
"""What a state of a deal tells; the last two are worked out of its stages."""


def digest(paths: Iterable[Path]) -> str:
    """Give what tells files from others."""
    found = hashlib.blake2b(digest_size=8)
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    """Read a file."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def ask(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask something of the files; `{table}` is the file of a table."""
    paths = {table: f"read_csv('{folder / table}.csv')" for table in IMPORTED}
    return duckdb.sql(sql.format(**paths)).fetchall()


@pytest.mark.parametrize("threads", [1, 4])
def test_the_same_seed_gives_the_same_bytes(files: Path, tmp_path: Path, threads: int) -> None:
    made = make_files(tmp_path, deals=400, threads=threads)
    assert digest(made) == digest(files / path.name for path in made)


def test_another_seed_makes_another_company(files: Path, tmp_path: Path) -> None:
    (made,) = make_files(tmp_path, deals=400, seed=2, tables=["deal"])
    assert digest([made]) != digest([files / "deal.csv"])


def test_deals_and_leads_alone_are_those_of_the_whole(files: Path, tmp_path: Path) -> None:
    made = make_files(tmp_path, deals=400, tables=["lead", "deal"])
    assert [path.name for path in made] == ["deal.csv", "lead.csv"]
    assert digest(made) == digest(files / path.name for path in made)


def test_every_table_has_rows(files: Path) -> None:
    assert {path.stem for path in files.iterdir()} == IMPORTED
    assert [table for table in IMPORTED if not rows(files, table)] == []


def test_the_mapping_speaks_of_every_column(files: Path) -> None:
    mapping = read_mapping(mapping_path().read_text(encoding="utf-8"), path="mapping.toml")
    spoken_of = {each.table: {column.column for column in each.columns} for each in mapping.files}
    assert spoken_of == {table: set(rows(files, table)[0]) for table in IMPORTED}


@pytest.mark.parametrize("deals", [200, 777, 5001])
def test_there_are_as_many_deals_as_were_asked_for(tmp_path: Path, deals: int) -> None:
    (made,) = make_files(tmp_path, deals=deals, tables=["deal"])
    assert len(made.read_text(encoding="utf-8").splitlines()) == deals + 1


@pytest.mark.parametrize("table", sorted(IMPORTED))
def test_rows_are_in_the_order_of_their_ids_and_have_one_each(files: Path, table: str) -> None:
    ids = [row["id"] for row in rows(files, table)]
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)


def test_names_are_written_with_every_letter_of_slovak(files: Path) -> None:
    names = "".join(row["name"] for table in ("account", "contact", "rep") for row in rows(files, table))
    assert LETTERS - set(names.lower()) == set()
    accounts = [row["name"] for row in rows(files, "account")]
    assert len(set(accounts)) == len(accounts)


def test_the_lines_of_a_deal_add_up_to_it(files: Path) -> None:
    differing = ask(
        files,
        "SELECT deal.id FROM {deal} AS deal INNER JOIN (SELECT deal_id, sum(round(CAST(quantity * unit_price AS "
        "DECIMAL(28, 6)) * (1 - CAST(discount_share AS DECIMAL(4, 2))), 2)) AS amount FROM {deal_line} GROUP BY 1) "
        "AS line ON line.deal_id = deal.id WHERE abs(line.amount - deal.amount) > 0.001",
    )
    assert differing == []


def test_the_last_state_of_a_deal_is_what_it_is_now(files: Path) -> None:
    differing = ask(
        files,
        "SELECT deal.id FROM {deal} AS deal LEFT JOIN {deal_version} AS version "
        "ON version.deal_id = deal.id AND version.valid_until IS NULL "
        f"WHERE ({', '.join(f'deal.{name}' for name in CHANGEABLE)}) "
        f"IS DISTINCT FROM ({', '.join(f'version.{name}' for name in CHANGEABLE)})",
    )
    assert differing == []


def test_the_states_of_a_deal_follow_each_other(files: Path) -> None:
    found = ask(
        files,
        "SELECT deal_id FROM (SELECT *, lead(valid_from) OVER (PARTITION BY deal_id ORDER BY id) AS next_from "
        "FROM {deal_version}) WHERE valid_until IS DISTINCT FROM next_from OR valid_until <= valid_from",
    )
    assert found == []


STEPS = (
    "SELECT deal_id FROM (SELECT *, lag(stage_id) OVER (PARTITION BY deal_id ORDER BY id) AS last_stage "
    "FROM {deal_version}) GROUP BY deal_id HAVING "
)
"""Deals of which something is true, whatever is written after it."""


@pytest.mark.parametrize(
    ("happened", "condition"),
    [
        ("was put off", "count(DISTINCT expected_close_on) > 1"),
        ("moved back", "bool_or(stage_id < last_stage AND stage_id < 'S16')"),
        ("was reopened", "bool_or(last_stage = 'S17' AND stage_id <> 'S17')"),
        ("changed its owner", "count(DISTINCT owner_id) > 1"),
        ("was deleted on a day of its own", "bool_or(is_deleted) AND bool_or(NOT is_deleted)"),
    ],
)
def test_deals_have_a_history(tmp_path: Path, happened: str, condition: str) -> None:
    make_files(tmp_path, tables=["deal_version"])
    found = ask(tmp_path, STEPS + condition)
    assert len(found) > 2, happened


def test_nothing_happens_after_the_last_day(files: Path) -> None:
    for table, day in (
        ("deal", "closed_on"),
        ("lead", "qualified_on"),
        ("touch", "touched_on"),
        ("invoice_line", "invoiced_on"),
    ):
        assert max(row[day] for row in rows(files, table)) <= AS_OF.isoformat()


def test_whoever_reports_to_somebody_reports_to_one_who_is_there(files: Path) -> None:
    people = {row["id"] for row in rows(files, "rep")}
    named = {row["manager_id"] for table in ("rep", "team") for row in rows(files, table)} - {""}
    assert named <= people
