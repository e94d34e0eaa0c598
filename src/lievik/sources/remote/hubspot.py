"""HubSpot: deals with the history of their properties, companies, contacts, leads, owners, products, meetings, goals.

A list gives everything, a search what changed, a list of its own what was archived; a merged record is told by the one
that it went into. HubSpot keeps the history of a deal's own properties, not of what it is associated with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any, Final

import httpx2

from lievik.sources.remote.connectors import needed
from lievik.sources.remote.hubspot_deals import COLUMNS, Stages, roles
from lievik.sources.remote.hubspot_leads import leads
from lievik.sources.remote.hubspot_owners import Owners, main_team
from lievik.sources.remote.hubspot_reading import Kind, count, pipelines, records
from lievik.sources.remote.paging import Page, Record
from lievik.sources.remote.session import Given, Session
from lievik.sources.remote.stream import Since, Stream

URL: Final = "https://api.hubapi.com"

_SPENT: Final = "DAILY"
"""Policy that a refusal names where the requests of the day are spent."""

_DEALS: Final = Kind(
    name="deals",
    properties=(
        *COLUMNS,
        *("createdate", "hs_deal_stage_probability", "hs_is_closed", "hs_is_closed_won", "hs_analytics_source"),
        *("notes_next_activity_date", "hs_merged_object_ids"),
    ),
    history=tuple(COLUMNS),
    associated={"companies": 5, "contacts": 0},
)
_COMPANIES: Final = Kind(
    name="companies",
    properties=(
        *("name", "industry", "country", "hubspot_owner_id", "hs_parent_company_id", "hs_is_target_account"),
        *("createdate", "hs_merged_object_ids"),
    ),
)
_CONTACTS: Final = Kind(
    name="contacts",
    properties=(
        *("firstname", "lastname", "email", "associatedcompanyid", "hs_email_bad_address", "hs_merged_object_ids"),
    ),
    modified="lastmodifieddate",
)
_PRODUCTS: Final = Kind(name="products", properties=("name", "hs_product_type", "hs_cost_of_goods_sold"))
_LINES: Final = Kind(
    name="line_items",
    properties=(
        *("hs_product_id", "quantity", "price", "discount", "hs_discount_percentage", "hs_line_item_currency_code"),
    ),
    associated={"deals": 0},
)
_MEETINGS: Final = Kind(
    name="meetings",
    properties=(
        *("hs_meeting_start_time", "hs_meeting_end_time", "hs_meeting_outcome", "hs_activity_type"),
        *("hs_timestamp", "hubspot_owner_id"),
    ),
    associated={"deals": 0},
)
_CALLS: Final = Kind(
    name="calls",
    properties=("hs_timestamp", "hs_call_duration", "hs_activity_type", "hubspot_owner_id"),
    associated={"deals": 0},
)
_COUNTED: Final = {"deal": "deals", "account": "companies", "contact": "contacts"}


def hubspot(options: Mapping[str, object], secrets: Mapping[str, str]) -> HubSpot:
    """Make the connector.

    Raises:
        ValueError: there is no token.
    """
    (token,) = needed(secrets, "token")
    return HubSpot(access=Given(token=token), url=str(options.get("url", URL)))


@dataclass(frozen=True, kw_only=True)
class HubSpot:
    """One account of HubSpot."""

    access: Given
    url: str = URL
    vendor: str = "HubSpot"
    transport: httpx2.BaseTransport | None = None

    @property
    def mapping(self) -> str:
        """TOML of how its files fill the tables."""
        return files("lievik.sources.mappings").joinpath("hubspot.toml").read_text(encoding="utf-8")

    def session(self) -> Session:
        """A session that is not open yet."""
        return Session(
            vendor=self.vendor,
            url=self.url,
            access=self.access,
            transport=self.transport,
            budget_spent=lambda _status, _headers, body: isinstance(body, dict) and body.get("policyName") == _SPENT,
        )

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Its streams, in the order that they are fetched."""
        owners, stages = Owners(), Stages()
        return (
            Stream(
                name="owners",
                fetch=owners.owners,
                is_whole=True,
                also={"teams": owners.teams, "team_members": main_team},
            ),
            Stream(name="pipelines", fetch=_pipelines, is_whole=True, also={"stages": stages.of_pipeline}),
            Stream(name="companies", fetch=records(_COMPANIES)),
            Stream(name="contacts", fetch=records(_CONTACTS)),
            Stream(
                name="deals",
                fetch=_with(_DEALS, stages.with_outcome),
                needs=("pipelines",),
                also={"deal_versions": stages.states, "deal_contacts": roles},
            ),
            Stream(name="leads", fetch=leads, is_optional=True),
            Stream(name="products", fetch=records(_PRODUCTS), is_optional=True),
            Stream(name="line_items", fetch=records(_LINES), is_optional=True),
            Stream(name="meetings", fetch=_with(_MEETINGS, _timed), is_optional=True),
            Stream(name="calls", fetch=_with(_CALLS, _timed), is_optional=True),
            Stream(name="goal_targets", fetch=owners.goals, is_whole=True, is_optional=True, needs=("owners",)),
        )

    def counts(self, session: Session) -> Mapping[str, int]:
        """How many deals, companies and contacts the search finds."""
        return {table: count(session, kind) for table, kind in _COUNTED.items()}


def _pipelines(session: Session, since: Since) -> Iterator[Page]:
    del since
    yield pipelines(session, "deals")


def _with(kind: Kind, add: Callable[[Record], Record]) -> Callable[[Session, Since], Iterator[Page]]:
    """Fetch of records with something added to each."""

    def fetch(session: Session, since: Since) -> Iterator[Page]:
        for page in records(kind)(session, since):
            yield [add(record) for record in page]

    return fetch


def _timed(activity: Record) -> Record:
    """A meeting or a call with how many hours it took."""
    said: Mapping[str, Any] = activity.get("properties") or {}
    begins, ends = said.get("hs_meeting_start_time"), said.get("hs_meeting_end_time")
    seconds = float(said["hs_call_duration"]) / 1000 if said.get("hs_call_duration") else None
    if begins and ends:
        seconds = (datetime.fromisoformat(ends) - datetime.fromisoformat(begins)).total_seconds()
    return {**activity, "hours": f"{seconds / 3600:.4f}" if seconds is not None and seconds >= 0 else None}
