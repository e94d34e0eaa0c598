"""A computer seller's 8,800 deals: every figure equals plain Python over its files, and the published reference.

The reference part reads the files with the standard library alone and knows nothing of the product.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import csv
import json
import math
import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lievik.insight.shrinkage import pool_shares
from lievik.model.result import MetricResult
from lievik.model.team import TeamAnswer
from lievik.workspace import Workspace

pytestmark = pytest.mark.real

LAST_DAY = date(2017, 12, 31)
EVER = "2016-10-01..2017-12-31"
CLOSE = 1e-9

METRICS = (
    "win_rate",
    "total_revenue",
    "average_deal_size",
    "average_deal_size:median",
    "sales_cycle_length",
    "sales_cycle_length:median",
    "sales_cycle_length:lost",
    "sales_cycle_length:lost_median",
    "sales_cycle_length:closed",
    "sales_cycle_length:closed_median",
)

FIGURES = {
    "win_rate": "win_rate",
    "total_revenue": "revenue_won",
    "average_deal_size": "avg_deal_size",
    "average_deal_size:median": "median_deal_size",
    "sales_cycle_length": "cycle_won_mean",
    "sales_cycle_length:median": "cycle_won_median",
    "sales_cycle_length:lost": "cycle_lost_mean",
    "sales_cycle_length:lost_median": "cycle_lost_median",
    "sales_cycle_length:closed": "cycle_closed_mean",
    "sales_cycle_length:closed_median": "cycle_closed_median",
}
"""Metric -> name of the same figure in the reference."""


# ------------------------------------------------------------------------------------------- the reference


NAMED = {"GTXPro": "GTX Pro"}
"""Products as deals name them -> as the list of products does; the two meet by their names."""


@dataclass(frozen=True, kw_only=True)
class Deal:
    """One line of sales_pipeline.csv, with what the other files know of it."""

    id: str
    agent: str
    manager: str
    region: str
    product: str
    account: str
    sector: str
    stage: str
    engaged: date | None
    closed: date | None
    amount: float

    @property
    def days(self) -> int:
        """Days from engagement to closing."""
        assert self.closed is not None
        assert self.engaged is not None
        return (self.closed - self.engaged).days


def read_deals(folder: Path) -> list[Deal]:
    teams = {row["sales_agent"]: row for row in _lines(folder / "sales_teams.csv")}
    sectors = {row["account"]: row["sector"] for row in _lines(folder / "accounts.csv")}
    return [
        Deal(
            id=row["opportunity_id"],
            agent=row["sales_agent"],
            manager=teams[row["sales_agent"]]["manager"],
            region=teams[row["sales_agent"]]["regional_office"],
            product=NAMED.get(row["product"], row["product"]),
            account=row["account"],
            sector=sectors.get(row["account"], ""),
            stage=row["deal_stage"],
            engaged=date.fromisoformat(row["engage_date"]) if row["engage_date"] else None,
            closed=date.fromisoformat(row["close_date"]) if row["close_date"] else None,
            amount=float(row["close_value"] or 0),
        )
        for row in _lines(folder / "sales_pipeline.csv")
    ]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def figures(deals: Iterable[Deal]) -> dict[str, float | None]:
    every = list(deals)
    won = [deal for deal in every if deal.stage == "Won"]
    lost = [deal for deal in every if deal.stage == "Lost"]
    amounts = [deal.amount for deal in won]
    won_days, lost_days = [deal.days for deal in won], [deal.days for deal in lost]
    return {
        "won": len(won),
        "lost": len(lost),
        "revenue_won": sum(amounts),
        "win_rate": len(won) / (len(won) + len(lost)) if won or lost else None,
        "avg_deal_size": statistics.fmean(amounts) if amounts else None,
        "median_deal_size": statistics.median(amounts) if amounts else None,
        "cycle_won_mean": statistics.fmean(won_days) if won_days else None,
        "cycle_won_median": statistics.median(won_days) if won_days else None,
        "cycle_lost_mean": statistics.fmean(lost_days) if lost_days else None,
        "cycle_lost_median": statistics.median(lost_days) if lost_days else None,
        "cycle_closed_mean": statistics.fmean(won_days + lost_days) if won or lost else None,
        "cycle_closed_median": statistics.median(won_days + lost_days) if won or lost else None,
    }


def by(deals: Iterable[Deal], key: Callable[[Deal], str]) -> dict[str, list[Deal]]:
    groups: dict[str, list[Deal]] = {}
    for deal in deals:
        groups.setdefault(key(deal), []).append(deal)
    return groups


def quarter(day: date | None) -> str:
    assert day is not None
    return f"{day.year}-Q{(day.month + 2) // 3}"


# --------------------------------------------------------------------------------------------- the product


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("maven_crm")


@pytest.fixture(scope="module")
def deals(folder: Path) -> list[Deal]:
    return read_deals(folder / "raw")


@pytest.fixture(scope="module")
def reference(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "reference.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module", params=["by a mapping", "guessed"])
def workspace(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The files brought in by a mapping written by hand, and by what is guessed of them without a question."""
    made = Workspace.create(
        tmp_path_factory.mktemp("maven") / "workspace", today=LAST_DAY, currency="USD", as_of=LAST_DAY
    )
    now = datetime(2018, 1, 1, tzinfo=UTC)
    if request.param == "guessed":
        safe, left = made.propose([folder / "raw"]).safe()
        assert left == ()
        made.accept(safe, [folder / "raw"], now=now)
    else:
        made.import_files([folder / "raw"], mapping=Path(__file__).with_name("maven_crm.toml"), now=now)
    return made


