"""Sheets of a folder → groups of those that are the same export at different times, each to be guessed at as one.

Pure but for the samples that sheets give. A pattern that another sheet of the folder falls under is never used.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from lievik.model.mapping import is_named
from lievik.sources.guessing.dated_names import pattern_of
from lievik.sources.guessing.sheet_view import SampledSheet


@dataclass(frozen=True, kw_only=True)
class AlikeSheets:
    """One sheet, or several that have the same header and fall under one pattern; a `SampledSheet` itself.

    Attributes:
        members: the sheets, the first of which it is called by.
        match: pattern of the files' names; empty for the first one's name alone.
        sheet_match: pattern of the worksheets; empty for the first one's alone.
    """

    members: tuple[SampledSheet, ...]
    match: str = ""
    sheet_match: str = ""

    @property
    def name(self) -> str:
        """The first file."""
        return self.members[0].name

    @property
    def sheet(self) -> str:
        """The first worksheet."""
        return self.members[0].sheet

    @property
    def header(self) -> tuple[str, ...]:
        """The header that all have."""
        return self.members[0].header

    @property
    def header_line(self) -> int:
        """The line of the first one's header."""
        return self.members[0].header_line

    @property
    def encoding(self) -> str:
        """How the letters of the first are written."""
        return self.members[0].encoding

    @property
    def delimiter(self) -> str:
        """The sign between fields of the first."""
        return self.members[0].delimiter

    @property
    def places(self) -> tuple[str, ...]:
        """Every file with its worksheet."""
        return tuple(f"{each.name} / {each.sheet}" if each.sheet else each.name for each in self.members)

    def sample(self, limit: int) -> list[tuple[str, ...]]:
        """Give some rows of each, so that what one of them writes clearly helps to read the others.

        A record may stand in many of them, and is given once: it is known by the first column that tells rows apart,
        or by most of those that do.
        """
        share = max(1, limit // len(self.members))
        rows = self.members[0].sample(share)
        seen = {at: texts for at, texts in enumerate(map(set, zip(*rows, strict=False))) if len(texts) == len(rows)}
        for each in self.members[1:]:
            for row in each.sample(share):
                own = [(texts, row[at]) for at, texts in seen.items() if at < len(row)]
                known = [text in texts for texts, text in own]
                if not (known and (known[0] or sum(known) * 2 > len(known))):
                    rows.append(row)
                    for texts, text in own:
                        texts.add(text)
        return rows


def alike(sheets: Sequence[SampledSheet], others: Collection[str] = ()) -> list[AlikeSheets]:
    """Group sheets.

    Args:
        sheets: of one source.
        others: names of further files of the folder, which may fall under no pattern.

    Returns:
        The groups in the order of their first sheets; most sheets are a group of their own.
    """
    groups: dict[int, AlikeSheets] = {}
    taken: set[int] = set()
    for match, sheet_match in sorted(
        dict.fromkeys(map(_patterns, sheets)), key=lambda found: "*" not in "".join(found)
    ):
        under = [at for at, sheet in enumerate(sheets) if is_named(sheet.name, match) and _fits(sheet, sheet_match)]
        headers = {sheets[at].header for at in under}
        if len(headers) == 1 and not taken & set(under) and not any(is_named(name, match) for name in others):
            members = tuple(sheets[at] for at in under)
            groups[under[0]] = AlikeSheets(members=members, match=match, sheet_match=sheet_match)
            taken |= set(under)
    alone = {at: AlikeSheets(members=(sheet,)) for at, sheet in enumerate(sheets) if at not in taken}
    return [group for _, group in sorted({**groups, **alone}.items())]


def _patterns(sheet: SampledSheet) -> tuple[str, str]:
    return pattern_of(sheet.name), pattern_of(sheet.sheet, has_ending=False)


def _fits(sheet: SampledSheet, pattern: str) -> bool:
    return fnmatchcase(sheet.sheet.casefold(), pattern.casefold())
