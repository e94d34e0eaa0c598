"""Next month's export falls under this month's pattern, and no other file of the folder does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lievik.model.mapping import is_named
from lievik.model.mapping_text import read_mapping
from lievik.model.proposal_text import mapping_text
from lievik.sources.guessing.dated_names import pattern_of, without_dates
from lievik.sources.guessing.proposing import propose
from tests.sources.guessing.paper_sheet import PaperSheet, paper

DEALS = "Deal ID|Stage|Amount|Created Date\nD1|Won|1.5|2026-01-01\nD2|Lost|2.5|2026-01-12"
FIRMS = "Company|Industry\nAcme|Steel\nBeta|Wood"


@pytest.mark.parametrize(
    ("name", "pattern", "bare"),
    [
        ("deals-2026-07.csv", "deals-*.csv", "deals"),
        ("deals_20260731.csv", "deals_*.csv", "deals"),
        ("07_2026 obchody.xlsx", "* obchody.xlsx", "obchody"),
        ("obchody 31.7.2026.csv", "obchody *.csv", "obchody"),
        ("deals 2026-07-31 14-30-05.csv", "deals *.csv", "deals"),
        ("deals_2026-01-01_2026-03-31.csv", "deals_*.csv", "deals"),
        ("quotas-2026-Q1.csv", "quotas-*.csv", "quotas"),
        ("Q3 2026 quotas.csv", "* quotas.csv", "quotas"),
        ("deals-2026-W31.csv", "deals-*.csv", "deals"),
        ("obchody júl 2026.csv", "obchody *.csv", "obchody"),
        ("Deals July 2026.xlsx", "Deals *.xlsx", "Deals"),
        ("deals2026-07.csv", "deals*.csv", "deals"),
        ("deals_2025.csv", "deals_*.csv", "deals"),
        ("deals (1).csv", "deals*.csv", "deals"),
        ("obchody - kópia.csv", "obchody*.csv", "obchody"),
        ("obchody - k\u006f\u0301pia (2).csv", "obchody*.csv", "obchody"),
        ("deals copy 2.csv", "deals*.csv", "deals"),
        ("deals-1.csv", "deals-*.csv", "deals"),
        ("deals-2026-07 (1).csv", "deals-*.csv", "deals"),
        ("deals-12345-67.csv", "deals-12345-*.csv", "deals-12345"),
        ("deals [a] 2026.csv", "deals [[]a] *.csv", "deals [a]"),
        # what says nothing without its date, and what has none
        ("2026-07.csv", "2026-07.csv", ""),
        ("report1677912345678.csv", "report1677912345678.csv", "report"),
        ("export 2026-07.csv", "export 2026-07.csv", "export"),
        ("sf_product_2_data.csv", "sf_product_2_data.csv", "sf_product_2_data"),
        ("sales_pipeline.csv", "sales_pipeline.csv", "sales_pipeline"),
        ("Maya.csv", "Maya.csv", "Maya"),
        ("top2000.csv", "top2000.csv", "top2000"),
    ],
)
def test_what_changes_from_export_to_export_is_a_star(name: str, pattern: str, bare: str) -> None:
    assert (pattern_of(name), without_dates(name)) == (pattern, bare)
    assert is_named(name, pattern)


def _matches(*sheets: PaperSheet, others: tuple[str, ...] = ()) -> list[str]:
    """Give the patterns of the mapping that is guessed."""
    text = mapping_text(propose(sheets, others=others).safe()[0])
    return [file.match for file in read_mapping(text, path="guess").files]


def test_one_month_stands_for_all() -> None:
    assert _matches(paper("deals-2026-07.csv", DEALS)) == ["deals-*.csv"]


def test_another_file_never_falls_under_a_pattern() -> None:
    deals = paper("deals-2026-07.csv", DEALS)
    assert _matches(deals, paper("deals-firms.csv", FIRMS))[0] == "deals-2026-07.csv"
    assert _matches(deals, others=("deals-broken.csv",)) == ["deals-2026-07.csv"]
    assert _matches(deals, others=("firms.csv", "deals-07.xlsx")) == ["deals-*.csv"]


def test_months_with_other_columns_are_known_by_their_names() -> None:
    other = paper("deals-2026-08.csv", DEALS.replace("Amount", "Value"))
    assert _matches(paper("deals-2026-07.csv", DEALS), other) == ["deals-2026-07.csv", "deals-2026-08.csv"]


def test_a_copy_and_its_original_are_one() -> None:
    proposal = propose([paper("deals.csv", DEALS), paper("deals (1).csv", DEALS)])
    (file,) = proposal.files
    assert (file.key, file.match, file.also) == ("deals.csv", "deals*.csv", ("deals (1).csv",))


def test_what_one_month_writes_clearly_reads_the_other() -> None:
    unclear = DEALS.replace("2026-01-01", "02/03/2026").replace("2026-01-12", "05/06/2026")
    clear = unclear.replace("02/03/2026", "25/03/2026").replace("D1", "E1").replace("D2", "E2")
    (file,) = propose([paper("deals-2026-03.csv", unclear), paper("deals-2026-04.csv", clear)]).files
    (created,) = [column for column in file.columns if "created_on" in column.targets]
    assert created.form
    assert (created.form.dates, created.doubt) == ("%d/%m/%Y", "")


def test_worksheets_of_monthly_workbooks_are_one_each() -> None:
    sheets = [
        paper(f"acme-2026-0{month}.xlsx", text, sheet=name)
        for month in (7, 8)
        for name, text in (("Obchody", DEALS), ("Firmy", FIRMS))
    ]
    assert [(file.match, file.sheet, len(file.also)) for file in propose(sheets).files] == [
        ("acme-*.xlsx", "Obchody", 1),
        ("acme-*.xlsx", "Firmy", 1),
    ]


def test_a_worksheet_may_have_the_month_in_its_name() -> None:
    sheet = paper("crm.xlsx", DEALS, sheet="Obchody 2026-07")
    assert 'match = "crm.xlsx"\ntable = "deal"\nsheet = "Obchody *"' in mapping_text(propose([sheet]))
    twin = replace(sheet, sheet="Obchody 2026-08")
    assert len(propose([sheet, twin]).files) == 1


def test_the_source_is_called_without_its_date() -> None:
    assert propose([], places=("Oceľ a.s. 2026-07.xlsx",)).source == "ocel-a-s"
    assert propose([], places=("2026-07.csv", "exports 2026", "acme")).source == "acme"
