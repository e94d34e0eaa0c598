"""`lievik drill`: the records behind a number, and the sum that equals it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from lievik.apps.cli.options import Question, metric_argument, question
from lievik.apps.cli.session import Session
from lievik.apps.cli.show import note_default_period, sql_answer
from lievik.language import mark
from lievik.report.answer import Answer
from lievik.report.records.result_records import drill_records
from lievik.report.views.records_view import RecordsView

if TYPE_CHECKING:
    from lievik.model.explanation import DrillTable

_PARTS = (mark("numerator"), mark("denominator"), mark("excluded"))


@click.command()
@metric_argument(many=False)
@click.option("--part", type=click.Choice(_PARTS), default="numerator", help="Which part of the number.")
@question
def drill(
    session: Session, *, question: Question, metric: str, part: Literal["numerator", "denominator", "excluded"]
) -> None:
    """List the records behind METRIC."""
    note_default_period(session, question)
    workspace = session.workspace
    table = workspace.drill(metric, part=part, **question.words)
    if question.sql:
        session.write(_sql(session, table, question))
        return
    as_of = workspace.as_of(question.as_of)
    currency = question.currency or workspace.settings.currency
    view = RecordsView(catalogue=workspace.catalogue, currency=currency)
    session.write(
        Answer(
            kind="drill",
            as_of=as_of,
            records=lambda: drill_records(table, workspace.catalogue),
            blocks=lambda language: view.blocks(table, language),
        )
    )


def _sql(session: Session, table: DrillTable, question: Question) -> Answer:
    """The statement behind the list."""
    from lievik.model.metric_table import MetricTable

    name = f"{table.metric}:{table.variant}" if table.variant else table.metric
    shown = MetricTable(rows=(), as_of=session.workspace.as_of(question.as_of), sql=table.sql)
    return sql_answer(session, shown, [name])
