"""The bridge of a made-up company is the one that SQL written by hand gives."""

from __future__ import annotations

from pathlib import Path

from bench import bridge
from bench.company import make_company
from lievik import Workspace
from lievik.sources.demo import AS_OF


def test_the_bridge_is_that_of_the_sql_written_by_hand(tmp_path: Path) -> None:
    make_company(tmp_path / "workspace", 2_000)
    workspace = Workspace.open(tmp_path / "workspace", today=AS_OF)
    assert bridge.differences(workspace) == []
    account = next(found for found in bridge.answered(workspace).accounts if found.is_whole and not found.is_converted)
    bars = bridge.bars_of(workspace.run(bridge.statement_of(workspace)))
    assert bars["net", "EUR", "opening"][:2] == (account.opening.deals, account.opening.amount)
    (found,) = bridge.rounds_of_bridge(workspace, 1)
    assert min(found.hand, found.plan, found.execute) > 0
