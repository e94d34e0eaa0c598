"""Capsule CRM, version 2 of its API: parties, opportunities, pipelines and their milestones, users, teams, tasks.

Capsule keeps no history of opportunities: what an opportunity was like before the first run is inferred, and from then
on each run's differences tell. Deleted opportunities have a list of their own, and there are no leads and no products.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

import httpx2

from lievik.sources.remote.connectors import needed
from lievik.sources.remote.paging import Page, Record, by_link, named
from lievik.sources.remote.session import Given, Params, Session
from lievik.sources.remote.stream import Fetch, Since, Stream

URL: Final = "https://api.capsulecrm.com/api/v2"
"""Version 2 is the only one that is left."""

_PAGE: Final = 100


def capsule(options: Mapping[str, object], secrets: Mapping[str, str]) -> Capsule:
    """Make the connector.

    Raises:
        ValueError: there is no token.
    """
    (token,) = needed(secrets, "token")
    return Capsule(access=Given(token=token), url=str(options.get("url", URL)))


@dataclass(frozen=True, kw_only=True)
class Capsule:
    """One account of Capsule."""

    access: Given
    url: str = URL
    vendor: str = "Capsule"
    mapping: str = field(default_factory=lambda: files("lievik.sources.mappings").joinpath("capsule.toml").read_text())
    transport: httpx2.BaseTransport | None = None

    def session(self) -> Session:
        """A session that is not open yet."""
        return Session(vendor=self.vendor, url=self.url, access=self.access, transport=self.transport)

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Its streams, in the order that they are fetched."""
        return (
            Stream(name="users", fetch=_listed("users"), is_whole=True),
            Stream(name="teams", fetch=_listed("teams"), is_whole=True, is_optional=True),
            Stream(name="pipelines", fetch=_pipelines, is_whole=True),
            Stream(name="milestones", fetch=_milestones, is_whole=True),
            Stream(name="parties", fetch=_changed("parties", "fields")),
            Stream(name="parties_deleted", fetch=_deleted("parties")),
            Stream(name="opportunities", fetch=_changed("opportunities", "fields,milestone,party")),
            Stream(name="opportunities_deleted", fetch=_deleted("opportunities")),
            Stream(name="tasks", fetch=_tasks, is_whole=True, is_optional=True),
        )

    def counts(self, session: Session) -> Mapping[str, int]:
        """Capsule says of no list how long it is."""
        del session
        return {}


def _listed(name: str) -> Fetch:
    """Fetch of a whole list."""

    def fetch(session: Session, since: Since) -> Iterator[Page]:
        del since
        return by_link(session, name, {"perPage": _PAGE}, named(name))

    return fetch


def _changed(name: str, embed: str) -> Fetch:
    """Fetch of what changed since the last run."""

    def fetch(session: Session, since: Since) -> Iterator[Page]:
        return by_link(session, name, {"perPage": _PAGE, "embed": embed, **_since(since)}, named(name))

    return fetch


def _deleted(name: str) -> Fetch:
    """Fetch of what was deleted since the last run; at the first one nothing is known that could be."""

    def fetch(session: Session, since: Since) -> Iterator[Page]:
        if since.moment is None:
            return iter(())
        return by_link(session, f"{name}/deleted", {"perPage": _PAGE, **_since(since)}, named(name))

    return fetch


def _pipelines(session: Session, since: Since) -> Iterator[Page]:
    del since
    return by_link(session, "pipelines", {"perPage": _PAGE, "includeDeleted": "true"}, named("pipelines"))


def _milestones(session: Session, since: Since) -> Iterator[Page]:
    """Milestones of each pipeline, numbered as they stand; a milestone alone does not say where it stands."""
    for pipelines in _pipelines(session, since):
        for pipeline in pipelines:
            where = f"pipelines/{pipeline['id']}/milestones"
            place = 0
            for page in by_link(session, where, {"perPage": _PAGE}, named("milestones")):
                yield [_placed(milestone, pipeline, place + at) for at, milestone in enumerate(page)]
                place += len(page)


def _placed(milestone: Record, pipeline: Record, place: int) -> Record:
    return {**milestone, "position": place, "pipeline": {"id": pipeline["id"], "name": pipeline.get("name")}}


def _tasks(session: Session, since: Since) -> Iterator[Page]:
    """Completed tasks; the list knows no moment of change."""
    del since
    return by_link(session, "tasks", {"perPage": _PAGE, "status": "completed"}, named("tasks"))


def _since(since: Since) -> Params:
    return {"since": since.moment.strftime("%Y-%m-%dT%H:%M:%SZ")} if since.moment else {}
