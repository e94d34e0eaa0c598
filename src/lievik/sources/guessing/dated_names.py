"""A file's name → the pattern that the next export's name falls under, and what it says without its date.

Pure. Dates, and the numbers that a program gives to a second copy, are what changes from one export to the next.
"""

from __future__ import annotations

import re
from typing import Final

from lievik.model.proposal import exactly
from lievik.sources.guessing.words import folded, header_words

_NAMES: Final = (
    r"jan(?:uary|u[aá]r|uar)?|leden|feb(?:ruary|ru[aá]r|ruar)?|[uú]nor|mar(?:ch|ec)?|märz|b[rř]ezen|apr(?:il|[ií]l)?|duben|"
    r"may|m[aá]j|mai|kv[eě]ten|june?|j[uú]n|juni|[cč]erven|july?|j[uú]l|juli|[cč]ervenec|aug(?:ust)?|srpen|"
    r"sep(?:t|tember)?|z[aá][rř][ií]|o[ck]t(?:ober|[oó]ber)?|[rř][ií]jen|nov(?:ember)?|listopad|de[cz](?:ember)?|prosinec"
)
"""Months in English, Slovak, Czech and German."""

_MONTHS: Final = rf"(?<![^\W\d_])(?:{_NAMES})(?![^\W\d_])"
_YEAR: Final = r"(?:19|20)\d\d"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])"
_GAP: Final = r"[-_. ]{0,3}"
_PART: Final = r"(?<![^\W\d_])(?:Q[1-4]|H[12]|W[0-5]\d)"
_CLOCK: Final = r"(?:[T_ .-]{1,3}(?:at )?\d{1,2}[-_.:h]?\d{2}(?:[-_.:m]?\d{2})?s?)?"
_DATES: Final = (
    rf"{_YEAR}{_GAP}{_MONTH}{_GAP}{_DAY}{_CLOCK}",
    rf"{_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}{_CLOCK}",
    rf"(?:{_DAY}{_GAP})?{_MONTHS}{_GAP}(?:{_DAY}{_GAP})?{_YEAR}",
    rf"{_YEAR}{_GAP}(?:{_PART}|{_MONTHS}|{_MONTH})",
    rf"(?:{_PART}|{_MONTH}){_GAP}{_YEAR}",
    rf"(?<![^\W_]){_YEAR}",
    r"\d{8,}",
)
_DATED: Final = re.compile(rf"(?<!\d)(?:{'|'.join(_DATES)})(?!\d)", re.IGNORECASE)
_COPY: Final = re.compile(
    r"(?:(?:\s*[-–]?\s+(?:k[oó]\u0301?pia|kopie|copy)(?:\s+\d+)?|\s*\(\d+\))+|(?P<sign>[-_ ])\d{1,3})$", re.IGNORECASE
)
_ENDING: Final = re.compile(r"(?:\.[^\W\d_]\w{0,6}){1,2}$")
_SEVERAL: Final = re.compile(r"\*(?:[-_. ]*\*)+")


def pattern_of(name: str, *, has_ending: bool = True) -> str:
    """Give the pattern of a name: what changes from export to export is a `*` in it.

    Args:
        name: of a file, or of a worksheet, which has no ending.
        has_ending: whether what stands after the last point says of which kind the file is.

    Returns:
        The pattern; of a name with nothing like that in it, or nothing that says what it is, the name itself.

    Example:
        >>> pattern_of("deals-2026-07.csv"), pattern_of("obchody (1).csv"), pattern_of("2026-07.csv")
        ('deals-*.csv', 'obchody*.csv', '2026-07.csv')
    """
    stem, point, ending = name.rpartition(".") if has_ending else ("", "", name)
    parts = _parts(stem if point else ending)
    if len(parts) == 1 or not _says(parts):
        return exactly(name)
    pattern = _SEVERAL.sub("*", "*".join(map(exactly, parts)))
    return f"{pattern}{point}{exactly(ending)}" if point else pattern


def without_dates(name: str) -> str:
    """Give a name without its ending, and without what changes from export to export.

    Example:
        >>> without_dates("Obchody 2026-07.xlsx")
        'Obchody'
    """
    stem = _ENDING.sub("", name)
    return " ".join(_parts(stem)).strip(" -_.")


def _parts(stem: str) -> list[str]:
    """Take a name apart at what changes; one part where nothing does."""
    parts, at = [], 0
    for found in _DATED.finditer(stem):
        parts.append(stem[at : found.start()])
        at = found.end()
    copied = _COPY.search(stem, at)
    return [*parts, stem[at:]] if copied is None else [*parts, f"{stem[at : copied.start()]}{copied['sign'] or ''}", ""]


def _says(parts: list[str]) -> bool:
    """Whether a name says what is in the file: `report` and `export` alone may be anything."""
    words = {word for part in parts for word in folded(part).split()}
    return any(word.isalpha() and len(word) > 1 for word in words - header_words().noise)
