"""`lievik show`: the numbers, as a scorecard, by group or over time; or the statement behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from lievik.apps.cli.names import complete_dimension
from lievik.apps.cli.options import Question, metric_argument, question, read_list
from lievik.apps.cli.session import Session
from lievik.errors import LedgerError
from lievik.language import told
from lievik.model.aim import result_key
from lievik.report.answer import Answer
from lievik.report.records.aim_records import target_records
from lievik.report.records.result_records import flat_result_record, result_record

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.model.aim import Standings
    from lievik.model.metric_table import MetricTable
    from lievik.model.trend_flag import Flags
    from lievik.report.blocks import Block
    from lievik.report.views.scorecard import Trends

_A_YEAR: Final = 12


@click.command()
@metric_argument(many=True)
@click.option("--grain", default="", help="Split the period: day, week, month, quarter, half or year.")
@click.option("--by", multiple=True, metavar="DIM[,DIM]", help="Split by these.", shell_complete=complete_dimension)
@click.option("--compare", default="", metavar="previous|year|PERIOD", help="What to compare with.")
@click.option("--totals", is_flag=True, help="Also the undivided whole, when split.")
@click.option("--drivers", is_flag=True, help="What moved the number: factors, and with --by where they moved.")
@question
def show(
    session: Session,
    *,
    question: Question,
    metrics: tuple[str, ...],
    by: tuple[str, ...],
    drivers: bool,
    **said: Any,  # noqa: ANN401 - options as typed
) -> None:
    """Show METRICs, those in focus where none is named.

    A variant is named after a colon, like win_rate:by_value.
    """
    note_default_period(session, question)
    asked = {**question.words, "by": read_list(by), **said}
    if drivers:
        from lievik.apps.cli.drivers import drivers_answer

        session.write(drivers_answer(session, metrics, asked))
        return
    if not question.sql:
        session.write(show_answer(session, *metrics, **asked))
        return
    table = session.workspace.show(*metrics, **asked)
    session.write(sql_answer(session, table, list(dict.fromkeys(result.full_name for result in table))))


def note_default_period(session: Session, question: Question) -> None:
    """Say which period was chosen, where none was named."""
    if not question.period:
        workspace = session.workspace
        chosen = session.language.period_title(workspace.default_period(question.as_of))
        session.note(
            session.language.say("{period}: the last full month with data; --period names another.", period=chosen)
        )


def sql_answer(session: Session, table: MetricTable, names: list[str]) -> Answer:
    """The statement behind a table, and its steps in plain words."""
    period = table.rows[0].period.label if len(table) else ""
    steps = {
        name: session.workspace.explain(name, period=period, as_of=table.as_of).steps.get(session.language.code, ())
        for name in names
    }

    def blocks(language: Language) -> Iterator[Block]:
        from lievik.report.blocks import Bullets, Code, Heading

        yield Heading(text=language.say("Statement"))
        yield Code(text=table.sql, language="sql")
        for name, sentences in steps.items():
            yield Heading(text=language.say("Steps: {metric}", metric=name), level=2)
            yield Bullets(items=tuple(sentence.strip() for sentence in sentences))

    return Answer(
        kind="sql",
        as_of=table.as_of,
        records=lambda: [{"sql": table.sql, "steps": {name: list(found) for name, found in steps.items()}}],
        blocks=blocks,
    )


def show_answer(session: Session, *metrics: str, **asked: Any) -> Answer:  # noqa: ANN401 - a question as a workspace takes it
    """The numbers, in every form; people also see how they changed."""
    is_split = bool(asked.get("by") or asked.get("grain"))
    if session.is_for_people and not is_split and not asked.get("compare"):
        asked["compare"] = "previous"
    catalogue = session.workspace.catalogue
    table = session.workspace.show(*metrics, **asked)
    standings = _standings(session, table)
    targets = target_records(standings)
    flags = _flags(session, table, metrics, asked)

    def blocks(language: Language) -> Iterator[Block]:
        from lievik.report.views.breakdown import Breakdown
        from lievik.report.views.scorecard import Scorecard
        from lievik.report.views.then_view import then_blocks

        if is_split:
            view = Breakdown(
                catalogue=catalogue,
                language=language,
                has_periods=bool(asked.get("grain")),
                standings=standings,
                flags=flags,
            )
            yield from view.blocks(table)
        else:
            trends = _trends(session, table, asked)
            scorecard = Scorecard(
                catalogue=catalogue, language=language, trends=trends, standings=standings, is_judged=True
            )
            yield from scorecard.blocks(table)
        yield from then_blocks(table, catalogue, language)

    return Answer(
        kind="show",
        as_of=table.as_of,
        records=lambda: [result_record(result, catalogue, targets, flags) for result in table],
        flat=lambda: [flat_result_record(result, catalogue, targets, flags) for result in table],
        blocks=blocks,
    )


def _standings(session: Session, table: MetricTable) -> Standings:
    """How results stand against their targets; where the ledger cannot be read that is said, and numbers are shown."""
    try:
        return session.workspace.aims.standings(table)
    except LedgerError as trouble:
        reason, fix = told(trouble, session.language)
        session.note(session.language.say("Targets are left out. {reason} {fix}", reason=reason, fix=fix))
        return {}


def _flags(session: Session, table: MetricTable, metrics: tuple[str, ...], asked: dict[str, Any]) -> Flags:
    """Which months stand out, where it is asked month by month; for programs where it is a year or more of them."""
    months = {result.period for result in table} if asked.get("grain") == "month" else set()
    if len(months) < (1 if session.is_for_people else _A_YEAR):
        return {}
    said = {name: value for name, value in asked.items() if name not in {"grain", "compare"}}
    return {result_key(found.result): found.flag for found in session.workspace.flags(*metrics, **said)}


def _trends(session: Session, table: MetricTable, asked: dict[str, Any]) -> Trends:
    """Values of the last units, for each metric that has a value now; none before the data begins."""
    names = [result.full_name for result in table if result.status != "not_available"]
    if not names:
        return {}
    said = {name: value for name, value in asked.items() if name not in {"by", "grain", "compare", "totals"}}
    found: dict[str, list[Any]] = {name: [] for name in names}
    begins = session.workspace.facts.first_day()
    for result in session.workspace.trend(*names, **said):
        is_known = begins is None or result.period.end > begins
        found[result.full_name].append(result.value if is_known else None)
    return {name: tuple(values) for name, values in found.items()}
