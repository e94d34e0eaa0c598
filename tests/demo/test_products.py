"""Products of the made-up company: the same revenue as its metric, and what plain Python makes of its invoice lines."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from lievik.workspace import Workspace
from tests.real.plain_files import cents


@pytest.mark.parametrize("period", ["2026-Q2", "2026-Q1", "2025", "2025-03"])
@pytest.mark.parametrize("by", ["product", "product_family"])
def test_revenue_is_that_of_the_metric(kovotech: Workspace, period: str, by: str) -> None:
    answer = kovotech.products(period=period, by=by)
    shown = {result.group[by]: result.value for result in kovotech.show("total_revenue:billed", period=period, by=by)}
    assert {row.name: row.now.revenue for row in answer.rows if row.now.lines} == shown
    assert answer.whole is not None
    (whole,) = kovotech.show("total_revenue:billed", period=period)
    assert answer.whole.now.revenue == whole.value
    assert sum(answer.whole.effects.values()) == answer.whole.change


def test_units_and_discounts_are_those_of_the_lines(kovotech: Workspace) -> None:
    """Of those billed in euros, which need no rate."""
    assert kovotech.engine is not None
    rows = kovotech.engine.fetch(
        "SELECT product_id, quantity, unit_price, amount, is_return FROM invoice_line "
        "WHERE currency = 'EUR' AND invoiced_on >= '2026-04-01' AND invoiced_on < '2026-07-01'",
        {},
    )[1]
    units: dict[object, Decimal] = defaultdict(Decimal)
    listed: dict[object, Decimal] = defaultdict(Decimal)
    sold: dict[object, Decimal] = defaultdict(Decimal)
    for product, *numbers, is_return in rows:
        quantity, price, amount = (Decimal(str(number)) for number in numbers)
        if not is_return:
            units[product] += quantity
            listed[product] += cents(quantity * price)
            sold[product] += amount
    answer = kovotech.products(period="2026-Q2", where={"currency": "EUR"})
    for row in answer.rows:
        assert (row.now.units, row.now.sold) == (units[row.product], sold[row.product])
        assert row.now.discount == pytest.approx(1 - sold[row.product] / listed[row.product], abs=Decimal("0.00001"))


def test_candidates_have_the_one_and_not_the_other(kovotech: Workspace) -> None:
    assert kovotech.engine is not None
    rows = kovotech.engine.fetch(
        "SELECT product_id, account_id, sum(amount) FROM invoice_line GROUP BY product_id, account_id", {}
    )[1]
    bought: dict[str, set[str]] = defaultdict(set)
    for product, account, amount in rows:
        if Decimal(str(amount)) > 0:
            bought[str(product)].add(str(account))
    found = kovotech.products(has_next=True).next
    assert found is not None
    assert found.candidates
    for pair in found.pairings:
        one, other = bought[pair.held], bought[pair.other]
        assert (pair.holders, pair.both, pair.others) == (len(one), len(one & other), len(other))
    missing = {(account, pair.other) for pair in found.pairings for account in bought[pair.held] - bought[pair.other]}
    assert {(each.account, each.pairing.other) for each in found.candidates} == missing
    assert found.count == len(missing)
