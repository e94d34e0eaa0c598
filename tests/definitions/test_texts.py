"""The texts of the built-in definitions go in, claims about them come out: nothing missing, no slips.

Reads the files as they are; formulas and worked examples are checked by the catalogue.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

DEFINITIONS: Final = Path(__file__).parents[2] / "src" / "lievik" / "definitions"
METRIC_FILES: Final = {path.stem: path for path in sorted(DEFINITIONS.glob("metrics/*/*.toml"))}
LANGUAGES: Final = ("en", "sk")
SENTENCES: Final = ("title", "question", "what", "why", "how", "story")
LISTS: Final = {"also_called": range(1, 9), "careful": range(2, 5), "levers": range(3, 4)}

STATUSES: Final = {"ok", "undefined", "insufficient", "partial", "immature", "not_available"}
REASONS: Final = {
    "nothing_before",
    "nothing_sold",
    "nothing_forecast",
    "quota_met",
    "no_new_customers",
    "no_customers_at_start",
    "nobody_has_a_quota",
    "no_reps",
    "no_hours_worked",
    "no_value",
    "zero_denominator",
    "negative_denominator",
    "few_records",
    "nothing_recorded",
    "little_covered",
    "more_than_worked",
    "one_rep",
    "cohort_young",
    "unfinished_period",
    "unfinished_month",
    "few_units",
    "all_deals_counted",
    "customers_are_parents",
    "terms_blended",
    "nobody_up_for_renewal",
    "customers_by_invoices",
    "customers_by_deals",
    "customers_end_by_notice",
    "customers_end_by_stated",
    "customers_have_grace",
    "period_cut",
    "no_rate",
    "not_begun",
    "period_over",
    "week_not_reached",
    "credit_without_rate",
    "no_costs",
    "known_as_now_only",
    "no_stage_rules",
    "missing_table",
    "missing_column",
    "missing_parameter",
    "no_such_dimension",
    "not_whole_months",
    "out_of_scope",
    "stages_not_told",
    "few_won_from_here",
    "few_visits",
    "few_visits_before",
    "nobody_came",
    "too_few_have_left",
}
SLIPS: Final = {"pipeline_velocity": ("200", "20,000", "20 000"), "churn_rate": ("2%", "6%", "2 %", "6 %")}

ENGLISH_IN_SLOVAK: Final = re.compile(
    r"\b(deals?|lead-to|reps?|opportunit\w*|revenue|customers?|salespe\w+|quota|the|and|of|with)\b",
    re.IGNORECASE,
)
ENGLISH_NUMBER: Final = re.compile(r"\d,\d{3}(?!\d)|\d\.\d|\d%|€\d")
SLOVAK_NUMBER: Final = re.compile(r"\d %|\d €|\d \d{3}(?!\d)")
BAD_SPACE: Final = re.compile("  |\u00a0|\u202f|\t|\n|^ | $| [,.;:!?]")


@cache
def _read(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _metric(name: str) -> Mapping[str, Any]:
    return _read(METRIC_FILES[name])


def _texts(tree: object, language: str = "", where: str = "") -> Iterator[tuple[str, str, str]]:
    """Give language, place and text of everything that a person reads."""
    if isinstance(tree, Mapping):
        for key, branch in tree.items():
            inherited = key.removeprefix("what_") if key.removeprefix("what_") in LANGUAGES else language
            yield from _texts(branch, inherited, f"{where}.{key}")
    elif isinstance(tree, list):
        for branch in tree:
            yield from _texts(branch, language, where)
    elif isinstance(tree, str) and language:
        yield language, where, tree


def _all_texts(language: str) -> list[tuple[str, str]]:
    files = sorted(DEFINITIONS.rglob("*.toml"))
    return [(path.name + at, text) for path in files for spoken, at, text in _texts(_read(path)) if spoken == language]


def test_the_catalogue_has_eighteen_metrics() -> None:
    assert len(METRIC_FILES) == 18


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", METRIC_FILES)
def test_a_metric_is_explained_in_full(name: str, language: str) -> None:
    card = _metric(name)[language]
    assert set(card) == {*SENTENCES, *LISTS}
    assert all(card[key] for key in SENTENCES)
    assert {key: len(card[key]) in allowed for key, allowed in LISTS.items()} == dict.fromkeys(LISTS, True)


@pytest.mark.parametrize("name", METRIC_FILES)
def test_every_variant_has_a_label_and_a_sentence_in_both_languages(name: str) -> None:
    for variant, reading in _metric(name).get("variants", {}).items():
        for language in LANGUAGES:
            assert 0 < len(reading[language]) <= 40, variant
            assert reading[f"what_{language}"].endswith("."), variant
            assert reading[f"what_{language}"].count(". ") == 0, variant


@pytest.mark.parametrize("name", METRIC_FILES)
def test_every_label_of_a_metric_is_told_apart(name: str) -> None:
    readings = _metric(name).get("variants", {}).values()
    for language in LANGUAGES:
        labels = [reading[language] for reading in readings]
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", METRIC_FILES)
def test_every_parameter_says_what_it_means(name: str) -> None:
    metric = _metric(name)
    about = metric.get("about_parameters", {})
    values = metric.get("parameters", {})
    inline = {key for key, value in values.items() if isinstance(value, dict) and set(LANGUAGES) <= set(value)}
    assert set(about) == set(values) - inline
    assert all(set(phrase) == set(LANGUAGES) for phrase in about.values())


@pytest.mark.parametrize("name", METRIC_FILES)
def test_an_erratum_is_told_in_both_languages_or_not_at_all(name: str) -> None:
    erratum = _metric(name).get("erratum")
    assert erratum is None or (set(erratum) == set(LANGUAGES) and all(erratum.values()))


@pytest.mark.parametrize(("name", "numbers"), SLIPS.items())
def test_the_slips_of_the_article_are_told_with_both_numbers(name: str, numbers: tuple[str, ...]) -> None:
    metric = _metric(name)
    for language in LANGUAGES:
        spoken = [number for number in numbers if bool(SLOVAK_NUMBER.search(number)) == (language == "sk")]
        for text in (metric["erratum"][language], metric[language]["careful"][0]):
            assert all(number in text for number in spoken)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_leads_to_one_metric_only(language: str) -> None:
    names: list[str] = []
    for name in METRIC_FILES:
        card = _metric(name)[language]
        names += [word.casefold() for word in (card["title"], *card["also_called"])]
    assert sorted(set(names)) == sorted(names)


def test_the_chapters_list_every_metric_once_and_in_its_folder() -> None:
    chapters = _read(DEFINITIONS / "chapters.toml")
    listed = {name: chapter["name"] for chapter in chapters["chapter"] for name in chapter["metrics"]}
    assert listed == {name: path.parent.name for name, path in METRIC_FILES.items()}
    assert sum(len(chapter["metrics"]) for chapter in chapters["chapter"]) == len(listed)
    assert len(set(chapters["seven"])) == 7
    assert set(chapters["seven"]) <= set(listed)
    for chapter in chapters["chapter"]:
        assert all(set(chapter[language]) == {"title", "intro"} for language in LANGUAGES)


def test_reasons_and_statuses_are_complete() -> None:
    reasons = dict(_read(DEFINITIONS / "reasons.toml"))
    statuses = reasons.pop("status")
    assert set(statuses) == STATUSES
    assert set(reasons) == REASONS
    for slug, spoken in {**reasons, **statuses}.items():
        assert set(spoken) == set(LANGUAGES), slug
        assert re.findall(r"{\w+}", spoken["en"]) == re.findall(r"{\w+}", spoken["sk"]), slug


def test_every_reason_that_a_definition_names_is_there() -> None:
    readings = [_metric(name) for name in METRIC_FILES]
    readings += [reading for metric in readings for reading in metric.get("variants", {}).values()]
    named = {reading["when_zero"] for reading in readings if "when_zero" in reading}
    named |= {rule["note"] for rule in _read(DEFINITIONS / "exclusions.toml").values() if "note" in rule}
    assert named <= REASONS


def test_every_word_of_the_glossary_has_a_term_and_a_meaning() -> None:
    for key, word in _read(DEFINITIONS / "words.toml").items():
        assert set(word) == set(LANGUAGES), key
        for language in LANGUAGES:
            assert set(word[language]) == {"term", "means"}, key
            assert word[language]["means"].endswith("."), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_a_doubled_or_stray_space(language: str) -> None:
    assert [(at, text) for at, text in _all_texts(language) if BAD_SPACE.search(text) or not text] == []


def test_no_english_is_left_in_slovak_texts() -> None:
    # The market's own names stay searchable (also_called), and some terms carry theirs in brackets.
    prose = [(at, text) for at, text in _all_texts("sk") if not at.endswith((".also_called", ".term"))]
    assert [(at, text) for at, text in prose if ENGLISH_IN_SLOVAK.search(text)] == []


def test_numbers_are_written_as_each_language_writes_them() -> None:
    assert [text for _, text in _all_texts("sk") if ENGLISH_NUMBER.search(text)] == []
    assert [text for _, text in _all_texts("en") if SLOVAK_NUMBER.search(text)] == []


def test_a_person_who_sells_is_called_a_rep() -> None:
    spoken = re.compile(r"salesp(erson|eople)", re.IGNORECASE)
    assert [text for _, text in _all_texts("en") if spoken.search(text)] == []


def test_a_deal_is_called_an_opportunity_in_brackets_and_in_one_name_only() -> None:
    allowed = ("opportunity conversion rate", "(opportunities)", "(opportunity)", "(an opportunity)")
    for at, text in _all_texts("en"):
        rest = "" if at.endswith(("also_called", "erratum.en")) or at.startswith("measures") else text.casefold()
        for phrase in allowed:
            rest = rest.replace(phrase, "")
        assert "opportunit" not in rest, at
