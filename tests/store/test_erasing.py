"""A person leaves a file of any kind; everything else in it stays as it was."""

# ruff: noqa: S608 - statements are put together from paths that the tests make

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import duckdb
import pytest

from lievik.store.erasing import Eraser
from lievik.store.person import Person

ANA = Person(email="ana@firma.sk", names=("Ana Kováčová",), names_of_rep=('Ján "Jano" Čech',), number=1)


@pytest.fixture(name="eraser")
def _eraser(tmp_path: Path) -> Eraser:
    return Eraser(person=ANA, connection=duckdb.connect(), scratch=tmp_path)


@pytest.mark.parametrize(
    ("text", "wanted", "rows"),
    [
        ("id,email\n1,ana@firma.sk\n", "id,email\n1,forgotten-1\n", 1),
        ("1;ANA@Firma.SK\r\n2;x\r\n", "1;forgotten-1\r\n2;x\r\n", 1),
        ("1;hana@firma.sk;ana@firma.sk.com;ana@firma.sk-x", "1;hana@firma.sk;ana@firma.sk.com;ana@firma.sk-x", 0),
        ("wrote to ana@firma.sk, then <ana@firma.sk>.\n", "wrote to forgotten-1, then <forgotten-1>.\n", 1),
        ("ana@firma.sk|Ana  Kováčová |Ana Kováčová\n", "forgotten-1|Forgotten 1 |Forgotten 1\n", 1),
        ("other@firma.sk,Ana Kováčová\n", "other@firma.sk,Ana Kováčová\n", 0),
        ("ana@firma.sk,Ana Kováčová Ltd,ANA KOVACOVA\n", "forgotten-1,Ana Kováčová Ltd,Forgotten 1\n", 1),
        ('1,"two\nlines ana@firma.sk","Ana Kováčová"\n2,y\n', '1,"two\nlines forgotten-1","Forgotten 1"\n2,y\n', 1),
        ('9,"Ján ""Jano"" Čech",7\n', '9,"Forgotten 1",7\n', 1),
        ("9,Hana Kováčová,7\n", "9,Hana Kováčová,7\n", 0),
    ],
)
@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859-2", "cp852"])
def test_text_loses_the_address_and_in_its_records_the_name(
    eraser: Eraser, text: str, wanted: str, rows: int, letters: str
) -> None:
    erased, changed = eraser.erase(text.encode(letters))
    assert (erased.decode(letters), changed) == (wanted, rows)


IVA = Person(email="iva.mala-nova2@firma.sk", names=("Iva Nová",), names_of_rep=(), number=7)
HEADER = "First Name,Last Name,Email,Phone Number,Telefón,Company,Since\n"


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859-2"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_record_that_holds_the_address_loses_parts_of_the_name_and_phones(
    tmp_path: Path, letters: str, sign: str
) -> None:
    text = HEADER + (
        'Iva,Nová,IVA.mala-nova2@firma.sk,+421 905 123 456,"0905/123456",Nová Iva,2026-01-10\n'
        '"Nová-Malá", IVA ,iva.mala-nova2@firma.sk,unknown,,Iva Ltd,12345678\n'
        "Iva,Nová,other@firma.sk,+421 905 123 456,0905123456,Mala,2026-01-10\n"
    )
    eraser = Eraser(person=IVA, connection=duckdb.connect(), scratch=tmp_path)
    erased, rows = eraser.erase(text.replace(",", sign).encode(letters))
    assert erased.decode(letters).replace(sign, ",").splitlines()[1:] == [
        'Forgotten,7,forgotten-7,forgotten-7,"forgotten-7",Forgotten 7,2026-01-10',
        '"7", Forgotten ,forgotten-7,unknown,,Iva Ltd,12345678',
        "Iva,Nová,other@firma.sk,+421 905 123 456,0905123456,Mala,2026-01-10",
    ]
    assert rows == 2


@pytest.mark.parametrize(
    ("email", "text", "wanted"),
    [
        ("jan.won@x.sk", "jan.won@x.sk,Won,Jan", "forgotten-1,Won,Forgotten"),
        ("sales@x.sk", "sales@x.sk,Sales", "forgotten-1,Sales"),
        ("ed.li@x.sk", "ed.li@x.sk,Ed,Li,May", "forgotten-1,Ed,Li,May"),
        ("eva+crm@x.sk", "eva+crm@x.sk,Eva,call Eva", "forgotten-1,Forgotten,call Eva"),
        ("zofia.cerna@x.sk", "zofia.cerna@x.sk,Žofia,ČERNÁ", "forgotten-1,Forgotten,1"),
    ],
)
@pytest.mark.parametrize("letters", ["utf-8", "cp1250", "iso8859-2", "cp852"])
def test_parts_of_an_address_are_names_if_they_may_be(
    tmp_path: Path, email: str, text: str, wanted: str, letters: str
) -> None:
    person = Person(email=email, names=(), names_of_rep=(), number=1)
    eraser = Eraser(person=person, connection=duckdb.connect(), scratch=tmp_path)
    assert eraser.erase(text.encode(letters))[0].decode(letters) == wanted