def check(results: Iterable[MetricResult], expected: Mapping[str, Mapping[str, float | None]], key: str = "") -> None:
    """Compare results with the reference, group by group or period by period."""
    seen = set()
    for result in results:
        group = (result.group[key] or "") if key else result.period.label
        want = expected[group]
        seen.add(group)
        place = (result.full_name, group)
        assert _number(result.value) == pytest.approx(want[FIGURES[result.full_name]], abs=1e-6), place
        if result.full_name == "win_rate":
            assert (result.numerator, result.denominator) == (want["won"], (want["won"] or 0) + (want["lost"] or 0)), (
                place
            )
    missing = {group for group in set(expected) - seen if expected[group]["won"] or expected[group]["lost"]}
    assert not missing


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def test_the_headline(workspace: Workspace, deals: list[Deal]) -> None:
    assert len(deals) == 8_800
    results = {r.full_name: r for r in workspace.show(*METRICS, period=EVER)}
    rate = results["win_rate"]
    assert (rate.numerator, rate.denominator) == (4_238, 4_238 + 2_473)
    assert round(float(rate.value or 0) * 100, 4) == 63.1501
    assert results["total_revenue"].value == 10_005_534
    assert round(float(results["average_deal_size"].value or 0), 2) == 2_360.91
    assert round(float(results["sales_cycle_length"].value or 0), 3) == 51.782
    assert results["sales_cycle_length:median"].value == 57
    quarters = workspace.show("total_revenue", period="2017", grain="quarter")
    assert [r.value for r in quarters] == [1_134_672, 3_086_111, 2_982_255, 2_802_496]
    assert sum(deal.closed is None for deal in deals) == 2_089


@pytest.mark.parametrize("month", range(3, 13))
def test_the_median_of_four_quarters_and_its_order_statistics(
    workspace: Workspace, deals: list[Deal], month: int
) -> None:
    """Nothing closed before March 2017, so the twelve months up to a month's end are all that closed by then."""
    days = sorted(deal.days for deal in deals if deal.stage == "Won" and deal.closed and deal.closed.month <= month)
    found = next(iter(workspace.show("sales_cycle_length:median_four_quarters", period=f"2017-{month:02d}")))
    assert (_number(found.value), found.n) == (statistics.median(days), len(days))
    assert found.interval is not None
    reach = math.floor((len(days) + 1) / 2 - 1.959964 * math.sqrt(len(days)) / 2)
    assert (found.interval.low, found.interval.high) == (days[reach - 1], days[-reach])


def test_deals_that_stand_open(workspace: Workspace, deals: list[Deal]) -> None:
    """Open deals are those created and not closed; the 500 without a day of creation are in no period."""
    created = next(iter(workspace.show("opportunity_conversion_rate:still_open", period=EVER)))
    engaged = [deal for deal in deals if deal.engaged]
    assert (created.numerator, created.denominator) == (1_589, len(engaged)) == (1_589, 8_300)
    assert sum(deal.closed is None for deal in deals) == 1_589 + 500


