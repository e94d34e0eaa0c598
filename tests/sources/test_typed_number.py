"""A number typed in alone is read as the importer reads it in a file, and one that may be two numbers is doubtful."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lievik.model.mapping import TextForm
from lievik.sources.typed_number import TypedNumber, meant_currency, read_typed_number
from lievik.sources.written_numbers import MANY, close_money

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("40", "40", ""),
        ("1,2 mil.", "1200000", ""),
        ("10k", "10000", ""),
        ("10 tis. eur", "10000", "EUR"),
        ("€10k", "10000", "EUR"),
        ("12 mil. Kč", "12000000", "CZK"),
        (f"1{NBSP}200{NBSP}000,50 €", "1200000.50", "EUR"),
        ("1'250.5", "1250.5", ""),
        ("1.250,5", "1250.5", ""),
        ("1,250.5", "1250.5", ""),
        ("1.234.567", "1234567", ""),
        ("0.125", "0.125", ""),
        (".5", "0.5", ""),
        ("-5", "-5", ""),
        ("−5 $", "-5", "$"),
    ],
)
def test_what_is_typed_is_read(text: str, value: str, currency: str) -> None:
    found = read_typed_number(text)
    assert found is not None
    assert (found.value, found.currency, found.is_doubtful) == (Decimal(value), currency, False)


def test_a_percentage_is_a_fraction() -> None:
    assert read_typed_number("25 %") == TypedNumber(value=Decimal("0.25"), is_percent=True)


@pytest.mark.parametrize("text", ["1,200", "1.200", "12,345 €"])
def test_one_sign_before_three_figures_is_doubtful(text: str) -> None:
    found = read_typed_number(text)
    assert found is not None
    assert found.is_doubtful


@pytest.mark.parametrize(
    "text", ["", "a lot", "k", "1,2,3", "1.2.3", "12 apples", "€5 $", "--5", "1e400", "٣%3", "5 5", "nan", "25%%"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_typed_number(text) is None


@pytest.mark.parametrize(
    ("sign", "usual", "meant"),
    [("$", "EUR", "USD"), ("$", "CAD", "CAD"), ("KR", "SEK", "SEK"), ("KR", "EUR", ""), ("CZK", "EUR", "CZK")],
)
def test_a_sign_of_several_currencies_is_the_companys_own(sign: str, usual: str, meant: str) -> None:
    assert meant_currency(sign, usual) == meant


WORDS = [word for words in MANY.values() for word in words]


@settings(max_examples=60)
@given(
    whole=st.integers(0, 10**7),
    cents=st.integers(1, 99),
    word=st.sampled_from(["", *WORDS]),
    sign=st.sampled_from(["", "€", "CZK", "zł"]),
    is_grouped=st.booleans(),
)
def test_it_reads_what_the_importer_reads(*, whole: int, cents: int, word: str, sign: str, is_grouped: bool) -> None:
    written = f"{whole:,}".replace(",", " ") if is_grouped else str(whole)
    text = " ".join(part for part in (f"{written},{cents:02d}", word, sign) if part)
    form = TextForm(decimal=",", thousands=" ")
    sql = (
        f"SELECT (m).number, (m).sign FROM (SELECT {close_money('t', 'DECIMAL(38,2)', form)} AS m FROM (SELECT ? AS t))"  # noqa: S608
    )
    number, currency = duckdb.execute(sql, [text]).fetchall()[0]
    found = read_typed_number(text)
    assert found is not None
    assert (found.value, found.currency) == (number, currency or "")
