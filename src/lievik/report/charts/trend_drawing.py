"""Points of a trend → a drawing in one width: line or columns, band, target, what it is held against, markers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import Final

from lievik.language import Language
from lievik.model.result import MetricResult
from lievik.report.charts.chart import Drawing
from lievik.report.charts.columns import Frame, columns
from lievik.report.charts.inks import INKS
from lievik.report.charts.legend import Entry, Sign, legend
from lievik.report.charts.letters import text_width
from lievik.report.charts.marks import BOLD, Item, Mark, dot, span, tick, words
from lievik.report.charts.period_names import edge_of, period_names
from lievik.report.charts.scale import Scale, scale_of
from lievik.report.charts.telling import UNSURE, drawn_value, short_value

_PLOT: Final = 200
_ABOVE: Final = 14
_NEAR: Final = 9
_BROAD: Final = 60
"""Beside the point of a broader column there is room for words within it."""

_MOST_DOTS: Final = 40
"""Of more points only the last has a dot, and those that are not sure."""

_RING: Final = 7
"""Pixels from the middle of a value that stands out to the ring about it."""

_FARTHEST: Final = Decimal(2)
"""A band is drawn as far as so many times the greatest value."""


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    """One period: its result, what it is held against, what is said of it; `usual` where it stands out."""

    result: MetricResult
    target: Decimal | None
    before: MetricResult | None
    markers: tuple[str, ...]
    usual: tuple[str, ...]
    tip: str
    link: str

    @cached_property
    def value(self) -> Decimal | None:
        """What is drawn; none is a gap."""
        return drawn_value(self.result)

    @cached_property
    def was(self) -> Decimal | None:
        """The same a year earlier."""
        return drawn_value(self.before) if self.before else None

    @property
    def is_unsure(self) -> bool:
        """Whether it rests on too little, or is not over yet."""
        return self.result.status in UNSURE


@dataclass(frozen=True, kw_only=True)
class TrendDrawing:
    """Draws points; as columns where they add up."""

    points: Sequence[TrendPoint]
    title: str
    language: Language
    is_columns: bool

    def at(self, width: int) -> Drawing:
        """Draw them in a width."""
        graphic, taken = legend(self._entries(), width)
        frame = self._frame(width, taken)
        items = [self._item(at, point, frame) for at, point in enumerate(self.points)]
        return columns(frame, items, more=[*self._series(), *self._markers()], graphic=graphic)

    def _frame(self, width: int, taken: int) -> Frame:
        scale = self._scale
        result = self.points[0].result
        write = partial(self.language.tick, unit=result.unit, currency=result.currency, ruler=scale)
        right = self._right()

        def framed(names: tuple[tuple[str, ...], ...]) -> Frame:
            top = taken + _ABOVE
            return Frame(width=width, plot=_PLOT, scale=scale, tick=write, names=names, top=top, right=right)

        step = framed(((),) * len(self.points)).step
        return framed(period_names([point.result.period for point in self.points], step, self.language))

    def _right(self) -> float:
        """Pixels at the right: for the last value beside a line, for half a name below columns."""
        if not self.is_columns:
            return text_width(self._last(), is_bold=True) + 14
        return edge_of([point.result.period for point in self.points], self.language)

    @cached_property
    def _scale(self) -> Scale:
        """The axis for everything that is drawn."""
        known = [
            value for point in self.points for value in (point.value, point.target, point.was) if value is not None
        ]
        known += [end for point in self.points for end in self._band(point) or ()]
        is_whole = self.points[0].result.unit == "count" and all(value == int(value) for value in known)
        return scale_of(known, has_zero=self.is_columns, is_whole=is_whole)

    def _band(self, point: TrendPoint) -> tuple[Decimal, Decimal] | None:
        """Where the true value plausibly lies; none for columns, and where there is no value."""
        interval = point.result.interval
        if interval is None or point.value is None or self.is_columns:
            return None
        return max(interval.low, -self._farthest), min(interval.high, self._farthest)

    @cached_property
    def _farthest(self) -> Decimal:
        """How far from zero a band is drawn."""
        return max(abs(point.value) for point in self.points if point.value is not None) * _FARTHEST

    def _last(self) -> str:
        """The last value, which is written beside its point."""
        return short_value(self.points[self._last_known].result, self.language)

    @cached_property
    def _last_known(self) -> int:
        """Where the last value is."""
        return max(at for at, point in enumerate(self.points) if point.value is not None)

    def _item(self, at: int, point: TrendPoint, frame: Frame) -> Item:
        """What is drawn of one period, its lines excepted."""
        value = point.value
        known = [each for each in (value, point.target) if each is not None]
        aims = () if point.target is None else (tick(point.target, half=frame.step / 2, width=1.5),)
        return Item(
            name="",
            extent=(min(known, default=Decimal(0)), max(known, default=Decimal(0))),
            tip=point.tip,
            spans=self._column(point, frame),
            lines=aims,
            dots=self._dots(at, point),
            said=self._beside(at, point, frame),
            link=point.link,
        )

    def _column(self, point: TrendPoint, frame: Frame) -> tuple[Mark, ...]:
        """The value as a column, before the broader one of a year earlier."""
        size = max(int(min(frame.step * 0.6, 40)), 3)
        if not self.is_columns:
            return ()
        has_before = any(each.was is not None for each in self.points)
        was = () if point.was is None else (span(Decimal(0), point.was, "2", size=int(size * 1.35), opacity=0.3),)
        if point.value is None:
            return was
        thick = int(size * 0.75) if has_before else size
        return (*was, span(Decimal(0), point.value, "pale" if point.is_unsure else "1", size=thick))

    def _dots(self, at: int, point: TrendPoint) -> tuple[Mark, ...]:
        """The point of a line, and a ring about a value that stands out."""
        is_last = at == self._last_known
        if point.value is None:
            return ()
        ring = (dot(point.value, "warn", is_hollow=True, radius=_RING),) if point.usual else ()
        is_crowded = len(self.points) > _MOST_DOTS and not (is_last or point.is_unsure or self._is_alone(at))
        if self.is_columns or (is_crowded and not ring):
            return ring
        return (*ring, dot(point.value, "1", is_hollow=point.is_unsure, radius=4 if is_last else 3))

    def _is_alone(self, at: int) -> bool:
        """Whether there is no value on either side, so that no line leads through it."""
        around = [self.points[each].value for each in (at - 1, at + 1) if 0 <= each < len(self.points)]
        return all(value is None for value in around)

    def _beside(self, at: int, point: TrendPoint, frame: Frame) -> tuple[Mark, ...]:
        """The last value, beyond its column, where no target crosses it."""
        if self.is_columns or at != self._last_known or point.value is None:
            return ()
        return (words(self._last(), point.value, weight=BOLD, dx=self._shift(frame)),)

    def _shift(self, frame: Frame) -> float:
        half = frame.step / 2
        return half + 4 if half <= _BROAD else _NEAR

    def _series(self) -> Iterator[object]:
        """Lines: the band first, then what it is held against, then the line itself."""
        bands = [self._band(point) for point in self.points]
        if any(bands):
            yield _line([_number(band and band[0]) for band in bands], "1", opacity=0, stack="band")
            highs = [_number(band and band[1] - band[0]) for band in bands]
            yield _line(highs, "1", opacity=0, stack="band") | {"areaStyle": {"color": INKS["1"], "opacity": 0.14}}
        if not self.is_columns and any(point.was is not None for point in self.points):
            yield _line([_number(point.was) for point in self.points], "2", width=1.5, dash=[5, 3])
        if not self.is_columns:
            yield _line([_number(point.value) for point in self.points], "1", width=2)

    def _markers(self) -> Iterator[object]:
        """Thin lines at periods of which something is noted."""
        marked = [at for at, point in enumerate(self.points) if point.markers]
        if marked:
            sign = {"ink": INKS["soft"], "width": 1, "dash": [2, 3], "rise": 8, "at": 0}
            flag = words("◆", Decimal(0), ink="soft", size=9, align="center", dy=-9)
            yield {
                "type": "custom",
                "draw": "reference",
                "silent": True,
                "z": 1,
                "items": [{**sign, "category": at, "words": [flag]} for at in marked],
                "data": [[at, 0] for at in marked],
            }

    def _entries(self) -> list[Entry]:
        """What each ink stands for, where there is more than one."""
        say, points = self.language.say, self.points
        sign: Sign = "bar" if self.is_columns else "line"
        entries = [Entry(text=self.title, ink="1", sign=sign)]
        if any(point.is_unsure and point.value is not None for point in points):
            unsure = say("not sure yet")
            entries.append(
                Entry(text=unsure, ink="pale") if self.is_columns else Entry(text=unsure, ink="1", sign="hollow")
            )
        if any(self._band(point) for point in points):
            entries.append(Entry(text=say("95% interval"), ink="1", sign="band"))
        if any(point.was is not None for point in points):
            sign = "band" if self.is_columns else "dashed"
            entries.append(Entry(text=say("Year before"), ink="2", sign=sign))
        if any(point.target is not None for point in points):
            entries.append(Entry(text=say("Target"), ink="target", sign="line"))
        if any(point.usual for point in points):
            entries.append(Entry(text=say("stands out"), ink="warn", sign="hollow"))
        return entries if len(entries) > 1 else []


def add_up(results: Sequence[MetricResult]) -> bool:
    """Whether results of parts add up to that of the whole: money and counts that are over nothing."""
    return all(result.unit in {"money", "count"} and result.denominator is None for result in results)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _line(  # noqa: PLR0913 - each is one property of a line
    values: Sequence[float | None],
    ink: str,
    *,
    width: float = 2,
    opacity: float = 1,
    dash: Sequence[int] | None = None,
    stack: str = "",
) -> dict[str, object]:
    """A line with gaps and without points."""
    style: dict[str, object] = {"color": INKS[ink], "width": width, "opacity": opacity}
    if dash:
        style["type"] = list(dash)
    told: dict[str, object] = {"type": "line", "symbol": "none", "silent": True, "z": 1, "lineStyle": style}
    stacked = {"stack": stack, "stackStrategy": "all"} if stack else {}
    return {**told, **stacked, "data": list(values)}
