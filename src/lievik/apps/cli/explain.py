"""`lievik explain`: what a metric is, in the article's five parts, with the company's own number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Unpack

import click

from lievik.apps.cli.names import complete_dimension
from lievik.apps.cli.options import common, metric_argument, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.errors import LedgerError
from lievik.language import told
from lievik.model.metric import Metric
from lievik.report.answer import Answer, Record
from lievik.report.blocks import Block
from lievik.report.records.definition_records import change_record
from lievik.report.records.result_records import plain, result_record
from lievik.report.views.article import Article

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.model.definition import DefinitionChange
    from lievik.model.explanation import Explanation
    from lievik.planner.request_words import Said


@click.command()
@metric_argument(many=False)
@click.option("--period", default="", help="Which period your own number is of.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option(
    "--where",
    multiple=True,
    metavar="DIM=VALUE",
    help="Only these rows; may be given several times.",
    shell_complete=complete_dimension,
)
@click.option("--currency", default="", help="Show money in this currency.")
@click.option("--variants", is_flag=True, help="Every reading with its value, and why they are different numbers.")
@click.option("--between", default="", metavar="A,B", help="Only why these two are; METRIC itself is its own reading.")
@click.option("--all", "is_all", is_flag=True, help="List every record that moves the gap.")
@common
def explain(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    metric: str,
    period: str,
    as_of: str | None,
    where: tuple[str, ...],
    currency: str,
    variants: bool,
    between: str,
    is_all: bool,
) -> None:
    """Explain METRIC: what it is, why it matters, how it is calculated, with your own number in it.

    With --variants, its readings side by side, and the gap between two of them record by record.
    """
    said: Said = {"period": period, "where": read_filters(where), "currency": currency}
    if not (variants or between):
        session.write(explanation_answer(session, metric, as_of=as_of, **said))
        return
    from lievik.apps.cli.variants import variants_answer

    most = None if is_all else 20
    names = read_list((between,))
    session.write(
        variants_answer(session, session.workspace.variants(metric, between=names, most=most, as_of=as_of, **said))
    )


def explanation_answer(session: Session, name: str, *, as_of: str | None = None, **said: Unpack[Said]) -> Answer:
    """A metric explained, in every form; without a number of its own outside of a workspace.

    Raises:
        UnknownNameError: there is no such metric.
    """
    catalogue = session.catalogue
    catalogue.reading(name)
    base, _, variant = name.partition(":")
    metric = catalogue.metric(base)
    found = session.workspace.explain(name, as_of=as_of, **said) if session.has_workspace else None
    own = found.own if found else None
    changes = _changes(session, name)
    row = _record(session, metric, found, changes)

    def blocks(language: Language) -> Iterator[Block]:
        steps = found.steps.get(language.code, ()) if found else ()
        return Article(catalogue=catalogue, language=language).blocks(metric, variant, own, steps, changes)

    return Answer(
        kind="explain",
        as_of=own.as_of if own else None,
        records=lambda: [row],
        flat=lambda: [{key: value for key, value in row.items() if not isinstance(value, dict | list)}],
        blocks=blocks,
    )


def _changes(session: Session, name: str) -> tuple[DefinitionChange, ...]:
    """How the definition changed; where the ledger cannot be read that is said, and the rest is told."""
    if not session.has_workspace:
        return ()
    try:
        return session.workspace.definition_changes(name)
    except LedgerError as trouble:
        reason, fix = told(trouble, session.language)
        say = session.language.say
        session.note(say("Changes of the definition are left out. {reason} {fix}", reason=reason, fix=fix))
        return ()


def _record(session: Session, metric: Metric, found: Explanation | None, changes: Sequence[DefinitionChange]) -> Record:
    """An explanation as a row, in every language."""
    own = found.own if found else None
    return {
        "metric": metric.name,
        "chapter": metric.chapter,
        "article": metric.article,
        "kind": metric.kind,
        "horizon": metric.horizon,
        "better": metric.reading.better,
        "unit": metric.reading.unit_text,
        "formula": metric.reading.formula_text,
        "definition": metric.definition,
        "changes": [change_record(change) for change in changes],
        "words": {
            code: {
                "title": words.title,
                "also_called": list(words.also_called),
                "question": words.question,
                "what": words.what,
                "why": words.why,
                "how": words.how,
                "story": words.story,
                "careful": list(words.careful),
                "levers": list(words.levers),
            }
            for code, words in metric.words.items()
        },
        "variants": {
            name: {"formula": reading.formula_text, "unit": reading.unit_text, "titles": dict(reading.titles)}
            for name, reading in metric.readings.items()
            if name
        },
        "parameters": {
            name: {"value": plain(parameter.value), "about": dict(parameter.about)}
            for name, parameter in metric.reading.parameters.items()
        },
        "erratum": dict(metric.erratum),
        "steps": {code: list(steps) for code, steps in found.steps.items()} if found else {},
        "own": result_record(own, session.catalogue) if own else None,
    }