def test_the_whole_and_every_unit_of_time(workspace: Workspace, deals: list[Deal], reference: dict[str, Any]) -> None:
    closed = [deal for deal in deals if deal.closed]
    ever = {next(iter(workspace.show("win_rate", period=EVER))).period.label: figures(deals)}
    check(workspace.show(*METRICS, period=EVER), ever)
    check(workspace.show(*METRICS, period=EVER), dict.fromkeys(ever, reference["total"]))
    for grain, key, name in (
        ("quarter", lambda d: quarter(d.closed), "closed_by_quarter"),
        ("month", lambda d: f"{d.closed:%Y-%m}", "closed_by_month"),
    ):
        own = {label: figures(found) for label, found in by(closed, key).items()}
        span = "2017-Q1..2017-Q4" if grain == "quarter" else "2017-03-01..2017-12-31"
        check(workspace.show(*METRICS, period=span if grain == "month" else "2017", grain=grain), own)
        check(workspace.show(*METRICS, period=span if grain == "month" else "2017", grain=grain), reference[name])
    days = {label: figures(found) for label, found in by(closed, lambda d: str(d.closed)).items()}
    empty = figures([])
    december = [str(date(2017, 12, 1) + timedelta(days=number)) for number in range(31)]
    check(workspace.show(*METRICS, period="2017-12", grain="day"), {day: days.get(day, empty) for day in december})


@pytest.mark.parametrize(
    "split",
    [
        ("owner", "agent", "by_agent"),
        ("manager", "manager", "by_manager"),
        ("region", "region", "by_region"),
        ("product", "product", "by_product_raw"),
        ("industry", "sector", ""),
        ("account", "account", ""),
        ("stage", "stage", ""),
    ],
)
def test_every_split(
    workspace: Workspace, deals: list[Deal], reference: dict[str, Any], split: tuple[str, str, str]
) -> None:
    dimension, attribute, name = split
    own = {label: figures(found) for label, found in by(deals, lambda d: str(getattr(d, attribute))).items()}
    results = list(workspace.show(*METRICS, period=EVER, by=dimension))
    check(results, own, dimension)
    if name:
        check(results, {NAMED.get(label, label): figures for label, figures in reference[name].items()}, dimension)
    totals = list(workspace.show("win_rate", "total_revenue", period=EVER, by=dimension, totals=True))
    assert [r.numerator for r in totals if not r.group] == [4_238, 10_005_534]
    for metric in ("win_rate", "total_revenue"):
        parts = [r.numerator or 0 for r in totals if r.group and r.metric == metric]
        assert sum(parts) == next(r.numerator for r in totals if not r.group and r.metric == metric)


def test_two_dimensions_at_once(workspace: Workspace, deals: list[Deal]) -> None:
    groups = by([d for d in deals if d.closed], lambda d: f"{d.manager}|{d.product}|{quarter(d.closed)}")
    own = {label: figures(found) for label, found in groups.items()}
    table = workspace.show("win_rate", "total_revenue", period="2017", grain="quarter", by="manager,product")
    seen = 0
    for result in table:
        key = f"{result.group['manager']}|{result.group['product']}|{result.period.label}"
        want = own.get(key, figures([]))
        assert _number(result.value) == pytest.approx(want[FIGURES[result.metric]], abs=CLOSE), key
        seen += key in own
    assert seen == 2 * len(own)


@pytest.mark.parametrize("region", ["Central", "East", "West"])
def test_filters_keep_what_splits_show(workspace: Workspace, deals: list[Deal], region: str) -> None:
    own = figures(d for d in deals if d.region == region)
    for result in workspace.show(*METRICS, period=EVER, where={"region": region}):
        assert _number(result.value) == pytest.approx(own[FIGURES[result.full_name]], abs=CLOSE)


def test_growth(workspace: Workspace, deals: list[Deal], reference: dict[str, Any]) -> None:
    revenue = {label: figures(found)["revenue_won"] or 0 for label, found in by(deals, _closed_in).items()}
    found = {r.period.label: r for r in workspace.show("revenue_growth", period="2017", grain="quarter")}
    assert (found["2017-Q1"].value, found["2017-Q1"].reason) == (None, "nothing_before")
    for before, after in (("2017-Q1", "2017-Q2"), ("2017-Q2", "2017-Q3"), ("2017-Q3", "2017-Q4")):
        value = _number(found[after].value)
        assert value == pytest.approx(revenue[after] / revenue[before] - 1, abs=CLOSE)
        assert value == pytest.approx(reference["revenue_growth_qoq"][after], abs=1e-6)


def _closed_in(deal: Deal) -> str:
    return quarter(deal.closed) if deal.closed else ""


def test_deals_created_by_quarter(workspace: Workspace, deals: list[Deal], reference: dict[str, Any]) -> None:
    cohorts = by((d for d in deals if d.engaged), lambda d: quarter(d.engaged))
    table = workspace.show("opportunity_conversion_rate", period="2016-10-01..2017-12-31", grain="quarter")
    for result in table:
        cohort = cohorts[result.period.label]
        won = sum(deal.stage == "Won" for deal in cohort)
        assert (result.numerator, result.denominator) == (won, len(cohort))
        assert result.denominator == reference["engaged_by_quarter"][result.period.label]
        assert result.beside["still_open"].numerator == sum(deal.closed is None for deal in cohort)


