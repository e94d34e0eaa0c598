"""Rows of quotas and of their months → quotas as people read them, and what is handed on against what is to be reached.

Pure but for the questions that it is given. Money of assignments is in the workspace's currency, each month's quota at
the rate of its first day, as in attainment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from lievik.desk.subjects import COMPANY, Fetch, Known, by_key, known_subjects, subject_of
from lievik.model.periods import Period
from lievik.model.quota import Assignment, Quota, QuotaMonth, Subject, SubjectKind

_QUOTAS: Final = """
SELECT
    quota.id,
    lower(quota.subject_kind) AS subject_kind,
    quota.subject_id,
    quota.starts_on,
    quota.ends_on,
    quota.amount,
    quota.currency,
    coalesce(quota.spread, 'flat') AS spread,
    quota.source,
    part.spread AS spread_by,
    part.month_on,
    part.quota_amount,
    part.is_superseded
FROM quota
INNER JOIN quota_part AS part ON part.quota_id = quota.id
WHERE quota.starts_on < $until AND quota.ends_on > $since
ORDER BY
    quota.starts_on, quota.ends_on, quota.id, part.month_on
"""

_KINDS: Final[tuple[SubjectKind, ...]] = ("company", "team", "rep")
"""Kinds of subjects, in the order they are listed in."""

_MONTHS: Final = """
SELECT
    month.subject_kind,
    coalesce(month.subject_id, '') AS subject_id,
    month.team_id,
    month.month_on,
    sum(
        CASE
            WHEN month.currency = $currency THEN month.quota_amount
            ELSE round(month.quota_amount * CAST(market.rate AS DECIMAL(24, 14)), 2)
        END
    ) AS amount,
    count(*) FILTER (month.currency <> $currency AND market.rate IS NULL) AS unrated
FROM quota_month AS month
LEFT JOIN rate_day AS market
    ON market.on_date = month.month_on
    AND market.from_currency = month.currency
    AND market.to_currency = $currency
    AND market.kind = 'market'
WHERE month.month_on >= $since AND month.month_on < $until
GROUP BY ALL
ORDER BY ALL
"""

_TEAMS: Final = "SELECT id, parent_id FROM team"


def list_quotas(fetch: Fetch, period: Period) -> tuple[Quota, ...]:
    """Give every quota that reaches into a period: the company's, teams', reps'; each by name and start."""
    known = by_key(known_subjects(fetch))
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in fetch(_QUOTAS, {"since": period.start, "until": period.end})[1]:
        found.setdefault(row[0], []).append(row)
    quotas = (_quota(rows, known) for rows in found.values())
    return tuple(sorted(quotas, key=lambda each: (_KINDS.index(each.subject.kind), each.subject.name, each.subject.id)))


def list_assignments(fetch: Fetch, period: Period, currency: str) -> tuple[Assignment, ...]:
    """Hold what is handed on against what is to be reached, for the company and each team, over the months of a period.

    Only months count for which there is a quota to hold them against, where there is one at all. A rep's quota of a
    month is the team's that the rep was in when it began, or came to first in it. Teams count with the teams below
    them; one that is part of another team counts once, with that.
    """
    values = {"since": period.start, "until": period.end, "currency": currency}
    books = _Books(
        rows=[_Row(*row) for row in fetch(_MONTHS, values)[1]],
        parents=dict(fetch(_TEAMS, {})[1]),
        currency=currency,
    )
    return books.assignments(by_key(known_subjects(fetch)))


def _quota(rows: list[tuple[Any, ...]], known: Known) -> Quota:
    """Bring the months of one quota together."""
    _, kind, key, starts_on, ends_on, amount, currency, spread, source, spread_by, *_ = rows[0]
    return Quota(
        subject=subject_of(kind, key, known),
        starts_on=starts_on,
        ends_on=ends_on,
        amount=amount,
        currency=currency or "",
        spread=spread,
        spread_by=spread_by,
        source=source,
        months=tuple(QuotaMonth(month_on=row[10], amount=row[11], is_superseded=row[12]) for row in rows),
    )


class _Row(NamedTuple):
    """What a subject has to reach in a month; `team` is that of a rep, `unrated` counts amounts without a rate."""

    kind: SubjectKind
    id: str
    team: str | None
    month_on: date
    amount: Decimal | None
    unrated: int


@dataclass(frozen=True, kw_only=True)
class _Books:
    """All quotas of some months, and which team is part of which."""

    rows: list[_Row]
    parents: Mapping[str, str | None]
    currency: str

    def assignments(self, known: Known) -> tuple[Assignment, ...]:
        """Give the company's, by teams and by reps, then every team's by teams below it and by reps."""
        teams = sorted({team for row in self.rows if (team := row.id if row.kind == "team" else row.team)})
        company = [row for row in self.rows if row.kind == "company"]
        reps = [row for row in self.rows if row.kind == "rep"]
        given = [
            self._held(COMPANY, "teams", company, self._of_teams(self._tops(teams))),
            self._held(COMPANY, "reps", company, reps),
        ]
        for team in teams:
            subject, own = subject_of("team", team, known), self._of_teams([team])
            below = [each for each in teams if self.parents.get(each) == team]
            within = [row for row in reps if row.team and self._is_within(row.team, team)]
            given.append(self._held(subject, "teams", own, self._of_teams(below)))
            given.append(self._held(subject, "reps", own, within))
        return tuple(each for each in given if each is not None)

    def _held(
        self, subject: Subject, parts: Literal["reps", "teams"], own: list[_Row], assigned: list[_Row]
    ) -> Assignment | None:
        """Hold parts against a quota, in the months for which there is one; none where there are no parts."""
        if not assigned:
            return None
        months = {row.month_on for row in own}
        counted = [row for row in assigned if row.month_on in months] if own else assigned
        return Assignment(
            subject=subject, parts=parts, amount=_sum(own), assigned=_sum(counted), currency=self.currency
        )

    def _of_teams(self, teams: Iterable[str]) -> list[_Row]:
        wanted = set(teams)
        return [row for row in self.rows if row.kind == "team" and row.id in wanted]

    def _tops(self, teams: list[str]) -> list[str]:
        """Leave out the teams that are within another one of these that has a quota of its own."""
        having = {row.id for row in self.rows if row.kind == "team"}
        return [team for team in teams if not any(self._is_within(team, other) for other in having - {team})]

    def _is_within(self, team: str, other: str) -> bool:
        """Whether a team is another one, or a part of it; a circle of teams ends where it began."""
        seen: set[str] = set()
        at: str | None = team
        while at and at not in seen:
            if at == other:
                return True
            seen.add(at)
            at = self.parents.get(at)
        return False


def _sum(rows: list[_Row]) -> Decimal | None:
    """Add amounts up; none where there are none, or one of them has no rate."""
    if not rows or any(row.unrated for row in rows):
        return None
    return sum((row.amount or Decimal(0) for row in rows), Decimal(0))
