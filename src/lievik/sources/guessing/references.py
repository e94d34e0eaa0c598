"""Guesses of several sheets → the same, where one sheet's cells speak for what another's columns are.

Pure. A column whose texts mostly stand in another sheet's ids or names refers to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from lievik.model.proposal import Certainty, ColumnGuess, Doubt, FileGuess
from lievik.sources.guessing.sheet_view import SheetView

REFERENCES: Final[Mapping[str, str]] = {
    "account_id": "account",
    "owner_id": "rep",
    "rep_id": "rep",
    "subject_id": "rep",
    "product_id": "product",
    "deal_id": "deal",
    "lead_id": "lead",
    "contact_id": "contact",
    "campaign_id": "campaign",
    "team_id": "team",
    "pipeline_id": "pipeline",
    "stage_id": "stage",
}
"""Canonical column -> the table that it refers to."""

_MOSTLY: Final = 0.6
_ENOUGH: Final = 2

Pairs = Sequence[tuple[FileGuess, SheetView]]


def settle_by_references(pairs: Pairs) -> list[FileGuess]:
    """Settle what is open in some sheets by what stands in the others."""
    settled = [(_settled(file, view, pairs), view) for file, view in pairs]
    return [_beside_others(file, view, settled) for file, view in settled]


def _beside_others(file: FileGuess, view: SheetView, pairs: Pairs) -> FileGuess:
    """Doubt a sheet that nothing refers to, where another one of the same table but other columns is referred to."""
    others = [
        (other, seen) for other, seen in pairs if other.table == file.table and seen.sheet.header != view.sheet.header
    ]
    if file.table not in REFERENCES.values() or not others or _is_referred_to(file, view, pairs):
        return file
    is_other = any(_is_referred_to(other, seen, pairs) for other, seen in others)
    return replace(file, certainty=Certainty.DOUBTFUL) if is_other else file


def _is_referred_to(file: FileGuess, view: SheetView, pairs: Pairs) -> bool:
    own = _known_in(file, view)
    return any(
        len(cells & own) >= max(_ENOUGH, _MOSTLY * len(cells))
        for other, seen in pairs
        if other.table != file.table
        for cells in _referring(other, seen, file.table)
    )


def _referring(other: FileGuess, view: SheetView, table: str) -> list[set[str]]:
    """Give the texts of a sheet's columns that refer to a table."""
    return [
        set(profile.counts)
        for column, profile in zip(other.columns, view.profiles, strict=True)
        if any(REFERENCES.get(target) == table for target in (*column.targets, *column.options))
    ]


def _settled(file: FileGuess, view: SheetView, pairs: Pairs) -> FileGuess:
    texts = {header.text: set(profile.counts) for header, profile in zip(view.headers, view.profiles, strict=True)}
    file = _settle_id(file, texts, [(other, seen) for other, seen in pairs if other is not file])
    columns = [_supported(column, texts[column.column], file, pairs) for column in file.columns]
    return replace(file, columns=tuple(columns))


def _supported(column: ColumnGuess, texts: set[str], file: FileGuess, pairs: Pairs) -> ColumnGuess:
    """Take a doubtful reference for likely, if its texts stand in the sheet that it would refer to."""
    if column.doubt != Doubt.WHICH_COLUMN or "near_header" not in column.why:
        return column
    target = column.options[0]
    known = _known(REFERENCES.get(target, ""), file, pairs)
    if len(texts & known) < max(_ENOUGH, _MOSTLY * len(texts)):
        return column
    why = (*column.why, "references")
    return replace(column, targets=(target,), certainty=Certainty.LIKELY, why=why, doubt="", options=())


def _known(table: str, file: FileGuess, pairs: Pairs) -> set[str]:
    """Give the ids and names of a table, as far as they were looked at."""
    found = (_known_in(other, view) for other, view in pairs if other.table == table and other is not file)
    return set().union(*found)


def _known_in(file: FileGuess, view: SheetView) -> set[str]:
    return {
        text
        for column, profile in zip(file.columns, view.profiles, strict=True)
        if {"id", "name"} & set(column.targets)
        for text in profile.counts
    }


def _settle_id(file: FileGuess, texts: Mapping[str, set[str]], others: Pairs) -> FileGuess:
    """Of several columns that may be the id, take the only one that other sheets refer to."""
    rivals = [column.column for column in file.columns if column.doubt == Doubt.RIVALS and "id" in column.options]
    referring = [cells for other, view in others for cells in _referring(other, view, file.table)]
    used = [
        name
        for name in rivals
        if any(len(cells & texts[name]) >= max(_ENOUGH, _MOSTLY * len(cells)) for cells in referring)
    ]
    if len(used) != 1:
        return file
    return replace(file, columns=tuple(_chosen(column, used[0], rivals) for column in file.columns))


def _chosen(column: ColumnGuess, used: str, rivals: Sequence[str]) -> ColumnGuess:
    if column.column not in rivals:
        return column
    targets = ("id",) if column.column == used else ()
    why = (*column.why, "references")
    return replace(column, targets=targets, certainty=Certainty.LIKELY, why=why, doubt="", options=())
