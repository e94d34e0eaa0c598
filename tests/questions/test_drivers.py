"""What moved a number adds up, over factors and over segments, and says so where it cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from lievik.errors import DimensionError, RequestError
from lievik.model.drivers import DriversAnswer
from lievik.workspace import Workspace
from tests.insight.conftest import told
from tests.soundness.table_from_docstring import Company

__all__ = ["told"]


def adds_up(found: DriversAnswer) -> None:
    """Factors add up to the change, and segments to what they are of."""
    assert found.change is not None
    if found.factors:
        assert float(sum(factor.part for factor in found.factors)) == pytest.approx(float(found.change), rel=1e-12)
    for factor in found.factors:
        if factor.segments:
            total = sum((part.mix or Decimal(0)) + part.own for part in factor.segments)
            assert float(total) == pytest.approx(float(factor.part), rel=1e-9, abs=1e-9)
    if found.segments:
        total = sum((part.mix or Decimal(0)) + part.own for part in found.segments)
        assert float(total) == pytest.approx(float(found.change), rel=1e-9)


def test_every_metric_that_can_be_split_adds_up(tiny_company: Workspace) -> None:
    split = 0
    for metric in tiny_company.catalogue.metrics.values():
        for variant in metric.readings:
            name = f"{metric.name}:{variant}" if variant else metric.name
            found = tiny_company.drivers(name, period="2026-Q1")
            if not found.reason:
                adds_up(found)
                split += 1
    assert split > 10


def test_velocity_by_hand(told: Callable[..., Company]) -> None:
    """Deals won per day: 300 in 31 days of May, 200 in 30 of April.

    deal | id outcome closed_on  amount
         | a  won     2026-04-04 100
         | b  won     2026-04-05 100
         | c  won     2026-05-04 100
         | d  won     2026-05-05 200
    """
    found = told().workspace.drivers("pipeline_velocity:won_per_day", period="2026-05")
    assert [(factor.written, factor.power) for factor in found.factors] == [("won_amount", 1), ("period_days", -1)]
    assert [factor.earlier for factor in found.factors] == [200, 30]
    assert [factor.later for factor in found.factors] == [300, 31]
    adds_up(found)


def test_a_factor_of_zero_is_split_by_shapley_and_told(told: Callable[..., Company]) -> None:
    """No deal won in April: the rate was 0 of 1, and is 1 of 2.

    deal | id outcome closed_on  amount
         | a  lost    2026-04-04 100
         | b  won     2026-05-05 100
         | c  lost    2026-05-06 100
    """
    found = told().workspace.drivers("win_rate", period="2026-05")
    assert (found.method, found.reason) == ("shapley", "")
    assert [factor.part for factor in found.factors] == [Decimal("0.75"), Decimal("-0.25")]


@pytest.mark.parametrize(
    ("metric", "period", "reason"),
    [
        ("win_rate", "2026-05", "no_value_before"),
        ("win_rate", "2026-06", "no_value"),
        ("average_deal_size:median", "2026-05", "no_value_before"),
        ("qualified_leads", "2026-05", "no_value"),
    ],
)
def test_why_there_is_nothing_to_split(told: Callable[..., Company], metric: str, period: str, reason: str) -> None:
    """One deal, won in May.

    deal | id outcome closed_on  amount
         | a  won     2026-05-04 100
    """
    found = told().workspace.drivers(metric, period=period)
    assert (found.reason, found.factors) == (reason, ())


def test_a_median_is_no_product(told: Callable[..., Company]) -> None:
    """A deal in each month.

    deal | id outcome closed_on  amount
         | a  won     2026-04-04 100
         | b  won     2026-05-04 300
    """
    assert told().workspace.drivers("average_deal_size:median", period="2026-05").reason == "no_factors"


def test_revenue_by_volume_price_and_rate_by_hand(told: Callable[..., Company]) -> None:
    """One deal of 100 dollars at 0.5, then two of 150 each at 1: 50 becomes 300 by three doublings less.

    By logarithmic means Λ = 250 / ln 6 = 139.53: volume Λ ln 2 = 96.71, price Λ ln 1.5 = 56.57, rate Λ ln 2 = 96.71.

    deal    | id outcome closed_on  amount currency
            | a  won     2026-04-10 100    USD
            | b  won     2026-05-10 150    USD
            | c  won     2026-05-11 150    USD
    fx_rate | on_date    from_currency to_currency rate kind
            | 2026-04-01 USD           EUR         0.5  market
            | 2026-05-01 USD           EUR         1    market
    """
    found = told().workspace.drivers("total_revenue", period="2026-05")
    assert found.change == 250
    assert [float(factor.part) for factor in found.factors] == pytest.approx([96.713, 56.574, 96.713], abs=1e-3)
    assert [float(factor.later) for factor in found.factors] == pytest.approx([2, 75, 2])
    adds_up(found)


def test_a_new_currency_is_volume_alone(told: Callable[..., Company]) -> None:
    """100 euros as before, and now 40 crowns' worth of euros beside them.

    deal    | id outcome closed_on  amount currency
            | a  won     2026-04-10 100    EUR
            | b  won     2026-05-10 100    EUR
            | c  won     2026-05-11 1000   CZK
    fx_rate | on_date    from_currency to_currency rate kind
            | 2026-04-01 CZK           EUR         0.04 market
    """
    found = told().workspace.drivers("revenue_growth", period="2026-05")
    assert [factor.part for factor in found.factors] == [40, 0, 0]
    assert found.method == "shapley"


def test_velocity_beside_what_was_won(tiny_company: Workspace) -> None:
    found = tiny_company.velocity(period="2026-Q1")
    assert list(found.presets) == ["stock", ""]
    stock = found.presets["stock"].result
    assert stock.full_name == "pipeline_velocity:stock"
    if stock.value is not None and found.actual.value:
        assert found.ratios["stock"] == stock.value / found.actual.value


def test_it_refuses_what_cannot_be_asked(tiny_company: Workspace) -> None:
    with pytest.raises(RequestError, match="one thing"):
        tiny_company.drivers("win_rate", period="2026-Q1", by="owner,team")
    with pytest.raises(RequestError, match="one thing"):
        tiny_company.drivers("win_rate", period="2026-Q1", grain="month")
    with pytest.raises(DimensionError):
        tiny_company.drivers("churn_rate", period="2026-Q1", by="stage")
