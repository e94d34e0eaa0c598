"""A calendar file and a person → the file without them, and how many of its events that changed.

An event that speaks of the person also loses its title, place and description, which are free text about people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lievik.store.person import Person

_FOLDED: Final = re.compile(r"\r?\n[ \t]")
_ABOUT: Final = re.compile(r"(?i)^(SUMMARY|LOCATION|DESCRIPTION|COMMENT|CONTACT|X-ALT-DESC)\b")
_NAME: Final = re.compile(r'(?i);CN=("[^"]*"|[^;:]*)')


def is_calendar(text: str) -> bool:
    """Whether a text is a calendar."""
    return text.lstrip("\ufeff \t\r\n")[:15].upper() == "BEGIN:VCALENDAR"


def erase_from_calendar(text: str, person: Person) -> tuple[str, int]:
    """Take a person out of a calendar; lines that went on in the next one are made whole.

    Args:
        text: all of it.
        person: who.

    Returns:
        The text, and how many events, or other parts of it, changed.
    """
    erased: list[str] = []
    changed = 0
    for part in _parts(_FOLDED.sub("", text)):
        is_theirs = person.is_in("".join(part))
        without = [_without(line, person) for line in part if not (is_theirs and _ABOUT.match(line))]
        changed += without != part
        erased += without
    return ("".join(erased), changed) if changed else (text, 0)


def _parts(text: str) -> Iterator[list[str]]:
    """Give events, and what stands between them, as lines with their ends."""
    waiting: list[str] = []
    for line in text.splitlines(keepends=True):
        sign = line.strip().upper()
        if sign == "BEGIN:VEVENT" and waiting:
            yield waiting
            waiting = []
        waiting.append(line)
        if sign == "END:VEVENT":
            yield waiting
            waiting = []
    yield waiting


def _without(line: str, person: Person) -> str:
    """Give a line without the person: the address, and the name that stands beside it."""
    named = _NAME.sub(f";CN={person.new_name}", line) if person.is_in(line) else line
    return person.out_of_record(named)
