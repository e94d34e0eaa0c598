"""Stripe's tables as a connector lands them: whole cents become money, refunds are returns, instants become days."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.real.filled_workspace import Company, Filled, filled_workspace
from tests.real.plain_files import day_in_bratislava, lines_of

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("api_fixtures") / "fivetran_dbt_stripe"


@pytest.fixture(scope="module")
def filled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    target = tmp_path_factory.mktemp("stripe") / "workspace"
    return filled_workspace(target, [folder], "fivetran_stripe", Company(as_of=date(2021, 12, 31), currency="USD"))


def test_every_row_of_every_file(folder: Path, filled: Filled) -> None:
    """One customer was deleted."""
    assert filled.kept() == {
        "customer_data.csv": ("account", 12, 11),
        "invoice_line_item_data.csv": ("invoice_line", 3, 3),
        "product_data.csv": ("product", 10, 10),
        "refund_data.csv": ("invoice_line", 4, 4),
        "subscription_data.csv": ("customer_period", 2, 2),
    }
    assert len(filled.receipt.files_not_mapped) == len(list(folder.iterdir())) - 5


def test_cents_become_money(folder: Path, filled: Filled) -> None:
    """Invoiced less refunded, by the day where the company is."""
    lines = [
        (day_in_bratislava(row["period_start"]), Decimal(row["amount"]) / 100)
        for row in lines_of(folder / "invoice_line_item_data.csv")
    ]
    refunds = [
        (day_in_bratislava(row["created"]), -Decimal(row["amount"]) / 100)
        for row in lines_of(folder / "refund_data.csv")
    ]
    found = filled.rows("SELECT invoiced_on, amount, currency, is_return FROM invoice_line")
    assert sorted(found, key=str) == sorted(
        [(*line, "USD", False) for line in lines] + [(*refund, "USD", True) for refund in refunds], key=str
    )
    (result,) = filled.workspace.show("total_revenue:billed", period="2021")
    assert result.value == sum(amount for _, amount in lines + refunds) == Decimal("-23912.35")


def test_spans_of_subscriptions(folder: Path, filled: Filled) -> None:
    """What they cost stands in another file, so nobody is a customer by them."""
    wanted = {
        row["id"]: (row["customer_id"], day_in_bratislava(row["start_date"]), day_in_bratislava(row["ended_at"]))
        for row in lines_of(folder / "subscription_data.csv")
    }
    found = filled.rows("SELECT id, account_id, starts_on, ends_on, monthly_amount FROM customer_period")
    assert {key: tuple(rest) for key, *rest, _ in found} == wanted
    assert {monthly for *_, monthly in found} == {None}
    assert filled.rows("SELECT count(*) FROM customer") == [(0,)]


def test_companies_and_products(folder: Path, filled: Filled) -> None:
    companies = {
        row["id"]: (row["name"], day_in_bratislava(row["created"]))
        for row in lines_of(folder / "customer_data.csv")
        if row["is_deleted"] == "FALSE"
    }
    assert {
        key: (name, since) for key, name, since in filled.rows("SELECT id, name, created_on FROM account")
    } == companies
    products = {row["id"]: (row["name"], row["type"]) for row in lines_of(folder / "product_data.csv")}
    assert {key: (name, kind) for key, name, kind in filled.rows("SELECT id, name, family FROM product")} == products
