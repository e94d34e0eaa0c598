"""Problems found in definitions, collected so that all of a stage are told at once.

Pure. A stage ends with `raise_if_any`; what comes after may rely on what was checked before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from lievik.errors import DefinitionError

Table = Mapping[str, object]
Result = TypeVar("Result")


class Problems:
    """Sentences about what is wrong, each beginning with the file it stands in."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, path: str, sentence: str) -> None:
        """Note one problem."""
        self._found.append(f"{path}: {sentence}")

    def attempt(self, path: str, where: str, work: Callable[[], Result]) -> Result | None:
        """Do some work; a ValueError becomes a problem and gives none."""
        try:
            return work()
        except ValueError as trouble:
            self.add(path, f"{where}: {trouble}" if where else str(trouble))
            return None

    def raise_if_any(self) -> None:
        """End the stage.

        Raises:
            DefinitionError: problems were noted.
        """
        if self._found:
            raise DefinitionError(self._found)


def parse_files(texts: Mapping[str, str], problems: Problems) -> dict[str, Table]:
    """Parse TOML texts by path; one that cannot be parsed is a problem and left out."""
    parsed: dict[str, Table] = {}
    for path, text in sorted(texts.items()):
        table = problems.attempt(path, "cannot be read as TOML", partial(tomllib.loads, text))
        if table is not None:
            parsed[path] = table
    return parsed


def texts_by_language(table: Table, languages: tuple[str, ...]) -> dict[str, str]:
    """Take the one-line texts of a table, by language."""
    return {code: str(table[code]) for code in languages if isinstance(table.get(code), str)}


def refuse_unknown_keys(table: Table, known: frozenset[str], path: str, where: str, problems: Problems) -> None:
    """Note every key that means nothing here."""
    for key in sorted(set(table) - known):
        problems.add(path, f"{where}unknown key '{key}'")
