"""Only this machine is answered, no form of another site is taken, and every answer carries the policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lievik.apps.web.application import make_app
from lievik.apps.web.protection import POLICY, is_loopback, refused


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(make_app(tmp_path), base_url="http://localhost:8642")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8642", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8642", "LOCALHOST"]
)
def test_this_machine_is_answered(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "example.com",
        "example.com:8642",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "10.0.0.1",
        "[::2]",
        "0.0.0.0",  # noqa: S104 - a name, not bound to
    ],
)
def test_another_name_is_not(host: str) -> None:
    assert not is_loopback(host)
    assert refused("GET", {"host": host})


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://example.com"},
        {"origin": "http://localhost:1"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/theme", data={"theme": "dark"}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_our_own_form_is_taken(client: TestClient) -> None:
    headers = {"origin": "http://localhost:8642", "sec-fetch-site": "same-origin"}
    answer = client.post("/theme", data={"theme": "dark", "back": "/team?a=1"}, headers=headers, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/team?a=1")
    assert "theme=dark" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "back", ["//example.com", "https://example.com", "javascript:1", "\\\\example.com", "/\\example.com"]
)
def test_nobody_is_sent_elsewhere(client: TestClient, back: str) -> None:
    answer = client.post("/theme", data={"theme": "dark", "back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("path", ["/", "/static/lievik.css", "/nothing"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_refusal_carries_it_too(client: TestClient) -> None:
    answer = client.get("/", headers={"host": "example.com"})
    assert answer.status_code == 403
    assert answer.headers["content-security-policy"] == POLICY
