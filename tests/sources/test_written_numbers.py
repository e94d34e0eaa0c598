"""Numbers as offices write them are read to the cent, with their currency; others are told of, never guessed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.sources.staging import Stage, file_mapping, stage

SLOVAK = 'decimal = ","\nthousands = " "'
GERMAN = 'decimal = ","\nthousands = "."'
ENGLISH = 'thousands = ","'

SLOVAK_MONEY = """
1 234,50 €              1234.50   EUR
1\u00a0234,50\u00a0€    1234.50   EUR
1\u202f234,50           1234.50   EUR
€ 1 234,50              1234.50   EUR
1234,5                  1234.50   EUR
1 500,- Kč              1500.00   CZK
10 000 Kč               10000.00  CZK
CZK 10 000              10000.00  CZK
100 Sk                  100.00    SKK
10k                     10000.00  EUR
3 tis.                  3000.00   EUR
3 tis. Kč               3000.00   CZK
1,2 mil.                1200000.00  EUR
1,2 mil. €              1200000.00  EUR
2M                      2000000.00  EUR
1,5 mio                 1500000.00  EUR
3 mld. Kč               3000000000.00  CZK
(1 234,50)              -1234.50  EUR
1 234,50-               -1234.50  EUR
-1 234,50               -1234.50  EUR
−5                      -5.00     EUR
€-5                     -5.00     EUR
-€5                     -5.00     EUR
(€5)                    -5.00     EUR
US$ 7,5                 7.50      USD
1,005                   1.01      EUR
-1,005                  -1.01     EUR
9'999,5                 9999.50   EUR
"""
GERMAN_MONEY = """
1.234,50 €              1234.50     EUR
1.234                   1234.00     EUR
1.234.567,8             1234567.80  EUR
1,5 Mio. €              1500000.00  EUR
2 Tsd. EUR              2000.00     EUR
-1.234,5                -1234.50    EUR
1 234,5                 1234.50     EUR
"""
ENGLISH_MONEY = """
$1,234.50               1234.50     USD
€1,234.50               1234.50     EUR
1234.50 USD             1234.50     USD
1,234                   1234.00     EUR
£2.5k                   2500.00     GBP
1.5 million             1500000.00  EUR
¥100                    100.00      JPY
A$3                     3.00        AUD
5 MXN                   5.00        MXN
7 KES                   7.00        KES
.5                      0.50        EUR
"""


def amounts(folder: Path, written: list[str], options: str = "", more: str = "") -> Stage:
    """Stage amounts, each in a quoted field; the id is its place."""
    lines = "".join(f'{number};"{cell}"\n' for number, cell in enumerate(written))
    # As many rows without an amount keep the file from being refused.
    empty = "".join(f"{number};\n" for number in range(len(written), 2 * len(written)))
    mapping = file_mapping(f'id = "no"\namount = "value"\n{more}', options=options + '\ndelimiter = ";"')
    return stage(folder, mapping, deals="no;value\n" + lines + empty)


@pytest.mark.parametrize(
    ("options", "table"), [(SLOVAK, SLOVAK_MONEY), (GERMAN, GERMAN_MONEY), (ENGLISH, ENGLISH_MONEY)]
)
def test_money_is_read_with_its_currency(tmp_path: Path, options: str, table: str) -> None:
    rows = [line.rsplit(maxsplit=2) for line in table.strip().split("\n")]
    staged = amounts(tmp_path, [cell.strip(" ") for cell, _, _ in rows], options)
    read = staged.rows("amount currency")[: len(rows)]
    assert read == [f"{Decimal(amount)} {currency}" for _, amount, currency in rows]
    assert staged.receipt.rows_rejected == 0


@pytest.mark.parametrize(
    ("options", "written"),
    [
        (SLOVAK, ["1.234,50", "1.5", "12 34", "--5", "()", "€", "5 ks", "10%", "1_000", "7 XYZ", "EUR 5 USD", "(-5)"]),
        (GERMAN, ["12.34", "1.23.456", "1,2,3"]),
        (ENGLISH, ["12,34", "1,2", "1.234.5", "NaN", "0x1F", "1e99", "$", "99999999999999999999"]),
    ],
)
def test_what_is_no_number_in_the_files_form_is_rejected(tmp_path: Path, options: str, written: list[str]) -> None:
    staged = amounts(tmp_path, written, options)
    assert [(reject.line, reject.column, reject.value) for reject in staged.receipt.rejects] == [
        (line, "value", cell) for line, cell in enumerate(written, start=2)
    ]
    assert staged.receipt.rows_rejected == len(written)
    assert all(reject.reason.startswith("a number like 1234") for reject in staged.receipt.rejects)


def test_words_for_nothing_are_empty_cells_and_counted(tmp_path: Path) -> None:
    staged = amounts(tmp_path, ["-", "–", "n/a", "N/A", "NULL", "#N/A", "  ", ""])
    assert staged.rows("amount") == ["-"] * 16
    assert (staged.receipt.cells_taken_as_empty, staged.receipt.rows_rejected) == (6, 0)


def test_a_sign_that_contradicts_the_rows_currency_is_rejected(tmp_path: Path) -> None:
    written = ["5 €", "6 $", "7 Kč", "8", "CA$ 9", "10 kr"]
    staged = amounts(tmp_path, written, more='currency = { constant = "CAD" }')
    assert staged.rows("amount currency")[:3] == ["6.00 CAD", "8.00 CAD", "9.00 CAD"]
    assert [reject.value for reject in staged.receipt.rejects] == ["5 €", "7 Kč", "10 kr"]
    assert {reject.reason for reject in staged.receipt.rejects} == {"an amount in the currency of its row"}


def test_a_sign_fills_in_for_a_currency_that_is_empty(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"\namount = "amount"\ncurrency = "currency"')
    staged = stage(tmp_path, mapping, deals="id,amount,currency\n1,$5,\n2,5 kr,SEK\n3,5,\n4,£5,GBP\n")
    assert staged.rows("id amount currency") == ["1 5.00 USD", "2 5.00 SEK", "3 5.00 EUR", "4 5.00 GBP"]
    assert staged.receipt.currency_assumed == 1
    assert [(total.currency, total.amount) for total in staged.receipt.totals] == [
        *(("EUR", Decimal("5.00")), ("GBP", Decimal("5.00")), ("SEK", Decimal("5.00")), ("USD", Decimal("5.00"))),
    ]


def test_kroner_that_could_be_of_four_countries_are_rejected(tmp_path: Path) -> None:
    staged = amounts(tmp_path, ["5 kr"])
    assert [reject.reason for reject in staged.receipt.rejects] == ["an amount in the currency of its row"]


def test_a_column_may_be_written_otherwise_than_its_file(tmp_path: Path) -> None:
    columns = 'id = "id"\namount = { column = "amount", decimal = ",", thousands = " " }\nprobability = "share"'
    staged = stage(tmp_path, file_mapping(columns), deals='id,amount,share\n1,"1 234,5",0.25\n')
    assert staged.rows("amount probability") == ["1234.50 0.250000"]


def test_scales_and_words_for_many_multiply_exactly(tmp_path: Path) -> None:
    staged = amounts(
        tmp_path, ["1,2 mil.", "0,105", "3 mld", "99999999999999 mld"], SLOVAK + "\nscale = { amount = 10 }"
    )
    assert staged.rows("amount")[:3] == ["12000000.00", "1.05", "30000000000.00"]
    assert [reject.value for reject in staged.receipt.rejects] == ["99999999999999 mld"]
