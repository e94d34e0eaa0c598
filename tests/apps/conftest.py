"""The tiny company as a folder on disk, and a way to run command lines on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lievik.apps.cli.main import run
from lievik.workspace import Workspace
from tests.tiny_company.by_hand import AS_OF

FILES = Path(__file__).resolve().parent.parent / "tiny_company"


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How a command line ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Rows of a JSON answer."""
        rows: list[dict[str, Any]] = json.loads(self.out)["rows"]
        return rows


Command = Callable[..., Ran]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny company's workspace; answers are as of 30 June 2026."""
    folder = tmp_path_factory.mktemp("company")
    workspace = Workspace.create(folder, name="Tiny company", as_of=AS_OF, today=AS_OF)
    now = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)
    workspace.import_files(sorted(FILES.glob("*.csv")), mapping=FILES / "mapping.toml", now=now)
    return folder


@pytest.fixture
def lievik(company: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command line on the tiny company, in English and 120 columns."""
    for name in ("LIEVIK_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "FORCE_COLOR", "LIEVIK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LIEVIK_WORKSPACE", str(company))
    monkeypatch.setenv("COLUMNS", "120")

    def command(*arguments: str) -> Ran:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Ran(code=code, out=said.out, err=said.err)

    return command
