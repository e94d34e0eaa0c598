"""Which language a run speaks: the one asked for, else the workspace's, else the environment's, else English.

The one thing that a run keeps while it goes on, so that an error can be told in the right language at any time.
"""

from __future__ import annotations

from dataclasses import dataclass

from lievik.language import Language, language_of
from lievik.settings import environment_language


@dataclass
class Voice:
    """What is known so far of the language to speak.

    Attributes:
        asked: by --lang or LIEVIK_LANG.
        settled: by lievik.toml.
    """

    asked: str = ""
    settled: str = ""

    @property
    def language(self) -> Language:
        """The language to speak now."""
        return language_of(self.asked or self.settled or environment_language() or "en")
