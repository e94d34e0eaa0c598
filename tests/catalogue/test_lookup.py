"""The search box of the catalogue: titles, other names and questions in both languages, capitals and accents aside."""

from __future__ import annotations

import pytest

from lievik.catalogue.lookup import find_metrics, find_words, folded, nearest_name
from tests.soundness.table_from_docstring import built_in_catalogue

CATALOGUE = built_in_catalogue()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("win rate", {"win_rate", "opportunity_conversion_rate"}),
        ("WIN  RATE", {"win_rate", "opportunity_conversion_rate"}),
        ("miera uspesnosti", {"win_rate"}),
        ("Miera úspešnosti", {"win_rate"}),
        ("closed-won rate", {"win_rate"}),
        ("CAC", {"customer_acquisition_cost", "customer_lifetime_value"}),
        ("rychlost pipeline", {"pipeline_velocity"}),
        ("how long does it take", {"sales_cycle_length"}),
        ("xyz", set()),
    ],
)
def test_metrics_are_found_by_what_people_call_them(typed: str, found: set[str]) -> None:
    assert {metric.name for metric in find_metrics(CATALOGUE, typed)} == found


def test_nothing_typed_finds_all_in_the_order_of_the_chapters() -> None:
    assert find_metrics(CATALOGUE, " ") == CATALOGUE.ordered()
    assert set(find_words(CATALOGUE, "")) == set(CATALOGUE.glossary)


def test_words_are_found_by_term_and_meaning() -> None:
    assert "bottleneck" in find_words(CATALOGUE, "uzke miesto")
    assert "bottleneck" in find_words(CATALOGUE, "wait longest")


@pytest.mark.parametrize(("typed", "name"), [("wim rate", "win rate"), ("pipelin velocty", "Pipeline velocity")])
def test_a_slip_of_the_pen_is_told_the_name_that_was_meant(typed: str, name: str) -> None:
    assert folded(nearest_name(CATALOGUE, typed)) == folded(name)


def test_nothing_near_is_told_as_nothing() -> None:
    assert not nearest_name(CATALOGUE, "qqqqqq")
