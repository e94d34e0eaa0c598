"""Errors as they are really raised by what comes in: both of their lines are told in Slovak, reasons and all."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lievik.errors import LievikError, MappingError
from lievik.language import language_of, told
from lievik.model.mapping_text import read_mapping
from lievik.model.moments import read_instant
from lievik.workspace import Workspace

SK = language_of("sk")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
MAPPING = """source = "crm"
[[file]]
match = "deals*.csv"
table = "deal"
[file.columns]
id = "id"
amount = "amount"
closed_on = "closed"
outcome = "state"
"""
CORRECT_MAPPING = "Opravte mapovanie a zopakujte import; nič sa nezmenilo."
CORRECT_FILE = "Opravte súbor alebo mapovanie a zopakujte import; nič sa nezmenilo."
GET_AGAIN = "Získajte súbor znova a zopakujte import."
HEADER = "id,amount,closed,state\n"
DEALS = HEADER + "".join(f"d{number},{number},2026-01-31,won\n" for number in range(1, 41))


class Office:
    """A workspace, and a folder of files beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace.create(folder / "firma", today=date(2026, 11, 1))

    def file(self, name: str, content: str | bytes) -> Path:
        """Write a file."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def bring(self, *paths: Path, mapping: str = MAPPING) -> None:
        """Bring files in by a mapping."""
        self.workspace.import_files(paths, mapping=self.file("crm.toml", mapping), now=NOW)

    def deals(self, content: str | bytes, name: str = "deals.csv", mapping: str = MAPPING) -> None:
        """Bring one file of deals in."""
        self.bring(self.file(name, content), mapping=mapping)


def _zip(office: Office, members: dict[str, bytes], *, is_locked: bool = False) -> Path:
    path = office.folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    if is_locked:
        data = bytearray(path.read_bytes())
        data[data.rfind(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(data)
    return path


def _loss(office: Office) -> None:
    office.deals(DEALS)
    office.deals(HEADER + "d1,1,2026-01-31,won\n")


def _foreign(office: Office) -> None:
    office.deals(DEALS)
    office.deals(DEALS, mapping=MAPPING.replace("crm", "erp"))


def _rebuilt(office: Office) -> None:
    office.deals(DEALS)
    kept = office.workspace.settings.folder / "mappings" / "crm.toml"
    kept.write_text(MAPPING.replace('"amount"', '"amont"'), encoding="utf-8")
    office.workspace.rebuild()


def _nothing_sure(office: Office) -> None:
    proposal = office.workspace.propose([office.file("deals.csv", DEALS)])
    for file in proposal.files:
        proposal = proposal.without(file.key)
    office.workspace.accept(proposal, [office.folder / "deals.csv"], now=NOW)


RAISED: dict[str, tuple[Callable[[Office], object], str, str]] = {
    "not there": (
        lambda office: office.bring(Path("deals.csv")),
        "Súbor 'deals.csv' neexistuje.",
        "Skontrolujte cestu a zopakujte import.",
    ),
    "wrong kind of file": (
        lambda office: office.bring(office.file("notes.pdf", "x")),
        "Mapovanie '{folder}/crm.toml' nehovorí o žiadnom zo zadaných súborov (hovorí o: deals*.csv).",
        "Uveďte súbory, o ktorých mapovanie hovorí, alebo ich doň doplňte.",
    ),
    "truncated gzip": (
        lambda office: office.deals(gzip.compress(DEALS.encode())[:-20], "deals.csv.gz"),
        "Súbor 'deals.csv.gz' je neúplný: jeho komprimované údaje sa končia predčasne.",
        GET_AGAIN,
    ),
    "within a letter": (
        lambda office: office.deals("id,amount,closed,state\nŠ,1,,won\n".encode() + "d2,1,,won Š".encode()[:-1]),
        "Súbor 'deals.csv' je neúplný: končí sa uprostred písmena.",
        GET_AGAIN,
    ),
    "other bytes": (
        lambda office: office.deals(
            b"id,amount,closed,state\nd\x81,1,,won\n", mapping=MAPPING.replace("table", 'encoding = "cp1250"\ntable', 1)
        ),
        "Súbor 'deals.csv' sa nedá čítať ako cp1250: v riadku 2 sú iné bajty.",
        "Uložte ho v kódovaní UTF-8 (v tabuľkovom editore 'CSV UTF-8') a zopakujte import.",
    ),
    "no header": (
        lambda office: office.deals("1,2\n3,4\n"),
        "Súbor 'deals.csv' nemá hlavičku: názvy stĺpcov nie sú v žiadnom riadku.",
        "Napíšte do prvého riadka názvy stĺpcov.",
    ),
    "open quotation mark": (
        lambda office: office.deals(HEADER + 'd1,"1,2026-01-31,won\nd2,2,,won\n'),
        "Súbor 'deals.csv' sa nedá čítať: v riadku 2 je neuzavretá úvodzovka alebo text za ňou.",
        "Opravte uvedený riadok a zopakujte import.",
    ),
    "most lines are no rows": (
        lambda office: office.deals(HEADER + "d1,1,,won\nd2,1,,won,x\nd3,1,,won,x,y\n"),
        "Súbor 'deals.csv' sa nedá čítať: riadok 3 nie je riadok s 4 poľami (takých riadkov je spolu 2).",
        "Opravte uvedený riadok a zopakujte import.",
    ),
    "most numbers are none": (
        lambda office: office.deals(HEADER + "d1,lots,,won\nd2,many,,won\n"),
        "Súbor 'deals.csv', riadok 2: amount 'lots' nie je číslo (napríklad 1234.56) (takých buniek je spolu 2).",
        CORRECT_FILE,
    ),
    "most dates are none": (
        lambda office: office.deals(HEADER + "d1,1,soon,won\n"),
        "Súbor 'deals.csv', riadok 2: closed 'soon' nie je dátum z rokov 1900 až 2199 (napríklad 2026-03-31).",
        CORRECT_FILE,
    ),
    "most outcomes are none": (
        lambda office: office.deals(HEADER + "d1,1,,maybe\n"),
        (
            "Súbor 'deals.csv', riadok 2: state 'maybe' nie je jedna z hodnôt open, won, lost; "
            "čo znamená, uveďte v mapovaní vo 'values'."
        ),
        CORRECT_FILE,
    ),
    "ids that come again": (
        lambda office: office.deals(HEADER + "d1,1,,won\nd1,2,,won\nd1,3,,won\nd1,4,,won\n"),
        (
            "Súbor 'deals.csv' má v riadku 3 záznam 'd1' tabuľky deal, ktorý bol už v riadku 2 "
            "(takých riadkov je spolu 3)."
        ),
        "Namapujte na 'id' stĺpec, ktorým sa riadky líšia.",
    ),
    "columns that are not there": (
        lambda office: office.deals("id,amont,state\nd1,1,won\n"),
        "Súbor 'deals.csv' nemá stĺpec 'amount' (mysleli ste 'amont'?) ani stĺpec 'closed'.",
        "Opravte mapovanie alebo prvý riadok súboru; jeho stĺpce sú: id, amont, state.",
    ),
    "values that are not mapped": (
        lambda office: office.deals(
            HEADER + "d1,1,,yes\nd2,1,,no\nd3,1,,no\n",
            mapping=MAPPING.replace('"state"', '{ column = "state", values = { yes = "won" } }'),
        ),
        "Mapovanie 'deals.csv' nie je v poriadku: 'values' stĺpca 'state' nehovorí nič o hodnotách 'no' (2-krát).",
        CORRECT_MAPPING,
    ),
    "expressions that are none": (
        lambda office: office.deals(
            DEALS, mapping=MAPPING + 'name = { expression = "sum(amount)" }\ncurrency = { expression = "upper(x" }\n'
        ),
        (
            "Mapovanie 'deals.csv' nie je v poriadku: 'sum(amount)' používa 'sum', povolené sú však len funkcie nad "
            "riadkom; 'upper(x' nie je výraz SQL."
        ),
        CORRECT_MAPPING,
    ),
    "workbook that is none": (
        lambda office: office.deals(b"PK", "deals.xlsx", MAPPING.replace("*.csv", "*.xlsx")),
        "Súbor 'deals.xlsx' nie je celý zošit, ako hovorí jeho názov.",
        GET_AGAIN,
    ),
    "zip that reaches out": (
        lambda office: office.bring(_zip(office, {"../deals.csv": b"x"})),
        "Súbor 'export.zip' obsahuje '../deals.csv', čo siaha mimo neho.",
        "Rozbaľte ho sami, pozrite si ho a importujte súbory z neho.",
    ),
    "zip with a password": (
        lambda office: office.bring(_zip(office, {"deals.csv": b"x"}, is_locked=True)),
        "Súbor 'export.zip' je chránený heslom.",
        "Rozbaľte ho a importujte, čo je v ňom.",
    ),
    "big loss": (
        _loss,
        (
            "Zdroj 'crm' má v tabuľke deal tento počet riadkov: 1. "
            "Spomedzi 40 riadkov, ktoré z neho poznáme, ich 39 chýba."
        ),
        (
            "Ak tie riadky už naozaj neexistujú, pridajte --full; ak súbory obsahujú len zmeny, pridajte --partial. "
            "Nič sa nezmenilo."
        ),
    ),
    "ids of another source": (
        _foreign,
        "Zdroj 'erp' prináša do tabuľky deal záznam 'd1', ktorý už predtým priniesol zdroj 'crm'.",
        "Namapujte identifikátor, ktorý iný zdroj nepoužíva (výraz môže predeň pridať slovo); nič sa nezmenilo.",
    ),
    "run that is not there": (
        lambda office: office.workspace.undo(7),
        "Import č. 7 neexistuje, nedá sa vziať späť.",
        "Niet importu, ktorý by sa dal vziať späť.",
    ),
    "run that cannot be read again": (
        _rebuilt,
        "Import č. 1 sa nedá prečítať znova. Súbor 'deals.csv.gz' nemá stĺpec 'amont' (mysleli ste 'amount'?).",
        "Opravte mapovanie alebo prvý riadok súboru; jeho stĺpce sú: id, amount, closed, state.",
    ),
    "nobody of that address": (
        lambda office: office.workspace.forget("eva@firma.sk"),
        "O osobe 'eva@firma.sk' tu nie je nijaká zmienka.",
        "Skontrolujte adresu; nič sa nezmenilo.",
    ),
    "no table of sales": (
        lambda office: office.workspace.propose([office.file("farby.csv", "farba,odtieň\nčervená,tmavá\n")]),
        "Žiadny z týchto súborov nie je tabuľka, ktorú Lievik pozná: farby.csv.",
        "Opíšte ich v mapovaní a uveďte ho cez --map FILE.",
    ),
    "nothing sure": (
        _nothing_sure,
        "Nič v týchto súboroch nie je dosť isté, aby sa to dalo prijať.",
        "Vynechajte --yes a odpovedzte na otázky alebo súbory opíšte v mapovaní a uveďte ho cez --map FILE.",
    ),
    "no such instant": (
        lambda _: read_instant("2026-02-30 14:00", "Europe/Bratislava"),
        "Obdobie '2026-02-30 14:00' nie je čas, ktorý v kalendári existuje.",
        (
            "Zapíšte ho napríklad takto: 2026, 2026-Q3, 2026-07, 2026-W31, FY2026-Q3, last-quarter alebo "
            "2026-01-15..2026-03-31."
        ),
    ),
}
"""What is tried, and the two lines that come of it."""


@pytest.mark.parametrize("name", RAISED)
def test_an_error_that_is_raised_is_told_in_slovak(tmp_path: Path, name: str) -> None:
    trial, message, fix = RAISED[name]
    office = Office(tmp_path)
    with pytest.raises(LievikError) as raised:
        trial(office)
    assert told(raised.value, SK) == (message.replace("{folder}", str(tmp_path)), fix)


def test_every_problem_of_a_mapping_is_told_after_its_place() -> None:
    read = '[[file]]\nmatch = "x"\ntable = "deals"\nencoding = "utf8x"\ndecimal = ";"\n[file.columns]\nid = 1\n'
    with pytest.raises(MappingError) as raised:
        read_mapping(read, path="crm.toml")
    message, fix = told(raised.value, SK)
    assert message.removesuffix(".").split("; [[file]] 1 (x): ") == [
        (
            "Mapovanie 'crm.toml' nie je v poriadku: source musí byť názov z malých písmen, číslic, '-' a '_', "
            'napríklad source = "crm"'
        ),
        "tabuľka 'deals' neexistuje (mysleli ste 'deal' alebo 'deal_split'?)",
        '\'decimal\' musí byť "." alebo ","',
        (
            "'match' musí byť názov súboru alebo vzor, ktorý sa končí na .csv, .txt, .tsv, .xlsx, .xlsm, .xlsb, .xls, "
            ".ods, .parquet, .tab, .pq, .ics, .ndjson alebo .jsonl, prípadne ešte na .gz"
        ),
        "stĺpec 'id' musí byť stĺpec zdroja alebo tabuľka, napríklad { constant = \"EUR\" }",
        "kódovanie 'utf8x' neexistuje; bežné sú utf-8, utf-16, cp1250, iso8859-2 a cp852",
    ]
    assert fix == CORRECT_MAPPING
