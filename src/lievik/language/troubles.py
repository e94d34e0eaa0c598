"""A sentence of an error, in English → the same sentence in a language.

Errors write their own sentences; `frames` has each kind of sentence once more with braces for its facts. A sentence is
recognised by that and said again in the other language; one that is not there stays English as a whole. Frames are
loaded when the first has to be said.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.errors import LievikError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lievik.language.language import Language

_PLACE: Final = re.compile(r"\[\[(?:file|leave_out)\]\] \d+(?: \(.*?\))?: ", re.DOTALL)


def told(error: LievikError, language: Language) -> tuple[str, str]:
    """The two lines of an error: what and where, and what to do."""
    return reframed(error.message, language), reframed(error.fix, language)


def reframed(sentence: str, language: Language) -> str:
    """Say an English sentence, or a reason of one, in a language; as it is where it has no frame."""
    if language.code == "en":
        return sentence
    return _reason(sentence, language) or sentence


def rejected(reason: str, language: Language) -> str:
    """Say of a row what is wrong with it, fit to follow what stands in it.

    Args:
        reason: what was expected, or where the row came again, as receipts have it.
        language: the language to say it in.
    """
    if reason.startswith("comes again in "):
        return reframed(reason, language)
    return reframed(f"is {reason}" if reason.startswith("the same row again ") else f"is not {reason}", language)


def _said(sentence: str, frames: Sequence[str], language: Language) -> str | None:
    """Say a sentence by the first frame that it and all of its facts can be said by; none where there is no such."""
    for frame in frames:
        found = _expression(frame).fullmatch(sentence)
        if found:
            facts = {name: _fact(name, text, language) for name, text in found.groupdict().items()}
            if None not in facts.values():
                return language.say(frame, **facts)
    return None


def _fact(name: str, text: str, language: Language) -> str | None:
    """A fact in a language: names stay, a reason is translated; none for a reason that cannot be."""
    tell = _TOLD_BY_NAME.get(name)
    return tell(text, language) if tell else text


def _reason(text: str, language: Language) -> str | None:
    from lievik.language.frames import FRAMES, PIECES, REASONS

    return _said(text, (*PIECES, *FRAMES, *REASONS), language)


def _expected(text: str, language: Language) -> str | None:
    from lievik.language.frames import EXPECTED

    return _said(text, EXPECTED, language)


def _kind(text: str, language: Language) -> str:
    from lievik.language.frames import PIECES

    return _said(text, PIECES, language) or text


def _count(text: str, language: Language) -> str | None:
    figures = text.replace(",", "")
    return language.count(int(figures)) if figures.isdecimal() else None


def _words(text: str, language: Language) -> str:
    """Say the small words; names in quotation marks stay."""
    return _small_words().sub(lambda found: _word(found.group(), language), text)


def _problems(text: str, language: Language) -> str:
    """Say problems, each after its place; one that has no frame stays as it is. A problem may have several parts."""
    from lievik.language.frames import REASONS

    parts, told_ones, at = text.split("; "), list[str](), 0
    while at < len(parts):
        place = found.group() if (found := _PLACE.match(parts[at])) else ""
        for end in range(at + 1, len(parts) + 1):
            said = _said("; ".join(parts[at:end]).removeprefix(place), REASONS, language)
            if said is not None:
                break
        else:
            said, end = parts[at].removeprefix(place), at + 1
        told_ones.append(place + said)
        at = end
    return "; ".join(told_ones)


def _word(found: str, language: Language) -> str:
    """Say one of the small words; what stands in quotation marks is none."""
    if found.startswith("'"):
        return found
    number = re.search(r"\d+", found)
    return language.say(found.replace(number.group(), "{n}"), n=number.group()) if number else language.say(found)


@cache
def _small_words() -> re.Pattern[str]:
    """What stands in quotation marks, or is one of the small words."""
    from lievik.language.frames import WORDS

    words = (rf"(?<!\w){re.escape(word)}(?!\w)".replace(r"\{n\}", r"\d+") for word in WORDS)
    return re.compile("|".join((r"'[^']*'", *words)))


@cache
def _expression(frame: str) -> re.Pattern[str]:
    """What a sentence of the frame looks like."""
    pieces = re.split(r"\{(\w+)\}", frame)
    written = [re.escape(piece) if place % 2 == 0 else f"(?P<{piece}>.*?)" for place, piece in enumerate(pieces)]
    return re.compile("".join(written), re.DOTALL)


_TOLD_BY_NAME: Final[Mapping[str, Callable[[str, Language], str | None]]] = MappingProxyType(
    {
        "reason": _reason,
        "expected": _expected,
        "problems": _problems,
        "kind": _kind,
        "names": _words,
        "words": _words,
        **dict.fromkeys(("count", "brought", "gone", "known"), _count),
    }
)
"""Name of a fact -> how it is told; every other one stays as it is."""
