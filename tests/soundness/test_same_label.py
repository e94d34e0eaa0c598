"""Two people of one name stay two groups."""

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_two_reps_of_one_name(told: Told) -> None:
    """Two are called Eva; only one of them sells the second product.

    deal    | id outcome amount closed_on  owner_id product_id
            | 1  won     100    2026-01-10 r1       p
            | 2  won     200    2026-01-10 r2       p
            | 3  won     400    2026-01-10 r2       q
            | 4  won     800    2026-01-10 r1       -
            | 5  won     1600   2026-01-10 r2       -
    rep     | id name
            | r1 Eva
            | r2 Eva
    product | id name
            | p  Pump
            | q  Quill
    """
    company = told()
    assert company.split("total_revenue", "owner", "2026-01") == {"Eva (r1)": 900, "Eva (r2)": 2200}
    assert company.split("total_revenue", "owner,product", "2026-01") == {
        ("Eva (r1)", "Pump"): 100,
        ("Eva (r2)", "Pump"): 200,
        ("Eva (r2)", "Quill"): 400,
        ("Eva (r1)", None): 800,
        ("Eva (r2)", None): 1600,
    }
    assert company.value("total_revenue", "2026-01", where={"owner": "r1"}) == 900


def test_a_rep_whose_name_is_another_ones_id(told: Told) -> None:
    """A filter by label and one by id must not mix up who is meant by a label that only one of them has.

    deal | id outcome amount closed_on  owner_id
         | 1  won     100    2026-01-10 r1
         | 2  won     200    2026-01-10 r2
    rep  | id name
         | r1 Eva
         | r2 Jan
    """
    company = told()
    assert company.value("total_revenue", "2026-01", where={"owner": "Eva"}) == 100
    assert company.value("total_revenue", "2026-01", where={"owner": ["Eva", "r2"]}) == 300
