"""Who of the leads can be reached, by hand: shares, what stands out, conversion with and without, what is missing."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import pytest

from lievik.errors import RequestError
from lievik.model.leads import LeadsAnswer
from tests.soundness.table_from_docstring import Company, company

HEADER = "lead | id email email_status created_on converted_on lead_source owner_id"


def _leads(source: str, *, good: int, bad: int, converted: int) -> str:
    """Leads of one source: those that convert are among the good ones."""
    lines = [
        f"| {source}{at} x{at}@{source}.sk {'valid' if at < good else 'invalid'} 2026-01-05 "
        f"{'2026-02-01' if at < converted else '-'} {source} -"
        for at in range(good + bad)
    ]
    return "\n".join(lines)


@pytest.fixture(scope="module")
def told() -> Company:
    """Three sources: of `ads` 12 of 20 cannot be reached, of `seo` 1 of 60, of `fair` 1 of 5."""
    rows = (
        _leads("ads", good=8, bad=12, converted=4),
        _leads("seo", good=59, bad=1, converted=30),
        _leads("fair", good=4, bad=1, converted=1),
        "| n1 - - 2026-01-05 - - -",
        "| n2 info@firma.sk - 2026-01-05 - - -",
        "| n3 ana@firma.sk - 2026-01-05 - - -",
        "| n4 Ana@firma.sk - 2026-01-06 2026-02-01 - -",
    )
    return company("\n".join((HEADER, *rows)))


@pytest.fixture(scope="module")
def answer(told: Company) -> LeadsAnswer:
    return told.workspace.leads(period="2026-01")


def test_leads_are_counted_by_what_is_known_of_them(answer: LeadsAnswer) -> None:
    assert answer.whole is not None
    assert answer.whole.counts == {"reachable": 71, "risky": 1, "unreachable": 14, "not_known": 1, "no_address": 1}
    assert answer.whole.leads == 88
    assert answer.duplicates == 1
    assert [(each.reachability, each.reason, each.leads) for each in answer.reasons] == [
        ("unreachable", "crm_status", 14),
        ("risky", "role_account", 1),
        ("reachable", "crm_status", 71),
        ("not_known", "not_checked", 1),
    ]


def test_the_source_with_the_most_comes_first_and_chance_is_told(answer: LeadsAnswer) -> None:
    assert [(group.group, group.side) for group in answer.groups] == [
        ("ads", "above"),
        ("seo", "below"),
        ("fair", ""),
        (None, ""),
    ]
    ads, _, fair, none = (group.unreachable for group in answer.groups)
    assert (ads.numerator, ads.denominator, ads.status) == (12, 20, "ok")
    assert ads.interval is not None
    # Wilson's, by hand
    assert (float(ads.interval.low), float(ads.interval.high)) == pytest.approx((0.3866, 0.7812), abs=5e-5)
    assert (fair.numerator, fair.denominator, fair.status) == (1, 5, "insufficient")
    # the one without an address is not among those who cannot be reached, nor among those who may be
    assert (none.numerator, none.denominator) == (0, 2)


def test_conversion_is_told_with_and_without_those_who_cannot_be_reached(answer: LeadsAnswer) -> None:
    ads, _, fair, _ = answer.groups
    assert (ads.conversion.numerator, ads.conversion.denominator) == (4, 20)
    assert (ads.contactable.numerator, ads.contactable.denominator) == (4, 8)
    # eight leads are too few for a rate, and so for a difference
    assert (ads.contactable.status, ads.gap) == ("insufficient", None)
    assert fair.gap is None
    assert answer.whole is not None
    assert (answer.whole.conversion.numerator, answer.whole.conversion.denominator) == (36, 88)
    assert (answer.whole.contactable.numerator, answer.whole.contactable.denominator) == (36, 74)
    assert answer.whole.gap is not None
    assert float(answer.whole.gap) == pytest.approx(36 / 74 - 36 / 88)


def test_parts_are_those_of_the_metric(told: Company, answer: LeadsAnswer) -> None:
    shown = told.groups("lead_conversion_rate:without_unreachable", "lead_source", "2026-01")
    for group in answer.groups:
        assert (shown[group.group].numerator, shown[group.group].value) == (
            group.contactable.numerator,
            group.contactable.value,
        )


def test_a_filter_leaves_the_others_out(told: Company) -> None:
    found = told.workspace.leads(period="2026-01", where={"lead_source": ["ads"]})
    assert found.whole is not None
    assert (found.whole.leads, [group.group for group in found.groups]) == (20, ["ads"])


def test_a_time_without_leads_has_no_shares(told: Company) -> None:
    found = told.workspace.leads(period="2025-01")
    assert found.whole is not None
    assert (found.whole.leads, found.whole.unreachable.value, found.groups, found.reasons) == (0, None, (), ())


def test_without_addresses_or_leads_it_is_said_what_is_missing() -> None:
    bare = company("lead | id created_on converted_on\n| 1 2026-01-01 2026-02-01").workspace.leads(period="2026-01")
    assert (bare.whole, bare.reason, bare.reason_facts) == (None, "missing_column", {"columns": "lead.email"})
    none = company("deal | id outcome created_on\n| 1 open 2026-01-01").workspace.leads(period="2026-01")
    assert (none.whole, none.reason, none.reason_facts) == (None, "missing_table", {"tables": "lead"})


@pytest.mark.parametrize("by", [["lead_source", "owner"], ["reachability"], ["reachability_reason"]])
def test_a_split_that_makes_no_sense_is_refused(told: Company, by: list[str]) -> None:
    with pytest.raises(RequestError):
        told.workspace.leads(period="2026-01", by=by)
