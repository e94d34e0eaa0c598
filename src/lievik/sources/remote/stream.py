"""What a connector is: a list of streams, each with where its records come from, and a mapping of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from lievik.sources.remote.paging import Page, Record
from lievik.sources.remote.session import Session


@dataclass(frozen=True, kw_only=True)
class Since:
    """From when on a stream is asked for.

    Attributes:
        moment: records that changed at it or later are wanted, with an offset; none for all there are.
        until: the moment of the run, with an offset.
        known: what changed before it came already, though everything is asked for to find what is gone; none where
            that is not so.
    """

    moment: datetime | None
    until: datetime
    known: datetime | None = None


Fetch = Callable[[Session, Since], Iterator[Page]]
"""Asks for a stream's records, page by page."""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One kind of records.

    Attributes:
        name: of the file that its records are written to, without an ending.
        fetch: asks for them.
        is_whole: every run brings all of them; else those alone that changed.
        changed: key of a record's moment of change, by which a run that broke off is gone on with where pages come in
            that order; empty where they do not.
        needs: streams that have to be fetched before.
        also: other files that are written of the same records: name -> what a record gives for it.
        is_optional: a vendor may refuse it (a right or an edition is missing); the others come in all the same.
    """

    name: str
    fetch: Fetch
    is_whole: bool = False
    changed: str = ""
    needs: tuple[str, ...] = ()
    also: Mapping[str, Callable[[Record], Iterable[Record]]] = field(default_factory=dict)
    is_optional: bool = False


class Connector(Protocol):
    """A vendor that can be asked. It is made with the options of its source in lievik.toml, and its access."""

    @property
    def vendor(self) -> str:
        """Its name, as people know it."""
        ...

    @property
    def mapping(self) -> str:
        """TOML: how the files of its streams fill the tables; `source = "{source}"` takes the source's name."""
        ...

    @property
    def streams(self) -> Iterable[Stream]:
        """Its streams, in the order that they are fetched."""
        ...

    def session(self) -> Session:
        """A session that is not open yet."""
        ...

    def counts(self, session: Session) -> Mapping[str, int]:
        """How many rows the vendor itself says there are, by table; those that it says nothing of are left out."""
        ...


@runtime_checkable
class WithFiles(Protocol):
    """A connector that brings files as they are, beside streams or instead of them."""

    def files(self, session: Session, folder: Path) -> tuple[Path, ...]:
        """Write them into a folder."""
        ...
