"""A computer seller's win rate as a curve equals plain Python over its file; its two warnings are deserved.

The reference knows nothing of the product: one deal after the other, age by age.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from lievik.model.win_curve import Cohort
from lievik.workspace import Workspace
from tests.real.filled_workspace import Company, filled_workspace
from tests.real.plain_files import lines_of

pytestmark = pytest.mark.real

LAST_DAY = date(2017, 12, 31)
RECORDED_FROM = date(2017, 3, 1)
QUARTERS = {"2017-Q1": (1, 3), "2017-Q2": (4, 6), "2017-Q3": (7, 9), "2017-Q4": (10, 12)}
AGES = (30, 60, 90, 180)


@dataclass(frozen=True)
class Sale:
    """A deal of the file that has a day of creation."""

    engaged: date
    closed: date | None
    is_won: bool
    agent: str

    def state(self, day: date) -> tuple[int, str]:
        """Its age at the end of a day, and what it is."""
        if self.closed is not None and self.closed <= day:
            return (self.closed - self.engaged).days, "won" if self.is_won else "lost"
        return (day - self.engaged).days, "open"


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("maven_crm") / "raw"


@pytest.fixture(scope="module")
def sales(folder: Path) -> list[Sale]:
    return [
        Sale(
            date.fromisoformat(row["engage_date"]),
            date.fromisoformat(row["close_date"]) if row["close_date"] else None,
            row["deal_stage"] == "Won",
            row["sales_agent"],
        )
        for row in lines_of(folder / "sales_pipeline.csv")
        if row["engage_date"]
    ]


@pytest.fixture(scope="module")
def workspace(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    place = tmp_path_factory.mktemp("maven-curve") / "workspace"
    company = Company(as_of=LAST_DAY, currency="USD")
    return filled_workspace(place, sorted(folder.glob("*.csv")), "maven_crm", company).workspace


def incidence(sales: Iterable[Sale], day: date, age: int) -> tuple[float, float, float]:
    """Won, lost and open by an age, as Aalen and Johansen have it."""
    states = [sale.state(day) for sale in sales]
    won, lost, there = 0.0, 0.0, 1.0
    for at in range(age + 1):
        at_risk = sum(seen >= at for seen, _ in states)
        if not at_risk:
            break
        here = {kind: sum(state == (at, kind) for state in states) for kind in ("won", "lost")}
        won += there * here["won"] / at_risk
        lost += there * here["lost"] / at_risk
        there *= 1 - sum(here.values()) / at_risk
    return won, lost, there


def check(cohort: Cohort, sales: list[Sale], day: date) -> int:
    """Compare every age that is told of; gives how many are."""
    counted = 0
    for reached in cohort.reached:
        if reached.won and reached.lost and reached.open:
            found = tuple(float(part.value) for part in (reached.won, reached.lost, reached.open))
            assert found == pytest.approx(incidence(sales, day, reached.age), abs=1e-9)
            counted += 1
    return counted


@pytest.mark.parametrize("day", [LAST_DAY, date(2017, 10, 15)])
def test_cohorts_and_all_together(workspace: Workspace, sales: list[Sale], day: date) -> None:
    answer = workspace.win_curve(period="2017", as_of=day)
    own = [sale for sale in sales if RECORDED_FROM <= sale.engaged <= day]
    counted = check(answer.whole, own, day)
    assert answer.whole.deals == len(own)
    assert (answer.whole.left_out, answer.recorded_from) == (827, RECORDED_FROM)
    for cohort in answer.cohorts:
        assert cohort.period is not None
        begun = [sale for sale in own if cohort.period.contains(sale.engaged)]
        states = [sale.state(day)[1] for sale in begun]
        assert (cohort.won, cohort.lost, cohort.open) == tuple(map(states.count, ("won", "lost", "open")))
        counted += check(cohort, begun, day)
    assert counted >= 12


def test_cohorts_are_told_up_to_the_age_of_their_youngest(workspace: Workspace) -> None:
    told = {
        cohort.period.label: [reached.status if reached.won else "none" for reached in cohort.reached]
        for cohort in workspace.win_curve(period="2017").cohorts
        if cohort.period
    }
    assert told == {
        "2017-Q1": ["ok"] * 4,
        "2017-Q2": ["ok"] * 4,
        "2017-Q3": ["ok", "ok", "ok", "none"],
        "2017-Q4": ["immature", "none", "none", "none"],
    }


@pytest.mark.parametrize("quarter", ["2017-Q2", "2017-Q3"])
def test_where_all_are_old_enough_it_is_the_share_won_in_time(workspace: Workspace, quarter: str) -> None:
    """Value and interval are those of the reading `within_90_days`."""
    (rate,) = workspace.show("win_rate:within_90_days", period=quarter)
    reached = workspace.win_curve(period=quarter).whole.by(90)
    assert reached is not None
    assert reached.won is not None
    assert rate.interval is not None
    told = (reached.won.value, reached.won.interval.low, reached.won.interval.high)
    assert tuple(map(float, told)) == pytest.approx(
        tuple(float(str(part)) for part in (rate.value, rate.interval.low, rate.interval.high)), abs=1e-9
    )


def test_by_owner_and_for_one_owner(workspace: Workspace, sales: list[Sale]) -> None:
    answer = workspace.win_curve(period="2017-Q2", by="owner")
    own = [sale for sale in sales if date(2017, 4, 1) <= sale.engaged <= date(2017, 6, 30)]
    assert sorted(str(part.part) for part in answer.parts) == sorted({sale.agent for sale in own})
    for part in answer.parts:
        assert check(part, [sale for sale in own if sale.agent == part.part], LAST_DAY) == len(AGES)
    one = workspace.win_curve(period="2017-Q2", where={"owner": "Darcel Schlecht"})
    (same,) = [part for part in answer.parts if part.part == "Darcel Schlecht"]
    assert one.whole.reached == same.reached


def test_open_deals_flatter_the_plain_rate(workspace: Workspace, sales: list[Sale]) -> None:
    """63 % of those that ended are won; of all that were created half are, and nothing ends after 138 days."""
    answer = workspace.win_curve(period="2017")
    assert answer.settled is not None
    assert answer.settled.has_settled
    assert answer.settled.reached.won is not None
    own = [sale for sale in sales if sale.engaged >= RECORDED_FROM]
    assert max(sale.state(LAST_DAY)[0] for sale in sales if sale.closed) == 138
    won, _, still = incidence(own, LAST_DAY, 138)
    assert float(answer.settled.reached.won.value) == pytest.approx(won, abs=1e-9)
    assert (round(won, 3), round(still, 3)) == (0.505, 0.181)
    assert answer.plain.value is not None
    assert answer.plain.value > answer.settled.reached.won.interval.high
    assert answer.warnings[0] == "open_deals_flatter"


def test_months_of_closing_are_an_artefact_and_cohorts_are_not(workspace: Workspace, sales: list[Sale]) -> None:
    """By month of closing from .49 to .83, by month of creation and the age of 90 days from .56 to .64."""
    answer = workspace.win_curve(period="2017")
    swings = answer.swings
    assert swings is not None
    closing, created = {}, {}
    for month in range(3, 13):
        ended = [sale.is_won for sale in sales if sale.closed and sale.closed.month == month]
        closing[month] = sum(ended) / len(ended)
        last = date(2017, month + 1, 1) - timedelta(days=1) if month < 12 else LAST_DAY
        if (LAST_DAY - last).days >= 90:
            begun = [sale.state(LAST_DAY) for sale in sales if (sale.engaged.year, sale.engaged.month) == (2017, month)]
            ended = [kind == "won" for age, kind in begun if kind != "open" and age <= 90]
            created[month] = sum(ended) / len(ended)
    assert (swings.closing.months, swings.created.months) == (len(closing), len(created)) == (10, 7)
    for series, rates in ((swings.closing, closing), (swings.created, created)):
        ends = (float(series.low), float(series.high))
        assert ends == pytest.approx((min(rates.values()), max(rates.values())), abs=1e-9)
    assert (swings.closing.is_beyond_chance, swings.created.is_beyond_chance) == (True, False)
    assert swings.is_artefact
    assert answer.warnings == ("open_deals_flatter", "closing_dates_swing")


@pytest.mark.parametrize("age", [60, 120, 180])
def test_at_other_ages_cohorts_swing_by_less_than_a_third(workspace: Workspace, age: int) -> None:
    """At these they differ by more than chance, as an echo of the closings; still it is the closings that swing."""
    swings = workspace.win_curve(period="2017", within=[age]).swings
    assert swings is not None
    assert swings.is_artefact
    assert swings.created.spread * 3 < swings.closing.spread


def test_a_day_before_closings_were_recorded_tells_no_curve(workspace: Workspace) -> None:
    answer = workspace.win_curve(period="2017-Q1", as_of="2017-02-15")
    assert (answer.whole.won, answer.whole.lost) == (0, 0)
    assert answer.warnings == ()
