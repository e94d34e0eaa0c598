"""What is said about targets → targets set, taken away and listed, and the one that holds for each result.

They stay in the ledger. A target of the same metric, subject and period that is set again replaces the one before; the
newest counts for answers about earlier days too, as it is a yardstick and nothing that happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from lievik.catalogue.adding_up import adds_up
from lievik.desk.book import Book
from lievik.desk.subjects import COMPANY, Fetch, Known, by_key, find_team, known_subjects
from lievik.errors import RequestError, UnknownNameError
from lievik.model.aim import Aim, AimEntry, ResultKey, Standings, result_key
from lievik.model.metric_table import MetricTable
from lievik.model.period_words import read_period
from lievik.model.spans import period_between

if TYPE_CHECKING:
    from lievik.catalogue.catalogue import Catalogue
    from lievik.desk.typed_aim import Typed
    from lievik.model.metric import Reading
    from lievik.model.periods import Period
    from lievik.model.quota import Subject
    from lievik.model.result import MetricResult


@dataclass(frozen=True, kw_only=True)
class Aims:
    """The targets of one workspace's metrics.

    Attributes:
        catalogue: gives the definitions.
        fetch: asks the data; none before anything came in.
        as_of: the day that words like `this-year` are counted from.
    """

    book: Book
    catalogue: Callable[[], Catalogue]
    fetch: Callable[[], Fetch | None]
    as_of: date

    def set(  # noqa: PLR0913 - each is said apart
        self,
        metric: str,
        value: Typed | Sequence[Typed],
        *,
        period: str,
        now: datetime,
        team: str = "",
        currency: str = "",
        by: str = "",
    ) -> Aim:
        """Set a target; one of the same metric, period and team is replaced.

        Args:
            metric: `metric` or `metric:variant`.
            value: in the metric's unit; `25%` or `0.25` for a share, `3..4` where a range is wanted.
            period: as people type it.
            now: the moment, with its offset.
            team: its name or id; the whole company where none is said.
            currency: of money; the workspace's where none is said.
            by: who sets it.

        Raises:
            UnknownNameError: there is no such metric or team.
            RequestError: it makes no target of that metric.
            LedgerError: it cannot be kept; nothing was changed.
        """
        from lievik.desk.typed_aim import read_bounds

        reading = self.catalogue().reading(metric)
        span = self._period(period)
        usual = self.book.settings.currency
        bounds, code = read_bounds(value, reading, usual=usual, currency=currency)
        entry = self.book.add(
            AimEntry(
                metric=reading.full_name,
                subject=self._subject(team),
                starts_on=span.start,
                ends_on=span.end,
                bounds=bounds,
                currency=code,
                typed_at=now,
                typed_by=by,
            )
        )
        return self._aim(entry, {})

    def remove(self, metric: str, *, period: str, now: datetime, team: str = "", by: str = "") -> Aim:
        """Take a target away.

        Raises:
            RequestError: none is set for that metric, period and team.
            LedgerError: it cannot be written; nothing was changed.
        """
        span, who = self._period(period), self._subject(team)
        mine = [aim for aim in self.all() if (aim.metric, aim.subject.id) == (metric, who.id)]
        found = next((aim for aim in mine if (aim.period.start, aim.period.end) == (span.start, span.end)), None)
        if found is None:
            listed = ", ".join(aim.period.label for aim in mine) or "none"
            raise RequestError(f"No target of '{metric}' for '{span.label}' was set.", f"Set for: {listed}.")
        self.book.add(
            AimEntry(
                metric=metric,
                subject=found.subject,
                starts_on=span.start,
                ends_on=span.end,
                bounds=(),
                currency=found.currency,
                typed_at=now,
                typed_by=by,
            )
        )
        return found

    def all(self) -> tuple[Aim, ...]:
        """Give every target that stands, the company's first, each by metric and period.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        standing: dict[tuple[str, str, str, date, date], AimEntry] = {}
        for entry in self.book.standing(AimEntry):
            key = (entry.metric, entry.subject.kind, entry.subject.id, entry.starts_on, entry.ends_on)
            standing[key] = entry
        entries = [entry for entry in standing.values() if entry.bounds]
        known = by_key(known_subjects(self.fetch())) if any(entry.subject.id for entry in entries) else {}
        aims = (self._aim(entry, known) for entry in entries)
        return tuple(sorted(aims, key=lambda aim: (aim.subject.id != "", aim.subject.name, *_place(aim))))

    def for_results(self, results: MetricTable | Iterable[MetricResult]) -> Mapping[ResultKey, Aim]:
        """Give the target that holds for each result that has one, by `result_key`; for paired readings too.

        It is the one of the same metric, of the team or the company that the result is about, and of its period. Where
        values do not add up, as of rates, that of the shortest longer period holds too; where they do, that of the
        whole period holds for its part up to now.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        aims = self.all()
        if not aims:
            return {}
        from lievik.desk.aim_choice import AimChoice

        has_teams = any(aim.subject.id for aim in aims)
        teams = [each for each in known_subjects(self.fetch()) if each.kind == "team"] if has_teams else []
        return AimChoice(aims=aims, teams=teams).for_results(results)

    def standings(self, results: MetricTable | Iterable[MetricResult]) -> Standings:
        """Say how each result that has a target stands against it, by `result_key`.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        results = results if isinstance(results, MetricTable) else tuple(results)
        held = self.for_results(results)
        if not held:
            return {}
        from lievik.desk.aim_choice import with_beside
        from lievik.insight.aim_standing import stand

        keyed = ((result_key(result), result) for result in with_beside(results))
        return {key: stand(result, held[key]) for key, result in keyed if key in held}

    def _aim(self, entry: AimEntry, known: Known) -> Aim:
        """Give a target as it stands, with what its metric's definition says of it."""
        reading = self._reading(entry.metric)
        who = entry.subject
        return Aim(
            metric=entry.metric,
            subject=known.get((who.kind, who.id), who),
            period=period_between(entry.starts_on, entry.ends_on, self.book.settings.fiscal),
            bounds=entry.bounds,
            unit=reading.unit_text if reading else "",
            currency=entry.currency,
            better=reading.better if reading else "",
            adds_up=reading is not None and adds_up(reading, self.catalogue().measures),
            typed_at=entry.typed_at.astimezone(ZoneInfo(self.book.settings.time_zone)),
            typed_by=entry.typed_by,
            number=entry.number,
        )

    def _reading(self, metric: str) -> Reading | None:
        """Find a reading; none where its definition is gone."""
        try:
            return self.catalogue().reading(metric)
        except UnknownNameError:
            return None

    def _subject(self, team: str) -> Subject:
        return find_team(team, known_subjects(self.fetch())) if team else COMPANY

    def _period(self, typed: str) -> Period:
        return read_period(typed, as_of=self.as_of, fiscal=self.book.settings.fiscal)


def _place(aim: Aim) -> tuple[str, date, date]:
    return (aim.metric, aim.period.start, aim.period.end)
