"""The front of the package shows exactly what it promises, to whoever completes names in a notebook too."""

from __future__ import annotations

import subprocess
import sys

import pytest

import lievik

# Left in a front by the way it is written, and no part of what it promises.
LEFTOVERS = {"TYPE_CHECKING", "annotations"}

VISIBLE = """
import lievik, types
for name, value in vars(lievik).items():
    is_room = isinstance(value, types.ModuleType) and value.__name__.startswith("lievik.")
    if not name.startswith("_") and not is_room:
        print(name)
"""


def test_the_front_shows_no_name_that_it_does_not_promise() -> None:
    ran = subprocess.run([sys.executable, "-c", VISIBLE], check=True, capture_output=True, text=True)
    assert set(ran.stdout.split()) - LEFTOVERS - set(lievik.__all__) == set()


@pytest.mark.parametrize("name", lievik.__all__)
def test_a_promised_name_can_be_had_and_is_listed(name: str) -> None:
    assert hasattr(lievik, name)
    assert name in dir(lievik)


def test_no_name_is_promised_twice() -> None:
    assert len(lievik.__all__) == len(set(lievik.__all__))
