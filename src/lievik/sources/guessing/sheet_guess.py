"""A sheet held against one table → the guess of that table, and how much speaks for it.

Pure. Every step only adds what it is sure of; what it is not sure of becomes a doubt of a column.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from lievik.model.proposal import NUMBER_KINDS, Certainty, Doubt, FileGuess
from lievik.model.tables import TABLES
from lievik.sources.guessing.dates import day_of
from lievik.sources.guessing.draft import Draft
from lievik.sources.guessing.line_amount import settle_amount
from lievik.sources.guessing.matching import is_unique_enough, match_headers
from lievik.sources.guessing.outcome import settle_close, settle_deal_type, settle_flags, settle_kind, settle_outcome
from lievik.sources.guessing.sheet_view import SheetView
from lievik.sources.guessing.verdict import settle_verdict
from lievik.sources.guessing.words import (
    Export,
    TableWords,
    distinctive_headers,
    exports,
    folded,
    header_words,
    table_words,
)

_KNOWN_EXPORT: Final = 8.0
_NAMED_FILE: Final = 3.0
_KNOWN_TEXTS: Final = 3.0
_DISTINCT: Final = 0.5
_MOST_DISTINCT: Final = 4
_MANY_DISTINCT: Final = 3
_SOME_DISTINCT: Final = 2
_STRANGER: Final = 3.0
_DOUBTFUL: Final = 0.3
_MOSTLY: Final = 0.8
_OFTEN: Final = 0.4
_PER_CENT: Final = Decimal(100)
_UNIQUE: Final = 0.95
_AT: Final = {on: at for table in TABLES.values() for on, at in table.dates_of.items()}


@dataclass(frozen=True, kw_only=True)
class SheetGuess:
    """A sheet as one table.

    Attributes:
        score: how much speaks for the table.
        crm: the CRM whose export it is; empty where it is none that is known.
    """

    guess: FileGuess
    score: float
    crm: str = ""


@dataclass(frozen=True, kw_only=True)
class _Evidence:
    """How much speaks for a table beside its columns, and how certain that makes it."""

    score: float
    certainty: Certainty


def guess_as(view: SheetView, words: TableWords, *, is_said: bool = False) -> SheetGuess | None:
    """Hold a sheet against a table.

    Args:
        view: the sheet.
        words: of the table.
        is_said: a person says that it is this table, whatever it lacks.

    Returns:
        The guess; none where the sheet lacks what such a table has to have.
    """
    export = _export(view, words.table)
    drafts = match_headers(view, words, export)
    if words.is_named:
        _name_as_id(drafts)
    _settle_meanings(drafts, words)
    for draft in drafts:
        _settle_scale(draft)
    possible = {name for draft in drafts for name in (*draft.targets, *draft.options)}
    if not is_said and not all(any(_is_met(need, possible) for need in group) for group in words.needs):
        return None
    evidence = _evidence(view, words, drafts, export)
    score = sum(_weight(draft) for draft in drafts) + evidence.score - _STRANGER * _is_of_strangers(drafts, words)
    certainty = Certainty.SURE if is_said else evidence.certainty
    guess = replace(_file_guess(view, words, drafts), certainty=certainty)
    return SheetGuess(guess=guess, score=score, crm=export.crm if export else "")


def _evidence(view: SheetView, words: TableWords, drafts: list[Draft], export: Export | None) -> _Evidence:
    """Weigh what names the table: a CRM's export, the file's name, headers that no other table has."""
    own = {header for header, table in distinctive_headers().items() if table == words.table.removesuffix("_version")}
    names = [set(draft.header.names(words.entity)) for draft in drafts if draft.targets]
    distinct = sum(bool(found & own) or len(found) > 1 for found in names)
    name = view.subject
    is_elsewhere = any(name in other.entity for other in table_words().values()) and name not in words.entity
    is_strange = name not in words.entity and bool(header_words().strangers & set(name.split()))
    score = min(distinct, _MOST_DISTINCT) * _DISTINCT + _KNOWN_EXPORT * (export is not None)
    if name in words.entity:
        return _Evidence(score=score + _NAMED_FILE, certainty=Certainty.SURE)
    if words.table == "email_verdict" and not export:
        # without texts that are verdicts it would not be one
        return _Evidence(score=score + _KNOWN_TEXTS, certainty=Certainty.SURE)
    if is_strange or (is_elsewhere and not export):
        return _Evidence(score=score - _STRANGER, certainty=Certainty.DOUBTFUL)
    has_word = any(f" {entity} " in f" {name} " for entity in words.entity)
    if export or distinct >= _MANY_DISTINCT:
        return _Evidence(score=score + has_word, certainty=Certainty.SURE)
    is_likely = distinct + has_word >= _SOME_DISTINCT
    return _Evidence(score=score + has_word, certainty=Certainty.LIKELY if is_likely else Certainty.DOUBTFUL)


def _export(view: SheetView, table: str) -> Export | None:
    """Find the CRM's export that a sheet is, by its headers."""
    headers = {folded(header.text) for header in view.headers}
    return next((export for export in exports() if export.table == table and export.signature <= headers), None)


