"""What every answer carries so that a browser runs nothing but ours, and which hosts are answered at all.

No style or script stands within a page, so the policy needs no exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SOURCES: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}

POLICY: Final = "; ".join(f"{kind} {place}" for kind, place in _SOURCES.items())
"""Content-Security-Policy of every page."""

HEADERS: Final = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts of this machine alone."""

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Protection:
    """Refuses requests that come by another name or from another site, and adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = refused(scope["method"], {name.decode(): value.decode("latin-1") for name, value in scope["headers"]})

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((n.encode(), v.encode()) for n, v in HEADERS if n.encode() not in given),
                ]
            await send(message)

        if refusal:
            from starlette.responses import PlainTextResponse

            await PlainTextResponse(refusal, status_code=403)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: nobody signs in, so nobody else may look."""
    name = host.rpartition(":")[0] if host.count(":") == 1 or (host.startswith("[") and "]:" in host) else host
    return name.strip("[]").lower() in LOOPBACK


def refused(method: str, headers: dict[str, str]) -> str:
    """Say why a request is not answered; empty where it is.

    A page of another site may make a browser ask for `localhost` under a name of its own, or send a form here.
    """
    if not is_loopback(headers.get("host", "")):
        return "Only this machine is answered here. Open http://localhost with the port that lievik serve named."
    if method in _SAFE:
        return ""
    site = headers.get("sec-fetch-site", "same-origin")
    origin = headers.get("origin", "")
    is_ours = not origin or origin.partition("://")[2] == headers.get("host", "")
    return "" if site in {"same-origin", "none"} and is_ours else "A form of another site is not taken."
