"""One vendor over HTTP: asks with a time limit, asks again where that may help, and waits as the vendor says.

The clock is never read: how long to wait is told by what the vendor answers, its own `Date` among it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, Self
from urllib.parse import urlsplit

import httpx2
import stamina

from lievik.errors import BudgetSpentError, SourceError
from lievik.sources.remote.waiting import wait_said

_TIMEOUT: Final = httpx2.Timeout(60.0, connect=15.0)
_ATTEMPTS: Final = 6
_SHOWN: Final = 200
_DENIED: Final = 401
_WAITS: Final = frozenset({429, 503})
_ERROR: Final = 400
_SERVER_ERROR: Final = 500

Params = Mapping[str, str | int]
Json = Any


class Access(Protocol):
    """What lets a program in: a token that may have to be renewed."""

    def headers(self) -> Mapping[str, str]:
        """Headers of every request."""
        ...

    def renew(self) -> bool:
        """Get a new token where the old one is refused; false where there is no way to."""
        ...


@dataclass(frozen=True, kw_only=True)
class Given:
    """Access by a token that somebody made and that stays the same.

    Attributes:
        scheme: what stands before the token: `Bearer`; empty for nothing.
    """

    token: str = field(repr=False)
    header: str = "Authorization"
    scheme: str = "Bearer"

    def headers(self) -> Mapping[str, str]:
        """Headers of every request."""
        return {self.header: f"{self.scheme} {self.token}".strip()}

    def renew(self) -> bool:
        """There is no other token."""
        return False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a vendor answered: JSON, and the headers beside it."""

    body: Json
    headers: Mapping[str, str]


class AskAgainError(Exception):
    """The vendor may answer the same question better later.

    Attributes:
        wait: seconds that it asks to wait; none where it says nothing.
    """

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


@dataclass(kw_only=True)
class Session:
    """Asks one vendor.

    Attributes:
        vendor: its name, for sentences.
        url: what every address begins with.
        patience: seconds that a single wait may last; a longer one ends the run, to be gone on with later.
        budget_spent: tells of a refusal whether the budget of a day is spent, whatever it says of waiting.
        is_busy: tells of another refusal that the same question may be answered a little later, whatever its status.
        asked: how many requests were sent.
    """

    vendor: str
    url: str
    access: Access
    patience: float = 120.0
    budget_spent: Callable[[int, Mapping[str, str], Json], bool] = lambda _status, _headers, _body: False
    is_busy: Callable[[int, Mapping[str, str], Json], bool] = lambda _status, _headers, _body: False
    transport: httpx2.BaseTransport | None = None
    wait_initial: float = 0.5
    asked: int = 0
    _client: httpx2.Client | None = None

    def __enter__(self) -> Self:
        """Open the connection."""
        self._client = httpx2.Client(timeout=_TIMEOUT, transport=self.transport, follow_redirects=False)
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        if self._client:
            self._client.close()

    def get(self, path: str, params: Params | None = None) -> Answer:
        """Ask for something.

        Args:
            path: an address, or what follows the first part of one.
            params: of the question.

        Raises:
            SourceError: it is refused, or there is no answer after all attempts.
            BudgetSpentError: the vendor answers no more questions for now.
        """
        return self._answered("GET", path, **_asking(params))

    def content(self, path: str) -> bytes:
        """Ask for a file, as it is. Raises like `get`."""
        found: bytes = self._answered("GET", path, is_file=True).body
        return found

    def post(self, path: str, body: Json, params: Params | None = None) -> Answer:
        """Ask by a body of JSON; nothing may be changed by it, for it may be sent twice. Raises like `get`."""
        return self._answered("POST", path, json=body, **_asking(params))

    def _answered(self, method: str, path: str, *, is_file: bool = False, **what: Json) -> Answer:
        url = path if path.startswith(("http://", "https://")) else f"{self.url.rstrip('/')}/{path.lstrip('/')}"
        if _origin(url) != _origin(self.url):
            raise SourceError(f"{self.vendor} sends on to another address.", "Nothing was sent there; report it.")
        try:
            for attempt in stamina.retry_context(
                on=self._backoff, attempts=_ATTEMPTS, timeout=None, wait_initial=self.wait_initial, wait_max=30.0
            ):
                with attempt:
                    return self._once(method, url, is_file=is_file, **what)
        except AskAgainError as error:
            raise SourceError(f"{self.vendor} does not answer: {error.reason}.", "Try again later.") from error
        raise SourceError(f"{self.vendor} does not answer.", "Try again later.")

    def _backoff(self, error: Exception) -> bool | float:
        """How long to wait before the next attempt; longer than patience ends the run."""
        if not isinstance(error, AskAgainError):
            return False
        if error.wait is None:
            return True
        if error.wait > self.patience:
            raise BudgetSpentError(self.vendor, error.wait) from error
        return error.wait

    def _once(self, method: str, url: str, *, is_file: bool, **what: Json) -> Answer:
        response = self._sent(method, url, **what)
        if response.status_code == _DENIED and self.access.renew():
            response = self._sent(method, url, **what)
        headers = dict(response.headers)
        status = response.status_code
        body = response.content if is_file and status < _ERROR else _read(response)
        if status >= _ERROR and self.budget_spent(status, headers, body):
            raise BudgetSpentError(self.vendor, wait_said(headers))
        if status in _WAITS or status >= _SERVER_ERROR or (status >= _ERROR and self.is_busy(status, headers, body)):
            raise AskAgainError(f"it answers {status}{_told(body)}", wait_said(headers))
        if status >= _ERROR:
            raise _refusal(self.vendor, status, body)
        if body is None:
            raise AskAgainError("its answer was cut off")
        return Answer(body=body, headers=headers)

    def _sent(self, method: str, url: str, **what: Json) -> httpx2.Response:
        if self._client is None:
            raise RuntimeError("the session is not open")
        self.asked += 1
        try:
            return self._client.request(method, url, headers=dict(self.access.headers()), **what)
        except httpx2.TransportError as error:
            raise AskAgainError(f"{type(error).__name__}") from error
        except httpx2.DecodingError as error:
            raise AskAgainError("its answer was cut off") from error


def _asking(params: Params | None) -> dict[str, Json]:
    """Parameters of a question; none at all leave those of an address that a vendor gave."""
    return {"params": dict(params)} if params else {}


def _origin(url: str) -> tuple[str, str]:
    """The scheme and the host, with its port, of an address: nobody else may see the token."""
    found = urlsplit(url)
    return found.scheme.lower(), found.netloc.lower()


def _read(response: httpx2.Response) -> Json | None:
    """The JSON of an answer, numbers as they are written; none where it is not whole."""
    try:
        return json.loads(response.content or b"null", parse_float=str) if response.content else {}
    except ValueError:
        return None


def _told(body: Json) -> str:
    """What a vendor says of why, short."""
    found = body.get("message") or body.get("error") or body.get("error_info") if isinstance(body, dict) else None
    if isinstance(body, list) and body and isinstance(body[0], dict):
        found = body[0].get("message")
    return f" ({str(found)[:_SHOWN]})" if found else ""


def _refusal(vendor: str, status: int, body: Json) -> SourceError:
    """Say what to do where a question is refused."""
    fixes = {
        401: "Make a new token there, and put it where lievik.toml says.",
        403: "Give the token the right to read that, or leave the stream out.",
        404: "Check the address of the source in lievik.toml.",
    }
    return SourceError(
        f"{vendor} refuses with {status}{_told(body)}.", fixes.get(status, "Report it, with what it says.")
    )
