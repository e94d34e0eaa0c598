"""Is there enough for a quarter? The tiny company's answer, added up with a pencil in tests/tiny_company."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.errors import RequestError
from lievik.model.coverage import CoverageAnswer, CoverageNumber
from lievik.workspace import Workspace
from tests.soundness.table_from_docstring import company


def number(answer: CoverageAnswer, kind: str) -> CoverageNumber:
    return next(found for name, found in answer.whole.numbers.items() if name == kind)


def test_to_go_coverage_is_the_metric_and_overdue_deals_are_listed(tiny_company: Workspace) -> None:
    """Open d11 50 000 over 130 000 - 80 000; d12 of 24 000 was expected on 15 May, 46 days ago."""
    answer = tiny_company.coverage(period="2026-Q2")
    assert (number(answer, "to_go").value, number(answer, "to_go").n) == (1, 1)
    assert (answer.whole.quota, answer.whole.won, answer.whole.left) == (130_000, 80_000, 50_000)
    assert (answer.day_no, answer.week_day.isoformat()) == (91, "2026-04-15")
    assert [(deal.deal, deal.amount, deal.days, deal.owner) for deal in answer.overdue.listed] == [
        ("d12", 24_000, 46, "Peter East")
    ]
    assert (answer.overdue.deals, answer.overdue.in_period) == (1, 1)
    (shown,) = tiny_company.show("pipeline_coverage", period="2026-Q2")
    assert shown.excluded.reasons["overdue"] == answer.overdue.in_period


def test_starting_coverage_is_frozen_in_the_chosen_week(tiny_company: Workspace) -> None:
    """In week 3, 104 000 stood open; on 1 April d01 was still open, d09 not there, d12 expected in July."""
    assert number(tiny_company.coverage(period="2026-Q2"), "starting").value == Decimal(104) / 130
    first = number(tiny_company.coverage(period="2026-Q2", week=1), "starting")
    assert (first.numerator, first.n) == (85_000, 3)


@pytest.mark.parametrize("as_of", ["2026-04-10", "2026-05-15", "2026-06-30"])
@pytest.mark.parametrize("period", ["2026-Q2", "2026-Q3"])
@pytest.mark.parametrize("metric", ["pipeline_coverage", "pipeline_coverage:starting"])
def test_numbers_are_those_of_show(tiny_company: Workspace, as_of: str, period: str, metric: str) -> None:
    answer = tiny_company.coverage(period=period, as_of=as_of, by="owner")
    kind = "starting" if metric.endswith("starting") else "to_go"
    (shown,) = tiny_company.show(metric, period=period, as_of=as_of)
    assert (number(answer, kind).value, number(answer, kind).n) == (shown.value, shown.n)
    split = {
        result.group["owner"]: result for result in tiny_company.show(metric, period=period, as_of=as_of, by="owner")
    }
    for group in answer.groups:
        found = next(value for name, value in group.numbers.items() if name == kind)
        assert found.value == (split[group.label].value if group.label in split else None)


def test_a_quota_that_is_met_leaves_nothing_to_cover(tiny_company: Workspace) -> None:
    groups = {group.label: group for group in tiny_company.coverage(period="2026-Q2", by="owner").groups}
    met = groups["Marek Gone"].numbers["to_go"]
    assert (met.value, met.status, met.reason) == (None, "undefined", "quota_met")
    assert groups["Marek Gone"].numbers["weighted"].reason == "quota_met"
    assert groups["Zuzana New"].numbers["to_go"].value == Decimal(50) / 21


def test_without_a_period_it_is_the_quarter_with_days_to_come(tiny_company: Workspace) -> None:
    """On the last day of June that is the third quarter: d18, 60 000 USD at 0.95, over the company's own 114 000."""
    answer = tiny_company.coverage()
    assert (answer.period.label, answer.day_no) == ("2026-Q3", 0)
    assert (answer.whole.amount, number(answer, "to_go").value) == (57_000, Decimal("0.5"))
    assert (number(answer, "starting").status, number(answer, "starting").reason) == ("immature", "not_begun")
    assert tiny_company.coverage(as_of="2026-06-29").period.label == "2026-Q2"


def test_a_week_that_has_not_come_is_not_frozen(tiny_company: Workspace) -> None:
    found = number(tiny_company.coverage(period="2026-Q2", as_of="2026-04-10"), "starting")
    assert (found.status, found.reason, found.reason_facts) == ("immature", "week_not_reached", {"week": "3"})


