"""Targets and the results of an answer → the target that holds for each: same metric, same team or all, fitting period.

Pure. A result of part of the company has no target, unless that part is one team.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lievik.model.aim import Aim, ResultKey, result_key
from lievik.model.metric_table import MetricTable
from lievik.model.quota import Subject
from lievik.model.request import Filter
from lievik.model.result import MetricResult


def with_beside(results: Iterable[MetricResult]) -> Iterator[MetricResult]:
    """Give results, each with the paired readings that stand beside it."""
    for result in results:
        yield result
        yield from result.beside.values()


@dataclass(frozen=True, kw_only=True)
class AimChoice:
    """Chooses among the targets that stand.

    Attributes:
        aims: in the order that they were typed in.
        teams: that the data speaks of.
    """

    aims: Sequence[Aim]
    teams: Sequence[Subject]

    def for_results(self, answer: MetricTable | Iterable[MetricResult]) -> Mapping[ResultKey, Aim]:
        """Give the target of each result that has one, by its key; those of paired readings too."""
        filters = answer.filters if isinstance(answer, MetricTable) else ()
        if isinstance(answer, MetricTable) and set(answer.dimensions) - {"team"} and not _has_whole(answer):
            return {}
        held = ((result_key(result), self._of(result, filters)) for result in with_beside(answer))
        return {key: aim for key, aim in held if aim is not None}

    def _of(self, result: MetricResult, filters: Sequence[Filter]) -> Aim | None:
        """Give the target of one result."""
        subject = self._subject(result, filters)
        if subject is None:
            return None
        mine = [a for a in self.aims if a.metric == result.full_name and (a.subject.kind, a.subject.id) == subject]
        fitting = [aim for aim in mine if _holds(aim, result)]
        return min(fitting, key=lambda aim: (aim.period.days, -aim.number), default=None)

    def _subject(self, result: MetricResult, filters: Sequence[Filter]) -> tuple[str, str] | None:
        """Give whom a result is about, as kind and id; none for a part of the company that is no team."""
        if any(found.dimension != "team" for found in filters) or set(result.group) - {"team"}:
            return None
        if result.group:
            team = self._team_called(result.group["team"] or "")
            return ("team", team) if team else None
        named = {self._team_asked(found) for found in filters}
        if not named:
            return ("company", "")
        team = named.pop()
        return ("team", team) if team and not named else None

    def _team_called(self, label: str) -> str:
        """Give the id behind a group's label; empty where there is none, or several."""
        alike = {team.id for team in self.teams if team.name == label}
        told_apart = {team.id for team in self.teams if f"{team.name} ({team.id})" == label}
        found = alike or told_apart
        return next(iter(found)) if len(found) == 1 else ""

    def _team_asked(self, found: Filter) -> str:
        """Give the id of the one team that a filter lets through; empty where it is another number of them."""
        asked = set(found.values)
        ids = set(found.ids or ()) or {team.id for team in self.teams if asked & {team.id, team.name}}
        return next(iter(ids)) if len(ids) == 1 and "" not in asked else ""


def _has_whole(answer: MetricTable) -> bool:
    """Whether the undivided whole stands below the groups."""
    return len(answer) > 0 and not answer.rows[len(answer) - 1].group


def _holds(aim: Aim, result: MetricResult) -> bool:
    """Whether a target holds for the period of a result: its own, a longer one of a rate, the whole of one begun."""
    period = result.period
    if (aim.period.start, aim.period.end) == (period.start, period.end):
        return True
    if aim.adds_up:
        is_to_date = period.is_cut or period.end == _after(result.as_of)
        return is_to_date and aim.period.start == period.start and period.end < aim.period.end
    return aim.period.start <= period.start and period.end <= aim.period.end


def _after(day: date) -> date:
    return day + timedelta(days=1)
