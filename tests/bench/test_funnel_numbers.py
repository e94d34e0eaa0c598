"""The funnel of a made-up company is the one that SQL written by hand gives."""

from __future__ import annotations

from pathlib import Path

from bench import funnel
from bench.company import make_company
from lievik import Workspace
from lievik.sources.demo import AS_OF


def test_the_funnel_is_that_of_the_sql_written_by_hand(tmp_path: Path) -> None:
    make_company(tmp_path / "workspace", 2_000)
    workspace = Workspace.open(tmp_path / "workspace", today=AS_OF)
    assert funnel.differences(workspace) == []
    assert len(funnel.numbers_of(funnel.answered(workspace))) == 8 * 7
    (found,) = funnel.rounds_of_funnel(workspace, 1)
    assert min(found.hand, found.plan, found.execute) > 0
