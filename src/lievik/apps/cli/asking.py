"""A proposal's doubts, asked about at a terminal one by one; an answer gives another proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from lievik.apps.cli.prompts import agrees, choose, choose_several
from lievik.model.mapping import TextForm
from lievik.model.proposal import CLOSE_OR_EXPECTED, LEAVE_OUT, Doubt
from lievik.model.proposal_text import ANY_OTHER
from lievik.report.views.canonical_words import column_words, table_words
from lievik.report.views.proposal_view import doubt_text
from lievik.report.views.sample_meaning import meaning

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.model.proposal import ColumnGuess, FileGuess, OpenDoubt, Proposal

_SAMPLES: Final = 3


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
    return agrees(language.say("Bring them in like this?"), language, default=True)


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
        taken = ", ".join(column_words(target, language) for target in column.targets)
        is_taken = agrees(say("Take it as {targets}?", targets=taken), language, default=False)
        return proposal.with_targets(found.file.key, column.column, column.targets if is_taken else ())
    chosen = choose(_worded(options, column, language), language)
    if chosen is None:
        return proposal.with_targets(found.file.key, column.column, ())
    answered, others = proposal.with_answer_for_all(found.file.key, column.column, options[chosen])
    if others:
        told = say("These columns are read in the same way: {columns}", columns=", ".join(others))
        click.echo(f"  {told}", err=True)
    return answered


def _worded(options: list[str], column: ColumnGuess, language: Language) -> list[str]:
    """Write the options of a doubt: what a sample would mean by each, or the canonical columns in plain words."""
    if column.doubt == Doubt.DAY_OR_MONTH_FIRST:
        forms = [TextForm(dates=option) for option in options]
        plain = [
            language.say("the day first") if o.startswith("%d") else language.say("the month first") for o in options
        ]
    elif column.doubt == Doubt.DECIMAL_OR_THOUSANDS:
        forms = [TextForm(decimal=option) for option in options]
        plain = [language.say("decimals after '{sign}'", sign=option) for option in options]
    else:
        return [column_words(option, language) for option in options]
    for sample in column.samples:
        meant = [meaning(sample, form, language) for form in forms]
        if all(meant) and len(set(meant)) == len(meant):
            return [f"{sample} = {each}" for each in meant]
    return plain


def _ask_for_table(proposal: Proposal, file: FileGuess, language: Language) -> Proposal:
    """Ask which table a sheet is."""
    names = ", ".join(column.column for column in file.columns if column.column)
    click.echo(f"\n{file.key}: {names}\n  {doubt_text('table_unsure', language)}", err=True)
    tables = (file.table, *file.other_tables)
    chosen = choose([table_words(table, language) for table in tables], language)
    return proposal.without(file.key) if chosen is None else proposal.with_table(file.key, tables[chosen])


def _ask_for_values(proposal: Proposal, found: OpenDoubt, language: Language) -> Proposal:
    """Ask which texts of a column stand for won and which for lost; all others are open."""
    column, target = found.column, found.column.alternatives[0]
    meant = dict(column.values.get(target, {}))
    unknown = [text for text, guess in meant.items() if not guess and text != ANY_OTHER]
    questions = (language.say("Which of them are won?"), language.say("Which of them are lost?"))
    won, lost = choose_several(unknown, questions, language) if unknown else (set(), set())
    for place, text in enumerate(unknown):
        meant[text] = "won" if place in won else "lost" if place in lost else "open"
    targets = tuple(dict.fromkeys((*column.targets, target)))
    aimed = proposal.with_targets(found.file.key, column.column, targets)
    told = aimed.with_values(found.file.key, column.column, target, meant)
    return _close_by_outcome(told, found.file.key, language) if target == "outcome" else told


def _close_by_outcome(proposal: Proposal, file: str, language: Language) -> Proposal:
    """Answer for a close date, once it is known how deals ended: it is real for those, and expected for the others."""
    for column in proposal.file(file).columns:
        if column.doubt == Doubt.WHICH_COLUMN and CLOSE_OR_EXPECTED in column.options:
            words = column_words(CLOSE_OR_EXPECTED, language)
            told = language.say("{column} is taken as {targets}", column=column.column, targets=words)
            click.echo(f"  {told}", err=True)
            return proposal.with_answer(file, column.column, CLOSE_OR_EXPECTED)
    return proposal
