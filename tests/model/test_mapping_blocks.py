"""Blocks are added to a mapping's text and taken out of it; everything else stays as it was written."""

from __future__ import annotations

import pytest

from lievik.model.mapping_blocks import with_blocks
from lievik.model.mapping_text import read_mapping

KEPT = """\
# the company's own words
source = "crm"

# deals, since 2024
[[file]]
match = "deals.csv"
table = "deal"
  [file.columns]  # by hand
  id = "Deal ID"

[[leave_out]]
match = "tickets.csv"

# firms
  [[ file ]]
match = "firms.csv"
table = "account"
[file.columns]
name = "Firm"
"""
ADDED = '[[file]]\nmatch = "reps.csv"\ntable = "rep"\n\n[file.columns]\nname = "Name"\n'


def _matches(text: str) -> list[str]:
    return [file.match for file in read_mapping(text, path="x").files]


def test_what_is_added_stands_after_what_is_there() -> None:
    text = with_blocks(KEPT, [ADDED])
    assert text == f"{KEPT}\n{ADDED}"
    assert _matches(text) == ["deals.csv", "firms.csv", "reps.csv"]


@pytest.mark.parametrize(
    ("dropped", "gone", "kept"),
    [
        ({0}, "# deals, since 2024", ["firms.csv", "reps.csv"]),
        ({1}, "# firms", ["deals.csv", "reps.csv"]),
        ({0, 1}, "Deal ID", ["reps.csv"]),
    ],
)
def test_what_is_taken_out_goes_with_its_comments(dropped: set[int], gone: str, kept: list[str]) -> None:
    text = with_blocks(KEPT, [ADDED], dropped)
    assert gone not in text
    assert text.startswith('# the company\'s own words\nsource = "crm"\n')
    assert read_mapping(text, path="x").left_out == ("tickets.csv",)
    assert _matches(text) == kept


def test_a_text_that_only_looks_like_a_block_is_not_cut() -> None:
    odd = KEPT.replace('name = "Firm"', 'name = "Firm"\nregion = """\n[[file]]\n"""')
    with pytest.raises(ValueError, match="none begins"):
        with_blocks(odd, [ADDED], {0})


def test_files_that_are_not_wanted_have_a_name_each() -> None:
    with pytest.raises(Exception, match=r"\[\[leave_out\]\] 1: 'match' has to be a file name"):
        read_mapping(f"{KEPT}\n[[leave_out]]\n".replace('"tickets.csv"', '"tickets"'), path="x")
    with pytest.raises(Exception, match=r"has to be written in double brackets"):
        read_mapping(f'leave_out = "x.csv"\n{KEPT}'.replace('[[leave_out]]\nmatch = "tickets.csv"\n', ""), path="x")
