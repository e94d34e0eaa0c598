"""What is said of a result: its value, how sure it is, how it changed, and why there is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.language import language_of
from lievik.language.vocalisation import slovak_of
from lievik.model.result import Interval
from tests.language.results import a_comparison, a_result

EN, SK = language_of("en"), language_of("sk")
REASONS = {"few_records": {"en": "fewer than {min_n} records", "sk": "záznamov je menej ako {min_n}"}}


def test_no_answer_is_a_dash_and_never_zero() -> None:
    assert EN.value(a_result(value=None, status="undefined")) == "–"
    assert EN.value(a_result(value=Decimal(0))) == "0.0%"


def test_with_too_few_records_the_counts_are_shown() -> None:
    few = a_result(status="insufficient", numerator=Decimal(3), denominator=Decimal(7), n=Decimal(7))
    assert EN.value(few) == "3 of 7"
    assert SK.value(few) == "3 zo 7"


def test_a_rate_of_money_shows_on_how_many_records_it_rests() -> None:
    few = a_result(status="insufficient", numerator=Decimal(300), denominator=Decimal(700), n=Decimal(2))
    assert EN.value(few) == "2 records"
    assert SK.value(few) == "2 záznamy"


@pytest.mark.parametrize(
    ("number", "word"), [(12, "z"), (14, "zo"), (20, "z"), (64, "zo"), (164, "zo"), (500, "z"), (1500, "z")]
)
def test_the_slovak_preposition_follows_how_the_number_is_read(number: int, word: str) -> None:
    assert slovak_of(number) == word


def test_a_share_changes_in_points_and_money_in_per_cent() -> None:
    assert EN.delta(a_comparison("0.032", "0.15"), unit="share").text == "▲ 3.2\xa0pp"
    assert SK.delta(a_comparison("-0.032", "-0.15"), unit="share").text == "▼ 3,2\xa0p.\xa0b."
    assert SK.delta(a_comparison("100", "0.083"), unit="money", currency="EUR").text == "▲ 8,3\xa0%"


def test_a_change_from_zero_is_told_as_an_amount() -> None:
    assert EN.delta(a_comparison("1200"), unit="money", currency="EUR").text == "▲ €1,200"


@pytest.mark.parametrize(
    ("delta", "better", "judgement"),
    [("0.1", "higher", "better"), ("0.1", "lower", "worse"), ("-0.1", "lower", "better"), ("0.1", "in range", "")],
)
def test_a_change_is_judged_by_which_way_is_better(delta: str, better: str, judgement: str) -> None:
    assert EN.delta(a_comparison(delta), unit="share", better=better).judgement == judgement


def test_a_change_too_small_to_be_seen_is_no_change() -> None:
    told = EN.delta(a_comparison("0.0001"), unit="share")
    assert (told.text, told.judgement) == ("= 0.0\xa0pp", "")


def test_no_comparison_is_a_dash() -> None:
    assert EN.delta(None, unit="share").text == "–"
    assert EN.delta(a_comparison(None), unit="share").text == "–"


def test_an_interval_is_written_in_the_unit() -> None:
    shares = Interval(low=Decimal("0.192"), high=Decimal("0.286"), method="wilson")
    days = Interval(low=Decimal(12), high=Decimal(15), method="order_statistic")
    assert EN.interval(shares, "share") == "19.2–28.6%"
    assert SK.interval(days, "day") == "12\xa0dní – 15\xa0dní"
    assert EN.interval(None, "share") == ""


def test_a_reason_is_told_with_its_facts() -> None:
    result = a_result(status="insufficient", reason="few_records", reason_facts={"min_n": "10"})
    assert SK.reason(result, REASONS) == "záznamov je menej ako 10"


def test_a_reason_without_a_text_is_spelled_out() -> None:
    assert EN.reason(a_result(reason="not_begun"), REASONS) == "not begun"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="de"):
        language_of("de")
