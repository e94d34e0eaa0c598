"""The page of cohorts: its numbers are the answer's own, and every choice on it leads somewhere."""

from __future__ import annotations

import pytest

from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit

PAGE = "/customers/cohorts"


@pytest.mark.parametrize("of", ["customers", "revenue"])
@pytest.mark.parametrize("by", ["", "industry"])
@pytest.mark.parametrize("returned", ["", "1"])
def test_every_choice_is_answered(visit: Visit, of: str, by: str, returned: str) -> None:
    seen = visit(PAGE, of=of, by=by, returned=returned)
    assert "How long first relationships last" in seen.text


def test_the_numbers_are_those_of_the_answer(visit: Visit, demo: Workspace) -> None:
    whole = demo.cohorts(period="2025", grain="month").whole
    seen = visit(PAGE, period="2025", grain="month")
    assert f"Customers: {whole.customers}; first relationships" in seen.text


def test_the_value_of_a_customer_stands_below(visit: Visit, demo: Workspace) -> None:
    worth = demo.lifetime_value().bases["churn_based"].result
    seen = visit(PAGE)
    assert worth.value is not None
    assert f"{worth.value:,.0f}" in seen.text


def test_a_cell_of_the_map_leads_to_its_customers(visit: Visit, demo: Workspace) -> None:
    cells = [href for href, _ in visit(PAGE, period="2025", grain="quarter").links if "cohort=" in href]
    (first,) = {href for href in cells if "cohort=2025-01-01" in href and "age=12" in href}
    found = demo.cohort_list(period="2025-Q1", age=12)
    assert 0 < found.there < len(found.customers)
    listed = visit(first.partition("#")[0]).text
    assert f"Still there after 12 months: {found.there} of {len(found.customers)}" in listed
    assert all(each.name in listed for each in found.customers)


@pytest.mark.parametrize("age", ["", "x", "-1", "999"])
def test_an_age_that_is_none_is_the_greatest(visit: Visit, age: str) -> None:
    assert "Still there after" in visit(PAGE, cohort="2025-Q1", age=age).text


def test_how_long_they_stay_is_drawn(visit: Visit) -> None:
    assert "Longer than so many months" in visit(PAGE).text
    assert "Longer than so many months" not in visit(PAGE, by="size_band").text


def test_a_period_without_customers_is_said(visit: Visit) -> None:
    assert "Nobody became a customer in this period." in visit(PAGE, period="2010").text
