"""Translations are whole: every message that is said has its place, and is translated with the same braces."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from lievik.locale import catalogue_bytes

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "lievik"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"say": None, "say_many": (1, 2), "mark": None}


def _catalogue(code: str) -> Catalog:
    with (PACKAGE / "locale" / code / "LC_MESSAGES" / "lievik.po").open("rb") as file:
        return read_po(file, locale=code)


def _ids(messages: list[Message]) -> set[str | tuple[str, ...]]:
    return {tuple(m.id) if isinstance(m.id, list | tuple) else m.id for m in messages if m.id}


@pytest.mark.parametrize("code", ["en", "sk"])
def test_every_message_that_is_said_is_in_the_catalogue_and_no_other(code: str) -> None:
    found = extract_from_dir(
        PACKAGE, method_map=[("**.py", "python"), ("**/templates/**.html", "jinja2")], keywords=KEYWORDS
    )
    said = {message for _, _, message, _, _ in found}
    assert _ids(list(_catalogue(code))) == said


def test_every_message_has_a_slovak_translation() -> None:
    assert [message.id for message in _catalogue("sk") if message.id and not all(_strings(message))] == []


def test_a_translation_has_the_facts_of_its_message() -> None:
    for message in _catalogue("sk"):
        first = message.id if isinstance(message.id, str) else message.id[0]
        wanted = set(re.findall(r"\{\w+\}", first))
        assert [text for text in _strings(message) if message.id and set(re.findall(r"\{\w+\}", text)) != wanted] == []


@pytest.mark.parametrize("code", ["en", "sk"])
def test_the_compiled_catalogue_is_the_written_one(code: str) -> None:
    compiled = read_mo(BytesIO(catalogue_bytes(code)))
    written = {_key(message): _strings(message) for message in _catalogue(code) if all(_strings(message))}
    assert {_key(message): _strings(message) for message in compiled if message.id} == {
        key: strings for key, strings in written.items() if key
    }


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())
