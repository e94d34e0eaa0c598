"""The page of customers tells what the answer does."""

from __future__ import annotations

from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit


def test_it_has_every_panel_and_a_row_a_month(visit: Visit, demo: Workspace) -> None:
    found = demo.customers()
    seen = visit("/customers")
    assert list(seen.panels) == ["moves", "money", "counts", "bases", "lost_for", "stated", "sources", "pairs"]
    assert [row[0] for row in seen.tables["Customers"][1:]][-1] == "Together"
    assert len(seen.tables["Customers"]) == len(found.units) + 2
    assert len(seen.tables["Churn by reason"]) == len(found.lost_for) + 2
    assert len(seen.tables["Losses written down, by reason"]) == len(found.stated) + 1


def test_it_heeds_its_options(visit: Visit, demo: Workspace) -> None:
    found = demo.customers(period="2025", grain="quarter", by="cohort")
    seen = visit("/customers", period="2025", grain="quarter", by="cohort")
    rows = seen.tables["By the first day as a customer"]
    assert [part.part for part in found.parts][-1] == "2025-Q4"
    assert [row[0] for row in rows[1:]] == [f"Q{part.part[-1]} {part.part[:4]}" for part in found.parts if part.part]
    assert len(seen.tables["Customers"]) == len(found.units) + 2


def test_there_is_nothing_before_the_first(visit: Visit) -> None:
    assert "Nothing moved among customers in these periods." in visit("/customers", period="2020").text
