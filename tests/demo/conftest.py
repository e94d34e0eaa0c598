"""The demo company as a workspace, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.demo.making import make_workspace


@pytest.fixture(scope="session")
def kovotech(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The company that `lievik demo` makes."""
    return make_workspace(tmp_path_factory.mktemp("kovotech"))


@pytest.fixture(scope="session", params=[2, 3])
def larger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A ten times larger company of another seed."""
    seed: int = request.param
    return make_workspace(tmp_path_factory.mktemp(f"larger-{seed}"), deals=20_000, seed=seed)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of a small company."""
    from tests.demo.making import make_files

    folder = tmp_path_factory.mktemp("files")
    make_files(folder, deals=400)
    return folder
