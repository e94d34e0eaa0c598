"""Numbers as learners type them: every usual way to write one is read, and a wrong one says what it has in common."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.language import language_of
from lievik.questions.typed_result import judged, meanings


@pytest.mark.parametrize(
    ("typed", "right", "unit"),
    [
        ("25%", "0.25", "share"),
        ("25 %", "0.25", "share"),
        ("25", "0.25", "share"),
        ("0.25", "0.25", "share"),
        ("0,25", "0.25", "share"),
        ("37,5 %", "0.375", "share"),
        ("20000", "20000", "money/day"),
        ("20 000 €", "20000", "money/day"),
        ("€20,000", "20000", "money/day"),
        ("20.000,00 EUR", "20000", "money/day"),
        ("20k", "20000", "money/day"),
        ("1,2 mil.", "1200000", "money"),
        ("2.5×", "2.5", "ratio"),
        ("2,5-krát", "2.5", "ratio"),
        ("20 days", "20", "day"),
        ("20 dní", "20", "day"),
        ("150", "150", "count"),
    ],
)
def test_the_usual_ways_to_write_a_right_answer_are_right(typed: str, right: str, unit: str) -> None:
    assert judged(typed, Decimal(right), unit).outcome == "right"


@pytest.mark.parametrize("typed", ["", " ", "abc", "25/100", "1 to 2", "%", "1" * 61])
def test_what_is_no_number_or_several_is_not_read(typed: str) -> None:
    assert judged(typed, Decimal("0.25"), "share").outcome == "unreadable"


@pytest.mark.parametrize(
    ("typed", "right", "unit", "slip"),
    [
        ("0.25%", "0.25", "share", "hundredfold"),
        ("200", "20000", "money/day", "hundredfold"),
        ("0.4", "2.5", "ratio", "upside_down"),
        ("75%", "0.25", "share", "rest"),
        ("-20", "20", "day", "sign"),
        ("31", "0.25", "share", ""),
        ("0", "0.25", "share", ""),
    ],
)
def test_a_wrong_answer_says_what_it_has_in_common_with_the_right_one(
    typed: str, right: str, unit: str, slip: str
) -> None:
    verdict = judged(typed, Decimal(right), unit)
    assert (verdict.outcome, verdict.slip) == ("wrong", slip)


def test_a_question_mark_passes() -> None:
    assert judged(" ? ", Decimal(1), "count").outcome == "skipped"


@pytest.mark.parametrize(("typed", "outcome"), [("29.17%", "right"), ("29.2%", "right"), ("29%", "wrong")])
def test_a_share_is_right_to_the_tenth_of_a_point(typed: str, outcome: str) -> None:
    assert judged(typed, Decimal("0.29167"), "share").outcome == outcome


@given(thousandths=st.integers(1, 999), code=st.sampled_from(["en", "sk"]))
def test_a_share_as_either_language_writes_it_is_right(thousandths: int, code: str) -> None:
    share = Decimal(thousandths) / 1000
    assert judged(language_of(code).share(share), share, "share").outcome == "right"


@given(amount=st.integers(1, 10**9), code=st.sampled_from(["en", "sk"]))
def test_money_as_either_language_writes_it_is_right(amount: int, code: str) -> None:
    text = language_of(code).amount(Decimal(amount), "money/day", "EUR")
    assert judged(text, Decimal(amount), "money/day").outcome == "right"


@given(text=st.text(max_size=80), unit=st.sampled_from(["share", "money", "ratio", "count", "day"]))
def test_whatever_is_typed_is_judged(text: str, unit: str) -> None:
    assert judged(text, Decimal("0.25"), unit).outcome in {"right", "wrong", "skipped", "unreadable"}


def test_one_sign_that_may_mean_two_things_means_both() -> None:
    assert meanings("1,250", "money") == (Decimal("1250.000"), Decimal("1.250"))
    assert meanings("1.25", "ratio") == (Decimal("1.25"),)
