"""A column's header → its folded text, and what it says beside the name: a currency, per cents, thousands.

Pure. Only a unit that is understood is taken off; any other word stays, for it may be what tells two columns apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from lievik.sources.guessing.words import folded, header_words, value_words

_IN_BRACKETS: Final = re.compile(r"^(?P<name>.*\S)\s*[(\[](?P<unit>[^()\[\]]*)[)\]]\s*$")
_LAST_WORD: Final = re.compile(r"^(?P<name>.*?[^\s,_-])(?:\s*,\s*|\s+(?:v|in)\s+|[\s_-]+)(?P<unit>[^\s,_-]+)\s*$")
_OWN: Final = re.compile(r"^(?P<entity>.+?)\s+[-–—:]\s+(?P<name>.+)$")
_PREFIXES: Final = ("property ", "properties ")


@dataclass(frozen=True, kw_only=True)
class Header:
    """A header, looked at.

    Attributes:
        text: as it is written.
        folded: its words without the unit.
        currency: the code that it names; empty for none.
        scale: what its numbers are to be multiplied by; empty for nothing.
        entity: what stands before a dash, folded: `deal` of `Deal - Title`; empty where there is no dash.
    """

    text: str
    folded: str
    currency: str = ""
    scale: str = ""
    entity: str = ""

    def names(self, entity: Collection[str]) -> tuple[str, ...]:
        """Give what it may be looked up as in a table whose rows have these words, the full text first."""
        words = self.folded.split()
        lengths = range(1, len(words))
        bare = (" ".join(words[length:]) for length in lengths if " ".join(words[:length]) in entity)
        return tuple(dict.fromkeys((self.folded, *bare)))


def look_at(text: str) -> Header:
    """Look at a header."""
    name, currency, scale = text, "", ""
    for pattern in (_IN_BRACKETS, _LAST_WORD):
        found = pattern.match(name)
        if found and (unit := _unit(found["unit"], is_bare=pattern is _LAST_WORD)):
            name, currency, scale = found["name"], *unit
            break
    own = _OWN.match(name)
    bare = folded(name)
    for prefix in _PREFIXES:
        bare = bare.removeprefix(prefix)
    return Header(text=text, folded=bare, currency=currency, scale=scale, entity=folded(own["entity"]) if own else "")


def _unit(text: str, *, is_bare: bool) -> tuple[str, str] | None:
    """Read a unit as currency and scale; none where it is not understood as a whole."""
    words = [word for word in re.split(r"[\s,/]+", text.casefold().strip()) if word not in ("", "v", "in")]
    currency, scale = "", ""
    for word in words:
        if code := _currency(word, is_bare=is_bare):
            currency = code
        elif not is_bare and (factor := _factor(word)):
            scale = factor
        else:
            return None
    return (currency, scale) if words else None


def _currency(word: str, *, is_bare: bool) -> str:
    """Give the code of a currency; a bare last word has to be a code or a sign, for `try` and `sk` are words too."""
    code = value_words().currencies.get(word, "")
    if is_bare and word in {"try", "sk", "ft", "lei", "ron", "sek"}:
        return ""
    return code


def _factor(word: str) -> str:
    words = header_words()
    if word in words.per_cent:
        return "0.01"
    if folded(word) and folded(word) in words.thousands:
        return "1000"
    return "1000000" if folded(word) and folded(word) in words.millions else ""
