"""A computer seller's 8,800 deals, brought in once: the funnel by count equals plain Python over its file.

One import tells no history: where closed deals were before they closed is not known, and is not guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lievik.model.funnel import Funnel
from lievik.workspace import Workspace
from tests.real.plain_files import lines_of

pytestmark = pytest.mark.real

LAST_DAY = date(2017, 12, 31)
PERIODS = {"2017": "2017", "2017-Q3": "2017-07 2017-08 2017-09", "2016-12": "2016-12"}
STAGES = (
    "id,name,position,kind\nProspecting,Prospecting,1,open\nEngaging,Engaging,2,open\nWon,Won,3,won\nLost,Lost,4,lost\n"
)
STAGE_MAPPING = """
[[file]]
match = "stage.csv"
table = "stage"
[file.columns]
id = "id"
name = "name"
position = "position"
kind = "kind"
"""


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("maven_crm") / "raw"


@pytest.fixture(scope="module", params=["without stages", "with stages"])
def workspace(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The files as they are, and with a file of stages beside them."""
    place = tmp_path_factory.mktemp("maven")
    made = Workspace.create(place / "workspace", today=LAST_DAY, currency="USD", as_of=LAST_DAY)
    mapping, stages = place / "mapping.toml", place / "stage.csv"
    text = Path(__file__).with_name("maven_crm.toml").read_text(encoding="utf-8")
    files = [folder]
    if request.param == "with stages":
        stages.write_text(STAGES, encoding="utf-8")
        text, files = text + STAGE_MAPPING, [folder, stages]
    mapping.write_text(text, encoding="utf-8")
    made.import_files(files, mapping=mapping, now=datetime(2018, 1, 1, tzinfo=UTC))
    return made


def sold(workspace: Workspace, period: str, **where: str) -> Funnel:
    """Give the only funnel."""
    (found,) = workspace.funnel(period=period, where=where).funnels
    return found


@pytest.mark.parametrize("period", PERIODS)
def test_the_funnel_by_count(workspace: Workspace, folder: Path, period: str) -> None:
    months = tuple(PERIODS[period].split())
    own = [row for row in lines_of(folder / "sales_pipeline.csv") if row["engage_date"].startswith(months)]
    stages = [row["deal_stage"] for row in own]
    found = sold(workspace, period)
    assert found.created.deals == len(own)
    assert (found.won.deals, found.lost.deals, found.open.deals) == tuple(
        map(stages.count, ("Won", "Lost", "Engaging"))
    )
    assert float(found.won.amount) == sum(float(row["close_value"]) for row in own if row["deal_stage"] == "Won")
    assert found.not_told == stages.count("Won") + stages.count("Lost")
    counts = {stage.name: stage for stage in found.stages}
    assert counts["Engaging"].came.deals == stages.count("Engaging")
    assert counts["Engaging"].exits["still_there"] == stages.count("Engaging") == counts["Engaging"].entries
    assert counts["Prospecting"].entries == 0
    assert {stage.onward.reason for stage in found.stages} <= {"stages_not_told", "zero_denominator"}


def test_deals_that_nobody_engaged_in_have_no_day_and_are_told(workspace: Workspace, folder: Path) -> None:
    own = [row for row in lines_of(folder / "sales_pipeline.csv") if not row["engage_date"]]
    assert workspace.funnel(period="2017", as_of="2018-01-02").undated == len(own) > 0
    assert workspace.funnel(period="2017").undated == 0, "nobody had heard of them yet"


def test_one_product_alone(workspace: Workspace, folder: Path) -> None:
    own = [
        row
        for row in lines_of(folder / "sales_pipeline.csv")
        if row["engage_date"].startswith("2017") and row["product"] == "MG Special"
    ]
    found = sold(workspace, "2017", product="MG Special")
    assert (found.created.deals, found.won.deals) == (len(own), sum(row["deal_stage"] == "Won" for row in own))


def test_a_year_earlier_the_same_deals_were_open(workspace: Workspace, folder: Path) -> None:
    own = [row for row in lines_of(folder / "sales_pipeline.csv") if "" < row["engage_date"] <= "2017-03-31"]
    (found,) = workspace.funnel(period="2016-10-01..2017-03-31", as_of="2017-03-31").funnels
    closed = [row for row in own if row["close_date"] and row["close_date"] <= "2017-03-31"]
    assert (found.created.deals, found.open.deals) == (len(own), len(own) - len(closed))
    assert found.won.deals == sum(row["deal_stage"] == "Won" for row in closed)
