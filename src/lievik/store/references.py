"""References by name → the ids they mean: `GTXPro` meets the product `GTX Pro`, an owner's e-mail the rep.

Names meet only where they differ by case, blanks, accents and punctuation alone, and only where exactly one row
has the name. What meets nothing stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

import duckdb

from lievik.model.tables import TABLES
from lievik.store.schema import columns_moved, past_of

REFERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "account_id": "account",
        "owner_id": "rep",
        "rep_id": "rep",
        "manager_id": "rep",
        "product_id": "product",
        "pipeline_id": "pipeline",
        "stage_id": "stage",
        "campaign_id": "campaign",
        "team_id": "team",
    }
)
"""Column, in whatever table -> the table whose rows it names."""

SUBJECTS: Final = ("rep", "team")
"""What `subject_id` may name, as `subject_kind` says; a company has no rows."""

_NAMED_BY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"rep": ("id", "name", "email")})
_USUALLY: Final = ("id", "name")


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A column that refers to rows of a table, in those rows for which `where` (SQL) holds."""

    column: str
    target: str
    where: str = "TRUE"


Met = tuple[tuple[str, int], ...]
"""Table and how many references of its rows met something, for each table where any did."""


def meet_staged(connection: duckdb.DuckDBPyConnection, staged: Mapping[str, str]) -> Met:
    """Let the references of staged rows meet rows at rest, and rows staged beside them.

    Args:
        connection: the staged tables are in it.
        staged: table -> the relation that its staged rows are in.
    """
    met: dict[str, int] = {}
    for table, relation in staged.items():
        for reference in references_of(table):
            column, beside = reference.column, staged.get(reference.target)
            if _find_meetings(connection, relation, reference, beside):
                found = connection.execute(
                    f"UPDATE {relation} SET {column} = meeting.id FROM meeting "
                    f"WHERE {column} = meeting.written AND {reference.where}"
                ).fetchone()
                met[table] = met.get(table, 0) + (int(found[0]) if found else 0)
    return tuple(met.items())


def meet_at_rest(connection: duckdb.DuckDBPyConnection, targets: Iterable[str], moment: datetime) -> Met:
    """Let rows that were waiting at rest meet rows that a run brought; what they held before becomes past.

    Args:
        connection: open for writing.
        targets: tables that the run brought rows of.
        moment: when the run's rows are known from, UTC.
    """
    wanted = frozenset(targets)
    met: dict[str, int] = {}
    for table in (table.name for table in TABLES.values() if not table.is_derived):
        for reference in references_of(table):
            if reference.target in wanted and _find_meetings(connection, table, reference):
                met[table] = met.get(table, 0) + _meet(connection, table, reference, moment)
    return tuple(met.items())


def _meet(connection: duckdb.DuckDBPyConnection, table: str, reference: Reference, moment: datetime) -> int:
    """Put ids in the place of names in one column at rest; rows of this very run have no past yet."""
    column, where = reference.column, reference.where
    into, values = columns_moved(TABLES[table])
    connection.execute(
        f"INSERT INTO {past_of(table)} ({into}) SELECT {values} FROM {table} "
        f"WHERE known_from < $moment AND {column} IN (SELECT written FROM meeting) AND {where}",
        {"moment": moment},
    )
    found = connection.execute(
        f"UPDATE {table} SET {column} = meeting.id, known_from = CAST($moment AS TIMESTAMP) "
        f"FROM meeting WHERE {column} = meeting.written AND {where}",
        {"moment": moment},
    ).fetchone()
    return int(found[0]) if found else 0


def references_of(table: str) -> list[Reference]:
    """Name the columns of a table that refer to rows of another one."""
    columns = TABLES[table].columns
    found = [Reference(column=column, target=REFERS[column]) for column in columns if column in REFERS]
    if "parent_id" in columns:
        found.append(Reference(column="parent_id", target=table))
    if "subject_kind" in columns:
        found += [
            Reference(column="subject_id", target=kind, where=f"lower(subject_kind) = '{kind}'") for kind in SUBJECTS
        ]
    return found


def _find_meetings(
    connection: duckdb.DuckDBPyConnection, relation: str, reference: Reference, beside: str | None = None
) -> bool:
    """Fill `meeting` with what is written and the id it means, for references that are no id; tell whether any is.

    Args:
        connection: open for writing.
        relation: whose rows refer.
        reference: what by.
        beside: the relation of rows that come with them into the table that is referred to.
    """
    column, target = reference.column, reference.target
    relations = [target] if beside is None else [target, beside]
    ids = " UNION ALL ".join(f"SELECT id FROM {each}" for each in relations)
    connection.execute("DROP TABLE IF EXISTS temp.waiting; DROP TABLE IF EXISTS temp.meeting")
    # what is written is looked for among the ids and not the other way round: of changes it is much less
    connection.execute(
        f"CREATE TEMP TABLE waiting AS WITH told AS MATERIALIZED (SELECT DISTINCT {column} AS written FROM {relation} "
        f"WHERE {column} IS NOT NULL AND {reference.where}) SELECT written FROM told WHERE EXISTS ({ids}) "
        f"AND written NOT IN (SELECT id FROM ({ids}) WHERE id IN (SELECT written FROM told))"
    )
    if not _count(connection, "waiting"):
        return False
    by = _NAMED_BY.get(target, _USUALLY)
    rows = " UNION ALL ".join(f"SELECT id, {name} AS name FROM {each}" for each in relations for name in by)
    connection.execute(
        f"CREATE TEMP TABLE meeting AS WITH named AS (SELECT {_folded('name')} AS folded, min(id) AS id "
        f"FROM ({rows}) GROUP BY ALL HAVING count(DISTINCT id) = 1) "
        f"SELECT written, named.id FROM waiting INNER JOIN named ON named.folded = {_folded('written')} "
        "WHERE named.folded <> ''"
    )
    return _count(connection, "meeting") > 0


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return int(found[0]) if found else 0


def _folded(text: str) -> str:
    """SQL of a name without what people write differently: case, accents, blanks and punctuation."""
    return f"regexp_replace(lower(strip_accents({text})), '[^\\p{{L}}\\p{{N}}]+', '', 'g')"