@pytest.mark.parametrize("day", ["2016-12-31", "2017-03-31", "2017-06-30", "2017-09-30", "2017-12-31"])
def test_open_deals_on_a_past_day(workspace: Workspace, deals: list[Deal], reference: dict[str, Any], day: str) -> None:
    """As of a day, deals that closed later are still open."""
    as_of = date.fromisoformat(day)
    own = sum(d.engaged is not None and d.engaged <= as_of and (d.closed is None or d.closed > as_of) for d in deals)
    found = next(iter(workspace.show("opportunity_conversion_rate:still_open", period=f"2016-10-01..{day}", as_of=day)))
    assert found.numerator == own == reference["open_engaged_at"][day]


def test_mean_open_deals(workspace: Workspace, deals: list[Deal]) -> None:
    """Counted day by day: a deal is open from its first day to the day before it closes."""
    days = [date(2017, 7, 1) + timedelta(days=number) for number in range(92)]
    started = [d for d in deals if d.engaged is not None]
    stood = [
        sum(d.engaged <= day and (d.closed is None or d.closed > day) for d in started if d.engaged) for day in days
    ]
    formula = next(iter(workspace.show("pipeline_velocity:stock", period="2017-Q3"))).formula
    assert float(formula.split(" * ")[0]) == pytest.approx(statistics.fmean(stood), rel=1e-12)


def test_velocity(workspace: Workspace, deals: list[Deal]) -> None:
    own = figures(d for d in deals if _closed_in(d) == "2017-Q3")
    result = next(iter(workspace.show("pipeline_velocity:stock", period="2017-Q3")))
    mean_open = float(result.formula.split(" * ")[0])
    expected = mean_open * (own["win_rate"] or 0) * (own["avg_deal_size"] or 0) / (own["cycle_closed_mean"] or 1)
    assert _number(result.value) == pytest.approx(expected, rel=1e-9)
    per_day = next(iter(workspace.show("pipeline_velocity:won_per_day", period="2017-Q3")))
    assert _number(per_day.value) == pytest.approx((own["revenue_won"] or 0) / 92, rel=1e-12)


def test_productivity(workspace: Workspace, deals: list[Deal]) -> None:
    """35 agents in the team file, 5 of them without a deal; all of them count."""
    own = figures(d for d in deals if _closed_in(d) == "2017-Q3")
    result = next(iter(workspace.show("rep_productivity", period="2017-Q3")))
    assert result.denominator == 35
    assert _number(result.value) == pytest.approx((own["revenue_won"] or 0) / 35, rel=1e-12)


def test_first_wins(workspace: Workspace, deals: list[Deal], reference: dict[str, Any]) -> None:
    """Every company becomes a customer once, with its first deal won."""
    first: dict[str, date] = {}
    for deal in deals:
        if deal.stage == "Won" and deal.closed:
            first[deal.account] = min(deal.closed, first.get(deal.account, deal.closed))
    assert len(first) == reference["customers_with_won"]
    sql = "SELECT account_id, won_on FROM first_win"
    assert workspace.engine is not None
    assert sorted(workspace.engine.fetch(sql, {})[1], key=str) == sorted(first.items(), key=str)


def test_customers_of_the_most_revenue(workspace: Workspace, reference: dict[str, Any]) -> None:
    found = {r.group["account"]: r for r in workspace.show("total_revenue", period=EVER, by="account")}
    top = sorted(found.values(), key=lambda r: -(r.value or 0))[:5]
    assert [[r.group["account"], int(r.n or 0), float(r.value or 0)] for r in top] == reference[
        "top5_accounts_by_revenue"
    ]


def test_customers_that_bought_in_a_month(workspace: Workspace, deals: list[Deal], reference: dict[str, Any]) -> None:
    bought = by((d for d in deals if d.stage == "Won"), lambda d: f"{d.closed:%Y-%m}")
    table = list(workspace.show("total_revenue", period="2017-03-01..2017-12-31", grain="month", by="account"))
    for month, active in reference["active_customers_by_month"].items():
        shown = {r.group["account"] for r in table if r.period.label == month and r.n}
        assert shown == {deal.account for deal in bought[month]}
        assert len(shown) == active