def test_a_part_of_a_name_in_a_mapping_may_mean_anybody(tmp_path: Path) -> None:
    eraser = Eraser(person=IVA, connection=duckdb.connect(), scratch=tmp_path)
    line = b'values = { "iva.mala-nova2@firma.sk" = "r1", "Iva" = "r2" }'
    wanted = b'values = { "forgotten-7" = "r1", "Iva" = "r2" }'
    assert eraser.erase(line, is_mapping=True) == (wanted, 1)


def test_parquet_loses_parts_of_the_name_and_phones_of_any_kind(eraser: Eraser, tmp_path: Path) -> None:
    data = _parquet(
        eraser,
        "SELECT * FROM (VALUES ('Ana', 'KOVACOVA', 'ana@firma.sk', 421905123456, '0905 123 456', DATE '2026-01-01'), "
        "('Ana', 'Nová', 'x@firma.sk', 421905123457, NULL, NULL)) AS t(meno, priezvisko, mail, mobil, tel, since)",
    )
    erased, rows = eraser.erase(data)
    path = tmp_path / "erased.parquet"
    path.write_bytes(erased)
    told = duckdb.connect().execute(f"SELECT meno, priezvisko, mobil, tel, CAST(since AS VARCHAR) FROM '{path}'")
    assert told.fetchall() == [
        ("Forgotten", "1", None, "forgotten-1", "2026-01-01"),
        ("Ana", "Nová", 421905123457, None, None),
    ]
    assert rows == 1


def test_a_workbook_loses_parts_of_the_name_and_phones(eraser: Eraser) -> None:
    names = "".join(
        f"<si><t>{text}</t></si>" for text in ("Meno", "Priezvisko", "E-mail", "Telefón", "Ana", "Kováčová")
    )
    named = '<row r="{0}"><c r="A{0}" t="s"><v>4</v></c><c r="B{0}" t="s"><v>5</v></c>{1}'
    row = named + '<c r="D{0}"><v>421905123456</v></c></row>'
    head = "".join(f'<c r="{letter}1" t="s"><v>{at}</v></c>' for at, letter in enumerate("ABCD"))
    mail = '<c r="C{}" t="inlineStr"><is><t>{}</t></is></c>'.format
    rows_of_sheet = row.format(2, mail(2, "ana@firma.sk")) + row.format(3, mail(3, "x@firma.sk"))
    members = {
        "xl/workbook.xml": b"<workbook/>",
        "xl/sharedStrings.xml": f"<sst>{names}</sst>".encode(),
        "xl/worksheets/sheet1.xml": f'<sheetData><row r="1">{head}</row>{rows_of_sheet}</sheetData>'.encode(),
    }
    erased, rows = eraser.erase(_zip(members))
    with zipfile.ZipFile(io.BytesIO(erased)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    _, second, third = sheet.split("<row ")[1:]
    assert third == row.format(3, mail(3, "x@firma.sk")).removeprefix("<row ") + "</sheetData>"
    told = [
        second.split(f'r="{cell}"')[1].split("<t ")[1].split(">")[1].split("<")[0] for cell in ("A2", "B2", "C2", "D2")
    ]
    assert told == ["Forgotten", "1", "forgotten-1", "forgotten-1"]
    assert rows == 1


def test_what_holds_no_word_of_the_person_keeps_every_byte(eraser: Eraser) -> None:
    for data in (
        b"",
        b"id\n\xff\x00\xfe",
        gzip.compress(b"id\n1\n", 9),
        _zip({"a.csv": b"id\n1\n"}),
        _parquet(eraser, "SELECT 1 AS id"),
    ):
        assert eraser.erase(data) == (data, 0)


def test_members_of_zips_and_gzips_are_looked_into(eraser: Eraser) -> None:
    packed = _zip({"people/a.csv.gz": gzip.compress(b"id\nana@firma.sk\n"), "b.csv": b"id\n1\n"})
    erased, rows = eraser.erase(packed)
    with zipfile.ZipFile(io.BytesIO(erased)) as archive:
        assert archive.namelist() == ["people/a.csv.gz", "b.csv"]
        assert gzip.decompress(archive.read("people/a.csv.gz")) == b"id\nforgotten-1\n"
        assert archive.read("b.csv") == b"id\n1\n"
    assert rows == 1


def test_parquet_keeps_its_kinds_and_the_order_of_its_rows(eraser: Eraser, tmp_path: Path) -> None:
    data = _parquet(
        eraser,
        "SELECT * FROM (VALUES (1, 'ana@firma.sk', 'ANA kováčová', 1.50, ['x', 'ana@firma.sk']), "
        "(2, 'other', 'Ana Kováčová', 2.50, ['y']), (3, 'o''neil', 'Ján \"Jano\" Čech', NULL, NULL)) "
        'AS t(id, "the ""mail""", name, amount, tags)',
    )
    erased, rows = eraser.erase(data)
    path = tmp_path / "erased.parquet"
    path.write_bytes(erased)
    relation = duckdb.connect().execute(f"SELECT * FROM '{path}'")
    assert [str(kind) for _, kind, *_ in relation.description or ()] == [
        "INTEGER",
        "VARCHAR",
        "VARCHAR",
        "DECIMAL(3,2)",
        "VARCHAR[]",
    ]
    assert [tuple(map(str, row)) for row in relation.fetchall()] == [
        ("1", "forgotten-1", "Forgotten 1", "1.50", "['x', 'forgotten-1']"),
        ("2", "other", "Ana Kováčová", "2.50", "['y']"),
        ("3", "o'neil", "Forgotten 1", "None", "None"),
    ]
    assert rows == 2


SHARED = (
    '<sst xmlns="x" count="6"><si><t>Mail</t></si><si><r><t>ana@</t></r><r><t>firma.sk</t></r></si>'
    '<si><t>Ana Kováčová</t></si><si><t>Ana &amp; Co</t></si><si/><si><t>Ján "Jano" Čech</t></si></sst>'
)
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="3"/></row>'
    '<row r="2"><c r="A2" t="s" s="2"><v>1</v></c><c r="B2" t="s"><v>2</v></c><c r="C2" t="s"><v>3</v></c></row>'
)
OTHER_ROW = '<row r="3"><c r="A3" t="inlineStr"><is><t>x@y.sk</t></is></c><c r="B3" t="s"><v>2</v></c></row>'


