"""HubSpot, made up from its documents: lists by cursor, a search whose index lags, reading by id, past values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.sources.remote.fake_vendor import Asked, FakeVendor, Said

Record = dict[str, Any]

KINDS = ("companies", "contacts", "deals", "leads", "products", "line_items", "meetings", "calls", "goal_targets")
STAGES = {
    "appointmentscheduled": ("Appointment", "false", "0.2"),
    "contractsent": ("Contract", "false", "0.9"),
    "closedwon": ("Won", "true", "1.0"),
    "closedlost": ("Lost", "true", "0.0"),
}
LEAD_STAGES = {"new": ("New", "NEW"), "good": ("Qualified", "QUALIFIED"), "bad": ("Disqualified", "UNQUALIFIED")}
NOTHING = Said(status=404, body={"status": "error", "message": "nothing there"})


@dataclass
class FakeHubSpot(FakeVendor):
    """One account.

    Attributes:
        lag: what changed so shortly before is not in the search yet.
        kept: values of a property that are remembered.
        most_found: records of a question that can be paged to.
        denied: kinds that the token may not read.
    """

    url: str = "https://api.hubapi.com"
    spec: str = "hubspot.openapi.json"
    lag: timedelta = timedelta(0)
    kept: int = 20
    most_found: int = 10_000
    denied: set[str] = field(default_factory=set)
    owners: list[Record] = field(default_factory=list)
    objects: dict[str, dict[int, Record]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    links: dict[tuple[str, int, str], list[Record]] = field(default_factory=dict)

    def stamp(self) -> str:
        """The moment now, as HubSpot writes it."""
        return self.clock.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.clock.microsecond // 1000:03d}Z"

    def owner(self, ident: str, name: str, user: int, team: str, *, archived: bool = False) -> None:
        """Add somebody who owns records; who left has a user no more."""
        first, last = name.split()
        self.owners.append(
            {
                "id": ident,
                "firstName": first,
                "lastName": last,
                "email": f"{first.lower()}@firma.sk",
                "userId": None if archived else user,
                "userIdIncludingInactive": user,
                "archived": archived,
                "teams": [
                    {"id": "90", "name": "All", "primary": False},
                    {"id": team, "name": f"Team {team}", "primary": True},
                ],
            }
        )

    def create(self, kind: str, ident: int, **said: str | None) -> None:
        """Add a record now."""
        born = "hs_createdate" if kind == "leads" else "createdate"
        self.objects[kind][ident] = {"archived": False, "createdAt": self.stamp(), "properties": {}, "history": {}}
        self.change(kind, ident, **{born: self.stamp(), "hs_object_id": str(ident), **said})

    def change(self, kind: str, ident: int, **said: str | None) -> None:
        """Change a record now."""
        found = self.objects[kind][ident]
        found["updatedAt"] = self.stamp()
        found["properties"]["lastmodifieddate" if kind == "contacts" else "hs_lastmodifieddate"] = self.stamp()
        for name, value in said.items():
            found["properties"][name] = value
            found["history"].setdefault(name, []).insert(
                0, {"value": value or "", "timestamp": self.stamp(), "sourceType": "CRM_UI"}
            )

    def link(self, record: tuple[str, int], other: str, to: int, type_id: int = 1, label: str | None = None) -> None:
        """Associate two records."""
        types = [{"category": "HUBSPOT_DEFINED", "typeId": type_id, "label": label}]
        self.links.setdefault((*record, other), []).append({"toObjectId": str(to), "associationTypes": types})

    def archive(self, kind: str, ident: int) -> None:
        """Delete a record now."""
        self.objects[kind][ident] |= {"archived": True, "archivedAt": self.stamp()}

    def merge(self, kind: str, into: int, other: int) -> None:
        """Merge a record into another one now; it is in no list any more."""
        del self.objects[kind][other]
        before = self.objects[kind][into]["properties"].get("hs_merged_object_ids")
        self.change(kind, into, hs_merged_object_ids=";".join(filter(None, (before, str(other)))))

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.clock += timedelta(**span)

    def answer(self, asked: Asked) -> Said:
        """Answer a question."""
        match asked.path.strip("/").split("/"):
            case ["crm", "owners", "2026-09"]:
                archived = asked.params.get("archived") == "true"
                return Said(body={"results": [each for each in self.owners if each["archived"] == archived]})
            case ["crm", room, "2026-09", kind, *what]:
                return self._denied(kind) or self._of_kind(asked, (room, *what), kind)
        return NOTHING

    def _of_kind(self, asked: Asked, what: tuple[str, ...], kind: str) -> Said:
        match what:
            case ["pipelines"]:
                return Said(body={"results": [_pipeline(kind)]})
            case ["objects"]:
                return self._list(kind, asked)
            case ["objects", "search"]:
                return self._search(kind, asked.body)
            case ["objects", "batch", "read"]:
                return self._batch(kind, asked.body)
            case ["associations", other, "batch", "read"]:
                return self._associations(kind, other, asked.body)
        return NOTHING

    def _denied(self, kind: str) -> Said | None:
        body = {"status": "error", "category": "MISSING_SCOPES", "message": "This app has no such scope"}
        return Said(status=403, body=body) if kind in self.denied else None

    def _list(self, kind: str, asked: Asked) -> Said:
        size, after = asked.number("limit", 10), asked.number("after", 0)
        if size > (50 if "propertiesWithHistory" in asked.params else 100):
            return Said(status=400, body={"status": "error", "message": "limit is too large"})
        archived = asked.params.get("archived") == "true"
        found = [i for i, each in sorted(self.objects[kind].items()) if each["archived"] == archived and i > after]
        wanted, history = (asked.params.get(name, "").split(",") for name in ("properties", "propertiesWithHistory"))
        body: Record = {"results": [self._shown(kind, ident, wanted, history) for ident in found[:size]]}
        if len(found) > size:
            body["paging"] = {"next": {"after": str(found[size - 1])}}
        return Said(body=body)

    def _search(self, kind: str, body: Record) -> Said:
        if int(body["after"]) + body["limit"] > self.most_found:
            return Said(status=400, body={"status": "error", "message": "no more than 10,000 can be paged to"})
        modified = "lastmodifieddate" if kind == "contacts" else "hs_lastmodifieddate"
        found = []
        for ident, each in sorted(self.objects[kind].items()):
            at = datetime.fromisoformat(each["properties"][modified])
            said = {modified: int(at.timestamp() * 1000), "hs_object_id": ident}
            filters = [one for group in body["filterGroups"] for one in group["filters"]]
            is_indexed = not each["archived"] and (at <= self.clock - self.lag)
            if is_indexed and all(_holds(said[one["propertyName"]], one) for one in filters):
                found.append(ident)
        page = found[int(body["after"]) : int(body["after"]) + body["limit"]]
        shown = [self._shown(kind, ident, body["properties"], []) for ident in page]
        return Said(body={"total": len(found), "results": shown})

    def _batch(self, kind: str, body: Record) -> Said:
        if len(body["inputs"]) > (50 if body["propertiesWithHistory"] else 100):
            return Said(status=400, body={"status": "error", "message": "too many inputs"})
        there = [int(each["id"]) for each in body["inputs"] if self._is_there(kind, int(each["id"]))]
        shown = [self._shown(kind, ident, body["properties"], body["propertiesWithHistory"]) for ident in there]
        missing = len(there) < len(body["inputs"])
        found: Record = {"status": "COMPLETE", "results": shown}
        if missing:
            found["errors"] = [{"status": "error", "category": "OBJECT_NOT_FOUND", "message": "Could not get some"}]
        return Said(body=found, status=207 if missing else 200)

    def _is_there(self, kind: str, ident: int) -> bool:
        return ident in self.objects[kind] and not self.objects[kind][ident]["archived"]

    def _associations(self, kind: str, other: str, body: Record) -> Said:
        results, errors = [], []
        for each in body["inputs"]:
            links = self.links.get((kind, int(each["id"]), other), [])
            links = [link for link in links if self._is_there(other, int(link["toObjectId"]))]
            start = int(each.get("after", 0))
            if not links:
                errors.append({"status": "error", "category": "OBJECT_NOT_FOUND", "message": "None is associated"})
                continue
            result: Record = {"from": {"id": each["id"]}, "to": links[start : start + 2]}
            if start + 2 < len(links):
                result["paging"] = {"next": {"after": str(start + 2)}}
            results.append(result)
        found: Record = {"status": "COMPLETE", "results": results}
        if errors:
            found["errors"] = errors
        return Said(body=found, status=207 if errors else 200)

    def _shown(self, kind: str, ident: int, wanted: list[str], history: list[str]) -> Record:
        each = self.objects[kind][ident]
        said: Mapping[str, str | None] = each["properties"]
        shown: Record = {
            "id": str(ident),
            "properties": {name: said.get(name) for name in (*wanted, "hs_object_id") if name},
            **{name: each[name] for name in ("archived", "archivedAt", "createdAt", "updatedAt") if name in each},
        }
        if history and history != [""]:
            values = {name: each["history"][name][: self.kept] for name in history if name in each["history"]}
            shown["propertiesWithHistory"] = values
        return shown


def _holds(value: int, condition: Mapping[str, str]) -> bool:
    bound = int(condition["value"])
    return value >= bound if condition["operator"] == "GTE" else value > bound


def _pipeline(kind: str) -> Record:
    if kind == "leads":
        stages = [(ident, label, {"leadState": state}) for ident, (label, state) in LEAD_STAGES.items()]
    else:
        stages = [(i, label, {"isClosed": end, "probability": share}) for i, (label, end, share) in STAGES.items()]
    shown = [
        {"id": ident, "label": label, "displayOrder": order, "archived": False, "metadata": metadata}
        for order, (ident, label, metadata) in enumerate(stages)
    ]
    return {"id": "default", "label": "Sales", "displayOrder": 0, "archived": False, "stages": shown}
