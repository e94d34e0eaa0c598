"""Every story that was planted in the demo company is found by asking its metrics, and told in docs/tutorial.

Beside each stands what must not be found: the effect is where it was put, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from statistics import fmean

import pytest

from lievik.insight.intervals import wilson
from lievik.model.channels import ATTRIBUTIONS, Attribution
from lievik.model.explanation import Part
from lievik.model.result import Interval, MetricResult
from lievik.model.team import RepSheet, TeamAnswer
from lievik.workspace import Workspace
from tests.demo.making import raw_rows

ALL_YEARS = "2023-01-01..2026-06-30"
LAST_QUARTERS = "2025-01-01..2026-06-30"
PARTS: tuple[Part, Part] = ("numerator", "denominator")


def values(results: Iterable[MetricResult]) -> list[float]:
    """Give the numbers of results, in order; each has one."""
    found = [result.value for result in results]
    assert None not in found
    return [float(value) for value in found if value is not None]


def by_group(results: Iterable[MetricResult]) -> dict[str, MetricResult]:
    """Give results by the label of their group; those without a group or a number are left out."""
    found = {next(iter(result.group.values())): result for result in results if result.value is not None}
    return {label: result for label, result in found.items() if label is not None}


def number(result: MetricResult) -> float:
    """Give a result's number."""
    assert result.value is not None
    return float(result.value)


def interval(result: MetricResult) -> Interval:
    """Give a result's interval."""
    assert result.interval is not None
    return result.interval


def overlap(first: MetricResult, second: MetricResult) -> bool:
    """Whether two numbers may be the same."""
    one, other = interval(first), interval(second)
    return one.low <= other.high and other.low <= one.high


def of_period(workspace: Workspace, metric: str, *periods: str, **where: str | tuple[str, ...]) -> list[MetricResult]:
    """Ask for one number in several periods."""
    return [next(iter(workspace.show(metric, period=period, where=where))) for period in periods]


# ---------------------------------------------------------------- a stage that became a bottleneck


def test_the_sales_cycle_is_longer_since_samples_are_tested_elsewhere(kovotech: Workspace) -> None:
    cycles = values(kovotech.show("sales_cycle_length", period=LAST_QUARTERS, grain="quarter"))
    before, after = cycles[:3], cycles[-2:]
    assert max(before) < min(after)
    assert sum(after) / 2 > 1.15 * sum(before) / 3


def test_the_sales_cycle_was_steady_before(kovotech: Workspace) -> None:
    earlier, later = values(of_period(kovotech, "sales_cycle_length", "2024", "2025-01-01..2025-09-30"))
    assert abs(later / earlier - 1) < 0.1


# ---------------------------------------------------------------- a channel that burns money


def test_customers_from_events_cost_several_times_as_much(kovotech: Workspace) -> None:
    costs = by_group(kovotech.show("customer_acquisition_cost", period="2024-01-01..2025-12-31", by="lead_source"))
    events = costs.pop("Events")
    assert all(number(events) > 3 * number(other) for other in costs.values())
    gained = {label: cost.n for label, cost in costs.items() if cost.n is not None}
    assert events.n is not None
    assert events.n <= max(gained.values())


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("period", ["2024", "2025"])
def test_events_have_the_worst_return_and_are_found(kovotech: Workspace, attribution: Attribution, period: str) -> None:
    answer = kovotech.channels(period=period, choosing={"attribution": attribution})
    assert answer.costed[-1].key == "events"
    assert [row.key for row in answer.rows if row.standing == "worse"] == ["events"]
    dearest = max(answer.costed, key=lambda row: row.cost_per_customer or 0)
    assert dearest.key == "events"


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_however_touches_are_credited_their_customers_cost_several_times_as_much(
    kovotech: Workspace, attribution: Attribution
) -> None:
    answer = kovotech.channels(period="2024-01-01..2025-12-31", choosing={"attribution": attribution})
    *others, events = answer.costed
    assert events.cost_per_customer is not None
    assert all(
        row.cost_per_customer is not None and 3 * row.cost_per_customer < events.cost_per_customer for row in others
    )


