"""Two readings of a metric differ by what each deal moves, to the last digit; the sums were made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lievik.errors import RequestError, UnknownNameError
from lievik.model.reading_gap import ReadingGap
from lievik.workspace import Workspace

TODAY = date(2026, 6, 30)
APRIL = "2026-04"

DEALS = """id,owner,amount,created,qualified,expected,closed,outcome,reason
d1,Eva,1000,2026-03-01,2026-03-05,2026-04-30,2026-04-10,won,
d2,Eva,3000,2026-04-01,2026-04-03,2026-04-30,2026-04-20,won,
d3,Ján,2000,2026-04-02,2026-04-04,2026-04-30,2026-04-25,lost,price
d4,Ján,2000,2026-03-20,2026-03-22,2026-04-30,2026-04-26,lost,no decision
d5,Ján,,2026-03-20,2026-03-22,2026-04-30,2026-04-27,won,
d6,Eva,5000,2026-01-10,2026-01-12,2026-02-01,,open,
d7,Eva,700,2026-04-05,,2026-04-30,2026-04-11,won,
"""

MAPPING = """source = "crm"

[[file]]
match = "deals.csv"
table = "deal"
[file.columns]
id = "id"
name = "id"
owner_id = "owner"
amount = "amount"
currency = { constant = "EUR" }
created_on = "created"
qualified_on = "qualified"
expected_close_on = "expected"
closed_on = "closed"
outcome = "outcome"
lost_reason = "reason"
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Seven deals."""
    folder = tmp_path_factory.mktemp("readings")
    (folder / "deals.csv").write_text(DEALS, encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    made = Workspace.create(folder / "workspace", today=TODAY, as_of=TODAY)
    now = datetime(2026, 6, 30, 12, tzinfo=UTC)
    made.import_files([folder / "deals.csv"], mapping=folder / "mapping.toml", now=now)
    return made


def gap(company: Workspace, metric: str, a: str, b: str, period: str = APRIL) -> ReadingGap:
    (found,) = company.variants(metric, between=(a, b), period=period).gaps
    return found


def moved(found: ReadingGap) -> Mapping[str, float]:
    return {record.record: round(float(record.moves), 10) for record in found.records}


BY_HAND = {
    "by_value": {"d1": -0.03375, "d2": 0.07875, "d3": -0.0275, "d4": -0.0275, "d5": -0.09},
    "within_90_days": {"d1": -0.15, "d4": 0.2, "d5": -0.15},
    "without_no_decision": {"d4": 0.15},
    "overdue_as_lost": {"d6": -0.1},
}


@pytest.mark.parametrize("variant", BY_HAND)
def test_each_deal_moves_what_was_worked_out_by_hand(company: Workspace, variant: str) -> None:
    found = gap(company, "win_rate", "win_rate", variant)
    assert moved(found) == BY_HAND[variant]
    assert float(found.difference or 0) == pytest.approx(sum(BY_HAND[variant].values()))


@pytest.mark.parametrize("variant", BY_HAND)
def test_records_and_groups_add_up_to_the_gap(company: Workspace, variant: str) -> None:
    found = gap(company, "win_rate", "win_rate", variant)
    assert found.difference is not None
    for parts in (found.records, found.groups):
        assert abs(sum((part.moves for part in parts), Decimal(0)) - found.difference) < Decimal("1e-20")
    assert sum(group.records for group in found.groups) == len(found.records) == found.differing


@pytest.mark.parametrize("variant", BY_HAND)
def test_the_other_way_round_every_sign_is_turned(company: Workspace, variant: str) -> None:
    there, back = (gap(company, "win_rate", *names) for names in (("win_rate", variant), (variant, "win_rate")))
    assert moved(back) == {record: -value for record, value in moved(there).items()}
    assert [-group.moves for group in back.groups] == [group.moves for group in there.groups]
    assert [(group.b, group.a) for group in back.groups] == [(group.a, group.b) for group in there.groups]


def test_a_deal_that_is_left_out_says_why(company: Workspace) -> None:
    by_value = {record.record: record.why for record in gap(company, "win_rate", "win_rate", "by_value").records}
    assert {record: why.kind for record, why in by_value.items()} == {
        "d1": "less",
        "d2": "more",
        "d3": "more",
        "d4": "more",
        "d5": "excluded",
    }
    assert by_value["d5"].names == ("no_amount",)
    (decided,) = gap(company, "win_rate", "win_rate", "without_no_decision").groups
    assert (decided.why.kind, decided.why.names) == ("excluded", ("no_decision",))
    assert (decided.a.role, decided.a.measures, decided.b.role) == ("below", ("", "lost_deals"), "")
    created = {record.why.names for record in gap(company, "win_rate", "win_rate", "within_90_days").records}
    assert created == {("created_on",)}


def test_deals_that_count_the_same_are_counted_and_move_nothing(company: Workspace) -> None:
    assert gap(company, "win_rate", "win_rate", "without_no_decision").alike == 4
    assert gap(company, "win_rate", "win_rate", "within_90_days").alike == 2
    cycle = gap(company, "sales_cycle_length", "sales_cycle_length", "closed")
    assert cycle.alike == 4
    assert {record.record for record in cycle.records} == {"d3", "d4"}


def test_without_two_names_the_metric_is_set_against_every_reading_of_its_unit(company: Workspace) -> None:
    found = company.variants("average_deal_size", period=APRIL)
    assert not found.is_chosen
    assert [gap.b for gap in found.gaps] == [
        f"average_deal_size:{name}" for name in ("median", "trimmed", "lower_quartile", "upper_quartile", "spread")
    ]
    assert {gap.no_gap for gap in found.gaps} == {"no_adding_up"}
    (chosen,) = company.variants("average_deal_size", between=("median", "largest_deal_share"), period=APRIL).gaps
    assert (chosen.no_gap, chosen.difference) == ("other_unit", None)


def test_values_are_those_that_show_gives(company: Workspace) -> None:
    for metric in company.catalogue.metrics.values():
        for result in company.variants(metric.name, period=APRIL).readings:
            (shown,) = company.show(result.full_name, period=APRIL)
            assert (result.value, result.status, result.n) == (shown.value, shown.status, shown.n)


def test_an_empty_period_has_no_gap_and_says_so(company: Workspace) -> None:
    found = gap(company, "win_rate", "win_rate", "by_value", "2025-01")
    assert (found.no_gap, found.difference, found.groups) == ("no_value", None, ())


def test_of_one_deal_nothing_is_moved(company: Workspace) -> None:
    found = gap(company, "win_rate", "win_rate", "by_value", "2026-04-10")
    assert found.difference == Decimal(0)
    assert (found.alike, found.records) == (1, ())


def test_a_reading_without_a_number_has_no_gap(company: Workspace) -> None:
    found = gap(company, "win_rate", "win_rate", "by_value", "2026-04-27")
    assert (found.no_gap, found.difference) == ("no_value", None)


def test_filters_hold_for_both_readings(company: Workspace) -> None:
    (found,) = company.variants(
        "win_rate", between=("win_rate", "without_no_decision"), period=APRIL, where={"owner": "Ján"}
    ).gaps
    assert moved(found) == {"d4": round(1 / 2 - 1 / 3, 10)}


def test_the_largest_come_first_and_no_more_than_were_wanted(company: Workspace) -> None:
    (found,) = company.variants("win_rate", between=("win_rate", "by_value"), most=2, period=APRIL).gaps
    assert [record.record for record in found.records] == ["d5", "d2"]
    assert found.differing == 5


@pytest.mark.parametrize(
    "between", [("by_value",), ("by_value", "win_rate", "within_90_days"), ("by_value", "by_value")]
)
def test_it_takes_two_readings(company: Workspace, between: tuple[str, ...]) -> None:
    with pytest.raises(RequestError):
        company.variants("win_rate", between=between)


def test_a_reading_is_known_by_its_variant_its_full_name_or_its_metric(company: Workspace) -> None:
    (found,) = company.variants("win_rate", between=("win_rate:by_value", "win_rate"), period=APRIL).gaps
    assert (found.a, found.b) == ("win_rate:by_value", "win_rate")
    with pytest.raises(UnknownNameError):
        company.variants("win_rate", between=("win_rate", "by_valu"))


def test_readings_stand_in_one_currency(company: Workspace) -> None:
    with pytest.raises(RequestError, match="in one currency"):
        company.variants("total_revenue", currency_policy="per_currency")


def test_an_earlier_day_is_answered_as_show_answers_it(company: Workspace) -> None:
    found = company.variants("win_rate", between=("win_rate", "by_value"), period=APRIL, as_of="2026-04-25")
    for result in found.readings:
        (shown,) = company.show(result.full_name, period=APRIL, as_of="2026-04-25")
        assert (result.value, result.status) == (shown.value, shown.status)
    (gap,) = found.gaps
    assert ({record.record for record in gap.records}, gap.alike) == ({"d1", "d2"}, 1)
    assert abs(sum((record.moves for record in gap.records), Decimal(0)) - (gap.difference or 0)) < Decimal("1e-20")
