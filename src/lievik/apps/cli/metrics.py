"""`lievik metrics`: the catalogue by chapter, with what each metric answers and what it still needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.language import Language
from lievik.model.metric import Metric
from lievik.model.result import MetricResult
from lievik.report.answer import Answer, Record
from lievik.report.blocks import Block, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.wording import bring_command, words_of

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue

Lacking = Mapping[str, MetricResult]
"""Metric -> its result, for those that are not available."""


@click.command()
@common
def metrics(session: Session) -> None:
    """List the metrics that can be asked for."""
    catalogue = session.catalogue
    lacking = _lacking(session, catalogue)
    session.write(
        Answer(
            kind="metrics",
            as_of=session.workspace.as_of() if session.has_workspace else None,
            records=lambda: [_record(metric, lacking, session.has_workspace) for metric in catalogue.ordered()],
            blocks=lambda language: _blocks(catalogue, lacking, language),
        )
    )


def _lacking(session: Session, catalogue: Catalogue) -> Lacking:
    """What the workspace has no data for."""
    if not session.has_workspace:
        return {}
    table = session.workspace.show(*catalogue.metrics, intervals=False)
    return {result.metric: result for result in table if result.status == "not_available"}


def _record(metric: Metric, lacking: Lacking, is_known: bool) -> Record:  # noqa: FBT001 - private, and named where it is called
    missing = lacking.get(metric.name)
    titles = {f"title_{code}": words.title for code, words in metric.words.items()}
    return {
        "metric": metric.name,
        "chapter": metric.chapter,
        "unit": metric.reading.unit_text,
        "better": metric.reading.better,
        "variants": [name for name in metric.readings if name],
        **titles,
        "is_available": missing is None if is_known else None,
        "needs": list(missing.reason_facts.values()) if missing else [],
        "definition": metric.definition,
    }


def _blocks(catalogue: Catalogue, lacking: Lacking, language: Language) -> Iterator[Block]:
    yield Heading(text=language.say("Metrics"))
    listed = {name for chapter in catalogue.chapters for name in chapter.metrics}
    for chapter in catalogue.chapters:
        names = [name for name in chapter.metrics if name in catalogue.metrics]
        yield Heading(text=language.text(chapter.titles), level=2)
        yield Paragraph(text=language.text(chapter.introductions), style="dim")
        yield _table(catalogue, names, lacking, language)
    own = sorted(set(catalogue.metrics) - listed)
    if own:
        yield Heading(text=language.say("Your own"), level=2)
        yield _table(catalogue, own, lacking, language)


def _table(catalogue: Catalogue, names: list[str], lacking: Lacking, language: Language) -> Table:
    say = language.say
    columns = [
        Column(title=say("Name")),
        Column(title=say("Title"), wraps=True),
        Column(title=say("Question"), wraps=True, rank=1),
    ]
    if lacking:
        columns.append(Column(title=say("Needs"), wraps=True))
    rows = []
    for name in names:
        words = words_of(catalogue.metrics[name], language)
        cells = [cell(name, "strong"), cell(words.title), cell(words.question)]
        if lacking:
            cells.append(cell(_need(lacking[name], catalogue, language) if name in lacking else "", "care"))
        rows.append(Row(cells=tuple(cells)))
    return Table(columns=tuple(columns), rows=tuple(rows))


def _need(result: MetricResult, catalogue: Catalogue, language: Language) -> str:
    command = bring_command(result)
    return f"{language.reason(result, catalogue.reasons)}{f' → {command}' if command else ''}"
