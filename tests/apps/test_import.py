"""`lievik import` without a mapping: shown, asked about, taken or left; what came in is listed and taken back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.apps.conftest import Command
from tests.apps.typing_person import TypingPerson

SLOVAK = """\
Číslo;Názov obchodu;Firma;Obchodník;Fáza;Hodnota (€);Vytvorené;Uzavreté
D1;Lis;Oceľ a.s.;Ján Novák;Vyhraté;1 234,50;3. 1. 2026;15. 2. 2026
D2;Píla;Žiar s.r.o.;Eva Malá;Prehraté;2 000,00;5. 1. 2026;20. 2. 2026
D3;Vrták;Žiar s.r.o.;Eva Malá;Ponuka;500,00;9. 1. 2026;
"""
AMBIGUOUS = """\
Deal ID,Deal name,Amount,Stage,Created,Close date
1,A,10,Won,02/03/2026,04/05/2026
2,B,20,Lost,03/04/2026,05/06/2026
"""
FEBRUARY = ("--period", "2026-02", "--as-of", "2026-12-31", "--format", "json")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with an export from a Slovak office, in its encoding."""
    (tmp_path / "obchody.csv").write_bytes(SLOVAK.encode("cp1250"))
    return tmp_path


def test_a_file_comes_in_without_a_question(lievik: Command, office: Path) -> None:
    there = ("--workspace", str(office / "w"))
    came = lievik("import", str(office / "obchody.csv"), "--yes", *there)
    assert came.code == 0, came.err
    assert "obchody.csv → deal" in came.err
    assert "1 234,50" in came.err
    assert "€3,735" in came.out
    (rate,) = [row for row in lievik("show", "win_rate", *FEBRUARY, *there).rows if not row["variant"]]
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (0.5, 1, 2)
    (revenue,) = [row for row in lievik("show", "total_revenue", *FEBRUARY, *there).rows if not row["variant"]]
    assert revenue["value"] == "1234.50"
    owners = lievik("show", "total_revenue", "--by", "owner", *FEBRUARY, *there).rows
    assert {row["group"]["owner"] for row in owners} >= {"Ján Novák"}


def test_what_is_confirmed_is_kept(lievik: Command, office: Path) -> None:
    there = ("--workspace", str(office / "w"))
    lievik("import", str(office / "obchody.csv"), "--yes", *there)
    (office / "obchody.csv").write_bytes(SLOVAK.replace("500,00", "700,00").encode("cp1250"))
    again = lievik("import", str(office / "obchody.csv"), "--format", "json", *there)
    assert again.code == 0, again.err
    assert again.rows[0]["changes"] == {"deal": {"new": 0, "changed": 1, "removed": 0, "same": 2}}
    repeated = lievik("import", str(office / "obchody.csv"), "--format", "json", *there)
    assert repeated.rows[0]["is_repeat"] is True
    assert [run["run"] for run in lievik("runs", "--format", "json", *there).rows] == [2, 1]


def test_without_a_terminal_nothing_is_taken_unasked(lievik: Command, office: Path) -> None:
    lievik("init", str(office / "w"))
    refused = lievik("import", str(office / "obchody.csv"), "--workspace", str(office / "w"))
    assert refused.code == 2
    assert "Nobody is here to confirm" in refused.err
    assert lievik("runs", "--format", "json", "--workspace", str(office / "w")).rows == []