def test_records_behind_the_numbers(workspace: Workspace, deals: list[Deal]) -> None:
    third = [d for d in deals if _closed_in(d) == "2017-Q3"]
    numerator = workspace.drill("win_rate", period="2017-Q3").records
    assert {r.record for r in numerator} == {d.id for d in third if d.stage == "Won"}
    denominator = workspace.drill("win_rate", part="denominator", period="2017-Q3", where={"region": "West"})
    assert {r.record for r in denominator.records} == {d.id for d in third if d.region == "West"}
    won = workspace.drill("total_revenue", period="2017-Q3")
    assert won.sums == {"won_amount": 2_982_255}
    medians = workspace.drill("average_deal_size:median", period="2017-Q3").records
    assert statistics.median(float(r.contribution or 0) for r in medians) == 1131


def _rates(deals: Iterable[Deal], period: str) -> dict[str, tuple[int, int]]:
    """Deals won, and deals that ended, by agent."""
    found: dict[str, tuple[int, int]] = {}
    for deal in deals:
        if _closed_in(deal) == period and deal.stage in {"Won", "Lost"}:
            won, ended = found.get(deal.agent, (0, 0))
            found[deal.agent] = won + (deal.stage == "Won"), ended + 1
    return found


@pytest.mark.parametrize(
    ("before", "after", "errors"),
    [("2017-Q2", "2017-Q3", (0.061, 0.053, 0.053)), ("2017-Q3", "2017-Q4", (0.077, 0.061, 0.061))],
)
def test_win_rates_drawn_to_the_whole_say_the_next_quarter_better(
    workspace: Workspace, deals: list[Deal], before: str, after: str, errors: tuple[float, float, float]
) -> None:
    """Weighted errors of next quarter's rates: each agent's own, the whole's, and the drawn one's."""
    then = _rates(deals, after)
    shown = {str(result.group["owner"]): result for result in workspace.show("win_rate", period=before, by="owner")}
    counts = {agent: (int(r.numerator or 0), int(r.denominator or 0)) for agent, r in shown.items() if r.denominator}
    assert counts == _rates(deals, before)
    pool = pool_shares(list(counts.values()))

    def error(guess: Callable[[str], float]) -> float:
        known = [agent for agent in then if agent in counts]
        weights = [then[agent][1] for agent in known]
        misses = [(guess(agent) - then[agent][0] / then[agent][1]) ** 2 for agent in known]
        return math.sqrt(sum(w * miss for w, miss in zip(weights, misses, strict=True)) / sum(weights))

    own = error(lambda agent: counts[agent][0] / counts[agent][1])
    whole = error(lambda _: pool.mean)
    drawn = error(lambda agent: pool.drawn(counts[agent][0] / counts[agent][1], counts[agent][1]))
    assert (round(own, 3), round(whole, 3), round(drawn, 3)) == errors


def test_agents_stand_under_their_managers_and_their_numbers_are_those_of_the_files(
    workspace: Workspace, deals: list[Deal], folder: Path
) -> None:
    """All 35 agents of the team file are there, 5 of them without a deal."""
    answer = workspace.team(period="2017-Q3")
    assert isinstance(answer, TeamAnswer)
    closed = [deal for deal in deals if _closed_in(deal) == "2017-Q3" and deal.stage in {"Won", "Lost"}]
    managers = {row["sales_agent"]: row["manager"] for row in _lines(folder / "raw" / "sales_teams.csv")}
    assert answer.split_by == "manager"
    assert {row.name: table.name for table in answer.tables for row in table.rows} == managers
    for table in answer.tables:
        team = [deal for deal in closed if deal.manager == table.name]
        won = [deal for deal in team if deal.stage == "Won"]
        assert _number(table.whole["win_rate"].value) == pytest.approx(len(won) / len(team), rel=CLOSE)
        assert _number(table.whole["total_revenue"].value) == pytest.approx(sum(d.amount for d in won), rel=CLOSE)
        for row in table.rows:
            own = [deal for deal in won if deal.agent == row.name]
            assert _number(row.numbers["total_revenue"].value) == pytest.approx(sum(d.amount for d in own), rel=CLOSE)
            days = statistics.fmean(deal.days for deal in own) if own else None
            found = _number(row.numbers["sales_cycle_length"].value)
            assert found == (None if days is None else pytest.approx(days, rel=CLOSE))


def test_nobody_among_equals_is_called_out(workspace: Workspace) -> None:
    """About seventy deals an agent: no win rate lies beyond what chance gives, and nobody's has a trend."""
    answer = workspace.team(period="2017-Q3")
    assert isinstance(answer, TeamAnswer)
    rows = [row for table in answer.tables for row in table.rows]
    assert len(rows) == 35
    assert [row.name for row in rows if row.numbers["win_rate"].side or row.rise] == []
