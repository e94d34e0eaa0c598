"""A sync that is killed at any moment loses nothing, brings nothing twice, and the next goes on from where data is."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.sources.remote.fake_capsule import FakeCapsule
from tests.sources.remote.fake_vendor import TOKEN

Deals = dict[str, tuple[str, float]]


@pytest.fixture
def vendor() -> Iterator[FakeCapsule]:
    made = FakeCapsule(spec="", clock=datetime.now(UTC))
    made.organisation(500, "Žeriavy")
    for number in range(1, 120):
        made.opportunity(number, amount=number)
    with made.served():
        yield made


@pytest.fixture
def folder(tmp_path: Path, vendor: FakeCapsule) -> Path:
    place = tmp_path / "workspace"
    Workspace.create(place, today=vendor.clock.date())
    with (place / "lievik.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            f'\n[sources.crm]\nkind = "capsule"\nurl = "{vendor.url}/api/v2"\ntoken = {{ env = "CAPSULE_TOKEN" }}\n'
        )
    return place


def start(folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "CAPSULE_TOKEN": TOKEN, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "lievik", "sync", "--workspace", str(folder), "--format", "json"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def there(vendor: FakeCapsule) -> Deals:
    """Every opportunity of the vendor: its outcome and value."""
    found: Deals = {}
    for ident, record in vendor.opportunities.items():
        is_won = record["probability"] == 100
        outcome = "open" if record["closedOn"] is None else "won" if is_won else "lost"
        found[str(ident)] = (outcome, float(record["value"]["amount"]))
    return found


def here(folder: Path) -> Deals:
    """Every deal of the workspace likewise; none may be there twice."""
    engine = Workspace.open(folder, today=datetime.now(UTC).date()).engine
    if engine is None:
        return {}
    _, rows = engine.fetch("SELECT id, outcome, amount FROM deal", {})
    assert len({row[0] for row in rows}) == len(rows)
    return {str(ident): (str(outcome), float(str(amount))) for ident, outcome, amount in rows}


def move(vendor: FakeCapsule, rng: random.Random, number: int) -> None:
    """Let the vendor's world change a little."""
    vendor.clock = datetime.now(UTC)
    for ident in rng.sample(sorted(vendor.opportunities), 5):
        vendor.change(ident, value={"amount": rng.randrange(1, 999), "currency": "EUR"})
    vendor.close(rng.choice(sorted(vendor.opportunities)), is_won=rng.random() < 0.5)
    vendor.delete(rng.choice(sorted(vendor.opportunities)))
    vendor.opportunity(1000 + number, amount=number)


@pytest.mark.parametrize("kills", [6, pytest.param(150, marks=pytest.mark.soak)])
def test_whenever_it_is_killed_the_next_one_agrees_with_the_vendor(
    folder: Path, vendor: FakeCapsule, kills: int
) -> None:
    rng = random.Random(20261130)  # noqa: S311 - chance of a test
    took = time.monotonic()
    assert start(folder).wait(120) == 0
    took = time.monotonic() - took
    assert here(folder) == there(vendor)
    for number in range(kills):
        before, worlds = here(folder), [there(vendor)]
        move(vendor, rng, number)
        process = start(folder)
        time.sleep(rng.uniform(0.2, 1.1) * took)
        process.kill()
        process.wait()
        assert here(folder) in (before, *worlds, there(vendor)), number
        assert start(folder).wait(120) == 0
        assert here(folder) == there(vendor), number
