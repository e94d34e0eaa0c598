"""How long pages take: asked again, made anew over their SQL alone, and by many at once; and how many bytes they are.

Asked again and by many at once: over HTTP, from a server as `lievik serve` starts it. Made anew: in this process, with
nothing kept, in turn with the statements that the page asks, run alone.
"""

# ruff: noqa: S310, S603 - asks a server of its own, started by this Python

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import monotonic, perf_counter, sleep
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from starlette.testclient import TestClient

from bench.in_turn import Spread, spread
from lievik.apps.web.application import make_app
from lievik.engines import DuckDBEngine
from lievik.report.charts.drawing import forget_drawn
from lievik.sources.demo import AS_OF

PAGES: Final = {"Focus": "/", "a metric's": "/metrics/win_rate"}
_MIXED: Final = ("/", "/metrics/win_rate", "/pipeline", "/team", "/accounts", "/data", "/metrics", "/?lang=sk")
_AGAIN: Final = 200
_CONNECTIONS: Final = 16
_SECONDS: Final = 10.0
_PATIENCE: Final = 60.0

Statement = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, kw_only=True)
class PageTimes:
    """What one page costs.

    Attributes:
        again: milliseconds of asking for it again: the middle, and the 95th of a hundred.
        anew: seconds to make it with nothing kept, and of its statements alone, round by round.
        size: bytes, compressed, with all else that it needs but fonts.
    """

    again: tuple[float, float]
    anew: tuple[tuple[float, float], ...]
    size: int

    @property
    def over(self) -> Spread:
        """Milliseconds of making it anew beyond 1.3 times its statements: the aim is at most 30."""
        return spread([(made - 1.3 * alone) * 1000 for made, alone in self.anew])

    @property
    def ratio(self) -> Spread:
        """Making it anew over its statements alone."""
        return spread([made / alone for made, alone in self.anew])


@dataclass(frozen=True, kw_only=True)
class ManyAtOnce:
    """What several connections saw: answers, those that were no page, the 95th of a hundred in milliseconds."""

    answers: int
    failed: int
    late: float


@dataclass(frozen=True, kw_only=True)
class Pages:
    """What pages cost."""

    times: Mapping[str, PageTimes]
    many: ManyAtOnce


def pages_of(folder: Path, rounds: int) -> Pages:
    """Measure the pages of a company."""
    anew = {name: tuple(_anew(folder, path) for _ in range(rounds)) for name, path in PAGES.items()}
    with _served(folder) as address:
        again = {name: _again(f"{address}{path}") for name, path in PAGES.items()}
        sizes = {name: _size(address, path) for name, path in PAGES.items()}
        many = _many_at_once(address)
    times = {name: PageTimes(again=again[name], anew=anew[name], size=sizes[name]) for name in PAGES}
    return Pages(times=times, many=many)


class _Listener:
    """An engine that remembers what it was asked."""

    def __init__(self, engine: DuckDBEngine) -> None:
        self.path = engine.path
        self.asked: list[Statement] = []
        self._engine = engine

    def fetch(self, sql: str, values: Mapping[str, object]) -> tuple[list[str], list[tuple[object, ...]]]:
        """Run a statement."""
        self.asked.append((sql, values))
        return self._engine.fetch(sql, values)

    def close(self) -> None:
        """Close the file."""
        self._engine.close()


def _anew(folder: Path, path: str) -> tuple[float, float]:
    """Seconds to make a page with nothing kept, and of its statements alone."""
    app = make_app(folder, lambda: AS_OF)
    client, site = TestClient(app, base_url="http://localhost"), app.state.site
    workspace = site.workspace()
    if not isinstance(workspace.engine, DuckDBEngine):
        msg = f"nothing came into {folder}"
        raise TypeError(msg)
    listener = _Listener(workspace.engine)
    workspace.__dict__["engine"] = listener
    client.get(path)  # what the workspace itself keeps is read: definitions, facts
    site.empty_cache()
    forget_drawn()
    listener.asked.clear()
    began = perf_counter()
    client.get(path)
    made = perf_counter() - began
    began = perf_counter()
    for sql, values in list(listener.asked):
        workspace.engine.fetch(sql, values)
    return made, perf_counter() - began


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve a workspace; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "lievik", "serve", "--workspace", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/static/lievik.css")
            yield address
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    until = monotonic() + _PATIENCE
    while monotonic() < until:
        with suppress(URLError, OSError):
            _get(address)
            return
        sleep(0.1)
    raise TimeoutError(address)


def _get(address: str) -> tuple[int, bytes]:
    request = Request(address, headers={"accept-encoding": "gzip"})
    with urlopen(request, timeout=_PATIENCE) as answer:
        return answer.status, answer.read()


def _again(address: str) -> tuple[float, float]:
    """Milliseconds of asking again: the middle, and the 95th of a hundred."""
    _get(address)
    taken = []
    for _ in range(_AGAIN):
        began = perf_counter()
        _get(address)
        taken.append((perf_counter() - began) * 1000)
    parts = quantiles(taken, n=100)
    return parts[49], parts[94]


def _size(address: str, path: str) -> int:
    """Bytes of a page with its styles and scripts, compressed."""
    page = len(_get(f"{address}{path}")[1])
    beside = (_get(f"{address}/static/{name}")[1] for name in ("lievik.css", "lievik.js", "htmx.min.js"))
    return page + sum(len(gzip.compress(each)) for each in beside)


def _many_at_once(address: str) -> ManyAtOnce:
    """Several connections ask for mixed pages without a pause."""
    taken: list[float] = []
    failed = [0]
    until = monotonic() + _SECONDS

    def ask(place: int) -> None:
        while monotonic() < until:
            began = perf_counter()
            try:
                status, _ = _get(f"{address}{_MIXED[place % len(_MIXED)]}")
                failed[0] += status != 200  # noqa: PLR2004
            except OSError:
                failed[0] += 1
            taken.append((perf_counter() - began) * 1000)
            place += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(_CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ManyAtOnce(answers=len(taken), failed=failed[0], late=quantiles(taken, n=100)[94])
