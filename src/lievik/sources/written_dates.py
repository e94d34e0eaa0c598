"""How a file writes dates and moments → SQL that reads them; NULL where a text is none.

Pure: gives SQL text for DuckDB. ISO dates and months by name are always understood, in four languages; figures
alone only in the order that the form names, for 02/03/2026 tells nothing by itself.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.model.mapping import TextForm
from lievik.sources.cells import BLANK_SIGNS, CellForm, trimmed
from lievik.sources.sql_text import listed, looked_up, quoted, with_value

if TYPE_CHECKING:
    from collections.abc import Mapping

OLDEST: Final = "DATE '1000-01-01'"
"""Years before it are two figures that were read as a year."""

_ISO: Final = "%Y-%m-%d"
_ISO_DAY: Final = r"\d{4}-\d{1,2}-\d{1,2}"
_MACHINE_MADE: Final = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|\+00:?00)?"
_UTC: Final = ("Z", "+0000", "+00:00")
_BLANK: Final = f"[{BLANK_SIGNS}]"
_CLOCK: Final = (
    rf"(?:(?:{_BLANK}+|t|,{_BLANK}*)(\d{{1,2}})[:.](\d{{2}})(?:[:.](\d{{2}}(?:[.,]\d{{1,9}})?))?"
    rf"{_BLANK}*([ap]\.?m\.?)?{_BLANK}*(z|utc|gmt|[+-]\d{{2}}(?::?\d{{2}})?)?)?"
)
_PARTS: Final = ("year", "month", "day", "hour", "minute", "second", "half", "zone")
_TORN: Final = rf"^(#\d{{2}}|#?\d{{4}})-([^-]+)-(\d{{1,2}}){_CLOCK}$"
_NAME: Final = r"\pL[\pL\pM]+"
_DAY_NAME_YEAR: Final = (
    rf"^(\d{{1,2}})\.?[-/{BLANK_SIGNS}]*({_NAME})\.?,?[-/{BLANK_SIGNS}]*(\d{{4}}|\d{{2}})((?:\D.*)?)$"
)
_NAME_DAY_YEAR: Final = rf"^({_NAME})\.?{_BLANK}+(\d{{1,2}})(?:st|nd|rd|th)?,?{_BLANK}+(\d{{4}})((?:\D.*)?)$"
_MONTHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": "jan january januar januara jaenner janner leden ledna led",
        "2": "feb february februar februara feber unor unora uno",
        "3": "mar march marec marca marz maerz mrz brezen brezna bre",
        "4": "apr april aprila duben dubna dub",
        "5": "may maj maja mai kveten kvetna kve",
        "6": "jun june juna juni cerven cervna cvn",
        "7": "jul july jula juli cervenec cervence cvc",
        "8": "aug august augusta srpen srpna srp",
        "9": "sep sept september septembra zari zar",
        "10": "oct october okt oktober oktobra rijen rijna rij",
        "11": "nov november novembra listopad listopadu lis",
        "12": "dec december decembra dez dezember prosinec prosince pro",
    }
)
"""Months in English, Slovak, Czech and German, in lower case and without accents; the second case among them."""

_EXCEL_FIRST: Final = 61
"""Day number of 1 March 1900: spreadsheets count a 29 February before it that never was."""


def plain_day(text: str, form: TextForm) -> str:
    """SQL that reads a bare date; it stands in expressions, which SQLGlot has to understand."""
    iso = f"CASE WHEN regexp_full_match({text}, '{_ISO_DAY}') THEN try_cast({text} AS DATE) END"
    if not form.dates or form.dates_have_time or form.dates_are_numbers:
        return iso
    return f"coalesce(CAST(try_strptime({text}, {quoted(form.dates)}) AS DATE), {iso})"


def quick_day(text: str, form: TextForm) -> str:
    """SQL that reads a date without a time of day in the form's figures, or in ISO form."""
    if form.dates_are_numbers:
        return "CAST(NULL AS DATE)"
    iso = f"try_strptime({text}, {quoted(_ISO)})"
    read, sign = iso, form.dates[2:3].strip("% ")
    if form.dates and not form.dates_have_time:
        airless = f"replace({text}, {quoted(f'{sign} ')}, {quoted(sign)})" if sign else text
        own = f"try_strptime({airless}, {quoted(form.dates)})"
        # Failing takes ten times as long as reading, so a sign that ISO dates do not have decides first.
        is_told = sign not in {"", "-"}
        read = (
            f"CASE WHEN contains({text}, {quoted(sign)}) THEN {own} ELSE {iso} END"
            if is_told
            else f"coalesce({own}, {iso})"
        )
    # Words like `epoch` and `infinity` are dates to DuckDB.
    return f"CASE WHEN {text} >= '0' AND {text} < ':' THEN CAST({read} AS DATE) END"


