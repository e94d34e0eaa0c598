"""A win rate as a curve → three lines over the days since creation: won with its band, lost, and still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.win_curve import CurvePoint, Reached, WinCurveAnswer
from lievik.report.charts.chart import NARROW, WIDE, Chart, Drawing
from lievik.report.charts.columns import Frame, columns
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import figures, joined, labelled
from lievik.report.charts.inks import INKS
from lievik.report.charts.legend import Entry, legend
from lievik.report.charts.letters import SMALL, text_width
from lievik.report.charts.marks import BOLD, Item, Mark, dot, words
from lievik.report.charts.scale import scale_of

_PLOT: Final = 220
_ABOVE: Final = 14
_BESIDE: Final = 9
_APART: Final = Decimal("0.08")
"""Values beside the ends of two lines need so much of the axis between them."""

_STEPS: Final = (5, 10, 15, 30, 60, 90, 180, 360, 720)
"""Days between the numbers on the axis."""


@dataclass(frozen=True, kw_only=True)
class OutcomeLines:
    """Draws the curve of all cohorts together."""

    language: Language

    def chart(self, found: WinCurveAnswer) -> Chart:
        """Draw an answer."""
        say = self.language.say
        title = say("What became of deals, by days since their creation")
        if len(found.whole.points) < 2:  # noqa: PLR2004 - a line has two ends
            return empty_chart("outcome_curve", title, say("Too few deals were followed for a curve."))
        told = found.whole.by(found.headline)
        tips = [self._tip(point) for point in found.whole.points]
        heads = (say("By the age of"), say("Won"), say("plausibly"), say("Lost"), say("Still open"))
        return Chart(
            name="outcome_curve",
            title=title,
            summary=f"{title}: {self._reached(told)}" if told and told.won else title,
            wide=self._drawing(found, tips, WIDE),
            narrow=self._drawing(found, tips, NARROW),
            table=figures(heads, [self._row(reached) for reached in found.whole.reached if reached.won]),
        )

    def _row(self, reached: Reached) -> tuple[str, ...]:
        language = self.language
        won, lost, still = (
            language.share(part.value) if part else NOTHING for part in (reached.won, reached.lost, reached.open)
        )
        between = language.interval(reached.won.interval, "share") if reached.won else ""
        return language.days(reached.age), won, between, lost, still

    def _reached(self, reached: Reached) -> str:
        age, won, between, lost, still = self._row(reached)
        say = self.language.say
        return joined(
            f"{age}: {labelled(say('Won'), f'{won} ({between})')}",
            labelled(say("Lost"), lost),
            labelled(say("Still open"), still),
        )

    def _drawing(self, found: WinCurveAnswer, tips: Sequence[str], width: int) -> Drawing:
        say, points = self.language.say, found.whole.points
        graphic, taken = legend(
            [
                Entry(text=say("Won"), ink="1", sign="line"),
                Entry(text=say("95% interval"), ink="1", sign="band"),
                Entry(text=say("Lost"), ink="bad", sign="line"),
                Entry(text=say("Still open"), ink="2", sign="dashed"),
            ],
            width,
        )
        scale = scale_of([Decimal(0), Decimal(1)], has_zero=True)
        last = [self.language.share(share) for share in _shares(points[-1])]
        frame = partial(
            Frame,
            width=width,
            plot=_PLOT,
            scale=scale,
            tick=partial(self.language.tick, unit="share", currency="", ruler=scale),
            top=taken + _ABOVE,
            right=max(text_width(text, is_bold=True) for text in last) + 14,
        )
        step = frame(names=((),) * len(points)).step
        asked = {reached.age: reached.status == "immature" for reached in found.whole.reached if reached.won}
        items = [
            Item(name="", extent=(Decimal(0), Decimal(1)), tip=tip, dots=tuple(_dots(point, asked)))
            for point, tip in zip(points, tips, strict=True)
        ]
        return columns(
            frame(names=_names([point.age for point in points], step, self.language)),
            [*items[:-1], replace(items[-1], said=tuple(self._ends(points[-1], step / 2)))],
            more=list(_lines(points)),
            graphic=graphic,
        )

    def _tip(self, point: CurvePoint) -> str:
        """What is said where one points: the days with their three shares."""
        language, say = self.language, self.language.say
        won = f"{language.share(point.won)} ({language.share(point.low)}–{language.share(point.high)})"
        return joined(
            f"{language.days(point.age)}: {labelled(say('Won'), won)}",
            labelled(say("Lost"), language.share(point.lost)),
            labelled(say("Still open"), language.share(point.open)),
        )

    def _ends(self, point: CurvePoint, half: float) -> Iterator[Mark]:
        """The last values beside their lines: won always, the others where they do not meet."""
        placed: list[Decimal] = []
        for at, share in enumerate(_shares(point)):
            if all(abs(share - other) >= _APART for other in placed):
                placed.append(share)
                weight = 400 if at else BOLD
                yield words(self.language.share(share), share, weight=weight, dx=min(half, 4) + _BESIDE)


def _dots(point: CurvePoint, asked: Mapping[int, bool]) -> Iterator[Mark]:
    """A dot where an age was asked for; a hollow one of a young cohort."""
    if point.age in asked:
        yield dot(point.won, "1", is_hollow=asked[point.age], radius=3.5)


def _shares(point: CurvePoint) -> tuple[Decimal, Decimal, Decimal]:
    return point.won, point.lost, point.open


def _names(ages: Sequence[int], step: float, language: Language) -> tuple[tuple[str, ...], ...]:
    """Numbers below the axis, as many round ones as have room; the last says that they are days."""
    days = ages[1] - ages[0]
    room = text_width(language.days(ages[-1]), size=SMALL) + 8
    every = next((found for found in _STEPS if found % days == 0 and found / days * step >= room), ages[-1])
    last = ages[-1] // every * every
    return tuple(
        () if age % every else (language.days(age),) if age == last else (language.count(age),) for age in ages
    )


def _lines(points: Sequence[CurvePoint]) -> Iterator[object]:
    """The band of what is won, then what is open and lost, and won above them."""
    yield _line([point.low for point in points], "1", width=0, stack="band")
    yield _line([point.high - point.low for point in points], "1", width=0, stack="band") | {
        "areaStyle": {"color": INKS["1"], "opacity": 0.16}
    }
    yield _line([point.open for point in points], "2", width=1.5, dash=(5, 3))
    yield _line([point.lost for point in points], "bad", width=1.5)
    yield _line([point.won for point in points], "1", width=2.5)


def _line(
    values: Sequence[Decimal], ink: str, *, width: float, dash: tuple[int, int] | None = None, stack: str = ""
) -> dict[str, object]:
    style: dict[str, object] = {"color": INKS[ink], "width": width, "opacity": 1 if width else 0}
    if dash:
        style["type"] = list(dash)
    told: dict[str, object] = {"type": "line", "symbol": "none", "silent": True, "z": 1, "lineStyle": style}
    stacked = {"stack": stack, "stackStrategy": "all"} if stack else {}
    return {**told, **stacked, "data": [float(value) for value in values]}