def test_what_is_ambiguous_is_left_and_told(lievik: Command, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(AMBIGUOUS, encoding="utf-8")
    came = lievik("import", str(tmp_path / "deals.csv"), "--yes", "--workspace", str(tmp_path / "w"))
    assert came.code == 0, came.err
    assert "Left out, as it is in doubt" in came.out
    assert "the day or the month may come first" in came.out
    assert "02/03/2026" in came.out


def test_a_person_is_asked_about_what_is_in_doubt(
    lievik: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deals.csv").write_text(AMBIGUOUS, encoding="utf-8")
    there = ("--workspace", str(tmp_path / "w"))
    lievik("init", str(tmp_path / "w"))
    monkeypatch.setattr(sys, "stdin", TypingPerson("1", "y"))
    came = lievik("import", str(tmp_path / "deals.csv"), *there)
    assert came.code == 0, came.err
    assert "1  02/03/2026 = 2 March 2026" in came.err
    assert "2  02/03/2026 = 3 February 2026" in came.err
    assert came.err.count("Which one?") == 1
    assert "These columns are read in the same way: Close date" in came.err
    day_first = lievik("show", "total_revenue", "--period", "2026-05", *FEBRUARY[2:], *there).rows[0]["value"]
    month_first = lievik("show", "total_revenue", "--period", "2026-04", *FEBRUARY[2:], *there).rows[0]["value"]
    assert sorted(map(float, (day_first, month_first))) == [0, 10]


def test_a_rehearsal_leaves_nothing(lievik: Command, office: Path) -> None:
    there = ("--workspace", str(office / "w"))
    rehearsed = lievik("import", str(office / "obchody.csv"), "--yes", "--dry-run", *there)
    assert "Rehearsal" in rehearsed.out
    assert not (office / "w").exists()
    lievik("init", str(office / "w"))
    assert lievik("import", str(office / "obchody.csv"), "--yes", "--dry-run", *there).code == 0
    assert lievik("runs", "--format", "json", *there).rows == []
    assert list((office / "w" / "mappings").iterdir()) == []


def test_a_file_that_is_no_table_of_sales_is_told(lievik: Command, tmp_path: Path) -> None:
    (tmp_path / "recipes.csv").write_text("dish,taste\nhalušky,good\n", encoding="utf-8")
    refused = lievik("import", str(tmp_path / "recipes.csv"), "--yes", "--workspace", str(tmp_path / "w"))
    assert refused.code == 3
    assert "None of these is a table that Lievik knows: recipes.csv" in refused.err


def test_most_rows_gone_is_asked_about(lievik: Command, tmp_path: Path) -> None:
    there = ("--workspace", str(tmp_path / "w"))
    rows = [f"{n},Deal {n},10,Won,2026-01-01,2026-02-01" for n in range(40)]
    head = AMBIGUOUS.splitlines()[0]
    deals = tmp_path / "deals.csv"
    deals.write_text("\n".join((head, *rows)), encoding="utf-8")
    assert lievik("import", str(deals), "--yes", *there).code == 0
    deals.write_text("\n".join((head, *rows[:3])), encoding="utf-8")
    refused = lievik("import", str(deals), "--yes", *there)
    assert refused.code == 3
    assert "--full" in refused.err
    assert lievik("import", str(deals), "--yes", "--partial", "--format", "json", *there).rows[0]["changes"][
        "deal"
    ] == {
        "new": 0,
        "changed": 0,
        "removed": 0,
        "same": 3,
    }
    assert (
        lievik("import", str(deals), "--yes", "--full", "--format", "json", *there).rows[0]["changes"]["deal"][
            "removed"
        ]
        == 37
    )


def test_a_run_is_taken_back_and_old_files_are_read_again(lievik: Command, office: Path) -> None:
    there = ("--workspace", str(office / "w"), "--format", "json")
    lievik("import", str(office / "obchody.csv"), "--yes", *there)
    mapping = office / "w" / "mappings"
    (kept,) = mapping.glob("*.toml")
    kept.write_text(kept.read_text(encoding="utf-8").replace('name = "Názov obchodu"\n', ""), encoding="utf-8")
    assert lievik("rebuild", *there).code == 0
    drilled = lievik("drill", "win_rate", *FEBRUARY[:4], *there)
    assert {row["name"] for row in drilled.rows} != {"Lis"}
    assert lievik("undo", "1", *there).rows == []
    missing = lievik("undo", "1", *there)
    assert missing.code != 0
    assert "There is no run 1 to undo" in missing.err


def test_a_person_is_forgotten(lievik: Command, tmp_path: Path) -> None:
    there = ("--workspace", str(tmp_path / "w"), "--format", "json")
    (tmp_path / "contacts.csv").write_text(
        "Contact ID,Full name,Email\nc1,Ján Novák,jan.novak@firma.sk\nc2,Eva Malá,eva@firma.sk\n", encoding="utf-8"
    )
    came = lievik("import", str(tmp_path / "contacts.csv"), "--yes", *there)
    assert came.code == 0, came.err
    assert lievik("forget", "Jan.Novak@firma.sk", "--yes", *there).rows[0]["rows"] > 0
    kept = b"".join(path.read_bytes() for path in (tmp_path / "w").rglob("*") if path.is_file())
    assert b"jan.novak" not in kept.lower()
    assert lievik("forget", "jan.novak@firma.sk", "--yes", *there).code != 0
