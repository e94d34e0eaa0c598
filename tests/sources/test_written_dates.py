"""Dates as offices write them fall on their day, in any of four languages; what could be two days is never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.staging import Stage, file_mapping, stage

DOTTED = 'dates = "%d.%m.%Y"'
AMERICAN = 'dates = "%m/%d/%Y"'

NAMED = {
    "15. marca 2026": "2026-03-15",
    "15 Mar 2026": "2026-03-15",
    "15. März 2026": "2026-03-15",
    "15. Mär 2026": "2026-03-15",
    "15-Mar-26": "2026-03-15",
    "March 15, 2026": "2026-03-15",
    "Mär 5, 2026": "2026-03-05",
    "1. ledna 2026": "2026-01-01",
    "31. prosince 2025": "2025-12-31",
    "1. února 2026": "2026-02-01",
    "5. Jänner 2026": "2026-01-05",
    "9. července 2026": "2026-07-09",
    "9. června 2026": "2026-06-09",
    "15. septembra 2026 14:30": "2026-09-15",
    "5 sept. 2026": "2026-09-05",
    "24. Dezember 2025": "2025-12-24",
    "1. október 1999": "1999-10-01",
}
IN_DOTS = {
    "31.03.2026": "2026-03-31",
    "1.3.2026": "2026-03-01",
    "15. 3. 2026": "2026-03-15",
    "15. 3. 2026 14:30": "2026-03-15",
    "15.03.2026 23:59:59": "2026-03-15",
    "15.3.2026 2:30 PM": "2026-03-15",
    "15.3.26": "2026-03-15",
    "1.1.68": "2068-01-01",
    "1.1.69": "1969-01-01",
    "2026-03-31": "2026-03-31",
}
IN_SLASHES = {
    "3/15/2026": "2026-03-15",
    "3/15/26": "2026-03-15",
    "03/04/2026": "2026-03-04",
    "3/15/2026 2:30 PM": "2026-03-15",
    "12/31/2026 12:00 AM": "2026-12-31",
}
OF_EXCEL = {"46112": "2026-03-31", "46112.75": "2026-03-31", "61": "1900-03-01", "2026-03-31": "2026-03-31"}


def dates(folder: Path, written: list[str], options: str = "", column: str = "closed_on") -> Stage:
    """Stage dates, each in a quoted field; the id is its place."""
    lines = "".join(f'{number};"{cell}"\n' for number, cell in enumerate([*written, *[""] * len(written)]))
    mapping = file_mapping(f'id = "no"\n{column} = "value"', options=options + '\ndelimiter = ";"')
    return stage(folder, mapping, deals="no;value\n" + lines)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", NAMED),
        (DOTTED, IN_DOTS | NAMED),
        (AMERICAN, IN_SLASHES | NAMED),
        ('dates = "excel"', OF_EXCEL),
        ('dates = "%d/%m/%Y"', {"15/3/2026": "2026-03-15", "5/6/26": "2026-06-05"}),
        ('dates = "%Y%m%d"', {"20260331": "2026-03-31", "20260331 14:30": "2026-03-31"}),
        ('dates = "%m/%d/%y %H:%M"', {"3/31/26 8:30": "2026-03-31", "3/31/26": "2026-03-31"}),
    ],
)
def test_a_date_falls_on_its_day(tmp_path: Path, options: str, expected: dict[str, str]) -> None:
    staged = dates(tmp_path, list(expected), options)
    assert dict(zip(expected, staged.rows("closed_on"), strict=False)) == expected
    assert staged.receipt.rows_rejected == 0


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ("", ["02/03/2026", "31.03.2026", "2026-03-3a", "2026-13-01", "epoch", "infinity", "26-03-31", "20260331"]),
        ("", ["15 foo 2026", "30 Feb 2026", "9999-12-31", "2026-03-31 25:00"]),
        (DOTTED, ["02/03/2026", "31.2.2026", "3.15.2026", "15.3.2026x", "1.1.1850", "15.3.2026 25:00"]),
        (AMERICAN, ["15/3/2026", "3.15.2026", "3/15/2026 13:30 PM"]),
        ('dates = "excel"', ["60", "x", "2958465"]),
    ],
)
def test_what_is_no_day_in_the_files_form_is_rejected(tmp_path: Path, options: str, written: list[str]) -> None:
    staged = dates(tmp_path, written, options)
    assert [reject.value for reject in staged.receipt.rejects] == written
    assert all(reject.reason.startswith("a date like ") for reject in staged.receipt.rejects)


def test_a_moment_in_any_form_is_kept_in_utc_with_its_day(tmp_path: Path) -> None:
    expected = {
        "31.3.2026 14:05": "2026-03-31 12:05:00 2026-03-31",
        "31. 3. 26 14:05:09": "2026-03-31 12:05:09 2026-03-31",
        "1.7.2026 0:30": "2026-06-30 22:30:00 2026-07-01",
        "31.3.2026": "- 2026-03-31",
        "15. marca 2026 14:30": "2026-03-15 13:30:00 2026-03-15",
        "2026-03-31T23:30:00Z": "2026-03-31 23:30:00 2026-04-01",
        "2026-03-31T23:30:00.000+0000": "2026-03-31 23:30:00 2026-04-01",
        "2026-03-31T23:30:00+00:00": "2026-03-31 23:30:00 2026-04-01",
        "2026-03-31 22:00:00 UTC": "2026-03-31 22:00:00 2026-04-01",
        "n/a": "- -",
    }
    staged = dates(tmp_path, list(expected), DOTTED, "closed_at")
    read = staged.rows("closed_at closed_on")
    assert dict(zip(expected, read, strict=False)) == expected
    assert staged.receipt.cells_taken_as_empty == 1


def test_a_number_of_days_may_hold_the_time(tmp_path: Path) -> None:
    staged = dates(tmp_path, ["46112.5", "46112", "46112,25"], 'dates = "excel"', "closed_at")
    assert staged.rows("closed_at closed_on")[:3] == [
        *("2026-03-31 10:00:00 2026-03-31", "- 2026-03-31", "2026-03-31 04:00:00 2026-03-31"),
    ]


def test_a_column_may_be_dated_otherwise_than_its_file(tmp_path: Path) -> None:
    columns = 'id = "id"\ncreated_on = "a"\nclosed_on = { column = "b", dates = "%m/%d/%Y" }'
    staged = stage(tmp_path, file_mapping(columns, options=DOTTED), deals="id,a,b\n1,2.3.2026,2/3/2026\n")
    assert staged.rows("created_on closed_on") == ["2026-03-02 2026-02-03"]
