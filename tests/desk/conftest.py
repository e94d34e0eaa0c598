"""The tiny company on disk, for one test alone, with a clock that its tests set."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.tiny_company.by_hand import AS_OF

FILES = Path(__file__).resolve().parent.parent / "tiny_company"
NOW = datetime(2026, 6, 30, 20, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny company's folder, to be copied."""
    folder = tmp_path_factory.mktemp("once") / "tiny"
    workspace = Workspace.create(folder, as_of=AS_OF, today=AS_OF)
    came = datetime(2026, 6, 30, 20, 0, tzinfo=UTC)
    workspace.import_files(sorted(FILES.glob("*.csv")), mapping=FILES / "mapping.toml", now=came)
    return folder


@pytest.fixture
def tiny(made_once: Path, tmp_path: Path) -> Workspace:
    """The tiny company as of 30 June 2026."""
    shutil.copytree(made_once, tmp_path / "tiny")
    return Workspace.open(tmp_path / "tiny", today=AS_OF)
