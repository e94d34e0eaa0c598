"""Prices rose by 18 % on 1 January 2026: that shows in the size of deals, and not in the win rate."""

from __future__ import annotations

from lievik.model.drivers import FactorChange
from lievik.workspace import Workspace

NEW_BUSINESS = {"deal_type": ("new", "expansion")}


def factor(workspace: Workspace, metric: str, written: str) -> FactorChange:
    """One factor of what moved a number between the halves of 2025 and 2026."""
    found = workspace.drivers(metric, period="2026-H1", compare="year", where=NEW_BUSINESS)
    return next(each for each in found.factors if each.written == written)


def test_the_price_rise_shows_in_the_size_factor_of_velocity(kovotech: Workspace) -> None:
    size = factor(kovotech, "pipeline_velocity:stock", "average_deal_size")
    assert size.is_distinguishable
    assert 1.08 < size.later / size.earlier < 1.30
    assert not factor(kovotech, "pipeline_velocity:stock", "win_rate").is_distinguishable


def test_the_price_rise_shows_in_the_price_of_revenue(kovotech: Workspace) -> None:
    price = factor(kovotech, "total_revenue", "price")
    assert price.is_distinguishable
    assert price.part > 0
    rate = factor(kovotech, "total_revenue", "exchange_rate")
    assert abs(rate.part) < price.part / 10
