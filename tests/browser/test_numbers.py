"""Numbers on pages equal those that `lievik show` gives of the same workspace, to the last digit that is written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace

NOTHING = "–"
"""Written where there is no answer."""


@pytest.fixture(scope="session")
def shown(demo_folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """What the command line says of every metric."""
    names = [metric.name for metric in Workspace.open(demo_folder, today=AS_OF).catalogue.ordered()]
    return {row["metric"]: row for row in _shown(demo_folder, *names)}


def test_cards_of_focus_say_what_the_command_line_says(demo_folder: Path, demo_site: str) -> None:
    html = _page(demo_site, "/")
    cards = re.findall(r'<a class="card" href="/metrics/(\w+)[^"]*">(.*?)</a>', html, re.DOTALL)
    rows = {row["metric"]: row for row in _shown(demo_folder) if row["status"] != "not_available"}
    assert [name for name, _ in cards] == list(rows)
    for name, card in cards:
        _assert_same(_value_in(card), rows[name])


def test_every_page_of_a_metric_says_what_the_command_line_says(
    demo_site: str, shown: Mapping[str, Mapping[str, Any]]
) -> None:
    assert len(shown) == 18
    for name, row in shown.items():
        html = _page(demo_site, f"/metrics/{name}")
        number = html[html.index('id="number"') : html.index("</section>", html.index('id="number"'))]
        _assert_same(_value_in(number), row)


def test_the_catalogue_says_what_the_command_line_says(demo_site: str, shown: Mapping[str, Mapping[str, Any]]) -> None:
    html = _page(demo_site, "/metrics")
    entries = re.findall(r'<h3><a href="/metrics/(\w+)[^"]*">(.*?)(?=<h3><a |</main>)', html, re.DOTALL)
    told = {name: _value_in(entry) for name, entry in entries if 'class="value"' in entry}
    assert set(told) == {name for name, row in shown.items() if row["status"] != "not_available"}
    for name, text in told.items():
        _assert_same(text, shown[name])


def _shown(folder: Path, *names: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "lievik", "show", *names, "--format", "json", "--workspace", str(folder)]
    environment = {**os.environ, "PYTHONPATH": ":".join(filter(None, sys.path))}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    return rows


def _page(site: str, path: str) -> str:
    with urlopen(f"{site}{path}?lang=en", timeout=180) as answer:  # noqa: S310 - our own server
        html: str = answer.read().decode()
    return html


def _value_in(html: str) -> str:
    """The large number of a card or of a page, as it is written."""
    written = re.search(r'class="value[^"]*">(.*?)</span>', html, re.DOTALL)
    assert written is not None
    return unescape(re.sub(r"<[^>]+>", "", written[1])).strip()


def _assert_same(written: str, row: Mapping[str, Any]) -> None:
    """What is written is the row's value, rounded to what is written of it."""
    name = row["metric"]
    if row["status"] == "insufficient":
        assert written == _counts(row), name
    elif row["value"] is None:
        assert written == NOTHING, name
    else:
        number = re.search(r"-?[\d,]+(?:\.(\d+))?", written.replace("−", "-"))
        assert number is not None, name
        scale = 100 if written.endswith("%") else 1
        off = abs(Decimal(number[0].replace(",", "")) - Decimal(str(row["value"])) * scale)
        assert off <= Decimal(5).scaleb(-len(number[1] or "") - 1), f"{name}: {written} for {row['value']}"


def _counts(row: Mapping[str, Any]) -> str:
    """What stands for a number of too few records: of how many it is made."""
    part, whole, n = row["numerator"], row["denominator"], row["n"]
    if part is not None and whole is not None and Decimal(str(whole)) == n and Decimal(str(part)) % 1 == 0:
        return f"{int(Decimal(str(part)))} of {n}"
    if n is None:
        return NOTHING
    return f"{n} record{'' if n == 1 else 's'}"
