"""A proposal's doubts, asked about at a terminal one by one; an answer gives another proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from lievik.apps.cli.proposal_view import doubt_text
from lievik.model.proposal import LEAVE_OUT, Doubt
from lievik.model.proposal_text import ANY_OTHER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lievik.language import Language
    from lievik.model.proposal import FileGuess, OpenDoubt, Proposal

_SAMPLES: Final = 3
_OUTCOMES: Final = ("open", "won", "lost")


def ask_about(proposal: Proposal, language: Language) -> Proposal:
    """Ask about every sheet and column in doubt, until none is.

    Raises:
        Abort: the person breaks off.
    """
    answered = proposal
    while answered.unsure_files:
        answered = _ask_for_table(answered, answered.unsure_files[0], language)
    while answered.open_doubts:
        answered = _ask(answered, answered.open_doubts[0], language)
    return answered


def confirm(language: Language) -> bool:
    """Ask whether the files shall come in as proposed."""
    return click.confirm(language.say("Bring them in like this?"), default=True, err=True)


def _ask(proposal: Proposal, found: OpenDoubt, language: Language) -> Proposal:
    """Ask about one column; a column with nothing to choose from is taken as it was guessed, or left out."""
    say, column = language.say, found.column
    samples = " · ".join(column.samples[:_SAMPLES])
    doubt = doubt_text(column.doubt or "doubtful", language)
    click.echo(f"\n{found.file.key}: {column.column} ({samples})\n  {doubt}", err=True)
    if column.doubt == Doubt.VALUES_UNSURE and column.alternatives:
        return _ask_for_values(proposal, found, language)
    options = [option for option in column.options if option != LEAVE_OUT]
    if not options and column.targets:
        question = say("Take it as {targets}?", targets=", ".join(column.targets))
        targets = column.targets if click.confirm(question, default=False, err=True) else ()
        return proposal.with_targets(found.file.key, column.column, targets)
    chosen = _choose(options, language)
    if chosen is None:
        return proposal.with_targets(found.file.key, column.column, ())
    return proposal.with_answer(found.file.key, column.column, chosen)


def _ask_for_table(proposal: Proposal, file: FileGuess, language: Language) -> Proposal:
    """Ask which table a sheet is."""
    names = ", ".join(column.column for column in file.columns if column.column)
    click.echo(f"\n{file.key}: {names}\n  {doubt_text('table_unsure', language)}", err=True)
    chosen = _choose((file.table, *file.other_tables), language)
    return proposal.without(file.key) if chosen is None else proposal.with_table(file.key, chosen)


def _ask_for_values(proposal: Proposal, found: OpenDoubt, language: Language) -> Proposal:
    """Ask what each text of a column stands for: open, won or lost."""
    column, target = found.column, found.column.alternatives[0]
    meant: dict[str, str] = {}
    for text, guess in column.values.get(target, {}).items():
        if text == ANY_OTHER or guess:
            meant[text] = guess
            continue
        question = language.say("What does '{text}' stand for?", text=text)
        meant[text] = click.prompt(question, type=click.Choice(_OUTCOMES), default="open", err=True)
    targets = tuple(dict.fromkeys((*column.targets, target)))
    aimed = proposal.with_targets(found.file.key, column.column, targets)
    return aimed.with_values(found.file.key, column.column, target, meant)


def _choose(options: Sequence[str], language: Language) -> str | None:
    """Let the person choose one of several things by its number; none for none of them."""
    for number, option in enumerate(options, start=1):
        click.echo(f"  {number}  {option}", err=True)
    click.echo(f"  0  {language.say('leave it out')}", err=True)
    question = language.say("Which one?")
    chosen = int(click.prompt(question, type=click.IntRange(0, len(options)), default=0, err=True))
    return options[chosen - 1] if chosen else None
