"""The page of pipeline velocity says what would move it; pages of other metrics do not."""

from __future__ import annotations

from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit


def test_velocity_says_what_would_move_it(visit: Visit, demo: Workspace) -> None:
    seen = visit("/metrics/pipeline_velocity", period="2026-Q1")
    panel = seen.panels["levers"]
    found = demo.levers(period="2026-Q1")
    assert panel.startswith("What would move it")
    assert "Q1 2026" in panel
    for lever in found.levers:
        assert f"{lever.times} of {lever.pairs} quarters" in panel
    assert "+€" in panel


def test_a_month_is_told_of_the_last_quarter_that_is_old_enough(visit: Visit, demo: Workspace) -> None:
    panel = visit("/metrics/pipeline_velocity?variant=stock", period="2026-05").panels["levers"]
    label = demo.levers("pipeline_velocity:stock").result.period.label
    assert f"{label[-2:]} {label[:4]}" in panel


def test_other_pages_have_no_such_panel(visit: Visit) -> None:
    for path in ("/metrics/win_rate", "/metrics/pipeline_velocity?variant=won_per_day"):
        assert "levers" not in visit(path, period="2026-Q1").panels


def test_the_pipeline_says_it_of_open_deals(visit: Visit, demo: Workspace) -> None:
    panel = visit("/pipeline/velocity", period="2026-Q2").panels["levers"]
    off = demo.levers("pipeline_velocity:stock", period="2026-Q2").off
    assert off is not None
    assert "worse than usual" in panel
    assert "Give every stage a time limit and act when it runs out." in panel
