"""Text is measured as Inter is wide, and cut or broken so that it fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.report.charts.letters import cut, in_lines, text_width

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=60)


def test_accents_take_no_room_and_bold_takes_more() -> None:
    assert text_width("Lubos Cierny") == pytest.approx(text_width("Ľuboš Čierny"), abs=6)
    assert text_width("1,3 mil. €", is_bold=True) > text_width("1,3 mil. €")


def test_width_grows_with_the_size() -> None:
    assert text_width("abc", size=24) == pytest.approx(2 * text_width("abc"))


@given(text=WORDS, room=st.floats(min_value=15, max_value=300))
def test_what_is_cut_fits_and_is_the_beginning(text: str, room: float) -> None:
    short = cut(text, room)
    assert text_width(short) <= room or text_width(text) <= room
    assert short == text or text.startswith(short[:-1])


@given(text=WORDS, room=st.floats(min_value=15, max_value=300), most=st.integers(1, 4))
def test_lines_are_no_more_than_allowed_and_each_fits(text: str, room: float, most: int) -> None:
    lines = in_lines(text, room, most=most)
    assert len(lines) <= most
    assert all(text_width(line) <= room for line in lines)


def test_a_name_is_broken_between_its_words() -> None:
    assert in_lines("Predsunuté do obdobia", 80) == ("Predsunuté", "do obdobia") or in_lines(
        "Predsunuté do obdobia", 80
    ) == ("Predsunuté do", "obdobia")