def _is_met(need: str, possible: set[str]) -> bool:
    return need in possible or _AT.get(need, need) in possible


def _name_as_id(drafts: list[Draft]) -> None:
    """Take the name for the id where there is no column of ids, and names tell rows apart."""
    if any("id" in draft.targets or "id" in draft.options for draft in drafts):
        return
    names = [draft for draft in drafts if "name" in draft.targets]
    together = [" ".join(parts) for parts in zip(*(draft.profile.texts for draft in names), strict=True)]
    if not names:
        return
    if len(names) == 1 and not is_unique_enough(names[0]):
        names[0].doubted(Doubt.NOT_UNIQUE, "id name", "name")
    elif len(set(together)) >= len(together) * _UNIQUE:
        for draft in names:
            draft.targets.insert(0, "id")


def _settle_meanings(drafts: list[Draft], words: TableWords) -> None:
    table = words.table
    if table == "deal":
        settle_outcome(drafts)
        settle_flags(drafts, words, "outcome")
        settle_deal_type(drafts)
        settle_close(drafts, words)
    elif table == "deal_version":
        settle_outcome(drafts)
        settle_flags(drafts, words, "outcome")
    elif table == "stage":
        settle_kind(drafts, "kind")
        settle_flags(drafts, words, "kind")
    elif table == "invoice_line":
        settle_amount(drafts)
    elif table == "email_verdict":
        settle_verdict(drafts)


def _settle_scale(draft: Draft) -> None:
    """Find what numbers have to be multiplied by: per cents, and amounts in thousands."""
    numbers = draft.profile.numbers
    if draft.has_kind(frozenset({"share"})):
        largest = numbers.largest or Decimal(0)
        is_per_cent = largest > 1 or (draft.header.scale == "0.01" and largest != 1)
        is_amount = largest > 1 and "discount_share" in draft.targets and draft.header.scale != "0.01"
        if largest > _PER_CENT or is_amount:
            draft.doubted(Doubt.DOES_NOT_FIT, *draft.targets)
        elif is_per_cent and not numbers.has_per_cent:
            draft.scale = "0.01"
    elif draft.has_kind(NUMBER_KINDS) and draft.header.scale not in ("", "0.01"):
        draft.scale = draft.header.scale


def _is_of_strangers(drafts: list[Draft], words: TableWords) -> bool:
    """Whether the first column tells rows apart by an id of something else, such as `ticket_id`."""
    first = drafts[0] if drafts else None
    if first is None or not first.profile.is_unique or first.targets or first.doubt:
        return False
    *entity, last = first.header.folded.split()
    return last == "id" and bool(entity) and " ".join(entity) not in words.entity


def _weight(draft: Draft) -> float:
    if not draft.targets:
        return _DOUBTFUL if draft.doubt in (Doubt.RIVALS, Doubt.WHICH_COLUMN) else 0.0
    return 1.0 if draft.profile.counts else 0.5


def _file_guess(view: SheetView, words: TableWords, drafts: list[Draft]) -> FileGuess:
    columns = tuple(draft.guess() for draft in drafts)
    return FileGuess(
        file=view.sheet.name,
        sheet=view.sheet.sheet,
        table=words.table,
        columns=columns,
        constants={**words.constants, **_currency(drafts, words.table)},
        encoding=view.sheet.encoding,
        delimiter=view.sheet.delimiter,
        header_line=view.sheet.header_line,
        rows_sampled=view.rows,
        ends_inclusive=_ends_inclusive(drafts),
    )


def _currency(drafts: list[Draft], table: str) -> dict[str, str]:
    """Take the currency from a header of money, where no column tells it and no cell says another."""
    if "currency" not in TABLES[table].columns or any("currency" in draft.targets for draft in drafts):
        return {}
    money = [draft for draft in drafts if draft.has_kind(frozenset({"money", "price"}))]
    named = {draft.header.currency for draft in money} - {""}
    written = {code for draft in money for code in draft.profile.numbers.currencies}
    return {"currency": named.pop()} if len(named) == 1 and not written - named else {}


def _ends_inclusive(drafts: list[Draft]) -> bool:
    """Whether spans end on their last day: at the end of a month, or a day before the day they began on."""
    begins, ends = _days(drafts, "starts_on", "valid_from"), _days(drafts, "ends_on", "valid_until")
    known = [day for day in ends if day and day < date.max]
    spans = [(begin, end) for begin, end in zip(begins, ends, strict=False) if begin and end and end < date.max]
    if known and sum((day + timedelta(days=1)).day == 1 for day in known) >= _MOSTLY * len(known):
        return True
    before = sum((end + timedelta(days=1)).day == begin.day for begin, end in spans)
    return before >= _OFTEN * len(spans) and before > sum(end.day == begin.day for begin, end in spans)


def _days(drafts: list[Draft], *targets: str) -> list[date | None]:
    """Read the dates of the column that fills one of these, none for a cell without."""
    draft = next((draft for draft in drafts if set(targets) & set(draft.targets)), None)
    return [day_of(text, draft.profile.dates) for text in draft.profile.texts] if draft else []