@pytest.mark.parametrize("is_shared_with_another", [True, False])
def test_a_workbook_loses_the_person_and_keeps_whom_the_name_belongs_to_otherwise(
    eraser: Eraser, *, is_shared_with_another: bool
) -> None:
    rows_of_sheet = ROWS + (OTHER_ROW if is_shared_with_another else "")
    members = {
        "xl/workbook.xml": b"<workbook/>",
        "xl/sharedStrings.xml": SHARED.encode(),
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows_of_sheet}</sheetData></worksheet>".encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": b'<Relationship Target="mailto:ana@firma.sk"/>',
        "docProps/thumbnail.jpeg": b"\xff\xd8",
    }
    erased, _ = eraser.erase(_zip(members))
    with zipfile.ZipFile(io.BytesIO(erased)) as archive:
        found = {
            name: archive.read(name).decode("latin-1" if name.endswith("jpeg") else "utf-8")
            for name in archive.namelist()
        }
    assert list(found) == list(members)
    assert 'Target="mailto:forgotten-1"' in found["xl/worksheets/_rels/sheet1.xml.rels"]
    everything = "".join(found.values())
    assert "firma.sk" not in everything
    assert "Ján" not in everything
    assert ("Kováčová" in everything) is is_shared_with_another
    sheet = found["xl/worksheets/sheet1.xml"]
    assert '<c r="A2" s="2" t="inlineStr"><is><t xml:space="preserve">forgotten-1</t></is></c>' in sheet
    assert '<c r="B2" t="inlineStr"><is><t xml:space="preserve">Forgotten 1</t></is></c>' in sheet
    assert '<c r="C2" t="s"><v>3</v></c>' in sheet
    assert (OTHER_ROW in sheet) is is_shared_with_another
    assert found["xl/sharedStrings.xml"].count("<si") == 6


def _zip(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def _parquet(eraser: Eraser, sql: str) -> bytes:
    path = eraser.scratch / "made.parquet"
    duckdb.connect().execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


CALENDAR = """BEGIN:VCALENDAR
X-WR-CALNAME:{name}
BEGIN:VEVENT
UID:1
SUMMARY:Ana about the offer
ATTENDEE;CN="{name}";PARTSTAT=ACCEPTED:mailto:{address}
DTSTART:20260105T090000Z
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Without her
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_loses_the_person_and_what_is_said_of_events_with_them(eraser: Eraser) -> None:
    folded = CALENDAR.format(name="Ana Kováčová", address="ana@fir\n ma.sk").replace("\n", "\r\n")
    erased, changed = eraser.erase(folded.encode())
    wanted = CALENDAR.format(name="Ana Kováčová", address="forgotten-1").replace("\n", "\r\n")
    wanted = wanted.replace("SUMMARY:Ana about the offer\r\n", "").replace('CN="Ana Kováčová"', "CN=Forgotten 1")
    assert (erased.decode(), changed) == (wanted, 1)