def close_moment(text: str, cells: CellForm) -> str:
    """SQL that reads a date as people write it, with a time of day or without.

    Returns:
        SQL of a struct: `day` as it is written; `at`, its moment in UTC, midnight where no time is given; `is_day`
        where none is.
    """
    bare = trimmed(text)
    ordered = with_value(f"replace(lower({bare}), '#', '?')", "s", _ordered("s", cells.form))
    torn = f"regexp_extract({ordered}, {quoted(_TORN)}, [{listed(_PARTS)}])"
    day = f"try_cast({_year()} || '-' || {_month()} || '-' || m.day AS DATE)"
    seconds = "CASE m.second WHEN '' THEN '00' ELSE replace(m.second, ',', '.') END"
    clock = f"CASE m.hour WHEN '' THEN '00:00:00' ELSE {_hour()} || ':' || m.minute || ':' || {seconds} END"
    zone = "CASE WHEN m.zone IN ('z', 'utc', 'gmt') THEN 'Z' ELSE m.zone END"
    known = f"try_cast(strftime(l, '%Y-%m-%d %H:%M:%S.%f') || {zone} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
    at = f"CASE WHEN m.zone <> '' THEN {known} ELSE {_to_utc('l', cells.time_zone)} END"
    parts = f"{{'day': d, 'at': {at}, 'is_day': m.hour = '', 'has_zone': m.zone <> ''}}"
    local = with_value(f"d + try_cast({clock} AS TIME)", "l", parts)
    moment = with_value(torn, "m", with_value(day, "d", local))
    return f"coalesce({', '.join([_usual(text, cells), *_otherwise(bare, cells), moment])})"


def day_of(utc: str, time_zone: str) -> str:
    """SQL of the date that a UTC timestamp falls on in a time zone."""
    return f"CAST(({utc}) AT TIME ZONE 'UTC' AT TIME ZONE {quoted(time_zone)} AS DATE)"


def _to_utc(local: str, time_zone: str) -> str:
    return f"({local}) AT TIME ZONE {quoted(time_zone)} AT TIME ZONE 'UTC'"


def midnight_of(day: str, time_zone: str) -> str:
    """SQL of the UTC timestamp at which a day begins in a time zone."""
    return _to_utc(f"CAST({day} AS TIMESTAMP)", time_zone)


def _usual(text: str, cells: CellForm) -> str:
    """SQL of the struct for a moment as machines write it, with seconds, in UTC or local; NULL for others."""
    has_zone = f"({' OR '.join(f'suffix({text}, {quoted(zone)})' for zone in _UTC)})"
    read = f"CASE WHEN regexp_full_match({text}, '{_MACHINE_MADE}') THEN try_cast({text} AS TIMESTAMP) END"
    at = f"CASE WHEN {has_zone} THEN l ELSE {_to_utc('l', cells.time_zone)} END"
    parts = f"{{'day': CAST(l AS DATE), 'at': {at}, 'is_day': FALSE, 'has_zone': {has_zone}}}"
    return with_value(read, "l", f"CASE WHEN l IS NOT NULL THEN {parts} END")


