"""Blocks become panels, one a heading, and nothing is lost between them."""

from __future__ import annotations

from lievik.apps.web.sections import sections
from lievik.report.blocks import Heading, Paragraph

FIRST, SECOND, THIRD = (Paragraph(text=text) for text in ("one", "two", "three"))


def test_blocks_are_cut_at_the_headings_of_parts() -> None:
    found = sections(
        [Heading(text="All"), FIRST, Heading(text="Part", level=2), SECOND, Heading(text="In it", level=3), THIRD]
    )
    assert [(section.title, len(section.blocks)) for section in found] == [("", 1), ("Part", 3)]
    assert found[1].blocks[2] is THIRD


def test_sections_of_one_title_have_names_of_their_own() -> None:
    found = sections([Heading(text="Part", level=2), Heading(text="Part", level=2)])
    assert len({section.name for section in found}) == 3


def test_there_is_always_a_first_section() -> None:
    assert [section.blocks for section in sections([])] == [()]
