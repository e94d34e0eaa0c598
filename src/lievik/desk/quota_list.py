"""Rows of quotas and of their months → quotas as people read them, and what is handed on against what is to be reached.

Pure but for the questions that it is given. Money of assignments is in the workspace's currency, each month's quota at
the rate of its first day, as in attainment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from lievik.desk.subjects import COMPANY, Fetch, known_subjects, subject_of
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
    CASE lower(quota.subject_kind) WHEN 'company' THEN 1 WHEN 'team' THEN 2 ELSE 3 END,
    quota.subject_id, quota.starts_on, quota.ends_on, quota.id, part.month_on
"""

_MONTHS: Final = """
SELECT
    month.subject_kind,
    coalesce(month.subject_id, '') AS subject_id,
    month.team_id,
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
    """Give every quota that reaches into a period: the company's, teams', reps'; each by its start."""
    known = {(each.kind, each.id): each for each in known_subjects(fetch)}
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in fetch(_QUOTAS, {"since": period.start, "until": period.end})[1]:
        found.setdefault(row[0], []).append(row)
    return tuple(_quota(rows, known) for rows in found.values())


def list_assignments(fetch: Fetch, period: Period, currency: str) -> tuple[Assignment, ...]:
    """Hold what is handed on against what is to be reached, for the company and each team, over the months of a period.

    A rep's quota of a month is the team's that the rep was in when it began, or came to first in it. Teams count with
    the teams below them; those that are part of another team count once, with that.
    """
    values = {"since": period.start, "until": period.end, "currency": currency}
    books = _Books(
        rows=[_Row(*row) for row in fetch(_MONTHS, values)[1]],
        parents=dict(fetch(_TEAMS, {})[1]),
        currency=currency,
    )
    return books.assignments({(each.kind, each.id): each for each in known_subjects(fetch)})


def _quota(rows: list[tuple[Any, ...]], known: Mapping[tuple[str, str], Subject]) -> Quota:
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
    amount: Decimal | None
    unrated: int


@dataclass(frozen=True, kw_only=True)
class _Books:
    """All quotas of some months, and which team is part of which."""

    rows: list[_Row]
    parents: Mapping[str, str | None]
    currency: str

    def assignments(self, known: Mapping[tuple[str, str], Subject]) -> tuple[Assignment, ...]:
        """Give the company's, by teams and by reps, then every team's by teams below it and by reps."""
        teams = dict.fromkeys(row.id if row.kind == "team" else row.team for row in self.rows if row.kind != "company")
        own = [team for team in teams if team]
        company = self._sum(row for row in self.rows if row.kind == "company")
        given = [
            self._assignment(COMPANY, "teams", company, self._sum(self._team_rows(self._tops(own)))),
            self._assignment(COMPANY, "reps", company, self._sum(row for row in self.rows if row.kind == "rep")),
        ]
        for team in sorted(own):
            subject = subject_of("team", team, known)
            amount = self._sum(self._team_rows([team]))
            below = [each for each in own if self.parents.get(each) == team]
            reps = (row for row in self.rows if row.kind == "rep" and row.team and self._is_within(row.team, team))
            given.append(self._assignment(subject, "teams", amount, self._sum(self._team_rows(below))))
            given.append(self._assignment(subject, "reps", amount, self._sum(reps)))
        return tuple(each for each in given if each.assigned is not None)

    def _assignment(
        self, subject: Subject, parts: Literal["reps", "teams"], amount: Decimal | None, assigned: Decimal | None
    ) -> Assignment:
        return Assignment(subject=subject, parts=parts, amount=amount, assigned=assigned, currency=self.currency)

    def _team_rows(self, teams: Iterable[str]) -> Iterable[_Row]:
        wanted = set(teams)
        return (row for row in self.rows if row.kind == "team" and row.id in wanted)

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

    @staticmethod
    def _sum(rows: Iterable[_Row]) -> Decimal | None:
        """Add amounts up; none where there are none, or one of them has no rate."""
        every = list(rows)
        if not every or any(row.unrated for row in every):
            return None
        return sum((row.amount or Decimal(0) for row in every), Decimal(0))
