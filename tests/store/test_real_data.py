"""Real exports through mapping, store and derivation, against figures worked out apart from this project."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.model.conventions import Conventions
from lievik.model.mapping_text import read_mapping
from lievik.model.receipt import Receipt
from lievik.sources.file_source import FileSource
from lievik.store import runs
from tests.store.arriving import connect, read, workspace

RETAIL = """
source = "shop"
[[file]]
match = "online_retail.csv"
table = "invoice_line"
keep = "InvoiceNo not like 'A%'"
[file.columns]
invoice_no = "InvoiceNo"
account_id = { expression = "split_part(CustomerID, '.', 1)" }
quantity = "Quantity"
unit_price = "UnitPrice"
invoiced_on = "InvoiceDate"
amount = { expression = "cast(Quantity as decimal(18,4)) * cast(UnitPrice as decimal(18,4))" }
is_return = { expression = "InvoiceNo like 'C%'" }
currency = { constant = "GBP" }
"""
PIPELINE = """
source = "maven"
[[file]]
match = "sales_pipeline.csv"
table = "deal"
[file.columns]
id = "opportunity_id"
owner_id = "sales_agent"
account_id = "account"
product_id = { expression = "replace(product, 'GTXPro', 'GTX Pro')" }
amount = "close_value"
currency = { constant = "USD" }
created_on = "engage_date"
closed_on = "close_date"
outcome = { column = "deal_stage", values = { Won = "won", Lost = "lost", Engaging = "open", Prospecting = "open" } }
"""
TARGETS = """
source = "works"
[[file]]
match = "Targets_long.csv"
table = "quota"
ends = "inclusive"
[file.columns]
subject_kind = { constant = "rep" }
subject_id = "EmployeeID"
starts_on = "TargetMonth"
ends_on = { expression = "last_day(cast(TargetMonth as date))" }
amount = "TargetAmount"
currency = { constant = "USD" }
"""

pytestmark = pytest.mark.real


def brought(folder: Path, mapping: str, path: Path, conventions: Conventions) -> Receipt:
    """Bring a real file into a workspace."""
    source = FileSource(mapping=read_mapping(mapping, path="mapping.toml"), paths=(path,), conventions=conventions)
    return runs.bring_in(folder, connect, source, known_at=datetime(2026, 1, 1, tzinfo=UTC))


def test_buyers_of_the_shop_are_lost_as_the_reference_says(tmp_path: Path, real_data: Callable[[str], Path]) -> None:
    data = real_data("uci_online_retail")
    reference = json.loads((data / "reference.json").read_text(encoding="utf-8"))
    folder = workspace(tmp_path)
    receipt = brought(folder, RETAIL, data / "raw", Conventions(currency="GBP", churn_fixed_days=90))
    assert (receipt.files[0].rows_read, receipt.files[0].rows_left_out) == (reference["rows"]["lines"], 3)
    lost = "SELECT strftime(left_on, '%Y-%m'), count(*) FROM customer WHERE left_on IS NOT NULL GROUP BY ALL"
    assert dict(read(folder, lost)) == reference["churn90"]["churn_events_by_month"]
    ever = "SELECT count(DISTINCT account_id) FILTER (left_on IS NOT NULL), count(DISTINCT account_id) FROM customer"
    assert read(folder, ever) == [(2693, reference["churn90"]["customers"])]
    new = "SELECT strftime(became_on, '%Y-%m'), count(*) FROM customer WHERE spell_no = 1 GROUP BY ALL"
    assert dict(read(folder, new)) == reference["new_customers_by_month"]


def test_the_pipeline_comes_in_whole(tmp_path: Path, real_data: Callable[[str], Path]) -> None:
    data = real_data("maven_crm")
    reference = json.loads((data / "reference.json").read_text(encoding="utf-8"))
    folder = workspace(tmp_path)
    receipt = brought(folder, PIPELINE, data / "raw", Conventions(currency="USD"))
    assert receipt.files[0].totals[0].amount == Decimal(str(reference["total"]["revenue_won"]))
    assert len(receipt.files_not_mapped) == 4
    assert read(folder, "SELECT count(*), count(DISTINCT product_id) FROM deal") == [(8800, 7)]
    assert read(folder, "SELECT count(*) FROM first_win") == [(reference["customers_with_won"],)]
    credited = "SELECT rep_id, sum(credited_amount) FROM owner_month GROUP BY ALL"
    expected = {rep: Decimal(str(of["revenue_won"])) for rep, of in reference["by_agent"].items()}
    assert dict(read(folder, credited)) == expected


def test_monthly_targets_stay_what_they_are(tmp_path: Path, real_data: Callable[[str], Path]) -> None:
    folder = workspace(tmp_path)
    data = real_data("adventureworks_reseller")
    receipt = brought(folder, TARGETS, data / "raw", Conventions(currency="USD"))
    assert read(folder, "SELECT count(*), sum(amount) FROM quota") == read(
        folder, "SELECT count(*), sum(quota_amount) FROM quota_month"
    )
    assert receipt.rows_kept == 809
