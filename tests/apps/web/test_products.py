"""The page of products: its numbers are the answer's own, and panels say where there is too little."""

from __future__ import annotations

import pytest

from lievik.language import Language, language_of
from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit


@pytest.fixture
def english() -> Language:
    return language_of("en")


def test_the_navigation_leads_there(visit: Visit) -> None:
    assert visit("/").leads("Products").startswith("/products")


@pytest.mark.parametrize("by", ["product", "product_family"])
def test_every_product_stands_with_its_revenue_and_change(
    visit: Visit, demo: Workspace, english: Language, by: str
) -> None:
    found = demo.products(by=by)
    seen = visit("/products", by=by)
    assert list(seen.panels) == ["products", "moved", "next"]
    table = seen.tables["Revenue by product, net of returns"]
    assert [row[:2] for row in table[1:-1]] == [
        [row.name, english.money(row.now.revenue, found.currency, digits=0)] for row in found.rows
    ]
    assert table[-1][0] == "Together"
    assert found.whole is not None
    assert english.money(found.whole.before.revenue, found.currency, digits=0) in seen.panels["moved"]


def test_who_buys_what_next_has_its_counts(visit: Visit, demo: Workspace, english: Language) -> None:
    found = demo.products(has_next=True).next
    assert found is not None
    assert found.pairings
    seen = visit("/products")
    first = found.pairings[0]
    assert seen.tables["Who buys what next"][1][:3] == [
        first.held_name,
        first.other_name,
        english.part_of(first.both, first.holders),
    ]
    accounts = [row[0] for row in seen.tables[f"Whom to ask: {english.count(found.count)} candidates"][1:]]
    assert accounts == [candidate.name for candidate in found.candidates[: len(accounts)]]


def test_a_period_without_sales_says_so(visit: Visit) -> None:
    assert "Nothing was sold in either period." in visit("/products", period="2015").panels["products"]


def test_filters_and_comparison_are_heeded(visit: Visit, demo: Workspace, english: Language) -> None:
    owner = demo.values("owner", 1)[0]
    found = demo.products(period="2026-Q1", compare="year", where={"owner": owner})
    seen = visit("/products", period="2026-Q1", compare="year", where=f"owner={owner}")
    assert found.whole is not None
    assert english.money(found.whole.now.revenue, found.currency, digits=0) in seen.panels["products"]
    assert "Q1 2025" in seen.panels["moved"]


def test_a_bar_leads_to_its_product_alone(visit: Visit, demo: Workspace) -> None:
    seen = visit("/products", period="2026-Q2")
    bars = [href for href, _ in seen.links if "product%3D" in href or "product=" in href]
    found = demo.products(period="2026-Q2")
    assert len(set(bars)) == min(len(found.rows), 12)
    table = visit(bars[0]).tables["Revenue by product, net of returns"]
    assert {row[0] for row in table[1:]} <= {found.rows[0].name, "Together"}
