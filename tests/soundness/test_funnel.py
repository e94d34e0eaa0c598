"""The funnel by hand: skipped stages, moves back, reopened, moved and deleted deals, and stages that nobody told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lievik.errors import UnknownNameError
from lievik.model.funnel import Funnel, FunnelAnswer
from tests.soundness.table_from_docstring import Company, Told


def funnel(company: Company, **said: Any) -> Funnel:  # noqa: ANN401 - passed on as it is
    """Look at the funnel of the pipeline with most deals."""
    return answer(company, **said).funnels[0]


def answer(company: Company, mode: str = "reached", period: str = "2026-Q1", **said: Any) -> FunnelAnswer:  # noqa: ANN401
    """Look at all funnels."""
    return company.workspace.funnel(mode=mode, period=period, **said)


def came(found: Funnel) -> list[int]:
    """How many deals count for each stage."""
    return [stage.came.deals for stage in found.stages]


def left(found: Funnel) -> list[Mapping[str, int]]:
    """How visits of each stage ended, those that none did left out."""
    return [{name: count for name, count in stage.exits.items() if count} for stage in found.stages]


def test_skipping_counts_as_passing_and_is_marked_and_moves_back_do_not_undo_it(told: Told) -> None:
    """Deal 1 goes through all; 2 skips the second; 3 goes back and is lost there; 4 is still at the first.

    deal         | id outcome amount created_on closed_on  pipeline_id stage_id
                 | 1  won     100    2026-01-01 2026-01-31 p           sw
                 | 2  won     200    2026-01-01 2026-01-31 p           sw
                 | 3  lost    400    2026-01-01 2026-01-31 p           sl
                 | 4  open    800    2026-01-01 -          p           s1
    deal_version | deal_id outcome amount created_on pipeline_id stage_id valid_from_on
                 | 1       open    100    2026-01-01 p           s1       2026-01-01
                 | 1       open    100    2026-01-01 p           s2       2026-01-11
                 | 1       open    100    2026-01-01 p           s3       2026-01-21
                 | 1       won     100    2026-01-01 p           sw       2026-01-31
                 | 2       open    200    2026-01-01 p           s1       2026-01-01
                 | 2       open    150    2026-01-01 p           s1       2026-01-05
                 | 2       open    200    2026-01-01 p           s3       2026-01-21
                 | 2       won     200    2026-01-01 p           sw       2026-01-31
                 | 3       open    400    2026-01-01 p           s1       2026-01-01
                 | 3       open    400    2026-01-01 p           s3       2026-01-11
                 | 3       open    400    2026-01-01 p           s1       2026-01-21
                 | 3       lost    400    2026-01-01 p           sl       2026-01-31
                 | 4       open    800    2026-01-01 p           s1       2026-01-01
    pipeline     | id name
                 | p  Sales
    stage        | id pipeline_id name  position kind
                 | s1 p           One   1        open
                 | s2 p           Two   2        open
                 | s3 p           Three 3        open
                 | sw p           Won   4        won
                 | sl p           Lost  5        lost
    """
    company = told()
    reached = funnel(company)
    assert came(reached) == [4, 3, 3]
    assert [stage.came.amount for stage in reached.stages] == [1500, 700, 700]
    assert [stage.skipped for stage in reached.stages] == [0, 2, 0]
    assert [(stage.onward.numerator, stage.to_won.numerator) for stage in reached.stages] == [(3, 2), (3, 2), (2, 2)]
    assert [(stage.lost, stage.open) for stage in reached.stages] == [(0, 1), (0, 0), (1, 0)]
    assert (reached.won.deals, reached.lost.deals, reached.open.deals, reached.not_told) == (2, 1, 1, 0)
    strict = funnel(company, mode="strict")
    assert came(strict) == [4, 1, 1]
    assert [stage.to_won.numerator for stage in strict.stages] == [1, 1, 1]
    anyhow = funnel(company, mode="any")
    assert came(anyhow) == [4, 1, 3]
    assert [stage.onward.numerator for stage in anyhow.stages] == [1, 1, 2]
    assert [stage.entries for stage in anyhow.stages] == [5, 1, 3]
    assert left(anyhow) == [{"advanced": 3, "lost": 1, "still_there": 1}, {"advanced": 1}, {"won": 2, "moved_back": 1}]
    first = anyhow.stages[0]
    assert first.visit is not None
    assert first.stay is not None
    assert (first.visit.n, first.stay.n) == (5, 4)
    assert (first.visit.median, first.stay.median) == (10, 20)


def test_reopened_moved_and_deleted_deals(told: Told) -> None:
    """Deal 1 is won, reopened and lost; 2 moves to the other pipeline; 3 is deleted; 4 never was there but deleted.

    deal         | id outcome amount created_on closed_on  pipeline_id stage_id is_deleted
                 | 1  lost    100    2026-01-01 2026-03-01 p           sl       false
                 | 2  open    200    2026-01-01 -          q           t1       false
                 | 3  open    400    2026-01-01 -          p           s2       true
                 | 4  open    400    2026-01-01 -          p           s2       true
    deal_version | deal_id outcome amount created_on pipeline_id stage_id is_deleted valid_from_on
                 | 1       open    100    2026-01-01 p           s1       false      2026-01-01
                 | 1       won     100    2026-01-01 p           sw       false      2026-01-11
                 | 1       open    100    2026-01-01 p           s2       false      2026-02-01
                 | 1       lost    100    2026-01-01 p           sl       false      2026-03-01
                 | 2       open    200    2026-01-01 p           s2       false      2026-01-01
                 | 2       open    200    2026-01-01 q           t1       false      2026-01-11
                 | 3       open    400    2026-01-01 p           s2       false      2026-01-01
                 | 3       open    400    2026-01-01 p           s2       true       2026-01-21
                 | 4       open    400    2026-01-01 p           s2       true       2026-01-01
    pipeline     | id name
                 | p  Sales
                 | q  Service
    stage        | id pipeline_id name  position kind
                 | s1 p           One   1        open
                 | s2 p           Two   2        open
                 | sw p           Won   4        won
                 | sl p           Lost  5        lost
                 | t1 q           Help  1        open
    """
    company = told()
    sales, service = answer(company).funnels
    assert (sales.created.deals, sales.won.deals, sales.lost.deals, sales.open.deals) == (3, 0, 1, 0)
    assert (sales.moved, sales.deleted) == (1, 1)
    assert came(sales) == [3, 3]
    assert left(sales) == [{"won": 1}, {"moved_pipeline": 1, "deleted": 1, "lost": 1}]
    assert [(stage.lost, stage.others) for stage in sales.stages] == [(0, 0), (1, 2)]
    assert (service.name, service.created.deals, came(service)) == ("Service", 1, [1])
    assert left(service) == [{"still_there": 1}]
    then = funnel(company, as_of="2026-01-15", pipeline="sales")
    assert (then.won.deals, then.open.deals, then.moved) == (1, 1, 1)


def test_a_stage_that_nobody_told_is_never_guessed(told: Told) -> None:
    """Two closed deals were first heard of when they were closed; the open one is where it is.

    deal     | id outcome amount created_on closed_on  pipeline_id stage_id known_from
             | 1  won     100    2026-01-01 2026-01-31 p           sw       2026-06-01
             | 2  lost    200    2026-01-01 2026-01-31 p           sl       2026-06-01
             | 3  open    400    2026-01-01 -          p           s2       2026-06-01
    pipeline | id name
             | p  Sales
    stage    | id pipeline_id name  position kind
             | s1 p           One   1        open
             | s2 p           Two   2        open
             | sw p           Won   4        won
             | sl p           Lost  5        lost
    """
    found = funnel(told())
    assert (found.created.deals, found.not_told, found.won.deals, found.lost.deals) == (3, 2, 1, 1)
    assert came(found) == [1, 1]
    assert {stage.onward.reason for stage in found.stages} == {"stages_not_told"}
    assert (found.win.numerator, found.win.denominator) == (1, 3)
    assert left(found) == [{}, {"still_there": 1}]
    wait = found.stages[1].visit
    assert wait is not None
    assert (wait.n, wait.inferred, wait.median, wait.reason) == (0, 1, None, "nobody_came")


def test_without_stages_those_that_deals_name_are_taken_and_in_no_order(told: Told) -> None:
    """A single file of deals.

    deal | id outcome amount created_on closed_on  stage_id known_from
         | 1  open    100    2026-01-01 -          Offer    2026-06-01
         | 2  open    200    2026-01-01 -          Demo     2026-06-01
         | 3  won     400    2026-01-01 2026-02-01 Won      2026-06-01
    """
    found = funnel(told())
    assert (found.name, found.has_order, found.mode) == ("", False, "any")
    assert [(stage.name, stage.came.deals) for stage in found.stages] == [("Demo", 1), ("Offer", 1)]


def test_money_is_converted_and_what_has_no_rate_is_told(told: Told) -> None:
    """A closed deal at the rate of its closing day, an open one at the last rate known.

    deal         | id outcome amount currency created_on closed_on  stage_id
                 | 1  won     100.01 USD      2026-01-01 2026-01-31 sw
                 | 2  open    100.01 USD      2026-01-01 -          s1
                 | 3  open    50     EUR      2026-01-01 -          s1
                 | 4  open    70     XAU      2026-01-01 -          s1
                 | 5  open    -      EUR      2026-01-01 -          s1
    deal_version | deal_id outcome amount currency created_on stage_id valid_from_on
                 | 1       open    90     USD      2026-01-01 s1       2026-01-01
                 | 1       won     100.01 USD      2026-01-01 sw       2026-01-31
                 | 2       open    100.01 USD      2026-01-01 s1       2026-01-01
                 | 3       open    50     EUR      2026-01-01 s1       2026-01-01
                 | 4       open    70     XAU      2026-01-01 s1       2026-01-01
                 | 5       open    -      EUR      2026-01-01 s1       2026-01-01
    stage        | id name position kind
                 | s1 One  1        open
                 | sw Won  2        won
    fx_rate      | on_date    from_currency to_currency rate kind
                 | 2026-01-01 USD           EUR         0.5  market
                 | 2026-03-01 USD           EUR         0.25 market
    """
    found = funnel(told())
    assert (found.won.amount, found.won.valued) == (Decimal("50.01"), 1)
    assert (found.open.deals, found.open.valued, found.open.unrated) == (4, 2, 1)
    assert found.open.amount == Decimal("75.00")


def test_working_days_leave_weekends_and_holidays_of_the_owners_country_out(told: Told) -> None:
    """From Wednesday to the next Thursday; in Slovakia, Friday and Monday at Easter are public holidays.

    deal         | id outcome created_on owner_id stage_id
                 | 1  open    2026-04-01 r1       s2
    deal_version | deal_id outcome created_on owner_id stage_id valid_from_on
                 | 1       open    2026-04-01 r1       s1       2026-04-01
                 | 1       open    2026-04-01 r1       s2       2026-04-09
    rep          | id name country contract_hours
                 | r1 Eva  SK      40
    stage        | id name position kind
                 | s1 One  1        open
                 | s2 Two  2        open
    """
    company = told()
    for is_working, days in ((False, 8), (True, 4)):
        visit = funnel(company, period="2026-Q2", working_days=is_working).stages[0].visit
        assert visit is not None
        assert visit.median == days


def test_deals_without_a_day_of_creation_are_in_no_period_and_told(told: Told) -> None:
    """One of two deals.

    deal  | id outcome created_on stage_id known_from
          | 1  open    2026-01-01 s1       2026-06-01
          | 2  open    -          s1       2026-06-01
    stage | id name position kind
          | s1 One  1        open
    """
    found = answer(told())
    assert (found.funnels[0].created.deals, found.undated) == (1, 1)


def test_a_filter_and_a_split_are_by_what_a_deal_is_like_at_the_end(told: Told) -> None:
    """Deal 1 went from Eva to Jan; the number of Jan's deals is two, as of January it was one.

    deal         | id outcome amount created_on owner_id stage_id
                 | 1  open    100    2026-01-01 r2       s1
                 | 2  open    200    2026-01-01 r2       s1
    deal_version | deal_id outcome amount created_on owner_id stage_id valid_from_on
                 | 1       open    100    2026-01-01 r1       s1       2026-01-01
                 | 1       open    100    2026-01-01 r2       s1       2026-02-01
                 | 2       open    200    2026-01-01 r2       s1       2026-01-01
    rep          | id name
                 | r1 Eva
                 | r2 Jan
    stage        | id name position kind
                 | s1 One  1        open
    """
    company = told()
    assert funnel(company, where={"owner": "Jan"}).created.deals == 2
    assert answer(company, where={"owner": "Eva"}).funnels == ()
    then = answer(company, by="owner", as_of="2026-01-15").funnels
    assert [(found.group, int(found.created.amount)) for found in then] == [("Eva", 100), ("Jan", 200)]
    assert [found.group for found in answer(company, by="owner").funnels] == ["Jan"]
    assert funnel(company, by="owner").stages[0].visit is None


def test_leads_are_followed_to_customers(told: Told) -> None:
    """Four leads: one won, one that became a deal though nobody qualified it, one qualified, one spam.

    deal  | id outcome amount created_on closed_on  stage_id
          | 1  won     100    2026-02-01 2026-03-01 sw
          | 2  open    100    2026-02-01 -          s1
    stage | id name position kind
          | s1 One  1        open
          | sw Won  2        won
    lead  | id created_on qualified_on converted_on deal_id disqualified_reason
          | 1  2026-01-01 2026-01-05   2026-02-01   1       -
          | 2  2026-01-01 -            2026-02-01   2       -
          | 3  2026-01-01 2026-01-07   -            -       -
          | 4  2026-01-01 -            -            -       spam
    """
    company = told()
    steps = answer(company).leads
    assert [(step.name, step.leads, step.skipped) for step in steps] == [
        ("created", 3, 0),
        ("qualified", 3, 1),
        ("converted", 2, 0),
        ("won", 1, 0),
    ]
    assert [step.leads for step in answer(company, mode="strict").leads] == [3, 2, 1, 1]
    assert [step.leads for step in answer(company, mode="any").leads] == [3, 2, 2, 1]
    assert [step.leads for step in answer(company, as_of="2026-01-31").leads] == [3, 2, 0, 0]
    assert answer(company, where={"deal_type": ""}).leads == ()


def test_what_is_not_there_is_refused(told: Told) -> None:
    """One deal.

    deal     | id outcome created_on pipeline_id stage_id
             | 1  open    2026-01-01 p           s1
    pipeline | id name
             | p  Sales
    stage    | id pipeline_id name position kind
             | s1 p           One  1        open
    """
    company = told()
    with pytest.raises(UnknownNameError, match="No pipeline called 'Sails'"):
        answer(company, pipeline="Sails")
    with pytest.raises(UnknownNameError, match="No mode called 'loose'"):
        answer(company, mode="loose")
    with pytest.raises(UnknownNameError, match="No dimension called 'colour'"):
        answer(company, by="colour")
    assert answer(company, pipeline="sales").as_of == date(2026, 6, 30)
