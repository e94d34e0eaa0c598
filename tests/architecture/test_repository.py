"""Nothing in the repository knows the machine it was written on, or where packages come from."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.source_tree import REPOSITORY, repository_files

LOCK = REPOSITORY / "requirements.lock"

# Put together from parts, so that this file does not hold what it looks for.
MACHINE_PATH = re.compile(rf"(?<![\w.>*~/-])/(?:{'wo'}rk|{'tm'}p/v|{'ro'}ot|{'op'}t/pypi)\b(?![-\w])")
REGISTRY = re.compile(rf"\b(?:{'py'}pi\.org|{'python'}hosted\.org|registry\.{'npm'}js\.org)\b")


@pytest.fixture(scope="module")
def texts(require: Callable[[str, str], None]) -> dict[str, str]:
    """Every text file of the repository, by its path in it."""
    files = repository_files()
    if not files:
        require("a clone", "the files under version control are listed by git")
    return {str(path.relative_to(REPOSITORY)): text for path in files if (text := _text_of(path))}


def test_no_file_names_a_path_of_one_machine(texts: dict[str, str]) -> None:
    assert _holding(texts, MACHINE_PATH) == []


def test_no_file_names_a_package_registry(texts: dict[str, str]) -> None:
    assert _holding(texts, REGISTRY) == []


def test_the_lock_has_only_pinned_packages_with_hashes() -> None:
    entries = re.sub(r"\\\n", " ", LOCK.read_text(encoding="utf-8")).splitlines()
    pinned = re.compile(r"[a-z0-9-]+==[\w.]+( +--hash=sha256:[0-9a-f]{64})+")
    strange = [line for line in entries if line and not line.startswith("#") and not pinned.fullmatch(line)]
    assert strange == []
    assert any(line.startswith("duckdb==") for line in entries)


@pytest.mark.parametrize("line", [f"see {'/wo'}rk/main/x", f"'{'/tm'}p/v/all/bin'", f"{'/ro'}ot/x"])
def test_a_path_of_one_machine_is_recognised(line: str) -> None:
    assert MACHINE_PATH.search(line)


def _holding(texts: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    return [f"{name}: {found.group()}" for name, text in texts.items() if (found := pattern.search(text))]


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
