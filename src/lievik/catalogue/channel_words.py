"""Names of sources as companies write them → the channels that leads come through.

Pure. The words stand in definitions/channels.toml; a workspace's own come first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from lievik.catalogue.problems import Table, texts_by_language
from lievik.model.metric import LANGUAGES

OTHER: Final = "other"
"""The channel of names that no words tell the channel of."""

_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A channel: its titles by language, and the words that tell of it, folded."""

    name: str
    titles: Mapping[str, str]
    phrases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class ChannelWords:
    """Every channel by name, in the order that decides where a name has words of two."""

    channels: Mapping[str, Channel] = field(default_factory=dict)

    @cached_property
    def _places(self) -> Mapping[tuple[str, ...], int]:
        """Phrase -> the place of its channel."""
        found: dict[tuple[str, ...], int] = {}
        for place, channel in enumerate(self.channels.values()):
            for phrase in channel.phrases:
                found.setdefault(phrase, place)
        return found

    @cached_property
    def _longest(self) -> int:
        return max((len(phrase) for phrase in self._places), default=0)

    def told_by(self, source: str) -> str:
        """The channel that a name tells of; empty where it tells of none.

        Example:
            >>> words = ChannelWords(channels=read_channels({"paid": {"words": ["ads"]}, "seo": {"words": ["google"]}}))
            >>> words.told_by("Google Ads 2026"), words.told_by("GOOGLE"), words.told_by("Pigeons")
            ('paid', 'seo', '')
        """
        said = folded(source)
        for length in range(min(self._longest, len(said)), 0, -1):
            windows = (said[at : at + length] for at in range(len(said) - length + 1))
            places = [self._places[window] for window in windows if window in self._places]
            if places:
                return tuple(self.channels)[min(places)]
        return ""

    def of(self, sources: Iterable[str], own: Mapping[str, str]) -> dict[str, str]:
        """Name of a source -> its channel.

        Args:
            sources: as they stand in tables.
            own: name of a source, in any letters -> channel, as the workspace has it.
        """
        said = {folded(source): channel for source, channel in own.items()}
        return {source: said.get(folded(source)) or self.told_by(source) or OTHER for source in sources}

    def untold(self, sources: Iterable[str], own: Mapping[str, str]) -> tuple[str, ...]:
        """Names that neither the workspace nor any words tell the channel of, in order."""
        said = {folded(source) for source in own}
        return tuple(sorted(name for name in sources if folded(name) not in said and not self.told_by(name)))


def folded(source: str) -> tuple[str, ...]:
    """The words of a name, without accents and in small letters.

    Example:
        >>> folded("Veľtrh_Brno, E-mail")
        ('veltrh', 'brno', 'e', 'mail')
    """
    bare = unicodedata.normalize("NFKD", source).casefold()
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return tuple(_WORD.findall(letters))


def read_channels(file: Mapping[str, object]) -> dict[str, Channel]:
    """Read channels.toml, parsed."""
    return {name: _channel(name, table) for name, table in file.items() if isinstance(table, dict)}


def _channel(name: str, table: Table) -> Channel:
    words = table.get("words")
    return Channel(
        name=name,
        titles=texts_by_language(table, LANGUAGES),
        phrases=tuple(folded(str(word)) for word in (words if isinstance(words, list) else [])),
    )
