"""Questions of a workspace: read, planned, run and answered, as of now or of an earlier day.

It delegates only: what numbers mean is worked out elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self, Unpack
from zoneinfo import ZoneInfo

from lievik.catalogue.catalogue import Catalogue
from lievik.definitions import texts_in
from lievik.engines import DuckDBEngine, Engine
from lievik.insight.answer import answer
from lievik.model.facts import Facts
from lievik.model.metric_table import MetricTable
from lievik.model.moments import end_of, read_instant
from lievik.model.period_words import read_period
from lievik.model.periods import Period
from lievik.model.request import Filter, MetricRequest
from lievik.planner.build import build
from lievik.planner.compile import compile_plan
from lievik.planner.definition_sql import checked_catalogue
from lievik.planner.dimension_sql import values_sql, with_ids
from lievik.planner.plan import Plan
from lievik.planner.request_words import Asking, Said, default_period, last_units, read_request
from lievik.planner.statement import Statement
from lievik.settings import Settings
from lievik.store import folder as folders
from lievik.store import generations, known_facts

if TYPE_CHECKING:
    from lievik.model.explanation import DrillTable, Explanation, Part


class Answering:
    """What answers questions about a workspace."""

    def __init__(self, settings: Settings, today: date) -> None:
        self.settings = settings
        self._today = today
        self._past: dict[tuple[Path, date | None], Self] = {}
        self._named: dict[tuple[str, int], tuple[str, ...]] = {}
        self._is_past = False

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every definition, the company's own among them.

        Raises:
            DefinitionError: definitions do not hold.
        """
        return checked_catalogue(self.own_definitions)

    @cached_property
    def own_definitions(self) -> Mapping[str, str]:
        """The company's own definitions, as they were when they were first asked for: file -> text."""
        return texts_in(self.settings.folder / folders.DEFINITIONS)

    @cached_property
    def engine(self) -> Engine | None:
        """The database in use; none before anything came in."""
        path = generations.current(self.settings.folder)
        return None if path is None else DuckDBEngine(path, self.settings.time_zone)

    @cached_property
    def facts(self) -> Facts:
        """What the tables hold."""
        agreed = self.settings.conventions
        return known_facts.read_facts(self.engine.fetch, agreed) if self.engine else known_facts.no_facts(agreed)

    def as_of(self, given: str | date | None = None) -> date:
        """The day that answers are as of: the one given, else the settings', else today.

        Raises:
            PeriodError: the day cannot be read.
        """
        if not given or isinstance(given, date):
            return given or self.settings.as_of or self._today
        if instant := self._instant(given):
            return instant.astimezone(ZoneInfo(self.settings.time_zone)).date()
        return read_period(given, as_of=self._today, fiscal=self.settings.fiscal).start

    def known_then(self, given: str | date | None = None, *, has_states: bool = False) -> Self:
        """This workspace as it was known at the end of a day, or at an instant; itself, where nothing came in since.

        Args:
            given: the day or instant.
            has_states: deals are not read as they stood then; all their states can be.

        Raises:
            PeriodError: the day cannot be read.
            StoreError: what was known then cannot be written down.
        """
        if self.engine is None or (given is None and self.settings.as_of is None) or self._is_past:
            return self
        instant, day = self._instant(given), self.as_of(given)
        path = self.engine.path
        if instant or self.facts.has_runs_after(day):
            from lievik import earlier

            moment = instant or end_of(day, self.settings.time_zone)
            path = earlier.file_known(self.settings, moment) or path
        return self._at(path, None, None) if has_states else self._at(path, day, instant)

    def as_it_was(self, given: str | date | None = None) -> Self:
        """This workspace by all that is known now, with deals as they stood at the end of a day, or at an instant."""
        if self.engine is None or self._is_past:
            return self
        return self._at(self.engine.path, self.as_of(given), self._instant(given))

    def _instant(self, given: str | date | None) -> datetime | None:
        """The instant that is given; none where it is a day."""
        return read_instant(given, self.settings.time_zone) if isinstance(given, str) else None

    def _at(self, path: Path, day: date | None, moment: datetime | None) -> Self:
        """The workspace on a database, with deals as they stood on a day; none for every state of theirs."""
        is_here = self.engine is not None and path == self.engine.path
        if is_here and (day is None or (moment is None and not self.facts.has_history_after(day))):
            return self
        key = (path, moment or day)
        if key not in self._past:
            from lievik import earlier

            self._past[key] = past = type(self)(self.settings, self._today)
            engine = self.engine if is_here and self.engine else earlier.engine_on(self.settings, path)
            then = earlier.engine_then(self.settings, engine, day, moment) if day else engine
            past.__dict__.update(engine=then, _is_past=True)
        return self._past[key]

    def default_period(self, as_of: str | date | None = None) -> Period:
        """The last full month that has data."""
        then, day = self.known_then(as_of), self.as_of(as_of)
        return default_period(then.facts.last_day(day), day)

    def period(self, text: str) -> Period:
        """Read a period as people type it.

        Raises:
            PeriodError: it cannot be read.
        """
        return read_period(text, as_of=self.as_of(), fiscal=self.settings.fiscal)

    def show(self, *metrics: str, as_of: str | date | None = None, **said: Unpack[Said]) -> MetricTable:
        """Answer for metrics, one result per metric, period and group.

        Args:
            metrics: `metric` or `metric:variant`; none for those in focus.
            as_of: answers are as of the end of this day.
            said: period, grain, by, where, compare and more; see `Said`.

        Returns:
            The numbers as they were known then; where something came in since, each with what it is by that.

        Raises:
            RequestError: the question cannot be answered as it was asked.
            EngineError: the database could not answer.
        """
        then = self.known_then(as_of)
        request = then.request(metrics or self.focus, said, as_of)
        table = then._answer(then.plan(request), request)  # noqa: SLF001 - it is one of us
        return table if as_of is None else self._told_of(table, request, then, as_of)

    def _told_of(self, table: MetricTable, request: MetricRequest, then: Self, as_of: str | date) -> MetricTable:
        """Tell of an answer about an earlier day what is known of it today, and how much of it is inferred."""
        from lievik.questions.restated import counted, inferred_statement, restate

        has_states = self.known_then(as_of, has_states=True)
        statement = inferred_statement(has_states.facts, self.as_of(as_of))
        told = replace(table, inferred=counted(has_states.run(statement))) if statement else table
        if then.engine is None or self.engine is None or then.engine.path == self.engine.path:
            return told
        today = self.as_it_was(as_of)
        return restate(told, today._answer(today.plan(request)))  # noqa: SLF001

    @property
    def focus(self) -> tuple[str, ...]:
        """Metrics to look at first: the settings', else the article's seven."""
        return self.settings.focus or self.catalogue.seven

    def ask(self, request: MetricRequest) -> MetricTable:
        """Answer a request as it stands; parameters that none of its metrics has are passed over."""
        return self._answer(self.plan(self.catalogue.narrowed(request)), request)

    def trend(
        self, *metrics: str, units: int = 12, as_of: str | date | None = None, **said: Unpack[Said]
    ) -> MetricTable:
        """Answer for the last units of the period's grain, ending with it, in order; without what stands beside."""
        then = self.known_then(as_of)
        request = then.request(metrics or self.focus, {**said, "intervals": False}, as_of)
        return then._answer(then.plan(replace(last_units(request, units), has_beside=False)))  # noqa: SLF001

    def drill(
        self, metric: str, *, part: Part = "numerator", as_of: str | date | None = None, **said: Unpack[Said]
    ) -> DrillTable:
        """List the records behind a part of a number.

        Raises:
            RequestError: there is no such part, or the number cannot be worked out.
        """
        from lievik.insight.records import drill_table
        from lievik.planner.drill_sql import drill_statement

        then = self.known_then(as_of)
        plan = then.plan(then.request((metric,), said, as_of))
        statement = drill_statement(plan, plan.readings[metric], plan.asked[0], part)
        rows = then.engine.fetch(statement.sql, statement.values)[1] if then.engine else []
        table = drill_table(plan, plan.readings[metric], part, rows, self.catalogue.measures)
        return replace(table, sql=statement.sql)

    def explain(self, metric: str, *, as_of: str | date | None = None, **said: Unpack[Said]) -> Explanation:
        """Explain a metric with the company's own number."""
        from lievik.insight.plain_words import steps_by_language
        from lievik.model.explanation import Explanation

        then = self.known_then(as_of)
        plan = then.plan(then.request((metric,), said, as_of))
        table = then._answer(plan)  # noqa: SLF001
        return Explanation(
            metric=self.catalogue.metric(metric.partition(":")[0]),
            own=table.rows[0],
            steps=steps_by_language(plan, self.catalogue, plan.readings[metric], table.rows[0]),
            sql=table.sql,
        )

    def request(self, metrics: Sequence[str], said: Said, as_of: str | date | None = None) -> MetricRequest:
        """Read a question; a filter's value has to be there."""
        day = self.as_of(as_of)
        said_by, default = self.settings, self.default_period(as_of)
        asking = Asking(as_of=day, fiscal=said_by.fiscal, default=default, is_team_only=said_by.is_team_only)
        known = self.catalogue.known_parameters(metrics, self.settings.parameters)
        parameters = {**known, **(said.get("parameters") or {})}
        request = read_request(metrics, {**said, "parameters": parameters}, asking)
        return replace(request, filters=tuple(self._with_ids(found) for found in request.filters))

    def values(self, dimension: str, most: int = 200) -> tuple[str, ...]:
        """Name the values that a dimension has, in order, the first so many; none before anything came in.

        Raises:
            UnknownNameError: there is no such dimension.
        """
        if (dimension, most) in self._named or self.engine is None:
            return self._named.get((dimension, most), ())
        from lievik.planner.dimension_sql import labels_sql

        tables = frozenset(table for table, count in self.facts.rows.items() if count)
        statement = labels_sql(self.catalogue.dimension(dimension), tables, most)
        found = tuple(str(name) for (name,) in self.engine.fetch(statement, {})[1])
        return self._named.setdefault((dimension, most), found)

    def plan(self, request: MetricRequest) -> Plan:
        """Plan how a question is answered."""
        return build(request, self.catalogue, self.facts)

    def run(self, statement: Statement) -> list[tuple[object, ...]]:
        """Run a statement of a question's own; there are no rows before anything came in."""
        return self.engine.fetch(statement.sql, statement.values)[1] if self.engine else []

    def _answer(self, plan: Plan, request: MetricRequest | None = None) -> MetricTable:
        """Run a plan; the answer says which rows alone its request was about."""
        statement = compile_plan(plan)
        columns, rows = self.engine.fetch(statement.sql, statement.values) if self.engine else (["period_no"], [])
        is_compared = request is not None and request.comparison is not None
        fetch = self.fetched if is_compared and self.engine else None
        table = answer(plan, self.catalogue, columns, rows, sql=statement.sql, fetch=fetch)
        filters = (*request.filters, *(request.scope or ())) if request else ()
        return replace(table, filters=filters) if filters else table

    def fetched(self, plan: Plan) -> tuple[Sequence[str], Sequence[tuple[object, ...]]]:
        """Run a plan: columns and rows."""
        statement = compile_plan(plan)
        return self.engine.fetch(statement.sql, statement.values) if self.engine else ((), ())

    def _with_ids(self, found: Filter) -> Filter:
        """Look a filter's values up; one that no row has is refused."""
        if self.engine is None:
            return found
        tables = frozenset(table for table, count in self.facts.rows.items() if count)
        statement = values_sql(self.catalogue.dimension(found.dimension), tables)
        return with_ids(found, self.engine.fetch(statement, {})[1])
