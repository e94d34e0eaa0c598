"""Each rewrite on its own: what it changes, what it leaves alone, and that the answer stays the same."""

from __future__ import annotations

from typing import Any

import pytest

from lievik.model.facts import Facts
from lievik.planner import rewrites
from lievik.planner.build import build
from lievik.planner.plan import PeriodIndex, Scan
from lievik.planner.rewrites import (
    REWRITES,
    Known,
    drop_idle_conditions,
    fuse_scans,
    index_periods,
    skip_conversion,
)
from tests.properties.every_reading import READINGS
from tests.properties.random_company import random_rows
from tests.soundness.table_from_docstring import Company, company, company_of

MONTHS = PeriodIndex(unit="month", step=3)


@pytest.fixture(scope="module")
def rich() -> Company:
    return company_of(random_rows(11, 60))


def unwritten(found: Company, monkeypatch: pytest.MonkeyPatch, *metrics: str) -> tuple[Scan, ...]:
    """Give the scans of a question as they are before any rewrite."""
    seen: list[tuple[Scan, ...]] = []

    def look(scans: tuple[Scan, ...], known: Known) -> tuple[Scan, ...]:  # noqa: ARG001 - every rewrite is called alike
        seen.append(scans)
        return scans

    monkeypatch.setattr(rewrites, "REWRITES", (look,))
    workspace = found.workspace
    build(workspace.request(metrics, {"period": "2026-Q1"}), workspace.catalogue, workspace.facts)
    monkeypatch.undo()
    return seen[0]


def known(facts: Facts, index: PeriodIndex | None = None) -> Known:
    return Known(facts=facts, currency="EUR", index=index)


def reasons(scans: tuple[Scan, ...]) -> set[str]:
    return {found.name for scan in scans for use in scan.uses for found in use.conditions}


def test_the_order_is_written_down() -> None:
    assert (skip_conversion, drop_idle_conditions, index_periods, fuse_scans) == REWRITES


def test_money_of_one_currency_is_not_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    euros = company("deal | id outcome amount closed_on\n | 1 won 5 2026-01-10")
    scans = unwritten(euros, monkeypatch, "total_revenue")
    assert any(scan.conversion for scan in scans)
    assert "no_rate" in reasons(scans)
    skipped = skip_conversion(scans, known(euros.workspace.facts))
    assert not any(scan.conversion for scan in skipped)
    assert "no_rate" not in reasons(skipped)


def test_money_of_two_currencies_is(monkeypatch: pytest.MonkeyPatch, rich: Company) -> None:
    scans = unwritten(rich, monkeypatch, "total_revenue")
    assert skip_conversion(scans, known(rich.workspace.facts)) == scans


def test_a_reason_that_no_row_can_have_is_not_looked_for(monkeypatch: pytest.MonkeyPatch, rich: Company) -> None:
    euros = company("deal | id outcome amount closed_on\n | 1 won 5 2026-01-10")
    scans = unwritten(euros, monkeypatch, "average_deal_size")
    assert not {"deleted", "no_amount"} - reasons(scans)
    assert reasons(drop_idle_conditions(scans, known(euros.workspace.facts))) == {"no_rate"}
    scans = unwritten(rich, monkeypatch, "average_deal_size")
    assert reasons(drop_idle_conditions(scans, known(rich.workspace.facts))) == reasons(scans)


def test_equal_units_are_counted_instead_of_joined(monkeypatch: pytest.MonkeyPatch, rich: Company) -> None:
    facts = rich.workspace.facts
    flows = unwritten(rich, monkeypatch, "total_revenue", "qualified_leads")
    assert all(scan.is_indexed for scan in index_periods(flows, known(facts, MONTHS)))
    assert not any(scan.is_indexed for scan in index_periods(flows, known(facts)))
    stocks = unwritten(rich, monkeypatch, "churn_rate", "rep_productivity:headcount")
    lasting = [s for s in index_periods(stocks, known(facts, MONTHS)) if s.measure.span]
    assert lasting
    assert not any(scan.is_indexed for scan in lasting)


def test_measures_of_the_same_rows_are_read_together(monkeypatch: pytest.MonkeyPatch, rich: Company) -> None:
    scans = unwritten(rich, monkeypatch, "win_rate", "opportunity_conversion_rate")
    fused = fuse_scans(scans, known(rich.workspace.facts))
    assert len(fused) < len(scans)
    assert sorted(u.column for s in fused for u in s.uses) == sorted(u.column for s in scans for u in s.uses)
    assert len({scan.pass_key for scan in fused}) == len(fused)


@pytest.mark.parametrize("left_out", [step.__name__ for step in REWRITES])
@pytest.mark.parametrize("said", [{"period": "2026-Q1"}, {"period": "2025", "grain": "quarter", "by": "owner"}])
def test_an_answer_is_the_same_without_a_rewrite(
    monkeypatch: pytest.MonkeyPatch, rich: Company, left_out: str, said: dict[str, Any]
) -> None:
    def numbers() -> list[tuple[object, ...]]:
        return [
            (
                r.full_name,
                tuple(r.group.items()),
                r.value and f"{float(r.value):.12g}",
                r.status,
            )
            for r in rich.workspace.show(*READINGS, **said)
        ]

    with_all = numbers()
    monkeypatch.setattr(rewrites, "REWRITES", tuple(step for step in REWRITES if step.__name__ != left_out))
    assert numbers() == with_all
