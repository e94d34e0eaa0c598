"""`lievik segments`: which segments win more and bring more, and whom to call first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.segments_records import (
    calling_records,
    flat_calling_records,
    flat_segments_records,
    segments_records,
    tried_record,
)

if TYPE_CHECKING:
    from lievik.model.calling import CallingAnswer
    from lievik.model.segments import SegmentsAnswer


@click.command()
@click.option("--period", default="", help="2025, last-4-quarters, ...; else the last eight full quarters.")
@click.option("--by", multiple=True, metavar="DIM", help="Only these: industry, product, lead_source, icp_fit, ...")
@click.option("--call", is_flag=True, help="Whom to call first instead: open deals and leads.")
@click.option("--tried", is_flag=True, help="With --call: what became of the same order on earlier days.")
@click.option("--all", "is_all", is_flag=True, help="With --call: every open deal and lead.")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def segments(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    by: tuple[str, ...],
    call: bool,
    tried: bool,
    is_all: bool,
    where: tuple[str, ...],
    **said: str | None,
) -> None:
    """Show which segments win more, bring more and close sooner, beyond chance; or whom to call first.

    With --call --tried, JSON and CSV hold what became of earlier orders instead of the list.
    """
    period, currency, as_of, filters = said["period"] or "", said["currency"] or "", said["as_of"], read_filters(where)
    if call or tried:
        listed = session.workspace.calling(has_tried=tried, where=filters, currency=currency, as_of=as_of)
        session.write(calling_answer(session, listed, is_all=is_all))
        return
    found = session.workspace.segments(period=period, by=read_list(by), where=filters, currency=currency, as_of=as_of)
    if not period:
        chosen = session.language.period_title(found.period)
        session.note(
            session.language.say("{period}: the last eight full quarters; --period names another.", period=chosen)
        )
    session.write(segments_answer(session, found))


def segments_answer(session: Session, found: SegmentsAnswer) -> Answer:
    """Segments, in every form."""
    from lievik.report.views.segments_view import SegmentsView

    catalogue = session.catalogue
    return Answer(
        kind="segments",
        as_of=found.as_of,
        records=lambda: segments_records(found),
        flat=lambda: flat_segments_records(found),
        blocks=lambda language: SegmentsView(catalogue=catalogue, language=language, found=found).blocks(),
    )


def calling_answer(session: Session, found: CallingAnswer, *, is_all: bool) -> Answer:
    """Whom to call first, in every form."""
    from lievik.report.views.calling_view import CallingView

    catalogue, tried = session.catalogue, found.tried
    return Answer(
        kind="calls" if tried is None else "calls_tried",
        as_of=found.as_of,
        records=lambda: calling_records(found) if tried is None else [tried_record(tried)],
        flat=lambda: flat_calling_records(found) if tried is None else [tried_record(tried)],
        blocks=lambda language: CallingView(
            catalogue=catalogue, language=language, found=found, is_all=is_all
        ).blocks(),
    )
