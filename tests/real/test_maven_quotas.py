"""A computer seller's months against quotas spread evenly and by the season: in plain Python, and by the product.

Each rep's quota for April to December 2017 is what the rep booked in it, so a month is behind for no other reason than
how the quota is spread. Month-of-quarter index .73, 1.02, 1.25; months below 80 %: 62, 29, 14 % against even quotas,
38, 29, 31 % against seasonal ones.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.real.filled_workspace import MAPPINGS
from tests.real.plain_files import lines_of

pytestmark = pytest.mark.real

Booked = Mapping[tuple[str, int], Decimal]
"""Rep and month of 2017 -> what was won."""

MONTHS = range(4, 13)
BEHIND = Decimal("0.8")
QUOTAS = """source = "quotas"
[[file]]
match = "quotas.csv"
table = "quota"
[file.columns]
subject_kind = { constant = "rep" }
subject_id = "rep"
starts_on = { constant = "2017-04-01" }
ends_on = { constant = "2018-01-01" }
amount = "amount"
currency = { constant = "USD" }
spread = "spread"
"""


# ------------------------------------------------------------------------------------------- the reference


def read_booked(folder: Path) -> Booked:
    """Add the won deals up by rep and month; before April there is March alone."""
    booked: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for row in lines_of(folder / "sales_pipeline.csv"):
        if row["deal_stage"] == "Won" and row["close_date"] >= "2017-04-01":
            booked[row["sales_agent"], date.fromisoformat(row["close_date"]).month] += Decimal(row["close_value"])
    return booked


def index_of(booked: Booked) -> list[Decimal]:
    """What the three months of a quarter are of a usual one, over all quarters and reps."""
    sums = [
        sum((amount for (_, month), amount in booked.items() if (month - 4) % 3 == at), Decimal(0)) for at in range(3)
    ]
    return [3 * part / sum(sums) for part in sums]


def behind(booked: Booked, weights: list[Decimal]) -> list[Decimal]:
    """Share of rep-months below 80 % of their quota, for each month of the quarter."""
    reps = sorted({rep for rep, _ in booked})
    usual = {rep: sum((booked.get((rep, m), Decimal(0)) for m in MONTHS), Decimal(0)) / len(MONTHS) for rep in reps}
    found = []
    for at in range(3):
        pairs = [(rep, month) for rep in reps for month in MONTHS if (month - 4) % 3 == at]
        late = [pair for pair in pairs if booked.get(pair, 0) < BEHIND * usual[pair[0]] * weights[at]]
        found.append(Decimal(len(late)) / len(pairs))
    return found


# --------------------------------------------------------------------------------------------- the product


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("maven_crm") / "raw"


@pytest.fixture(scope="module")
def booked(folder: Path) -> Booked:
    return read_booked(folder)


def filled(place: Path, folder: Path, booked: Booked, spread: str) -> Workspace:
    """Bring the files in, and a quota for each rep."""
    workspace = Workspace.create(place / "workspace", today=date(2018, 1, 31), currency="USD")
    now = datetime(2018, 1, 2, tzinfo=UTC)
    workspace.import_files([folder], mapping=MAPPINGS / "maven_crm.toml", now=now)
    due: dict[str, Decimal] = defaultdict(Decimal)
    for (rep, _), amount in booked.items():
        due[rep] += amount
    lines = ["rep,amount,spread", *(f"{rep},{amount},{spread}" for rep, amount in sorted(due.items()))]
    (place / "quotas.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (place / "quotas.toml").write_text(QUOTAS, encoding="utf-8")
    workspace.import_files([place / "quotas.csv"], mapping=place / "quotas.toml", now=now)
    return workspace


def late_in(workspace: Workspace) -> list[float]:
    """The same shares out of the product's own months."""
    assert workspace.engine is not None
    sql = """
        SELECT (month(month_on) + 2) % 3 AS place, avg(CAST(credited_amount < 0.8 * quota_amount AS INTEGER))
        FROM owner_month WHERE quota_amount IS NOT NULL GROUP BY ALL ORDER BY place
    """
    return [float(str(share)) for _, share in workspace.engine.fetch(sql, {})[1]]


def test_the_published_figures_come_out_in_plain_python(booked: Booked) -> None:
    index = index_of(booked)
    assert [round(float(each), 2) for each in index] == [0.73, 1.02, 1.25]
    assert [round(100 * share) for share in behind(booked, [Decimal(1)] * 3)] == [62, 29, 14]
    assert [round(100 * share) for share in behind(booked, index)] == [38, 29, 31]


@pytest.mark.parametrize("spread", ["flat", "seasonal"])
def test_months_behind_their_quota_are_those_of_plain_python(
    tmp_path: Path, folder: Path, booked: Booked, spread: str
) -> None:
    weights = index_of(booked) if spread == "seasonal" else [Decimal(1)] * 3
    workspace = filled(tmp_path, folder, booked, spread)
    assert late_in(workspace) == pytest.approx([float(share) for share in behind(booked, weights)], abs=1e-12)
    used = {quota.spread_by for quota in workspace.quotas.list("2017")}
    assert used == {"month_of_quarter" if spread == "seasonal" else "flat"}


def test_whole_quarters_and_the_whole_do_not_depend_on_the_spread(tmp_path: Path, folder: Path, booked: Booked) -> None:
    workspace = filled(tmp_path, folder, booked, "seasonal")
    (whole,) = workspace.show("quota_attainment_rate:attainment", period="2017-04-01..2017-12-31")
    assert whole.value == 1
    assert whole.denominator == sum(booked.values())
    (reached,) = workspace.show("quota_attainment_rate", period="2017-04-01..2017-12-31")
    assert (reached.numerator, reached.denominator) == (30, 30)
