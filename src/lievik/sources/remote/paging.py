"""Ways from one page of a vendor's list to the next: by link, by cursor, by number, by offset; none goes in circles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from lievik.errors import SourceError
from lievik.sources.remote.session import Answer, Json, Params, Session

Record = dict[str, Any]
Page = Sequence[Record]
ReadPage = Callable[[Answer], Page]
"""Takes the records out of an answer."""

_NEXT: Final = re.compile(r'<([^>]+)>\s*;[^,]*\brel="?next"?')


def named(key: str) -> ReadPage:
    """Reading of records that stand in a list under a key of the answer."""

    def read(answer: Answer) -> Page:
        found = answer.body.get(key) if isinstance(answer.body, Mapping) else None
        if found is None:
            raise SourceError(f"The answer has no '{key}'.", "The vendor changed its answers; report it.")
        return [record for record in found if isinstance(record, dict)]

    return read


def linked(answer: Answer) -> str | None:
    """The address of the next page that the `Link` header gives."""
    found = _NEXT.search(_header(answer, "link"))
    return found[1] if found else None


def by_link(
    session: Session,
    path: str,
    params: Params,
    read: ReadPage,
    *,
    next_of: Callable[[Answer], str | None] = linked,
) -> Iterator[Page]:
    """Follow the address of the next page that each answer gives, by its `Link` header if not said otherwise."""
    been = _Been(session.vendor)
    answer = session.get(path, params)
    while True:
        yield read(answer)
        found = next_of(answer)
        if not found:
            return
        answer = session.get(been.on_to(found))


def by_cursor(  # noqa: PLR0913 - each vendor names them its own way
    session: Session, path: str, params: Params, read: ReadPage, *, name: str, next_of: Callable[[Json], str | None]
) -> Iterator[Page]:
    """Send the cursor that each answer gives for the next page.

    Args:
        session: the vendor.
        path: of the list.
        params: of every page.
        read: takes records out of an answer.
        name: of the parameter that the cursor is sent by.
        next_of: takes the next cursor out of an answer's body; none on the last page.
    """
    been = _Been(session.vendor)
    cursor: str | None = None
    while True:
        answer = session.get(path, {**params, **({name: cursor} if cursor else {})})
        yield read(answer)
        cursor = next_of(answer.body)
        if not cursor:
            return
        been.on_to(cursor)


def by_number(  # noqa: PLR0913 - each vendor names them its own way
    session: Session, path: str, params: Params, read: ReadPage, *, name: str = "page", first: int = 1, size: int
) -> Iterator[Page]:
    """Count pages until one is not full."""
    number = first
    while True:
        page = read(session.get(path, {**params, name: number}))
        yield page
        if len(page) < size:
            return
        number += 1


def by_offset(  # noqa: PLR0913 - each vendor names them its own way
    session: Session, path: str, params: Params, read: ReadPage, *, name: str = "start", size: int
) -> Iterator[Page]:
    """Say how many records came already, until a page is not full."""
    came = 0
    while True:
        page = read(session.get(path, {**params, name: came}))
        yield page
        if len(page) < size:
            return
        came += len(page)


class _Been:
    """Places that were sent on to; none twice."""

    def __init__(self, vendor: str) -> None:
        self.vendor = vendor
        self.places: set[str] = set()

    def on_to(self, place: str) -> str:
        """Give the next place.

        Raises:
            SourceError: it was there before, so that the list would never end.
        """
        if place in self.places:
            raise SourceError(
                f"{self.vendor} sends to the same page again and again.", "Nothing was taken; try again, or report it."
            )
        self.places.add(place)
        return place


def _header(answer: Answer, name: str) -> str:
    return next((value for key, value in answer.headers.items() if key.lower() == name), "")
