"""What was sold by product, on lines that a reader can add up in the head."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.errors import RequestError, UnknownNameError
from lievik.model.products import EFFECTS, ProductRow, ProductsAnswer
from tests.soundness.table_from_docstring import Told


def by_name(answer: ProductsAnswer) -> dict[str | None, ProductRow]:
    """Rows by what they are of; each adds up to its change."""
    assert all(sum(row.effects.values()) == row.change for row in answer.rows)
    assert answer.whole is not None
    assert answer.whole.change == sum(row.change for row in answer.rows)
    return {row.product: row for row in answer.rows}


def moved(row: ProductRow | None) -> dict[str, Decimal]:
    """The effects that are not zero."""
    assert row is not None
    assert tuple(row.effects) == EFFECTS
    return {name: part for name, part in row.effects.items() if part}


def test_volume_mix_and_price(told: Told) -> None:
    """Half as many units again: A from 10 of 40 to 30 of 60, at the same price; B still 30, at 22 instead of 20.

    product      | id name  family
                 | a  Axle  Parts
                 | b  Brake Parts
    invoice_line | id product_id invoiced_on quantity unit_price amount
                 | 1  a          2026-02-10  10       10         100
                 | 2  b          2026-02-10  20       20         400
                 | 3  b          2026-03-31  10       20         200
                 | 4  a          2026-04-01  30       10         300
                 | 5  b          2026-05-10  30       22         660
                 | 6  b          2026-07-01  99       22         2178
    """
    answer = told().workspace.products(period="2026-Q2")
    rows = by_name(answer)
    assert (answer.source, answer.compared.label, [row.name for row in answer.rows]) == (
        "invoice_line",
        "2026-Q1",
        ["Brake", "Axle"],
    )
    assert (rows["a"].now.revenue, rows["a"].now.units, rows["a"].now.price, rows["a"].now.discount) == (300, 30, 10, 0)
    assert (rows["b"].before.revenue, rows["b"].before.units, rows["b"].now.price) == (600, 30, 22)
    assert rows["a"].share == Decimal(300) / 960
    # log means: (300 - 100) / ln 3 = 182.05 and (660 - 600) / ln 1.1 = 629.52; ln(60/40) = 0.40547, ln 2 = 0.69315
    assert moved(rows["a"]) == {"volume": Decimal("73.81"), "mix": Decimal("126.19")}
    assert moved(rows["b"]) == {"volume": Decimal("255.25"), "mix": Decimal("-255.25"), "price": 60}
    families = told().workspace.products(period="2026-Q2", by="product_family")
    (parts,) = families.rows
    assert (parts.product, parts.now.revenue, moved(parts)) == ("Parts", 960, moved(answer.whole))


def test_what_is_new_or_gone_is_volume_and_mix(told: Told) -> None:
    """As many units of one as there were of the other.

    invoice_line | product_id invoiced_on quantity unit_price amount
                 | old        2026-02-10  10       10         100
                 | new        2026-05-10  10       30         300
    """
    rows = by_name(told().workspace.products(period="2026-Q2"))
    assert moved(rows["new"]) == {"mix": 300}
    assert moved(rows["old"]) == {"mix": -100}
    alone = told().workspace.products(period="2026-Q2", compare="2025")
    assert moved(by_name(alone)["new"]) == {"volume": 300}


def test_one_product_has_no_mix(told: Told) -> None:
    """Three times as many at the same price, and then the same at another.

    invoice_line | product_id invoiced_on quantity unit_price amount
                 | a          2025-11-10  10       10         100
                 | a          2026-02-10  30       10         300
                 | a          2026-05-10  30       12         360
    """
    workspace = told().workspace
    assert moved(workspace.products(period="2026-Q1").whole) == {"volume": 200}
    assert moved(workspace.products(period="2026-Q2").whole) == {"price": 60}
    assert moved(workspace.products(period="2026-Q1", compare="2026-Q1").whole) == {}


def test_units_that_move_between_currencies_are_mix(told: Told) -> None:
    """Ten pieces for 100 euros, then ten for 200 dollars worth 100 euros: the same revenue, elsewhere.

    invoice_line | product_id invoiced_on quantity unit_price amount currency
                 | a          2026-02-10  10       10         100    EUR
                 | a          2026-05-10  10       20         200    USD
    fx_rate      | on_date    from_currency to_currency rate
                 | 2026-01-01 USD           EUR         0.5
    """
    (row,) = told().workspace.products(period="2026-Q2").rows
    assert (row.change, moved(row)) == (0, {})


def test_discount_is_weighted_by_what_was_listed(told: Told) -> None:
    """100 at 10 % and 900 without: of 1000 listed 10 is given away; then of 100 twenty.

    deal      | id outcome amount closed_on  account_id is_deleted
              | 1  won     990    2026-02-10 x          -
              | 2  won     80     2026-05-10 x          -
              | 3  lost    500    2026-05-10 x          -
              | 4  won     500    2026-05-10 x          true
    deal_line | id deal_id product_id quantity unit_price discount_share
              | 1  1       a          10       10         0.1
              | 2  1       b          9        100        -
              | 3  2       a          10       10         0.2
              | 4  2       b          -        100        -
              | 5  3       a          10       10         -
              | 6  4       a          10       10         -
    """
    answer = told().workspace.products(period="2026-Q2")
    rows = by_name(answer)
    assert answer.source == "deal_line"
    assert answer.whole is not None
    assert answer.whole.before.discount == Decimal("0.01")
    assert (rows["a"].now.discount, rows["a"].before.discount) == (Decimal("0.2"), Decimal("0.1"))
    assert moved(rows["a"])["discount"] < 0
    assert answer.uncounted.no_amount == 1
    where = told().workspace.products(period="2026-Q2", where={"product": "a"})
    assert moved(where.whole) == {"discount": -10}


def test_where_there_are_no_lines_a_unit_is_a_deal(told: Told) -> None:
    """Two deals for 100 each, then one for 250; one names no product.

    deal | id outcome amount closed_on  product_id
         | 1  won     100    2026-02-10 a
         | 2  won     100    2026-02-11 a
         | 3  won     250    2026-05-10 a
         | 4  won     40     2026-05-10 -
    """
    answer = told().workspace.products(period="2026-Q2")
    rows = by_name(answer)
    assert answer.source == "deal"
    assert (rows["a"].now.units, rows["a"].now.price, rows["a"].before.units) == (1, 250, 2)
    assert rows["a"].change == 50
    assert (rows[None].name, rows[None].now.revenue) == (None, 40)
    assert (answer.nameless.revenue, answer.nameless.lines) == (40, 1)


def test_a_product_without_a_family_names_its_product(told: Told) -> None:
    """Two lines of a product that has no family, one of none.

    product      | id name  family
                 | a  Axle  -
    invoice_line | id product_id invoiced_on quantity unit_price amount
                 | 1  a          2026-05-10  10       10         100
                 | 2  a          2026-05-10  10       10         100
                 | 3  -          2026-05-10  10       10         100
    """
    answer = told().workspace.products(period="2026-Q2", by="product_family")
    assert [(row.product, row.now.revenue) for row in answer.rows] == [(None, 300)]
    assert (answer.nameless.revenue, answer.nameless.lines) == (100, 1)


def test_refunds_larger_than_sales(told: Told) -> None:
    """Sold for 100 in both; then 300 came back, one of it without saying so but for its sign.

    invoice_line | product_id invoiced_on quantity unit_price amount is_return
                 | a          2026-02-10  10       10         100    false
                 | a          2026-05-10  10       10         100    false
                 | a          2026-05-11  -20      10         -200   true
                 | a          2026-05-12  -10      10         -100   -
    """
    answer = told().workspace.products(period="2026-Q2")
    (row,) = answer.rows
    assert (row.now.revenue, row.now.returned, row.now.returns, row.now.units, row.now.price) == (-200, -300, 2, 10, 10)
    assert row.share is None
    assert moved(row) == {"returns": -300}
    assert moved(answer.whole) == {"returns": -300}


def test_two_currencies(told: Told) -> None:
    """As many dollars for as many pieces, which are worth a fifth more; and francs, of which nobody knows the rate.

    invoice_line | product_id invoiced_on quantity unit_price amount currency
                 | a          2026-02-10  10       10         100    USD
                 | a          2026-05-10  10       10         100    USD
                 | a          2026-02-10  5        10         50     EUR
                 | a          2026-05-10  5        12         60     EUR
                 | a          2026-05-10  5        12         60     CHF
    fx_rate      | on_date    from_currency to_currency rate
                 | 2026-01-01 USD           EUR         0.5
                 | 2026-04-01 USD           EUR         0.6
    """
    answer = told().workspace.products(period="2026-Q2")
    (row,) = answer.rows
    assert (row.before.revenue, row.now.revenue) == (100, 120)
    assert moved(row) == {"exchange_rate": 10, "price": 10}
    assert answer.uncounted.no_rate == 1
    assert (row.now.listed, row.now.discount) == (120, 0)


def test_lines_without_units_are_in_revenue_and_in_no_price(told: Told) -> None:
    """70 for nobody says how many.

    invoice_line | product_id invoiced_on quantity unit_price amount
                 | a          2026-02-10  10       10         100
                 | a          2026-05-10  10       10         100
                 | a          2026-05-10  -        -          70
    """
    (row,) = told().workspace.products(period="2026-Q2").rows
    assert (row.now.revenue, row.now.price, row.now.units, row.now.untold) == (170, 10, 10, 1)
    assert moved(row) == {"without_units": 70}


def test_nothing_sold_and_nothing_to_read(told: Told) -> None:
    """A line long ago.

    invoice_line | product_id invoiced_on quantity unit_price amount
                 | a          2020-02-10  10       10         100
    """
    answer = told().workspace.products(period="2026-Q2", has_next=True)
    assert (answer.rows, answer.reason) == ((), "")
    assert answer.next is not None
    assert (answer.next.looked_at, answer.next.pairings, answer.next.candidates) == (0, (), ())


def test_before_anything_came_in(told: Told) -> None:
    """Accounts alone.

    account | id name
            | x  Alfa
    """
    answer = told().workspace.products(has_next=True)
    assert (answer.source, answer.rows, answer.reason, answer.next) == (None, (), "missing_table", None)


def test_what_makes_no_sense_is_refused(told: Told) -> None:
    """One line.

    invoice_line | product_id invoiced_on quantity unit_price amount
                 | a          2026-05-10  10       10         100
    """
    with pytest.raises(UnknownNameError, match="product_family"):
        told().workspace.products(by="owner")
    with pytest.raises(RequestError, match="one thing at a time"):
        told().workspace.products(by="product,product_family")
