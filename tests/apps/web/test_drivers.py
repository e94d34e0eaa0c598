"""What moved a number, in the browser: the parts are the answer's own, and stand where people look for them."""

from __future__ import annotations

import pytest

from lievik.language import Language, language_of
from lievik.report.views.change_wording import change_text
from lievik.report.views.drivers_view import DriversView
from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit


@pytest.fixture
def english() -> Language:
    return language_of("en")


def test_factors_of_velocity_are_those_of_the_answer(visit: Visit, demo: Workspace, english: Language) -> None:
    found = demo.velocity(period="2026-Q2")
    seen = visit("/pipeline/velocity", period="2026-Q2")
    assert {"velocity", "moved-stock", "moved-article"} <= set(seen.panels)
    for preset, name in (("stock", "moved-stock"), ("", "moved-article")):
        result = found.presets[preset].result
        for factor in found.presets[preset].factors:
            said = change_text(factor.part, result.unit, result.currency, english).replace("\N{NO-BREAK SPACE}", " ")
            assert said in seen.panels[name]


def test_a_metric_says_where_it_moved(visit: Visit, demo: Workspace, english: Language) -> None:
    found = demo.drivers("win_rate", period="2026-Q2", by="owner")
    seen = visit("/metrics/win_rate", period="2026-Q2", moved_by="owner")
    rows = {row[0]: row for row in seen.tables["By owner"][1:]}
    view = DriversView(catalogue=demo.catalogue, language=english)
    assert set(rows) == {part.label for part in found.segments}
    assert view.change(found).replace("\N{NO-BREAK SPACE}", " ") in seen.panels["drivers"]


def test_nothing_moved_where_nothing_is_compared(visit: Visit) -> None:
    assert "drivers" not in visit("/metrics/win_rate", compare="none").panels


def test_a_number_without_factors_says_so(visit: Visit) -> None:
    seen = visit("/metrics/average_deal_size", variant="median", period="2026-Q2")
    assert "no product and no ratio" in seen.panels["drivers"]


def test_a_card_calls_a_change_better_only_beyond_chance(visit: Visit, demo: Workspace) -> None:
    seen = visit("/", period="2026-Q2")
    for result in demo.show(period="2026-Q2", compare="previous"):
        card = next((said for href, said in seen.links if href.startswith(f"/metrics/{result.metric}")), "")
        change = result.compared.change if result.compared else None
        if change is not None and change.verdict == "unclear":
            assert "may be chance" in card
            assert "better" not in card
            assert "worse" not in card
