"""Charts of the pipeline, each with its table behind it, and leading to the deals that it stands for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lievik.apps.web.parts import Figure
from lievik.report.charts.coverage import CoverageBars
from lievik.report.charts.funnel import FunnelBars
from lievik.report.charts.outcome_curve import OutcomeLines
from lievik.report.charts.slippage import SlippageColumns
from lievik.report.charts.stage_time import StageTime
from lievik.report.charts.waterfall import Waterfall

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.bridge import Account, BridgeAnswer
    from lievik.model.coverage import CoverageAnswer
    from lievik.model.funnel import Funnel, FunnelAnswer
    from lievik.model.slippage import SlippageAnswer
    from lievik.model.win_curve import WinCurveAnswer
    from lievik.report.blocks import Table


def funnel_figure(visit: Visit, found: FunnelAnswer, funnel: Funnel, table: Table | None = None) -> Figure:
    """How far deals came, by their number or their value; stages lead to their deals."""
    names = {stage.id: stage.name for stage in funnel.stages}

    def link(key: str) -> str:
        if key not in names:
            return ""
        kept = {name: visit.asked.many(name) for name in ("mode",)}
        return visit.href("/pipeline/deals", stage=names[key], pipeline=funnel.name, **kept)

    bars = FunnelBars(language=visit.language, currency=found.currency, links=link)
    chart = bars.chart(funnel, measure="value" if visit.asked.one("measure") == "value" else "deals")
    return _with(Figure(chart=chart), table)


def time_figure(visit: Visit, found: FunnelAnswer, funnel: Funnel, table: Table | None = None) -> Figure:
    """How long stages took; a stage leads to the deals that are stuck there."""
    held = {stage.id: stage.name for stage in funnel.stages if stage.stuck and stage.stuck.held.deals}

    def link(key: str) -> str:
        kept = {name: visit.asked.many(name) for name in ("working_days",)}
        return visit.href("/pipeline/stuck", stage=held[key], pipeline=funnel.name, **kept) if key in held else ""

    chart = StageTime(language=visit.language, is_working=found.is_working, links=link).chart(funnel)
    return _with(Figure(chart=chart), table)


def bridge_figure(visit: Visit, found: BridgeAnswer, account: Account, table: Table | None = None) -> Figure:
    """What moved; a movement leads to its deals."""
    moved = {movement.name for movement in account.movements}

    def link(key: str) -> str:
        kept = {name: visit.asked.many(name) for name in ("from", "to", "all")}
        return visit.href("/pipeline/bridge", list=key, **kept) if key in moved else ""

    chart = Waterfall(language=visit.language, links=link).chart(found, account)
    return _with(Figure(chart=chart), table)


def slippage_figure(visit: Visit, found: SlippageAnswer, table: Table | None = None) -> Figure:
    """What was put off; a period leads to its own slippage."""
    links = SlippageColumns(
        language=visit.language, links=lambda period: visit.href("/pipeline/slippage", period=period.label)
    )
    return _with(Figure(chart=links.chart(found)), table)


def coverage_figure(visit: Visit, found: CoverageAnswer, table: Table | None = None) -> Figure:
    """Whether it is enough."""
    bars = CoverageBars(language=visit.language, links=lambda _: visit.href("/pipeline/coverage"))
    return _with(Figure(chart=bars.chart(found)), table)


def curve_figure(visit: Visit, found: WinCurveAnswer, table: Table) -> Figure:
    """What became of deals by their age."""
    return _with(Figure(chart=OutcomeLines(language=visit.language).chart(found)), table)


def _with(figure: Figure, table: Table | None) -> Figure:
    """The figure with a table of ours behind it, whose names lead on; without one where the page has it below."""
    if table is None:
        return replace(figure, has_table=False)
    return replace(figure, chart=replace(figure.chart, table=table))
