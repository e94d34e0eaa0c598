"""What one run over Pipedrive asks for, list by list, and learns of a page's deals beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from lievik.errors import BudgetSpentError, SourceError
from lievik.sources.remote.deal_history import State
from lievik.sources.remote.paging import Page, Record, by_cursor, named
from lievik.sources.remote.pipedrive_goals import quotas_of
from lievik.sources.remote.pipedrive_history import deal_states, is_untouched, moment_of
from lievik.sources.remote.session import Params, Session
from lievik.sources.remote.stream import Fetch, Since

V1: Final = "api/v1"
V2: Final = "api/v2"
"""Lists that version 2 does not have are asked of version 1."""

_PAGE: Final = 500
_AT_ONCE: Final = 50
"""So many deals are gone on with at once: their changes cost a request each, and a budget may end between them."""

_ASKED_FOR: Final = "source_lead_id,products_count"
"""Fields of a deal that it has only where they are asked for."""


def listed(path: str, **params: str) -> Fetch:
    """Fetch of a whole list of version 2."""

    def fetch(session: Session, since: Since) -> Iterator[Page]:
        del since
        return paged(session, path, params)

    return fetch


def changed(path: str, **params: str) -> Fetch:
    """Fetch of what changed since the last run, in the order of change."""

    def fetch(session: Session, since: Since) -> Iterator[Page]:
        return paged(session, path, {**params, **in_order(since)})

    return fetch


def in_order(since: Since) -> Params:
    """Parameters that ask for changes alone, the oldest first."""
    order = {"sort_by": "update_time", "sort_direction": "asc"}
    return {**order, "updated_since": since.moment.strftime("%Y-%m-%dT%H:%M:%SZ")} if since.moment else order


def paged(session: Session, path: str, params: Params) -> Iterator[Page]:
    """Pages of a list by cursor; an empty one may be null."""
    return by_cursor(session, path, {"limit": _PAGE, **params}, _data, name="cursor", next_of=_next)


def persons(session: Session, since: Since) -> Iterator[Page]:
    """People that changed, each with the first of their addresses that counts."""
    for page in paged(session, f"{V2}/persons", in_order(since)):
        yield [{**record, "email": _address(record.get("emails") or ())} for record in page]


def deleted(session: Session, since: Since) -> Iterator[Page]:
    """Deals, archived ones too, that were deleted; Pipedrive keeps them for 30 days."""
    for path in ("deals", "deals/archived"):
        yield from paged(session, f"{V2}/{path}", {"status": "deleted", **in_order(since)})


def users(session: Session, since: Since) -> Iterator[Page]:
    """All users, those too who are no longer active; the list has one page."""
    del since
    yield _data(session.get(f"{V1}/users"))


def teams(session: Session, since: Since) -> Iterator[Page]:
    """All teams with the ids of their users; not every plan has them."""
    del since
    yield _data(session.get(f"{V1}/legacyTeams"))


def leads(session: Session, since: Since) -> Iterator[Page]:
    """All leads that are there, archived ones too; not every plan can tell which changed."""
    del since
    for path in ("leads", "leads/archived"):
        start: int | None = 0
        while start is not None:
            answer = session.get(f"{V1}/{path}", {"start": start, "limit": _PAGE})
            yield _data(answer)
            told = (answer.body.get("additional_data") or {}).get("pagination") or {}
            after = told.get("next_start") if told.get("more_items_in_collection") else None
            start = int(after) if after is not None and int(after) > start else None


def quotas(session: Session, since: Since) -> Iterator[Page]:
    """Quotas that all goals come to; the list of goals has one page."""
    found = session.get(f"{V1}/goals/find").body.get("data") or {}
    currencies = {each["id"]: each["code"] for each in _data(session.get(f"{V1}/currencies"))}
    yield list(quotas_of(found.get("goals") or (), currencies, since.until.date()))


@dataclass(kw_only=True)
class DealsAsked:
    """What is asked of the deals of one page beside them.

    Attributes:
        has_history: their changes are asked for, a request a deal.
    """

    has_history: bool = True
    _changes: dict[int, list[Record]] = field(default_factory=dict)
    _lines: dict[int, list[Record]] = field(default_factory=dict)

    def fetch(self, path: str) -> Fetch:
        """Fetch of a list of deals that changed, in the order of change, a part of a page at a time."""

        def fetch(session: Session, since: Since) -> Iterator[Page]:
            for page in paged(session, f"{V2}/{path}", {"include_fields": _ASKED_FOR, **in_order(since)}):
                for first in range(0, len(page), _AT_ONCE):
                    yield self._asked(session, page[first : first + _AT_ONCE], since.known)

        return fetch

    def _asked(self, session: Session, deals: Page, known: datetime | None) -> Page:
        """Ask for lines and former leads of some deals, and for the changes of those that are not known already."""
        moved = [deal for deal in deals if known is None or moment_of(deal["update_time"]) >= known]
        self._changes = {deal["id"]: self._changes_of(session, deal) for deal in moved} if self.has_history else {}
        self._lines = defaultdict(list)
        ids = [str(deal["id"]) for deal in deals if deal.get("products_count", 1)]
        if ids:
            for page in paged(session, f"{V2}/deals/products", {"deal_ids": ",".join(ids)}):
                for line in page:
                    self._lines[line["deal_id"]].append(line)
        return [{**deal, "lead": _lead(session, deal)} if deal.get("source_lead_id") else deal for deal in deals]

    def _changes_of(self, session: Session, deal: Record) -> list[Record]:
        if is_untouched(deal):
            return []
        pages = paged(session, f"{V1}/deals/{deal['id']}/changelog", {})
        return [change for page in pages for change in page]

    def states(self, deal: Record) -> Sequence[State]:
        """States of a deal of this page; none where its changes were not asked for."""
        return deal_states(deal, self._changes[deal["id"]]) if deal["id"] in self._changes else ()

    def changes(self, deal: Record) -> Iterable[Record]:
        """Changes of a deal of this page, as they came."""
        return ({"deal_id": deal["id"], **change} for change in self._changes.get(deal["id"], ()))

    def lines(self, deal: Record) -> Iterable[Record]:
        """Products of a deal of this page."""
        return self._lines.get(deal["id"], ())


def _lead(session: Session, deal: Record) -> Record | None:
    """The lead that became a deal; none where Pipedrive no longer tells of it."""
    try:
        found = session.get(f"{V1}/leads/{deal['source_lead_id']}").body.get("data")
    except BudgetSpentError:
        raise
    except SourceError:
        return None
    return found if isinstance(found, dict) else None


def _address(emails: Sequence[Mapping[str, Any]]) -> str | None:
    first = next((each for each in emails if each.get("primary")), next(iter(emails), None))
    return first.get("value") if first else None


def _data(answer: Any) -> Page:  # noqa: ANN401 - the answer of a session
    if isinstance(answer.body, Mapping) and answer.body.get("data", ...) is None:
        return []
    return named("data")(answer)


def _next(body: Any) -> str | None:  # noqa: ANN401 - JSON
    return (body.get("additional_data") or {}).get("next_cursor") or None
