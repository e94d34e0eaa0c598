"""Panels of a metric's page, each with the question that it asks of the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lievik.apps.web.decided import beside, definition_changes, standings, told_of_days
from lievik.apps.web.flagged_months import MONTHS_BEFORE, silence, told_of_months
from lievik.apps.web.metric_cards import metric_cards
from lievik.apps.web.parts import Choice, Figure, Link, Panel, Part, Sentences, Template, words
from lievik.apps.web.record_parts import PARTS
from lievik.model.periods import Grain
from lievik.report.blocks import Bullets, Paragraph
from lievik.report.charts.bars import Bars
from lievik.report.charts.trend import Trend
from lievik.report.views.article import Article
from lievik.report.views.change_wording import moved_line
from lievik.report.views.scorecard import spelled
from lievik.report.views.then_view import then_blocks
from lievik.report.views.variant_view import VariantView
from lievik.report.views.wording import (
    bring_command,
    excluded_line,
    note_lines,
    title_of,
    variant_title,
)

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.metric import Metric, Reading
    from lievik.model.result import MetricResult
    from lievik.planner.request_words import Said

_UNITS: Final = {"month": 24, "week": 26, "quarter": 12, "half": 8, "year": 6, "day": 31}
"""So many units of a period's grain are shown of how a number went."""

_A_YEAR: Final = {"month": 12, "quarter": 4, "half": 2, "year": 1}
"""So many units of a grain are a year."""

_FIRST_DIMENSIONS: Final = ("owner", "team", "industry", "product_family", "lead_source", "region", "size_band")


def number_panel(visit: Visit, name: str) -> Panel:
    """The number large, what it is compared with, how it was worked out, and the way to its records.

    Raises:
        RequestError: the question cannot be answered as it was asked; there is no page without a number.
    """
    table = visit.workspace.show(name, as_of=visit.since, **visit.asked.compared)
    result = table.rows[0]
    data = {
        "card": metric_cards(visit, [result], [], standings(visit, table))[0],
        "lines": _worked_out(visit, result),
        "beside": _beside_links(visit, result),
        "records": [] if result.value is None else _record_links(visit, name, result),
        "command": bring_command(result) if result.status == "not_available" else "",
    }
    restated = tuple(then_blocks(table, visit.catalogue, visit.language))
    return Panel(
        name="number",
        title=visit.language.period_title(result.period),
        parts=(Template(name="number.html", data=data), *([words(restated)] if restated else [])),
    )


def _worked_out(visit: Visit, result: MetricResult) -> list[str]:
    """How a number was worked out, what was left out, and what else to know."""
    has_formula = result.formula and result.value is not None
    lines = (
        moved_line(result, visit.language),
        visit.say("Worked out: {formula}", formula=spelled(result, visit.language)) if has_formula else "",
        excluded_line(result, visit.catalogue, visit.language),
        *note_lines([result], visit.catalogue, visit.language),
    )
    return [line for line in lines if line]


def _beside_links(visit: Visit, result: MetricResult) -> list[Link]:
    """The paired readings with their values."""
    return [
        Link(
            text=f"{variant_title(paired, visit.catalogue, visit.language)}: {visit.language.value(paired)}",
            href=visit.metric_href(paired.full_name),
        )
        for paired in result.beside.values()
        if paired.status != "not_available"
    ]


def _record_links(visit: Visit, name: str, result: MetricResult) -> list[Link]:
    """The way to the records of each part of a number."""
    metric, _, variant = name.partition(":")
    parts = [part for part in PARTS if part != "denominator" or result.denominator is not None]
    if not result.excluded.count:
        parts.remove("excluded")
    count = {"excluded": visit.language.count(result.excluded.count)}
    return [
        Link(
            text=f"{visit.say(PARTS[part])}{f' ({count[part]})' if part in count else ''}",
            href=visit.href(f"/metrics/{metric}/records", part=part, variant=variant or None),
            icon="arrow-up-right",
        )
        for part in parts
    ]