def test_the_rate_at_which_their_leads_are_won_is_no_other(kovotech: Workspace) -> None:
    rows = [row for row in kovotech.channels(period=ALL_YEARS).rows if row.to_won is not None]
    (events,) = [row.to_won for row in rows if row.key == "events"]
    assert events is not None
    assert all(row.to_won and events.low < row.to_won.high and row.to_won.low < events.high for row in rows)


def test_deals_from_events_are_won_as_often_as_others(kovotech: Workspace) -> None:
    rates = by_group(kovotech.show("win_rate", period=ALL_YEARS, by="lead_source", where={"deal_type": "new"}))
    assert all(overlap(rates["Events"], other) for other in rates.values())


# ---------------------------------------------------------------- a rep on the rise, and one who only looks weak


def attainments(workspace: Workspace, variant: str, period: str) -> dict[str, MetricResult]:
    """Give what part of the quota each owner reached."""
    return by_group(workspace.show(f"quota_attainment_rate:{variant}", period=period, by="owner"))


def test_one_rep_gets_better_from_quarter_to_quarter(kovotech: Workspace) -> None:
    quarters = [
        attainments(kovotech, "attainment", quarter) for quarter in ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
    ]
    there = set.intersection(*(set(quarter) for quarter in quarters))
    rising = [
        name
        for name in there
        if all(number(before[name]) < number(after[name]) for before, after in pairwise(quarters))
    ]
    assert rising == ["Lucia Šimková"]


def test_a_newcomer_looks_weak_only_against_a_quota_that_is_not_his_yet(kovotech: Workspace) -> None:
    raw = attainments(kovotech, "attainment", "2026-Q2")
    effective = attainments(kovotech, "effective_attainment", "2026-Q2")
    assert number(raw["Filip Mäsiar"]) < 0.9
    assert number(effective["Filip Mäsiar"]) > 0.95


def test_for_those_who_are_no_newcomers_both_are_the_same(kovotech: Workspace) -> None:
    raw = attainments(kovotech, "attainment", "2026-Q2")
    effective = attainments(kovotech, "effective_attainment", "2026-Q2")
    assert [name for name in raw if raw[name].value != effective[name].value] == ["Filip Mäsiar"]


def look_at_team(workspace: Workspace, **said: str) -> TeamAnswer:
    """Look at the teams."""
    answer = workspace.team(period=said.get("period", "2026-Q2"), as_of=said.get("as_of"))
    assert isinstance(answer, TeamAnswer)
    return answer


def test_the_rep_on_the_rise_is_found_and_nobody_else(kovotech: Workspace) -> None:
    rows = [row for table in look_at_team(kovotech).tables for row in table.rows]
    assert [(row.name, row.rise.side) for row in rows if row.rise] == [("Lucia Šimková", "above")]
    assert [row.name for row in rows for number in row.numbers.values() if number.side] == []


def test_her_sheet_calls_the_year_a_clear_change_of_the_win_rate_and_of_nothing_else(kovotech: Workspace) -> None:
    sheet = kovotech.team("Lucia Šimková", period="2026-Q2")
    assert isinstance(sheet, RepSheet)
    clear = [(line.number.metric, past.period.label) for line in sheet.lines for past in line.past if past.is_clear]
    assert clear == [("win_rate", "2025-Q2")]


def test_the_newcomer_is_marked_and_on_course_and_not_called_weak(kovotech: Workspace) -> None:
    answer = look_at_team(kovotech)
    assert answer.distribution.ramping == answer.distribution.ramping_on_course == ("Filip Mäsiar",)
    (row,) = [row for table in answer.tables for row in table.rows if row.name == "Filip Mäsiar"]
    assert row.standing == "ramping"
    assert not any(number.side or (number.is_apart and number.is_worse) for number in row.numbers.values())


def test_managers_do_not_sell_and_are_in_no_team(kovotech: Workspace) -> None:
    answer = look_at_team(kovotech)
    names = {row.name for table in answer.tables for row in table.rows}
    assert not names & {"Eva Krajčírová", "Miroslav Varga", "Róbert Hlaváč"}
    assert answer.distribution.without_quota == ()
    assert answer.distribution.counted == 11


# ---------------------------------------------------------------- a rush before quarters end


