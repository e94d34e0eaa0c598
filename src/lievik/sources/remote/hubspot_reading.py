"""HubSpot's records: lists of all of them, a search for those that changed, reading by id, and what goes with what.

A search asks for the ids after the last one that came: so it may find any number, and passes none over where records
change or go meanwhile. What it finds is read by id, for its index lags behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from lievik.errors import SourceError
from lievik.sources.remote.paging import Page, Record, by_cursor, named
from lievik.sources.remote.session import Answer, Json, Session
from lievik.sources.remote.stream import Fetch, Since

VERSION: Final = "2026-09"
"""Of every address; HubSpot supports each for eighteen months or more."""

_MOST: Final = 100
_MOST_WITH_HISTORY: Final = 50
_NOT_THERE: Final = "OBJECT_NOT_FOUND"
"""Category of an error that says no more than that nothing is there."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Records of one kind.

    Attributes:
        name: as addresses have it.
        properties: that are asked for; one that an account lacks is left out by HubSpot.
        history: properties of which every value that they had is asked for.
        associated: kind of other records -> type of the association that is the main one; 0 where there is none such.
        modified: property that tells when a record changed.
    """

    name: str
    properties: tuple[str, ...]
    history: tuple[str, ...] = ()
    associated: Mapping[str, int] = field(default_factory=dict)
    modified: str = "hs_lastmodifieddate"

    @property
    def most(self) -> int:
        """How many records an answer may hold."""
        return _MOST_WITH_HISTORY if self.history else _MOST


def records(kind: Kind) -> Fetch:
    """Fetch of all records of a kind, or of those that changed; then of those that were archived.

    Each gets `associated`: kind -> ids and labels, and `main`: kind -> the id of the main one. A record that was merged
    into another one is {id, merged_into}.
    """

    def fetch(session: Session, since: Since) -> Iterator[Page]:
        pages = _found(session, kind, since.moment) if since.moment else _listed(session, kind, is_archived=False)
        for page in pages:
            yield [*_associated(session, kind, page), *_merged(page)]
        for page in _listed(session, kind, is_archived=True):
            yield [record for record in page if _is_since(record.get("archivedAt"), since.moment)]

    return fetch


def owners(session: Session, since: Since) -> Iterator[Page]:
    """All owners, those that left among them."""
    del since
    for is_archived in ("false", "true"):
        yield from _pages(session, f"crm/owners/{VERSION}", {"limit": _MOST, "archived": is_archived})


def pipelines(session: Session, kind: str) -> Page:
    """Pipelines of a kind of records, each with its stages."""
    return named("results")(session.get(f"crm/pipelines/{VERSION}/{kind}"))


def by_id(session: Session, kind: Kind, ids: Iterable[str]) -> Page:
    """Records by their ids; those that are no longer there are left out."""
    wanted = tuple(dict.fromkeys(ids))
    found: list[Record] = []
    for first in range(0, len(wanted), kind.most):
        body = {
            "inputs": [{"id": ident} for ident in wanted[first : first + kind.most]],
            "properties": list(kind.properties),
            "propertiesWithHistory": list(kind.history),
        }
        found += _results(session, session.post(f"crm/objects/{VERSION}/{kind.name}/batch/read", body))
    return found


def count(session: Session, kind: str) -> int:
    """How many records the search finds."""
    body = {"filterGroups": [], "sorts": [], "properties": [], "limit": 1, "after": "0"}
    return int(session.post(f"crm/objects/{VERSION}/{kind}/search", body).body["total"])


def _listed(session: Session, kind: Kind, *, is_archived: bool) -> Iterator[Page]:
    params: dict[str, str | int] = {
        "limit": kind.most,
        "properties": ",".join(kind.properties),
        "archived": str(is_archived).lower(),
    }
    if kind.history and not is_archived:
        params["propertiesWithHistory"] = ",".join(kind.history)
    return _pages(session, f"crm/objects/{VERSION}/{kind.name}", params)


def _pages(session: Session, path: str, params: Mapping[str, str | int]) -> Iterator[Page]:
    return by_cursor(session, path, params, named("results"), name="after", next_of=_next)


def _found(session: Session, kind: Kind, moment: datetime) -> Iterator[Page]:
    """What changed at a moment or later, in the order of ids."""
    last = 0
    while True:
        body = _search(kind, moment, last)
        ids = [str(record["id"]) for record in named("results")(session.post(_searching(kind), body))]
        if not ids:
            return
        yield by_id(session, kind, ids)
        highest = max(int(ident) for ident in ids)
        if highest <= last:
            raise SourceError(
                f"{session.vendor} sends to the same page again and again.",
                "Nothing was taken; try again, or report it.",
            )
        last = highest


def _searching(kind: Kind) -> str:
    return f"crm/objects/{VERSION}/{kind.name}/search"


def _search(kind: Kind, moment: datetime, last: int) -> Json:
    changed = {"propertyName": kind.modified, "operator": "GTE", "value": str(int(moment.timestamp() * 1000))}
    after = {"propertyName": "hs_object_id", "operator": "GT", "value": str(last)}
    return {
        "filterGroups": [{"filters": [changed, after]}],
        "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
        "properties": [kind.modified],
        "limit": kind.most,
        "after": "0",
    }


def _associated(session: Session, kind: Kind, page: Page) -> list[Record]:
    """Records with what they are associated with."""
    ids = [str(record["id"]) for record in page]
    found = {other: _associations(session, kind.name, other, ids) for other in kind.associated}
    return [
        {
            **record,
            "associated": {other: by_record.get(record["id"], []) for other, by_record in found.items()},
            "main": {
                other: _main(by_record.get(record["id"], []), kind.associated[other])
                for other, by_record in found.items()
            },
        }
        for record in page
    ]


def _associations(session: Session, kind: str, other: str, ids: Sequence[str]) -> dict[str, list[Record]]:
    """Record -> what it is associated with: id, types and labels of the association."""
    found: dict[str, list[Record]] = {}
    inputs: list[Record] = [{"id": ident} for ident in ids]
    while inputs:
        answer = session.post(f"crm/associations/{VERSION}/{kind}/{other}/batch/read", {"inputs": inputs})
        inputs = []
        for pair in _results(session, answer):
            ident = str(pair["from"]["id"])
            found.setdefault(ident, []).extend(_association(to) for to in pair["to"])
            if after := _next(pair):
                inputs.append({"id": ident, "after": after})
    return found


def _association(to: Mapping[str, Any]) -> Record:
    types = to.get("associationTypes") or []
    return {
        "id": str(to["toObjectId"]),
        "types": [each["typeId"] for each in types],
        "labels": [each["label"] for each in types if each.get("label")],
    }


def _main(found: Sequence[Record], main_type: int) -> str | None:
    """The record of the main association; of several that are alike, the one that was there first."""
    ordered = sorted(found, key=lambda each: (main_type not in each["types"], int(each["id"])))
    return str(ordered[0]["id"]) if ordered else None


def _merged(page: Page) -> Iterator[Record]:
    """Records that were merged into those of a page: they are in no list, not even that of archived ones."""
    for record in page:
        for ident in (record["properties"].get("hs_merged_object_ids") or "").split(";"):
            if ident.strip() and ident.strip() != record["id"]:
                yield {"id": ident.strip(), "merged_into": record["id"]}


def _results(session: Session, answer: Answer) -> Page:
    """Results of an answer that may be of parts; a part that is refused refuses the whole."""
    refused = [each for each in answer.body.get("errors") or [] if each.get("category") != _NOT_THERE]
    if refused:
        said = str(refused[0].get("message", ""))[:200]
        raise SourceError(f"{session.vendor} refuses with 207 ({said}).", "Report it, with what it says.")
    return named("results")(answer)


def _next(body: Json) -> str | None:
    after = ((body.get("paging") or {}).get("next") or {}).get("after")
    return str(after) if after else None


def _is_since(moment: object, since: datetime | None) -> bool:
    return since is None or not moment or datetime.fromisoformat(str(moment)) >= since
