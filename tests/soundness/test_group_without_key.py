"""Rows without a key are one group, never two, and never dropped."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_deals_without_an_owner_are_one_group_over_several_measures(told: Told) -> None:
    """Won and created days lie in different passes over the table, and both have a group without an owner.

    deal | id outcome amount created_on closed_on  owner_id
         | 1  won     100    2026-01-01 2026-01-10 eva
         | 2  won     50     2026-01-01 2026-01-10 -
         | 3  lost    70     2026-01-01 2026-01-10 -
         | 4  open    70     2026-01-01 -          -
    """
    company = told()
    assert company.split("total_revenue", "owner", "2026-01") == {"eva": 100, None: 50}
    groups = [
        (r.metric, r.group["owner"], r.numerator, r.denominator)
        for r in company.workspace.show("win_rate", "opportunity_conversion_rate", period="2026-01", by="owner")
    ]
    assert groups == [
        ("win_rate", "eva", 1, 1),
        ("win_rate", None, 1, 2),
        ("opportunity_conversion_rate", "eva", 1, 1),
        ("opportunity_conversion_rate", None, 1, 3),
    ]


def test_a_way_that_breaks_off_leads_to_the_group_without_a_key(told: Told) -> None:
    """The owner is not among the reps, the account has no industry, or there is no account at all.

    deal    | id outcome amount closed_on  owner_id account_id
            | 1  won     1      2026-01-10 eva      a
            | 2  won     2      2026-01-10 gone     b
            | 3  won     4      2026-01-10 -        gone
            | 4  won     8      2026-01-10 -        -
    rep     | id  name region
            | eva Eva  east
    account | id industry
            | a  steel
            | b  -
    """
    company = told()
    assert company.split("total_revenue", "region", "2026-01") == {"east": 1, None: 14}
    assert company.split("total_revenue", "industry", "2026-01") == {"steel": 1, None: 14}
    assert company.split("total_revenue", "owner", "2026-01") == {"Eva": 1, "gone": 2, None: 12}


def test_two_dimensions_without_keys_stay_apart(told: Told) -> None:
    """Each of the four ways to have or to lack an owner and a source is one group.

    deal | id outcome amount closed_on  owner_id lead_source
         | 1  won     1      2026-01-10 eva      web
         | 2  won     2      2026-01-10 eva      -
         | 3  won     4      2026-01-10 -        web
         | 4  won     8      2026-01-10 -        -
         | 5  won     16     2026-01-10 -        -
    """
    company = told()
    assert company.split("total_revenue", "owner,lead_source", "2026-01") == {
        ("eva", "web"): 1,
        ("eva", None): 2,
        (None, "web"): 4,
        (None, None): 24,
    }
    assert company.value("total_revenue", "2026-01", where={"owner": ""}) == 28
    assert company.value("total_revenue", "2026-01", where={"owner": ["", "eva"], "lead_source": ""}) == 26


def test_the_total_is_not_taken_for_the_group_without_a_key(told: Told) -> None:
    """The total has no key either.

    deal | id outcome amount closed_on  owner_id
         | 1  won     100    2026-01-10 eva
         | 2  won     50     2026-01-10 -
    """
    table = told().workspace.show("total_revenue", period="2026-01", by="owner", totals=True)
    assert [(dict(r.group), r.value) for r in table] == [({"owner": "eva"}, 100), ({"owner": None}, 50), ({}, 150)]
