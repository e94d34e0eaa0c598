"""Pipedrive, made up from its documents: lists by cursor, archived and deleted deals apart, changes, a daily budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.sources.remote.fake_vendor import TOKEN, Asked, FakeVendor, Said

Record = dict[str, Any]

_CHANGELOG = re.compile(r"/api/v1/deals/(\d+)/changelog")
_LEAD = re.compile(r"/api/v1/leads/([0-9a-f-]+)")
_DELETED_DAYS = 30
PIPELINES = [{"id": 1, "name": "Predaj", "order_nr": 0, "is_deleted": False}]
STAGES = [
    {"id": 10 + number, "name": name, "order_nr": number, "pipeline_id": 1, "deal_probability": share}
    for number, (name, share) in enumerate((("Dopyt", 10), ("Ponuka", 50), ("Zmluva", 90)))
]


@dataclass
class FakePipedrive(FakeVendor):
    """One company.

    Attributes:
        states: deal -> its state after each change, with the moment: what histories have to come to.
        tokens: what is left of the day's budget.
        size: the longest page, shorter than Pipedrive's own.
        hides_former: leads that became deals are told by their id alone; false for one that is just becoming one.
    """

    url: str = "https://firma.pipedrive.com"
    spec: str = "pipedrive.openapi.json"
    users: list[Record] = field(
        default_factory=lambda: [
            {"id": 1, "name": "Eva Nová", "email": "eva@firma.sk", "active_flag": True},
            {"id": 2, "name": "Ján Malý", "email": "jan@firma.sk", "active_flag": False},
        ]
    )
    teams: list[Record] = field(
        default_factory=lambda: [{"id": 5, "name": "Západ", "manager_id": 1, "users": [1, 2], "active_flag": True}]
    )
    organizations: dict[int, Record] = field(default_factory=dict)
    persons: dict[int, Record] = field(default_factory=dict)
    deals: dict[int, Record] = field(default_factory=dict)
    activities: dict[int, Record] = field(default_factory=dict)
    products: dict[int, Record] = field(default_factory=dict)
    lines: list[Record] = field(default_factory=list)
    goals: list[Record] = field(default_factory=list)
    leads: dict[str, Record] = field(default_factory=dict)
    changes: dict[int, list[Record]] = field(default_factory=dict)
    states: dict[int, list[tuple[datetime, Record]]] = field(default_factory=dict)
    tokens: int = 1_000_000
    size: int = 500
    hides_former: bool = True

    def is_let_in(self, asked: Asked) -> bool:
        """Whether the token is right; it has a header of its own."""
        return asked.headers.get("x-api-token") == TOKEN

    def stamp(self) -> str:
        """The moment now, as version 2 writes it."""
        return self.clock.strftime("%Y-%m-%dT%H:%M:%SZ")

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.clock += timedelta(**span)

    def organization(self, ident: int, name: str) -> None:
        """Add a company."""
        address = {"value": "Žilina", "country": "Slovakia", "admin_area_level_1": "Žilinský kraj"}
        self.organizations[ident] = self._made(ident, name=name, owner_id=1, address=address, is_deleted=False)

    def person(self, ident: int, name: str, organization: int) -> None:
        """Add somebody who works there."""
        emails = [{"value": "x@firma.sk", "primary": False}, {"value": "jan@firma.sk", "primary": True}]
        self.persons[ident] = self._made(ident, name=name, org_id=organization, emails=emails, is_deleted=False)

    def product(self, ident: int, name: str) -> None:
        """Add a product."""
        self.products[ident] = self._made(ident, name=name, category="Žeriavy", is_deleted=False)

    def activity(self, ident: int, **said: object) -> None:
        """Add an activity."""
        usual: Record = {
            "type": "call",
            "owner_id": 1,
            "deal_id": None,
            "due_date": "2026-06-01",
            "due_time": "09:30:00",
        }
        self.activities[ident] = self._made(ident, **{**usual, "duration": "00:45:00", "done": True, **said})

    def lead(self, ident: str, *, is_archived: bool = False) -> None:
        """Add a lead; version 1 writes its moments without a zone."""
        stamp = self.clock.strftime("%Y-%m-%d %H:%M:%S")
        self.leads[ident] = {"id": ident, "title": "Dopyt", "owner_id": 1, "organization_id": 500, "origin": "WebForms"}
        self.leads[ident] |= {"is_archived": is_archived, "add_time": stamp, "update_time": stamp}

    def deal(self, ident: int, value: object = 100, **said: object) -> None:
        """Add a deal."""
        self.deals[ident] = self._made(
            ident,
            **{
                "title": f"Obchod {ident}",
                "owner_id": 1,
                "org_id": 500,
                "person_id": 501,
                "pipeline_id": 1,
                "stage_id": 10,
                "value": value,
                "currency": "EUR",
                "status": "open",
                "expected_close_date": "2026-08-01",
                "probability": None,
                "lost_reason": None,
                "won_time": None,
                "lost_time": None,
                "close_time": None,
                "origin": "ManuallyCreated",
                "source_lead_id": None,
                "is_archived": False,
                "is_deleted": False,
                "products_count": 0,
                **said,
            },
        )
        self.changes[ident] = []
        self.states[ident] = [(self.clock, dict(self.deals[ident]))]

    def change(self, ident: int, **said: object) -> None:
        """Change a deal now; every field that does is listed."""
        deal = self.deals[ident]
        time = self.clock.strftime("%Y-%m-%d %H:%M:%S")
        for key, new in said.items():
            if deal[key] != new:
                told = {"old_value": _told(deal[key]), "new_value": _told(new), "actor_user_id": 1, "time": time}
                field_key = "user_id" if key == "owner_id" else key
                self.changes[ident].append({"field_key": field_key, **told, "change_source": "app"})
        deal |= {**said, "update_time": self.stamp()}
        self.states[ident].append((self.clock, dict(deal)))

    def close(self, ident: int, *, is_won: bool, **said: object) -> None:
        """Close a deal now."""
        ended = {"won_time" if is_won else "lost_time": self.stamp(), "close_time": self.stamp()}
        self.change(ident, status="won" if is_won else "lost", **ended, **said)

    def delete(self, ident: int) -> None:
        """Delete a deal now."""
        self.deals[ident] |= {"is_deleted": True, "update_time": self.stamp()}

    def goal(self, ident: str, interval: str, target: object, **said: object) -> None:
        """Add a goal."""
        usual: Record = {"type": {"name": "deals_won", "params": {"pipeline_id": None}}, "is_active": True}
        usual |= {"assignee": {"type": "person", "id": 1}, "duration": {"start": "2026-01-01", "end": None}}
        outcome = {"target": target, "tracking_metric": "sum", "currency_id": 2}
        self.goals.append({"id": ident, "interval": interval, "expected_outcome": outcome, **usual, **said})

    def line(self, ident: int, deal: int, **said: object) -> None:
        """Add a product to a deal now."""
        usual: Record = {"product_id": 7, "quantity": 4, "item_price": 25, "discount": 0, "discount_type": "percentage"}
        self.lines.append({"id": ident, "deal_id": deal, "currency": "EUR", "is_enabled": True, **usual, **said})
        self.deals[deal] |= {"products_count": self.deals[deal]["products_count"] + 1, "update_time": self.stamp()}

    def _made(self, ident: int, **said: object) -> Record:
        return {"id": ident, "add_time": self.stamp(), "update_time": self.stamp(), **said}

    def answer(self, asked: Asked) -> Said:
        """Answer a question, as long as there are tokens."""
        cost = 20 if asked.path.startswith("/api/v1") else 10
        if self.tokens < cost:
            return Said(status=429, body={"success": False}, headers={"x-daily-ratelimit-token-remaining": "0"})
        self.tokens -= cost
        return self._of_version_1(asked) if asked.path.startswith("/api/v1") else self._listed(asked)

    def _of_version_1(self, asked: Asked) -> Said:
        if asked.path == "/api/v1/legacyTeams" and not self.teams:
            return Said(status=403, body={"success": False, "error": "not in this plan"})
        changelog, lead = _CHANGELOG.fullmatch(asked.path), _LEAD.fullmatch(asked.path)
        if changelog:
            return self._by_cursor(list(reversed(self.changes[int(changelog[1])])), asked)
        if asked.path in {"/api/v1/leads", "/api/v1/leads/archived"}:
            return self._by_start(asked)
        if lead:
            found = self.leads.get(lead[1])
            return Said(body={"success": True, "data": found}) if found else Said(status=404, body={"success": False})
        lists: dict[str, object] = {
            "/api/v1/users": self.users,
            "/api/v1/legacyTeams": self.teams,
            "/api/v1/currencies": [{"id": 2, "code": "EUR"}, {"id": 4, "code": "CZK"}],
            "/api/v1/goals/find": {"goals": self.goals},
        }
        return Said(body={"success": True, "data": lists[asked.path]})

    def _listed(self, asked: Asked) -> Said:
        lists: dict[str, Callable[[], Iterable[Record]]] = {
            "pipelines": lambda: PIPELINES,
            "stages": lambda: STAGES,
            "organizations": self.organizations.values,
            "persons": self.persons.values,
            "products": self.products.values,
            "activities": self.activities.values,
            "deals": lambda: self._deals(asked, is_archived=False),
            "deals/archived": lambda: self._deals(asked, is_archived=True),
            "deals/products": lambda: self._lines(asked),
        }
        name = asked.path.removeprefix("/api/v2/")
        if name not in lists:
            return Said(status=404, body={"success": False})
        since = asked.params.get("updated_since", "")
        records = [each for each in lists[name]() if not since or each["update_time"] >= since]
        if asked.params.get("sort_by") == "update_time":
            records.sort(key=lambda each: (each["update_time"], each["id"]))
        return self._by_cursor(records, asked)

    def _deals(self, asked: Asked, *, is_archived: bool) -> Iterable[Record]:
        kept_from = (self.clock - timedelta(days=_DELETED_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
        is_deleted = asked.params.get("status") == "deleted"
        for deal in self.deals.values():
            if deal["is_archived"] != is_archived or deal["is_deleted"] != is_deleted:
                continue
            if not is_deleted or deal["update_time"] >= kept_from:
                asked_for = set(asked.params.get("include_fields", "").split(","))
                yield {key: deal[key] for key in deal if key not in {"source_lead_id", "products_count"} - asked_for}

    def _lines(self, asked: Asked) -> Iterable[Record]:
        ids = {int(ident) for ident in asked.params["deal_ids"].split(",")}
        return [line for line in self.lines if line["deal_id"] in ids]

    def _by_cursor(self, records: list[Record], asked: Asked) -> Said:
        size = min(asked.number("limit", 100), self.size)
        first = int(asked.params["cursor"].removeprefix("c")) if "cursor" in asked.params else 0
        after = f"c{first + size}" if first + size < len(records) else None
        cut = records[first : first + size]
        return Said(body={"success": True, "data": cut, "additional_data": {"next_cursor": after}})

    def _by_start(self, asked: Asked) -> Said:
        is_archived = asked.path.endswith("/archived")
        former = {deal["source_lead_id"] for deal in self.deals.values()} if self.hides_former else set()
        left = [lead for ident, lead in self.leads.items() if ident not in former]
        found = [lead for lead in left if lead["is_archived"] == is_archived]
        size, start = min(asked.number("limit", 100), self.size), asked.number("start", 0)
        is_more = start + size < len(found)
        told = {"start": start, "limit": size, "more_items_in_collection": is_more}
        more = {"next_start": start + size} if is_more else {}
        cut = found[start : start + size] or None
        return Said(body={"success": True, "data": cut, "additional_data": {"pagination": {**told, **more}}})


def _told(value: object) -> str | None:
    """A value as changes write it."""
    return None if value is None else str(value)
