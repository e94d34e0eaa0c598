"""An address is read as it was written, and written as it will be read."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from lievik.apps.web.asked import Asked, read_asked

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=12)


def read(address: str) -> Asked:
    parts = urlsplit(address)
    return read_asked(parts.path, parse_qsl(parts.query, keep_blank_values=True))


def test_what_every_page_understands_goes_along_to_another_page() -> None:
    asked = read("/?period=2026-Q2&compare=year&as_of=2026-06-01&where=owner%3DJana+Nov%C3%A1kov%C3%A1&q=x")
    there = read(asked.href("/team"))
    assert (there.path, there.period, there.compare, there.as_of) == ("/team", "2026-Q2", "year", "2026-06-01")
    assert there.where == (("owner", "Jana Nováková"),)
    assert there.one("q") == ""


def test_what_only_one_page_understands_stays_on_it() -> None:
    asked = read("/metrics/win_rate/records?q=x&page=3")
    assert read(asked.href(page=4)).many("page") == ("4",)
    assert read(asked.href(page=4)).one("q") == "x"
    assert read(asked.href(page=None)).many("page") == ()


def test_a_period_that_was_typed_counts_before_one_that_was_chosen() -> None:
    assert read("/?period=last-month&period_typed=2025-Q4").period == "2025-Q4"
    assert read("/?period=last-month&period_typed=").period == "last-month"


def test_a_filter_without_a_dimension_or_value_is_passed_over() -> None:
    assert read("/?where=&where=owner&where=owner%3D&where=%3DJana").where == ()


def test_two_values_of_one_dimension_come_together() -> None:
    asked = read("/?where=owner%3DA&where=team%3DB&where=owner%3DC")
    assert asked.filters == {"owner": ["A", "C"], "team": ["B"]}


def test_it_is_compared_with_the_unit_before_unless_something_else_is_said() -> None:
    assert read("/").compared["compare"] == "previous"
    assert read("/?compare=year").compared["compare"] == "year"
    assert read("/?compare=none").compared["compare"] == ""


@given(period=TEXTS, dimension=TEXTS.filter(lambda text: "=" not in text), value=TEXTS, word=TEXTS)
def test_any_text_survives_the_way_into_an_address_and_back(period: str, dimension: str, value: str, word: str) -> None:
    asked = read_asked("/p", [("period", period), ("where", f"{dimension}={value}"), ("q", word)])
    again = read(asked.href())
    assert (again.period, again.where, again.one("q")) == (asked.period, asked.where, asked.one("q"))


@given(word=TEXTS)
def test_a_form_carries_along_what_the_address_says_but_for_its_own_fields(word: str) -> None:
    asked = read_asked("/p", [("period", "2026"), ("q", word), ("sort", "day")])
    assert asked.hidden("q", "page") == [("period", "2026"), ("sort", "day")]


def test_a_path_is_written_as_an_address() -> None:
    assert read_asked("/team/Ján #1?", []).address == "/team/J%C3%A1n%20%231%3F"
