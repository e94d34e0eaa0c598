"""How long relationships last → a line that steps down with its band, by months; of parts a line each, without bands.

A line ends where fewer than ten were followed so long: a young part ends at its age.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from lievik.language import Language
from lievik.model.cohorts import Cohort, CohortsAnswer, CurvePoint
from lievik.report.blocks import Table
from lievik.report.charts.chart import NARROW, WIDE, Chart, Drawing
from lievik.report.charts.columns import Frame, columns
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import figures, joined, labelled
from lievik.report.charts.inks import INKS
from lievik.report.charts.legend import Entry, Sign, legend
from lievik.report.charts.letters import SMALL, text_width
from lievik.report.charts.marks import BOLD, Item, Mark, words
from lievik.report.charts.scale import scale_of

_PLOT: Final = 220
_ABOVE: Final = 14
_BESIDE: Final = 9
_APART: Final = Decimal("0.08")
"""Values beside the ends of two lines need so much of the axis between them."""

_STEPS: Final = (1, 2, 3, 6, 12, 24, 48, 96)
"""Months between the numbers on the axis."""

_LOOKS: Final[tuple[tuple[str, Sign], ...]] = (("1", "line"), ("target", "line"), ("good", "dashed"), ("2", "dashed"))
"""Ink and sign of each line; so many parts are drawn, the largest."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    """What is drawn as one line."""

    name: str
    ink: str
    sign: Sign
    points: tuple[CurvePoint, ...]


@dataclass(frozen=True, kw_only=True)
class SurvivalLines:
    """Draws how long first relationships last."""

    language: Language

    def chart(self, found: CohortsAnswer) -> Chart:
        """Draw an answer: its parts where it is split, else all together."""
        say, title = self.language.say, self.language.say("How long first relationships last")
        lines = self._lines(found)
        if not lines:
            return empty_chart("survival", title, say("Too few customers were followed for a curve."))
        return Chart(
            name="survival",
            title=title,
            summary=labelled(title, joined(*(self._end(line, has_name=len(lines) > 1) for line in lines))),
            wide=self._drawing(lines, WIDE),
            narrow=self._drawing(lines, NARROW),
            table=self._table(lines),
        )

    def _lines(self, found: CohortsAnswer) -> list[_Line]:
        """Lines with two ends at least."""
        if not found.split_by:
            shown = [(self.language.say("Longer than so many months"), found.whole)]
        else:
            parts = sorted(found.parts, key=lambda part: -part.customers)
            shown = [(part.part or self.language.say("(not given)"), part) for part in parts]
        told = [(name, points) for name, cohort in shown if len(points := _points(cohort)) > 1]
        return [
            _Line(name=name, ink=ink, sign=sign, points=points)
            for (name, points), (ink, sign) in zip(told, _LOOKS, strict=False)
        ]

    def _table(self, lines: Sequence[_Line]) -> Table:
        say, language = self.language.say, self.language
        names = len(lines) > 1
        heads = (*(("",) if names else ()), say("Longer than"), say("Share"), say("plausibly"), say("Followed"))
        rows = [
            (
                *((line.name,) if names else ()),
                language.months(point.months),
                language.share(point.share),
                self._between(point),
                language.count(point.followed),
            )
            for line in lines
            for point in line.points
        ]
        return figures(heads, rows, names=1 + names)

    def _between(self, point: CurvePoint) -> str:
        return f"{self.language.share(point.low)}–{self.language.share(point.high)}"

    def _end(self, line: _Line, *, has_name: bool) -> str:
        """Where a line ends."""
        last = line.points[-1]
        told = labelled(self.language.months(last.months), self.language.share(last.share))
        return joined(line.name, told) if has_name else told

    def _drawing(self, lines: Sequence[_Line], width: int) -> Drawing:
        say, is_one = self.language.say, len(lines) == 1
        entries = [Entry(text=line.name, ink=line.ink, sign=line.sign) for line in lines]
        if is_one:
            entries.append(Entry(text=say("95% interval"), ink="1", sign="band"))
        graphic, taken = legend(entries, width)
        scale = scale_of([Decimal(0), Decimal(1)], has_zero=True)
        longest = max((line.points for line in lines), key=len)
        ends = [self.language.share(line.points[-1].share) for line in lines]
        frame = partial(
            Frame,
            width=width,
            plot=_PLOT,
            scale=scale,
            tick=partial(self.language.tick, unit="share", currency="", ruler=scale),
            top=taken + _ABOVE,
            right=max(text_width(text, is_bold=True) for text in ends) + 14,
        )
        step = frame(names=((),) * len(longest)).step
        return columns(
            frame(names=_names(longest, step, self.language)),
            [self._item(lines, at, step / 2) for at in range(len(longest))],
            more=[series for line in lines for series in _series(line, has_band=is_one)],
            graphic=graphic,
        )

    def _item(self, lines: Sequence[_Line], at: int, half: float) -> Item:
        """What is pointed at: an age, and what every line that comes to it is there."""
        there = [line for line in lines if at < len(line.points)]
        age = self.language.months(there[0].points[at].months)
        told = [
            labelled(
                line.name if len(lines) > 1 else age,
                joined(
                    f"{self.language.share(point.share)} ({self._between(point)})",
                    labelled(self.language.say("Followed"), self.language.count(point.followed)),
                ),
            )
            for line in there
            for point in (line.points[at],)
        ]
        return Item(
            name="",
            extent=(Decimal(0), Decimal(1)),
            tip=joined(*((age, *told) if len(lines) > 1 else told)),
            said=tuple(self._ends(there, at, half)),
        )

    def _ends(self, lines: Sequence[_Line], at: int, half: float) -> Iterator[Mark]:
        """The last value beside a line that ends here, where no other line passes."""
        for line in lines:
            last = line.points[-1]
            others = [other.points[min(at, len(other.points) - 1)] for other in lines if other is not line]
            is_last = at == len(line.points) - 1
            if is_last and all(abs(last.share - other.share) >= _APART for other in others):
                yield words(self.language.share(last.share), last.share, weight=BOLD, dx=min(half, 4) + _BESIDE)


def _points(cohort: Cohort) -> tuple[CurvePoint, ...]:
    return cohort.lasting.curve if cohort.lasting else ()


def _names(points: Sequence[CurvePoint], step: float, language: Language) -> tuple[tuple[str, ...], ...]:
    """Whole months below the axis, as many round ones as have room; the last says that they are months."""
    apart = points[1].months - points[0].months
    room = text_width(language.months(int(points[-1].months)), size=SMALL) + 8
    every = next((found for found in _STEPS if not found % apart and float(found / apart) * step >= room), _STEPS[-1])
    last = int(points[-1].months) // every * every
    return tuple(
        ()
        if point.months % every
        else (language.months(int(point.months)),)
        if point.months == last
        else (language.count(point.months),)
        for point in points
    )


def _series(line: _Line, *, has_band: bool) -> Iterator[object]:
    """A line, and the band below it."""
    points = line.points
    if has_band:
        yield _steps([point.low for point in points], line, width=0, stack="band")
        yield _steps([point.high - point.low for point in points], line, width=0, stack="band") | {
            "areaStyle": {"color": INKS[line.ink], "opacity": 0.16}
        }
    yield _steps([point.share for point in points], line, width=2.5 if has_band else 2)


def _steps(values: Sequence[Decimal], line: _Line, *, width: float, stack: str = "") -> dict[str, object]:
    style: dict[str, object] = {"color": INKS[line.ink], "width": width, "opacity": 1 if width else 0}
    if line.sign == "dashed":
        style["type"] = [5, 3]
    told: dict[str, object] = {
        "type": "line",
        "step": "end",
        "symbol": "none",
        "silent": True,
        "z": 1,
        "lineStyle": style,
    }
    stacked = {"stack": stack, "stackStrategy": "all"} if stack else {}
    return {**told, **stacked, "data": [float(value) for value in values]}
