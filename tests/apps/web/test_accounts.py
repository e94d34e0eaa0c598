"""Pages of accounts: the target accounts and the contacts of deals, as the answers tell them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from lievik.language import language_of
from lievik.workspace import Workspace
from tests.apps.web.conftest import ELSEWHERE, Visit
from tests.apps.web.reading import one_of_each_kind, read

PAGES = ("/accounts", "/accounts/targets", "/accounts/contacts")


def test_target_accounts_are_all_there_the_most_urgent_first(visit: Visit, demo: Workspace) -> None:
    accounts = demo.targets().accounts
    seen, found = visit("/accounts/targets"), list[list[str]]()
    assert f"{len(accounts)} target accounts" in seen.text
    while True:
        (rows,) = seen.tables.values()
        found += rows[1:]
        following = [address for address, said in seen.links if said == "Next"]
        if not following:
            break
        seen = visit(following[0])
    assert [row[1] for row in found] == [account.name for account in accounts]
    assert found[0][0] == "plan the next step"


def test_the_overview_has_the_first_of_them_and_what_goes_with_contacts(visit: Visit, demo: Workspace) -> None:
    seen = visit("/accounts")
    assert list(seen.panels) == ["targets", "contacts"]
    assert demo.targets().accounts[0].name in seen.panels["targets"]
    assert "What goes together need not be its cause." in seen.panels["contacts"]


def test_contacts_are_counted_within_the_days_asked_for(visit: Visit, demo: Workspace) -> None:
    found = demo.accounts(within=10, period="2026-H1")
    seen = visit("/accounts/contacts", within="10", period="2026-H1")
    rows = seen.tables["Contacts engaged within 10 days of the start"]
    (table,) = [one for one in found.tables if one.trait == "contacts" and one.sight == "early"]
    shown = {row[0]: row[1] for row in rows if row[0]}
    words = {"0": "no contact", "1": "1 contact", "2": "2 contacts", "3+": "3 contacts and more"}
    english = language_of("en")
    assert {words[row.key]: english.count(row.ended) for row in table.rows}.items() <= shown.items()


def test_filters_hold(visit: Visit, demo: Workspace) -> None:
    accounts = demo.targets(where={"owner": ("Martin Novák",)}).accounts
    seen = visit("/accounts/targets", where="owner=Martin Novák")
    assert f"{len(accounts)} target accounts" in seen.text


@pytest.mark.soak
@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_link_leads_somewhere(demo_site: TestClient, visit: Visit, page: str) -> None:
    for address in one_of_each_kind(visit(page)):
        if not address.startswith(ELSEWHERE):
            assert demo_site.get(address or page).status_code == 200, address


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("code", ["en", "sk"])
def test_a_company_without_accounts_is_told_what_brings_them(one_deal: TestClient, page: str, code: str) -> None:
    answer = one_deal.get(page, params={"lang": code})
    assert answer.status_code == 200
    assert "lievik import" in read(answer.text).text


def test_days_that_cannot_be_read_are_refused(visit: Visit) -> None:
    assert "Give a whole number from 1 to 365." in visit("/accounts/contacts", status=400, within="soon").text


def test_the_page_of_an_account_has_its_deals_its_people_and_what_it_pays(visit: Visit, demo: Workspace) -> None:
    english = language_of("en")
    target = demo.targets().accounts[0]
    found = demo.account(target.account)
    seen = visit(f"/accounts/{found.profile.name}")
    assert [row[0] for row in seen.tables["Deals"][1:]] == [deal.name for deal in found.deals]
    assert [row[0] for row in seen.tables["Who is known there"][1:]] == [who.name for who in found.people]
    assert found.monthly is not None
    assert english.money(found.monthly, "EUR", digits=0) in seen.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "What to do: plan the next step." in seen.panels["says"]


def test_lists_of_accounts_lead_to_the_page_of_each(visit: Visit, demo: Workspace) -> None:
    target = demo.targets().accounts[0]
    here = visit("/accounts/targets").leads(target.name)
    assert here.startswith(f"/accounts/{target.account}")
    assert "Deals" in visit(here).text


def test_what_stands_on_the_cards_of_an_account_leads_on(visit: Visit, demo: Workspace) -> None:
    name = demo.targets().accounts[0].name
    seen = visit(f"/accounts/{name}")
    led = {said: address for address, said in seen.links if "where=account" in address}
    assert len(led) == 3
    for address in led.values():
        assert f"Account: {name}" in visit(address).text


def test_the_page_of_an_account_that_there_is_not_says_which_are_alike(demo_site: TestClient) -> None:
    answer = demo_site.get("/accounts/Autosedacky Krakow?lang=en")
    assert answer.status_code == 404
    assert "Autosedačky Kraków S.A." in answer.text
