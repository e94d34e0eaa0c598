"""What a person is asked about a file in doubt: in plain words, in their language, and no more than has to be."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.apps.conftest import Command, Ran
from tests.apps.typing_person import TypingPerson

Ask = Callable[..., Ran]

STAGES = """\
Deal ID;Deal name;Amount;Stage;Created;Close date
1;A;1.234;Won;02/03/2026;04/05/2026
2;B;2.500;Closed;03/04/2026;05/06/2026
3;C;9.500;Cancelled;03/04/2026;05/06/2026
4;D;3.500;Offer;03/04/2026;07/08/2026
"""


@pytest.fixture
def ask(lievik: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Import a file whose columns are in doubt, with answers typed."""

    def asked(text: str, *answers: str, language: str = "en", name: str = "deals.csv") -> Ran:
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert lievik("init", str(tmp_path / "w")).code == 0
        monkeypatch.setattr(sys, "stdin", TypingPerson(*answers))
        return lievik("import", str(tmp_path / name), "--workspace", str(tmp_path / "w"), "--lang", language)

    return asked


def _rate(lievik: Command, folder: Path) -> tuple[int, int]:
    asked = ("show", "win_rate", "--period", "2026-H1", "--as-of", "2026-12-31", "--format", "json")
    (rate,) = [row for row in lievik(*asked, "--workspace", str(folder / "w")).rows if not row["variant"]]
    return rate["numerator"], rate["denominator"]


def test_five_doubts_are_settled_by_four_answers(ask: Ask, lievik: Command, tmp_path: Path) -> None:
    told = ask(STAGES, "2", "1", "2", "1", "y")
    assert told.code == 0, told.err
    for line in (
        "1  1.234 = 1.234",
        "2  1.234 = 1,234",
        "1  Closed",
        "Which of them are won? [0]:",
        "Close date is taken as closed_on, expected_close_on (the day it closed",
        "1  03/04/2026 = 3 April 2026",
        "These columns are read in the same way: Close date",
    ):
        assert line in told.err
    assert _rate(lievik, tmp_path) == (2, 3)


def test_what_cannot_be_read_is_asked_again(ask: Ask, lievik: Command, tmp_path: Path) -> None:
    told = ask(STAGES, "7", "x", "2", "1,9", "1", "2", "1", "perhaps", "yes")
    assert told.code == 0, told.err
    assert told.err.count("Type a number from 0 to") == 3
    assert "Type y or n." in told.err
    assert _rate(lievik, tmp_path) == (2, 3)


def test_nothing_comes_in_that_is_not_agreed_to(ask: Ask, lievik: Command, tmp_path: Path) -> None:
    assert ask(STAGES, "0", "0", "0", "0", "0", "n").code == 0
    assert lievik("runs", "--format", "json", "--workspace", str(tmp_path / "w")).rows == []


def test_a_slovak_is_asked_in_slovak(ask: Ask) -> None:
    told = ask(STAGES, "2", "1", "2", "1", "á", language="sk")
    assert told.code == 0, told.err
    said = told.err.replace("\N{NO-BREAK SPACE}", " ")
    for line in (
        "Čo v týchto súboroch zrejme je",
        "deals.csv → deal (obchody)",
        "1  1.234 = 1,234",
        "2  1.234 = 1 234",
        "1  03/04/2026 = 3. apríla 2026",
        "Ktoré z nich sú vyhraté? [0]:",
        "[A/n]",
    ):
        assert line in said
    assert "Which" not in said


def test_dates_that_mean_the_same_either_way_are_told_apart_by_words(ask: Ask) -> None:
    text = "Deal ID,Deal name,Amount,Status,Created\n1,A,10.5,Won,02/02/2026\n2,B,20.5,Lost,03/03/2026\n"
    told = ask(text, "2", "y")
    assert told.code == 0, told.err
    assert "1  the day first" in told.err
    assert "2  the month first" in told.err


def test_canonical_names_have_plain_words_beside_them(ask: Ask) -> None:
    text = "Deal ID,Deal name,Amount,Status,Date\n1,A,10.5,Won,2026-02-12\n2,B,20.5,Lost,2026-03-13\n"
    assert "1  closed_on (the day it closed)" in ask(text, "1", "y").err


def test_a_sheet_that_may_be_two_tables_is_asked_about_by_their_words(ask: Ask) -> None:
    told = ask("Priezvisko,Meno,E-mail\nMalá,Eva,e@x.example\nVeľký,Ján,j@x.example\n", "1", "y", name="ludia.csv")
    assert told.code == 0, told.err
    assert "contact (people at companies)" in told.err
    assert "rep (people who sell)" in told.err
