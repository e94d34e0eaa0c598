"""What was put off, on cases that a reader can add up in the head."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lievik.errors import ParameterError, UnknownNameError
from tests.soundness.table_from_docstring import Told


def test_a_push_leaves_its_month_and_a_pull_is_counted_apart(told: Told) -> None:
    """Of 100 + 300 due in April, the 300 were pushed; moves within a month, of closed deals, and closings are none.

    deal | id outcome amount created_on qualified_on expected_close_on closed_on
         | stays open 100  2026-01-01 2026-01-01 2026-04-20 -
         | late  open 300  2026-01-01 2026-01-01 2026-07-10 -
         | soon  open 500  2026-01-01 2026-01-01 2026-05-20 -
         | done  won  700  2026-01-01 2026-01-01 2026-09-01 2026-05-05

    deal_version | deal_id outcome amount created_on qualified_on expected_close_on closed_on valid_from_on
                 | stays open 100 2026-01-01 2026-01-01 2026-04-10 -          2026-01-01
                 | stays open 100 2026-01-01 2026-01-01 2026-04-20 -          2026-04-05
                 | late  open 200 2026-01-01 2026-01-01 2026-03-10 -          2026-01-01
                 | late  open 300 2026-01-01 2026-01-01 2026-04-10 -          2026-02-10
                 | late  open 300 2026-01-01 2026-01-01 2026-05-10 -          2026-04-05
                 | late  open 300 2026-01-01 2026-01-01 2026-07-10 -          2026-05-05
                 | soon  open 500 2026-01-01 2026-01-01 2026-07-20 -          2026-01-01
                 | soon  open 500 2026-01-01 2026-01-01 2026-05-20 -          2026-04-06
                 | done  open 700 2026-01-01 2026-01-01 2026-06-01 -          2026-01-01
                 | done  won  700 2026-01-01 2026-01-01 2026-09-01 2026-05-05 2026-05-05
    """
    answer = told().workspace.slippage()
    whole = answer.whole
    assert whole is not None
    assert (whole.pushes, whole.deals, whole.days, whole.pulls, whole.pulled) == (2, 1, 30 + 61, 1, 1)
    units = {unit.period.label: unit.rate for unit in answer.units}
    assert {label: (rate.opening.deals, rate.opening.amount, rate.pushed.amount) for label, rate in units.items()} == {
        "2026-04": (2, 400, 300),
        "2026-05": (2, 800, 300),
        "2026-06": (0, 0, 0),
    }
    assert units["2026-04"].value_share == Decimal("0.75")
    assert (units["2026-04"].status, units["2026-06"].status) == ("insufficient", "undefined")
    assert units["2026-06"].value_share is None
    assert whole.rate.value_share == Decimal(600) / 1200
    (deal,) = answer.deals
    assert (deal.deal_id, deal.pushes, deal.recent, deal.days) == ("late", 3, 2, 31 + 30 + 61)
    assert (deal.first_expected_on, deal.expected_on) == (date(2026, 3, 10), date(2026, 7, 10))
    assert told().workspace.slippage(times=4).deals == ()


def test_by_quarters_a_move_from_april_to_may_is_no_push(told: Told) -> None:
    """One move within the quarter, one out of it.

    deal | id outcome amount created_on expected_close_on
         | one open 10 2026-01-01 2026-07-10

    deal_version | deal_id outcome amount created_on expected_close_on valid_from_on
                 | one open 10 2026-01-01 2026-04-10 2026-01-01
                 | one open 10 2026-01-01 2026-05-10 2026-04-05
                 | one open 10 2026-01-01 2026-07-10 2026-05-05
    """
    workspace = told().workspace
    by_unit = {unit: workspace.slippage(unit=unit).whole for unit in ("month", "quarter", "year")}
    assert {unit: whole.pushes for unit, whole in by_unit.items() if whole} == {"month": 2, "quarter": 1, "year": 0}


def test_a_push_is_his_whose_deal_it_is_on_that_day(told: Told) -> None:
    """Eva pushes once, Ján once; the openings are theirs on the day before each month.

    rep | id name
        | r1 Eva
        | r2 Ján

    deal | id outcome amount owner_id created_on expected_close_on
         | one open 10 r2 2026-01-01 2026-06-10

    deal_version | deal_id outcome amount owner_id created_on expected_close_on valid_from_on
                 | one open 10 r1 2026-01-01 2026-04-10 2026-01-01
                 | one open 10 r1 2026-01-01 2026-05-10 2026-04-05
                 | one open 10 r2 2026-01-01 2026-05-10 2026-04-20
                 | one open 10 r2 2026-01-01 2026-06-10 2026-05-05
    """
    answer = told().workspace.slippage(by="owner")
    parts = {part.part: (part.pushes, part.rate.opening.deals, part.rate.pushed.deals) for part in answer.parts}
    assert parts == {None: (2, 3, 2), "Eva": (1, 1, 1), "Ján": (1, 2, 1)}


def test_what_makes_no_sense_is_refused(told: Told) -> None:
    """One deal.

    deal | id outcome amount created_on expected_close_on
         | one open 10 2026-01-01 2026-05-01
    """
    workspace = told().workspace
    with pytest.raises(UnknownNameError):
        workspace.slippage(unit="fortnight")
    with pytest.raises(ParameterError):
        workspace.slippage(times=0)
    answer = workspace.slippage()
    assert answer.whole is not None
    assert (answer.whole.pushes, answer.whole.days_a_push) == (0, None)
