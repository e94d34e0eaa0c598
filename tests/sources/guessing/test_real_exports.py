"""What is guessed of real data sets: right where it is taken, and left alone where it could be wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from lievik.model.conventions import Conventions
from lievik.model.mapping_text import read_mapping
from lievik.model.proposal import Proposal
from lievik.model.proposal_text import mapping_text
from lievik.sources.file_source import FileSource
from lievik.sources.guessing.proposing import propose
from lievik.sources.reading.opening import open_sheets

pytestmark = pytest.mark.real
MAVEN_BY_HAND = Path(__file__).parents[2] / "real" / "maven_crm.toml"

TABLES = {
    "maven_crm/raw": "accounts=account products=product sales_pipeline=deal sales_teams=rep",
    "adventureworks_reseller/raw": "FactResellerSales=invoice_line Product=product Resellers=account Salesperson=rep",
    "ravenstack_saas/raw": (
        "ravenstack_accounts=account ravenstack_churn_events=churn_event ravenstack_subscriptions=customer_period"
    ),
    "uci_online_retail/raw": "online_retail=invoice_line",
    "api_fixtures/fivetran_dbt_hubspot": (
        "company_data=account contact_data=contact deal_contact_data=deal_contact deal_data=deal "
        "deal_pipeline_data=pipeline deal_pipeline_stage_data=stage owner_data=rep owner_team_data=team_member "
        "team_data=team team_user_data=team_member users_data=rep"
    ),
    "api_fixtures/fivetran_dbt_salesforce": (
        "sf_account_data=account sf_contact_data=contact sf_event_data=activity sf_lead_data=lead "
        "sf_opportunity_data=deal sf_opportunity_line_item_data=deal_line sf_product_2_data=product "
        "sf_task_data=activity sf_user_data=rep"
    ),
    "api_fixtures/fivetran_dbt_stripe": (
        "account_data=account customer_data=account product_data=product subscription_data=customer_period"
    ),
}
"""Folder -> files and the tables that they are taken for without asking; every other file is left."""


def _safe(folder: Path, scratch: Path) -> Proposal:
    safe, _ = propose(open_sheets([folder], scratch).sheets, places=(folder.parent.name,)).safe()
    return safe


@pytest.mark.parametrize("name", TABLES)
def test_only_files_that_are_a_table_for_sure_are_taken(
    name: str, real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    safe = _safe(real_data(name), tmp_path)
    assert " ".join(f"{file.file.removesuffix('.csv')}={file.table}" for file in safe.files) == TABLES[name]
    assert read_mapping(mapping_text(safe), path="proposal").files


def test_maven_needs_no_question(real_data: Callable[[str], Path], tmp_path: Path) -> None:
    proposal = propose(open_sheets([real_data("maven_crm/raw")], tmp_path).sheets)
    assert proposal.open_doubts == ()
    assert [(file.name, file.reason) for file in proposal.unknown] == [("data_dictionary.csv", "dictionary")]


def test_maven_comes_in_as_by_the_mapping_that_was_written_by_hand(
    real_data: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = real_data("maven_crm/raw")
    guessed = _staged(folder, mapping_text(_safe(folder, tmp_path)))
    by_hand = _staged(folder, MAVEN_BY_HAND.read_text())
    for table in ("account", "product", "rep", "deal"):
        own = {"account": "EXCLUDE (parent_id)", "deal": "EXCLUDE (name, currency_assumed)"}.get(table, "")
        statement = f"SELECT * {own} FROM staged_{table} ORDER BY ALL"  # noqa: S608 - names of tables written here
        assert guessed.execute(statement).fetchall() == by_hand.execute(statement).fetchall()


def _staged(folder: Path, mapping: str) -> duckdb.DuckDBPyConnection:
    """Stage by a mapping; give the connection that the tables wait in."""
    connection = duckdb.connect()
    conventions = Conventions(currency="USD", time_zone="UTC")
    source = FileSource(mapping=read_mapping(mapping, path="maven.toml"), paths=(folder,), conventions=conventions)
    source.stage(connection)
    return connection


def test_a_region_of_no_table_is_left(real_data: Callable[[str], Path], tmp_path: Path) -> None:
    proposal = propose(open_sheets([real_data("adventureworks_reseller/raw")], tmp_path).sheets)
    unknown = {file.name: file.reason for file in proposal.unknown}
    assert re.search("ResellerSalesTargets.csv.*wide_months", str(unknown))
    assert set(unknown) >= {"Region.csv", "Targets_long.csv"}
