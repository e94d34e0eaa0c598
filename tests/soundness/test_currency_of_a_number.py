"""A number of money names the currency it is in, and currencies are never added together."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told


def test_a_split_by_currency_stays_in_one_currency_unless_nothing_is_converted(told: Told) -> None:
    """Converted, all three groups are in euros.

    deal    | id outcome amount currency closed_on
            | 1  won     100    EUR      2026-02-10
            | 2  won     1000   CZK      2026-02-10
            | 3  won     70     USD      2026-02-10
    fx_rate | on_date    from_currency to_currency rate
            | 2026-02-01 CZK           EUR         0.04
    """
    company = told()
    converted = company.groups("total_revenue", "currency", "2026-02")
    assert {name: (r.value, r.currency, r.reason) for name, r in converted.items()} == {
        "CZK": (40, "EUR", ""),
        "EUR": (100, "EUR", ""),
        "USD": (0, "EUR", "no_rate"),
    }
    own = company.groups("total_revenue", "currency", "2026-02", currency_policy="per_currency")
    assert {name: (r.value, r.currency, r.reason) for name, r in own.items()} == {
        "CZK": (1000, "CZK", ""),
        "EUR": (100, "EUR", ""),
        "USD": (70, "USD", ""),
    }


def test_what_is_not_converted_is_not_added_up_either(told: Told) -> None:
    """A hundred euros and a hundred crowns are no two hundred of anything.

    deal | id outcome amount currency closed_on  owner_id
         | 1  won     100    EUR      2026-02-10 eva
         | 2  won     100    CZK      2026-02-10 eva
    """
    company = told()
    table = company.workspace.show(
        "total_revenue", "win_rate:by_value", period="2026-02", by="owner", currency_policy="per_currency", totals=True
    )
    assert [(r.metric, dict(r.group), r.numerator) for r in table] == [
        ("total_revenue", {"owner": "eva", "currency": "CZK"}, 100),
        ("total_revenue", {"owner": "eva", "currency": "EUR"}, 100),
        ("win_rate", {"owner": "eva", "currency": "CZK"}, 100),
        ("win_rate", {"owner": "eva", "currency": "EUR"}, 100),
    ]
