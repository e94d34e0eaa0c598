"""An error is told in the language of the run; what has no translation stays English as a whole."""

from __future__ import annotations

import pytest

from lievik import errors
from lievik.language import language_of, reframed, told

EN, SK = language_of("en"), language_of("sk")

ERRORS = [
    errors.UnknownNameError("metric", "winrate", ["win_rate", "churn_rate"]),
    errors.UnknownNameError("region", "Nord", ["East", "West"]),
    errors.PeriodError("2026-13", "has no such month"),
    errors.ParameterError("min_n", "few", "it has to be a number"),
    errors.DimensionError("churn_rate", "owner", "customer", ["industry", "country"]),
    errors.MissingExtraError("lievik serve", "web"),
    errors.FileFormatError("deals.csv", "is empty", "Export it again, then import it."),
    errors.MappingError("crm.toml", ["table 'deals' is not known"]),
    errors.ValueFormatError("deals.csv", 17, "amount", "1.200,00 €", "an amount", 42),
    errors.ValueFormatError("deals.csv", 17, "amount", "1.200,00 €", "an amount", 1),
    errors.DefinitionError(["metrics/win_rate.toml: the example works out to 0.25, not 0.3"]),
    errors.InternalError("Something went wrong inside: KeyError: 'x'."),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_both_lines_of_an_error_are_translated(error: errors.LievikError) -> None:
    message, fix = told(error, SK)
    assert message != error.message
    assert fix != error.fix


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_english_error_is_told_as_it_is(error: errors.LievikError) -> None:
    assert told(error, EN) == (error.message, error.fix)


def test_the_facts_of_an_error_are_kept() -> None:
    message, fix = told(ERRORS[0], SK)
    assert message == "Neznámy názov (metrika): 'winrate'."
    assert fix == "Mysleli ste win_rate?"
    assert (
        told(errors.UnknownNameError("metric", "a_rate", ["b_rate", "c_rate"]), SK)[1]
        == "Mysleli ste c_rate alebo b_rate?"
    )


def test_a_sentence_with_a_reason_that_has_no_translation_stays_english() -> None:
    sentence = "File 'deals.csv' has fallen into the sea."
    assert reframed(sentence, SK) == sentence


def test_braces_in_a_fact_do_no_harm() -> None:
    assert reframed("No metric called '{0.__class__}'.", SK) == "Neznámy názov (metrika): '{0.__class__}'."
