"""`lievik cohorts`: customers by the period in which they first became one, and what is left of them by their age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.names import complete_dimension
from lievik.apps.cli.options import common, read_filters, read_list
from lievik.apps.cli.session import Session
from lievik.model.cohorts import read_of
from lievik.report.answer import Answer
from lievik.report.records.cohort_records import cohort_list_records, cohort_records, flat_cohort_records
from lievik.report.records.lifetime_records import flat_lifetime_records, lifetime_records

if TYPE_CHECKING:
    from lievik.model.cohorts import CohortListAnswer, CohortsAnswer
    from lievik.model.lifetime import LifetimeValueAnswer


@click.command()
@click.option("--period", default="", help="Customers won in it: 2025, last-year, ...; else all of them.")
@click.option("--grain", default="", help="Cohorts of a month, quarter, half or year; else what fits the period.")
@click.option("--of", default="customers", metavar="customers|revenue", help="Who is there, or what they bring.")
@click.option(
    "--by",
    multiple=True,
    metavar="DIM",
    help="Also by industry, country, owner, ...",
    shell_complete=complete_dimension,
)
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these customers; may be given several times.")
@click.option("--with-returned", is_flag=True, help="Those who came back count again.")
@click.option(
    "--value", "is_value", is_flag=True, help="What a customer is worth instead, on every basis, side by side."
)
@click.option("--list", "listed", default="", metavar="COHORT", help="List the customers won in 2025-Q1, 2025-03, ...")
@click.option("--age", type=click.IntRange(min=0), help="With --list: who is there after so many months.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def cohorts(  # noqa: PLR0913 - options as typed
    session: Session,
    *,
    of: str,
    by: tuple[str, ...],
    where: tuple[str, ...],
    with_returned: bool,
    is_value: bool,
    listed: str,
    age: int | None,
    **said: str | None,
) -> None:
    """Show how many customers stay, by the period in which they became one and by months since then."""
    if is_value:
        worth = session.workspace.lifetime_value(
            as_of=said["as_of"],
            period=said["period"] or "",
            currency=said["currency"] or "",
            by=read_list(by),
            where=read_filters(where),
        )
        session.write(value_answer(session, worth))
        return
    if listed:
        customers = session.workspace.cohort_list(
            age=age, has_returned=with_returned, as_of=said["as_of"], period=listed, where=read_filters(where)
        )
        session.write(list_answer(session, customers))
        return
    found = session.workspace.cohorts(
        of=read_of(of),
        has_returned=with_returned,
        as_of=said["as_of"],
        period=said["period"] or "",
        grain=said["grain"] or "",
        currency=said["currency"] or "",
        by=read_list(by),
        where=read_filters(where),
    )
    session.write(cohorts_answer(session, found))


def cohorts_answer(session: Session, found: CohortsAnswer) -> Answer:
    """Cohorts, in every form."""
    from lievik.report.views.cohort_view import CohortView

    catalogue = session.catalogue
    return Answer(
        kind="cohorts",
        as_of=found.as_of,
        records=lambda: cohort_records(found),
        flat=lambda: flat_cohort_records(found),
        blocks=lambda language: CohortView(catalogue=catalogue, language=language, found=found).blocks(),
    )


def list_answer(session: Session, found: CohortListAnswer) -> Answer:
    """The customers of a cohort, in every form."""
    from lievik.report.views.cohort_list_view import CohortListView

    catalogue = session.catalogue
    return Answer(
        kind="cohort_list",
        as_of=found.as_of,
        records=lambda: cohort_list_records(found),
        flat=lambda: cohort_list_records(found),
        blocks=lambda language: CohortListView(catalogue=catalogue, language=language, found=found).blocks(),
    )


def value_answer(session: Session, found: LifetimeValueAnswer) -> Answer:
    """What a customer is worth, in every form."""
    from lievik.report.views.lifetime_view import LifetimeView

    catalogue = session.catalogue
    return Answer(
        kind="lifetime_value",
        as_of=found.as_of,
        records=lambda: lifetime_records(found),
        flat=lambda: flat_lifetime_records(found),
        blocks=lambda language: LifetimeView(catalogue=catalogue, language=language, found=found).blocks(),
    )
