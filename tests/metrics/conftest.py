"""The tiny company as a workspace, made once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.tiny_company.by_hand import AS_OF

FILES = Path(__file__).resolve().parent.parent / "tiny_company"


@pytest.fixture(scope="session")
def tiny_company(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The tiny company, imported through its mapping; answers are as of 30 June 2026."""
    folder = tmp_path_factory.mktemp("tiny_company")
    workspace = Workspace.create(folder, name="Tiny company", as_of=AS_OF, today=AS_OF)
    now = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)
    workspace.import_files(sorted(FILES.glob("*.csv")), mapping=FILES / "mapping.toml", now=now)
    return workspace
