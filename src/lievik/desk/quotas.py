"""What is said about quotas → quotas set, taken away and listed; a question of them is answered from the data alone.

Setting a quota of the same subject and period again replaces it; what it was stays known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from lievik.desk.decisions import Decisions
from lievik.desk.quota_list import list_assignments, list_quotas
from lievik.desk.subjects import Fetch, find_subject, known_subjects
from lievik.desk.typed_quota import read_amount, read_currency, read_months, read_spread
from lievik.errors import RequestError
from lievik.model.period_words import read_period
from lievik.model.periods import Period
from lievik.model.quota import LEDGER, Assignment, Quota, QuotaEntry, Subject

_STANDING: Final = f"""
SELECT id, starts_on, ends_on, currency
FROM quota
WHERE source = '{LEDGER}' AND amount IS NOT NULL
    AND lower(subject_kind) = $kind AND coalesce(subject_id, '') = $id
ORDER BY starts_on, ends_on
"""  # noqa: S608 - the source's name is ours


@dataclass(frozen=True, kw_only=True)
class Quotas:
    """The quotas of one workspace.

    Attributes:
        fetch: asks the data; none before anything came in.
        changed: is told whenever the data changed.
        as_of: the day that words like `this-year` are counted from.
    """

    decisions: Decisions
    fetch: Callable[[], Fetch | None]
    changed: Callable[[None], None]
    as_of: date

    def set(  # noqa: PLR0913 - each is said apart
        self,
        subject: str,
        amount: str | Decimal | int,
        *,
        period: str,
        now: datetime,
        spread: str = "",
        months: Sequence[str | Decimal | int] = (),
        currency: str = "",
        by: str = "",
    ) -> Quota:
        """Set a quota; one that was typed in for the same subject and period before is replaced.

        Args:
            subject: a rep's or a team's name or id, or `company`.
            amount: of the whole period.
            period: as people type it.
            now: the moment, with its offset.
            spread: flat, seasonal or hand.
            months: amounts of the months, for hand.
            currency: the workspace's where none is said.
            by: who sets it.

        Raises:
            RequestError: nobody is called that, or what is said does not go together.
            LedgerError: it cannot be kept; nothing was changed.
            StoreError: it cannot be brought in; nothing was changed.
        """
        span = self._period(period)
        money = read_amount(amount)
        way = read_spread(spread, months)
        by_month = read_months(months, way, money, span)
        code = read_currency(currency, self.decisions.settings.currency)
        self._settle()
        who = self._find(subject)
        self._change(
            QuotaEntry(
                row_id=self._row_id(who, span),
                subject=who,
                starts_on=span.start,
                ends_on=span.end,
                amount=money,
                currency=code,
                spread=way,
                by_month=by_month,
                typed_at=now,
                typed_by=by,
            )
        )
        return next(each for each in self.list(span) if _is_typed(each, who, span))

    def remove(self, subject: str, *, period: str, now: datetime, by: str = "") -> Subject:
        """Take away a quota that was typed in.

        Raises:
            RequestError: none was typed in for that subject and period.
            StoreError: the ledger or the workspace cannot be written.
        """
        span = self._period(period)
        self._settle()
        who = self._find(subject)
        standing = self._standing(who)
        found = next((row for row in standing if (row[1], row[2]) == (span.start, span.end)), None)
        if found is None:
            listed = ", ".join(_span_text(row[1], row[2]) for row in standing) or "none"
            raise RequestError(
                f"No quota of '{who.name}' for '{span.label}' was typed in.",
                f"Typed in for: {listed}. What a file brought is changed in the file.",
            )
        self._change(
            QuotaEntry(
                row_id=found[0],
                subject=who,
                starts_on=span.start,
                ends_on=span.end,
                amount=None,
                currency=found[3],
                spread="flat",
                by_month=(),
                typed_at=now,
                typed_by=by,
            )
        )
        return who

    def list(self, period: str | Period = "this-year") -> tuple[Quota, ...]:
        """Give every quota that reaches into a period.

        Raises:
            PeriodError: the period cannot be read.
        """
        fetch = self.fetch()
        return list_quotas(fetch, self._period(period)) if fetch else ()

    def assignments(self, period: str | Period = "this-year") -> tuple[Assignment, ...]:
        """Hold what reps and teams are given against what there is to reach, over the months that begin in a period.

        Raises:
            PeriodError: the period cannot be read.
        """
        fetch = self.fetch()
        return list_assignments(fetch, self._period(period), self.decisions.settings.currency) if fetch else ()

    def subjects(self) -> tuple[Subject, ...]:
        """Give every rep and team that the data speaks of."""
        return known_subjects(self.fetch())

    def period(self, typed: str) -> Period:
        """Read a period as people type it.

        Raises:
            PeriodError: it cannot be read.
        """
        return self._period(typed)

    def _period(self, typed: str | Period) -> Period:
        if isinstance(typed, Period):
            return typed
        return read_period(typed, as_of=self.as_of, fiscal=self.decisions.settings.fiscal)

    def _find(self, typed: str) -> Subject:
        return find_subject(typed, self.subjects())

    def _settle(self) -> None:
        if self.decisions.settle():
            self.changed(None)

    def _change(self, entry: QuotaEntry) -> None:
        self.decisions.decide(entry)
        self.changed(None)

    def _standing(self, who: Subject) -> Sequence[tuple[Any, ...]]:
        """Give what was typed in for a subject and stands: id of the row, first day, end, currency."""
        fetch = self.fetch()
        return fetch(_STANDING, {"kind": who.kind, "id": who.id})[1] if fetch else []

    def _row_id(self, who: Subject, span: Period) -> str:
        """Give the row that a quota fills: the one of the same period, else none yet.

        Raises:
            RequestError: another one overlaps it.
        """
        for key, starts_on, ends_on, _ in self._standing(who):
            if (starts_on, ends_on) == (span.start, span.end):
                return str(key)
            if starts_on < span.end and span.start < ends_on:
                raise RequestError(
                    f"'{who.name}' has a quota for {_span_text(starts_on, ends_on)}, which overlaps '{span.label}'.",
                    "Take that away first with 'lievik quota remove', or name the same period.",
                )
        return ""


def _is_typed(quota: Quota, who: Subject, span: Period) -> bool:
    return (quota.source, quota.subject, quota.starts_on, quota.ends_on) == (LEDGER, who, span.start, span.end)


def _span_text(starts_on: date, ends_on: date) -> str:
    """Write a span as people may type it: with its last day."""
    return f"{starts_on}..{date.fromordinal(ends_on.toordinal() - 1)}"
