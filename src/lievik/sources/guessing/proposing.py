"""Sheets of text → a proposal: which tables they are and what fills their columns, with every doubt in it.

The way in of guessing. A sheet is held against every table; the best one is taken if it stands out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from lievik.model.proposal import Certainty, ColumnGuess, FileGuess, Proposal, UnknownFile, exactly
from lievik.model.quota import LEDGER
from lievik.sources.guessing.alike_sheets import AlikeSheets, alike
from lievik.sources.guessing.dated_names import without_dates
from lievik.sources.guessing.references import settle_by_references
from lievik.sources.guessing.sheet_guess import SheetGuess, guess_as
from lievik.sources.guessing.sheet_view import SampledSheet, SheetView, look_at_sheets
from lievik.sources.guessing.words import folded, header_words, table_words

_MARGIN: Final = 1.0
_LEAST: Final = 2.0
_LONGEST_NAME: Final = 40
_DICTIONARY: Final = 2
_MONTHS: Final = re.compile(
    r"(?:m|month)? ?(?:0?[1-9]|1[0-2])|(?:jan|feb|mar|apr|may|maj|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w*"
)
_MONTHS_OF_YEAR: Final = 12
_UNLIKELY_ID: Final = frozenset({"account", "rep", "product", "deal", "lead"})


def propose(
    sheets: Sequence[SampledSheet],
    *,
    places: Sequence[str] = (),
    tables: Mapping[str, str] | None = None,
    others: Collection[str] = (),
) -> Proposal:
    """Guess what sheets are.

    Args:
        sheets: of one source.
        places: names that the source may be called by, the best first: of a folder, of the folder around it, of a
            file; names that say nothing, such as `export`, are passed over.
        tables: key of a sheet (`FileGuess.key`) -> the table that a person says it is.
        others: names of further files in the folder; no pattern of a guess is so wide that they fall under it.

    Returns:
        A guess a sheet, or one for several that are the same export at different times; `Proposal.safe` takes what
        needs no question.
    """
    groups = alike(sheets, others)
    views = look_at_sheets(groups)
    said = tables or {}
    guesses = [(view, group, _best(view, said.get(view.place, ""))) for view, group in zip(views, groups, strict=True)]
    found = [(_named(guess.guess, group), view) for view, group, guess in guesses if guess]
    crms = Counter(guess.crm for *_, guess in guesses if guess and guess.crm)
    crm = crms.most_common(1)[0][0] if crms else ""
    files = settle_by_references(found)
    return Proposal(
        source=crm or _source_name(places),
        files=tuple(further for file in files for further in (_weighed(file), *_further(file))),
        unknown=tuple(
            UnknownFile(name=place, reason=_reason(view))
            for view, group, guess in guesses
            if not guess
            for place in group.places
        ),
        crm=crm,
    )


def _named(guess: FileGuess, group: AlikeSheets) -> FileGuess:
    """Say which other files a guess is for."""
    also = tuple(place for place in group.places if place != guess.key)
    match = "" if group.match == exactly(guess.file) else group.match
    sheet_match = "" if group.sheet_match == exactly(guess.sheet) else group.sheet_match
    return replace(guess, match=match, sheet_match=sheet_match, also=also)


def _best(view: SheetView, table: str) -> SheetGuess | None:
    """Take the table that a person says, or for which most speaks; certain only if it stands out as well."""
    if not view.rows:
        return None
    if table:
        return guess_as(view, table_words()[table], is_said=True)
    guesses = [guess for words in table_words().values() if (guess := guess_as(view, words))]
    ranked = sorted(guesses, key=lambda guess: -guess.score)
    if not ranked or ranked[0].score < _LEAST:
        return None
    first, others = ranked[0], ranked[1:]
    margin = first.score - others[0].score if others else first.score
    certainty = first.guess.certainty if margin >= _MARGIN else Certainty.DOUBTFUL
    tables = tuple(guess.guess.table for guess in others if guess.score > _LEAST)
    return replace(first, guess=replace(first.guess, certainty=certainty, other_tables=tables))


def _weighed(file: FileGuess) -> FileGuess:
    """Doubt a whole sheet that others refer to, if it is open which of its columns they refer by."""
    is_open = any("id" in column.options for column in file.columns)
    return replace(file, certainty=Certainty.DOUBTFUL) if is_open and file.table in _UNLIKELY_ID else file


def _further(file: FileGuess) -> Iterable[FileGuess]:
    """Give the memberships that a list of people with their teams holds as well."""
    if file.table != "rep":
        return
    team_words = table_words()["team"].columns
    team = [column for column in file.columns if not column.targets and team_words.get(folded(column.column)) == "name"]
    person = [column for column in file.columns if "id" in column.targets]
    if len(team) == 1 and len(person) == 1:
        aims = {team[0].column: ("team_id",), person[0].column: ("rep_id",)}
        columns = tuple(_aimed(column, aims.get(column.column, ())) for column in file.columns)
        yield replace(file, table="team_member", columns=columns, constants={}, other_tables=(), is_further=True)


def _aimed(column: ColumnGuess, targets: tuple[str, ...]) -> ColumnGuess:
    certainty = Certainty.LIKELY if targets else Certainty.SURE
    return ColumnGuess(
        column=column.column, targets=targets, certainty=certainty, why=("header",), samples=column.samples
    )


def _reason(view: SheetView) -> str:
    """Say in a slug why a sheet is none that is known."""
    if not view.rows:
        return "no_rows"
    names = [header.folded for header in view.headers]
    if sum(name in header_words().dictionary for name in names) >= _DICTIONARY:
        return "dictionary"
    if sum(bool(_MONTHS.fullmatch(name)) for name in names) >= _MONTHS_OF_YEAR:
        return "wide_months"
    return "no_table_fits"


def _source_name(places: Sequence[str]) -> str:
    """Make a name fit for a folder out of the first place that says something.

    A calendar called by an e-mail address gets a word made up from it: a person's address is no name of a source.
    """
    for place in places:
        if "@" in place and place.casefold().endswith(".ics"):
            return f"calendar-{hashlib.blake2b(place.casefold().encode(), digest_size=3).hexdigest()}"
        name = folded(without_dates(place))
        if name and name not in header_words().plain_places and name != LEDGER:
            slug = "-".join(re.findall("[a-z0-9]+", name))[:_LONGEST_NAME].strip("-")
            if slug:
                return slug
    return "files"
