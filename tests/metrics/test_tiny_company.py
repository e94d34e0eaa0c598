"""Every reading of every metric over a company that a person can add up.

The product and plain Python are each held against tests/tiny_company/expected.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lievik.model.result import MetricResult
from lievik.workspace import Workspace
from tests.tiny_company.by_hand import AS_OF, READINGS, Answer, Question, answer
from tests.tiny_company.company import Company

FOLDER = Path(__file__).resolve().parent.parent / "tiny_company"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
NUMBERS = ("value", "numerator", "denominator", "n")
CLOSE = Fraction(1, 10**9)
"""Part of a number that may be lost where a mean or a quantile is worked out in floating point."""

CASES: list[dict[str, Any]] = [
    {"reading": reading, "period": period, **wanted}
    for reading, periods in EXPECTED["reading"].items()
    for period, wanted in periods.items()
] + EXPECTED["special"]
QUARTERS = {
    f"{year}-Q{quarter + 1}": (date(year, 3 * quarter + 1, 1), date(year + quarter // 3, (3 * quarter + 3) % 12 + 1, 1))
    for year in (2025, 2026)
    for quarter in range(4)
}
MONTHS = {
    f"{year}-{month:02}": (date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))
    for year in (2025, 2026)
    for month in range(1, 13)
}
SPANS = {
    **QUARTERS,
    **MONTHS,
    "2026": (date(2026, 1, 1), date(2027, 1, 1)),
    "2026-04-01..2026-04-15": (date(2026, 4, 1), date(2026, 4, 16)),
}


def _name(case: Mapping[str, Any]) -> str:
    told: list[str] = [case["reading"], case.get("dimension", ""), case.get("period", ""), case.get("as_of", "")]
    told += [f"{name}={value}" for name, value in case.get("parameters", {}).items()]
    return " ".join(word for word in told if word)


@pytest.fixture(scope="module")
def company() -> Company:
    """The tiny company's files, read by plain Python."""
    return Company()


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_product_gives_the_number(tiny_company: Workspace, case: Mapping[str, Any]) -> None:
    found = _ask(tiny_company, case)
    assert {name: _told(getattr(found, name), case[name]) for name in NUMBERS if name in case} == {
        name: case[name] for name in NUMBERS if name in case
    }
    assert (found.status, found.reason) == (case["status"], case.get("reason", ""))
    assert dict(found.excluded.reasons) == case.get("excluded", {})
    if "value" not in case:
        assert found.value is None


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_plain_python_gives_the_same(company: Company, case: Mapping[str, Any]) -> None:
    found = _worked_out(company, case)
    for name in NUMBERS if "value" in case else ("numerator", "denominator"):
        if name in case or name != "n":
            assert getattr(found, name) == (Fraction(case[name]) if name in case else None), name
    assert (found.status, found.reason) == (case["status"], case.get("reason", ""))
    assert found.excluded == case.get("excluded", {})


@pytest.mark.parametrize("case", EXPECTED["by"], ids=_name)
def test_the_product_gives_the_numbers_of_groups(tiny_company: Workspace, case: Mapping[str, Any]) -> None:
    dimension = case["dimension"]
    table = tiny_company.show(case["reading"], period="2026-Q2", by=dimension)
    found = {result.group[dimension] or "": result.value for result in table}
    told = {label: _told(found[label], wanted) for label, wanted in case["groups"].items()}
    assert told == case["groups"]


@pytest.mark.parametrize("case", EXPECTED["by"], ids=_name)
def test_plain_python_gives_the_same_numbers_of_groups(company: Company, case: Mapping[str, Any]) -> None:
    ids = {row["name"]: row["id"] for table in ("rep", "team") for row in company.table(table)}
    start, end = QUARTERS["2026-Q2"]
    for label, wanted in case["groups"].items():
        part = {case["dimension"]: ids.get(label, label)}
        found = answer(Question(reading=case["reading"], start=start, end=end, part=part), company)
        assert found.value == (None if wanted == "none" else Fraction(wanted)), label


def test_every_reading_of_the_catalogue_is_expected(tiny_company: Workspace) -> None:
    readings = {
        reading.full_name for metric in tiny_company.catalogue.metrics.values() for reading in metric.readings.values()
    }
    assert readings == set(READINGS) == set(EXPECTED["reading"])
    assert len(tiny_company.catalogue.metrics) == 18


def test_every_file_is_imported_whole(tiny_company: Workspace, company: Company) -> None:
    tables = [path.stem for path in FOLDER.glob("*.csv")]
    assert {table: tiny_company.facts.rows[table] for table in tables} == {
        table: len(company.table(table)) for table in tables
    }


def test_a_number_that_differs_a_little_is_not_the_same() -> None:
    assert _told(Decimal("0.333333"), "1/3") != "1/3"
    assert _told(Decimal("0.3333333333333333"), "1/3") == "1/3"


def _ask(workspace: Workspace, case: Mapping[str, Any]) -> MetricResult:
    """Ask the product for one number."""
    table = workspace.show(
        case["reading"],
        period=case["period"],
        as_of=case.get("as_of"),
        parameters=case.get("parameters"),
    )
    return next(iter(table))


def _worked_out(company: Company, case: Mapping[str, Any]) -> Answer:
    """Ask plain Python for one number."""
    start, end = SPANS[case["period"]]
    question = Question(
        reading=case["reading"],
        start=start,
        end=end,
        as_of=date.fromisoformat(case["as_of"]) if "as_of" in case else AS_OF,
        parameters={name: Fraction(value) for name, value in case.get("parameters", {}).items()},
    )
    return answer(question, company)


def _told(found: Decimal | None, wanted: str) -> str:
    """The wanted fraction where the number found is as good as equal to it, else the number itself."""
    if found is None:
        return "none"
    if wanted != "none" and abs(Fraction(found) - Fraction(wanted)) <= CLOSE * max(Fraction(1), abs(Fraction(wanted))):
        return wanted
    return str(found)
