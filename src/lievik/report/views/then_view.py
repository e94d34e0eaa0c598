"""An answer about an earlier day → blocks: what was known then beside what is known today, and what is inferred."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lievik.language import Language
from lievik.model.metric_table import MetricTable
from lievik.model.result import MetricResult
from lievik.report.blocks import Block, Column, Heading, Paragraph, Row, Table, cell
from lievik.report.views.wording import title_of, variant_title

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue


def then_blocks(table: MetricTable, catalogue: Catalogue, language: Language) -> Iterator[Block]:
    """What differs by what came in since; nothing where nothing does."""
    say = language.say
    restated = [found for result in table for found in (result, *result.beside.values()) if found.restated]
    if restated:
        yield Heading(text=say("As known then, and as known today"), level=2)
        yield _side_by_side(restated, table, catalogue, language)
    inferred, deals = table.inferred
    if inferred:
        yield Paragraph(
            text=say(
                "How {inferred} of the {deals} deals stood that day is inferred: they are taken as they were first "
                "known, cut by their own days.",
                inferred=language.count(inferred),
                deals=language.count(deals),
            ),
            style="dim",
        )


def _side_by_side(restated: list[MetricResult], table: MetricTable, catalogue: Catalogue, language: Language) -> Table:
    """A row a number that differs."""
    say = language.say
    groups = [Column(title=language.text(catalogue.dimension(name).titles), wraps=True) for name in table.dimensions]
    has_periods = len({result.period for result in restated}) > 1
    periods = [Column(title=say("Period"), wraps=True)] if has_periods else []
    return Table(
        columns=(
            Column(title=say("Metric"), wraps=True, least=24),
            *periods,
            *groups,
            Column(title=say("Known then"), is_number=True),
            Column(title=say("Known today"), is_number=True),
        ),
        rows=tuple(
            Row(
                cells=(
                    cell(_title(result, catalogue, language)),
                    *([cell(language.period_title(result.period))] if has_periods else []),
                    *(cell(result.group.get(name) or "") for name in table.dimensions),
                    cell(language.value(result)),
                    cell(language.value(result.restated) if result.restated else "", "strong"),
                )
            )
            for result in restated
        ),
    )


def _title(result: MetricResult, catalogue: Catalogue, language: Language) -> str:
    return (variant_title if result.variant else title_of)(result, catalogue, language)
