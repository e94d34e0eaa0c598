"""A minute from a folder of files to numbers: two commands, no mapping, no question, on every real data set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

import lievik
from lievik.workspace import Workspace
from tests.real.plain_files import cents, lines_of

pytestmark = pytest.mark.real

PATIENCE = 60
"""Seconds that both commands may take together."""

WITH_VALUES = ("maven_crm/raw", "uci_online_retail/raw", "adventureworks_reseller/raw", "ravenstack_saas/raw")
ENCRYPTED = tuple(f"api_fixtures/fivetran_dbt_{name}" for name in ("hubspot", "salesforce", "stripe"))
"""Fixtures with a handful of rows whose texts are scrambled: they come in, and may give no number."""


def _lievik(folder: Path, *arguments: str) -> dict[str, Any]:
    """Run one command in a folder, and give its answer."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIEVIK_")}
    environment["PYTHONPATH"] = str(Path(lievik.__file__).parents[1])
    ran = subprocess.run(
        [sys.executable, "-m", "lievik", *arguments, "--format", "json"],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


@pytest.mark.parametrize("name", [*WITH_VALUES, *ENCRYPTED])
def test_a_folder_gives_numbers_within_a_minute(name: str, real_data: Callable[[str], Path], tmp_path: Path) -> None:
    folder, began = real_data(name), monotonic()
    came = _lievik(tmp_path, "import", str(folder), "--yes")
    shown = _lievik(tmp_path, "show")
    assert monotonic() - began < PATIENCE
    assert sum(row["rows_kept"] for row in came["rows"]) > 0
    assert sum(row["rows_rejected"] for row in came["rows"]) == 0
    values = [row["metric"] for row in shown["rows"] if row["value"] is not None]
    assert values or name in ENCRYPTED


def test_invoices_without_an_amount_give_the_revenue_of_a_year(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    """Half a million lines of quantity and price, credit notes among them, to the cent as in plain Python."""
    folder = real_data("uci_online_retail") / "raw"
    _lievik(tmp_path, "init", "--currency", "GBP")
    _lievik(tmp_path, "import", str(folder), "--yes")
    workspace = Workspace.open(tmp_path, today=date(2012, 1, 1))
    (revenue,) = workspace.show("total_revenue:billed", period="2011")
    lines = [line for line in lines_of(folder / "online_retail.csv.gz") if line["InvoiceDate"].startswith("2011")]
    assert revenue.value == sum(cents(int(line["Quantity"]) * Decimal(line["UnitPrice"])) for line in lines)
    assert revenue.n == Decimal(len(lines))
    assert revenue.currency == "GBP"
