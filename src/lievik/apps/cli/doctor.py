"""`lievik doctor`: what was looked at in the workspace, and what to do where something is not fine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.language import mark, reframed
from lievik.report.answer import Answer
from lievik.report.blocks import Block, Column, Heading, Row, Table, cell

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.model.check import Check

_NAMES = (mark("settings"), mark("definitions"), mark("folder"), mark("data"), mark("runs"), mark("ledger"))
_NOT_FINE = 3


@click.command()
@common
def doctor(session: Session) -> int:
    """Look the workspace over; the exit code is 3 where something is not fine."""
    checks = session.workspace.doctor()
    session.write(
        Answer(
            kind="doctor",
            as_of=session.workspace.as_of(),
            records=lambda: [
                {"name": check.name, "is_fine": check.is_fine, "message": check.message, "fix": check.fix}
                for check in checks
            ],
            blocks=lambda language: _blocks(checks, language),
        )
    )
    return 0 if all(check.is_fine for check in checks) else _NOT_FINE


def _blocks(checks: Sequence[Check], language: Language) -> Iterator[Block]:
    say = language.say
    yield Heading(text=say("Check-up"))
    yield Table(
        columns=(
            Column(title=""),
            Column(title=say("What")),
            Column(title=say("Found"), wraps=True),
            Column(title=say("To do"), wraps=True),
        ),
        rows=tuple(
            Row(
                cells=(
                    cell("✓" if check.is_fine else "✗", "good" if check.is_fine else "bad"),
                    cell(say(check.name)),
                    cell(reframed(check.message, language)),
                    cell(reframed(check.fix, language)),
                )
            )
            for check in checks
        ),
    )
