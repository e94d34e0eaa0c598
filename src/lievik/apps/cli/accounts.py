"""`lievik accounts`: what goes with the contacts of deals, how far target accounts have come, or one account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common, read_filters
from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.account_records import (
    committee_records,
    flat_committee_records,
    flat_sheet_records,
    sheet_records,
    target_records,
)

if TYPE_CHECKING:
    from lievik.model.account_sheet import AccountSheet
    from lievik.model.committee import CommitteeAnswer
    from lievik.model.target import TargetAnswer


@click.command()
@click.argument("name", default="", metavar="[NAME]")
@click.option("--period", default="", help="2025, last-4-quarters, ...; else the last four full quarters.")
@click.option("--within", type=click.IntRange(1, 365), default=30, help="Days from the start that are early.")
@click.option("--targets", is_flag=True, help="The target accounts instead, what to do next first.")
@click.option("--all", "is_all", is_flag=True, help="Every target account, however many there are.")
@click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.")
@click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day.")
@click.option("--currency", default="", help="Show money in this currency.")
@common
def accounts(  # noqa: PLR0913 - options of a command
    session: Session, *, name: str, within: int, targets: bool, is_all: bool, where: tuple[str, ...], **said: str | None
) -> None:
    """Show what goes with how many contacts took part in deals, and which; the target accounts; or account NAME."""
    period, currency, as_of, filters = said["period"] or "", said["currency"] or "", said["as_of"], read_filters(where)
    if name:
        session.write(sheet_answer(session, session.workspace.account(name, currency=currency, as_of=as_of)))
        return
    if targets:
        listed = session.workspace.targets(where=filters, currency=currency, as_of=as_of)
        session.write(target_answer(session, listed, is_all=is_all))
        return
    found = session.workspace.accounts(within=within, period=period, where=filters, currency=currency, as_of=as_of)
    if not period:
        chosen = session.language.period_title(found.period)
        session.note(
            session.language.say("{period}: the last four full quarters; --period names another.", period=chosen)
        )
    session.write(committee_answer(session, found))


def sheet_answer(session: Session, found: AccountSheet) -> Answer:
    """One account, in every form."""
    from lievik.report.views.account_view import AccountView

    catalogue = session.catalogue
    return Answer(
        kind="account",
        as_of=found.as_of,
        records=lambda: sheet_records(found),
        flat=lambda: flat_sheet_records(found),
        blocks=lambda language: AccountView(catalogue=catalogue, language=language, found=found).blocks(),
    )


def committee_answer(session: Session, found: CommitteeAnswer) -> Answer:
    """Contacts and deals, in every form."""
    from lievik.report.views.committee_view import CommitteeView

    catalogue = session.catalogue
    return Answer(
        kind="accounts",
        as_of=found.as_of,
        records=lambda: committee_records(found),
        flat=lambda: flat_committee_records(found),
        blocks=lambda language: CommitteeView(catalogue=catalogue, language=language, found=found).blocks(),
    )


def target_answer(session: Session, found: TargetAnswer, *, is_all: bool) -> Answer:
    """Target accounts, in every form."""
    from lievik.report.views.target_view import TargetView

    catalogue = session.catalogue
    return Answer(
        kind="targets",
        as_of=found.as_of,
        records=lambda: target_records(found),
        blocks=lambda language: TargetView(catalogue=catalogue, language=language, found=found, is_all=is_all).blocks(),
    )
