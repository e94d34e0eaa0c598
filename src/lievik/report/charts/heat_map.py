"""Cohorts → a grid: a row a cohort, a column an age in months, each cell with what is left written in it.

Shares are told by steps of one ink, the more the darker on light ground; words in a cell take whichever ink is read on
it. In the narrow drawing ages stand farther apart, so that every number keeps its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from lievik.language import NOTHING, Language
from lievik.model.cohorts import Cohort, CohortsAnswer, Kept
from lievik.report.charts.chart import NARROW, WIDE, Chart, Drawing
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import address, figures, joined, labelled
from lievik.report.charts.inks import INKS
from lievik.report.charts.letters import SIZE, SMALL, in_lines, text_width
from lievik.report.charts.marks import BOLD

_ROW: Final = 26
_CELL: Final = 29
"""A cell is at least so wide, for three digits or a fraction in it."""

_WIDEST: Final = 64
_HEAD: Final = 20
_UNDER: Final = 14
_LINE: Final = 15
_EDGE: Final = 4
_GAP: Final = 8
_MOST: Final = 36
"""So many cohorts are drawn, the last ones; the table has them all."""

_STEPS: Final = (
    *((Decimal("0.9"), 0.92), (Decimal("0.75"), 0.55), (Decimal("0.6"), 0.45)),
    *((Decimal("0.4"), 0.34), (Decimal("0.2"), 0.23)),
)
_LEAST: Final = 0.12
_MORE: Final = Decimal("1.1")
"""From so much on there is clearly more than at the start."""

_YEAR: Final = 12
_SPACINGS: Final = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """Draws what is left of cohorts by their age; `links` gives the address of a cohort's customers at an age."""

    language: Language
    links: Callable[[tuple[Cohort, Kept]], str] | None = None

    def chart(self, found: CohortsAnswer) -> Chart:
        """Draw an answer."""
        say = self.language.say
        title = (
            say("Revenue kept, by months since becoming a customer")
            if found.of == "revenue"
            else say("Customers kept, by months since becoming a customer")
        )
        shown = [cohort for cohort in found.cohorts if cohort.kept]
        if not shown:
            return empty_chart("heat_map", title, say("Nobody became a customer in this period."))
        wide, narrow = (self._drawing(found, shown[-_MOST:], width) for width in (WIDE, NARROW))
        ages = range(max(len(cohort.kept) for cohort in shown))
        heads = ("", say("Customers"), *(self.language.count(age) for age in ages))
        return Chart(
            name="heat_map",
            title=title,
            summary=labelled(title, self._told(found.whole)),
            wide=wide,
            narrow=narrow,
            table=figures(heads, [self._row(cohort, ages) for cohort in shown]),
        )

    def _told(self, whole: Cohort) -> str:
        """What is left of all after a year, else at the greatest age that is sure."""
        sure = [kept for kept in whole.kept if kept.status == "ok" and kept.age <= _YEAR]
        return f"{self.language.months(sure[-1].age)}: {self.text(sure[-1])}" if sure else ""

    def _row(self, cohort: Cohort, ages: range) -> tuple[str, ...]:
        told = [cohort.at(age) for age in ages]
        cells = [NOTHING if kept is None else f"{self.text(kept)}{'°' if kept.is_running else ''}" for kept in told]
        return self._name(cohort), self.language.count(cohort.customers), *cells

    def text(self, kept: Kept) -> str:
        """What is left, in words: a share, or counts of few customers."""
        if kept.share is None:
            return NOTHING
        if kept.status == "insufficient" and kept.interval is not None:
            return self.language.part_of(kept.part, kept.whole)
        return self.language.percent(kept.share)

    def _name(self, cohort: Cohort) -> str:
        return "" if cohort.period is None else self.language.period_title(cohort.period)

    def _drawing(self, found: CohortsAnswer, shown: Sequence[Cohort], width: int) -> Drawing:
        grid = _Grid(
            names=tuple(map(self._mark, shown)),
            counts=tuple(self.language.count(cohort.customers) for cohort in shown),
            head=self.language.say("Customers"),
            oldest=max(len(cohort.kept) for cohort in shown) - 1,
            width=width,
        )
        cells = [
            (at, row, kept)
            for row, cohort in enumerate(shown)
            for at, age in enumerate(grid.ages)
            if (kept := cohort.at(age)) is not None
        ]
        series = {
            "type": "custom",
            "draw": "cell",
            "items": [self._cell(kept) for _, _, kept in cells],
            "data": [[at, row] for at, row, _ in cells],
        }
        foot = in_lines(self._foot(found), width - 2 * _EDGE, most=3, size=SMALL)
        graphic = [*grid.beside(), *grid.above(self.language), *grid.below(foot)]
        return Drawing(
            option={"animation": False, **grid.axes(), "series": [series], "graphic": graphic},
            width=width,
            height=_HEAD + grid.height + _UNDER + _LINE * len(foot),
            links={
                (0, at): link
                for at, (_, row, kept) in enumerate(cells)
                if (link := address(self.links, (shown[row], kept)))
            },
            tips={(0, at): self._tip(found, shown[row], kept) for at, (_, row, kept) in enumerate(cells)},
        )

    def _mark(self, cohort: Cohort) -> str:
        """A cohort as short as it can be told."""
        if cohort.period is None:
            return ""
        mark, year = self.language.period_mark(cohort.period)
        return mark if not year or year in mark else f"{mark} {year}"

    def _foot(self, found: CohortsAnswer) -> str:
        """What the numbers are."""
        say = self.language.say
        told = say(
            "Above: months since becoming a customer. In the cells: per cent of the start; "
            "counts where fewer than ten started."
        )
        is_running = any(kept.is_running for cohort in found.cohorts for kept in cohort.kept)
        return joined(told, say("Dashed: a month that is not over.") if is_running else "")

    def _cell(self, kept: Kept) -> dict[str, object]:
        """One cell: ground, rim and words."""
        ink, opacity, said = ground(kept)
        text = {"text": self._short(kept), "ink": INKS[said], "size": SMALL, "weight": 400, "align": "center"}
        if kept.status == "ok" and kept.share is not None and kept.share >= _STEPS[0][0]:
            text["weight"] = BOLD
        drawn: dict[str, object] = {"ink": INKS[ink], "opacity": opacity, "words": [text]}
        return drawn | {"rim": INKS["text"], "dash": [2, 2]} if kept.is_running else drawn

    def _short(self, kept: Kept) -> str:
        """Per cent without the sign, or counts of few customers."""
        if kept.share is None:
            return NOTHING
        if kept.status == "insufficient":
            return f"{kept.part:.0f}/{kept.whole:.0f}" if kept.interval is not None else "·"
        return self.language.number(kept.share * 100, digits=0)

    def _tip(self, found: CohortsAnswer, cohort: Cohort, kept: Kept) -> str:
        """All that there is to say of a cell."""
        language = self.language
        age = language.months(kept.age)
        if found.of == "revenue":
            amounts = (language.money(amount, found.currency) for amount in (kept.part, kept.whole))
            counted = language.say("{part} of {whole}", part=next(amounts), whole=next(amounts))
        else:
            counted = language.part_of(kept.part, kept.whole)
        share = "" if kept.share is None or kept.status != "ok" else language.share(kept.share)
        between = language.interval(kept.interval, "share") if share and kept.interval else ""
        running = language.say("the month is not over") if kept.is_running else ""
        return joined(f"{self._name(cohort)} · {labelled(age, share or counted)}", share and counted, between, running)


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """Where things lie in a width: names and counts at the left, ages above as far apart as cells need it."""

    names: tuple[str, ...]
    counts: tuple[str, ...]
    head: str
    oldest: int
    width: int

    @cached_property
    def left(self) -> float:
        """Pixels of names and counts."""
        name, count = max(map(text_width, self.names)), max(text_width(text, size=SMALL) for text in self.counts)
        return _EDGE + name + _GAP + count + _GAP

    @property
    def room(self) -> float:
        """Pixels of the cells."""
        return self.width - self.left - _EDGE

    @cached_property
    def ages(self) -> range:
        """Ages that are drawn."""
        every = next((step for step in _SPACINGS if (self.oldest // step + 1) * _CELL <= self.room), _SPACINGS[-1])
        return range(0, min(self.oldest, int(self.room // _CELL - 1) * every) + 1, every)

    @property
    def cell(self) -> float:
        """Pixels of a cell, across."""
        return min(self.room / len(self.ages), _WIDEST)

    @property
    def height(self) -> int:
        """Pixels of all rows."""
        return _ROW * len(self.names)

    def axes(self) -> dict[str, object]:
        """The plane that cells are placed in."""
        axis = {"type": "category", "show": False}
        place = {"left": self.left, "top": _HEAD, "width": self.cell * len(self.ages), "height": self.height}
        return {
            "grid": {**place, "outerBoundsMode": "none"},
            "xAxis": axis | {"data": [str(age) for age in self.ages]},
            "yAxis": axis | {"data": [str(row) for row, _ in enumerate(self.names)], "inverse": True},
        }

    def beside(self) -> Iterator[object]:
        """Name and count of every row."""
        for row, (name, count) in enumerate(zip(self.names, self.counts, strict=True)):
            y = _HEAD + _ROW * (row + 0.5)
            yield _text(name, _EDGE, y, fill=INKS["text"], fontSize=SIZE)
            yield _text(count, self.left - _GAP, y, align="right")

    def above(self, language: Language) -> Iterator[object]:
        """The ages, and what the counts are of where it has room."""
        if text_width(self.head, size=SMALL) <= self.left - _GAP - _EDGE:
            yield _text(self.head, self.left - _GAP, _HEAD / 2, align="right")
        for at, age in enumerate(self.ages):
            yield _text(language.count(age), self.left + self.cell * (at + 0.5), _HEAD / 2, align="center")

    def below(self, lines: Sequence[str]) -> Iterator[object]:
        """What the numbers are."""
        for at, line in enumerate(lines):
            yield _text(line, _EDGE, _HEAD + self.height + _UNDER + _LINE * at)


def ground(kept: Kept) -> tuple[str, float, str]:
    """Ink and opacity of a cell, and the ink in which words are read on it."""
    if kept.share is None or kept.status == "insufficient":
        return "2", 0.14, "text"
    if kept.share >= _MORE:
        return "good", 1, "surface"
    for least, opacity in _STEPS:
        if kept.share >= least:
            return "1", opacity, "surface" if least == _STEPS[0][0] else "text"
    return "1", _LEAST, "text"


def _text(text: str, x: float, y: float, **style: object) -> dict[str, object]:
    plain = {"text": text, "fill": INKS["soft"], "fontSize": SMALL, "fontFamily": "Inter", "fontWeight": 400}
    return {"type": "text", "silent": True, "x": x, "y": y, "style": {**plain, "verticalAlign": "middle", **style}}
