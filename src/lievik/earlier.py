"""What an earlier day is answered from: the tables as they were known then, and deals as they stood on it.

Two things differ from one day to another: what had come in, which `store` keeps, and how deals stood, which their
history tells. A day before anything came in is answered by the history alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from lievik.engines import DuckDBEngine, Engine, EngineThen, opener
from lievik.model.facts import Facts
from lievik.planner.deals_then import DealsThen, Derivation
from lievik.planner.statement import Statement
from lievik.settings import Settings
from lievik.store import derivation, derived_columns, known_facts, known_state


def file_known(settings: Settings, moment: datetime) -> Path | None:
    """Name the database to read for what was known at a moment; none before anything came in.

    Raises:
        StoreError: what was known then cannot be written down.
    """
    return known_state.state_at(settings.folder, opener(settings.time_zone), moment, settings.conventions)


def engine_on(settings: Settings, path: Path) -> Engine:
    """Open a database of what was known."""
    return DuckDBEngine(path, settings.time_zone)


def engine_then(settings: Settings, engine: Engine, day: date, moment: datetime | None) -> Engine:
    """Give an engine that reads deals as they stood at the end of a day, or at a moment of it."""
    facts = known_facts.read_facts(engine.fetch, settings.conventions)
    if not facts.has_history_after(day - timedelta(days=1) if moment else day):
        return engine
    at = moment.astimezone(UTC).replace(tzinfo=None) if moment else None
    then = deals_then(settings, facts, day, at)

    def rewrite(sql: str, values: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
        read = then.read(Statement(sql=sql, values=values))
        return read.sql, read.values

    return EngineThen(engine, rewrite)


def deals_then(settings: Settings, facts: Facts, day: date, moment: datetime | None = None) -> DealsThen:
    """What is needed to read deals as they stood at the end of a day, or at a moment of it, UTC."""
    parameters = derivation.parameters_of(settings.conventions)
    return DealsThen(day=day, facts=facts, derivations=_derivations(), parameters=parameters, moment=moment)


def _derivations() -> dict[str, Derivation]:
    """How everything is worked out at load, in order; of leads only what deals decide."""
    columns = {
        each.table: Derivation(sql=each.sql, columns=each.columns, reads=each.reads) for each in derived_columns.COLUMNS
    }
    tables = {
        table: Derivation(sql=derived_columns.sql_of(table), columns=(), reads=reads)
        for table, reads in derivation.DERIVED_TABLES.items()
    }
    columns["lead"] = Derivation(sql=derived_columns.sql_of("lead_won"), columns=("won_on",), reads=("deal", "lead"))
    return columns | tables