def test_of_a_quarter_that_is_over_only_the_chosen_week_is_told(tiny_company: Workspace) -> None:
    answer = tiny_company.coverage(period="2026-Q1")
    assert number(answer, "to_go").reason == "period_over"
    assert number(answer, "starting").denominator == 120_000


def test_too_few_earlier_quarters_say_nothing_of_what_is_needed(tiny_company: Workspace) -> None:
    answer = tiny_company.coverage(period="2026-Q2", as_of="2026-05-15")
    for kind in ("needed", "weighted"):
        found = number(answer, kind)
        assert (found.value, found.reason) == (None, "few_units")
    assert number(answer, "to_go").verdict == ""


DEALS = """
    deal | id outcome amount created_on closed_on  expected_close_on owner_id known_from
         | 1  open    600    2026-01-01 -          2026-05-20        a        2026-05-09
         | 2  won     400    2026-01-01 2026-04-20 2026-04-30        a        2026-05-09
         | 3  lost    100    2026-01-01 2026-05-04 2026-06-30        b        2026-05-09
"""


def test_without_a_quota_there_is_no_coverage_and_the_pipeline_is_told() -> None:
    answer = company(DEALS).workspace.coverage(period="2026-Q2", as_of="2026-05-10")
    for kind in ("to_go", "starting", "weighted", "by_probability"):
        found = number(answer, kind)
        assert (found.value, found.status, found.reason) == (None, "not_available", "missing_table")
        assert found.reason_facts == {"tables": "quota"}
    assert (answer.whole.amount, answer.whole.deals, answer.whole.quota) == (600, 1, None)


def test_a_quota_of_another_quarter_is_none_of_this_one() -> None:
    quota = "quota | subject_kind starts_on ends_on amount\n | company 2027-01-01 2027-04-01 1000\n"
    answer = company(f"{DEALS}\n{quota}").workspace.coverage(period="2026-Q2", as_of="2026-05-10")
    for kind in ("to_go", "starting"):
        assert (number(answer, kind).value, number(answer, kind).reason) == (None, "nobody_has_a_quota")


def test_starting_coverage_knows_deals_that_have_no_versions() -> None:
    """On 15 April all three were open, as their days tell; the second is 400 of it."""
    quota = "quota | subject_kind starts_on ends_on amount\n | company 2026-04-01 2026-07-01 1000\n"
    answer = company(f"{DEALS}\n{quota}").workspace.coverage(period="2026-Q2", as_of="2026-05-10")
    assert (number(answer, "starting").value, number(answer, "starting").n) == (Decimal("1.1"), 3)
    assert number(answer, "to_go").value == 1


def test_a_company_without_anything_has_no_answer_and_no_zero() -> None:
    answer = company("").workspace.coverage()
    assert (answer.whole.amount, answer.whole.won, answer.whole.quota) == (None, None, None)
    assert {found.value for found in answer.whole.numbers.values()} == {None}
    assert all(found.reason for found in answer.whole.numbers.values())
    assert answer.past == ()


def test_deals_in_a_currency_without_a_rate_are_left_out_and_counted() -> None:
    text = """
    deal  | id outcome amount currency created_on closed_on  expected_close_on
          | 1  open    600    EUR      2026-01-01 -          2026-05-20
          | 2  open    400    XAU      2026-01-01 -          2026-05-20
          | 3  won     100    EUR      2026-01-01 2026-01-20 2026-05-20
    quota | subject_kind starts_on  ends_on    amount currency
          | company      2026-04-01 2026-07-01 1000   EUR
    """
    answer = company(text).workspace.coverage(period="2026-Q2", as_of="2026-05-10")
    assert (answer.whole.amount, answer.no_rate) == (600, 1)
    assert number(answer, "to_go").reason == "no_rate"


@pytest.mark.parametrize(
    "said", [{"week": 0}, {"week": 54}, {"by": ("owner", "team")}, {"by": "industry"}, {"where": {"owner": "Nobody"}}]
)
def test_what_cannot_be_asked_is_refused(tiny_company: Workspace, said: dict[str, object]) -> None:
    with pytest.raises(RequestError):
        tiny_company.coverage(period="2026-Q2", **said)  # type: ignore[arg-type]
