"""Channels over a real CRM's deals, against plain Python over its file.

The file names no lead source, so each deal's product stands for one, with costs made up for it: every row is a source
of its own, every deal its own only touch, and the numbers behind are real.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.workspace import Workspace

LAST_DAY = date(2017, 12, 31)
PERIOD = "2017-01-01..2017-06-30"
COSTS = {
    "GTX Basic": Decimal("12000.50"),
    "GTXPro": Decimal(90000),
    "MG Special": Decimal(4000),
    "GTK 500": Decimal(0),
}


@dataclass
class Plain:
    """What plain Python comes to, of one product."""

    deals: int = 0
    won: int = 0
    customers: int = 0
    revenue: Decimal = field(default_factory=Decimal)


@pytest.fixture(scope="module")
def raw(real_data: Callable[[str], Path]) -> Path:
    return real_data("maven_crm") / "raw"


@pytest.fixture(scope="module")
def workspace(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The deals, with their product as lead source, and costs of four products."""
    made = tmp_path_factory.mktemp("maven-channels")
    (made / "spend.csv").write_text(
        "\n".join(("id,spent_on,channel,amount,currency", *(f"{n},2017-03-15,{n},{c},USD" for n, c in COSTS.items()))),
        encoding="utf-8",
    )
    written = Path(__file__).with_name("maven_crm.toml").read_text(encoding="utf-8")
    mapping = written.replace('product_id = "product"\n', 'product_id = "product"\nlead_source = "product"\n', 1)
    columns = "".join(f'{name} = "{name}"\n' for name in ("id", "spent_on", "channel", "amount", "currency"))
    (made / "mapping.toml").write_text(
        f'{mapping}\n[[file]]\nmatch = "spend.csv"\ntable = "spend"\n[file.columns]\n{columns}', encoding="utf-8"
    )
    found = Workspace.create(made / "workspace", today=LAST_DAY, currency="USD", as_of=LAST_DAY)
    now = datetime(2018, 1, 1, tzinfo=UTC)
    found.import_files([raw, made / "spend.csv"], mapping=made / "mapping.toml", now=now)
    return found


def _deals(raw: Path) -> Iterator[dict[str, str]]:
    with (raw / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _plain(raw: Path) -> dict[str, Plain]:
    """Deals engaged in the period by product, and of those won, who bought first by them."""
    everything = [row for row in _deals(raw) if row["engage_date"]]
    won = [row for row in everything if row["deal_stage"] == "Won"]
    first: dict[str, dict[str, str]] = {}
    for row in sorted(won, key=lambda each: (each["close_date"], each["opportunity_id"])):
        first.setdefault(row["account"], row)
    found: dict[str, Plain] = defaultdict(Plain)
    for row in everything:
        if not "2017-01-01" <= row["engage_date"] <= "2017-06-30":
            continue
        plain = found[row["product"]]
        plain.deals += 1
        if row["deal_stage"] == "Won":
            plain.won += 1
            plain.revenue += Decimal(row["close_value"])
            plain.customers += first[row["account"]] is row
    return found


@pytest.mark.parametrize("attribution", ["first", "last", "linear", "u", "w"])
def test_every_source_has_what_plain_python_says(workspace: Workspace, raw: Path, attribution: str) -> None:
    answer = workspace.channels(period=PERIOD, choosing={"split_by": "lead_source", "attribution": attribution})
    plain = _plain(raw)
    found = {
        row.key: Plain(
            deals=int(row.credits.deals),
            won=int(row.credits.deals_won),
            customers=int(row.credits.customers),
            revenue=row.credits.revenue,
        )
        for row in answer.rows
    }
    assert found == plain
    assert answer.unplaced.deals == sum(each.deals for each in plain.values())
    assert not answer.has_touches


def test_costs_and_returns_are_what_plain_python_says(workspace: Workspace, raw: Path) -> None:
    answer = workspace.channels(period=PERIOD, choosing={"split_by": "lead_source"})
    plain = _plain(raw)
    assert {row.key: row.cost for row in answer.rows if row.cost is not None} == COSTS
    for row in answer.rows:
        own = plain[row.key or ""]
        cost = COSTS.get(row.key or "")
        assert (row.back is None) == (not cost)
        if row.back is not None and cost:
            assert abs(row.back.value - (own.revenue - cost) / cost) < Decimal("1e-9")
            assert row.back.low < row.back.value < row.back.high
        assert row.cost_per_customer == (cost / own.customers if cost is not None and own.customers else None)


def test_all_of_it_is_in_other_where_names_tell_of_no_channel(workspace: Workspace, raw: Path) -> None:
    answer = workspace.channels(period=PERIOD)
    (row,) = answer.rows
    plain = _plain(raw)
    assert (row.key, row.credits.revenue) == ("other", sum(each.revenue for each in plain.values()))
    assert set(answer.untold) == {deal["product"] for deal in _deals(raw)}
