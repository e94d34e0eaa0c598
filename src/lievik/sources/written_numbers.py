"""How a file writes numbers → SQL that reads them, exactly and half up; NULL where a text is none.

Pure: gives SQL text for DuckDB. Numbers are never read through floating point. A blank or an apostrophe between
thousands is always understood, a dot or a comma only where the form says so.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.model.mapping import TextForm
from lievik.sources.cells import BLANK_SIGNS, trimmed
from lievik.sources.currencies import code_of
from lievik.sources.sql_text import is_one_of, listed, looked_up, quoted, with_value

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY: Final[Mapping[int, tuple[str, ...]]] = MappingProxyType(
    {
        1_000: ("k", "tis", "tisíc", "tsd", "tausend", "tys", "thousand"),
        1_000_000: (
            *("m", "mil", "mill", "mio", "mln", "million", "millions", "millionen"),
            *("milión", "milióny", "miliónov", "milion", "miliony", "milionů"),
        ),
        1_000_000_000: (
            *("mld", "mrd", "bn", "billion", "milliarde", "milliarden"),
            *("miliarda", "miliardy", "miliárd", "miliard"),
        ),
    }
)
_MINUS: Final = ("-", "\u2212", "\u2013")
_PARTS: Final = ("opened", "first", "before", "second", "digits", "after", "last", "closed")
_BLANK: Final = f"[{BLANK_SIGNS}]"
_WORD: Final = rf"[^{BLANK_SIGNS}0-9()+,.'%\x{{2212}}\x{{2013}}\x{{2014}}-]+"
_SIGN: Final = rf"(?:{_WORD}\.?)?"


def plain_number(text: str, sql_type: str, form: TextForm) -> str:
    """SQL that reads a bare number in the file's form; it stands in expressions, which SQLGlot has to understand."""
    plain = text
    if form.thousands == " ":
        plain = f"translate({plain}, ' ' || chr(160) || chr(8239), '')"
    elif form.thousands:
        plain = f"replace({plain}, {quoted(form.thousands)}, '')"
    if form.decimal == ",":
        plain = f"replace({plain}, ',', '.')"
    between = {"": "", " ": "[ \u00a0\u202f]", ".": r"\."}.get(form.thousands, form.thousands)
    whole = rf"(\d+|\d{{1,3}}({between}\d{{3}})+)" if between else r"\d+"
    point = r"\." if form.decimal == "." else ","
    pattern = quoted(rf"[+-]?({whole}({point}\d*)?|{point}\d+)([eE][+-]?\d{{1,3}})?")
    return f"CASE WHEN regexp_full_match({text}, {pattern}) THEN try_cast({plain} AS {sql_type}) END"


def quick_number(text: str, sql_type: str, form: TextForm, scale: Decimal | None = None) -> str:
    """SQL that reads a bare number in the file's form."""
    # A cast takes an underline between figures, which nobody writes.
    bare, stranger = (text, "") if form.decimal == "." else (f"replace({text}, ',', '.')", f" OR contains({text}, '.')")
    read = f"try_cast({bare} AS {sql_type})" if scale is None else _exact(bare)
    number = f"CASE WHEN contains({text}, '_'){stranger} THEN NULL ELSE {read} END"
    if form.thousands:
        number = f"coalesce({number}, {plain_number(text, sql_type if scale is None else 'DECIMAL(22,8)', form)})"
    return number if scale is None else f"try_cast({number} * {_factor(scale)} AS {sql_type})"


def close_number(text: str, sql_type: str, form: TextForm, scale: Decimal | None = None, *, is_share: bool) -> str:
    """SQL that reads a number with thousands, a minus behind, brackets around it; a share with a per cent sign."""
    pattern = _pattern(form, before="", after="%?")
    factor = f"CASE WHEN n.after = '%' THEN {_factor(Decimal('0.01'))} ELSE {_factor(scale or Decimal(1))} END"
    holds = "TRUE" if is_share else "n.after = ''"
    is_as_written = "n.after = ''" if scale is None else "FALSE"
    number = _value(form, sql_type, factor, is_as_written)
    return with_value(_torn(text, pattern), "n", f"CASE WHEN {holds} THEN {number} END")


