"""How long a CRM takes to come in over what fetching its pages takes, and how much memory: whole processes in turn."""

# ruff: noqa: S603 - starts this Python

from __future__ import annotations

import json
import os  # wait4 tells of memory
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final

import httpx2

from bench.in_turn import Spread, spread
from lievik import Workspace

DEALS: Final = 100_000
_NEXT: Final = re.compile(r"<([^>]+)>")
_LISTS: Final = ("users", "teams", "pipelines", "pipelines/7/milestones", "parties", "opportunities", "tasks")


@dataclass(frozen=True, kw_only=True)
class SyncTimes:
    """Seconds of each round: fetching the pages bare, and `lievik sync`; and the most memory that it used, in GB."""

    rounds: tuple[tuple[float, float], ...]
    memory: float

    @property
    def ratio(self) -> Spread:
        """Coming in over fetching: the aim is at most 2."""
        return spread([synced / bare for bare, synced in self.rounds])


def sync_of(scratch: Path, rounds: int) -> SyncTimes:
    """Take the times, in turn."""
    with _vendor() as url:
        taken = [(_bare(url), *_synced(url, scratch / f"sync-{number}")) for number in range(rounds)]
    return SyncTimes(rounds=tuple(each[:2] for each in taken), memory=max(each[2] for each in taken))


def _bare(url: str) -> float:
    """Fetch every page, and read its JSON."""
    began = perf_counter()
    with httpx2.Client() as client:
        for name in _LISTS:
            address = f"{url}/api/v2/{name}?perPage=100"
            while address:
                answer = client.get(address)
                json.loads(answer.content)
                found = _NEXT.search(answer.headers.get("link", ""))
                address = found[1] if found else ""
    return perf_counter() - began


def _synced(url: str, folder: Path) -> tuple[float, float]:
    """Let it come into a workspace of its own, as its user would: seconds, and the most memory in GB."""
    Workspace.create(folder, today=date(2026, 1, 1))
    with (folder / "lievik.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[sources.crm]\nkind = "capsule"\nurl = "{url}/api/v2"\ntoken = {{ file = "token" }}\n')
    (folder / "token").write_text("none", encoding="utf-8")
    command = [sys.executable, "-m", "lievik", "sync", "--workspace", str(folder), "--format", "json"]
    began = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        said = process.stdout.read() if process.stdout else b""
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    took = perf_counter() - began
    (row,) = json.loads(said)["rows"]
    if row["changes"]["deal"]["new"] != DEALS:
        raise SystemExit(f"bench: {row['changes']['deal']['new']:,} deals came in, of {DEALS:,}")
    return took, used.ru_maxrss / 1e6


@contextmanager
def _vendor() -> Iterator[str]:
    """A CRM in a process of its own."""
    command = [sys.executable, "-m", "bench.vendor", str(DEALS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.kill()