def trend_panel(visit: Visit, name: str) -> Panel:
    """How the number went over the last units."""

    def make() -> Iterable[Part]:
        grain = visit.period.grain
        units = _UNITS.get(grain.value if grain else "", 12)
        lag = _A_YEAR.get(grain.value if grain else "", 0) if visit.asked.compare == "year" else 0
        before = MONTHS_BEFORE if grain is Grain.MONTH else lag
        whole = visit.workspace.trend(name, units=units + before, as_of=visit.since, **visit.asked.said)
        results = tuple(whole)
        table = replace(whole, rows=results[-units:])
        flags = [month.flag for month in visit.workspace.flagged(results, last=units)]
        trend = Trend(
            title=title_of(table.rows[-1], visit.catalogue, visit.language),
            catalogue=visit.catalogue,
            language=visit.language,
            links=lambda result: visit.href(period=result.period.label),
            beside=replace(beside(visit, table, results[-units - lag :][: len(table)] if lag else ()), flags=flags),
        )
        yield Figure(chart=trend.chart(results[-units:]))
        if why := silence(visit, flags):
            yield words((Paragraph(text=why, style="dim"),))
        said = (*told_of_months(visit, table, flags), *told_of_days(visit, trend.beside.markers))
        if said:
            yield Sentences(items=said)

    return visit.panel("trend", visit.say("How it went"), make)


def breakdown_panel(visit: Visit, name: str) -> tuple[Panel, ...]:
    """The number by a dimension; none where it knows none."""
    possible = visit.catalogue.dimensions_of(name)
    if not possible:
        return ()
    first = next((each for each in _FIRST_DIMENSIONS if each in possible), possible[0])
    by = visit.asked.one("by", first)

    def make() -> Iterable[Part]:
        titles = {each: visit.language.text(visit.catalogue.dimension(each).titles) for each in possible}
        ordered = dict.fromkeys((*(each for each in _FIRST_DIMENSIONS if each in possible), *possible))
        links = tuple(
            Link(text=titles[each], href=f"{visit.href(by=each)}#breakdown", is_here=each == by) for each in ordered
        )
        yield Choice(label=visit.say("Split by"), links=links, panel="breakdown")
        said: Said = {**visit.asked.said, "by": by, "totals": True}
        results = tuple(visit.workspace.show(name, as_of=visit.since, **said))
        bars = Bars(
            title=titles.get(by, by),
            catalogue=visit.catalogue,
            language=visit.language,
            links=lambda result: visit.href(where=_narrowed(visit, result)),
        )
        yield Figure(chart=bars.chart(results))
        notes = note_lines(results, visit.catalogue, visit.language)
        if notes:
            yield words((Bullets(items=tuple(notes)),))

    return (visit.panel("breakdown", visit.say("What it is made of"), make),)


def _narrowed(visit: Visit, result: MetricResult) -> list[str]:
    """Filters of the address, and the group of a result."""
    kept = [f"{name}={value}" for name, value in visit.asked.where if name not in result.group]
    return kept + [f"{name}={value}" for name, value in result.group.items() if value]


def readings_panel(visit: Visit, found: Metric) -> tuple[Panel, ...]:
    """Every reading of the metric with its value; none where there is only one."""
    if len(found.readings) == 1:
        return ()
    title = visit.say("Other readings")

    def make() -> Iterable[Part]:
        names = [reading.full_name for reading in found.readings.values()]
        table = visit.workspace.show(*names, as_of=visit.since, **visit.asked.said)
        view = VariantView(catalogue=visit.catalogue, language=visit.language)
        yield words((view.readings(table),), caption=title, is_quiet=True)

    own = visit.asked.one("variant")
    between = f"{found.name},{own}" if own else None
    return (
        visit.panel(
            "readings",
            title,
            make,
            more=(
                Link(
                    text=visit.say("Why they differ"),
                    href=visit.href(f"/metrics/{found.name}/readings", between=between),
                ),
            ),
        ),
    )


def meaning_panels(visit: Visit, found: Metric, reading: Reading) -> tuple[Panel, ...]:
    """What the metric means: the article's five parts, cautions, and the fine print."""
    view = Article(catalogue=visit.catalogue, language=visit.language)
    changes = definition_changes(visit, reading.full_name)

    return (
        Panel(
            name="meaning",
            title=visit.say("What it means"),
            parts=(words(view.five_parts(found, reading)),),
            width="half",
        ),
        Panel(
            name="cautions",
            title=visit.say("To be careful of, and what moves it"),
            parts=(words(view.cautions(found)), words(view.fine_print(found, reading, changes))),
            width="half",
        ),
    )
