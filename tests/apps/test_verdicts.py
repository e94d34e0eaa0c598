"""Verdicts of a verifier come in as a file, are merged onto leads and people by address, and are known from then on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lievik.workspace import Workspace
from tests.apps.conftest import Command

TODAY = date(2026, 6, 30)
LEADS = """\
id,email,status,lead source,created,converted
1,Ana@Firma.sk,New,Ads,2026-01-05,2026-01-20
2,eva@firma.sk,New,Ads,2026-01-05,
3,iva@firma.sk,New,Ads,2026-01-05,
4,info@firma.sk,New,SEO,2026-01-05,2026-02-20
5,ola@mailinator.com,New,SEO,2026-01-05,
6,,New,SEO,2026-01-05,
"""
CONTACTS = "id,name,email,company\n1,Ana,ana@firma.sk,Firma\n2,Uma,uma@firma.sk,Firma\n"
BOUNCER = """\
email,status,reason,domain.name,provider,score,toxic,toxicity
ana@firma.sk,deliverable,accepted_email,firma.sk,google.com,100,unknown,0
EVA@firma.sk,undeliverable,rejected_email,firma.sk,google.com,0,unknown,0
iva@firma.sk,unknown,timeout,firma.sk,google.com,0,unknown,0
nobody@firma.sk,risky,low_quality,firma.sk,google.com,0,unknown,0
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with an export of leads and one of people."""
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    return tmp_path


def _import(lievik: Command, office: Path, name: str, text: str = "", *said: str) -> dict[str, object]:
    """Bring a file in; give its receipt."""
    if text:
        (office / name).write_text(text, encoding="utf-8")
    there = ("--workspace", str(office / "w"))
    came = lievik("import", str(office / name), "--yes", "--format", "json", *said, *there)
    assert came.code == 0, came.err
    return came.rows[0]


def _rows(office: Path, sql: str) -> list[tuple[object, ...]]:
    """What the tables hold."""
    engine = Workspace.open(office / "w", today=TODAY).engine
    assert engine is not None
    return engine.fetch(sql, {})[1]


def _reached(office: Path, table: str = "lead") -> dict[object, object]:
    """Reachability by id."""
    return dict(_rows(office, f"SELECT id, reachability FROM {table} ORDER BY id"))  # type: ignore[arg-type] # noqa: S608


def test_a_verifiers_export_is_known_and_merged_by_address(lievik: Command, office: Path) -> None:
    _import(lievik, office, "leads.csv")
    _import(lievik, office, "contacts.csv")
    before = {"1": "not_known", "2": "not_known", "3": "not_known", "4": "risky", "5": "unreachable", "6": None}
    assert _reached(office) == before
    receipt = _import(lievik, office, "results.csv", BOUNCER)
    assert (receipt["source"], receipt["table"], receipt["rows_kept"]) == ("bouncer", "email_verdict", 4)
    assert receipt["suspicions"] == {"email_not_in_lead_or_contact": 1}
    assert _reached(office) == {**before, "1": "reachable", "2": "unreachable"}
    assert _reached(office, "contact") == {"1": "reachable", "2": "not_known"}


def test_whoever_comes_later_has_the_verdict_that_came_before(lievik: Command, office: Path) -> None:
    _import(lievik, office, "results.csv", BOUNCER)
    _import(lievik, office, "leads.csv")
    assert _reached(office)["2"] == "unreachable"
    assert lievik("rebuild", "--workspace", str(office / "w")).code == 0
    assert _reached(office)["2"] == "unreachable"


def test_what_a_later_file_says_wins_and_what_it_is_silent_of_stays(lievik: Command, office: Path) -> None:
    _import(lievik, office, "leads.csv")
    many = "".join(f"x{number}@firma.sk,valid\n" for number in range(40))
    _import(lievik, office, "verdicts.csv", f"email,status\nana@firma.sk,valid\neva@firma.sk,invalid\n{many}")
    receipt = _import(lievik, office, "verdicts.csv", "email,status\nana@firma.sk,invalid\n")
    assert receipt["changes"] == {"email_verdict": {"new": 0, "changed": 1, "removed": 0, "same": 0}}
    assert (_reached(office)["1"], _reached(office)["2"]) == ("unreachable", "unreachable")
    _import(lievik, office, "verdicts.csv", "email,status\nana@firma.sk,valid\n")
    assert _reached(office)["1"] == "reachable"
    # another list may say the very same
    _import(lievik, office, "overene.csv", "e-mail;stav\nana@firma.sk;neplatná\neva@firma.sk;invalid\n")
    assert (_reached(office)["1"], _reached(office)["2"]) == ("unreachable", "unreachable")
    _import(lievik, office, "verdicts.csv", "email,status\nx1@firma.sk,valid\n", "--full")
    assert _rows(office, "SELECT count(*) FROM email_verdict") == [(3,)]


def test_a_day_in_the_file_counts_more_than_the_day_it_came(lievik: Command, office: Path) -> None:
    _import(lievik, office, "leads.csv")
    _import(lievik, office, "new.csv", "email,status,checked on\nana@firma.sk,valid,2026-05-01\n")
    _import(lievik, office, "old.csv", "email,status,checked on\nana@firma.sk,invalid,2026-04-01\n")
    assert _reached(office)["1"] == "reachable"


def test_an_earlier_day_knows_no_later_verdict(office: Path) -> None:
    workspace = Workspace.create(office / "w", name="W", as_of=TODAY, today=TODAY)
    for name, text, month in (("leads", LEADS, 3), ("bouncer", BOUNCER, 5)):
        (office / f"{name}.csv").write_text(text, encoding="utf-8")
        path = office / f"{name}.csv"
        workspace.accept(workspace.propose([path]), [path], now=datetime(2026, month, 2, 12, tzinfo=UTC))
    for day, expected in (("2026-04-30", (2, 5)), ("2026-06-30", (2, 4))):
        (found,) = workspace.show("lead_conversion_rate:without_unreachable", period="2026-01", as_of=day)
        assert (int(found.numerator or 0), int(found.denominator or 0)) == expected


def test_a_list_that_says_nothing_known_is_not_taken_for_verdicts(lievik: Command, office: Path) -> None:
    (office / "mailing.csv").write_text("email,status\nana@firma.sk,New\neva@firma.sk,Working\n", encoding="utf-8")
    refused = lievik("import", str(office / "mailing.csv"), "--yes", "--workspace", str(office / "w"))
    assert refused.code == 3
    assert "email_verdict" not in refused.out + refused.err


def test_words_that_say_nothing_are_told(lievik: Command, office: Path) -> None:
    rows = "".join(f"x{number}@firma.sk,valid\n" for number in range(12))
    receipt = _import(lievik, office, "verdicts.csv", f"email,status\n{rows}ana@firma.sk,gibberish\n,valid\n")
    assert receipt["suspicions"] == {
        "without_email": 1,
        "email_not_in_lead_or_contact": 13,
        "status_says_nothing_known": 1,
    }


def test_whoever_is_forgotten_keeps_the_verdict_and_nothing_else(lievik: Command, office: Path) -> None:
    _import(lievik, office, "leads.csv")
    _import(lievik, office, "results.csv", BOUNCER)
    before = _reached(office)
    there = ("--workspace", str(office / "w"))
    for address in ("ana@firma.sk", "eva@firma.sk"):
        assert lievik("forget", address, "--yes", *there).code == 0
    assert _reached(office) == before
    for path in sorted(path for path in (office / "w").rglob("*") if path.is_file()):
        assert b"eva@firma" not in path.read_bytes().lower(), path
    assert ("bouncer forgotten-2", "forgotten-2") in _rows(office, "SELECT id, email FROM email_verdict")
