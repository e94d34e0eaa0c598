"""Questions at a terminal, each asked until its answer can be read; all that is said is in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lievik.language import Language

_ANSWERS: Final[Mapping[str, bool]] = MappingProxyType(
    {
        **dict.fromkeys(("y", "yes", "a", "á", "ano", "áno"), True),
        **dict.fromkeys(("n", "no", "nie", "ne"), False),
    }
)


def agrees(question: str, language: Language, *, default: bool) -> bool:
    """Ask whether something shall be done.

    Raises:
        Abort: the person breaks off.
    """
    choice = language.say("Y/n") if default else language.say("y/N")
    while True:
        typed = click.prompt(f"{question} [{choice}]", default="", show_default=False, err=True)
        answer = _ANSWERS.get(typed.strip().casefold()) if typed.strip() else default
        if answer is not None:
            return answer
        click.echo(language.say("Type {yes} or {no}.", yes=choice[0].lower(), no="n"), err=True)


def choose(options: Sequence[str], language: Language) -> int | None:
    """Let the person choose one of several things by its number.

    Returns:
        Its place, from 0 on; none for none of them.
    """
    _list(options)
    click.echo(f"  0  {language.say('leave it out')}", err=True)
    (number,) = _numbers(language.say("Which one?"), len(options), language, is_many=False)
    return number - 1 if number else None


def choose_several(options: Sequence[str], questions: Sequence[str], language: Language) -> list[set[int]]:
    """Let the person choose any of several things by their numbers, once a question.

    Returns:
        The places chosen, a set a question.
    """
    _list(options)
    how = language.say("Type numbers with commas between them, or 0 for none.")
    click.echo(f"  {how}", err=True)
    chosen = []
    for question in questions:
        numbers = _numbers(question, len(options), language, is_many=True)
        chosen.append({number - 1 for number in numbers if number})
    return chosen


def _list(options: Sequence[str]) -> None:
    for number, option in enumerate(options, start=1):
        click.echo(f"  {number}  {option}", err=True)


def _numbers(question: str, last: int, language: Language, *, is_many: bool) -> list[int]:
    while True:
        typed = click.prompt(question, default="0", err=True)
        found = [text.strip() for text in (typed.split(",") if is_many else [typed])]
        if all(text.isdecimal() and int(text) <= last for text in found):
            return [int(text) for text in found]
        click.echo(language.say("Type a number from 0 to {last}.", last=last), err=True)
