"""Texts of a column tell how they are written, or that they do not tell."""

from __future__ import annotations

from datetime import date

import pytest

from lievik.sources.guessing.dates import day_of, look_for_dates
from lievik.sources.guessing.header import look_at
from lievik.sources.guessing.numbers import look_for_numbers
from lievik.sources.guessing.outcome import outcome_of


@pytest.mark.parametrize(
    ("texts", "form", "has_time", "doubt"),
    [
        ("2026-03-15 | 2026-04-01", "", False, ""),
        ("2026-03-15T10:20:00Z | 2026-04-01 08:00", "", True, ""),
        ("2026-03-15 00:00:00", "", False, ""),
        ("15. 3. 2026 | 1. 4. 2026", "%d.%m.%Y", False, ""),
        ("15.03.2026 14:30", "%d.%m.%Y", True, ""),
        ("1.3.26 | 2.3.26", "%d.%m.%Y", False, ""),
        ("3/15/2026 2:30 PM | 4/1/2026 9:00 AM", "%m/%d/%Y", True, ""),
        ("15/03/2026 | 01/04/2026", "%d/%m/%Y", False, ""),
        ("2026/03/15", "%Y/%m/%d", False, ""),
        ("15. marca 2026 | 1. apríla 2026", "", False, ""),
        ("15. března 2026", "", False, ""),
        ("15. März 2026", "", False, ""),
        ("15-Mar-26 | Mar 15, 2026", "", False, ""),
        ("2026-03-15 | 15.3.2026", "%d.%m.%Y", False, ""),
        ("02/03/2026 | 04/05/2026", "", False, "day_or_month_first"),
        ("15.03.2026 | 03/15/2026", "", False, "mixed_dates"),
    ],
)
def test_dates_tell_their_form(texts: str, form: str, has_time: bool, doubt: str) -> None:  # noqa: FBT001
    found = look_for_dates(texts.split(" | "))
    assert (found.share, found.form, found.has_time, found.doubt) == (1.0, form, has_time, doubt)


@pytest.mark.parametrize(("texts", "form"), [("20260315 | 20260401", "%Y%m%d"), ("46096 | 46113.5", "excel")])
def test_figures_that_may_be_dates_need_a_header_to_say_so(texts: str, form: str) -> None:
    found = look_for_dates(texts.split(" | "))
    assert (found.form, found.is_figures) == (form, True)


@pytest.mark.parametrize("text", ["31.02.2026", "hello", "1.2", "2026", "13/13/2026", "15. foo 2026"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert look_for_dates([text]).share == 0


def test_days_are_read_in_the_order_that_was_found() -> None:
    texts = ["3/15/2026", "4/1/2026"]
    found = look_for_dates(texts)
    assert [day_of(text, found) for text in texts] == [date(2026, 3, 15), date(2026, 4, 1)]


@pytest.mark.parametrize(
    ("texts", "decimal", "thousands", "doubt"),
    [
        ("1234 | 5", None, None, ""),
        ("1234.5 | 5", ".", "", ""),
        ("1 234,50 | 5", ",", "", ""),
        ("1\u00a0234,50 € | 12,00 €", ",", "", ""),
        ("1.234,50 | 7", ",", ".", ""),
        ("€1,234.50 | $7", ".", ",", ""),
        ("1.234.567", ",", ".", ""),
        ("1'234.50", ".", "", ""),
        ("10k | 1,2 mil.", ",", "", ""),
        ("120 000 Kč", None, None, ""),
        ("(1 234,50) | 300-", ",", "", ""),
        ("0.125 | 1.250", ".", "", ""),
        ("1.234", None, None, "decimal_or_thousands"),
        ("1,234", None, None, "decimal_or_thousands"),
        ("1.234 | 1,234", None, None, "mixed_numbers"),
        ("1.234,5 | 1,234.5", None, None, "mixed_numbers"),
    ],
)
def test_numbers_tell_their_form(texts: str, decimal: str | None, thousands: str | None, doubt: str) -> None:
    found = look_for_numbers(texts.split(" | "))
    form = (found.form.decimal, found.form.thousands) if found.form else (None, None)
    assert (found.share, form, found.doubt) == (1.0, (decimal, thousands), doubt)


@pytest.mark.parametrize("text", ["12 34", "1.23.4", "abc", "12 kusov", "2026-03-15", ""])
def test_what_is_no_number_is_none(text: str) -> None:
    assert look_for_numbers([text]).share == 0


def test_currencies_beside_numbers_are_noted() -> None:
    assert look_for_numbers(["10 €", "20 Kč", "30 USD"]).currencies == {"EUR", "CZK", "USD"}
    assert look_for_numbers(["$10"]).currencies == {"?"}


@pytest.mark.parametrize(
    ("text", "folded", "currency", "scale"),
    [
        ("Amount (EUR)", "amount", "EUR", ""),
        ("Hodnota v €", "hodnota", "EUR", ""),
        ("Hodnota (tis. Kč)", "hodnota", "CZK", "1000"),
        ("refund_amount_usd", "refund amount", "USD", ""),
        ("Probability (%)", "probability", "", "0.01"),
        ("Associated Company (Primary)", "associated company primary", "", ""),
        ("Amount (company currency)", "amount company currency", "", ""),
        ("CloseDate", "close date", "", ""),
        ("ResellerKey", "reseller key", "", ""),
        ("property_dealname", "dealname", "", ""),
        ("Dátum uzavretia", "datum uzavretia", "", ""),
        ("Größe", "grosse", "", ""),
    ],
)
def test_a_header_is_folded_and_its_unit_taken_off(text: str, folded: str, currency: str, scale: str) -> None:
    header = look_at(text)
    assert (header.folded, header.currency, header.scale) == (folded, currency, scale)


@pytest.mark.parametrize(
    ("outcome", "texts"),
    [
        (
            "won",
            "Won | Closed Won | closedwon | Vyhraté | Uzavreté - vyhraté | Výhra | Získáno | Gewonnen | 7. Won",
        ),
        ("lost", "Lost | Closed Lost | Prehraté | Uzavreté - prehraté | Prohráno | Ztraceno | Verloren"),
        ("open", "Open | Otvorené | Otevřeno | Offen | In Progress"),
        ("unsure", "Closed | Uzavreté | Zrušené | Not won | Won or lost | Cancelled | Úspešné"),
        ("", "Proposal | Ponuka | Contract Sent | Angebot | Win back"),
    ],
)
def test_words_of_four_languages_tell_an_outcome(outcome: str, texts: str) -> None:
    assert {text: outcome_of(text) for text in texts.split(" | ")} == dict.fromkeys(texts.split(" | "), outcome)
