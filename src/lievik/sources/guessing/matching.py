"""Headers held against a table's words → a draft a column: what it fills, and where two columns want the same.

Pure. A header that is only like a word is asked about; so is one of several that may fill the same date or amount.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from lievik.model.proposal import DATE_KINDS, NUMBER_KINDS, Certainty, Doubt
from lievik.model.tables import TABLES
from lievik.sources.guessing.draft import Draft
from lievik.sources.guessing.sheet_view import SheetView
from lievik.sources.guessing.words import Export, TableWords, folded, table_words

_NEAR: Final = 88
_SHORTEST_NEAR: Final = 5
_ID_WORDS: Final = frozenset({"id", "ids", "key", "number", "no", "code"})
_CODE_WORDS: Final = frozenset({"code", "number", "no", "nr", "sku", "kod", "cislo", "nummer"})
_ASKED_KINDS: Final = DATE_KINDS | NUMBER_KINDS | {"currency", "flag"}
_UNIQUE: Final = 0.95


def match_headers(view: SheetView, words: TableWords, export: Export | None) -> list[Draft]:
    """Find what the columns of a sheet fill, if it is this table.

    Returns:
        One draft a column, in the sheet's order.
    """
    drafts = [
        Draft(header=header, profile=profile, table=words.table)
        for header, profile in zip(view.headers, view.profiles, strict=True)
    ]
    taken = _take_known(drafts, export) if export else set()
    divided = _divided(drafts, words)
    wanted: dict[str, list[Draft]] = {}
    for draft in drafts:
        target = "" if draft.targets else _exact(draft, words)
        is_part = target in divided and _part(draft, words) is not None
        if target and target not in taken and not is_part:
            wanted.setdefault(target, []).append(draft)
    for target, rivals in wanted.items():
        _settle(target, rivals, words)
    filled = taken | {target for draft in drafts for target in draft.targets} | set(wanted)
    _join_parts(drafts, words, filled)
    for draft in drafts:
        if not draft.targets and not draft.doubt:
            _look_nearby(draft, words, filled)
    _check(drafts)
    return drafts


def _take_known(drafts: list[Draft], export: Export) -> set[str]:
    """Take what the export of a CRM is known to be; give the columns that are filled by it."""
    by_header = {draft.header.folded: draft for draft in reversed(drafts)}
    full = {folded(draft.header.text): draft for draft in reversed(drafts)}
    taken = set()
    for target, headers in export.columns.items():
        found = [draft for name in headers if (draft := full.get(name) or by_header.get(name))]
        draft = next((draft for draft in found if draft.profile.counts), found[0] if found else None)
        if draft and not draft.targets:
            draft.targets.append(target)
            draft.why.append("crm")
            taken.add(target)
    return taken


def _exact(draft: Draft, words: TableWords) -> str:
    """Give the canonical column that a header names; empty if it names none."""
    for name in draft.header.names(words.entity):
        if target := words.columns.get(name):
            return "" if _is_head_count(draft, target) else target
    return ""


def _is_head_count(draft: Draft, target: str) -> bool:
    """Whether a column of sizes holds numbers of people, which are no bands."""
    return target == "size_band" and draft.profile.is_number


def _settle(target: str, rivals: list[Draft], words: TableWords) -> None:
    """Give a canonical column to one of those that name it, or ask."""
    rivals = [draft for draft in rivals if draft.profile.counts] or rivals
    if target == "id":
        rivals = _without_codes([draft for draft in rivals if draft.profile.is_unique] or rivals)
    fitting = [draft for draft in rivals if draft.profile.fits(draft.kind_of(target))] or rivals
    first = min(fitting, key=lambda draft: _rank(draft, target, words))
    same = all(draft.profile.texts == first.profile.texts for draft in fitting)
    if len(fitting) > 1 and not same and (target == "id" or first.kind_of(target) in _ASKED_KINDS):
        for draft in fitting:
            draft.doubted(Doubt.RIVALS, target)
        return
    first.targets.append(target)
    first.why.append("header")
    if len(fitting) > 1:
        first.certainty = Certainty.LIKELY


def _without_codes(rivals: list[Draft]) -> list[Draft]:
    """Pass over codes and numbers beside what is called an id."""
    ids = [draft for draft in rivals if draft.header.folded.split()[-1] == "id"]
    others = [draft for draft in rivals if draft not in ids]
    are_codes = all(_CODE_WORDS & set(draft.header.folded.split()) for draft in others)
    return ids if len(ids) == 1 and are_codes else rivals


def _rank(draft: Draft, target: str, words: TableWords) -> tuple[bool, int]:
    """Order columns that name the same: a reference by name before one by number, then as the words are listed."""
    names = draft.header.names(words.entity)
    place = min((list(words.columns).index(name) for name in names if name in words.columns), default=0)
    by_number = bool(_ID_WORDS & set(draft.header.folded.split()))
    return (target.endswith("_id") and by_number, place)


def _join_parts(drafts: list[Draft], words: TableWords, filled: set[str]) -> None:
    """Let columns that are parts of one, such as a first and a last name, fill it together."""
    for draft in drafts:
        target, place = _part(draft, words) or ("", 0)
        if target and target not in filled and not draft.targets and not draft.doubt:
            draft.targets.append(target)
            draft.part = place
            draft.why.append("header")
            draft.certainty = Certainty.LIKELY


def _part(draft: Draft, words: TableWords) -> tuple[str, int] | None:
    """Give what a header is a part of, and its place in it; none where it is none."""
    return next((words.parts[name] for name in draft.header.names(words.entity) if name in words.parts), None)


def _divided(drafts: list[Draft], words: TableWords) -> set[str]:
    """Name what stands in several columns, such as a name where `Meno` has a `Priezvisko` beside it."""
    places: dict[str, set[int]] = {}
    for draft in drafts:
        if found := _part(draft, words):
            places.setdefault(found[0], set()).add(found[1])
    return {target for target, found in places.items() if len(found) > 1}


def _look_nearby(draft: Draft, words: TableWords, filled: set[str]) -> None:
    """Ask about a header that may mean a column, or is nearly one of its words."""
    names = draft.header.names(words.entity)
    weak = {target for name in names if (target := words.weak.get(name))} - filled
    if weak:
        draft.doubted(Doubt.WHICH_COLUMN, *sorted(weak))
        draft.why.append("weak_header")
        return
    near = _nearest(names[-1], words.table)
    if not near or near in filled or _is_head_count(draft, near):
        return
    if draft.profile.counts and draft.profile.fits(draft.kind_of(near)):
        draft.doubted(Doubt.WHICH_COLUMN, near)
        draft.why.append("near_header")


@lru_cache(maxsize=1 << 14)
def _nearest(name: str, table: str) -> str:
    """Give the canonical column whose words a header is nearly one of; empty where it is like none."""
    if len(name) < _SHORTEST_NEAR:
        return ""
    words = table_words()[table].columns
    found = process.extractOne(name, words.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return words[found[0]] if found else ""


def _check(drafts: list[Draft]) -> None:
    """Doubt columns whose cells are not what the canonical column holds; move dates with times to instants."""
    for draft in drafts:
        for target in list(draft.targets):
            if not draft.profile.counts:
                draft.certainty = Certainty.LIKELY
            elif not draft.profile.fits(draft.kind_of(target)) or not _is_plausible(draft, target):
                draft.doubted(Doubt.DOES_NOT_FIT, target)
            elif target == "id" and not is_unique_enough(draft):
                draft.doubted(Doubt.NOT_UNIQUE, target)
            elif (at := TABLES[draft.table].dates_of.get(target)) and draft.profile.dates.has_time:
                draft.targets[draft.targets.index(target)] = at
    _align_parts(drafts)


def _is_plausible(draft: Draft, target: str) -> bool:
    return target != "email" or draft.profile.are_emails()


def is_unique_enough(draft: Draft) -> bool:
    """Whether a column tells rows apart, but for slips of the hand."""
    return len(draft.profile.counts) >= _UNIQUE * max(len(draft.profile.texts), 1)


def _align_parts(drafts: list[Draft]) -> None:
    """Let parts of one moment all fill the moment, if one of them has a time of day."""
    moments = {target for draft in drafts for target in draft.targets if target.endswith("_at")}
    for draft in drafts:
        for on, at in TABLES[draft.table].dates_of.items():
            if (
                at in moments
                and on in draft.targets
                and draft.why == ["header"]
                and draft.certainty is Certainty.LIKELY
            ):
                draft.targets[draft.targets.index(on)] = at
