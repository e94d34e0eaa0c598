"""A deal counts once, however many rows of other tables hang on it."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_rows_that_hang_on_a_deal_do_not_multiply_it(told: Told) -> None:
    """Two deals won and one open; the first has three versions, splits, contacts, lines, leads, memberships.

    deal         | id outcome amount created_on closed_on  owner_id product_id qualified_on expected_close_on
                 | d1 won     100    2026-01-01 2026-04-10 eva      p1         2026-01-05   2026-04-10
                 | d2 won     300    2026-01-01 2026-04-20 jan      p1         2026-01-05   2026-04-10
                 | d3 open    500    2026-01-01 -          eva      p1         2026-01-05   2026-06-30
    deal_version | deal_id outcome amount valid_from_on valid_until_on expected_close_on qualified_on
                 | d1      open    50     2026-01-01    2026-02-01     2026-04-10        -
                 | d1      open    80     2026-02-01    2026-04-10     2026-04-10        2026-01-05
                 | d1      won     100    2026-04-10    -              2026-04-10        2026-01-05
                 | d3      open    500    2026-01-01    -              2026-06-30        2026-01-05
    deal_split   | deal_id rep_id share kind
                 | d1      eva    0.5   revenue
                 | d1      jan    0.5   revenue
                 | d1      mia    1     overlay
    deal_contact | deal_id contact_id role
                 | d1      c1         champion
                 | d1      c2         decision_maker
    deal_line    | deal_id product_id quantity unit_price
                 | d1      p1         1        40
                 | d1      p2         2        30
    lead         | deal_id created_on
                 | d1      2026-01-01
                 | d1      2026-01-02
    rep          | id  name region
                 | eva Eva  east
                 | jan Jan  west
                 | mia Mia  west
    team         | id name
                 | t1 Red
                 | t2 Blue
    team_member  | team_id rep_id starts_on  ends_on
                 | t1      eva    2025-01-01 2026-02-01
                 | t2      eva    2026-02-01 -
                 | t2      jan    2025-01-01 -
    product      | id name
                 | p1 One
                 | p2 Two
    quota        | subject_kind subject_id starts_on  ends_on    amount
                 | rep          eva        2026-04-01 2026-07-01 1000
                 | rep          jan        2026-04-01 2026-07-01 1000
    """
    company = told()
    assert company.value("total_revenue", "2026-Q2") == 400
    assert company.value("average_deal_size", "2026-Q2") == 200
    assert company.one("win_rate", "2026-Q2").numerator == 2
    assert company.value("pipeline_coverage:gross", "2026-Q2") == 0.25
    assert company.one("opportunity_conversion_rate", "2026-Q1").denominator == 3
    for dimension in ("owner", "region", "team", "product"):
        assert sum(v or 0 for v in company.split("total_revenue", dimension, "2026-Q2").values()) == 400
    assert company.split("total_revenue", "team,owner", "2026-Q2") == {("Blue", "Eva"): 100, ("Blue", "Jan"): 300}
    assert company.value("total_revenue:price_times_units", "2026-Q2") == 100
    assert company.records("total_revenue", "numerator", "2026-Q2") == ["d1", "d2"]


def test_credit_follows_splits_and_overlays_stay_out(told: Told) -> None:
    """Half of the deal is Jan's; Mia helped.

    deal       | id outcome amount closed_on  owner_id
               | d1 won     100    2026-04-10 eva
    deal_split | deal_id rep_id share kind
               | d1      eva    0.5   revenue
               | d1      jan    0.5   revenue
               | d1      mia    1     overlay
    rep        | id
               | eva
               | jan
               | mia
    quota      | subject_kind subject_id starts_on  ends_on    amount
               | rep          eva        2026-04-01 2026-05-01 100
               | rep          jan        2026-04-01 2026-05-01 100
               | rep          mia        2026-04-01 2026-05-01 100
    """
    company = told()
    whole = company.one("quota_attainment_rate:attainment", "2026-04")
    assert (whole.numerator, whole.denominator) == (100, 300)
    credited = company.groups("quota_attainment_rate:attainment", "owner", "2026-04")
    assert {name: r.numerator for name, r in credited.items()} == {"eva": 50, "jan": 50, "mia": 0}
