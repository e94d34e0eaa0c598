"""A mapping is read whole, or every problem in it is told at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lievik.errors import MappingError
from lievik.model.mapping import FileMapping, TextForm
from lievik.model.mapping_text import read_mapping

WHOLE = """
source = "crm"
[[file]]
match = "Deals*.csv"
table = "deal"
keep = "stage <> 'Test'"
ends = "inclusive"
delimiter = ";"
decimal = ","
thousands = " "
dates = "%d.%m.%Y"
scale = { amount = 1000, probability = 0.01 }
[file.columns]
id = "Deal ID"
currency = { constant = "USD" }
is_deleted = { constant = false }
outcome = { column = "stage", values = { Won = "won" }, otherwise = "open" }
product_id = { expression = "upper(product)" }
[file.unpivot]
columns = ["M01", "M02"]
name_to = "month"
value_to = "value"
"""


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(MappingError) as raised:
        read_mapping(text, path="crm.toml")
    return raised.value.problems


def only_file(text: str) -> FileMapping:
    (file,) = read_mapping(text, path="crm.toml").files
    return file


def test_everything_that_a_mapping_says_is_read() -> None:
    file = only_file(WHOLE)
    columns = {column.name: column for column in file.columns}
    assert (file.table, file.keep, file.ends_inclusive, file.delimiter) == ("deal", "stage <> 'Test'", True, ";")
    assert file.form == TextForm(decimal=",", thousands=" ", dates="%d.%m.%Y")
    assert file.scale == {"amount": Decimal(1000), "probability": Decimal("0.01")}
    assert columns["id"].column == "Deal ID"
    assert columns["currency"].constant == "USD"
    assert columns["is_deleted"].constant == "false"
    assert (columns["outcome"].values, columns["outcome"].otherwise) == ({"Won": "won"}, "open")
    assert columns["product_id"].expression == "upper(product)"
    assert file.unpivot is not None
    assert (file.unpivot.columns, file.unpivot.name_to, file.unpivot.value_to) == (("M01", "M02"), "month", "value")


def test_a_file_tells_how_it_is_to_be_opened() -> None:
    mapping = """
    source = "crm"
    [[file]]
    match = "*.xlsx"
    table = "deal"
    encoding = "cp1250"
    sheet = "Deals*"
    header = 3
    [file.columns]
    name = "n"
    """
    file = only_file(mapping)
    assert (file.encoding, file.sheet, file.header) == ("cp1250", "Deals*", 3)
    assert (file.is_for("2026.XLSX"), file.is_for("2026.xlsx.gz"), file.is_for("2026.csv")) == (True, True, False)
    assert (only_file(WHOLE).encoding, only_file(WHOLE).sheet, only_file(WHOLE).header) == ("", "", 0)


@pytest.mark.parametrize("ending", ["csv", "txt", "tsv", "xlsx", "xlsm", "parquet", "csv.gz", "parquet.gz", "XLSX"])
def test_a_mapping_is_for_every_kind_of_table(ending: str) -> None:
    text = f'source = "c"\n[[file]]\nmatch = "deals.{ending}"\ntable = "rep"\n[file.columns]\nname = "n"'
    assert only_file(text).is_for(f"deals.{ending}")


def test_a_column_is_written_as_its_file_but_for_what_it_says_itself() -> None:
    text = """
    source = "crm"
    [[file]]
    match = "a.csv"
    table = "deal"
    decimal = "."
    thousands = ","
    dates = "%d.%m.%Y"
    [file.columns]
    name = "n"
    amount = { column = "a", decimal = "," }
    closed_on = { column = "c", dates = "excel" }
    created_on = { column = "d", dates = "" }
    """
    forms = {column.name: column.form for column in only_file(text).columns}
    assert forms == {
        "name": None,
        "amount": TextForm(decimal=",", thousands="", dates="%d.%m.%Y"),
        "closed_on": TextForm(decimal=".", thousands=",", dates="excel"),
        "created_on": TextForm(decimal=".", thousands=",", dates=""),
    }


def test_the_source_is_named_and_the_text_kept() -> None:
    mapping = read_mapping(WHOLE, path="crm.toml")
    assert (mapping.source, mapping.text, mapping.path) == ("crm", WHOLE, "crm.toml")


@pytest.mark.parametrize(
    ("name", "is_meant"),
    [("deals.csv", True), ("DEALS-2026.CSV", True), ("deals.csv.gz", True), ("deal.csv", False), ("deals.xlsx", False)],
)
def test_a_file_is_meant_by_its_name_whatever_its_case_and_compression(name: str, is_meant: bool) -> None:  # noqa: FBT001
    assert only_file(WHOLE).is_for(name) is is_meant


def test_all_problems_are_told_at_once() -> None:
    text = """
    source = "My CRM"
    sorce = "x"
    [[file]]
    match = "deals.doc"
    table = "deals"
    encoding = "latin-99"
    header = -1
    [[file]]
    match = "a.csv"
    table = "deal"
    decimal = ";"
    dates = "%d.%m."
    ends = "maybe"
    delimiter = "||"
    scale = { name = 2, amount = 0 }
    [file.columns]
    amuont = "x"
    outcome = { column = "a", constant = "b" }
    name = { column = "a", otherwise = "b" }
    lead_source = 7
    campaign_id = { column = "a", value = "b" }
    created_on = { column = "a", dates = "%d." }
    [file.unpivot]
    columns = []
    """
    found = problems_of(text)
    told = [
        "'sorce' means nothing here (did you mean 'source'?)",
        "source has to be a name in lower-case letters",
        "[[file]] 1 (deals.doc): no table is called 'deals' (did you mean 'deal'",
        "[[file]] 1 (deals.doc): 'match' has to be a file name or pattern that ends with .csv, .txt, .tsv, .xlsx",
        "[[file]] 1 (deals.doc): no encoding is called 'latin-99'",
        "[[file]] 1 (deals.doc): 'header' has to be the number of a line",
        "[[file]] 1 (deals.doc): [file.columns] is missing",
        "[[file]] 2 (a.csv): table 'deal' has no column 'amuont' (did you mean 'amount'",
        "column 'outcome' needs exactly one of column, constant and expression",
        "column 'name' has 'otherwise' without 'values'",
        "column 'lead_source' has to be a source column",
        "'value' means nothing here (did you mean 'values'?)",
        "'dates' of column 'created_on' has to name day, month and year",
        "'ends' has to be",
        "'delimiter' has to be a single sign",
        "'decimal' has to be",
        "'dates' has to name day, month and year",
        "'scale' names 'name', which is not a column of numbers",
        "'scale' of 'amount' has to be a number above 0",
        "[file.unpivot] needs either 'columns' or 'all_but'",
        "[file.unpivot] needs two different names",
    ]
    assert [part for part in told if not any(part in problem for problem in found)] == []
    assert len(found) == len(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("source = ", "it is not TOML"),
        ('source = "crm"', "at least one [[file]]"),
        ('source = "crm"\nfile = 3', "at least one [[file]]"),
        ('source = "../x"\n[[file]]\nmatch="a.csv"\ntable="rep"\n[file.columns]\nname="n"', "source has to be"),
        ('source = "crm"\n[[file]]\nmatch="a.csv"\ntable="customer"\n[file.columns]\nbasis="b"', "worked out at load"),
        ('source = "crm"\n[[file]]\nmatch="../a.csv"\ntable="rep"\n[file.columns]\nname="n"', "without its folder"),
        ('source = "crm"\n[[file]]\nmatch="a.csv"\ntable="rep"\n[file.columns]\nsource="n"', "no column 'source'"),
        ('source = "crm"\n[[file]]\nmatch="a.csv"\ntable="rep"\n[file.columns]\nname={constant=[1]}', "single value"),
        (
            'source = "crm"\n[[file]]\nmatch="a.csv"\ntable="rep"\n[file.columns]\nname={column="a",values={}}',
            "is empty",
        ),
        ('source = "crm"\n[[file]]\nmatch="a.csv"\ntable=3\n[file.columns]\nname="n"', "'table' has to be a text"),
        ('source = "crm"\n[[file]]\nmatch="a.csv"\ntable="rep"\ncolumns=3', "'columns' has to be a table"),
        (
            'source = "c"\n[[file]]\nmatch="a.csv"\ntable="rep"\ndecimal=","\nthousands=","\n[file.columns]\nname="n"',
            "'thousands' has to be",
        ),
    ],
)
def test_a_problem_is_told_in_words(text: str, told: str) -> None:
    assert any(told in problem for problem in problems_of(text))
