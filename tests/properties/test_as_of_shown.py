"""What was answered at a moment is answered again with `--as-of` that moment, whatever came in since."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from lievik.errors import RequestError
from lievik.workspace import Workspace
from tests.store.random_runs import history

METRICS = (
    "total_revenue",
    "win_rate",
    "average_deal_size",
    "sales_cycle_length",
    "pipeline_velocity",
    "quota_attainment_rate",
    "lead_conversion_rate",
    "qualified_leads",
    "customer_acquisition_cost",
    "churn_rate",
)
QUARTER = "2026-Q1"


def _answers(workspace: Workspace, as_of: str | None) -> list[object]:
    """Everything that is answered: values and reasons, whole and by owner, and the records behind them."""
    found: list[object] = []
    for said in ({}, {"by": "owner"}, {"by": "product"}):
        try:
            table = workspace.show("total_revenue", "win_rate", as_of=as_of, period=QUARTER, **said)  # type: ignore[arg-type]
        except Exception as trouble:  # noqa: BLE001 - a refusal is an answer too
            found.append(str(trouble))
            continue
        found += [(r.full_name, dict(r.group), r.value, r.n, r.status, r.reason) for r in table]
    table = workspace.show(*METRICS, as_of=as_of, period=QUARTER)
    found += [(r.full_name, r.value, r.n, r.status, r.reason, r.excluded) for r in table]
    found.append(workspace.drill("win_rate", part="denominator", as_of=as_of, period=QUARTER).records)
    for ask in (
        workspace.bridge,
        workspace.slippage,
        workspace.funnel,
        workspace.coverage,
        workspace.win_curve,
        workspace.products,
        workspace.channels,
        workspace.customers,
    ):
        try:
            found.append(ask(period=QUARTER, as_of=as_of))
        except RequestError as trouble:
            found.append(str(trouble))
    return found


@pytest.mark.parametrize("seed", range(60, 66))
def test_an_answer_can_be_had_again(tmp_path: Path, seed: int) -> None:
    then: list[tuple[datetime, list[object]]] = []

    def note(folder: Path, moment: datetime) -> None:
        workspace = Workspace.open(folder, today=moment.date() + timedelta(days=1))
        then.append((moment, _answers(workspace, moment.isoformat())))

    folder, _ = history(tmp_path, seed, 6, note)
    later = Workspace.open(folder, today=then[-1][0].date() + timedelta(days=400))
    for moment, answers in then:
        assert _answers(later, moment.isoformat()) == answers
    assert any(first[1] != second[1] for first, second in pairwise(then))
