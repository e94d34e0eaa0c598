"""Formulas in words: as they were written, down to the data, and with numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.language import language_of
from lievik.report.views.formula_words import FormulaWords
from tests.soundness.table_from_docstring import built_in_catalogue

CATALOGUE = built_in_catalogue()
ENGLISH = FormulaWords(catalogue=CATALOGUE, language=language_of("en"))
SLOVAK = FormulaWords(catalogue=CATALOGUE, language=language_of("sk"))


@pytest.mark.parametrize(
    ("metric", "text"),
    [
        ("win_rate", "[qualified deals won] ÷ ([qualified deals won] + [qualified deals lost])"),
        ("churn_rate", "[customers gone by the end] ÷ [customers at the start]"),
        (
            "revenue_growth",
            "([Total revenue] − [Total revenue, the period before]) ÷ [Total revenue, the period before]",
        ),
    ],
)
def test_a_formula_names_what_its_author_named(metric: str, text: str) -> None:
    assert ENGLISH.short(CATALOGUE.reading(metric)) == text


def test_the_whole_formula_goes_down_to_the_data() -> None:
    growth = ENGLISH.whole(CATALOGUE.reading("revenue_growth"))
    assert growth.startswith("([value of deals won] − [value of deals won, the period before])")


def test_numbers_take_the_place_of_names_in_each_language() -> None:
    given = {"spend_amount": Decimal(100_000), "new_customers": Decimal(50)}
    reading = CATALOGUE.reading("customer_acquisition_cost")
    assert ENGLISH.worked(reading, given) == "100,000 ÷ 50"
    assert SLOVAK.worked(reading, given).replace("\N{NO-BREAK SPACE}", " ") == "100 000 ÷ 50"


def test_the_period_before_has_a_number_of_its_own() -> None:
    given = {"total_revenue": Decimal(1000), "previous(total_revenue)": Decimal(800)}
    assert ENGLISH.worked(CATALOGUE.reading("revenue_growth"), given) == "(1,000 − 800) ÷ 800"


def test_functions_are_explained_where_there_are_any() -> None:
    assert ENGLISH.functions(CATALOGUE.reading("win_rate")) == ""
    assert ENGLISH.functions(CATALOGUE.reading("forecast_accuracy")) == (
        "max is the largest of the numbers in the brackets. abs is the number without its sign."
    )


@pytest.mark.parametrize("code", ["en", "sk"])
def test_every_name_of_every_formula_has_words(code: str) -> None:
    words = FormulaWords(catalogue=CATALOGUE, language=language_of(code))
    for metric in CATALOGUE.ordered():
        for reading in metric.readings.values():
            for text in (words.short(reading), words.whole(reading)):
                assert "_" not in text, (reading.full_name, text)
