"""A row that cannot be read is told of and left out; the others come in, and every row of the file is accounted for."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lievik.errors import FileFormatError, MappingError, ValueFormatError
from lievik.model.receipt import Reject
from tests.sources.staging import file_mapping, stage

NAMED = file_mapping('id = "id"\nname = "name"')
PRICED = file_mapping('id = "id"\namount = "amount"')


def test_one_bad_cell_leaves_one_row_out(tmp_path: Path) -> None:
    staged = stage(tmp_path, PRICED, deals="id,amount\n1,10\n2,lots\n3,30\n")
    assert staged.rows("id amount") == ["1 10.00", "3 30.00"]
    receipt = staged.receipt
    assert (receipt.rows_read, receipt.rows_kept, receipt.rows_left_out, receipt.rows_rejected) == (3, 2, 0, 1)
    assert receipt.rejects == (Reject(line=3, column="amount", value="lots", reason="a number like 1234.56"),)
    assert receipt.totals[0].amount == Decimal("40.00")


def test_a_row_without_an_id_is_left_out(tmp_path: Path) -> None:
    staged = stage(tmp_path, NAMED, deals="id,name\n1,a\n,Total\n3,c\n")
    assert staged.rows("id") == ["1", "3"]
    assert staged.receipt.rejects == (Reject(line=3, column="id", value="", reason="an id"),)


@pytest.mark.parametrize("content", ["id,amount\n1,x\n", "id,amount\n1,x\n2,y\n3,3\n", "id,amount\n1,x\n2,x\n"])
def test_a_file_of_bad_rows_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ValueFormatError) as raised:
        stage(tmp_path, PRICED, deals=content)
    assert (raised.value.line, raised.value.column, raised.value.value) == (2, "amount", "x")
    assert raised.value.count == content.count("x") + content.count("y")


def test_half_of_the_rows_is_not_most(tmp_path: Path) -> None:
    assert stage(tmp_path, PRICED, deals="id,amount\n1,x\n2,2\n3,x\n4,4\n").receipt.rows_rejected == 2


def test_rows_that_are_left_out_do_not_count_when_the_file_is_judged(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"\namount = "amount"', options="keep = \"name = 'a'\"")
    with pytest.raises(ValueFormatError):
        stage(tmp_path, mapping, deals="id,amount,name\n1,x,a\n2,x,a\n3,1,a\n4,1,b\n5,1,b\n6,1,b\n")


def test_the_first_hundred_are_named_and_all_are_counted(tmp_path: Path) -> None:
    lines = "".join(f"{number},{'x' if number % 3 == 0 else number}\n" for number in range(600))
    receipt = stage(tmp_path, PRICED, deals="id,amount\n" + lines).receipt
    assert (receipt.rows_rejected, len(receipt.rejects)) == (200, 100)
    assert [reject.line for reject in receipt.rejects] == list(range(2, 302, 3))


def test_lines_are_those_of_the_file_where_fields_span_lines(tmp_path: Path) -> None:
    content = 'id,name,amount\n1,"a\nb",1\n2,c,x\n3,"d\n\ne",3\n4,f,y\n'
    staged = stage(tmp_path, file_mapping('id = "id"\nname = "name"\namount = "amount"'), deals=content)
    assert [(reject.line, reject.value) for reject in staged.receipt.rejects] == [(4, "x"), (8, "y")]


def test_a_long_cell_is_cut_in_the_receipt(tmp_path: Path) -> None:
    (reject,) = stage(tmp_path, PRICED, deals=f"id,amount\n1,1\n2,{'x' * 5000}\n").receipt.rejects
    assert reject.value == "x" * 200


def test_keep_rejects_what_it_cannot_tell_and_is_not_asked_twice(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"\namount = "amount"', options='keep = "cast(amount as decimal(9,2)) > 1"')
    staged = stage(tmp_path, mapping, deals="id,amount\n1,2\n2,lots\n3,1\n4,5\n")
    assert staged.rows("id") == ["1", "4"]
    assert (staged.receipt.rows_left_out, staged.receipt.rows_rejected) == (1, 1)
    assert staged.receipt.rejects == (Reject(line=3, column="keep", value="lots", reason="a number"),)


def test_what_keep_leaves_out_is_never_read(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"\namount = "amount"', options="keep = \"id <> 'Total'\"")
    staged = stage(tmp_path, mapping, deals="id,amount\n1,2\nTotal,see above\n2,3\n")
    assert (staged.rows("id"), staged.receipt.rows_left_out, staged.receipt.rows_rejected) == (["1", "2"], 1, 0)


def test_values_that_are_not_mapped_stay_an_error(tmp_path: Path) -> None:
    columns = 'id = "id"\noutcome = { column = "stage", values = { Won = "won" } }'
    with pytest.raises(MappingError, match=r"says nothing about 'Lost' \(2 times\), 'Idle' \(1 times\)"):
        stage(tmp_path, file_mapping(columns), deals="id,stage\n1,Won\n2,Lost\n3,Lost\n4,Idle\n5,Won\n6,Won\n7,Won\n")


# ---------------------------------------------------------------------------------- ids that come again


@pytest.mark.parametrize(
    ("names", "kept", "told"),
    [
        (["a", "a"], "a", {3: "the same row again (line 2)"}),
        (["a", "b"], "b", {2: "comes again in line 3"}),
        (["a", "b", "b"], "b", {2: "comes again in line 3", 4: "the same row again (line 3)"}),
        (["a", "b", "a"], "a", {2: "the same row again (line 4)", 3: "comes again in line 4"}),
    ],
)
def test_of_an_id_that_comes_again_the_last_row_counts(
    tmp_path: Path, names: list[str], kept: str, told: dict[int, str]
) -> None:
    rows = "".join(f"7,{name}\n" for name in names)
    others = "".join(f"o{number},x\n" for number in range(3))
    staged = stage(tmp_path, NAMED, deals="id,name\n" + rows + others)
    assert staged.rows("id name") == [f"7 {kept}", "o0 x", "o1 x", "o2 x"]
    assert {reject.line: reject.reason for reject in staged.receipt.rejects} == told
    assert all((reject.column, reject.value) == ("id", "7") for reject in staged.receipt.rejects)


def test_an_id_that_comes_again_in_another_file_is_told_with_its_name(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"\nname = "name"', match="d*.csv")
    staged = stage(tmp_path, mapping, d1="id,name\n1,a\n7,b\n8,c\n", d2="id,name\n7,new\n8,c\n9,d\n")
    assert sorted(staged.rows("id name")) == ["1 a", "7 new", "8 c", "9 d"]
    first, second = staged.staged.files
    assert first.rejects == (Reject(line=3, column="id", value="7", reason="comes again in line 2 of 'd2.csv'"),)
    assert second.rejects == (Reject(line=3, column="id", value="8", reason="the same row again (line 4 of 'd1.csv')"),)
    assert [(file.rows_read, file.rows_kept, file.rows_rejected) for file in (first, second)] == [(3, 2, 1), (3, 2, 1)]


def test_a_file_that_another_one_holds_whole_is_no_error(tmp_path: Path) -> None:
    mapping = file_mapping('id = "id"\nname = "name"', match="d*.csv")
    staged = stage(tmp_path, mapping, d1="id,name\n1,a\n2,b\n3,c\n", d2="id,name\n1,a\n2,b\n")
    assert staged.rows("id") == ["1", "2", "3"]
    assert [file.rows_kept for file in staged.staged.files] == [3, 0]


def test_ids_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match=r"brings deal 'Won' in line 3, and it came before in line 2"):
        stage(tmp_path, NAMED, deals="id,name\nWon,a\nWon,b\nWon,c\nWon,d\nLost,e\n")


# ------------------------------------------------------------------------------- against a plain reader


def _amount(text: str) -> Decimal | str:
    """Read an amount, as a reader does that knows figures with a point alone; none where the cell is empty."""
    try:
        return "none" if text in {"", "-", "n/a"} else Decimal(text)
    except InvalidOperation:
        return "bad"


def _is_bad(text: str) -> bool:
    amount = _amount(text)
    return amount == "bad" if isinstance(amount, str) else amount.is_nan() or abs(amount) > 10**15


def _fate(rows: Sequence[tuple[str, str, str]]) -> tuple[dict[str, str], set[int], int, int]:
    """Read rows one by one: what is kept by id, places of those rejected, how many are left out, how many are none."""
    last: dict[str, int] = {}
    rejected: set[int] = set()
    left_out = none = 0
    for place, (key, amount, name) in enumerate(rows):
        if not any((key, amount, name)):
            none += 1
        elif name == "Test":
            left_out += 1
        elif not key or _is_bad(amount):
            rejected.add(place)
        else:
            before = last.get(key)
            if before is not None and (_amount(rows[before][1]), rows[before][2]) == (_amount(amount), name):
                rejected.add(place)
                continue
            rejected |= {before} if before is not None else set()
            last[key] = place
    return {key: rows[place][2] for key, place in last.items()}, rejected, left_out, none


KEYS = st.sampled_from(["1", "2", "3", "4", "5", "6", "7", "8", "9", ""])
AMOUNTS = st.sampled_from(["", "1", "2.50", "-3", "x", "1,2", "n/a", "-", "nan", "1e400", "12 34"])
NAMES = st.sampled_from(["a", "b", "Test", "", 'quoted "c"', "two\nlines", "a;b,c"])


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(KEYS, AMOUNTS, NAMES), max_size=30))
def test_every_row_is_kept_left_out_or_rejected_as_a_plain_reader_says(rows: list[tuple[str, str, str]]) -> None:
    good = [(f"g{number}", "1", "good") for number in range(len(rows) + 1)]
    kept, rejected, left_out, none = _fate(rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("id", "amount", "name"), *rows, *good])
    mapping = file_mapping(
        'id = "id"\namount = "amount"\nname = "name"', options="keep = \"coalesce(name, '') <> 'Test'\""
    )
    with tempfile.TemporaryDirectory() as folder:
        staged = stage(Path(folder), mapping, deals=text.getvalue())
    receipt = staged.receipt
    assert receipt.rows_read == receipt.rows_kept + receipt.rows_left_out + receipt.rows_rejected
    assert (receipt.rows_read, receipt.rows_left_out) == (len(rows) - none + len(good), left_out)
    lines = [2 + sum(1 + name.count("\n") for _, _, name in rows[:place]) for place in range(len(rows))]
    assert [reject.line for reject in receipt.rejects] == [lines[place] for place in sorted(rejected)]
    read = staged.connection.execute("SELECT id, coalesce(name, '') FROM staged_deal WHERE id NOT LIKE 'g%'").fetchall()
    assert dict(read) == kept
