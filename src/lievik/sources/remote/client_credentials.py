"""Access by an id and a secret of a program: a token is asked for by them, and again once the vendor refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx2

from lievik.errors import SourceError
from lievik.sources.remote.session import AskAgainError

_TIMEOUT: Final = httpx2.Timeout(30.0, connect=15.0)
_ERROR: Final = 400
_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500


@dataclass(kw_only=True)
class ClientCredentials:
    """OAuth 2.0, client credentials (RFC 6749, section 4.4).

    Attributes:
        vendor: its name, for sentences.
        url: where tokens are given.
    """

    vendor: str
    url: str
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    transport: httpx2.BaseTransport | None = None
    _token: str = field(default="", repr=False)

    def headers(self) -> Mapping[str, str]:
        """Headers of every request; a token is asked for where there is none.

        Raises:
            SourceError: none is given to that id and secret.
            AskAgainError: there is no answer, or none of use.
        """
        self._token = self._token or self._asked()
        return {"Authorization": f"Bearer {self._token}"}

    def renew(self) -> bool:
        """Forget the token; the next request asks for another one."""
        self._token = ""
        return True

    def _asked(self) -> str:
        said = {"grant_type": "client_credentials", "client_id": self.client_id, "client_secret": self.client_secret}
        try:
            with httpx2.Client(timeout=_TIMEOUT, transport=self.transport) as client:
                response = client.post(self.url, data=said)
                body = response.json() if response.content else {}
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise AskAgainError(f"{type(error).__name__}") from error
        except ValueError as error:
            raise AskAgainError("its answer was cut off") from error
        if response.status_code == _TOO_MANY or response.status_code >= _SERVER_ERROR:
            raise AskAgainError(f"it answers {response.status_code} where a token is asked for")
        token = body.get("access_token") if isinstance(body, dict) else None
        if response.status_code >= _ERROR or not isinstance(token, str) or not token:
            reason = str(body.get("error", ""))[:80] if isinstance(body, dict) else ""
            raise SourceError(
                f"{self.vendor} gives no token to that client_id and client_secret ({reason or 'no reason told'}).",
                "Check both, the domain, and that the app allows the client credentials flow and runs as a user.",
            )
        return token
