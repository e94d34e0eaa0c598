"""Another process brings files in while many people look at pages: nobody meets an error, everybody the new numbers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.browser.companies import ONE_DEAL, told

PEOPLE = 16
PATHS = ("/", "/pipeline", "/metrics/pipeline_velocity", "/metrics", "/team", "/data", "/pipeline/funnel", "/targets")
WON = [f"{number},Deal {number},Eva Malá,Closed Won,2000,2026-05-04,2026-06-{number:02}\n" for number in range(2, 30)]
FEW, MORE = (ONE_DEAL + "".join(won) for won in (WON[:1], WON))


def test_pages_are_asked_while_another_process_brings_files_in(serve: Callable[[Path], str], tmp_path: Path) -> None:
    folder = told(tmp_path / "workspace", FEW)
    site = serve(folder)
    over = Event()
    with ThreadPoolExecutor(PEOPLE) as pool:
        asked = [pool.submit(_ask_on, site, person, over) for person in range(PEOPLE)]
        try:
            _bring_in(folder, tmp_path)
        finally:
            over.set()
        answers = sum((each.result() for each in asked), Counter[str]())

    assert set(answers) == {"well"}
    assert answers.total() >= PEOPLE
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    now = _read(f"{site}/metrics/total_revenue?period=2026-06&lang=en&as_of={tomorrow}")[1]
    assert "56,000" in now


def _ask_on(site: str, person: int, over: Event) -> Counter[str]:
    """Ask for one page after the other, each in a way that nobody asked before, until the files are in."""
    found: Counter[str] = Counter()
    turn = person
    while True:
        is_last = over.is_set()
        path = PATHS[turn % len(PATHS)]
        status, html = _read(f"{site}{path}?lang=en&turn={person}-{turn}")
        found["well" if status == 200 and 'role="alert"' not in html else f"{path} {_alert(html)}"] += 1
        turn += 1
        if is_last:
            return found


def _read(address: str) -> tuple[int, str]:
    try:
        with urlopen(address, timeout=180) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def _alert(html: str) -> str:
    """What a page says went wrong."""
    told = re.search(r'role="alert">(.*?)</div></div>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", told[1] if told else html).split())


def _bring_in(folder: Path, scratch: Path) -> None:
    """Bring more deals in by the command line, twice, then wait until they are there."""
    deals = scratch / "more" / "workspace.csv"
    deals.parent.mkdir()
    environment = {**os.environ, "PYTHONPATH": ":".join(filter(None, sys.path))}
    for text in (MORE, MORE.replace("Deal 2", "Deal two")):
        deals.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "lievik", "import", str(deals), "--workspace", str(folder), "--yes"]
        subprocess.run(command, env=environment, check=True, capture_output=True)
