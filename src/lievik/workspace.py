"""The one door: a folder in, answers out; import, ask, drill, explain. It delegates only.

Every app passes through it; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Unpack

from lievik.catalogue.catalogue import Catalogue
from lievik.catalogue.loading import load_catalogue
from lievik.definitions import built_in_texts, texts_in
from lievik.engines import DuckDBEngine, opener
from lievik.errors import DefinitionError
from lievik.insight.answer import answer
from lievik.insight.plain_words import PlainWords
from lievik.insight.records import drill_table
from lievik.model.check import Check
from lievik.model.explanation import DrillTable, Explanation, Part
from lievik.model.facts import Facts
from lievik.model.metric_table import MetricTable
from lievik.model.period_words import read_period
from lievik.model.periods import Period
from lievik.model.receipt import Receipt
from lievik.model.request import Filter, MetricRequest
from lievik.planner.build import build
from lievik.planner.compile import compile_plan
from lievik.planner.definition_sql import problems_in
from lievik.planner.dimension_sql import values_sql, with_ids
from lievik.planner.drill_sql import drill_statement
from lievik.planner.plan import Plan
from lievik.planner.request_words import Asking, Said, default_period, last_units, read_request
from lievik.settings import FILE_NAME, LANGUAGES, Settings, read_settings, template
from lievik.sources.csv_file import CsvFile
from lievik.sources.mapping_file import read_mapping_file
from lievik.store import checkup, generations, known_facts, runs
from lievik.store import folder as folders


class Workspace:
    """A workspace that is open: questions in, answers out."""

    def __init__(self, settings: Settings, today: date) -> None:
        self.settings = settings
        self._today = today

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        today: date,
        name: str = "",
        currency: str = "EUR",
        language: str = "",
        as_of: date | None = None,
    ) -> Workspace:
        """Make a folder a workspace.

        Raises:
            WorkspaceError: it already is one.
            StoreError: it cannot be written.
        """
        text = template(name=name, currency=currency, language=language, as_of=as_of)
        folders.create(folder, text)
        return cls.open(folder, today=today)

    @classmethod
    def open(cls, folder: Path, *, today: date) -> Workspace:
        """Open a workspace.

        Raises:
            WorkspaceError: the folder is none.
            SettingsError: its lievik.toml does not hold.
        """
        return cls(read_settings(folder), today)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Every definition, the company's own among them.

        Raises:
            DefinitionError: definitions do not hold.
        """
        own = texts_in(self.settings.folder / folders.DEFINITIONS)
        catalogue = load_catalogue(built_in_texts(), own)
        problems = problems_in(catalogue.measures.values(), catalogue.exclusions) if own else []
        if problems:
            raise DefinitionError(problems)
        return catalogue

    @cached_property
    def engine(self) -> DuckDBEngine | None:
        """The database in use; none before anything came in."""
        path = generations.current(self.settings.folder)
        return None if path is None else DuckDBEngine(path, self.settings.time_zone)

    @cached_property
    def facts(self) -> Facts:
        """What the tables hold."""
        if self.engine is None:
            return known_facts.no_facts(self.settings.currency)
        return known_facts.read_facts(self.engine.fetch, self.settings.currency)

    def as_of(self, given: str | date | None = None) -> date:
        """The day that answers are as of: the one given, else the settings', else today.

        Raises:
            PeriodError: the day cannot be read.
        """
        if isinstance(given, date):
            return given
        if given:
            return read_period(given, as_of=self._today, fiscal=self.settings.fiscal).start
        return self.settings.as_of or self._today

    def default_period(self, as_of: date | None = None) -> Period:
        """The last full month that has data."""
        day = as_of or self.as_of()
        return default_period(self.facts.last_day(day), day)

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

        Raises:
            RequestError: the question cannot be answered as it was asked.
            EngineError: the database could not answer.
        """
        return self._answer(self.plan(self.request(metrics or self.focus, said, as_of)))

    @property
    def focus(self) -> tuple[str, ...]:
        """Metrics to look at first: the settings', else the article's seven."""
        return self.settings.focus or self.catalogue.seven

    def trend(
        self, *metrics: str, units: int = 12, as_of: str | date | None = None, **said: Unpack[Said]
    ) -> MetricTable:
        """Answer for the last units of the period's grain, ending with it, in order."""
        request = self.request(metrics or self.focus, {**said, "intervals": False}, as_of)
        periods = last_units(request.periods[-1], units, self.settings.fiscal)
        return self._answer(self.plan(replace(request, periods=periods)))

    def drill(
        self, metric: str, *, part: Part = "numerator", as_of: str | date | None = None, **said: Unpack[Said]
    ) -> DrillTable:
        """List the records behind a part of a number.

        Raises:
            RequestError: there is no such part, or the number cannot be worked out.
        """
        plan = self.plan(self.request((metric,), said, as_of))
        statement = drill_statement(plan, plan.readings[metric], plan.asked[0], part)
        rows = self.engine.fetch(statement.sql, statement.values)[1] if self.engine else []
        table = drill_table(plan, plan.readings[metric], part, rows, self.catalogue.measures)
        return replace(table, sql=statement.sql)

    def explain(self, metric: str, *, as_of: str | date | None = None, **said: Unpack[Said]) -> Explanation:
        """Explain a metric with the company's own number."""
        plan = self.plan(self.request((metric,), said, as_of))
        table = self._answer(plan)
        return Explanation(
            metric=self.catalogue.metric(metric.partition(":")[0]),
            own=table.rows[0],
            steps={
                code: PlainWords(plan, self.catalogue, code).steps(plan.readings[metric], table.rows[0])
                for code in LANGUAGES
            },
            sql=table.sql,
        )

    def import_files(self, paths: Sequence[Path], *, mapping: Path, now: datetime, is_dry_run: bool = False) -> Receipt:
        """Bring files in, all of them or none.

        Args:
            paths: files, and folders of files.
            mapping: the mapping file.
            now: the moment that their rows are known from.
            is_dry_run: do everything, and leave nothing behind.

        Raises:
            SourceError: something cannot be read; nothing was changed.
            StoreError: the workspace cannot be written.
        """
        settings = self.settings
        arrival = CsvFile(mapping=read_mapping_file(mapping), paths=tuple(paths), conventions=settings.conventions)
        receipt = runs.bring_in(settings.folder, opener(settings.time_zone), arrival, known_at=now, dry_run=is_dry_run)
        for name in ("engine", "facts"):
            self.__dict__.pop(name, None)
        return receipt

    def doctor(self) -> tuple[Check, ...]:
        """Look the workspace over."""
        problems = problems_in(self.catalogue.measures.values(), self.catalogue.exclusions)
        told = "; ".join(problems) or f"{len(self.catalogue.metrics)} metrics hold"
        checks = [
            Check(name="settings", is_fine=True, message=f"{FILE_NAME} holds"),
            Check(name="definitions", is_fine=not problems, message=told),
            *checkup.look_over(self.settings.folder),
        ]
        return tuple(checks)

    def request(self, metrics: Sequence[str], said: Said, as_of: str | date | None = None) -> MetricRequest:
        """Read a question; a filter's value has to be there."""
        day = self.as_of(as_of)
        asking = Asking(as_of=day, fiscal=self.settings.fiscal, default=self.default_period(day))
        parameters = {
            **self.catalogue.known_parameters(metrics, self.settings.parameters),
            **(said.get("parameters") or {}),
        }
        request = read_request(metrics, {**said, "parameters": parameters}, asking)
        return replace(request, filters=tuple(self._with_ids(found) for found in request.filters))

    def plan(self, request: MetricRequest) -> Plan:
        """Plan how a question is answered."""
        return build(request, self.catalogue, self.facts)

    def _answer(self, plan: Plan) -> MetricTable:
        """Run a plan."""
        statement = compile_plan(plan)
        columns, rows = self.engine.fetch(statement.sql, statement.values) if self.engine else (["period_no"], [])
        return answer(plan, self.catalogue, columns, rows, statement.sql)

    def _with_ids(self, found: Filter) -> Filter:
        """Look a filter's values up; one that no row has is refused."""
        if self.engine is None:
            return found
        tables = frozenset(table for table, count in self.facts.rows.items() if count)
        statement = values_sql(self.catalogue.dimension(found.dimension), tables)
        return with_ids(found, self.engine.fetch(statement, {})[1])
