"""What repeat orders tell is said with its error; where nothing is told, one sentence says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from lievik.language import Language, language_of
from lievik.model.periods import custom_period
from lievik.model.repeat_orders import (
    FEWEST,
    SHORTEST,
    HoldOut,
    NotShown,
    RepeatOrdersAnswer,
    Rule,
    StillToCome,
    TriedRule,
)
from lievik.report.views.repeat_orders_wording import RepeatOrdersWords

ERRORS: dict[Rule, Decimal] = {
    "bg_nbd": Decimal("0.412"),
    "plain_rate": Decimal("0.631"),
    "active_rate": Decimal("0.527"),
}
TOLD = RepeatOrdersAnswer(
    customers=812,
    repeating=431,
    days=730,
    hold_out=HoldOut(
        period=custom_period(date(2025, 1, 1), date(2026, 1, 1)),
        customers=700,
        revenue=Decimal(98_765),
        rules={rule: TriedRule(revenue=Decimal(9), error=error) for rule, error in ERRORS.items()},
    ),
    to_come=StillToCome(
        years=Decimal("1.9986"),
        orders=Decimal("1234.4"),
        buying=Decimal("322.6"),
        amount=Decimal(162_400),
        order=Decimal(131),
        margin=Decimal("0.25"),
        parameters={},
    ),
)


@pytest.fixture(params=["en", "sk"])
def language(request: pytest.FixtureRequest) -> Language:
    """Both languages."""
    return language_of(request.param)


def sentences(found: RepeatOrdersAnswer, language: Language) -> list[str]:
    return list(RepeatOrdersWords(language=language, found=found, currency="EUR").sentences())


def test_what_is_told_has_its_error_and_those_of_the_plain_rules(language: Language) -> None:
    said = " ".join(sentences(TOLD, language))
    assert TOLD.per_customer == 200
    for error in ERRORS.values():
        assert language.share(error) in said
    for count in (812, 1234, 323):
        assert language.count(count) in said
    for amount in (162_400, 131, 50, 98_765):
        assert language.money(Decimal(amount), "EUR") in said


def test_where_it_does_no_better_the_errors_are_said_and_no_value(language: Language) -> None:
    (said,) = sentences(replace(TOLD, reason="no_better", to_come=None), language)
    for error in ERRORS.values():
        assert language.share(error) in said
    assert replace(TOLD, reason="no_better").per_customer is None


@pytest.mark.parametrize(
    ("reason", "numbers"),
    [("few_customers", (431, FEWEST)), ("short_history", (730, SHORTEST)), ("no_revenue", ()), ("not_fitted", ())],
)
def test_why_nothing_is_told_is_one_sentence(language: Language, reason: NotShown, numbers: tuple[int, ...]) -> None:
    (said,) = sentences(replace(TOLD, reason=reason, hold_out=None, to_come=None), language)
    assert all(language.count(number) in said for number in numbers)


def test_what_is_missing_is_named_with_how_to_install_it(language: Language) -> None:
    (said,) = sentences(replace(TOLD, reason="no_science", hold_out=None, to_come=None), language)
    assert said.endswith("pip install 'lievik[science]'")


def test_every_reason_has_words_of_its_own(language: Language) -> None:
    reasons = [reason for reason in get_args(NotShown) if reason]
    said = {" ".join(sentences(replace(TOLD, reason=reason), language)) for reason in reasons}
    assert len(said) == len(reasons)


def test_what_has_no_rate_is_said(language: Language) -> None:
    assert language.count(17) in sentences(replace(TOLD, unrated=17), language)[-1]
