"""A computer seller's deals: every reading, and what each deal moves between two, equal plain Python over the files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from lievik.model.reading_gap import ReadingGap
from lievik.workspace import Workspace
from tests.questions.gap_by_hand import Adds, moves, moves_by_part, value

pytestmark = pytest.mark.real

LAST_DAY = date(2017, 12, 31)
QUARTER = (date(2017, 7, 1), date(2017, 10, 1))
PERIOD = "2017-Q3"
ONE, NONE = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Deal:
    """One line of sales_pipeline.csv."""

    id: str
    stage: str
    engaged: date | None
    closed: date | None
    amount: Fraction | None

    @property
    def days(self) -> Fraction:
        """From engagement to closing."""
        assert self.engaged is not None
        assert self.closed is not None
        return Fraction((self.closed - self.engaged).days)


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("maven_crm") / "raw"


@pytest.fixture(scope="module")
def deals(folder: Path) -> list[Deal]:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    with (folder / "sales_pipeline.csv").open(newline="", encoding="utf-8") as file:
        return [
            Deal(
                row["opportunity_id"],
                row["deal_stage"],
                day(row["engage_date"]),
                day(row["close_date"]),
                Fraction(row["close_value"]) if row["close_value"] else None,
            )
            for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module")
def workspace(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(
        tmp_path_factory.mktemp("maven") / "workspace", today=LAST_DAY, currency="USD", as_of=LAST_DAY
    )
    now = datetime(2018, 1, 1, tzinfo=UTC)
    made.import_files([folder], mapping=Path(__file__).with_name("maven_crm.toml"), now=now)
    return made


def within(day: date | None) -> bool:
    return day is not None and QUARTER[0] <= day < QUARTER[1]


def closed(deals: list[Deal], *stages: str) -> list[Deal]:
    return [deal for deal in deals if deal.stage in stages and within(deal.closed)]


def won_of_ended(deals: list[Deal]) -> Adds:
    return {deal.id: (ONE if deal.stage == "Won" else NONE, ONE) for deal in closed(deals, "Won", "Lost")}


def won_of_ended_by_value(deals: list[Deal]) -> Adds:
    return {
        deal.id: (deal.amount if deal.stage == "Won" else NONE, deal.amount)
        for deal in closed(deals, "Won", "Lost")
        if deal.amount is not None
    }


def won_within_90_days(deals: list[Deal]) -> Adds:
    return {
        deal.id: (ONE if deal.stage == "Won" and deal.days <= 90 else NONE, ONE)
        for deal in deals
        if within(deal.engaged)
    }


def cycle(*stages: str) -> Callable[[list[Deal]], Adds]:
    return lambda deals: {deal.id: (deal.days, ONE) for deal in closed(deals, *stages)}


def created(stages: frozenset[str]) -> Callable[[list[Deal]], Adds]:
    return lambda deals: {
        deal.id: (ONE if deal.stage in stages else NONE, ONE) for deal in deals if within(deal.engaged)
    }


READINGS: dict[str, Callable[[list[Deal]], Adds]] = {
    "win_rate": won_of_ended,
    "win_rate:by_value": won_of_ended_by_value,
    "win_rate:within_90_days": won_within_90_days,
    "win_rate:without_no_decision": won_of_ended,
    "sales_cycle_length": cycle("Won"),
    "sales_cycle_length:lost": cycle("Lost"),
    "sales_cycle_length:closed": cycle("Won", "Lost"),
    "opportunity_conversion_rate": created(frozenset({"Won"})),
    "opportunity_conversion_rate:still_open": created(frozenset({"Engaging", "Prospecting"})),
}

PAIRS = [(a, b) for a in READINGS for b in READINGS if a != b and a.partition(":")[0] == b.partition(":")[0]]


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_is_worth_what_the_files_say(workspace: Workspace, deals: list[Deal], name: str) -> None:
    found = workspace.variants(name, period=PERIOD, most=0).of(name)
    assert found.value is not None
    assert float(found.value) == pytest.approx(float(value(READINGS[name](deals))), rel=1e-12)
    (shown,) = workspace.show(name, period=PERIOD)
    assert found.value == shown.value


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_every_deal_moves_what_the_files_say(workspace: Workspace, deals: list[Deal], a: str, b: str) -> None:
    (found,) = workspace.variants(a, between=(a, b), most=None, period=PERIOD).gaps
    by_hand = moves_by_part if "by_value" in a + b else moves
    first, second = READINGS[a](deals), READINGS[b](deals)
    expected = by_hand(first, second)
    got = {record.record: float(record.moves) for record in found.records}
    assert set(expected) <= set(got)
    assert got == pytest.approx({deal: float(expected.get(deal, 0)) for deal in got}, rel=1e-9, abs=1e-15)
    assert found.alike + len(got) == len({*first, *second})
    assert_adds_up(found)


def assert_adds_up(found: ReadingGap) -> None:
    """What groups move, and what records do, is the gap."""
    assert found.difference is not None
    for parts in (found.groups, found.records):
        moved = [float(part.moves) for part in parts]
        assert sum(moved) == pytest.approx(float(found.difference), rel=1e-9, abs=1e-12)
    assert found.differing == len(found.records)


def test_the_whole_history_adds_up_too(workspace: Workspace) -> None:
    for gap in workspace.variants("win_rate", most=None, period="2016-10-01..2017-12-31").gaps:
        if not gap.no_gap:
            assert_adds_up(gap)


def test_what_the_data_cannot_tell_has_no_gap(workspace: Workspace) -> None:
    (found,) = workspace.variants("win_rate", between=("win_rate", "overdue_as_lost"), period=PERIOD).gaps
    assert found.no_gap == "no_value"
