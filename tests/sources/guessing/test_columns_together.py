"""What stands in several columns becomes one: a name in its parts, an outcome in flags, an amount in its factors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from lievik.model.conventions import Conventions
from lievik.model.mapping_text import read_mapping
from lievik.model.proposal_text import mapping_text
from lievik.sources.file_source import FileSource
from lievik.sources.guessing.proposing import propose
from lievik.sources.reading.opening import open_sheets
from tests.sources.guessing.paper_sheet import paper

CONTACTS = "Record ID|First Name|Last Name|Email\n1|Eva|Malá|e@x.example\n2||Novák|n@x.example\n3|||z@x.example"
LINES = "InvoiceNo|StockCode|Quantity|InvoiceDate|UnitPrice|CustomerID"


def _rows(folder: Path, name: str, text: str, columns: str) -> list[tuple[Any, ...]]:
    """Write a file, guess, take what is safe, and give columns of the rows that come of it."""
    path = folder / name
    path.write_text(text.replace("|", ";") + "\n", encoding="utf-8")
    (folder / "scratch").mkdir()
    safe, _ = propose(open_sheets([path], folder / "scratch").sheets).safe()
    connection = duckdb.connect()
    mapping = read_mapping(mapping_text(safe), path="guess")
    source = FileSource(mapping=mapping, paths=(path,), conventions=Conventions(currency="EUR", time_zone="UTC"))
    (table,) = source.stage(connection).tables
    listed = ", ".join(f"CAST({name} AS VARCHAR)" for name in columns.split())
    return connection.execute(f"SELECT {listed} FROM staged_{table.table} ORDER BY ALL").fetchall()  # noqa: S608


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("contacts.csv", CONTACTS),
        ("kontakty.csv", CONTACTS.replace("First Name|Last Name", "Meno|Priezvisko")),
        ("kontakte.csv", CONTACTS.replace("First Name|Last Name", "Vorname|Nachname")),
        ("kontakty.csv", CONTACTS.replace("First Name|Last Name", "Jméno|Příjmení")),
        ("reps.csv", CONTACTS.replace("Record ID", "User ID")),
        ("obchodnici.csv", CONTACTS.replace("First Name|Last Name", "Meno|Priezvisko").replace("Record ID", "ID")),
    ],
)
def test_first_and_last_names_are_one_name(tmp_path: Path, name: str, text: str) -> None:
    assert _rows(tmp_path, name, text, "id name") == [("1", "Eva Malá"), ("2", "Novák"), ("3", None)]


def test_the_first_name_comes_first_wherever_it_stands(tmp_path: Path) -> None:
    text = "ID|Priezvisko|Meno|E-mail\n1|Malá|Eva|e@x.example\n2|Novák|Ján|n@x.example"
    assert _rows(tmp_path, "kontakty.csv", text, "id name") == [("1", "Eva Malá"), ("2", "Ján Novák")]


def test_a_first_name_alone_is_the_name(tmp_path: Path) -> None:
    text = "ID|Meno|E-mail\n1|Eva|e@x.example\n2|Ján|n@x.example"
    assert _rows(tmp_path, "kontakty.csv", text, "id name") == [("1", "Eva"), ("2", "Ján")]


def test_flags_tell_the_outcome_where_stages_do_not(tmp_path: Path) -> None:
    text = (
        "Id|Name|StageName|Amount|CloseDate|OwnerId|IsClosed|IsWon\n"
        "1|A|Objednávka|10.5|2026-01-05|u1|true|true\n"
        "2|B|Koniec|20.5|2026-02-16|u1|true|false\n"
        "3|C|Ponuka|30.5|2026-03-17|u1|false|false"
    )
    assert _rows(tmp_path, "opportunities.csv", text, "id outcome closed_on expected_close_on stage_id") == [
        ("1", "won", "2026-01-05", "2026-01-05", "Objednávka"),
        ("2", "lost", "2026-02-16", "2026-02-16", "Koniec"),
        ("3", "open", None, "2026-03-17", "Ponuka"),
    ]


@pytest.mark.parametrize(
    ("flags", "yes"),
    [("Is Won|Is Lost", "1"), ("Is Lost|Is Closed", "TRUE"), ("Prehraté|Vyhraté", "áno"), ("Won|Closed", "yes")],
)
def test_two_flags_are_enough_and_their_order_is_of_no_matter(tmp_path: Path, flags: str, yes: str) -> None:
    no = {"1": "0", "TRUE": "FALSE", "áno": "nie", "yes": "no"}[yes]
    told = {"Won": (yes, no, no), "Lost": (no, yes, no), "Closed": (yes, yes, no)}
    told |= {"Vyhraté": told["Won"], "Prehraté": told["Lost"]}
    pair = [told[name.removeprefix("Is ")] for name in flags.split("|")]
    rows = [f"{at}|N{at}|X{at}|{at}.5|{first}|{second}" for at, (first, second) in enumerate(zip(*pair, strict=True))]
    text = "\n".join((f"Deal ID|Deal name|Stage|Amount|{flags}", *rows))
    assert _rows(tmp_path, "deals.csv", text, "id outcome") == [("0", "won"), ("1", "lost"), ("2", "open")]


def test_a_flag_of_won_alone_does_not_tell_what_is_lost() -> None:
    text = "Deal ID|Deal name|Stage|Amount|Is Won\n1|A|X|1.5|true\n2|B|Y|2.5|false"
    safe, left = propose([paper("deals.csv", text)]).safe()
    assert "outcome" not in safe.files[0].targets
    assert [found.column for found in left] == ["Stage"]


def test_a_stage_that_tells_is_asked_before_its_flags() -> None:
    text = "Deal ID|Deal name|Stage|Amount|Is Won|Is Closed\n1|A|Won|1.5|true|true\n2|B|Lost|2.5|false|true"
    (file,) = propose([paper("deals.csv", text)]).files
    assert [column.column for column in file.columns if "outcome" in column.targets] == ["Stage"]


def test_flags_tell_the_kind_of_a_stage(tmp_path: Path) -> None:
    text = "stage_id|label|display_order|closed_won|is_closed\ns1|A|1|FALSE|FALSE\ns2|B|2|TRUE|TRUE\ns3|C|3|FALSE|TRUE"
    assert _rows(tmp_path, "deal_pipeline_stage.csv", text, "id kind") == [
        ("s1", "open"),
        ("s2", "won"),
        ("s3", "lost"),
    ]


def test_a_quantity_times_its_price_is_the_amount_to_the_cent(tmp_path: Path) -> None:
    text = f"{LINES}\nF1|P|3|2026-01-05|0.335|C1\nF2|Q|-2|2026-01-16|1.1|C2\nF3|R|1000000|2026-01-17|0.000001|C3"
    assert _rows(tmp_path, "invoices.csv", text, "invoice_no amount") == [
        ("F1", "1.01"),
        ("F2", "-2.20"),
        ("F3", "1.00"),
    ]


def test_decimal_commas_are_multiplied_as_well(tmp_path: Path) -> None:
    text = "Číslo faktúry|Produkt|Množstvo|Dátum vystavenia|Jednotková cena|Zákazník"
    rows = "F1|P|1,5|5. 1. 2026|1.234,50|C1\nF2|Q|2|16. 1. 2026|10,25|C2"
    assert _rows(tmp_path, "faktury.csv", f"{text}\n{rows}", "invoice_no amount unit_price") == [
        ("F1", "1851.75", "1234.500000"),
        ("F2", "20.50", "10.250000"),
    ]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (f"{LINES}|Amount", "F1|P|3|2026-01-05|1.5|C1|9.9\nF2|Q|2|2026-01-16|1.1|C2|8.8"),
        (LINES, "F1|P|3|2026-01-05|1.234|C1\nF2|Q|2|2026-01-16|1.100|C2"),
        (LINES, "F1|P|3|2026-01-05|1.50 €|C1\nF2|Q|2|2026-01-16|1.10 €|C2"),
    ],
    ids=["it has an amount", "the price is in doubt", "the price has a sign"],
)
def test_an_amount_is_worked_out_only_where_nothing_speaks_against_it(header: str, rows: str) -> None:
    safe, _ = propose([paper("invoices.csv", f"{header}\n{rows}")]).safe()
    (file,) = read_mapping(mapping_text(safe), path="guess").files
    assert [column.column for column in file.columns if column.name == "amount"] in ([], ["Amount"])
