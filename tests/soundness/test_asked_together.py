"""A number does not depend on what else is asked with it.

Invariants: metrics asked together are what each is alone, whichever periods the others look back to; and what stands
beside a metric is what it is when it is asked for by its name.
"""

from __future__ import annotations

import pytest

from lievik.planner.request_words import Said
from lievik.workspace import Workspace
from tests.metrics.conftest import tiny_company

__all__ = ["tiny_company"]

ASKED: Said = {"period": "2026-Q1", "compare": "previous"}


@pytest.mark.parametrize("by", ["", "owner"])
def test_metrics_asked_together_are_what_each_is_alone(tiny_company: Workspace, by: str) -> None:
    readings = [r.full_name for m in tiny_company.catalogue.metrics.values() for r in m.readings.values()]
    names = [name for name in readings if not by or by in tiny_company.catalogue.dimensions_of(name)]
    said: Said = {**ASKED, "by": by}
    together = list(tiny_company.show(*names, **said))
    assert len(names) > 20
    for name in names:
        alone = {tuple(r.group.values()): r for r in tiny_company.show(name, **said)}
        for result in (r for r in together if r.full_name == name):
            own = alone.get(tuple(result.group.values()))
            if own is None:
                assert not result.n, name
                continue
            assert (result.value, result.numerator, result.denominator) == (own.value, own.numerator, own.denominator)
            assert result.excluded == own.excluded, name
            assert (result.compared and result.compared.value) == (own.compared and own.compared.value), name


def test_what_stands_beside_is_what_it_is_by_its_own_name(tiny_company: Workspace) -> None:
    for result in tiny_company.show(*tiny_company.catalogue.metrics, **ASKED):
        for variant, beside in result.beside.items():
            (own,) = tiny_company.show(f"{result.metric}:{variant}", **ASKED)
            assert (beside.value, beside.status, beside.n) == (own.value, own.status, own.n), beside.full_name
