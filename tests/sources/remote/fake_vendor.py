"""A made-up vendor that remembers: answers as its documents say, refuses as they say, and changes while it is asked.

It is asked in the process (`transport`) or over a real connection (`served`); every question and every answer is held
against an OpenAPI file of ours, written from the vendor's documents.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

HERE = Path(__file__).parent
FORM = "application/x-www-form-urlencoded"
TOKEN = "t0ken-that-nobody-may-ever-read"  # noqa: S105 - of a made-up vendor


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any = None

    def number(self, name: str, default: int) -> int:
        """A parameter as a number."""
        return int(self.params.get(name, default))


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False


@dataclass
class FakeVendor:
    """What every made-up vendor does.

    Attributes:
        clock: the moment that it lives in.
        troubles: answers that it gives instead of the next ones, in order; None answers as it should.
        meanwhile: is called before each answer, with the number of questions so far; may change records.
        asked: every question so far.
    """

    url: str = "https://vendor.example"
    spec: str = ""
    clock: datetime = datetime(2026, 6, 1, 8, tzinfo=UTC)
    troubles: list[Said | None] = field(default_factory=list)
    meanwhile: Callable[[int], None] = lambda _number: None
    asked: list[Asked] = field(default_factory=list)

    def answer(self, asked: Asked) -> Said:
        """Answer a question; a vendor's own class does."""
        raise NotImplementedError

    def is_let_in(self, asked: Asked) -> bool:
        """Whether the token is right."""
        return asked.headers.get("authorization") == f"Bearer {TOKEN}"

    def reply(self, asked: Asked) -> Said:
        """Answer, refuse, or be in trouble; hold both sides against the documents."""
        self.asked.append(asked)
        self.meanwhile(len(self.asked))
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            return trouble
        if not self.is_let_in(asked):
            return Said(status=401, body={"message": "not let in"})
        said = self.answer(asked)
        if self.spec and said.status < 400:
            self._held(asked, said)
        return said

    @cached_property
    def documents(self) -> OpenAPI:
        """The OpenAPI file."""
        return OpenAPI.from_file_path(str(HERE / self.spec))

    def _held(self, asked: Asked, said: Said) -> None:
        request = _Request(self.url, asked)
        self.documents.validate_request(request)
        self.documents.validate_response(request, _Response(said))

    @property
    def transport(self) -> httpx2.MockTransport:
        """A transport for sessions in this process."""

        def handle(request: httpx2.Request) -> httpx2.Response:
            headers = {name.lower(): value for name, value in request.headers.items()}
            asked = Asked(
                method=request.method,
                path=request.url.path,
                params=dict(parse_qsl(request.url.query.decode())),
                headers=headers,
                body=_body(request.content, headers),
            )
            said = self.reply(asked)
            content = json.dumps(said.body).encode()
            content = content[: len(content) // 2] if said.is_cut else content
            return httpx2.Response(said.status, headers=self._headers(said), content=content)

        return httpx2.MockTransport(handle)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Answer over a real connection; gives the address."""
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply("GET")

            def do_POST(self) -> None:
                self._reply("POST")

            def _reply(self, method: str) -> None:
                length = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(length)
                url = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                said = vendor.reply(
                    Asked(
                        method=method,
                        path=url.path,
                        params=dict(parse_qsl(url.query)),
                        headers=headers,
                        body=_body(body, headers),
                    )
                )
                content = json.dumps(said.body).encode()
                self.send_response(said.status)
                for name, value in vendor._headers(said).items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content[: len(content) // 2] if said.is_cut else content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - of the standard library
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.url = f"http://127.0.0.1:{server.server_address[1]}"
            try:
                yield self.url
            finally:
                server.shutdown()

    def _headers(self, said: Said) -> dict[str, str]:
        return {"content-type": "application/json", "date": format_datetime(self.clock, usegmt=True), **said.headers}


def _body(content: bytes, headers: Mapping[str, str]) -> object:
    """What a question says in its body: fields of a form, or JSON."""
    if FORM in headers.get("content-type", ""):
        return dict(parse_qsl(content.decode()))
    found: object = json.loads(content) if content else None
    return found


class _Request:
    """A question as openapi-core wants it."""

    def __init__(self, url: str, asked: Asked) -> None:
        self.host_url = url
        self.path = asked.path
        self.method = asked.method.lower()
        is_form = FORM in asked.headers.get("content-type", "")
        written = urlencode(asked.body) if is_form else json.dumps(asked.body)
        self.body = written.encode() if asked.body is not None else None
        self.content_type = FORM if is_form else "application/json"
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(asked.params), header=Headers(dict(asked.headers)), cookie=ImmutableMultiDict()
        )


class _Response:
    """An answer as openapi-core wants it."""

    def __init__(self, said: Said) -> None:
        self.status_code = said.status
        self.data = json.dumps(said.body).encode()
        self.content_type = "application/json"
        self.headers = dict(said.headers)
