"""How a period runs against the company's own shape of it, as a sentence with a sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.apps.web.parts import Sentence, Sentences
from lievik.report.views.team_wording import pace_line

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.team import Pace
    from lievik.report.blocks import Style

_STYLES: Final[Mapping[str, tuple[Style, str]]] = MappingProxyType(
    {"ahead": ("good", "circle-check"), "on_course": ("", "circle-check"), "behind": ("bad", "triangle-alert")}
)


def pace_sentences(visit: Visit, pace: Pace | None) -> Iterator[Sentences]:
    """The pace of a period that runs; nothing of one that is over."""
    if pace is not None:
        style, icon = _STYLES.get(pace.verdict, ("", "info"))
        text = pace_line(pace, visit.catalogue, visit.language)
        yield Sentences(items=(Sentence(text=text, style=style, icon=icon),))
