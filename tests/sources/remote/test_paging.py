"""Ways from page to page: every record once and in order, and an end where a vendor goes in circles."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx2
import pytest

from lievik.errors import SourceError
from lievik.sources.remote.paging import by_cursor, by_link, by_number, by_offset, named
from lievik.sources.remote.session import Given, Session

IDS = list(range(7))
SIZE = 3


def session_of(answer: Callable[[Mapping[str, str]], tuple[list[int], dict[str, object], dict[str, str]]]) -> Session:
    """A vendor that answers a question's parameters with ids, what else is in the body, and headers."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        ids, more, headers = answer(dict(request.url.params))
        return httpx2.Response(200, json={"data": [{"id": ident} for ident in ids], **more}, headers=headers)

    transport = httpx2.MockTransport(handle)
    return Session(vendor="Made-up", url="https://crm.example", access=Given(token="t"), transport=transport)  # noqa: S106


def test_numbers_are_counted_until_a_page_is_not_full() -> None:
    def answer(said: Mapping[str, str]) -> tuple[list[int], dict[str, object], dict[str, str]]:
        at = (int(said["page"]) - 1) * SIZE
        return IDS[at : at + SIZE], {}, {}

    with session_of(answer) as session:
        pages = by_number(session, "deals", {}, named("data"), size=SIZE)
        assert [record["id"] for page in pages for record in page] == IDS


def test_offsets_go_on_by_what_came() -> None:
    def answer(said: Mapping[str, str]) -> tuple[list[int], dict[str, object], dict[str, str]]:
        at = int(said["start"])
        return IDS[at : at + SIZE], {}, {}

    with session_of(answer) as session:
        pages = by_offset(session, "deals", {}, named("data"), size=SIZE)
        assert [record["id"] for page in pages for record in page] == IDS


def test_a_cursor_that_comes_again_ends_in_a_sentence() -> None:
    with session_of(lambda _: ([1], {"next": "same"}, {})) as session, pytest.raises(SourceError, match="same page"):
        list(by_cursor(session, "deals", {}, named("data"), name="cursor", next_of=lambda body: str(body["next"])))


def test_a_link_that_comes_again_ends_in_a_sentence() -> None:
    link = {"link": '<https://crm.example/deals?page=2>; rel="next"'}
    with session_of(lambda _: ([1], {}, link)) as session, pytest.raises(SourceError, match="same page"):
        list(by_link(session, "deals", {}, named("data")))


@pytest.mark.parametrize("host", ["https://elsewhere.example", "https://crm.example.evil.net", "http://crm.example"])
def test_a_link_to_another_address_is_not_followed(host: str) -> None:
    link = {"link": f'<{host}/deals?page=2>; rel="next"'}
    with session_of(lambda _: ([1], {}, link)) as session, pytest.raises(SourceError, match="another address"):
        list(by_link(session, "deals", {}, named("data")))