def close_money(text: str, sql_type: str, form: TextForm, scale: Decimal | None = None) -> str:
    """SQL that reads an amount of money with what may stand around it: a currency, thousands, `tis.`, `mil.`.

    Returns:
        SQL of a struct: `number`, and `sign`, the code of its currency or a sign that several share.
    """
    pattern = _pattern(form, before=_SIGN, after=rf"(?:{_WORD}(?:\.?{_BLANK}*{_WORD})??\.?)?")
    factor = f"CAST(coalesce({_many('w.many')}, '1') AS DECIMAL(10,0))" + (f" * {_factor(scale)}" if scale else "")
    is_known = "(n.before = '' OR w.sign = '') AND (n.after = '') = (w.many || w.sign = '')"
    is_whole = f"{is_known} AND (n.before || w.sign = '' OR c IS NOT NULL)"
    is_as_written = "w.many = ''" if scale is None else "FALSE"
    number = f"CASE WHEN {is_whole} THEN {_value(form, sql_type, factor, is_as_written)} END"
    priced = with_value(code_of("(n.before || w.sign)"), "c", f"{{'number': {number}, 'sign': c}}")
    return with_value(_torn(text, pattern), "n", with_value(_words("n.after"), "w", priced))


def _words(text: str) -> str:
    """SQL of what stands behind a number: `many`, like `tis.`, and `sign`, the currency; each empty for none."""
    words = "|".join(sorted((word for names in MANY.values() for word in names), key=len, reverse=True))
    pattern = rf"^({words})\.?{_BLANK}*(.+)$"
    both = f"regexp_extract({text}, {quoted(pattern)}, ['many', 'sign'])"
    return (
        f"CASE WHEN {text} = '' THEN {{'many': '', 'sign': ''}} "
        f"WHEN {code_of(text)} IS NOT NULL THEN {{'many': '', 'sign': {text}}} "
        f"WHEN {_many(text)} IS NOT NULL THEN {{'many': {text}, 'sign': ''}} ELSE {both} END"
    )


def _many(text: str) -> str:
    """SQL of what a word like `tis.` multiplies by, as a text; NULL for others."""
    return looked_up(f"rtrim({text}, '.')", {name: str(factor) for factor, names in MANY.items() for name in names})


def _torn(text: str, pattern: str) -> str:
    """SQL of a number's parts by name, each empty where it is not there."""
    return f"regexp_extract(lower({trimmed(text)}), {quoted(pattern)}, [{listed(_PARTS)}])"


def _pattern(form: TextForm, *, before: str, after: str) -> str:
    """Pattern of a number in lower case and what may stand around it, one group for each of its parts."""
    point = r"\." if form.decimal == "." else ","
    marks = {",": "|,", ".": r"|\."}.get(form.thousands, "")
    between = rf"(?:{_BLANK}|['\x{{2019}}]{marks})"
    whole = rf"(?:\d{{1,3}}(?:{between}\d{{3}})+|\d+)"
    digits = rf"{whole}(?:{point}(?:\d*|[-\x{{2013}}\x{{2014}}]{{1,2}}))?|{point}\d+"
    minus = "[-\u2212\u2013+]?"
    parts = (r"\(?", minus, before, minus, digits, after, minus, r"\)?")
    return "^" + f"{_BLANK}*".join(f"({part})" for part in parts) + "$"


def _value(form: TextForm, sql_type: str, factor: str, is_as_written: str) -> str:
    """SQL of the number that the parts `n` make; NULL where they contradict each other."""
    point = r"\." if form.decimal == "." else ","
    bare = f"regexp_replace(n.digits, '[^0-9{point}]', '', 'g')"
    plain = bare if form.decimal == "." else f"replace({bare}, ',', '.')"
    signs = "n.first || n.second || n.last || n.opened"
    negative = f"n.opened <> '' OR {is_one_of(signs, _MINUS)}"
    holds = f"n.digits <> '' AND (n.opened = '') = (n.closed = '') AND length({signs}) <= 1"
    minus = f"CASE WHEN {negative} THEN '-' ELSE '' END"
    text = f"{minus} || {plain}"
    multiplied = f"try_cast(try({_exact(text)} * {factor}) AS {sql_type})"
    number = f"CASE WHEN {is_as_written} THEN try_cast({text} AS {sql_type}) ELSE {multiplied} END"
    return f"CASE WHEN {holds} THEN {number} END"


def _exact(text: str) -> str:
    """SQL that reads a number with eight decimals."""
    # DuckDB reads 18 figures in a hundredth of the time of more.
    return f"coalesce(CAST(try_cast({text} AS DECIMAL(18,8)) AS DECIMAL(22,8)), try_cast({text} AS DECIMAL(22,8)))"


def _factor(scale: Decimal) -> str:
    return f"CAST({quoted(str(scale))} AS DECIMAL(16,9))"
