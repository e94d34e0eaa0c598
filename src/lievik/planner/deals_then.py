"""A statement → the same statement about deals as they stood at the end of a day, and all that is worked out from them.

Pure. Before the statement stand common table expressions named like the tables that it reads, so that no other part of
it has to change; a table that does not depend on deals, or is not read, is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from lievik.model.facts import Facts
from lievik.model.tables import TABLES
from lievik.planner.deal_states import deals_on
from lievik.planner.statement import Statement, bound_names

_DAY: Final = "$deals_on"
_MOMENT: Final = "$deals_at"
_WORD: Final = re.compile(r"\b[a-z_]+\b")
_OF_DEAL: Final = re.compile(r"\bdeal\.([a-z_]+)\b|\bdeal\.(\*)")
_NAMED: Final = re.compile(r"\b(?:FROM|JOIN) deal AS ([a-z_]+)")
_COMMENT: Final = re.compile(r"--[^\n]*")


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """How a table, or columns of one, are worked out from others.

    Attributes:
        sql: one SELECT; of columns, by id, of the rows that have any.
        columns: those of an imported table that it gives; none where it gives a whole table.
        reads: tables that it is made from.
    """

    sql: str
    columns: tuple[str, ...]
    reads: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DealsThen:
    """What is needed to read deals as they stood.

    Attributes:
        day: the end of which they are read at.
        moment: an instant on that day, UTC, that they are read at instead.
        derivations: table -> how it is made, in the order they are made.
        parameters: values bound in derivations.
    """

    day: date
    facts: Facts
    derivations: Mapping[str, Derivation]
    parameters: Mapping[str, object]
    moment: datetime | None = None

    def read(self, statement: Statement) -> Statement:
        """Give the statement that reads deals as they stood."""
        depend = _depending(self.derivations)
        wanted = _mentioned(statement.sql, depend)
        for table in reversed(depend):
            if table in wanted:
                wanted |= _mentioned(self.derivations[table].sql, depend)
        texts = [self.derivations[table].sql for table in depend if table in wanted]
        if not wanted and not _mentions_deal(statement.sql):
            return statement
        moment = _MOMENT if self.moment else ""
        ctes = [f"deal AS (\n{deals_on(self.facts, _DAY, _columns(statement.sql, texts), moment)}\n)"]
        words = set(_WORD.findall(" ".join([statement.sql, *texts])))
        ctes += [_cte(table, self.derivations[table], words) for table in depend if table in wanted]
        sql = _before(ctes, statement.sql)
        known = {**self.parameters, "deals_on": self.day, "deals_at": self.moment, **statement.values}
        return Statement(sql=sql, values={name: known[name] for name in bound_names(sql)})


def _depending(derivations: Mapping[str, Derivation]) -> list[str]:
    """Name the tables that depend on deals, in the order they are made; facts about tables are not such a way."""
    found: list[str] = []
    for table, derivation in derivations.items():
        if table != "deal" and any(name == "deal" or name in found for name in derivation.reads):
            found.append(table)
    return found


def _mentioned(sql: str, tables: Iterable[str]) -> set[str]:
    words = set(_WORD.findall(_COMMENT.sub("", sql)))
    return {table for table in tables if table in words}


def _mentions_deal(sql: str) -> bool:
    return "deal" in _WORD.findall(_COMMENT.sub("", sql))


def _columns(sql: str, derived: Iterable[str]) -> list[str]:
    """Columns of `deal` that a statement and derivations read: of a derivation any word that is one's name."""
    known = TABLES["deal"].all_columns
    text = _COMMENT.sub("", sql)
    found = {one or star for one, star in _OF_DEAL.findall(text)}
    for name in set(_NAMED.findall(text)):
        found |= set(re.findall(rf"\b{name}\.([a-z_]+)\b", text))
    for derivation in derived:
        found |= set(_WORD.findall(_COMMENT.sub("", derivation)))
    return [name for name in known if name in found or "*" in found]


def _cte(table: str, derivation: Derivation, words: Collection[str]) -> str:
    """Write a table as it is worked out from deals as they stood, with those of its columns that are spoken of."""
    if not derivation.columns:
        columns = ", ".join(TABLES[table].columns)
        return f"{table} AS (\nSELECT {columns} FROM (\n{derivation.sql}\n) AS made\n)"
    set_anew = ", ".join(f"made.{name}" for name in derivation.columns)
    names = [name for name in TABLES[table].all_columns if name in words and name not in derivation.columns]
    kept = ", ".join(f"kept.{name}" for name in names)
    return (
        f"{table} AS (\nSELECT {kept}, {set_anew}\nFROM main.{table} AS kept\n"
        f"LEFT JOIN (\n{derivation.sql}\n) AS made ON made.id = kept.id\n)"
    )


def _before(ctes: Iterable[str], sql: str) -> str:
    """Put common table expressions before a statement's own."""
    comments, rest = [], sql.lstrip()
    while rest.startswith("--"):
        line, _, rest = rest.partition("\n")
        comments.append(line)
        rest = rest.lstrip()
    told = "\n".join([*comments, "-- deals as they stood at the end of the day, and what is worked out from them"])
    own = rest[4:].lstrip() if re.match(r"WITH\b", rest) else ""
    joined = ",\n".join(ctes)
    return f"{told}\nWITH {joined},\n{own}" if own else f"{told}\nWITH {joined}\n{rest}"
