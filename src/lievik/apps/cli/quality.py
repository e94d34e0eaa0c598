"""`lievik quality`: what is odd or missing in deals and leads, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_fault
from lievik.apps.cli.options import common, read_filters
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.possible_records import flat_possible_records, possible_records
from lievik.report.records.quality_records import flat_quality_records, quality_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lievik.language import Language
    from lievik.model.freshness import Freshness
    from lievik.model.possible_range import PossibleAnswer
    from lievik.model.quality import QualityAnswer
    from lievik.planner.request_words import Said
    from lievik.report.blocks import Block


@click.command()
@click.option(
    "--list",
    "listed",
    default="",
    metavar="FAULT",
    help="List the rows with expected_close_passed, won_without_amount, ...; or all.",
    shell_complete=complete_fault,
)
@click.option(
    "--ranges", "has_ranges", is_flag=True, help="Show between what numbers may lie, given what the data does not tell."
)
@click.option("--period", default="", help="Of --ranges: 2026-Q1, 2025, ...; else the last full quarter with data.")
@click.option("--days", type=int, default=30, help="Without an activity for so many, what is open lies idle.")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def quality(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    listed: str,
    has_ranges: bool,
    period: str,
    days: int,
    where: tuple[str, ...],
    as_of: str | None,
    currency: str,
) -> None:
    """Show what to repair in the data, by fault and by owner, who has the most deals to repair first.

    A deal with several faults is counted once.
    """
    if has_ranges:
        said: Said = {"period": period, "where": read_filters(where), "currency": currency}
        session.write(possible_answer(session, session.workspace.possible_ranges(as_of=as_of, **said)))
        return
    found = session.workspace.quality(
        listed=listed, days=days, where=read_filters(where), as_of=as_of, currency=currency
    )
    session.write(quality_answer(session, found, session.workspace.freshness(as_of)))


def quality_answer(session: Session, found: QualityAnswer, fresh: Freshness) -> Answer:
    """What to repair, and how old each source is, in every form."""
    from lievik.report.views.quality_view import QualityView
    from lievik.report.views.runs_view import sources_blocks

    catalogue = session.catalogue

    def blocks(language: Language) -> Iterator[Block]:
        yield from QualityView(catalogue=catalogue, language=language).blocks(found)
        if not found.listed:
            yield from sources_blocks(fresh, language)

    return Answer(
        kind="quality",
        as_of=found.as_of,
        records=lambda: quality_records(found, fresh),
        flat=lambda: flat_quality_records(found),
        blocks=blocks,
    )


def possible_answer(session: Session, found: PossibleAnswer) -> Answer:
    """Between what numbers may lie, in every form."""
    from lievik.report.views.possible_view import PossibleView

    catalogue = session.catalogue
    return Answer(
        kind="possible_ranges",
        as_of=found.as_of,
        records=lambda: possible_records(found),
        flat=lambda: flat_possible_records(found),
        blocks=lambda language: PossibleView(catalogue=catalogue, language=language, found=found).blocks(),
    )
