"""Workspaces of other companies: real ones, one that told of a single deal, and one of which nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace
from tests.real.filled_workspace import Company, filled_workspace

MAVEN: Final = Company(as_of=date(2017, 12, 31), currency="USD")
ADVENTUREWORKS: Final = Company(
    as_of=date(2020, 6, 30), currency="USD", settings={"start_month = 1 ": "start_month = 7 "}
)

ONE_DEAL: Final = (
    "Deal ID,Deal Name,Deal Owner,Deal Stage,Amount,Create Date,Close Date\n"
    "1,First,Eva Malá,Proposal,1000,2026-05-04,2026-07-10\n"
)


def maven_crm(folder: Path, real_data: Callable[[str], Path]) -> Path:
    """A computer seller's deals."""
    return filled_workspace(folder, [real_data("maven_crm") / "raw"], "maven_crm", MAVEN).workspace.settings.folder


def adventureworks_reseller(folder: Path, real_data: Callable[[str], Path]) -> Path:
    """A bicycle maker's order lines, its fiscal year from July."""
    files = real_data("adventureworks_reseller")
    return filled_workspace(folder, [files], "adventureworks_reseller", ADVENTUREWORKS).workspace.settings.folder


def one_deal(folder: Path, real_data: Callable[[str], Path]) -> Path:
    """A company that has told of a single deal."""
    del real_data
    return told(folder, ONE_DEAL)


def told(folder: Path, deals: str) -> Path:
    """A company that has told of some deals."""
    workspace = Workspace.create(folder, today=AS_OF, as_of=AS_OF)
    path = folder.with_suffix(".csv")
    path.write_text(deals, encoding="utf-8")
    workspace.accept(workspace.propose([path]), [path], now=datetime(2026, 6, 30, 20, 0, tzinfo=UTC))
    return folder


def nothing(folder: Path, real_data: Callable[[str], Path]) -> Path:
    """A workspace that nothing came into."""
    del real_data
    return Workspace.create(folder, today=AS_OF, as_of=AS_OF).settings.folder