def test_the_quarter_is_on_course_in_march_though_a_straight_line_says_behind(kovotech: Workspace) -> None:
    pace = look_at_team(kovotech, period="2026-Q1", as_of="2026-03-13").pace
    assert pace is not None
    assert pace.credited is not None
    assert pace.quota is not None
    assert pace.credited / pace.quota < Decimal(72) / 90 - Decimal("0.05")
    assert (pace.verdict, pace.units) == ("on_course", 8)
    assert pace.pace is not None
    assert pace.pace > 1
    (ended,) = kovotech.show("quota_attainment_rate:effective_attainment", period="2026-Q1")
    assert number(ended) > 1


def test_the_newcomers_pace_is_that_of_his_own_quota_and_a_few_deals_do_not_call_him_behind(
    kovotech: Workspace,
) -> None:
    sheet = kovotech.team("Filip Mäsiar", period="2026-Q2", as_of="2026-06-01")
    assert isinstance(sheet, RepSheet)
    assert sheet.pace is not None
    assert sheet.pace.quota == 43_400
    assert sheet.pace.verdict == "on_course"


QUARTER_ENDS = {"Q1": ("03-18", "03-31"), "Q2": ("06-17", "06-30"), "Q3": ("09-17", "09-30"), "Q4": ("12-18", "12-31")}
QUARTERS = [(year, name) for year in (2023, 2024, 2025) for name in QUARTER_ENDS] + [(2026, "Q1"), (2026, "Q2")]


def share_of_last_weeks(workspace: Workspace, part: str) -> float:
    """Give the share of deals won or lost that ended in the last two weeks of a quarter, all quarters together."""
    late = whole = Decimal(0)
    for year, name in QUARTERS:
        first, last = QUARTER_ENDS[name]
        late += ended(workspace, f"{year}-{first}..{year}-{last}", part)
        whole += ended(workspace, f"{year}-{name}", part)
    return float(late / whole)


def ended(workspace: Workspace, period: str, part: str) -> Decimal:
    """Count the deals won, or lost, in a period."""
    (rate,) = of_period(workspace, "win_rate", period)
    assert rate.numerator is not None
    assert rate.denominator is not None
    return rate.numerator if part == "won" else rate.denominator - rate.numerator


def test_many_deals_are_won_in_the_last_two_weeks_of_a_quarter(kovotech: Workspace) -> None:
    assert share_of_last_weeks(kovotech, "won") > 0.27


def test_no_more_are_lost_then_than_at_other_times(kovotech: Workspace) -> None:
    assert abs(share_of_last_weeks(kovotech, "lost") - 14 / 91) < 0.04


# ---------------------------------------------------------------- a price rise

SALES = ("new", "expansion")


def test_deals_are_larger_since_prices_rose(kovotech: Workspace) -> None:
    before, after = values(of_period(kovotech, "average_deal_size", "2025", "2026-H1", deal_type=SALES))
    assert 1.1 < after / before < 1.3


def test_as_many_are_won_as_before(kovotech: Workspace) -> None:
    assert overlap(*of_period(kovotech, "win_rate", "2025", "2026-H1", deal_type="new"))


def test_deals_were_of_one_size_before(kovotech: Workspace) -> None:
    earlier, later = values(of_period(kovotech, "average_deal_size", "2024", "2025", deal_type=SALES))
    assert abs(later / earlier - 1) < 0.1


# ---------------------------------------------------------------- a segment that wins more


def test_car_makers_buy_more_often_than_any_other_industry(kovotech: Workspace) -> None:
    rates = by_group(kovotech.show("win_rate", period=ALL_YEARS, by="industry"))
    cars = rates.pop("Automotive")
    assert all(interval(cars).low > number(other) for other in rates.values())
    assert sum(not overlap(cars, other) for other in rates.values()) >= len(rates) - 1


@pytest.mark.parametrize("dimension", ["size_band", "team", "region"])
def test_what_makes_no_difference_to_winning_is_not_found(kovotech: Workspace, dimension: str) -> None:
    rates = list(by_group(kovotech.show("win_rate", period=ALL_YEARS, by=dimension)).values())
    assert len(rates) > 1
    assert all(overlap(one, other) for one in rates for other in rates)


