"""Pipedrive, version 2 of its API, and version 1 for what that lacks: users, teams, leads, and the changes of deals.

Requests cost tokens of a daily budget that the whole company shares; where it is spent, a run ends and the next one
goes on with the deals that changed after. Deleted deals are listed for 30 days; of other things a full run finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

import httpx2

from lievik.sources.remote.connectors import needed
from lievik.sources.remote.paging import Record
from lievik.sources.remote.pipedrive_run import (
    V2,
    DealsAsked,
    changed,
    deleted,
    leads,
    listed,
    persons,
    quotas,
    teams,
    users,
)
from lievik.sources.remote.session import Given, Json, Session
from lievik.sources.remote.stream import Stream

_DOMAIN: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_TOO_MANY: Final = 429
_LEFT: Final = "x-daily-ratelimit-token-remaining"
_CHANGED: Final = "update_time"


def pipedrive(options: Mapping[str, object], secrets: Mapping[str, str]) -> Pipedrive:
    """Make the connector.

    Raises:
        ValueError: the company's domain or the token is missing, or an option makes no sense.
    """
    (token,) = needed(secrets, "token")
    (domain,) = needed(options, "domain")
    company = domain.lower().removeprefix("https://").rstrip("/").removesuffix(".pipedrive.com")
    if not _DOMAIN.fullmatch(company):
        raise ValueError('says a domain that is none; write it like domain = "company"')
    has_history = options.get("history", True)
    if not isinstance(has_history, bool):
        raise ValueError("says a history that is neither true nor false")  # noqa: TRY004 - settings do not hold
    return Pipedrive(
        access=Given(token=token, header="x-api-token", scheme=""),
        url=f"https://{company}.pipedrive.com",
        has_history=has_history,
    )


@dataclass(frozen=True, kw_only=True)
class Pipedrive:
    """One company at Pipedrive.

    Attributes:
        has_history: the changes of deals are asked for, a request for each deal that changed.
    """

    access: Given
    url: str
    has_history: bool = True
    vendor: str = "Pipedrive"
    mapping: str = field(
        default_factory=lambda: files("lievik.sources.mappings").joinpath("pipedrive.toml").read_text()
    )
    transport: httpx2.BaseTransport | None = None

    def session(self) -> Session:
        """A session that is not open yet."""
        return Session(
            vendor=self.vendor,
            url=self.url,
            access=self.access,
            budget_spent=is_budget_spent,
            transport=self.transport,
        )

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Its streams, in the order that they are fetched: those last that may use up the budget."""
        return (
            Stream(name="users", fetch=users, is_whole=True),
            Stream(name="teams", fetch=teams, is_whole=True, is_optional=True, also={"team_members": _members}),
            Stream(name="pipelines", fetch=listed(f"{V2}/pipelines"), is_whole=True),
            Stream(name="stages", fetch=listed(f"{V2}/stages"), is_whole=True),
            Stream(name="organizations", fetch=changed(f"{V2}/organizations"), changed=_CHANGED),
            Stream(name="persons", fetch=persons, changed=_CHANGED),
            Stream(name="products", fetch=changed(f"{V2}/products"), changed=_CHANGED, is_optional=True),
            Stream(name="activities", fetch=changed(f"{V2}/activities"), changed=_CHANGED),
            Stream(name="all_leads", fetch=leads, is_whole=True, is_optional=True),
            Stream(name="quotas", fetch=quotas, is_whole=True, is_optional=True),
            Stream(name="gone_deals", fetch=deleted),
            self._deals("deals", "deals"),
            self._deals("deals_archived", "deals/archived"),
        )

    def _deals(self, name: str, path: str) -> Stream:
        asked = DealsAsked(has_history=self.has_history)
        also = {f"{name}_states": asked.states, f"{name}_changes": asked.changes, f"{name}_lines": asked.lines}
        return Stream(name=name, fetch=asked.fetch(path), changed=_CHANGED, also=also)

    def counts(self, session: Session) -> Mapping[str, int]:
        """Pipedrive says of no list how long it is."""
        del session
        return {}


def is_budget_spent(status: int, headers: Mapping[str, str], body: Json) -> bool:
    """Whether the company has no tokens left today; the header is not always there."""
    del body
    left = next((value for name, value in headers.items() if name.lower() == _LEFT), "")
    return status == _TOO_MANY and left.strip() == "0"


def _members(team: Record) -> Iterable[Record]:
    """A row for each user of a team that is still in use."""
    users_of = team.get("users") or () if team.get("active_flag", True) else ()
    return ({"team_id": team["id"], "user_id": user} for user in users_of)
