"""Whether a lead can be reached by its address, by hand: what is wrong with addresses, and whose verdict counts."""

# ruff: noqa: S608 - the names of tables are written here

from __future__ import annotations

import duckdb
import pytest

from lievik.model.address import REACHABILITIES, REASONS, address_words
from lievik.model.conventions import Conventions
from lievik.store.derivation import derive
from tests.store.written_rows import database


def reached(table: str = "lead", **tables: str) -> dict[object, tuple[object, ...]]:
    """Give reachability and reason by the id of a row."""
    return _told(database(**tables), table)


def _of(*addresses: str) -> list[tuple[object, ...]]:
    """What is said of addresses that nobody gave a verdict on."""
    connection = database()
    for number, address in enumerate(addresses):
        connection.execute("INSERT INTO lead (id, email) VALUES (?, ?)", [f"{number:03}", address])
    return list(_told(connection, "lead").values())


def _told(connection: duckdb.DuckDBPyConnection, table: str) -> dict[object, tuple[object, ...]]:
    derive(connection, Conventions())
    found = connection.execute(f"SELECT id, reachability, reachability_reason FROM {table} ORDER BY id").fetchall()
    return {key: tuple(told) for key, *told in found}


FINE = ("not_known", "not_checked")
WRONG = ("unreachable", "wrong_syntax")


@pytest.mark.parametrize(
    "address",
    [
        "ana@firma.sk",
        "  Ana.Nova@Firma.SK ",
        "o'neil+trade_fair@sub.firma.co.uk",
        "a@b1.sk",
        "1@2.sk",
        "x" * 64 + "@firma.sk",
        "ana@" + "d" * 63 + ".sk",
        "ana@žltýkôň.sk",
        "ana@xn--ltk-bma.sk",
        "ana@firma.xn--p1ai",
        "ana@firma.москва",
    ],
)
def test_an_address_that_may_well_exist_is_only_not_checked(address: str) -> None:
    assert _of(address) == [FINE]


@pytest.mark.parametrize(
    "address",
    [
        "ana",
        "ana@",
        "@firma.sk",
        "ana@firma",
        "ana@firma,sk",
        "ana@firma.s",
        "ana@firma.1",
        "ana@firma..sk",
        "ana@.firma.sk",
        "ana@-firma.sk",
        "ana@firma-.sk",
        "ana@firma_x.sk",
        "ana@firma.sk.",
        ".ana@firma.sk",
        "ana.@firma.sk",
        "ana..nova@firma.sk",
        "ana nova@firma.sk",
        "ana@firma sk",
        "ana@eva@firma.sk",
        "Ana <ana@firma.sk>",
        "ana@firma.sk; eva@firma.sk",
        "ana(at)firma.sk",
        "ána@firma",
        "ana@žltý kôň.sk",
        "x" * 65 + "@firma.sk",
        "ana@" + "d" * 64 + ".sk",
        "ana@" + "firma." * 42 + "sk",
        "-",
    ],
)
def test_what_is_no_address_is_unreachable(address: str) -> None:
    assert _of(address) == [WRONG]


def test_no_address_says_nothing() -> None:
    assert reached(lead="id | email \n 1 | -") == {"1": (None, None)}
    assert _of("", "   ") == [(None, None), (None, None)]


def test_nobody_is_at_a_domain_that_is_reserved_or_thrown_away() -> None:
    assert _of("a@example.com", "a@firma.test", "a@localhost.invalid", "a@server.local", "a@x.example") == [
        *[("unreachable", "reserved_domain")] * 4,
        FINE,
    ]
    thrown_away = [("unreachable", "disposable_domain")] * 3
    assert _of("a@mailinator.com", "A@YOPMAIL.com", "a@mine.mailinator.com") == thrown_away
    assert _of("a@firma-mailinator.sk", "a@gmail.com", "a@azet.sk", "a@centrum.sk", "a@seznam.cz") == [FINE] * 5


