"""Capsule CRM, made up from its documents: numbered pages with links, changes since a moment, lists of what went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.sources.remote.fake_vendor import Asked, FakeVendor, Said

Record = dict[str, Any]

PIPELINE = {"id": 7, "name": "Sales", "isDeleted": False}
MILESTONES = [
    {"id": 71, "name": "Lead", "probability": 10, "complete": False},
    {"id": 72, "name": "Offer", "probability": 50, "complete": False},
    {"id": 73, "name": "Won", "probability": 100, "complete": True},
    {"id": 74, "name": "Lost", "probability": 0, "complete": True},
]
OPEN, WON, LOST = MILESTONES[1], MILESTONES[2], MILESTONES[3]


@dataclass
class FakeCapsule(FakeVendor):
    """One account."""

    url: str = "https://api.capsulecrm.com"
    spec: str = "capsule.openapi.json"
    users: list[Record] = field(default_factory=lambda: [{"id": 1, "name": "Eva Nová", "username": "eva@firma.sk"}])
    parties: dict[int, Record] = field(default_factory=dict)
    opportunities: dict[int, Record] = field(default_factory=dict)
    deleted: dict[str, dict[int, str]] = field(default_factory=lambda: {"parties": {}, "opportunities": {}})
    tasks: list[Record] = field(default_factory=list)
    left: int = 4000

    def stamp(self) -> str:
        """The moment now, as Capsule writes it."""
        return self.clock.strftime("%Y-%m-%dT%H:%M:%SZ")

    def organisation(self, ident: int, name: str) -> None:
        """Add a company."""
        self.parties[ident] = {
            "id": ident,
            "type": "organisation",
            "name": name,
            "createdAt": self.stamp(),
            "updatedAt": self.stamp(),
            "owner": {"id": 1, "username": "eva"},
        }

    def person(self, ident: int, first: str, last: str, organisation: int) -> None:
        """Add somebody who works there."""
        self.parties[ident] = {
            "id": ident,
            "type": "person",
            "firstName": first,
            "lastName": last,
            "createdAt": self.stamp(),
            "updatedAt": self.stamp(),
            "organisation": {"id": organisation, "type": "organisation", "name": "x"},
        }

    def opportunity(self, ident: int, amount: object = 100, **said: object) -> None:
        """Add an opportunity."""
        self.opportunities[ident] = {
            "id": ident,
            "name": f"Obchod {ident}",
            "createdAt": self.stamp(),
            "updatedAt": self.stamp(),
            "party": {"id": 500, "type": "organisation", "name": "Žeriavy"},
            "milestone": self._milestone(OPEN),
            "value": {"amount": amount, "currency": "EUR"},
            "durationBasis": "FIXED",
            "duration": None,
            "probability": 50,
            "expectedCloseOn": "2026-08-01",
            "closedOn": None,
            "lostReason": None,
            "owner": {"id": 1, "username": "eva"},
            **said,
        }

    def change(self, ident: int, **said: object) -> None:
        """Change an opportunity now."""
        self.opportunities[ident] |= {**said, "updatedAt": self.stamp()}

    def close(self, ident: int, *, is_won: bool) -> None:
        """Close an opportunity now."""
        end = WON if is_won else LOST
        said: Record = {"milestone": self._milestone(end), "probability": end["probability"]}
        self.change(ident, closedOn=self.clock.date().isoformat(), **said)

    def delete(self, ident: int, kind: str = "opportunities") -> None:
        """Delete something now."""
        del getattr(self, kind)[ident]
        self.deleted[kind][ident] = self.stamp()

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.clock += timedelta(**span)

    @staticmethod
    def _milestone(found: Record) -> Record:
        return {**found, "pipeline": {"id": PIPELINE["id"], "name": PIPELINE["name"]}}

    def answer(self, asked: Asked) -> Said:
        """Answer a question."""
        self.left -= 1
        found = self._records(asked)
        if found is None:
            return Said(status=404, body={"message": "Not found"})
        key, records = found
        size, page = asked.number("perPage", 50), asked.number("page", 1)
        cut = records[(page - 1) * size : page * size]
        headers = {"x-ratelimit-limit": "4000", "x-ratelimit-remaining": str(self.left)}
        if page * size < len(records):
            query = "&".join(f"{name}={value}" for name, value in {**asked.params, "page": str(page + 1)}.items())
            headers["link"] = f'<{self.url}{asked.path}?{query}>; rel="next"'
        return Said(body={key: cut}, headers=headers)

    def _records(self, asked: Asked) -> tuple[str, list[Record]] | None:
        name = asked.path.removeprefix("/api/v2/")
        if name.endswith("/deleted"):
            kind = name.removesuffix("/deleted")
            since = asked.params["since"]
            gone = self.deleted[kind].items()
            return kind, [{"id": ident, "deletedAt": at} for ident, at in gone if _not_before(at, since)]
        if name == "pipelines/7/milestones":
            return "milestones", MILESTONES
        lists: dict[str, list[Record]] = {
            "users": self.users,
            "teams": [],
            "pipelines": [PIPELINE],
            "tasks": self.tasks,
            "parties": list(self.parties.values()),
            "opportunities": list(self.opportunities.values()),
        }
        if name not in lists:
            return None
        since = asked.params.get("since", "")
        return name, [each for each in lists[name] if not since or _not_before(each["updatedAt"], since)]


def _not_before(moment: str, since: str) -> bool:
    return datetime.fromisoformat(moment) >= datetime.fromisoformat(since)
