"""A metric over periods → a line, or columns for what adds up; a gap is no answer, and hollow is not sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.language import NOTHING, Language
from lievik.model.result import MetricResult
from lievik.model.trend_flag import Flag
from lievik.report.blocks import Table
from lievik.report.charts.beside import KINDS, Beside, Marker
from lievik.report.charts.chart import NARROW, WIDE, Chart
from lievik.report.charts.empty import empty_chart
from lievik.report.charts.figures import figures, joined, labelled
from lievik.report.charts.telling import drawn_value, in_full, short_value
from lievik.report.charts.trend_drawing import TrendDrawing, TrendPoint, add_up
from lievik.report.views.flag_wording import usual_words

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Draws one metric over periods, in order; `links` gives the address of a result's records."""

    title: str
    catalogue: Catalogue
    language: Language
    links: Callable[[MetricResult], str] | None = None
    beside: Beside = field(default_factory=Beside)

    def chart(self, results: Sequence[MetricResult]) -> Chart:
        """Draw the results."""
        if not any(drawn_value(result) is not None for result in results):
            sentence = self.language.say("There is no value in any of these periods.")
            return empty_chart("trend", self.title, sentence)
        points = [self._point(at, result) for at, result in enumerate(results)]
        drawing = TrendDrawing(points=points, title=self.title, language=self.language, is_columns=add_up(results))
        return Chart(
            name="trend",
            title=self.title,
            summary=self._summary(results),
            wide=drawing.at(WIDE),
            narrow=drawing.at(NARROW),
            table=self._table(points),
        )

    def _point(self, at: int, result: MetricResult) -> TrendPoint:
        target = self.beside.targets[at] if at < len(self.beside.targets) else None
        before = self.beside.before[at] if at < len(self.beside.before) else None
        said = tuple(self._marker(each) for each in self.beside.markers if result.period.contains(each.day))
        flag = self.beside.flags[at] if at < len(self.beside.flags) else None
        usual = (self._usual(result, flag),) if flag is not None and flag.stands_out else ()
        return TrendPoint(
            result=result,
            target=target,
            before=before,
            markers=said,
            usual=usual,
            tip=self._tip(result, target, before, (*usual, *said)),
            link=self.links(result) if self.links else "",
        )

    def _tip(
        self, result: MetricResult, target: Decimal | None, before: MetricResult | None, said: Sequence[str]
    ) -> str:
        language, say = self.language, self.language.say
        parts = [in_full(language.period_title(result.period), result, self.catalogue, language)]
        if target is not None:
            parts.append(labelled(say("Target"), language.amount(target, result.unit, result.currency)))
        if before is not None:
            parts.append(f"{language.period_title(before.period)}: {language.value(before)}")
        return joined(*parts, *said)

    def _usual(self, result: MetricResult, flag: Flag) -> str:
        """That a month stands out, and what would be usual."""
        return labelled(self.language.say("stands out"), usual_words(result, flag, self.language))

    def _marker(self, marker: Marker) -> str:
        kind, day = self.language.say(KINDS[marker.kind]), self.language.date(marker.day, is_short=True)
        return f"{kind}, {day}: {marker.text}"

    def _summary(self, results: Sequence[MetricResult]) -> str:
        """The first and the last value that there is."""
        known = [result for result in results if drawn_value(result) is not None]
        ends = dict.fromkeys((known[0].period, known[-1].period))
        told = [
            f"{self.language.period_title(result.period)} {short_value(result, self.language)}"
            for result in known
            if result.period in ends
        ]
        return f"{self.title}: {' → '.join(told)}"

    def _table(self, points: Sequence[TrendPoint]) -> Table:
        say, language = self.language.say, self.language
        has_target = any(point.target is not None for point in points)
        has_before = any(point.before is not None for point in points)
        has_markers = any(point.markers or point.usual for point in points)
        heads = [say("Period"), say("Value"), say("95% interval"), say("n")]
        heads += [say("Target")] * has_target + [say("Year before")] * has_before + [say("Notes")] * has_markers
        rows = []
        for point in points:
            result = point.result
            row = [
                language.period_title(result.period),
                language.value(result),
                language.interval(result.interval, result.unit, result.currency),
                "" if result.n is None else language.count(result.n),
            ]
            if has_target:
                target = point.target
                row.append(NOTHING if target is None else language.amount(target, result.unit, result.currency))
            if has_before:
                row.append(NOTHING if point.before is None else language.value(point.before))
            if has_markers:
                row.append("; ".join((*point.usual, *point.markers)))
            rows.append(row)
        return figures(heads, rows)
