"""Reps whom attainment leaves out are the same wherever they are told of: counted, listed, and in the team's table."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given

from lievik.model.team import TeamAnswer
from tests.properties.every_reading import seeds, sizes, some
from tests.properties.random_company import random_rows
from tests.soundness.table_from_docstring import company_of


def bare(names: Iterable[str]) -> list[str]:
    """Give names without the ids that tell two of one name apart."""
    return sorted(name.partition(" (")[0] for name in names)


@some
@given(seeds, sizes)
def test_the_list_is_the_one_of_the_team(seed: int, size: int) -> None:
    company = company_of(random_rows(seed, size))
    for period in ("2025-Q2", "2026-Q1"):
        drilled = company.workspace.drill("quota_attainment_rate", part="excluded", period=period).records
        reasons = {record.reason for record in drilled}
        names = {reason: sorted(r.name for r in drilled if r.reason == reason) for reason in reasons}
        found = company.workspace.team(period=period)
        assert isinstance(found, TeamAnswer)
        assert bare(found.distribution.without_quota) == names.get("no_quota", [])
        assert bare(found.distribution.short) == names.get("there_too_little", [])
        rate = company.one("quota_attainment_rate", period)
        assert dict(rate.excluded.reasons) == {reason: len(listed) for reason, listed in names.items()}
