"""The data in `words/*.toml` → what headers and texts may mean, by folded words; read once.

Folded means: without accents, case and punctuation, one blank between words, and `CloseDate` is `close date`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

_TABLE_FILES: Final = ("deals", "companies", "people", "money")
_HUMPS: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class TableWords:
    """What headers a table's columns have, and what its rows are called.

    Attributes:
        entity: words for one row or many.
        needs: groups of columns; a sheet that is this table has one of each group.
        columns: folded header -> canonical column.
        weak: folded header -> canonical column that it may mean, among others.
        either: folded headers of dates that may be expected or real.
        parts: folded header -> canonical column that it fills together with others, and its place among them.
        flags: folded header of yes and no -> `won`, `lost` or `closed`.
        constants: canonical column -> what every row of such a file has.
        is_named: a row without an id of its own may take its name for it.
    """

    table: str
    entity: frozenset[str]
    needs: tuple[tuple[str, ...], ...]
    columns: Mapping[str, str]
    weak: Mapping[str, str]
    either: Mapping[str, str]
    parts: Mapping[str, tuple[str, int]]
    flags: Mapping[str, str]
    constants: Mapping[str, str]
    is_named: bool


@dataclass(frozen=True, kw_only=True)
class Export:
    """An export of a CRM, known by its headers: canonical column -> folded headers, the first found is taken."""

    crm: str
    table: str
    signature: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class ValueWords:
    """What texts in cells stand for.

    Attributes:
        outcome_tokens: what -> words of a text that say it.
        outcomes: folded text -> outcome.
        deal_types: folded text -> type of deal.
        flags: folded text -> `true` or `false`.
        currencies: text in lower case -> code.
    """

    outcome_tokens: Mapping[str, frozenset[str]]
    outcomes: Mapping[str, str]
    deal_types: Mapping[str, str]
    flags: Mapping[str, str]
    currencies: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class HeaderWords:
    """Words that are no names of columns; folded but for `per_cent` and `nothing`, which are bare.

    Attributes:
        dictionary: headers of a list of fields.
        plain_places: names of folders and files that say nothing.
        nothing: texts of empty cells.
        noise: words in names of files that say nothing about their rows.
        strangers: words in names of files whose rows are something else than the other words say.
    """

    thousands: frozenset[str]
    millions: frozenset[str]
    per_cent: frozenset[str]
    dictionary: frozenset[str]
    plain_places: frozenset[str]
    nothing: frozenset[str]
    noise: frozenset[str]
    strangers: frozenset[str]


def folded(text: str) -> str:
    """Fold a header or a text."""
    bare = unicodedata.normalize("NFKD", _HUMPS.sub(" ", text)).casefold().replace("ß", "ss")
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(letters))


@cache
def table_words() -> Mapping[str, TableWords]:
    """Give the words of every table that a file may be."""
    return {table: _table(table, read) for name in _TABLE_FILES for table, read in _read(name).items()}


@cache
def distinctive_headers() -> Mapping[str, str]:
    """Give the headers that speak for one table, and the table; `stage` is not one, for pipelines have stages too."""
    tables: dict[str, set[str]] = {}
    for words in table_words().values():
        for header in words.columns:
            tables.setdefault(header, set()).add(words.table.removesuffix("_version"))
    return {header: found.pop() for header, found in tables.items() if len(found) == 1}


@cache
def exports() -> tuple[Export, ...]:
    """Give the exports that are known, in the order in which they are looked for."""
    return tuple(
        Export(
            crm=read["crm"],
            table=read["table"],
            signature=frozenset(map(folded, read["signature"])),
            columns={target: tuple(map(folded, headers)) for target, headers in read["columns"].items()},
        )
        for read in _read("crm")["export"]
    )


@cache
def value_words() -> ValueWords:
    """Give what texts in cells stand for."""
    read = _read("values")
    return ValueWords(
        outcome_tokens={name: frozenset(map(folded, words)) for name, words in read["outcome"]["tokens"].items()},
        outcomes=_turned(read["outcome"]["phrases"]),
        deal_types=_turned(read["deal_type"]["phrases"]),
        flags=_turned(read["flag"]["phrases"]),
        currencies={sign.casefold(): code for code, signs in read["currency"]["signs"].items() for sign in signs},
    )


@cache
def header_words() -> HeaderWords:
    """Give the words in headers that are no names of columns."""
    read = _read("values")["header"]
    bare = {name: frozenset(word.casefold() for word in words) for name, words in read.items()}
    fold = {name: frozenset(map(folded, words)) for name, words in read.items()}
    return HeaderWords(
        thousands=fold["thousands"],
        millions=fold["millions"],
        per_cent=bare["per_cent"],
        dictionary=fold["dictionary"],
        plain_places=fold["plain_places"],
        nothing=bare["nothing"],
        noise=fold["noise"],
        strangers=fold["strangers"],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "words" / f"{name}.toml").read_text(encoding="utf-8"))


def _table(table: str, read: Mapping[str, Any]) -> TableWords:
    return TableWords(
        table=table,
        entity=frozenset(map(folded, read["entity"])),
        needs=tuple(map(tuple, read["needs"])),
        columns=_turned(read["columns"]),
        weak=_turned(read.get("weak", {})),
        either=_turned(read.get("either", {})),
        parts=_places(read.get("parts", {})),
        flags=_turned(read.get("flags", {})),
        constants=read.get("constants", {}),
        is_named=read.get("named", False),
    )


def _places(read: Mapping[str, list[Any]]) -> dict[str, tuple[str, int]]:
    """Turn parts around; where they are several lists, the lists are the places."""
    lists = {target: words if isinstance(words[0], list) else [words] for target, words in read.items()}
    return {
        folded(word): (target, place)
        for target, places in lists.items()
        for place, words in enumerate(places)
        for word in words
    }


def _turned(read: Mapping[str, list[str]]) -> dict[str, str]:
    """Turn meaning -> words around."""
    return {folded(word): meant for meant, words in read.items() for word in words}
