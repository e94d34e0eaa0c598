"""An earlier day: what was known then stands beside what is known today, and what is inferred is said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.apps.conftest import Command

HEADER = "Deal ID,Title,Amount,Stage,Created,Closed,Owner\n"
MARCH = f"{HEADER}D1,Valves,12000,Won,2026-01-10,2026-02-20,Eva\nD2,Pumps,60000,Proposal,2026-01-12,,Eva\n"
APRIL = f"{HEADER}D1,Valves,12000,Won,2026-01-10,2026-02-20,Eva\nD2,Pumps,55000,Won,2026-01-12,2026-03-28,Eva\n"
ASKED = ("show", "average_deal_size", "--period", "2026-Q1", "--as-of")


@pytest.fixture
def late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deal won in March that was typed in during April."""
    folder, file = tmp_path / "workspace", tmp_path / "deals.csv"
    workspace = Workspace.create(folder, today=date(2026, 5, 1))
    for text, day in ((MARCH, 31), (APRIL, 15)):
        file.write_text(text, encoding="utf-8")
        now = datetime(2026, 3 if day == 31 else 4, day, 12, tzinfo=UTC)
        workspace.accept(workspace.propose([file]), [file], now=now)
    monkeypatch.setenv("LIEVIK_WORKSPACE", str(folder))
    return folder


def test_both_stand_in_every_form(lievik: Command, late: Path) -> None:
    assert late.is_dir()
    (row,) = lievik(*ASKED, "2026-03-31", "--format", "json").rows
    assert (row["value"], row["restated"]["value"], row["restated"]["status"]) == ("12000.00", "33500.00", "ok")
    header, cells = lievik(*ASKED, "2026-03-31", "--format", "csv").out.splitlines()
    flat = dict(zip(header.split(","), cells.split(","), strict=True))
    assert (flat["value"], flat["restated_value"]) == ("12000.00", "33500.00")
    shown = lievik(*ASKED, "2026-03-31").out
    assert "As known then, and as known today" in shown
    assert "€33,500" in shown
    assert "Podľa vtedajších a dnešných údajov" in lievik(*ASKED, "2026-03-31", "--lang", "sk").out


def test_nothing_is_said_where_nothing_differs(lievik: Command, late: Path) -> None:
    assert late.is_dir()
    (row,) = lievik(*ASKED, "2026-04-20", "--format", "json").rows
    assert (row["value"], "restated" in row) == ("33500.00", False)
    assert "As known then" not in lievik(*ASKED, "2026-04-20").out


def test_what_is_inferred_is_said(lievik: Command, late: Path) -> None:
    """Before the first import D2 was open, as far as anybody can tell; that D1 was won, its own day tells."""
    assert late.is_dir()
    assert "How 1 of the 2 deals stood that day is inferred" in lievik(*ASKED, "2026-02-28").out
    assert "inferred" not in lievik(*ASKED, "2026-03-31").out
