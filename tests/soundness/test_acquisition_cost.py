"""What a customer cost, on costs and wins that a reader can add up in the head."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

from tests.soundness.table_from_docstring import Company, Told, company

CAC = "customer_acquisition_cost"


def _won_at_once(count: int) -> str:
    """So many first wins of June, each on the day that it began."""
    rows = "\n".join(f" | {n} won 10 2026-06-10 2026-06-10 a{n}" for n in range(count))
    return f"deal | id outcome amount created_on closed_on account_id\n{rows}"


def test_the_example_of_the_article() -> None:
    """100,000 for 50 new customers is 2,000 each; no cycle takes a month, so matched costs are the same."""
    spent = "\nspend | spent_on amount category\n | 2026-06-01 60000 media\n | 2026-06-02 40000 payroll"
    found = company(_won_at_once(50) + spent)
    assert found.value(CAC, "2026-06") == 2000
    assert found.value(f"{CAC}:matched", "2026-06") == 2000
    assert found.value(f"{CAC}:lagged", "2026-06") == 2000
    assert found.value(f"{CAC}:without_payroll", "2026-06") == 1200
    assert found.value(f"{CAC}:paid", "2026-06") == 1200
    assert found.value(f"{CAC}:part_of_payroll", "2026-06", parameters={"payroll_share": Decimal("0.5")}) == 1600


def test_costs_without_customers_have_no_cost_of_one(told: Told) -> None:
    """Fairs brought nobody, e-mail cost nothing that is known.

    deal  | id outcome amount closed_on  account_id lead_source campaign_id
          | 1  won     100    2026-01-10 a          seo         c1
          | 2  won     100    2026-01-11 b          mail        c2
    campaign | id name
             | c1 Search
             | c2 Letters
             | c3 Fair
    spend | spent_on   amount channel campaign_id
          | 2026-01-05 300    fairs   c3
          | 2026-01-05 120    seo     c1
    """
    found = told()
    for metric in (CAC, f"{CAC}:matched"):
        by_channel = found.groups(metric, "lead_source", "2026-01")
        assert (by_channel["fairs"].value, by_channel["fairs"].status, by_channel["fairs"].reason) == (
            None,
            "undefined",
            "no_new_customers",
        )
        assert by_channel["seo"].value == 120
        assert (by_channel["mail"].value, by_channel["mail"].status) == (0, "partial")
        assert found.split(metric, "campaign", "2026-01") == {"Search": 120, "Letters": 0, "Fair": None}


def test_costs_are_spread_as_first_wins_are(told: Told) -> None:
    """First wins took 0, 1, 1 and 2 months; a later win of a customer says nothing. 100 of January: 25, 50, 25.

    deal  | id outcome amount created_on closed_on  account_id
          | 1  won     10     2026-03-01 2026-03-05 a
          | 2  won     10     2026-02-01 2026-03-05 b
          | 3  won     10     2026-02-03 2026-03-05 c
          | 4  won     10     2026-01-01 2026-03-05 d
          | 5  won     10     2025-01-01 2026-03-05 d
    spend | spent_on   amount
          | 2026-01-31 100
          | 2026-03-01 40
    """
    found = told()
    assert found.value(f"{CAC}:matched", "2026-01") is None
    assert found.one(f"{CAC}:matched", "2026-01").numerator == 25
    assert found.one(f"{CAC}:matched", "2026-02").numerator == 50
    assert found.one(f"{CAC}:matched", "2026-03").numerator == 25 + 10
    assert found.value(f"{CAC}:matched", "2026-03") == 35 / 4
    listed = found.workspace.drill(f"{CAC}:matched", part="numerator", period="2026-03").records
    assert sorted((record.record, record.contribution) for record in listed) == [("spend0", 25), ("spend1", 10)]


def _spread(found: Company) -> list[tuple[object, ...]]:
    sql = "SELECT spend_id, sum(amount), count(*) FROM spend_part GROUP BY 1 ORDER BY 1"
    assert found.workspace.engine is not None
    return list(found.workspace.engine.fetch(sql, {})[1])


def test_parts_of_a_cost_add_up_to_it_whatever_cycles_there_are() -> None:
    chance = Random(7)  # noqa: S311 - made-up costs
    for _ in range(8):
        wins = "\n".join(
            f" | {n} won 10 2024-{chance.randint(1, 12):02}-03 2025-12-{chance.randint(1, 28):02} a{n}"
            for n in range(chance.randint(1, 13))
        )
        amounts = {str(n): Fraction(chance.randint(-500, 99_999_999), 100) for n in range(1, 6)}
        costs = "\n".join(f" | {n} 2026-01-15 {float(amount):.2f}" for n, amount in amounts.items())
        found = company(
            f"deal | id outcome amount created_on closed_on account_id\n{wins}\nspend | id spent_on amount\n{costs}"
        )
        assert {str(key): Fraction(str(total)) for key, total, _ in _spread(found)} == amounts


def test_parts_in_another_currency_are_converted_at_the_day_of_the_cost(told: Told) -> None:
    """The dollar was worth half a euro when it was spent and a whole one when customers came.

    deal    | id outcome amount currency created_on closed_on  account_id
            | 1  won     10     EUR      2026-01-01 2026-02-01 a
    spend   | spent_on   amount currency
            | 2026-01-10 100    USD
            | 2026-01-10 30     EUR
    fx_rate | on_date    from_currency to_currency rate
            | 2026-01-01 USD           EUR         0.5
            | 2026-02-01 USD           EUR         1
    """
    found = told()
    assert found.value(f"{CAC}:matched", "2026-02") == 80
    assert found.value(f"{CAC}:matched", "2026-01") is None


def test_a_cost_without_an_amount_is_told_of_once(told: Told) -> None:
    """First wins took one month and two.

    deal  | id outcome amount created_on closed_on  account_id
          | 1  won     10     2026-01-01 2026-02-01 a
          | 2  won     10     2026-01-01 2026-03-01 b
    spend | spent_on   amount
          | 2026-01-10 -
          | 2026-01-10 30
    """
    found = told()
    assert dict(found.one(f"{CAC}:matched", "2026-H1").excluded.reasons) == {"no_amount": 1}
    assert found.value(f"{CAC}:matched", "2026-H1") == 15
