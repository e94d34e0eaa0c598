"""How old data is: the last run and the last day of data, up to a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lievik.model.receipt import Receipt, TableChange
from lievik.questions.freshness import freshness
from tests.soundness.table_from_docstring import company

DEALS = """
    deal | id outcome amount created_on closed_on
         | 1  won     10     2026-05-01 2026-06-20
         | 2  open    10     2026-05-01 -
"""
RUN = Receipt(
    run=1,
    source="crm",
    known_at=datetime(2026, 6, 21, 22, 30, tzinfo=UTC),
    files=(),
    suspicions=(),
    files_not_mapped=(),
)


def test_days_are_counted_from_the_last_run_and_the_last_day_of_data() -> None:
    later = replace(RUN, run=2, known_at=datetime(2026, 6, 25, 8, tzinfo=UTC))
    found = freshness((RUN, later), company(DEALS).workspace.facts, date(2026, 6, 26), "Europe/Bratislava")
    assert (found.run, found.run_age, found.last_day, found.data_age) == (2, 1, date(2026, 6, 20), 6)
    assert not found.is_old


def test_a_moment_belongs_to_the_day_of_the_workspace() -> None:
    facts = company(DEALS).workspace.facts
    assert freshness((RUN,), facts, date(2026, 6, 22), "Europe/Bratislava").run_age == 0
    assert freshness((RUN,), facts, date(2026, 6, 21), "Europe/Bratislava").run is None


@pytest.mark.parametrize(("day", "is_old"), [(date(2026, 6, 27), False), (date(2026, 6, 28), True)])
def test_after_a_week_data_is_old(day: date, is_old: bool) -> None:  # noqa: FBT001 - expected
    assert freshness((RUN,), company(DEALS).workspace.facts, day, "UTC").is_old == is_old


def test_of_nothing_nothing_is_told() -> None:
    found = freshness((), company("").workspace.facts, date(2026, 6, 30), "UTC")
    assert (found.run, found.run_age, found.last_day, found.data_age, found.is_old) == (None, None, None, None, False)


def test_each_source_has_its_own_age_and_limit_and_the_most_overdue_is_first() -> None:
    brought = TableChange(table="deal", rows_new=1, rows_changed=0, rows_removed=0, rows_same=0)
    runs = (
        replace(RUN, changes=(brought,)),
        replace(RUN, run=2, known_at=datetime(2026, 6, 24, 8, tzinfo=UTC)),
        replace(RUN, run=3, source="costs", known_at=datetime(2026, 6, 20, 8, tzinfo=UTC), changes=(brought,)),
        replace(RUN, run=4, source="later", known_at=datetime(2026, 6, 27, 8, tzinfo=UTC)),
    )
    found = freshness(runs, company(DEALS).workspace.facts, date(2026, 6, 26), "UTC", {"crm": 1})
    told = [(each.source, each.run, each.age, each.limit, each.is_old) for each in found.sources]
    assert told == [("crm", 2, 2, 1, True), ("costs", 3, 6, 7, False)]
    assert found.sources[0].changed_in.date() == date(2026, 6, 21)