def test_what_is_sent_to_a_role_reaches_nobody_in_particular() -> None:
    role = ("risky", "role_account")
    named = (
        "info@f.sk",
        "Obchod@f.sk",
        "podpora+x@f.sk",
        "no-reply@f.sk",
        "kancelaria@f.sk",
        "sales2@f.sk",
        "e-shop@f.sk",
    )
    assert _of(*named) == [role] * 7
    assert _of("obchodnik@f.sk", "infosk@f.sk", "janka.obchod@f.sk", "h.r@f.sk") == [FINE] * 4


def test_an_accent_before_the_at_is_risky() -> None:
    assert _of("ján.kováč@firma.sk") == [("risky", "accented_mailbox")]


VERDICTS = """
    id | email         | status        | checked_on | known_from
    1  | ANA@firma.sk  | deliverable   | 2026-03-01 | 2026-03-02 10:00
    2  | ana@firma.sk  | undeliverable | 2026-05-01 | 2026-05-02 10:00
    3  | ana@firma.sk  | risky         | 2026-04-01 | 2026-06-02 10:00
    4  | eva@firma.sk  | Catch-All     | -          | 2026-03-02 10:00
    5  | iva@firma.sk  | valid         | 2026-03-01 | 2026-03-02 10:00
    6  | iva@firma.sk  | unknown       | 2026-05-01 | 2026-05-02 10:00
    7  | ola@firma.sk  | unknown       | 2026-05-01 | 2026-05-02 10:00
    8  | info@firma.sk | platný        | 2026-05-01 | 2026-05-02 10:00
    9  | x@yopmail.com | deliverable   | 2026-05-01 | 2026-05-02 10:00
    10 | uma@firma.sk  | gibberish     | 2026-05-01 | 2026-05-02 10:00
    11 | eta@firma.sk  | valid         | 2026-05-01 | 2026-05-02 10:00
    12 | eta@firma.sk  | invalid       | 2026-05-01 | 2026-05-02 10:00
"""


def test_the_newest_verdict_that_says_anything_wins() -> None:
    found = reached(
        lead="""
            id | email         | email_status
            a  | ana@firma.sk  | valid
            b  | eva@firma.sk  | -
            c  | Iva@firma.sk  | invalid
            d  | ola@firma.sk  | -
            e  | info@firma.sk | -
            f  | x@yopmail.com | -
            g  | uma@firma.sk  | -
            h  | bea@firma.sk  | Invalid
            i  | cea@firma.sk  | Opted out
            j  | info@firma.cz | valid
            k  | eta@firma.sk  | -
            l  | ola@firma.sk  | deliverable
            m  | -             | bounced
        """,
        email_verdict=VERDICTS,
    )
    assert found == {
        "a": ("unreachable", "verifier"),
        "b": ("risky", "verifier"),
        "c": ("reachable", "verifier"),
        "d": ("not_known", "verifier_unsure"),
        "e": ("reachable", "verifier"),
        "f": ("unreachable", "disposable_domain"),
        "g": ("not_known", "verifier_unsure"),
        "h": ("unreachable", "crm_status"),
        "i": ("not_known", "verifier_unsure"),
        "j": ("reachable", "crm_status"),
        "k": ("unreachable", "verifier"),
        "l": ("reachable", "crm_status"),
        "m": ("unreachable", "crm_status"),
    }


def test_people_at_companies_are_told_of_in_the_same_way() -> None:
    contacts = "id | email \n 1 | ana@firma.sk \n 2 | info@firma.eu \n 3 | -"
    assert reached("contact", contact=contacts, email_verdict=VERDICTS) == {
        "1": ("unreachable", "verifier"),
        "2": ("risky", "role_account"),
        "3": (None, None),
    }


def test_only_known_words_are_said() -> None:
    told = {each.meaning for each in address_words() if each.kind == "verdict"}
    assert told == set(REACHABILITIES)
    assert {each.meaning for each in address_words() if each.kind == "domain"} <= set(REASONS)
    words = [(each.kind, each.word) for each in address_words()]
    assert len(words) == len(set(words))
    assert all(each.word == each.word.strip().lower() and each.word for each in address_words())
