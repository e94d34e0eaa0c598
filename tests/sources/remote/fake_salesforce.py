"""Salesforce, made up from its documents: SELECTs over what a user is shown, histories that it writes by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.sources.remote.fake_vendor import Asked, FakeVendor, Said

Record = dict[str, Any]

CLIENT = "the-app"
SECRET = "s3cret-that-nobody-may-ever-read"  # noqa: S105 - of a made-up vendor
DATA = "/services/data/v67.0"

_SOQL = re.compile(r"SELECT (?P<fields>.+?) FROM (?P<name>\w+)( WHERE (?P<where>.+?))?( ORDER BY (?P<order>[\w, ]+))?$")
_CONDITION = re.compile(r"(?P<field>\w+) (?P<sign>=|>=|IN) (?P<value>.+)")

FIELDS = {
    "User": "Name Email Title Country IsActive UserType ManagerId UserRoleId",
    "UserRole": "Name ParentRoleId",
    "Account": "IsDeleted Name Industry BillingCountry OwnerId ParentId CreatedDate MasterRecordId",
    "Contact": "IsDeleted Name Email AccountId",
    "Lead": "IsDeleted CreatedDate LeadSource OwnerId Status IsConverted ConvertedDate ConvertedOpportunityId "
    "ConvertedAccountId Email Industry Country MasterRecordId",
    "Opportunity": "IsDeleted Name AccountId OwnerId StageName Type Amount CreatedDate CloseDate IsClosed IsWon "
    "ForecastCategory Probability LeadSource CampaignId Loss_Reason__c",
    "OpportunityStage": "ApiName MasterLabel SortOrder IsActive IsClosed IsWon DefaultProbability ForecastCategory",
    "OpportunityHistory": "IsDeleted OpportunityId CreatedDate StageName Amount CloseDate Probability ForecastCategory",
    "OpportunityFieldHistory": "IsDeleted OpportunityId CreatedDate Field OldValue NewValue",
    "OpportunityContactRole": "IsDeleted OpportunityId ContactId Role",
    "Task": "IsDeleted OwnerId WhatId WhoId IsClosed IsRecurrence TaskSubtype Type ActivityDate CompletedDateTime "
    "CallDurationInSeconds",
    "Event": "IsDeleted OwnerId WhatId WhoId IsChild IsRecurrence IsAllDayEvent Type StartDateTime DurationInMinutes",
    "Product2": "IsDeleted Name Family",
    "OpportunityLineItem": "IsDeleted OpportunityId Product2Id Quantity UnitPrice Discount",
}
"""What the user is shown of an organisation without record types, currencies and forecasts."""

PREFIXES = {"User": "005", "Account": "001", "Contact": "003", "Opportunity": "006", "Lead": "00Q", "RecordType": "012"}

STAGES = (
    ("Prospecting", "Oslovenie", 10, "Pipeline", False, False),
    ("Proposal", "Ponuka", 60, "BestCase", False, False),
    ("Closed Won", "Vyhrané", 100, "Closed", True, True),
    ("Closed Lost", "Prehrané", 0, "Omitted", True, False),
)
_KEPT = ("StageName", "Amount", "CloseDate", "Probability", "ForecastCategory")
_TOLD = (*_KEPT, "OwnerId", "IsClosed", "IsWon")


@dataclass
class FakeSalesforce(FakeVendor):
    """One organisation.

    Attributes:
        size: most rows of a page.
        truth: an opportunity -> what it was like from an instant on, which no answer tells.
        used: requests of this day, of `limit`.
    """

    url: str = "https://firma.my.salesforce.com"
    spec: str = "salesforce.openapi.json"
    size: int = 2000
    rows: dict[str, dict[str, Record]] = field(default_factory=dict)
    shown: dict[str, set[str]] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    picked: dict[str, list[str]] = field(default_factory=dict)
    truth: dict[str, list[tuple[datetime, Record]]] = field(default_factory=dict)
    used: int = 100
    limit: int = 100_000
    tokens: int = 0
    token: str = ""
    made: int = 0
    eva: str = ""
    jan: str = ""
    locators: dict[str, tuple[str, list[str], list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {name: {} for name in FIELDS}
        self.shown = {name: {"Id", "SystemModstamp", *names.split()} for name, names in FIELDS.items()}
        for place, (name, label, share, category, is_closed, is_won) in enumerate(STAGES, 1):
            told: Record = {"IsClosed": is_closed, "IsWon": is_won, "ForecastCategory": category, "IsActive": True}
            self.add(
                "OpportunityStage", ApiName=name, MasterLabel=label, SortOrder=place, DefaultProbability=share, **told
            )

        self.eva = self.add("User", Name="Eva Nová", Email="eva@firma.sk", UserType="Standard", IsActive=True)
        self.jan = self.add("User", Name="Ján Malý", Email="jan@firma.sk", UserType="Standard", IsActive=True)

    def stamp(self) -> str:
        """The moment now, as Salesforce writes it."""
        return self.clock.strftime("%Y-%m-%dT%H:%M:%S.000+0000")

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.clock += timedelta(**span)

    def show(self, name: str, fields: str, links: dict[str, str] | None = None) -> None:
        """Show the user more of an object."""
        self.rows.setdefault(name, {})
        self.shown.setdefault(name, {"Id", "SystemModstamp"}).update(fields.split())
        self.links.setdefault(name, {}).update(links or {})

    def add(self, kind: str, **said: object) -> str:
        """Add a record now."""
        self.made += 1
        ident = f"{PREFIXES.get(kind, 'a00')}{self.made:012d}AAA"
        born = {"CreatedDate": self.stamp()} if "CreatedDate" in self.shown.get(kind, ()) else {}
        self.rows[kind][ident] = {"Id": ident, "IsDeleted": False, **born, "SystemModstamp": self.stamp(), **said}
        return ident

    def opportunity(self, **said: object) -> str:
        """Add an opportunity now, in its first stage if not said otherwise."""
        usual: Record = {"Name": "Žeriav", "OwnerId": self.eva, "Amount": 100.0, "CloseDate": "2026-09-30"}
        ident = self.add("Opportunity", **{**usual, **said})
        self._settle(ident, str(said.get("StageName", "Prospecting")))
        return ident

    def change(self, kind: str, ident: str, **said: object) -> None:
        """Change a record now; what is kept of an opportunity's history is written by itself."""
        row = self.rows[kind][ident]
        owner = row.get("OwnerId")
        row |= {**said, "SystemModstamp": self.stamp()}
        if kind != "Opportunity":
            return
        if owner != row.get("OwnerId"):
            for old, new in ((owner, row["OwnerId"]), ("Eva Nová", "Ján Malý")):
                told: Record = {"OpportunityId": ident, "Field": "Owner", "OldValue": old, "NewValue": new}
                self.add("OpportunityFieldHistory", **told)
        self._settle(ident, row["StageName"] if "StageName" not in said else str(said["StageName"]), said)

    def _settle(self, ident: str, stage: str, said: dict[str, object] | None = None) -> None:
        """What follows from a stage; a row of history where one of its columns is another."""
        row = self.rows["Opportunity"][ident]
        name, _, share, category, is_closed, is_won = next(each for each in STAGES if each[0] == stage)
        if said is None or "StageName" in said:
            row |= {"StageName": name, "Probability": share, "ForecastCategory": category}
            row |= {"IsClosed": is_closed, "IsWon": is_won}
        kept: Record = {key: row.get(key) for key in _KEPT}
        told = [each for each in self.rows["OpportunityHistory"].values() if each["OpportunityId"] == ident]
        if not told or {key: told[-1][key] for key in _KEPT} != kept:
            self.add("OpportunityHistory", OpportunityId=ident, **kept)
        self.truth.setdefault(ident, []).append((self.clock, {key: row.get(key) for key in _TOLD}))

    def delete(self, kind: str, ident: str) -> None:
        """Put a record into the recycle bin now."""
        self.rows[kind][ident] |= {"IsDeleted": True, "SystemModstamp": self.stamp()}

    def merge(self, kind: str, loser: str, master: str) -> None:
        """Merge one record into another now."""
        self.delete(kind, loser)
        self.rows[kind][loser]["MasterRecordId"] = master
        for name, key in (("Opportunity", "AccountId"), ("Contact", "AccountId")):
            for ident, row in self.rows[name].items():
                if row.get(key) == loser:
                    self.change(name, ident, **{key: master})

    def purge(self, kind: str, ident: str) -> None:
        """Remove a record for good."""
        del self.rows[kind][ident]

    def expire(self) -> None:
        """Let the token run out."""
        self.token = ""

    def is_let_in(self, asked: Asked) -> bool:
        """Refused in its own way."""
        del asked
        return True

    def answer(self, asked: Asked) -> Said:
        """Answer a question."""
        if asked.path == "/services/oauth2/token":
            return self._let_in(asked.body)
        if not self.token or asked.headers.get("authorization") != f"Bearer {self.token}":
            return _refused(401, "INVALID_SESSION_ID", "Session expired or invalid")
        self.used += 1
        said = self._answered(asked, asked.path.removeprefix(f"{DATA}/"))
        return Said(
            status=said.status, body=said.body, headers={"sforce-limit-info": f"api-usage={self.used}/{self.limit}"}
        )

    def _let_in(self, form: Record) -> Said:
        if form["client_id"] != CLIENT or form["client_secret"] != SECRET:
            return Said(status=400, body={"error": "invalid_client", "error_description": "invalid client credentials"})
        self.tokens += 1
        self.token = f"token-{self.tokens}"
        issued = {"issued_at": "1780300800000", "token_type": "Bearer"}
        return Said(body={"access_token": self.token, "instance_url": self.url, **issued})

    def _answered(self, asked: Asked, path: str) -> Said:
        if path == "sobjects":
            return Said(body={"sobjects": [{"name": name, "queryable": True} for name in self.shown]})
        if found := re.fullmatch(r"sobjects/(\w+)/describe", path):
            return self._described(found[1])
        if found := re.fullmatch(r"query/(01g\w+)-(\d+)", path):
            return self._paged(found[1], int(found[2]))
        if found := re.fullmatch(r"ui-api/object-info/Opportunity/picklist-values/(\w+)/StageName", path):
            values = [{"label": name, "value": name} for name in self.picked.get(found[1], [])]
            return Said(body={"values": values})
        if path in {"query", "queryAll"}:
            return self._selected(asked.params["q"], has_deleted=path == "queryAll")
        return _refused(404, "NOT_FOUND", "The requested resource does not exist")

    def _described(self, name: str) -> Said:
        if name not in self.shown:
            return _refused(404, "NOT_FOUND", "The requested resource does not exist")
        links = {key: link for link, key in self.links.get(name, {}).items()}
        told = [{"name": key, "relationshipName": links.get(key)} for key in sorted(self.shown[name])]
        return Said(body={"name": name, "fields": told})

    def _selected(self, soql: str, *, has_deleted: bool) -> Said:
        parts = _SOQL.fullmatch(soql)
        if parts is None or parts["name"] not in self.shown:
            return _refused(400, "INVALID_TYPE", f"sObject type of '{soql}' is not supported")
        name = parts["name"]
        rows = [row for row in self.rows[name].values() if has_deleted or not row.get("IsDeleted")]
        for condition in (parts["where"] or "").split(" AND ") if parts["where"] else []:
            rows = [row for row in rows if _holds(condition, row)]
        if parts["fields"] == "COUNT()":
            return Said(body={"totalSize": len(rows), "done": True, "records": []})
        fields = parts["fields"].split(", ")
        allowed = {*self.shown[name], *(f"{link}." for link in self.links.get(name, {}))}
        if wrong := [key for key in fields if "".join(key.partition(".")[:2]) not in allowed]:
            return _refused(400, "INVALID_FIELD", f"No such column '{wrong[0]}' on entity '{name}'")
        for key in reversed((parts["order"] or "Id").split(", ")):
            rows.sort(key=lambda row, key=key: row[key])  # type: ignore[misc]
        self.locators[locator := f"01g{len(self.locators):015d}"] = (name, fields, [row["Id"] for row in rows])
        return self._paged(locator)

    def _paged(self, locator: str, first: int = 0) -> Said:
        """The page that begins with a row; rows are as they are by then."""
        name, fields, found = self.locators[locator]
        page, after = found[first : first + self.size], first + self.size
        records = [self._read(name, fields, self.rows[name][ident]) for ident in page if ident in self.rows[name]]
        is_done = after >= len(found)
        more = {} if is_done else {"nextRecordsUrl": f"{DATA}/query/{locator}-{after}"}
        return Said(body={"totalSize": len(found), "done": is_done, "records": records, **more})

    @staticmethod
    def _read(name: str, fields: list[str], row: Record) -> Record:
        read: Record = {"attributes": {"type": name, "url": f"{DATA}/sobjects/{name}/{row['Id']}"}}
        for key in fields:
            link, dot, inner = key.partition(".")
            if dot:
                found = row.get(link)
                read[link] = {"attributes": {"type": link}, inner: found[inner]} if found else None
            else:
                read[key] = row.get(key)
        return read


def _holds(condition: str, row: Record) -> bool:
    parts = _CONDITION.fullmatch(condition)
    assert parts is not None, condition
    found, value = row.get(parts["field"]), parts["value"]
    if parts["sign"] == "IN":
        return found in re.findall(r"'([^']*)'", value)
    if parts["sign"] == ">=":
        return datetime.fromisoformat(str(found)) >= datetime.fromisoformat(value).astimezone(UTC)
    return bool(found == {"null": None, "true": True, "false": False}.get(value, value.strip("'")))


def _refused(status: int, code: str, message: str) -> Said:
    return Said(status=status, body=[{"message": message, "errorCode": code}])
