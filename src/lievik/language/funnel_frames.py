"""Sentences about a funnel that cannot be made, by their frames, as `frames` has them of everything else.

Pure data.
"""

from __future__ import annotations

from typing import Final

from lievik.language.marks import mark

FUNNEL: Final = (
    mark("A funnel is split by one dimension only."),
    mark("Name one, like --by team."),
)

FUNNEL_PIECES: Final = (
    mark("mode"),
    mark("pipeline"),
)
