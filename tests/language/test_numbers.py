"""Numbers, shares, money and spans are written as each language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.language import language_of

EN, SK = language_of("en"), language_of("sk")


@pytest.mark.parametrize(
    ("value", "english", "slovak"),
    [
        ("1234567", "€1,234,567", "1\xa0234\xa0567\xa0€"),
        ("1234567.49", "€1,234,567", "1\xa0234\xa0567\xa0€"),
        ("12.5", "€12.50", "12,50\xa0€"),
        ("0", "€0", "0\xa0€"),
        ("-1234.5", "−€1,235", "−1\xa0235\xa0€"),
    ],
)
def test_money_is_written_in_full_and_large_amounts_without_cents(value: str, english: str, slovak: str) -> None:
    assert EN.money(Decimal(value), "EUR") == english
    assert SK.money(Decimal(value), "EUR") == slovak


def test_what_is_below_zero_has_a_minus_sign_and_no_hyphen() -> None:
    for language in (EN, SK):
        for unit in ("money", "money/day", "share", "ratio", "count", "day", "hour", "month", "year"):
            text = language.amount(Decimal(-2), unit, "EUR")
            assert text.startswith("−"), (unit, text)
            assert "-" not in text
        assert language.compact(Decimal("-0.299"), "share").startswith("−29")
        assert language.points(Decimal("-0.02")).startswith("−2")


def test_a_currency_without_a_sign_stands_apart_from_its_digits() -> None:
    assert EN.money(Decimal(868923), "CZK") == "CZK\xa0868,923"
    assert EN.money(Decimal(-4541), "CZK") == "−CZK\xa04,541"
    assert EN.compact(Decimal(1_340_000), "money", "CZK") == "CZK\xa01.34M"
    assert EN.money(Decimal(16980), "USD") == "$16,980"


def test_points_do_not_break() -> None:
    assert SK.points(Decimal("-0.0499"), digits=2) == "−4,99\xa0p.\xa0b."


def test_cents_are_kept_where_they_are_asked_for() -> None:
    assert EN.money(Decimal("12345.6"), "EUR", digits=2) == "€12,345.60"


def test_money_without_a_currency_is_a_plain_number() -> None:
    assert EN.money(Decimal("12345.6"), "") == "12,346"


def test_a_share_has_one_decimal_and_its_blank_does_not_break() -> None:
    assert EN.share(Decimal("0.2364")) == "23.6%"
    assert SK.share(Decimal("0.2364")) == "23,6\xa0%"
    assert EN.share(Decimal("0.5")) == "50.0%"


@pytest.mark.parametrize(
    ("value", "written"),
    [("1", "1\xa0deň"), ("2", "2\xa0dni"), ("5", "5\xa0dní"), ("1.5", "1,5\xa0dňa"), ("0", "0\xa0dní")],
)
def test_slovak_days_are_declined(value: str, written: str) -> None:
    assert SK.days(Decimal(value)) == written


def test_trailing_zeros_do_not_decide_the_form() -> None:
    assert SK.days(Decimal("2.00")) == "2\xa0dni"
    assert SK.days(Decimal("1.04")) == "1\xa0deň"


def test_halves_are_rounded_up() -> None:
    assert EN.number(Decimal("2.5"), digits=0) == "3"
    assert EN.share(Decimal("0.00050")) == "0.1%"


@pytest.mark.parametrize(
    ("unit", "english", "slovak"),
    [
        ("money/day", "€20,000/day", "20\xa0000\xa0€/deň"),
        ("ratio", "20,000.0×", "20\xa0000,0×"),
        ("count", "20,000", "20\xa0000"),
        ("hour", "20,000\xa0hours", "20\xa0000\xa0hodín"),
        ("year", "20,000\xa0years", "20\xa0000\xa0rokov"),
        ("month", "20,000\xa0months", "20\xa0000\xa0mesiacov"),
    ],
)
def test_a_value_is_written_by_its_unit(unit: str, english: str, slovak: str) -> None:
    assert EN.amount(Decimal(20000), unit, "EUR") == english
    assert SK.amount(Decimal(20000), unit, "EUR") == slovak


def test_a_formula_is_written_with_the_signs_people_use() -> None:
    assert SK.formula("1257 / (1257 - 0.5) * won_2024") == "1\xa0257 ÷ (1\xa0257 − 0,5) × won_2024"
