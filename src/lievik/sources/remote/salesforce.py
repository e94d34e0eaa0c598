"""Salesforce, by its REST API: what its users sell, to whom, by which steps, and how each opportunity came to be so.

Which fields and objects there are differs by edition and by rights; those alone are asked for that are there.
Deleted records are told by `queryAll` while they are in the recycle bin (15 days); a full run finds the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

import httpx2

from lievik.sources.remote.client_credentials import ClientCredentials
from lievik.sources.remote.connectors import needed
from lievik.sources.remote.salesforce_history import Histories
from lievik.sources.remote.salesforce_run import SalesforceRun
from lievik.sources.remote.session import Session
from lievik.sources.remote.soql import Objects, is_busy, is_spent
from lievik.sources.remote.stream import Stream

_DOMAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+(:\d+)?")
_FIELD: Final = re.compile(r"[A-Za-z]\w*")

_CHANGED: Final[Mapping[str, str]] = {
    "User": "Id Name Email Title Country IsActive UserType ManagerId UserRoleId",
    "Account": "Id IsDeleted Name Industry BillingCountry OwnerId ParentId CreatedDate",
    "Contact": "Id IsDeleted Name Email AccountId",
    "Lead": "Id IsDeleted CreatedDate LeadSource OwnerId Status IsConverted ConvertedDate ConvertedOpportunityId "
    "ConvertedAccountId Email Industry Country",
    "OpportunityContactRole": "Id IsDeleted OpportunityId ContactId Role",
    "Product2": "Id IsDeleted Name Family",
    "OpportunityLineItem": "Id IsDeleted OpportunityId Product2Id Quantity UnitPrice Discount CurrencyIsoCode",
    "OpportunitySplit": "Id IsDeleted OpportunityId SplitOwnerId SplitPercentage SplitType.DeveloperName",
    "Campaign": "Id IsDeleted Name Type StartDate EndDate",
    "Task": "Id IsDeleted OwnerId WhatId WhoId IsClosed IsRecurrence TaskSubtype Type ActivityDate CompletedDateTime "
    "CallDurationInSeconds",
    "Event": "Id IsDeleted OwnerId WhatId WhoId IsChild IsRecurrence IsAllDayEvent Type StartDateTime "
    "DurationInMinutes",
}
"""Objects that are asked for what changed, and their fields."""

_NEEDED: Final = frozenset({"User", "Account"})
"""Objects without which nothing makes sense."""


def salesforce(options: Mapping[str, object], secrets: Mapping[str, str]) -> Salesforce:
    """Make the connector.

    Raises:
        ValueError: the domain, the id or the secret is missing, or an option makes no sense.
    """
    client_id, client_secret = needed({**options, **secrets}, "client_id", "client_secret")
    (domain,) = needed(options, "domain")
    domain = domain.removeprefix("https://").rstrip("/")
    lost_reason, share = str(options.get("lost_reason", "Loss_Reason__c")), options.get("share_of_limit", 0.9)
    if not _DOMAIN.fullmatch(domain):
        raise ValueError('says a domain that is none; write it like domain = "company.my.salesforce.com"')
    if not _FIELD.fullmatch(lost_reason):
        raise ValueError('says a lost_reason that is no field; write it like lost_reason = "Loss_Reason__c"')
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= 1:
        raise ValueError("says a share_of_limit that is no number above 0 and up to 1, like 0.9")
    return Salesforce(
        client_id=client_id,
        client_secret=client_secret,
        url=f"https://{domain}",
        lost_reason=lost_reason,
        share_of_limit=float(share),
    )


@dataclass(frozen=True, kw_only=True)
class Salesforce:
    """One organisation of Salesforce.

    Attributes:
        lost_reason: the field that says why an opportunity was lost; Salesforce has none of its own.
        share_of_limit: a run ends when so much of the organisation's daily limit of requests is used up by all.
    """

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    url: str
    lost_reason: str = "Loss_Reason__c"
    share_of_limit: float = 0.9
    vendor: str = "Salesforce"
    transport: httpx2.BaseTransport | None = None

    @property
    def mapping(self) -> str:
        """The mapping, with the field of the lost reason."""
        text = files("lievik.sources.mappings").joinpath("salesforce.toml").read_text()
        return text.replace("{lost_reason}", self.lost_reason)

    def session(self) -> Session:
        """A session that is not open yet."""
        access = ClientCredentials(
            vendor=self.vendor,
            url=f"{self.url}/services/oauth2/token",
            client_id=self.client_id,
            client_secret=self.client_secret,
            transport=self.transport,
        )
        return Session(
            vendor=self.vendor,
            url=self.url,
            access=access,
            budget_spent=is_spent,
            is_busy=is_busy,
            transport=self.transport,
        )

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Its streams, in the order that they are fetched."""
        run = SalesforceRun(
            objects=Objects(share=self.share_of_limit), histories=Histories(lost_reason=self.lost_reason)
        )
        changed = {
            name: Stream(
                name=name,
                fetch=run.changed(name, wanted.split(), is_needed=name in _NEEDED),
                changed="SystemModstamp",
                is_optional=name not in _NEEDED,
            )
            for name, wanted in _CHANGED.items()
        }
        return (
            changed.pop("User"),
            Stream(name="RecordType", fetch=run.pipelines, is_whole=True),
            Stream(name="OpportunityStage", fetch=run.stages, is_whole=True, needs=("RecordType",)),
            changed.pop("Account"),
            Stream(
                name="Opportunity",
                fetch=run.opportunities,
                changed="SystemModstamp",
                needs=("OpportunityStage",),
                also={"deal_states": run.histories.states},
            ),
            *changed.values(),
            Stream(name="UserRole", fetch=run.roles, is_whole=True, is_optional=True),
            Stream(name="ForecastingQuota", fetch=run.quotas, is_whole=True, is_optional=True),
            Stream(name="DatedConversionRate", fetch=run.rates, is_whole=True, is_optional=True),
        )

    def counts(self, session: Session) -> Mapping[str, int]:
        """How many accounts, contacts, leads and opportunities there are."""
        objects = Objects(share=1)
        tables = {"Account": "account", "Contact": "contact", "Lead": "lead", "Opportunity": "deal"}
        return {table: objects.count(session, name) for name, table in tables.items() if objects.has(session, name)}
