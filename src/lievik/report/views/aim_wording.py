"""How a result stands against its target → the words, the sign and the line that say so; what a target is called."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import mark
from lievik.report.blocks import Block, Cell, Column, Paragraph, Style, cell

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.model.aim import Aim, AimStanding, Standings
    from lievik.model.periods import Period

MARKS: Final[Mapping[str, str]] = MappingProxyType({"on": "✓", "near": "≈", "off": "✗", "unknown": "…"})
"""Status -> the sign before a target."""

STYLES: Final[Mapping[str, Style]] = MappingProxyType({"on": "good", "near": "care", "off": "bad", "unknown": "dim"})

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "on": mark("On target"),
        "near": mark("Close"),
        "off": mark("Off target"),
        "unknown": mark("Not known yet"),
    }
)
_DOUBTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "no_value": mark("there is no value to hold against it"),
        "too_few": mark("too few records to tell"),
        "running": mark("the period is not over"),
        "other_currency": mark("it is in another currency"),
    }
)


def aim_word(standing: AimStanding, language: Language) -> str:
    """Say in a word or two how a result stands."""
    return language.say(_WORDS[standing.status])


def aim_text(aim: Aim, language: Language) -> str:
    """Write a target's value, or the two ends of its range."""
    ends = [language.amount(bound, aim.unit, aim.currency) for bound in aim.bounds]
    return f"{ends[0]} – {ends[1]}" if len(ends) > 1 else ends[0]


def aim_line(standing: AimStanding, period: Period, language: Language) -> str:
    """Say in a line how a result stands: `Target 27%, 3.4 pp below`.

    Args:
        standing: how it stands.
        period: of the result; that of the target is named where it is another.
        language: to say it in.
    """
    say, aim = language.say, standing.aim
    target = aim_text(aim, language)
    if (aim.period.start, aim.period.end) != (period.start, period.end):
        target = f"{target} ({language.period_title(aim.period)})"
    if standing.doubt == "running" and standing.reached is not None:
        return say("Target {target}: so far {share} of it", target=target, share=language.share(standing.reached))
    if standing.doubt:
        return say("Target {target}: {reason}", target=target, reason=say(_DOUBTS[standing.doubt]))
    line = _distance_line(standing, target, language)
    return line if standing.is_sure else say("{line}, not certain", line=line)


def _distance_line(standing: AimStanding, target: str, language: Language) -> str:
    """Say how far off a result is; a range that holds it is named alone."""
    say, distance = language.say, standing.distance or Decimal(0)
    if len(standing.aim.bounds) > 1 and not distance:
        return say("Target {target}, within it", target=target)
    far = _far(abs(distance), standing.aim, language)
    if not any(sign in far for sign in "123456789"):
        return say("Target {target}, the same", target=target)
    if distance > 0:
        return say("Target {target}, {distance} above", target=target, distance=far)
    return say("Target {target}, {distance} below", target=target, distance=far)


def _far(distance: Decimal, aim: Aim, language: Language) -> str:
    """Write a distance: shares in points, everything else in its unit."""
    if aim.unit != "share":
        return language.amount(distance, aim.unit, aim.currency)
    points = language.number(distance * 100)
    return f"{points}\N{NO-BREAK SPACE}{language.say('pp')}"


def aim_column(language: Language) -> Column:
    """The column that targets stand in."""
    return Column(title=language.say("Target"), is_number=True, rank=1)


def aim_cell(standing: AimStanding | None, language: Language) -> Cell:
    """A target with how a result stands against it; empty where none is set."""
    if standing is None:
        return cell("")
    doubt = "" if standing.is_sure or standing.status == "unknown" else "\N{NO-BREAK SPACE}(?)"
    text = f"{MARKS[standing.status]}\N{NO-BREAK SPACE}{aim_text(standing.aim, language)}{doubt}"
    return cell(text, STYLES[standing.status], aim_word(standing, language))


def doubt_note(standings: Standings, language: Language) -> list[Block]:
    """Say what the mark of doubt means, where it stands anywhere."""
    if all(each.is_sure or each.status == "unknown" for each in standings.values()):
        return []
    said = language.say("(?): not certain, as the interval holds the target or the number is not final.")
    return [Paragraph(text=said, style="dim")]
