"""The answers that Focus is made of, each asked once; one that cannot be given is none, with the reason kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from lievik.apps.web.flagged_months import MONTHS_BEFORE
from lievik.errors import InternalError, LievikError
from lievik.model.periods import Grain, period_of
from lievik.model.team import TeamAnswer

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.bridge import BridgeAnswer
    from lievik.model.funnel import FunnelAnswer
    from lievik.model.metric_table import MetricTable
    from lievik.model.result import MetricResult
    from lievik.model.trend_flag import FlaggedMonth
    from lievik.planner.request_words import Said

T = TypeVar("T")

_SHOWN: Final = 12
"""Units that a card shows."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class FocusAnswers:
    """What was asked for one visit of Focus.

    Attributes:
        troubles: what could not be answered, by the name of the answer.
    """

    visit: Visit
    troubles: dict[str, LievikError] = field(default_factory=dict)

    @cached_property
    def table(self) -> MetricTable:
        """The metrics in focus, beside what they are compared with.

        Raises:
            RequestError: the question cannot be answered as it was asked.
        """
        visit = self.visit
        return visit.workspace.show(as_of=visit.since, **visit.asked.compared)

    @cached_property
    def results(self) -> list[MetricResult]:
        """The same, one by one."""
        return list(self.table)

    @cached_property
    def trend(self) -> list[MetricResult]:
        """The same over the last units."""
        units = len(self._units) // max(len(self.results), 1)
        return [result for at, result in enumerate(self._units) if at % units >= units - _SHOWN] if units else []

    @cached_property
    def flags(self) -> tuple[FlaggedMonth, ...]:
        """Metrics that stand out in the last month of the period that is over; the trend of months tells that, too."""
        found = self._asked("flags", self._judged) or ()
        last = max((month.result.period.end for month in found), default=None)
        return tuple(month for month in found if month.flag.stands_out and month.result.period.end == last)

    def _judged(self) -> tuple[FlaggedMonth, ...]:
        """Every metric in the month, or in the two that may be it."""
        visit, workspace = self.visit, self.visit.workspace
        if visit.period.grain is Grain.MONTH:
            found = workspace.flagged(self._units, last=2)
        else:
            end = min(visit.period.end, visit.as_of + _DAY)
            month = period_of(end, Grain.MONTH).start - _DAY
            said: Said = {**visit.asked.said, "period": f"{month:%Y-%m}"}
            found = workspace.flags(as_of=visit.since, **said)
        return tuple(month for month in found if month.result.period.end <= visit.as_of + _DAY)

    @cached_property
    def _units(self) -> list[MetricResult]:
        """The metrics over the last units, in months far enough back to tell which stand out."""
        visit = self.visit
        units = MONTHS_BEFORE + 1 if visit.period.grain is Grain.MONTH else _SHOWN
        return list(visit.workspace.trend(units=units, as_of=visit.since, **visit.asked.said))

    @cached_property
    def bridge(self) -> BridgeAnswer | None:
        """What moved in the open pipeline from the day before the period to its last day, or the as-of day."""
        visit, period = self.visit, self.visit.period
        from_on, to_on = period.start - timedelta(days=1), min(period.end - timedelta(days=1), visit.as_of)
        return self._asked("bridge", lambda: self._bridge(from_on, to_on)) if from_on < to_on else None

    @cached_property
    def funnel(self) -> FunnelAnswer | None:
        """How far deals come: those of the last four full quarters, as younger ones are still on their way."""
        visit = self.visit
        return self._asked("funnel", lambda: visit.workspace.funnel(as_of=visit.since, **self._unperiodic))

    @cached_property
    def team(self) -> TeamAnswer | None:
        """Attainment in the period asked for, else in the last full quarter."""
        visit = self.visit
        found = self._asked("team", lambda: visit.workspace.team(as_of=visit.since, **visit.asked.said))
        return found if isinstance(found, TeamAnswer) else None

    @property
    def _unperiodic(self) -> Said:
        """What was asked, but for the period."""
        said = self.visit.asked.said
        return {"where": said["where"], "currency": said["currency"]}

    def _bridge(self, from_on: date, to_on: date) -> BridgeAnswer:
        visit, said = self.visit, self._unperiodic
        return visit.workspace.bridge(
            from_on=from_on, to_on=to_on, is_all=True, has_reversals=False, as_of=visit.since, **said
        )

    def _asked(self, name: str, ask: Callable[[], T]) -> T | None:
        try:
            return ask()
        except InternalError:
            raise
        except LievikError as error:
            self.troubles[name] = error
            return None
