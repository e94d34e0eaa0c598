"""An error is told in the language of the run; what has no translation stays English as a whole."""

from __future__ import annotations

import pytest

from lievik import errors
from lievik.language import language_of, reframed, told
from lievik.language.troubles import rejected
from lievik.store.suspicion import ODD

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
    errors.ValueFormatError("deals.csv", 17, "amount", "1.200,00 €", "a number like 1234.56", 42),
    errors.ValueFormatError("deals.csv", 17, "amount", "1.200,00 €", "a whole number", 1),
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


def test_an_expectation_that_has_no_translation_keeps_the_sentence_english() -> None:
    sentence = "File 'deals.csv', line 2: amount 'x' is not a fish."
    assert reframed(sentence, SK) == sentence


def test_numbers_that_count_are_written_as_the_language_writes_them() -> None:
    sentence = "Source 'crm' brings 10 rows of deal, and 1,990 of the 2,000 known from it are not among them."
    assert "Spomedzi 2\xa0000 riadkov, ktoré z neho poznáme, ich 1\xa0990 chýba" in reframed(sentence, SK)


def test_small_words_are_translated_but_not_inside_of_a_name() -> None:
    reason = "has no column 'won or lost' (did you mean 'Won or Lost' or 'Lost'?) and no column 'and no column'"
    told_reason = "nemá stĺpec 'won or lost' (mysleli ste 'Won or Lost' alebo 'Lost'?) ani stĺpec 'and no column'"
    assert reframed(f"File 'a.csv' {reason}.", SK) == f"Súbor 'a.csv' {told_reason}."


def test_a_problem_that_has_no_translation_stays_among_those_that_have_one() -> None:
    sentence = "Mapping 'a.toml' does not hold: it is odd; 'x' means nothing here; no encoding is called 'x'."
    said = "Mapovanie 'a.toml' nie je v poriadku: it is odd; 'x' tu nič neznamená; no encoding is called 'x'."
    assert reframed(sentence, SK) == said


@pytest.mark.parametrize(
    ("reason", "english", "slovak"),
    [
        ("a number", "is not a number", "nie je číslo"),
        ("a row of 3 fields", "is not a row of 3 fields", "nie je riadok s 3 poľami"),
        ("comes again in line 9", "comes again in line 9", "sa opakuje v riadku 9"),
        ("comes again in line 9 of 'b'", "comes again in line 9 of 'b'", "sa opakuje v riadku 9 súboru 'b'"),
        (
            "the same row again (line 9)",
            "is the same row again (line 9)",
            "je ten istý riadok ešte raz (riadok 9)",
        ),
    ],
)
def test_what_is_wrong_with_a_row_is_told_as_a_sentence_goes_on(reason: str, english: str, slovak: str) -> None:
    assert rejected(reason, EN) == english
    assert rejected(reason, SK) == slovak


def test_everything_that_may_be_odd_about_rows_is_told_in_slovak() -> None:
    odd = {what.replace("_", " ") for conditions in ODD.values() for what in conditions}
    assert {what for what in odd if SK.say(what) == what} == set()


def test_braces_in_a_fact_do_no_harm() -> None:
    assert reframed("No metric called '{0.__class__}'.", SK) == "Neznámy názov (metrika): '{0.__class__}'."
