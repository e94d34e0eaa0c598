"""Charts of a company that can be added up by hand: the numbers are those of the answers, and every picture holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lievik.language import Language
from lievik.model.channels import SPLITS
from lievik.report.charts.attainment import Attainment
from lievik.report.charts.bars import Bars
from lievik.report.charts.channels import ChannelBars
from lievik.report.charts.chart import Chart
from lievik.report.charts.coverage import CoverageBars
from lievik.report.charts.funnel import FunnelBars
from lievik.report.charts.outcome_curve import OutcomeLines
from lievik.report.charts.products import EffectSteps, ProductBars
from lievik.report.charts.slippage import SlippageColumns
from lievik.report.charts.stage_time import StageTime
from lievik.report.charts.trend import Trend
from lievik.report.charts.waterfall import Waterfall
from lievik.workspace import Workspace
from tests.docs.pages import blocks
from tests.metrics.conftest import tiny_company
from tests.report.charts.picture import both, cells, collisions, crossed, faults

__all__ = ["tiny_company"]

SPAN = "2025-07-01..2026-06-30"


@pytest.mark.parametrize("metric", ["total_revenue", "win_rate", "average_deal_size", "sales_cycle_length"])
def test_the_table_of_a_trend_is_what_is_shown(tiny_company: Workspace, language: Language, metric: str) -> None:
    shown = list(tiny_company.show(metric, period=SPAN, grain="month"))
    chart = Trend(title=metric, catalogue=tiny_company.catalogue, language=language).chart(shown)
    assert [row[:2] for row in cells(chart)] == [
        (language.period_title(result.period), language.value(result)) for result in shown
    ]


def test_the_table_of_bars_is_what_is_shown(tiny_company: Workspace, language: Language) -> None:
    shown = list(tiny_company.show("total_revenue", period=SPAN, by="owner"))
    chart = Bars(title="x", catalogue=tiny_company.catalogue, language=language).chart(shown)
    assert sorted(row[1] for row in cells(chart)) == sorted(language.value(result) for result in shown)


def test_every_picture_holds(tiny_company: Workspace, language: Language) -> None:
    for chart in _charts(tiny_company, language):
        for drawing in both(chart):
            assert collisions(drawing) + crossed(drawing) + faults(drawing) == [], chart.name


def _charts(company: Workspace, language: Language) -> Iterator[Chart]:
    """One of each."""
    catalogue = company.catalogue
    for metric in ("total_revenue", "win_rate", "sales_cycle_length"):
        over_time = list(company.show(metric, period=SPAN, grain="month"))
        yield Trend(title=metric, catalogue=catalogue, language=language).chart(over_time)
        yield Bars(title=metric, catalogue=catalogue, language=language).chart(list(company.show(metric, by="owner")))
    found = company.funnel(period=SPAN)
    for funnel in found.funnels:
        yield FunnelBars(language=language, currency=found.currency).chart(funnel)
        yield StageTime(language=language).chart(funnel)
    yield FunnelBars(language=language).leads(found.leads)
    yield Waterfall(language=language).chart(company.bridge(period="2026-Q2"))
    yield SlippageColumns(language=language).chart(company.slippage())
    yield Attainment(language=language).chart(company.team(period="2026-Q2"))  # type: ignore[arg-type]
    yield OutcomeLines(language=language).chart(company.win_curve(period="2026-Q1"))
    for by in ("product", "product_family"):
        sold = company.products(period="2026-Q2", by=by)
        yield ProductBars(language=language).chart(sold)
        yield EffectSteps(language=language).chart(sold)
    for by in SPLITS:
        beside = company.channels(period="2026-H1", choosing={"split_by": by})
        yield ChannelBars(catalogue=catalogue, language=language).chart(beside)
    yield CoverageBars(language=language).chart(company.coverage(period="2026-Q2"))


def test_the_how_to_page_draws_a_chart(tiny_company: Workspace) -> None:
    program = next(block.text for block in blocks("draw-a-chart.md") if block.language == "python")
    names: dict[str, str] = {}
    exec(program.replace("lievik-demo", tiny_company.settings.folder.as_posix()), names)  # noqa: S102 - our own page
    assert names["picture"].startswith("<svg")
