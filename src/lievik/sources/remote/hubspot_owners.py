"""HubSpot's owners → the teams that they belong to, and whose goals are whose.

A goal is set for a user or for a team, while everything else has an owner; an owner says which user it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from lievik.sources.remote.hubspot_reading import Kind, owners, records
from lievik.sources.remote.paging import Page, Record
from lievik.sources.remote.session import Session
from lievik.sources.remote.stream import Since

_GOALS: Final = Kind(
    name="goal_targets",
    properties=(
        *("hs_target_amount", "hs_start_datetime", "hs_end_datetime", "hs_goal_type", "hs_kpi_unit_type"),
        *("hs_assignee_user_id", "hubspot_owner_id", "hs_assignee_team_id", "hs_goal_target_currency_code"),
    ),
)
_ALMOST_A_DAY: Final = timedelta(days=1, seconds=-1)


@dataclass(kw_only=True)
class Owners:
    """What the owners of a run say.

    Attributes:
        of_users: user -> the owner that it is.
        known_teams: teams that were given already.
    """

    of_users: dict[str, str] = field(default_factory=dict)
    known_teams: set[str] = field(default_factory=set)

    def owners(self, session: Session, since: Since) -> Iterator[Page]:
        """All owners, those that left among them; their users are remembered."""
        for page in owners(session, since):
            for owner in page:
                user = owner.get("userId") or owner.get("userIdIncludingInactive")
                if user:
                    self.of_users.setdefault(str(user), str(owner["id"]))
            yield page

    def teams(self, owner: Record) -> list[Record]:
        """Teams of an owner that no other one had before."""
        new = [team for team in owner.get("teams") or [] if str(team["id"]) not in self.known_teams]
        self.known_teams |= {str(team["id"]) for team in new}
        return new

    def goals(self, session: Session, since: Since) -> Iterator[Page]:
        """Goals that are there, each with whom it is for and the day on which it is over."""
        for page in records(_GOALS)(session, since):
            yield [self._of_somebody(goal) for goal in page if not goal.get("archived")]

    def _of_somebody(self, goal: Record) -> Record:
        said = goal["properties"]
        owner = said.get("hubspot_owner_id") or self.of_users.get(str(said.get("hs_assignee_user_id")))
        team = said.get("hs_assignee_team_id")
        subject = {"kind": "rep", "id": owner} if owner else {"kind": "team", "id": team} if team else None
        return {**goal, "subject": subject, "over_on": _over_on(said.get("hs_end_datetime"))}


def main_team(owner: Record) -> list[Record]:
    """The one team that an owner's deals count for; none of an owner that left."""
    teams = sorted(owner.get("teams") or [], key=lambda team: not team.get("primary"))
    if owner.get("archived") or not teams:
        return []
    return [{"id": owner["id"], "rep_id": owner["id"], "team_id": teams[0]["id"]}]


def _over_on(moment: str | None) -> str | None:
    """The first day after a goal's time, whether its end is the next midnight or the last second before it."""
    return (datetime.fromisoformat(moment) + _ALMOST_A_DAY).date().isoformat() if moment else None
