"""What every test may ask for: things that are not at hand on every machine, and the real data sets.

Without them a test is skipped and says what it lacked; with LIEVIK_REQUIRE=all it fails instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def require() -> Callable[[str, str], None]:
    """Give `require(name, reason)`, which a test calls when something that it needs is not at hand."""
    return _require


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """Give `real_data(name)`, the folder of a real data set, beside the repository or in LIEVIK_REAL_DATA."""
    return _real_data


def _require(name: str, reason: str) -> None:
    sentence = f"{name} is not at hand: {reason}"
    if os.environ.get("LIEVIK_REQUIRE") == "all":
        pytest.fail(f"{sentence} (LIEVIK_REQUIRE=all lets no test be skipped)", pytrace=False)
    pytest.skip(sentence)


def _real_data(name: str) -> Path:
    root = Path(os.environ.get("LIEVIK_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
    folder = root / name
    if not folder.is_dir():
        _require(f"real data '{name}'", f"no folder {folder}; set LIEVIK_REAL_DATA to where it is")
    return folder
