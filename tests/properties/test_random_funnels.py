"""Made-up histories, with everything in them that goes wrong: every number of a funnel equals plain Python."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.model.funnel import Funnel, FunnelStage
from tests.properties import plain_funnel as plain
from tests.properties.every_reading import many, seeds, some
from tests.properties.plain_funnel import Rows, Stay
from tests.soundness.table_from_docstring import Company, company_of

START, END = date(2025, 4, 1), date(2026, 1, 1)
PERIOD = "2025-04-01..2025-12-31"
MODES = ("reached", "strict", "any")
sizes = st.integers(0, 60)
days = st.integers(0, 200).map(lambda after: date(2025, 12, 31) + timedelta(days=after))


def cohort(rows: Rows, pipeline: str, as_of: date) -> dict[str, list[Stay]]:
    """Deals created in the period that were in a pipeline, other than deleted."""
    found: dict[str, list[Stay]] = {}
    for deal in rows["deal"]:
        versions = [row for row in rows["deal_version"] if row["deal_id"] == deal["id"]]
        stays = plain.stays_of(versions, as_of)
        created = versions[-1]["created_on"]
        assert isinstance(created, date)
        if START <= created < END and any(stay.pipeline == pipeline and stay.place != "deleted" for stay in stays):
            found[str(deal["id"])] = stays
    return found


def value(rows: Rows, deals: list[str], as_of: date) -> Decimal:
    """What deals are worth by their last state up to a day."""
    total = Decimal(0)
    for deal in deals:
        states = [row for row in rows["deal_version"] if row["deal_id"] == deal]
        ends = [row["valid_from_on"] for row in states[1:]] + [None]
        held = [
            row
            for row, end in zip(states, ends, strict=True)
            if row["valid_from_on"] != end and _day(row["valid_from_on"]) <= as_of
        ]
        total += Decimal(str(held[-1]["amount"] or 0))
    return total


def _day(found: object) -> date:
    assert isinstance(found, date)
    return found


def check(company: Company, rows: Rows, mode: str, as_of: date) -> None:
    """Compare the funnels of both pipelines."""
    answer = company.workspace.funnel(mode=mode, period=PERIOD, as_of=as_of)
    funnels = {found.name.lower(): found for found in answer.funnels}
    for pipeline in plain.STAGES:
        deals = cohort(rows, pipeline, as_of)
        assert (pipeline in funnels) == bool(deals)
        if deals:
            check_one(funnels[pipeline], rows, deals, mode, as_of)


def check_one(found: Funnel, rows: Rows, deals: dict[str, list[Stay]], mode: str, as_of: date) -> None:
    """Compare one funnel, stage by stage; and its identities."""
    pipeline = found.name.lower()
    fates = [plain.fate(stays, pipeline) for stays in deals.values()]
    assert found.created.deals == len(deals)
    assert found.created.amount == value(rows, list(deals), as_of)
    assert [found.won.deals, found.lost.deals, found.open.deals, found.deleted, found.moved] == [
        fates.count(name) for name in ("won", "lost", "open", "deleted", "moved")
    ]
    told = {
        name: stays for name, stays in deals.items() if all(stay.place or stay.pipeline != pipeline for stay in stays)
    }
    assert found.not_told == len(deals) - len(told)
    assert [stage.name.lower() for stage in found.stages] == plain.STAGES[pipeline]
    for stage in found.stages:
        name = stage.name.lower()
        counted = [deal for deal, stays in told.items() if plain.counts_for(stays, pipeline, name, mode)]
        assert stage.came.deals == len(counted)
        assert stage.came.amount == value(rows, counted, as_of)
        ended = Counter[str]()
        for stays in deals.values():
            ended.update(plain.exits(stays, pipeline, name))
        assert {str(key): count for key, count in stage.exits.items() if count} == dict(ended)
        assert stage.entries == sum(stage.exits.values())
    check_identities(found, mode)


def check_identities(found: Funnel, mode: str) -> None:
    """What enters is what leaves or stays; what came so far went on or came no further."""
    assert found.created.deals == (found.won.deals + found.lost.deals + found.open.deals + found.deleted + found.moved)
    if mode != "any":
        for stage, following in zip(found.stages, [*found.stages[1:], None], strict=True):
            further = stage.onward.numerator
            assert stage.came.deals == further + stage.lost + stage.open + stage.others
            if following is not None:
                assert further == following.came.deals
    for stage in found.stages:
        assert stage.skipped == 0 or mode == "reached"


def check_days(stage: FunnelStage, pipeline: str, histories: list[list[Stay]], as_of: date) -> None:
    """Compare how long visits of a stage took that began in the period, of all deals."""
    name = stage.name.lower()
    seen = [visit for stays in histories for visit in plain.visits(stays, pipeline, name, as_of)]
    within = [(days, has_left) for start, days, has_left in seen if START <= start < END]
    assert stage.visit is not None
    assert stage.visit.n == len(within)
    assert stage.visit.median == plain.day_when_left(within, 0.5)
    assert stage.visit.p90 == plain.day_when_left(within, 0.9)
    together = []
    for stays in histories:
        own = plain.visits(stays, pipeline, name, as_of)
        if own and START <= own[0][0] < END:
            together.append((sum(days for _, days, _ in own), all(has_left for _, _, has_left in own)))
    assert stage.stay is not None
    assert stage.stay.n == len(together)
    assert stage.stay.median == plain.day_when_left(together, 0.5)


@pytest.mark.parametrize("mode", MODES)
@some
@given(seed=seeds, size=sizes, as_of=days)
def test_funnels_equal_plain_python(mode: str, seed: int, size: int, as_of: date) -> None:
    rows = plain.random_histories(seed, size)
    check(company_of(rows), rows, mode, as_of)


@some
@given(seed=seeds, size=sizes, as_of=days)
def test_days_at_a_stage_equal_plain_python(seed: int, size: int, as_of: date) -> None:
    rows = plain.random_histories(seed, size)
    answer = company_of(rows).workspace.funnel(period=PERIOD, as_of=as_of)
    by_deal: dict[object, list[dict[str, object]]] = {}
    for row in rows["deal_version"]:
        by_deal.setdefault(row["deal_id"], []).append(row)
    histories = [stays for versions in by_deal.values() if (stays := plain.stays_of(versions, as_of))]
    for found in answer.funnels:
        for stage in found.stages:
            check_days(stage, found.name.lower(), histories, as_of)


@pytest.mark.parametrize("mode", MODES)
@some
@given(seed=seeds, size=sizes, as_of=days, stage=st.sampled_from("abcdxy"))
def test_the_deals_of_a_stage_equal_plain_python(mode: str, seed: int, size: int, as_of: date, stage: str) -> None:
    rows = plain.random_histories(seed, size)
    answer = company_of(rows).workspace.funnel(mode=mode, period=PERIOD, as_of=as_of, listed=stage)
    pipeline = "p" if stage in plain.STAGES["p"] else "q"
    counted = {
        deal: (plain.fate(stays, pipeline), value(rows, [deal], as_of))
        for deal, stays in cohort(rows, pipeline, as_of).items()
        if all(stay.place or stay.pipeline != pipeline for stay in stays)
        and plain.counts_for(stays, pipeline, stage, mode)
    }
    assert answer.listed == stage.upper()
    assert {deal.id: (deal.fate, deal.amount or Decimal(0)) for deal in answer.deals} == counted
    assert len(answer.deals) == len(counted)
    amounts = [Decimal(-1) if deal.amount is None else deal.amount for deal in answer.deals]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.soak
@many
@given(seed=seeds, size=sizes, as_of=days, mode=st.sampled_from(MODES))
def test_many_more_funnels_equal_plain_python(seed: int, size: int, as_of: date, mode: str) -> None:
    rows = plain.random_histories(seed, size)
    check(company_of(rows), rows, mode, as_of)
