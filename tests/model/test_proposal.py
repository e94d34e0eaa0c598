"""A proposal is answered column by column, and becomes the mapping that it stands for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lievik.model.mapping import TextForm
from lievik.model.mapping_text import read_mapping
from lievik.model.proposal import Certainty, ColumnGuess, FileGuess, Proposal, UnknownFile
from lievik.model.proposal_text import mapping_text, with_proposal

EUROPEAN = TextForm(decimal=",", thousands=".")


def _proposal(*columns: ColumnGuess, table: str = "deal", **more: object) -> Proposal:
    file = FileGuess(file="deals.csv", table=table, columns=columns)
    return Proposal(source="crm", files=(replace(file, **more),))  # type: ignore[arg-type]


def _column(name: str, *targets: str, **more: object) -> ColumnGuess:
    return replace(ColumnGuess(column=name, targets=targets), **more)  # type: ignore[arg-type]


def _written(proposal: Proposal) -> list[str]:
    """Give the lines of [file.columns]."""
    return mapping_text(proposal).split("[file.columns]\n")[1].strip().splitlines()


def test_json_gives_the_same_proposal_back() -> None:
    column = _column("Stage", "stage_id", values={"outcome": {"Won": "won"}}, doubt="values_unsure", options=("", "x"))
    amount = _column("Amount", "amount", form=EUROPEAN, form_doubt="mixed_numbers", form_options=("a",), scale="1000")
    proposal = replace(
        _proposal(column, amount, constants={"currency": "EUR"}, other_tables=("lead",), certainty=Certainty.LIKELY),
        unknown=(UnknownFile(name="x.csv", reason="dictionary"),),
    )
    assert Proposal.from_json(proposal.to_json()) == proposal


@pytest.mark.parametrize("text", ["{}", "[]", '{"source": "x", "files": [{}], "unknown": []}', "nonsense"])
def test_what_is_no_proposal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Proposal.from_json(text)


def test_safe_takes_no_doubtful_column_and_tells_of_it() -> None:
    doubtful = _column("Date", doubt="which_column", options=("closed_on", ""), certainty=Certainty.DOUBTFUL)
    safe, left = _proposal(_column("Deal ID", "id"), doubtful).safe()
    assert [column.targets for column in safe.files[0].columns] == [("id",), ()]
    assert [(found.column, found.reason) for found in left] == [("Date", "which_column")]
    assert safe.open_doubts == ()


def test_safe_takes_no_doubtful_sheet() -> None:
    proposal = _proposal(_column("Deal ID", "id"), certainty=Certainty.DOUBTFUL)
    safe, left = proposal.safe()
    assert (safe.files, [found.reason for found in left]) == ((), ["table_unsure"])
    assert proposal.unsure_files == proposal.files


def test_a_column_whose_texts_have_no_sure_meaning_is_taken_as_it_is_written() -> None:
    stage = _column("Stage", "stage_id", doubt="values_unsure", values={"outcome": {"Closed": ""}})
    safe, left = _proposal(stage).safe()
    assert (safe.files[0].columns[0].targets, safe.files[0].columns[0].values) == (("stage_id",), {})
    assert [found.column for found in left] == ["Stage"]


def test_an_answered_column_still_has_to_say_how_its_dates_are_written() -> None:
    options = ("%d/%m/%Y", "%m/%d/%Y")
    column = _column("Date", doubt="which_column", options=("closed_on", "lost_reason", ""))
    asked = _proposal(replace(column, form_doubt="day_or_month_first", form_options=options))
    as_date = asked.with_answer("deals.csv", "Date", "closed_on")
    assert as_date.column("deals.csv", "Date").options == options
    assert as_date.with_answer("deals.csv", "Date", "%m/%d/%Y").open_doubts == ()
    assert asked.with_answer("deals.csv", "Date", "lost_reason").open_doubts == ()
    assert asked.with_answer("deals.csv", "Date", "").open_doubts == ()


def test_one_answer_settles_the_same_doubt_in_other_columns_of_the_sheet() -> None:
    doubt, options = "day_or_month_first", ("%d/%m/%Y", "%m/%d/%Y")
    dashes = ("%d-%m-%Y", "%m-%d-%Y", "")
    asked = _proposal(
        _column("A", "created_on", doubt=doubt, options=(*options, "")),
        _column("B", "closed_on", doubt=doubt, options=dashes),
        _column("C", doubt="which_column", options=("qualified_on", ""), form_doubt=doubt, form_options=options),
        _column("D", "amount", doubt="decimal_or_thousands", options=(",", ".", "")),
    )
    answered, others = asked.with_answer_for_all("deals.csv", "A", "%m/%d/%Y")
    assert others == ("B",)
    assert [found.column.column for found in answered.open_doubts] == ["C", "D"]
    aimed = answered.with_answer("deals.csv", "C", "qualified_on")
    forms = {column.column: column.form.dates for column in aimed.files[0].columns if column.form}
    assert forms == {"A": "%m/%d/%Y", "B": "%m-%d-%Y", "C": "%m/%d/%Y"}
    assert [found.column.column for found in aimed.open_doubts] == ["D"]
    left, none = asked.with_answer_for_all("deals.csv", "A", "")
    assert (none, [found.column.column for found in left.open_doubts]) == ((), ["B", "C", "D"])


def test_an_answer_that_was_not_offered_is_refused() -> None:
    asked = _proposal(_column("Date", doubt="which_column", options=("closed_on", "")))
    with pytest.raises(KeyError):
        asked.with_answer("deals.csv", "Date", "amount")
    with pytest.raises(KeyError):
        asked.with_targets("deals.csv", "Date", ("no_such_column",))
    with pytest.raises(KeyError):
        asked.with_targets("deals.csv", "Nothing", ("amount",))


def test_another_table_keeps_the_columns_that_it_has() -> None:
    moved = _proposal(_column("Owner", "owner_id"), _column("Stage", "stage_id")).with_table("deals.csv", "lead")
    assert [column.targets for column in moved.files[0].columns] == [("owner_id",), ()]
    with pytest.raises(KeyError):
        moved.with_table("deals.csv", "customer")


def test_a_sheet_may_be_left_out() -> None:
    left = _proposal(_column("Owner", "owner_id")).without("deals.csv")
    assert (left.files, left.unknown[0].reason, mapping_text(left)) == ((), "left_out", "")


def test_forms_are_said_once_where_all_columns_agree() -> None:
    proposal = _proposal(
        _column("A", "amount", form=EUROPEAN),
        _column("P", "probability"),
        _column("C", "created_on", form=TextForm(dates="%d.%m.%Y")),
    )
    assert 'decimal = ","\nthousands = "."\ndates = "%d.%m.%Y"\n' in mapping_text(proposal)
    assert _written(proposal) == ['amount = "A"', 'created_on = "C"', 'probability = "P"']


def test_forms_are_said_column_by_column_where_they_differ() -> None:
    proposal = _proposal(
        _column("A", "amount", form=EUROPEAN),
        _column("P", "probability", form=TextForm()),
        _column("C", "created_on", form=TextForm(dates="%d.%m.%Y")),
        _column("X", "closed_on", form=TextForm(dates="excel")),
    )
    assert _written(proposal) == [
        'amount = { column = "A", decimal = ",", thousands = "." }',
        'created_on = { column = "C", dates = "%d.%m.%Y" }',
        'closed_on = { column = "X", dates = "excel" }',
        'probability = "P"',
    ]


def test_columns_that_fill_the_same_give_the_first_that_holds_something() -> None:
    proposal = _proposal(_column("Won", "closed_on"), _column('L"st', "closed_on"))
    assert _written(proposal) == ['closed_on = { expression = "coalesce(\\"Won\\", \\"L\\"\\"st\\")" }']


def test_parts_of_a_name_are_joined() -> None:
    columns = (_column("First", "id", "name"), _column("Last", "id", "name"))
    lines = _written(_proposal(*columns, table="rep"))
    joined = "nullif(trim(coalesce(\\\"First\\\", '') || ' ' || coalesce(\\\"Last\\\", '')), '')"
    assert lines == [f'id = {{ expression = "{joined}" }}', f'name = {{ expression = "{joined}" }}']


def test_a_date_that_is_expected_and_real_is_real_only_for_deals_that_ended() -> None:
    stage = _column("Stage", "stage_id", "outcome", values={"outcome": {"It's won": "won", "New": "open", "*": "open"}})
    lines = _written(_proposal(stage, _column("Close", "closed_on", "expected_close_on")))
    assert 'expected_close_on = "Close"' in lines
    assert 'closed_on = { expression = "CASE WHEN \\"Stage\\" IN (\'It\'\'s won\') THEN \\"Close\\" END" }' in lines


def test_flags_are_looked_at_one_after_the_other() -> None:
    won = _column("IsWon", "outcome", values={"outcome": {"TRUE": "won"}})
    closed = _column("IsClosed", "outcome", values={"outcome": {"TRUE": "lost"}}, part=1)
    mapping = mapping_text(_proposal(closed, won, _column("Close", "closed_on", "expected_close_on")))
    given = {column.name: column.expression for column in read_mapping(mapping, path="x").files[0].columns}
    assert given["outcome"] == (
        "CASE WHEN lower(\"IsWon\") IN ('true') THEN 'won' "
        "WHEN lower(\"IsClosed\") IN ('true') THEN 'lost' ELSE 'open' END"
    )
    assert given["closed_on"] == (
        'CASE WHEN lower("IsClosed") IN (\'true\') OR lower("IsWon") IN (\'true\') THEN "Close" END'
    )


def test_an_amount_without_its_price_is_none() -> None:
    quantity, price = _column("Q", "quantity", "amount"), _column("P", "unit_price", "amount")
    whole = _proposal(quantity, price, table="invoice_line")
    given = {column.name: column.expression for column in read_mapping(mapping_text(whole), path="x").files[0].columns}
    assert given["amount"] == 'CAST("Q" AS DECIMAL(18, 4)) * CAST("P" AS DECIMAL(18, 6))'
    assert _written(whole.with_targets("deals.csv", "P", ())) == ['quantity = "Q"']


def test_files_that_were_left_out_are_named_in_the_mapping() -> None:
    read = FileGuess(file="deals.csv", table="deal", columns=(_column("A", "amount"),))
    other = replace(read, file="x-2026.csv", match="x-*.csv", certainty=Certainty.DOUBTFUL)
    safe, _ = Proposal(source="crm", files=(read, other, replace(read, file="y.csv", columns=()))).safe()
    assert read_mapping(mapping_text(safe), path="x").left_out == ("x-*.csv", "y.csv")


def test_a_proposal_is_added_to_what_is_kept() -> None:
    proposal = _proposal(_column("A", "amount"))
    kept = read_mapping(mapping_text(proposal), path="crm.toml")
    firms = FileGuess(file="firms.csv", table="account", columns=(_column("Firm", "name"),))
    names = ["deals.csv", "firms.csv"]
    both = with_proposal(kept, replace(proposal, files=(firms,)), names)
    assert both.startswith(kept.text)
    assert [file.match for file in read_mapping(both, path="x").files] == names
    mended = with_proposal(read_mapping(both, path="x"), _proposal(_column("B", "amount")), names)
    assert [file.match for file in read_mapping(mended, path="x").files] == ["firms.csv", "deals.csv"]
    assert with_proposal(kept, proposal.without("deals.csv"), names) == ""


def test_odd_names_of_files_and_columns_survive_the_mapping() -> None:
    odd = 'x [1] *?"\\ \t\x7f'
    proposal = _proposal(_column(odd, "name", values={"name": {odd: odd}}), file="a [1]*?.csv", sheet="S [2]")
    (file,) = read_mapping(mapping_text(proposal), path="x").files
    assert file.is_for("a [1]*?.csv")
    assert not file.is_for("a 1xy.csv")
    assert (file.columns[0].column, file.columns[0].values) == (odd, {odd: odd})


def test_scale_and_ends_are_written() -> None:
    columns = (_column("A", "amount", scale="1000"), _column("E", "ends_on"))
    (file,) = read_mapping(mapping_text(_proposal(*columns, table="quota", ends_inclusive=True)), path="x").files
    assert (str(file.scale["amount"]), file.ends_inclusive) == ("1000", True)
