"""What one run over Salesforce fetches, stream by stream, and learns for the later ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lievik.errors import BudgetSpentError, SourceError
from lievik.sources.remote.paging import Page, named
from lievik.sources.remote.salesforce_history import HISTORY, NO_TYPE, OWNERS, Histories
from lievik.sources.remote.session import Session
from lievik.sources.remote.soql import DATA, Objects
from lievik.sources.remote.stream import Fetch, Since

_QUOTA: Final = (
    *("Id", "QuotaOwnerId", "QuotaAmount", "IsAmount", "StartDate", "PeriodId", "CurrencyIsoCode", "ProductFamily"),
    *("Territory2Id", "ForecastingType.DeveloperName"),
)
_AT_ONCE: Final = 200
"""So many opportunities are asked for the history of at once: an address may have some 16,000 letters."""

_OPPORTUNITY: Final = (
    *("Id", "IsDeleted", "Name", "AccountId", "OwnerId", "RecordTypeId", "StageName", "Type", "Amount"),
    *("CurrencyIsoCode", "CreatedDate", "CloseDate", "IsClosed", "IsWon", "ForecastCategory", "Probability"),
    *("LeadSource", "CampaignId"),
)


@dataclass(kw_only=True)
class SalesforceRun:
    """What one run learns for its later streams.

    Attributes:
        types: ids of the record types of opportunities, each a pipeline.
    """

    objects: Objects
    histories: Histories
    types: list[str] = field(default_factory=list)

    def changed(self, name: str, wanted: Sequence[str], *, is_needed: bool) -> Fetch:
        """Fetch of an object's rows that changed; of none where the user is not shown it, and it is not needed."""

        def fetch(session: Session, since: Since) -> Iterator[Page]:
            if is_needed or self.objects.has(session, name):
                yield from self.objects.changed(session, name, wanted, since.moment)

        return fetch

    def roles(self, session: Session, since: Since) -> Iterator[Page]:
        """Roles of users, each a team."""
        del since
        if self.objects.has(session, "UserRole"):
            yield from self.objects.rows(session, "UserRole", ("Id", "Name", "ParentRoleId"))

    def pipelines(self, session: Session, since: Since) -> Iterator[Page]:
        """Record types of opportunities, and one pipeline more where some opportunities have none."""
        del since
        self.types = []
        if "RecordTypeId" in self.objects.fields(session, "Opportunity"):
            where = "SobjectType = 'Opportunity'"
            for page in self.objects.rows(session, "RecordType", ("Id", "Name", "IsActive"), where, "Name"):
                self.types += [str(record["Id"]) for record in page]
                yield page
        if not self.types or self.objects.count(session, "Opportunity", "RecordTypeId = null"):
            self.types.append(NO_TYPE)
            yield [{"Id": NO_TYPE, "Name": "Opportunity"}]

    def stages(self, session: Session, since: Since) -> Iterator[Page]:
        """Stages of each pipeline; those no longer in use are in all, for opportunities may have been there."""
        del since
        wanted = (
            *("Id", "ApiName", "MasterLabel", "SortOrder", "IsActive", "IsClosed", "IsWon"),
            *("DefaultProbability", "ForecastCategory"),
        )
        pages = self.objects.rows(session, "OpportunityStage", wanted, order="SortOrder")
        stages = [stage for page in pages for stage in page]
        self.histories.stages = {str(stage.get("ApiName") or stage["MasterLabel"]): stage for stage in stages}
        for pipeline in self.types:
            there = self._picked(session, pipeline)
            yield [
                {**stage, "Pipeline": pipeline}
                for name, stage in self.histories.stages.items()
                if not there or name in there or not stage.get("IsActive")
            ]

    def _picked(self, session: Session, pipeline: str) -> set[str]:
        """Stages that a record type lets choose; none where that is not told."""
        if pipeline == NO_TYPE:
            return set()
        try:
            answer = session.get(f"{DATA}/ui-api/object-info/Opportunity/picklist-values/{pipeline}/StageName")
            return {str(value["value"]) for value in named("values")(answer)}
        except BudgetSpentError:
            raise
        except SourceError:
            return set()

    def opportunities(self, session: Session, since: Since) -> Iterator[Page]:
        """Opportunities that changed, and with each page of them its history."""
        wanted = (*_OPPORTUNITY, self.histories.lost_reason)
        for page in self.objects.changed(session, "Opportunity", wanted, since.moment):
            self.histories.begin()
            ids = [str(record["Id"]) for record in page if not record.get("IsDeleted")]
            for first in range(0, len(ids), _AT_ONCE):
                self._remember(session, ids[first : first + _AT_ONCE])
            yield page

    def _remember(self, session: Session, ids: Sequence[str]) -> None:
        """Ask for the history of some opportunities."""
        of_these = "OpportunityId IN ({})".format(", ".join(f"'{ident}'" for ident in ids))
        if self.objects.has(session, "OpportunityHistory"):
            for page in self.objects.rows(session, "OpportunityHistory", HISTORY, of_these):
                self.histories.tell(page)
        if self.objects.has(session, "OpportunityFieldHistory"):
            owners = f"Field = 'Owner' AND {of_these}"
            for page in self.objects.rows(session, "OpportunityFieldHistory", OWNERS, owners):
                self.histories.tell_owners(page)

    def quotas(self, session: Session, since: Since) -> Iterator[Page]:
        """Quotas, each with the last day of its period."""
        del since
        if not self.objects.has(session, "ForecastingQuota"):
            return
        periods = self.objects.rows(session, "Period", ("Id", "EndDate"))
        ends = {str(row["Id"]): row.get("EndDate") for page in periods for row in page}
        for page in self.objects.rows(session, "ForecastingQuota", _QUOTA):
            yield [{**record, "PeriodEnds": ends.get(str(record.get("PeriodId")))} for record in page]

    def rates(self, session: Session, since: Since) -> Iterator[Page]:
        """Dated rates, each with the company's own currency, which they are against."""
        del since
        if not self.objects.has(session, "DatedConversionRate"):
            return
        own = self.objects.rows(session, "CurrencyType", ("IsoCode",), "IsCorporate = true")
        corporate = next((str(row["IsoCode"]) for page in own for row in page), "")
        wanted = ("Id", "IsoCode", "ConversionRate", "StartDate")
        for page in self.objects.rows(session, "DatedConversionRate", wanted):
            yield [{**record, "Corporate": corporate} for record in page]
