"""A filter over a joined table keeps the same rows as the split by it."""

from __future__ import annotations

import pytest

from lievik.errors import RequestError
from tests.soundness.table_from_docstring import Told

DIMENSIONS = ("owner", "manager", "region", "team", "product", "product_family", "account", "industry", "country")


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_filter_and_split_agree(told: Told, dimension: str) -> None:
    """Each amount is a bit; something is missing on every way.

    deal        | id outcome amount closed_on  owner_id product_id account_id
                | 1  won     1      2026-01-10 eva      p          a
                | 2  won     2      2026-01-10 jan      q          b
                | 3  won     4      2026-01-10 gone     gone       gone
                | 4  won     8      2026-01-10 -        -          -
                | 5  lost    16     2026-01-10 eva      q          b
    rep         | id  name manager_id region
                | eva Eva  jan        east
                | jan Jan  -          west
    team        | id name
                | t  Red
    team_member | team_id rep_id starts_on
                | t       eva    -
    product     | id name family
                | p  Pump big
                | q  Quill -
    account     | id name  industry country
                | a  Acme  steel    SK
                | b  Bolt  -        CZ
    """
    company = told()
    split = company.split("win_rate:by_value", dimension, "2026-01")
    assert len(split) >= 2
    for label, value in split.items():
        kept = company.value("win_rate:by_value", "2026-01", where={dimension: str(label or "")})
        assert kept == value, label
    whole = company.one("win_rate:by_value", "2026-01").denominator
    every = company.one("win_rate:by_value", "2026-01", where={dimension: [str(label or "") for label in split]})
    assert every.denominator == whole == 31


def test_a_filter_reaches_every_measure_of_a_metric_or_the_metric_is_not_available(told: Told) -> None:
    """Costs know no industry, so the cost of a customer in one industry cannot be told.

    deal    | id outcome amount closed_on  account_id
            | 1  won     1      2026-01-10 a
    account | id industry
            | a  steel
    spend   | spent_on   amount
            | 2026-01-10 500
    """
    company = told()
    with pytest.raises(RequestError):
        company.one("customer_acquisition_cost", "2026-01", where={"industry": "steel"})
    table = company.workspace.show("customer_acquisition_cost", "total_revenue", period="2026-01", by="industry")
    assert [(r.metric, r.status, r.value) for r in table] == [
        ("customer_acquisition_cost", "not_available", None),
        ("total_revenue", "ok", 1),
    ]
