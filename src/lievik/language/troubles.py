"""A sentence of an error, in English → the same sentence in a language.

Errors write their own sentences; `frames` has each kind of sentence once more with braces for its facts. A sentence is
recognised by that and said again in the other language; one that is not there stays English as a whole.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lievik.errors import LievikError
from lievik.language.frames import FRAMES, PIECES

if TYPE_CHECKING:
    from lievik.language.language import Language


def told(error: LievikError, language: Language) -> tuple[str, str]:
    """The two lines of an error: what and where, and what to do."""
    return reframed(error.message, language), reframed(error.fix, language)


def reframed(sentence: str, language: Language) -> str:
    """Say an English sentence in a language; as it is where it has no frame, or a reason that has none."""
    if language.code == "en":
        return sentence
    for frame in FRAMES:
        found = _expression(frame).fullmatch(sentence)
        if found:
            facts = {name: _fact(name, text, language) for name, text in found.groupdict().items()}
            return sentence if None in facts.values() else language.say(frame, **facts)
    return sentence


def _fact(name: str, text: str, language: Language) -> str | None:
    """A fact in a language: names stay, a reason is translated; none for a reason that cannot be."""
    if name == "reason":
        said = language.say(text) if text in PIECES else reframed(text, language)
        return said if said != text else None
    if name == "names":
        between = language.say("or")
        return text.replace(" or ", f" {between} ")
    return language.say(text) if name == "kind" and text in PIECES else text


@cache
def _expression(frame: str) -> re.Pattern[str]:
    """What a sentence of the frame looks like."""
    pieces = re.split(r"\{(\w+)\}", frame)
    written = [re.escape(piece) if place % 2 == 0 else f"(?P<{piece}>.*?)" for place, piece in enumerate(pieces)]
    return re.compile("".join(written), re.DOTALL)
