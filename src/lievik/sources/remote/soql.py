"""Salesforce's query language over HTTP: SELECTs of the fields that are there for the user, and their pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final

from lievik.errors import BudgetSpentError, SourceError
from lievik.sources.remote.paging import Page, Record, by_link, named
from lievik.sources.remote.session import Answer, Session

VERSION: Final = "67.0"
"""Of the API: Summer '26. Every version is answered for three years at least."""

DATA: Final = f"services/data/v{VERSION}"

_MODIFIED: Final = "SystemModstamp"


@dataclass(kw_only=True)
class Objects:
    """Objects and fields that the user of the token may read; told once a run.

    Attributes:
        share: how much of the organisation's daily limit of requests may be used up, by whomever, before a run ends.
    """

    share: float
    _visible: frozenset[str] | None = None
    _fields: dict[str, frozenset[str]] = field(default_factory=dict)

    def has(self, session: Session, name: str) -> bool:
        """Whether there is such an object for the user."""
        if self._visible is None:
            found = session.get(f"{DATA}/sobjects")
            self._visible = frozenset(str(each["name"]) for each in named("sobjects")(found))
        return name in self._visible

    def fields(self, session: Session, name: str) -> frozenset[str]:
        """Names of an object's fields, and of the relationships that lead from it, those with a dot behind.

        Raises:
            SourceError: there is no such object for the user.
        """
        if not self.has(session, name):
            raise SourceError(
                f"{session.vendor} shows no object {name} to this user.",
                "Give the user that the app runs as the right to read it.",
            )
        if name not in self._fields:
            told = named("fields")(session.get(f"{DATA}/sobjects/{name}/describe"))
            links = {f"{each['relationshipName']}." for each in told if each.get("relationshipName")}
            self._fields[name] = frozenset({*(str(each["name"]) for each in told), *links})
        return self._fields[name]

    def rows(
        self, session: Session, name: str, wanted: Sequence[str], where: str = "", order: str = ""
    ) -> Iterator[Page]:
        """Ask for rows of an object, deleted ones among them.

        Args:
            session: the vendor.
            name: of the object.
            wanted: its fields; those that are not there are left out.
            where: a condition, empty for none.
            order: fields to order by.

        Raises:
            SourceError: there is no such object for the user.
        """
        there = self.fields(session, name)
        listed = ", ".join(each for each in wanted if _is_there(each, there))
        ends = (f" WHERE {where}" if where else "") + (f" ORDER BY {order}" if order else "")
        params = {"q": f"SELECT {listed} FROM {name}{ends}"}
        return by_link(session, f"{DATA}/queryAll", params, partial(self._page, session), next_of=_next)

    def changed(self, session: Session, name: str, wanted: Sequence[str], since: datetime | None) -> Iterator[Page]:
        """Ask for rows that changed at a moment or later, in the order of that."""
        where = f"{_MODIFIED} >= {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if since else ""
        return self.rows(session, name, (*wanted, _MODIFIED), where, _MODIFIED)

    def count(self, session: Session, name: str, where: str = "") -> int:
        """How many rows of an object there are, without deleted ones."""
        soql = f"SELECT COUNT() FROM {name}" + (f" WHERE {where}" if where else "")
        return int(session.get(f"{DATA}/query", {"q": soql}).body["totalSize"])

    def _page(self, session: Session, answer: Answer) -> Page:
        """The records of an answer; a limit that others need too is not used up to its end."""
        told = next((value for name, value in answer.headers.items() if name.lower() == "sforce-limit-info"), "")
        used, _, limit = told.partition("api-usage=")[2].partition("/")
        if used.isdigit() and limit.isdigit() and int(used) > int(limit) * self.share:
            raise BudgetSpentError(session.vendor, None)
        return named("records")(answer)


def is_spent(status: int, headers: object, body: object) -> bool:
    """Whether the organisation's daily limit is used up; Salesforce says so with 403, and documents 429 too."""
    del status, headers
    return "REQUEST_LIMIT_EXCEEDED" in _codes(body) and not _is_of_the_moment(body)


def is_busy(status: int, headers: object, body: object) -> bool:
    """Whether too many questions are being answered at this moment."""
    del status, headers
    return "REQUEST_LIMIT_EXCEEDED" in _codes(body) and _is_of_the_moment(body)


def _codes(body: object) -> set[str]:
    return {str(each.get("errorCode")) for each in _errors(body)}


def _is_of_the_moment(body: object) -> bool:
    return any("Concurrent" in str(each.get("message")) for each in _errors(body))


def _errors(body: object) -> list[Record]:
    return [each for each in body if isinstance(each, dict)] if isinstance(body, list) else []


def _is_there(wanted: str, there: frozenset[str]) -> bool:
    link, dot, _ = wanted.partition(".")
    return f"{link}{dot}" in there


def _next(answer: Answer) -> str | None:
    """The address of the next page; that of deleted rows too is one of `query`."""
    found = answer.body.get("nextRecordsUrl") if isinstance(answer.body, dict) else None
    return str(found) if found else None