def _otherwise(bare: str, cells: CellForm) -> list[str]:
    """SQL of structs for forms that are not torn into parts: day numbers, and forms with the time in front."""
    form, zone = cells.form, cells.time_zone
    if form.dates_are_numbers:
        number = (
            f"try_cast(CASE WHEN regexp_full_match({bare}, '\\d{{2,7}}([.,]\\d+)?') THEN replace({bare}, ',', '.') END"
        )
        days = f"{number} AS DECIMAL(18,9))"
        seconds = "CAST(round(d % 1 * 86400) AS BIGINT)"
        local = f"TIMESTAMP '1899-12-30' + to_days(CAST(trunc(d) AS INTEGER)) + to_seconds({seconds})"
        at = _to_utc(local, zone)
        parts = f"{{'day': CAST({local} AS DATE), 'at': {at}, 'is_day': {seconds} = 0, 'has_zone': FALSE}}"
        return [with_value(days, "d", f"CASE WHEN d >= {_EXCEL_FIRST} THEN {parts} END")]
    if form.dates_have_time:
        read = f"CASE WHEN {bare} < ':' THEN try_strptime({bare}, {quoted(form.dates)}) END"
        parts = f"{{'day': CAST(l AS DATE), 'at': {_to_utc('l', zone)}, 'is_day': FALSE, 'has_zone': FALSE}}"
        return [with_value(read, "l", f"CASE WHEN l >= {OLDEST} THEN {parts} END")]
    return []


def _ordered(text: str, form: TextForm) -> str:
    """SQL that puts year, month and day of a text in lower case into this order, with `-` between them."""
    named = f"regexp_replace({text}, {quoted(_DAY_NAME_YEAR)}, '#\\3-\\2-\\1\\4')"
    found = f"regexp_replace({named}, {quoted(_NAME_DAY_YEAR)}, '#\\3-\\1-\\2\\4')"
    cases = f"WHEN regexp_matches({text}, '^{_ISO_DAY}') THEN {text}"
    if own := _in_figures(form):
        replaced = f"regexp_replace({text}, {quoted(own[0])}, {quoted(own[1])})"
        cases += f" WHEN regexp_matches({text}, {quoted(own[0])}) THEN {replaced}"
    return f"CASE {cases} ELSE {found} END"


def _in_figures(form: TextForm) -> tuple[str, str] | None:
    """Pattern of a date in the form's order of figures, and what makes year, month and day of it; none for others."""
    found = re.match(r"%([dmYy])([^%]*)%([dmYy])([^%]*)%([dmYy])", form.dates)
    if not found or form.dates_are_numbers:
        return None
    order = found.group(1, 3, 5)
    one = {"d": r"(\d{1,2})", "m": r"(\d{1,2})", "Y": r"(\d{4}|\d{2})", "y": r"(\d{4}|\d{2})"}
    tight = {"d": r"(\d{2})", "m": r"(\d{2})", "Y": r"(\d{4})", "y": r"(\d{2})"}
    has_signs = bool(found[2] and found[4])
    groups = [(one if has_signs else tight)[sign] for sign in order]
    pattern = f"^{groups[0]}{_between(found[2])}{groups[1]}{_between(found[4])}{groups[2]}((?:[^0-9].*)?)$"
    places = {sign.lower(): at for at, sign in enumerate(order, start=1)}
    if len(places) != len(order):
        return None
    return pattern, rf"#\{places['y']}-\{places['m']}-\{places['d']}\4"


def _between(sign: str) -> str:
    """Pattern of the sign between two figures, with blanks around it or without."""
    bare = sign.strip()
    return f"{_BLANK}*{re.escape(bare)}{_BLANK}*" if bare else (f"{_BLANK}+" if sign else "")


def _year() -> str:
    figures = "ltrim(m.year, '#')"
    century = f"CASE WHEN {figures} <= '68' THEN '20' ELSE '19' END"
    return f"(CASE WHEN strlen({figures}) = 2 THEN {century} ELSE '' END || {figures})"


def _month() -> str:
    """SQL of the month's number, by its name where it is named; NULL for a name that is none."""
    numbers = {name: number for number, names in _MONTHS.items() for name in names.split()}
    return f"CASE WHEN m.month < ':' THEN m.month ELSE {looked_up('strip_accents(m.month)', numbers)} END"


def _hour() -> str:
    """SQL of the hour of 24; NULL for an hour that no clock of 12 shows."""
    hour = "CAST(m.hour AS INTEGER)"
    half = f"{hour} % 12 + CASE WHEN m.half[1] = 'p' THEN 12 ELSE 0 END"
    return f"CASE WHEN m.half = '' THEN m.hour WHEN {hour} BETWEEN 1 AND 12 THEN CAST({half} AS VARCHAR) END"
