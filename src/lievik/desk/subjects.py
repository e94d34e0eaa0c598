"""A name or an id that was typed → the rep, team or company that is meant.

Pure but for the one question that it is given. Case, accents and punctuation do not matter; two of one name are told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from lievik.errors import RequestError, UnknownNameError
from lievik.model.quota import Subject, SubjectKind

Fetch: TypeAlias = Callable[[str, Mapping[str, object]], tuple[list[str], list[tuple[Any, ...]]]]
"""Asks the database: SQL and values in, names of columns and rows out."""

Known: TypeAlias = Mapping[tuple[SubjectKind, str], Subject]
"""Kind and id -> the subject."""

COMPANY: Final = Subject(kind="company", id="", name="company")

_KNOWN: Final = """
WITH known AS (
    SELECT 'rep' AS kind, id, name, 1 AS place FROM rep
    UNION ALL SELECT 'team', id, name, 1 FROM team
    UNION ALL SELECT 'rep', owner_id, owner_id, 2 FROM deal WHERE owner_id IS NOT NULL
    UNION ALL SELECT 'team', team_id, team_id, 2 FROM team_member WHERE team_id IS NOT NULL
    UNION ALL SELECT lower(subject_kind), subject_id, subject_id, 3 FROM quota WHERE subject_id IS NOT NULL
)
SELECT kind, id, arg_min(coalesce(name, id), place) AS name
FROM known
WHERE kind IN ('rep', 'team')
GROUP BY kind, id
ORDER BY kind, name, id
"""


def known_subjects(fetch: Fetch | None) -> tuple[Subject, ...]:
    """Give every rep and team that the data speaks of."""
    rows = fetch(_KNOWN, {})[1] if fetch else []
    return tuple(Subject(kind=kind, id=key, name=name) for kind, key, name in rows)


def by_key(subjects: Iterable[Subject]) -> Known:
    """Give subjects by kind and id."""
    return {(each.kind, each.id): each for each in subjects}


def find_subject(typed: str, known: Iterable[Subject]) -> Subject:
    """Find whom somebody means.

    Args:
        typed: `company`, else an id or a name; `rep:` or `team:` before it where both have it.
        known: who there is.

    Raises:
        UnknownNameError: nobody is called that; the nearest names are told.
        RequestError: several are.
    """
    text = typed.strip()
    if _folded(text) == COMPANY.name:
        return COMPANY
    kind, sign, rest = text.partition(":")
    if sign and kind in {"rep", "team"}:
        known, text = [each for each in known if each.kind == kind], rest.strip()
    every = list(known)
    found = [each for each in every if each.id == text] or [
        each for each in every if _folded(each.name) == _folded(text)
    ]
    if not found:
        raise UnknownNameError("rep or team", text, {each.name for each in every})
    if len(found) > 1:
        listed = ", ".join(f"{each.kind}:{each.id}" for each in found)
        raise RequestError(f"Several are called '{text}'.", f"Name one of them by its id: {listed}.")
    return found[0]


def find_team(typed: str, known: Iterable[Subject]) -> Subject:
    """Find the team that somebody means.

    Raises:
        UnknownNameError: no team is called that; the nearest names are told.
        RequestError: several are.
    """
    teams = [each for each in known if each.kind == "team"]
    try:
        found = find_subject(f"team:{typed.strip().removeprefix('team:')}", teams)
    except UnknownNameError as trouble:
        raise UnknownNameError("team", typed.strip(), {each.name for each in teams}) from trouble
    return found


def subject_of(kind: SubjectKind, key: str | None, known: Known) -> Subject:
    """Give the subject that a row is about; one that nothing else speaks of is called by its id."""
    if kind == COMPANY.kind:
        return COMPANY
    return known.get((kind, key or "")) or Subject(kind=kind, id=key or "", name=key or "")


def _folded(text: str) -> str:
    """A name without what people write differently."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))
