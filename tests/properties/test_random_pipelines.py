"""Made-up companies, with everything in them that goes wrong: every number equals plain Python over their rows."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from tests.properties import plain_pipeline as plain
from tests.properties.every_reading import many, seeds, sizes, some
from tests.properties.plain_pipeline import Asked
from tests.properties.random_company import Rows, random_rows
from tests.soundness.table_from_docstring import Company, company_of

PERIODS = {
    "2026-Q1": (date(2026, 1, 1), date(2026, 4, 1)),
    "2026-02": (date(2026, 2, 1), date(2026, 3, 1)),
    "2025": (date(2025, 1, 1), date(2026, 1, 1)),
    "2026-Q2": (date(2026, 4, 1), date(2026, 7, 1)),
}


def check(company: Company, rows: Rows, asked: Asked, period: str) -> None:
    """Compare every metric that plain Python knows."""
    said = {"as_of": asked.as_of}
    for name, found in (
        ("win_rate", plain.win_rate(rows, asked)),
        ("opportunity_conversion_rate", plain.opportunity_conversion(rows, asked)),
        ("lead_conversion_rate", plain.lead_conversion(rows, asked)),
        ("churn_rate", plain.churn(rows, asked)),
    ):
        result = company.one(name, period, **said)
        if name == "churn_rate" and not plain.spells(rows):
            continue  # customers are then told by orders, which test_customers.py does by hand
        if result.status == "not_available":
            assert found in {(0, found[1]), (0, 0)}, name
            continue
        assert [result.numerator, result.denominator] == list(found), (name, period)
        rate = None if result.value is None else float(result.value)
        assert rate == (pytest.approx(found[0] / found[1]) if found[1] else None)
    _check_money(company, rows, asked, period)
    _check_customers(company, rows, asked, period)


def _check_money(company: Company, rows: Rows, asked: Asked, period: str) -> None:
    amounts, days = plain.won_amounts(rows, asked), plain.cycles(rows, asked)
    expected = {
        "total_revenue": float(sum(amounts, Decimal(0))),
        "average_deal_size": plain.mean(amounts),
        "average_deal_size:median": plain.middle(amounts),
        "sales_cycle_length": plain.mean(days),
        "sales_cycle_length:median": plain.middle(days),
    }
    for name, value in expected.items():
        result = company.one(name, period, as_of=asked.as_of)
        if result.status == "not_available":
            assert not value, name
            continue
        found = None if result.value is None else float(result.value)
        assert found == (value if value is None else pytest.approx(value, rel=1e-12)), (name, period)


def _check_customers(company: Company, rows: Rows, asked: Asked, period: str) -> None:
    if not plain.spells(rows):
        return
    kept, churned = company.one("retention_rate", period, as_of=asked.as_of), plain.churn(rows, asked)
    if kept.status != "not_available":
        assert (kept.numerator, kept.denominator) == (churned[1] - churned[0], churned[1])
    value = company.one("customer_lifetime_value", period, as_of=asked.as_of)
    years = plain.lifetime(rows, asked)
    if value.value is not None:
        assert float(value.formula.rsplit(" * ", 1)[1]) == pytest.approx(years, rel=1e-9)
    elif value.status == "undefined":
        assert years is None or value.reason != "no_value", period


def check_coverage(company: Company, rows: Rows, asked: Asked, period: str) -> None:
    """Compare coverage of a period that still runs."""
    result = company.one("pipeline_coverage", period, as_of=asked.as_of)
    if result.status == "not_available":
        return
    target, stands = plain.quota(rows, asked), plain.open_pipeline(rows, asked)
    assert target is not None
    left = target - sum(plain.won_amounts(rows, asked), Decimal(0))
    if left <= 0:
        assert (result.value, result.reason) == (None, "quota_met")
    else:
        assert result.value is not None
        assert float(result.value) == pytest.approx(float(stands / left), rel=1e-12)


def check_groups(company: Company, rows: Rows, asked: Asked, period: str) -> None:
    """Compare win rate and revenue of every owner."""
    names = {row["id"]: row["name"] for row in rows["rep"]}
    parts = {names.get(key, key): part for key, part in plain.grouped(rows, lambda row: row["owner_id"]).items()}
    for label, result in company.groups("total_revenue", "owner", period, as_of=asked.as_of).items():
        if label in parts:
            assert result.value == sum(plain.won_amounts(parts[label], asked), Decimal(0)), label
    shown = company.groups("average_deal_size:median", "owner", period, as_of=asked.as_of)
    for label, part in parts.items():
        amounts = plain.won_amounts(part, asked)
        if amounts:
            assert float(shown[label].value or 0) == pytest.approx(plain.middle(amounts)), label


def _until(versions: Sequence[Mapping[str, object]], day: date) -> list[dict[str, object]]:
    """Versions as far as they tell of the days up to one."""
    told = [dict(version) for version in versions if str(version["valid_from_on"]) <= str(day)]
    for version in told:
        if str(version["valid_until_on"] or "") > str(day):
            version["valid_until_on"] = None
    return told


def check_everything(seed: int, size: int) -> None:
    """Compare every period, as of the last day and as of a day in between."""
    rows = random_rows(seed, size)
    rows["rep"][1]["name"] = "Mia"
    last_day = date(2026, 6, 30)
    # how deals stood is compared in tests/demo/test_as_of_a_day.py; plain Python here knows deals alone
    untold = company_of({**rows, "deal_version": []})
    company = company_of({**rows, "deal_version": _until(rows["deal_version"], last_day)})
    for period, (start, end) in PERIODS.items():
        check(company, rows, Asked(start=start, end=end, as_of=last_day), period)
        check(untold, rows, Asked(start=start, end=end, as_of=date(2026, 5, 17)), period)
        check_groups(company, rows, Asked(start=start, end=end, as_of=last_day), period)
    for as_of in (date(2026, 4, 1), date(2026, 5, 17), date(2026, 6, 29)):
        check_coverage(untold, rows, Asked(start=date(2026, 4, 1), end=date(2026, 7, 1), as_of=as_of), "2026-Q2")


@some
@given(seeds, sizes)
def test_against_plain_python(seed: int, size: int) -> None:
    check_everything(seed, size)


@pytest.mark.soak
@many
@given(seeds, sizes)
def test_against_plain_python_long(seed: int, size: int) -> None:
    check_everything(seed, size)