def weekdays(workspace: Workspace, part: Part) -> list[int]:
    """Give the weekday on which each deal was created, of all or of those won."""
    records = workspace.drill("opportunity_conversion_rate", part=part, period=ALL_YEARS).records
    return [record.day.isoweekday() for record in records if record.day]


def test_the_weekday_makes_no_difference_to_winning(kovotech: Workspace) -> None:
    won, created = (weekdays(kovotech, part) for part in PARTS)
    intervals = [wilson(won.count(weekday), created.count(weekday)) for weekday in range(1, 6)]
    assert max(low for low, _ in intervals) < min(high for _, high in intervals)


# ---------------------------------------------------------------- contacts


def engaged_contacts(workspace: Workspace) -> dict[str, int]:
    """Count the contacts of each deal who ever answered."""
    counted: dict[str, int] = {}
    for row in raw_rows(workspace, "deal_contact"):
        counted[row["deal_id"]] = counted.get(row["deal_id"], 0) + bool(row["first_engaged_on"])
    return counted


def test_deals_with_two_engaged_contacts_or_more_close_faster(kovotech: Workspace) -> None:
    engaged = engaged_contacts(kovotech)
    where = {"deal_type": SALES}
    records = kovotech.drill("sales_cycle_length", part="numerator", period=ALL_YEARS, where=where).records
    days: dict[bool, list[float]] = {True: [], False: []}
    for record in records:
        assert record.contribution is not None
        days[engaged[record.record] > 1].append(float(record.contribution))
    assert fmean(days[True]) < 0.8 * fmean(days[False])


def several_engaged(workspace: Workspace, engaged: dict[str, int], part: Part) -> list[bool]:
    """Say of each deal behind the win rate whether several contacts answered."""
    records = workspace.drill("win_rate", part=part, period=ALL_YEARS, where={"deal_type": "new"}).records
    return [engaged[record.record] > 1 for record in records]


def test_they_are_not_won_more_often(kovotech: Workspace) -> None:
    engaged = engaged_contacts(kovotech)
    won, of_all = (several_engaged(kovotech, engaged, part) for part in PARTS)
    several, one = (wilson(won.count(found), of_all.count(found)) for found in (True, False))
    assert several[0] < one[1]
    assert one[0] < several[1]


# ---------------------------------------------------------------- a definition that changed


def test_more_leads_count_as_qualified_since_the_definition_changed(kovotech: Workspace) -> None:
    before, after = values(of_period(kovotech, "qualified_leads:rate", "2025-H1", "2025-H2"))
    assert after > 1.25 * before
    assert any(
        row["happened_on"] == "2025-07-01" and "kvalifikovaného leadu" in row["title"]
        for row in raw_rows(kovotech, "event")
    )


def test_no_more_of_them_become_deals(kovotech: Workspace) -> None:
    assert overlap(*of_period(kovotech, "lead_conversion_rate", "2025-H1", "2025-H2"))


# ---------------------------------------------------------------- gaps in what is written down


def test_the_amounts_that_are_missing_are_those_of_one_owner(kovotech: Workspace) -> None:
    found = kovotech.drill("average_deal_size", part="excluded", period=ALL_YEARS).records
    without = {record.record: record.owner for record in found if record.reason == "no_amount"}
    assert set(without.values()) == {"Ján Ďurčo"}
    won = by_group(kovotech.show("average_deal_size", period=ALL_YEARS, by="owner"))["Ján Ďurčo"].n
    assert won is not None
    assert len(without) > won / 5


# ---------------------------------------------------------------- a forecaster who promises too much


def biases(workspace: Workspace, manager: str) -> list[float]:
    """Give how far a manager's forecast lay above what was won, quarter by quarter."""
    where = {"manager": manager}
    return values(workspace.show("forecast_accuracy:bias", period=LAST_QUARTERS, grain="quarter", where=where))


def test_one_manager_always_promises_too_much(kovotech: Workspace) -> None:
    assert min(biases(kovotech, "Eva Krajčírová")) > 0.1


def test_the_other_one_is_right_on_average(kovotech: Workspace) -> None:
    found = biases(kovotech, "Miroslav Varga")
    assert abs(sum(found) / len(found)) < 0.1
