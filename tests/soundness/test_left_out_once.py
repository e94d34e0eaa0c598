"""A row left out is counted once for a reason, however many measures leave it out."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_one_reason_one_count(told: Told) -> None:
    """Three measures of the metric read the deals that ended; each would leave the deleted ones out.

    deal | id outcome amount created_on closed_on  is_deleted qualified_on
         | 1  won     100    2026-01-01 2026-01-10 false      2026-01-02
         | 2  won     100    2026-01-01 2026-01-10 true       2026-01-02
         | 3  lost    100    2026-01-01 2026-01-10 true       -
         | 4  lost    -      2026-01-01 2026-01-10 false      2026-01-02
         | 5  won     -      2026-01-01 2026-01-10 false      -
    """
    company = told()
    rate = company.one("win_rate", "2026-01")
    assert (rate.numerator, rate.denominator) == (1, 2)
    assert dict(rate.excluded.reasons) == {"deleted": 2, "not_qualified": 1}
    by_value = company.one("win_rate:by_value", "2026-01")
    assert dict(by_value.excluded.reasons) == {"deleted": 2, "not_qualified": 1, "no_amount": 1}
    assert company.records("win_rate:by_value", "excluded", "2026-01") == ["2", "3", "4", "5"]
    size = company.one("average_deal_size", "2026-01")
    assert dict(size.excluded.reasons) == {"deleted": 1, "no_amount": 1}


def test_counted_by_group_as_by_the_whole(told: Told) -> None:
    """What the groups left out adds up to what the whole left out.

    deal | id outcome closed_on  owner_id is_deleted
         | 1  won     2026-01-10 eva      true
         | 2  won     2026-01-10 jan      true
         | 3  lost    2026-01-10 -        true
         | 4  lost    2026-01-10 -        false
    """
    company = told()
    groups = company.groups("win_rate", "owner", "2026-01")
    assert {name: r.excluded.count for name, r in groups.items()} == {"eva": 1, "jan": 1, None: 1}
    assert company.one("win_rate", "2026-01").excluded.count == 3


def test_one_row_in_two_passes(told: Told) -> None:
    """The metric counts deals open on a day and deals that ended; the deleted one would be both.

    deal | id outcome amount created_on closed_on  is_deleted
         | 1  won     100    2026-01-01 2026-01-10 false
         | 2  won     100    2026-01-01 2026-01-10 true
    """
    company = told()
    assert company.records("pipeline_velocity:stock", "excluded", "2026-01") == ["2"]
    assert dict(company.one("pipeline_velocity:stock", "2026-01").excluded.reasons) == {"deleted": 1}


def test_two_readings_that_differ_in_a_reason_alone(told: Told) -> None:
    """Asked together, one still counts deals without a decision as lost and the other still leaves them out.

    deal | id outcome closed_on  lost_reason
         | 1  won     2026-01-10 -
         | 2  lost    2026-01-10 price
         | 3  lost    2026-01-10 No_decision
    """
    company = told()
    for names in (("win_rate", "win_rate:without_no_decision"), ("win_rate:without_no_decision", "win_rate")):
        found = {r.full_name: (r.numerator, r.denominator) for r in company.workspace.show(*names, period="2026-01")}
        assert found == {"win_rate": (1, 3), "win_rate:without_no_decision": (1, 2)}
    assert company.one("win_rate", "2026-01", parameters={"exclude_no_decision": 1}).denominator == 2


def test_what_is_not_read_leaves_nothing_out(told: Told) -> None:
    """Revenue is told by subscriptions; that a deal has no rate does not touch it.

    customer_period | account_id starts_on  ends_on    monthly_amount
                    | a          2025-01-01 -          10
                    | b          2025-01-01 2025-06-01 10
    deal            | id outcome amount currency closed_on
                    | 1  won     100    XAU      2026-01-10
    """
    result = told().one("customer_lifetime_value", "2026-Q1")
    assert (result.reason, result.excluded.count) == ("", 0)
