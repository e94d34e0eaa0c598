"""A deal belongs to the team its owner was in on the day it counts by."""

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_credit_stays_with_the_team_of_that_day(told: Told) -> None:
    """Eva moved from Red to Blue on 1 March; Mia has always been in Blue, and Jan was in no team in January.

    deal        | id outcome amount created_on closed_on  owner_id
                | 1  won     1      2026-01-05 2026-01-10 eva
                | 2  won     2      2026-01-05 2026-02-28 eva
                | 3  won     4      2026-01-05 2026-03-01 eva
                | 4  won     8      2026-01-05 2026-01-10 mia
                | 5  won     16     2026-01-05 2026-01-10 jan
                | 6  won     32     2026-01-05 2026-02-10 jan
    team        | id name
                | r  Red
                | b  Blue
    team_member | team_id rep_id starts_on  ends_on
                | r       eva    2025-01-01 2026-03-01
                | b       eva    2026-03-01 -
                | b       mia    -          -
                | r       jan    2026-02-01 -
    """
    company = told()
    assert company.split("total_revenue", "team", "2026-Q1") == {"Red": 35, "Blue": 12, None: 16}
    assert company.value("total_revenue", "2026-Q1", where={"team": "Blue"}) == 12
    # counted by the day they were created, all of Eva's deals are Red's
    created = company.groups("opportunity_conversion_rate", "team", "2026-01")
    assert {name: r.denominator for name, r in created.items()} == {"Red": 3, "Blue": 1, None: 2}


def test_memberships_that_overlap_do_not_double_a_deal(told: Told) -> None:
    """Nobody ended Eva's first membership; the later start ends it.

    deal        | id outcome amount closed_on  owner_id
                | 1  won     1      2026-01-10 eva
                | 2  won     2      2026-03-10 eva
    team        | id name
                | r  Red
                | b  Blue
    team_member | team_id rep_id starts_on  ends_on
                | r       eva    2025-01-01 -
                | b       eva    2026-02-01 -
    """
    company = told()
    assert company.split("total_revenue", "team", "2026-Q1") == {"Red": 1, "Blue": 2}


def test_a_deal_counts_for_who_owns_it_now(told: Told) -> None:
    """Jan owned it before; the deal as it is now is Eva's, and its past does not count twice.

    deal         | id outcome amount closed_on  owner_id
                 | 1  won     100    2026-03-10 eva
    deal_version | deal_id outcome amount owner_id valid_from_on valid_until_on
                 | 1       open    100    jan      2026-01-01    2026-02-01
                 | 1       won     100    eva      2026-02-01    -
    """
    assert told().split("total_revenue", "owner", "2026-Q1") == {"eva": 100}
