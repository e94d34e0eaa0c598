"""A workspace is made once, beside whatever lies in its folder."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from lievik.errors import StoreError, WorkspaceError
from lievik.store import folder as workspace_folder
from lievik.store.folder import create, is_workspace


def test_a_workspace_has_its_settings_and_its_rooms(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    create(folder, "# Nastavenia: čas\n")
    assert is_workspace(folder)
    assert (folder / "lievik.toml").read_text(encoding="utf-8") == "# Nastavenia: čas\n"
    assert sorted(path.name for path in folder.iterdir()) == ["data", "definitions", "lievik.toml", "mappings", "raw"]


def test_other_files_stay_and_a_workspace_is_not_made_twice(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("x", encoding="utf-8")
    create(tmp_path, "first")
    assert (tmp_path / "deals.csv").is_file()
    with pytest.raises(WorkspaceError, match="already is a workspace"):
        create(tmp_path, "second")
    assert (tmp_path / "lievik.toml").read_text(encoding="utf-8") == "first"


def test_a_file_cannot_be_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="is a file"):
        create(tmp_path / "file", "")


def test_a_disk_that_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(workspace_folder, "write_whole", refusing)
    with pytest.raises(StoreError, match="no right to write"):
        create(tmp_path / "a", "")
    assert not is_workspace(tmp_path / "a")
