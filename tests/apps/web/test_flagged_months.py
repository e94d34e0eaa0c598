"""Months that stand out are ringed and told of on a metric's page, and told of first on Focus."""

from __future__ import annotations

import pytest

from tests.apps.monthly_company import monthly_company
from tests.apps.web.conftest import Visit, client_of, visitor

LINE = "June 2026 stands out: €300,000, "


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    return visitor(client_of(monthly_company(tmp_path_factory.mktemp("monthly"))))


@pytest.fixture(scope="module")
def look_young(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    return visitor(client_of(monthly_company(tmp_path_factory.mktemp("young"), months=8)))


@pytest.mark.parametrize("metric", ["total_revenue", "average_deal_size"])
def test_the_trend_of_a_metric_rings_the_month_and_tells_of_it(look: Visit, metric: str) -> None:
    seen = look(f"/metrics/{metric}", period="2026-06")
    assert LINE in seen.panels["trend"]
    assert seen.panels["trend"].count("would be usual.") == 1
    (june,) = [row for rows in seen.tables.values() for row in rows if row[0] == "June 2026" and "usual" in row[-1]]
    assert june[-1].startswith("stands out: €")


def test_other_grains_and_a_month_like_others_tell_of_nothing(look: Visit) -> None:
    for period in ("2026-05", "2026-Q2", "2026"):
        assert "would be usual" not in look("/metrics/total_revenue", period=period).panels["trend"]


def test_a_comparison_with_the_year_before_keeps_its_months(look: Visit) -> None:
    seen = look("/metrics/total_revenue", period="2026-06", compare="year")
    (june,) = [row for rows in seen.tables.values() for row in rows if row[0] == "June 2026" and "usual" in row[-1]]
    assert "€300,000" in june
    assert june[-2] != "–"
    assert LINE in seen.panels["trend"]


def test_why_nothing_can_be_told_is_said_once(look_young: Visit) -> None:
    trend = look_young("/metrics/total_revenue", period="2026-06").panels["trend"]
    assert "No month can be told to stand out. Fewer than 12 months before it have a value." in trend


@pytest.mark.parametrize("period", ["", "2026-06", "2026-Q2", "2026"])
def test_focus_tells_of_the_last_full_month_first(look: Visit, period: str) -> None:
    changes = look("/", period=period).panels["changes"]
    assert f"Average deal size: {LINE}" in changes
    if period in {"", "2026-06"}:
        assert changes.index("stands out") < changes.index("▲")


def test_focus_in_the_midst_of_a_month_tells_of_the_one_before(look: Visit) -> None:
    assert "stands out" not in look("/", period="2026-W26").panels["changes"]
    assert "stands out" not in look("/", period="2026-06", as_of="2026-06-20").panels["changes"]
    assert "stands out" not in look("/", period="2026-05").panels["changes"]
