"""`lievik show --grain month` says which months stand out: people below the table, programs in every row of a year."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from lievik.apps.cli.main import run
from tests.apps.monthly_company import monthly_company

Command = Callable[..., str]
YEAR = ("show", "total_revenue", "--grain", "month", "--period", "2025-07-01..2026-06-30")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return monthly_company(tmp_path_factory.mktemp("monthly")).settings.folder


@pytest.fixture
def ran(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("LIEVIK_WORKSPACE", str(folder))
    monkeypatch.setenv("LIEVIK_LANG", "en")
    monkeypatch.setenv("COLUMNS", "140")

    def lievik(*arguments: str) -> str:
        assert run([*arguments]) == 0
        return capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")

    return lievik


def test_people_read_it_below_the_table(ran: Command) -> None:
    said = ran(*YEAR)
    assert "Months that stand out" in said
    assert "Total revenue: June 2026 stands out: €300,000, €" in said
    assert said.count("would be usual") == 1
    assert "stands out" not in ran(*YEAR[:-1], "2026-05")
    assert "June 2026 stands out" in ran(*YEAR[:-1], "2026-Q2")
    assert "stand" not in ran("show", "total_revenue", "--period", "2026-06")


def test_programs_read_it_of_every_month_of_a_year(ran: Command) -> None:
    rows = json.loads(ran(*YEAR, "--format", "json"))["rows"]
    assert [row["flag"]["stands_out"] for row in rows] == [False] * 11 + [True]
    flag = rows[-1]["flag"]
    assert (flag["side"], flag["months"], flag["reason"]) == ("above", 35, "")
    assert all(isinstance(flag[name], str) for name in ("expected", "low", "high"))
    flat = list(csv.DictReader(StringIO(ran(*YEAR, "--format", "csv"))))
    assert [row["flag_stands_out"] for row in flat] == ["false"] * 11 + ["true"]


def test_less_than_a_year_has_no_flags_for_programs(ran: Command) -> None:
    rows = json.loads(ran(*YEAR[:-1], "2026-01-01..2026-06-30", "--format", "json"))["rows"]
    assert not any("flag" in row for row in rows)
