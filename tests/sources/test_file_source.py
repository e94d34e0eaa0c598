"""Files and a mapping become typed rows; what cannot be read is named, never lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from lievik.errors import FileFormatError, LievikError, MappingError, SourceError
from lievik.model.conventions import Conventions
from lievik.model.mapping_text import read_mapping
from lievik.model.receipt import Reject, Total
from lievik.sources.file_source import FileSource
from tests.sources.staging import file_mapping, stage

EXPORT = "id,amount,closed,stage\nd1,100.005,2026-03-31,Won\nd2,,,Open\n"
COLUMNS = """
id = "id"
amount = "amount"
closed_on = "closed"
outcome = { column = "stage", values = { Won = "won", Open = "open" } }
"""


def told(folder: Path, mapping: str, **files: str | bytes) -> str:
    """Say what an import that is refused tells."""
    with pytest.raises(LievikError) as raised:
        stage(folder, mapping, **files)
    assert isinstance(raised.value, SourceError)
    return raised.value.message


# ---------------------------------------------------------------------------------------- the whole


def test_a_file_becomes_rows_and_a_receipt(tmp_path: Path) -> None:
    staged = stage(tmp_path, file_mapping(COLUMNS), deals=EXPORT)
    assert staged.rows("id amount currency closed_on outcome is_deleted") == [
        "d1 100.01 EUR 2026-03-31 won false",
        "d2 - EUR - open false",
    ]
    receipt = staged.receipt
    assert (receipt.file, receipt.table) == ("deals.csv", "deal")
    assert (receipt.rows_read, receipt.rows_kept, receipt.rows_left_out) == (2, 2, 0)
    assert receipt.currency_assumed == 2
    assert receipt.totals == (Total(column="amount", currency="EUR", amount=Decimal("100.01")),)
    assert receipt.columns_not_used == ()


def test_gzipped_files_are_read_alike(tmp_path: Path) -> None:
    assert stage(tmp_path, file_mapping(COLUMNS), deals_gz=EXPORT).receipt.rows_kept == 2


def test_unknown_files_are_listed_and_several_files_of_a_table_come_together(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    mapping = file_mapping('id = "id"', match="d*.csv")
    staged = stage(tmp_path, mapping, d1="id\n1\n", d2="id\n2\n", other="id\n3\n")
    assert staged.rows("id") == ["1", "2"]
    assert staged.staged.files_not_mapped == (".hidden", "notes.txt", "other.csv")
    assert [file.file for file in staged.staged.files] == ["d1.csv", "d2.csv"]


def test_one_file_may_fill_two_tables(tmp_path: Path) -> None:
    mapping = file_mapping(COLUMNS) + file_mapping('id = "id"\nname = "stage"', table="account")
    staged = stage(tmp_path, mapping, deals=EXPORT)
    assert staged.rows("id name", "account") == ["d1 Won", "d2 Open"]
    assert [table.table for table in staged.staged.tables] == ["deal", "account"]


def test_files_that_the_mapping_does_not_know_at_all_end_the_import(tmp_path: Path) -> None:
    assert "None of the files given" in told(tmp_path, file_mapping('id = "id"'), other="id\n1\n")


def test_an_empty_export_gives_an_empty_table(tmp_path: Path) -> None:
    staged = stage(tmp_path, file_mapping(COLUMNS), deals="id,amount,closed,stage\n")
    assert staged.rows("id") == []
    assert (staged.receipt.rows_read, staged.receipt.totals) == (0, ())


def test_columns_that_are_not_there_are_told_at_once_with_the_nearest(tmp_path: Path) -> None:
    mapping = file_mapping('id = "ids"\nname = "titel"\namount = "Amount"')
    message = told(tmp_path, mapping, deals="id,title,amount\n1,a,2\n")
    assert (
        message
        == "File 'deals.csv' has no column 'ids' (did you mean 'id'?) and no column 'titel' (did you mean 'title'?)."
    )


def test_rows_without_an_id_are_keyed_by_content_and_occurrence(tmp_path: Path) -> None:
    mapping = file_mapping('worked_on = "day"\nhours = "hours"', table="work_time")
    first = stage(tmp_path, mapping, deals="day,hours\n2026-01-01,8\n2026-01-01,8\n2026-01-02,8\n").rows("id")
    again = stage(tmp_path, mapping, deals="day,hours\n2026-01-02,8.00\n2026-01-01,8\n2026-01-01,8\n").rows("id")
    assert len(set(first)) == 3
    assert sorted(first) == sorted(again)
    assert sorted(name.rpartition("-")[2] for name in first) == ["1", "1", "2"]


def test_an_id_that_is_none_at_all_names_two_lines(tmp_path: Path) -> None:
    message = told(tmp_path, file_mapping('id = "id"'), deals="id\n7\n8\n7\n7\n7\n")
    assert message == ("File 'deals.csv' brings deal '7' in line 4, and it came before in line 2 (3 such rows in all).")


def test_an_id_that_is_missing_everywhere_is_an_error(tmp_path: Path) -> None:
    message = told(tmp_path, file_mapping('id = "id"'), deals="id,x\n7,1\n ,2\n,3\n")
    assert message == "File 'deals.csv', line 3: id '' is not an id (2 such cells in all)."


def test_rows_that_are_all_empty_are_no_rows(tmp_path: Path) -> None:
    staged = stage(tmp_path, file_mapping('id = "id"'), deals="id,x\n7,1\n,\n,\n8,2\n")
    assert (staged.rows("id"), staged.receipt.rows_read) == (["7", "8"], 2)


# ------------------------------------------------------------------------------------------- mapping


def test_keep_leaves_rows_out_and_counts_them(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"', options="keep = \"stage <> 'Test' and cast(amount as decimal(9,2)) > 1\"")
    staged = stage(tmp_path, mapping, deals="id,stage,amount\n1,Won,2\n2,Test,2\n3,,2\n4,Won,1\n")
    assert (staged.rows("id"), staged.receipt.rows_left_out, staged.receipt.rows_read) == (["1"], 3, 4)


def test_keep_never_leaves_a_row_out_because_it_cannot_read_it(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"', options='keep = "cast(amount as decimal(9,2)) > 1"')
    message = told(tmp_path, mapping, deals="id,amount\n1,2\n2,lots\n3,nan\n")
    assert message == "File 'deals.csv', line 3: keep 'lots' is not a number (2 such cells in all)."


def test_values_that_are_not_mapped_are_listed(tmp_path: Path) -> None:
    message = told(
        tmp_path, file_mapping(COLUMNS), deals="id,amount,closed,stage\n1,,,Lost\n2,,,Lost\n3,,,Idle\n4,,,\n"
    )
    assert "'values' of column 'stage' says nothing about 'Lost' (2 times), 'Idle' (1 times)" in message


def test_otherwise_takes_what_is_not_mapped_and_an_empty_key_what_is_missing(tmp_path: Path) -> None:
    one = 'id = "id"\noutcome = { column = "stage", values = { Won = "won", "" = "open" }, otherwise = "lost" }'
    staged = stage(tmp_path, file_mapping(one), deals="id,stage\n1,Won\n2,x\n3,\n")
    assert staged.rows("id outcome") == ["1 won", "2 lost", "3 open"]
    two = 'id = "id"\noutcome = { column = "stage", values = { Won = "won" }, otherwise = "lost" }'
    assert stage(tmp_path, file_mapping(two), deals="id,stage\n1,Won\n3,\n").rows("id outcome") == ["1 won", "3 -"]


def test_wide_months_become_rows(tmp_path: Path) -> None:
    mapping = (
        file_mapping(
            """
            subject_kind = { constant = "rep" }
            subject_id = "EmployeeID"
            starts_on = { expression = "year || '-' || substr(month, 2) || '-01'" }
            ends_on = { expression = "last_day(cast(year || '-' || substr(month, 2) || '-01' as date))" }
            amount = { expression = "nullif(target, '-')" }
            """,
            table="quota",
            options='ends = "inclusive"\nscale = { amount = 1000 }',
        )
        + '[file.unpivot]\ncolumns = ["M11", "M12"]\nname_to = "month"\nvalue_to = "target"\n'
    )
    staged = stage(tmp_path, mapping, deals="Year,EmployeeID,M11,M12,Note\n2017,7,-,1.5,x\n2018,7,2,3,x\n")
    assert sorted(staged.rows("subject_id starts_on ends_on amount")) == [
        "7 2017-11-01 2017-12-01 -",
        "7 2017-12-01 2018-01-01 1500.00",
        "7 2018-11-01 2018-12-01 2000.00",
        "7 2018-12-01 2019-01-01 3000.00",
    ]
    assert (staged.receipt.rows_read, staged.receipt.columns_not_used) == (4, ("Note",))


def test_expressions_are_worked_out_over_the_rows_columns(tmp_path: Path) -> None:
    columns = """
    id = "id"
    name = { expression = "replace(upper(\\"Full Name\\"), 'O''', '')" }
    amount = { expression = "cast(qty as decimal(18,4)) * cast(price as decimal(18,4))" }
    is_deleted = { expression = "id like 'C%'" }
    deal_type = { expression = "case when price = '2,5' then 'new' else nullif(qty, '3') end" }
    """
    mapping = file_mapping(columns, options='decimal = ","\ndelimiter = ";"')
    staged = stage(tmp_path, mapping, deals="id;Full Name;qty;price\nA1;o'neill;3;2,5\nC2;x;;1\n")
    assert staged.rows("id name amount is_deleted deal_type") == ["A1 NEILL 7.50 false new", "C2 X - true -"]


def test_a_cell_that_an_expression_cannot_read_is_named(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"\namount = { expression = "cast(qty as int) * 2" }')
    staged = stage(tmp_path, mapping, deals="id,qty\n1,2\n2,x\n3,4\n4,y\n")
    assert staged.rows("id amount") == ["1 4.00", "3 8.00"]
    assert staged.receipt.rejects == (
        Reject(line=3, column="amount", value="x", reason="a number"),
        Reject(line=5, column="amount", value="y", reason="a number"),
    )


@pytest.mark.parametrize(
    ("expression", "part"),
    [
        ("getenv('HOME')", "'getenv'"),
        ("count(*)", "'count'"),
        ("(select 1)", "'select'"),
        ("a; drop table x", "not a single SQL expression"),
        ("row_number() over ()", "'window'"),
        ("random()", "'rand'"),
        ("current_date", "'currentdate'"),
        ("(a", "not an SQL expression"),
        ("", "not a single SQL expression"),
        ("nope || a", "there is no column 'nope'"),
        ("x.a", "there is no column 'x.a'"),
        ("$a", "'placeholder'"),
        ("read_text('/etc/passwd')", "'read_text'"),
        ("a in (select a from deal)", "'select'"),
    ],
)
def test_only_row_functions_over_known_columns_are_taken(tmp_path: Path, expression: str, part: str) -> None:
    mapping = file_mapping(f'id = "a"\nname = {{ expression = "{expression}" }}')
    with pytest.raises(MappingError) as raised:
        stage(tmp_path, mapping, deals="a\n1\n")
    assert part in raised.value.message


def test_an_expression_that_overflows_is_told_in_a_sentence(tmp_path: Path) -> None:
    mapping = file_mapping('id = "a"\namount = { expression = "cast(a as bigint) * cast(a as bigint)" }')
    assert "an expression cannot be worked out" in told(tmp_path, mapping, deals="a\n9000000000000000000\n")


def test_an_expression_of_the_wrong_types_is_told_in_a_sentence(tmp_path: Path) -> None:
    mapping = file_mapping('id = "a"\nname = { expression = "abs(a)" }')
    assert "an expression cannot be worked out" in told(tmp_path, mapping, deals="a\n1\n")


# --------------------------------------------------------------------------------------------- cells


def cells(folder: Path, column: str, written: list[str], table: str = "deal", options: str = "") -> list[str]:
    """Read cells of one column; each stands in a quoted field beside a number."""
    lines = "".join(f'{number};"{cell}"\n' for number, cell in enumerate(written))
    options += '\ndelimiter = ";"'
    mapping = file_mapping(f'id = "no"\n{column} = "value"', table=table, options=options)
    return stage(folder, mapping, deals="no;value\n" + lines).rows(column)


def refused(folder: Path, column: str, written: str, table: str = "deal", options: str = "") -> str:
    """Say why the only cell of a column is not taken; the row beside it is."""
    lines = f'no;value\n1;""\n2;"{written}"\n'
    mapping = file_mapping(f'id = "no"\n{column} = "value"', table=table, options=options + '\ndelimiter = ";"')
    staged = stage(folder, mapping, deals=lines)
    (reject,) = staged.receipt.rejects
    assert (reject.line, reject.column, reject.value) == (3, "value", written)
    assert (staged.rows("id"), staged.receipt.rows_rejected) == (["1"], 1)
    return f"is not {reject.reason}."


def test_money_is_read_exactly_and_rounded_half_up(tmp_path: Path) -> None:
    written = ["1.005", "-1.005", "2.675", "1e3", ".5", "5.", "+3", " 7\u00a0", "9999999999999999.99", "  "]
    assert cells(tmp_path, "amount", written) == [
        *("1.01", "-1.01", "2.68", "1000.00", "0.50", "5.00", "3.00", "7.00", "9999999999999999.99", "-"),
    ]


@pytest.mark.parametrize(
    "text",
    ["NaN", "inf", "Infinity", "-Infinity", "1,5", "1,000", "1_000", "0x1F", "5 ks", "--5", "1e99", "7 XYZ", "()"],
)
def test_what_is_no_number_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, "amount", text).endswith("is not a number like 1234.56.")


def test_numbers_are_read_in_the_files_own_form(tmp_path: Path) -> None:
    slovak = 'decimal = ","\nthousands = " "'
    assert cells(tmp_path, "amount", ["1 234,50", "1\u00a0234\u202f567,5", "1234,5"], options=slovak) == [
        *("1234.50", "1234567.50", "1234.50"),
    ]
    german = 'decimal = ","\nthousands = "."'
    assert cells(tmp_path, "amount", ["1.234,5", "1.234"], options=german) == ["1234.50", "1234.00"]
    assert refused(tmp_path, "amount", "12.34", options=german).endswith("is not a number like 1234,56.")
    assert cells(tmp_path, "amount", ["1.5", "2"], options="scale = { amount = 1000 }") == ["1500.00", "2000.00"]
    assert cells(tmp_path, "amount", ["0.125"], options="scale = { amount = 0.1 }") == ["0.01"]


def test_dates_are_iso_or_of_the_files_form(tmp_path: Path) -> None:
    written = ["2026-03-31", "2026-3-1", "2026-03-31 10:00", "2026-03-31T23:30:00Z", ""]
    assert cells(tmp_path, "closed_on", written) == ["2026-03-31", "2026-03-01", "2026-03-31", "2026-04-01", "-"]
    slovak = 'dates = "%d.%m.%Y"'
    written = ["31.03.2026", "1.3.2026", "31.3.2026 14:05", "2026-03-31"]
    assert cells(tmp_path, "closed_on", written, options=slovak) == [
        *("2026-03-31", "2026-03-01", "2026-03-31", "2026-03-31"),
    ]
    american = 'dates = "%m/%d/%y %H:%M"'
    assert cells(tmp_path, "closed_on", ["3/31/26 8:30"], options=american) == ["2026-03-31"]


@pytest.mark.parametrize(
    "text", ["2026-02-30", "1899-12-31", "2200-01-01", "31.03.2026", "epoch", "infinity", "9999-12-31", "x"]
)
def test_what_is_no_possible_date_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, "closed_on", text).endswith("is not a date like 2026-03-31 between 1900 and 2199.")


def test_the_far_end_is_open_and_inclusive_ends_become_exclusive(tmp_path: Path) -> None:
    ends = ["2026-03-31", "9999-12-31", ""]
    assert cells(tmp_path, "ends_on", ends, "quota") == ["2026-03-31", "-", "-"]
    assert cells(tmp_path, "ends_on", ends, "quota", 'ends = "inclusive"') == ["2026-04-01", "-", "-"]
    assert cells(tmp_path, "left_on", ends, "rep", 'ends = "inclusive"') == ["2026-04-01", "-", "-"]
    assert cells(tmp_path, "starts_on", ends[:1], "quota", 'ends = "inclusive"') == ["2026-03-31"]


def test_an_instant_falls_on_the_day_of_the_workspaces_zone(tmp_path: Path) -> None:
    columns = 'id = "id"\nclosed_at = "closed"'
    staged = stage(
        tmp_path,
        file_mapping(columns),
        deals="id,closed\n1,2026-03-31T23:30Z\n2,2026-03-31 23:30\n3,2026-04-01T01:30:00.250+02:00\n"
        "4,2026-03-31\n5,\n6,2026-01-15 3:05\n7,2026-03-31 22:00:00 +0000\n8,2026-03-31T12:00:00-11\n",
    )
    assert staged.rows("id closed_at closed_on") == [
        "1 2026-03-31 23:30:00 2026-04-01",
        "2 2026-03-31 21:30:00 2026-03-31",
        "3 2026-03-31 23:30:00.25 2026-04-01",
        "4 - 2026-03-31",
        "5 - -",
        "6 2026-01-15 02:05:00 2026-01-15",
        "7 2026-03-31 22:00:00 2026-04-01",
        "8 2026-03-31 23:00:00 2026-04-01",
    ]


def test_a_day_that_is_given_goes_before_the_one_of_the_instant(tmp_path: Path) -> None:
    columns = 'id = "id"\nclosed_at = "at"\nclosed_on = "on"'
    staged = stage(
        tmp_path, file_mapping(columns), deals="id,at,on\n1,2026-03-31T23:30Z,2026-03-31\n2,2026-03-31T23:30Z,\n"
    )
    assert staged.rows("id closed_on") == ["1 2026-03-31", "2 2026-04-01"]


def test_states_of_deals_have_their_days_too(tmp_path: Path) -> None:
    columns = 'id = "id"\nvalid_from = "from"\nvalid_until = "until"'
    mapping = file_mapping(columns, table="deal_version", options='ends = "inclusive"')
    staged = stage(
        tmp_path,
        mapping,
        deals="id,from,until\n1,2026-03-31T23:30Z,2026-04-05\n2,2026-03-31,9999-12-31\n3,2026-03-31,9999-12-31T00:00:00Z\n",
    )
    assert staged.rows("valid_from_on valid_until valid_until_on") == [
        "2026-04-01 - 2026-04-06",
        "2026-03-31 - -",
        "2026-03-31 - -",
    ]


@pytest.mark.parametrize("text", ["2026-03-31T25:00", "1850-01-01T00:00Z", "2026-03-31T10", "noon"])
def test_what_is_no_possible_instant_is_refused(tmp_path: Path, text: str) -> None:
    assert "is not a moment like 2026-03-31 14:30" in refused(tmp_path, "closed_at", text)


def test_shares_are_fractions_and_per_cents_hundredths(tmp_path: Path) -> None:
    written = ["0.25", "25%", "25 %", "12.5\u00a0%", "1", "0"]
    assert cells(tmp_path, "probability", written) == [
        *("0.250000", "0.250000", "0.250000", "0.125000", "1.000000", "0.000000"),
    ]
    assert cells(tmp_path, "probability", ["60", "5%"], options="scale = { probability = 0.01 }") == [
        "0.600000",
        "0.050000",
    ]
    assert "is not a share from 0 to 1" in refused(tmp_path, "probability", "60")
    assert "is not a share from 0 to 1" in refused(tmp_path, "probability", "-0.1")


def test_flags_are_read_in_both_languages_and_default(tmp_path: Path) -> None:
    written = ["TRUE", "no", "1", "0", "áno", "Nie", "", "yes", "false"]
    expected = ["true", "false", "true", "false", "true", "false", "false", "true", "false"]
    assert cells(tmp_path, "is_deleted", written) == expected
    assert cells(tmp_path, "carries_quota", ["", "no"], "rep") == ["true", "false"]
    assert "is not yes or no" in refused(tmp_path, "is_deleted", "maybe")


def test_a_currency_is_three_letters_in_capitals(tmp_path: Path) -> None:
    assert cells(tmp_path, "currency", ["usd", "CZK", "", "€", "Kč", "$", "SKK"]) == [
        *("USD", "CZK", "EUR", "EUR", "CZK", "USD", "SKK"),
    ]
    assert "is not a currency" in refused(tmp_path, "currency", "XYZ")
    assert "is not a currency" in refused(tmp_path, "currency", "kr")


def test_an_outcome_is_open_won_or_lost(tmp_path: Path) -> None:
    assert cells(tmp_path, "outcome", ["Won", "open", "LOST", ""]) == ["won", "open", "lost", "-"]
    assert "is not one of open, won, lost" in refused(tmp_path, "outcome", "closed")


def test_counts_are_whole(tmp_path: Path) -> None:
    assert cells(tmp_path, "position", ["1", "2.0", "-3"], "stage") == ["1", "2", "-3"]
    assert "is not a whole number" in refused(tmp_path, "position", "1.5", "stage")


def test_text_is_stripped_and_never_read_as_sql(tmp_path: Path) -> None:
    written = ["\u00a0Žilina s.r.o.\t", "'; DROP TABLE deal; --", "  "]
    assert cells(tmp_path, "name", written) == ["Žilina s.r.o.", "'; DROP TABLE deal; --", "-"]


def test_totals_are_by_currency(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"\namount = "amount"\ncurrency = "currency"')
    staged = stage(tmp_path, mapping, deals="id,amount,currency\n1,1.10,USD\n2,2.20,\n3,3.30,usd\n4,,CZK\n")
    assert [(total.currency, str(total.amount)) for total in staged.receipt.totals] == [
        ("EUR", "2.20"),
        ("USD", "4.40"),
    ]
    assert staged.receipt.currency_assumed == 1


def test_a_hundred_thousand_rows_keep_their_order_and_their_lines(tmp_path: Path) -> None:
    lines = [f"{number},{number}.25" for number in range(100_000)]
    lines[77_777] = "77777,x"
    content = "id,amount\n" + "\n".join(lines) + "\n"
    staged = stage(tmp_path, file_mapping('id = "id"\namount = "amount"'), deals=content)
    assert staged.receipt.rejects == (Reject(line=77_779, column="amount", value="x", reason="a number like 1234.56"),)
    assert staged.rows("id") == [str(number) for number in range(100_000) if number != 77_777]


def _source(*paths: Path) -> FileSource:
    mapping = read_mapping('source = "crm"\n' + file_mapping('id = "id"'), path="crm.toml")
    return FileSource(mapping=mapping, paths=paths, conventions=Conventions())


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deals.csv").write_text("id\n1\n", encoding="utf-8")
    with pytest.raises(FileFormatError, match="is not there"):
        _ = _source(tmp_path / "none").files
    (tmp_path / "deals.csv").write_text("id\n1\n", encoding="utf-8")
    with pytest.raises(FileFormatError, match="given twice"):
        _ = _source(tmp_path, tmp_path / "sub").files
