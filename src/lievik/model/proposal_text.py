"""A proposal → the mapping in TOML that it stands for, in the form that `mapping_text.read_mapping` reads.

Pure. How numbers and dates are written is said once a file where all its columns agree, else column by column.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lievik.model.mapping import EXCEL_DAYS, SourceMapping, TextForm, is_named
from lievik.model.mapping_blocks import with_blocks
from lievik.model.proposal import DATE_KINDS, LEFT_OUT, NUMBER_KINDS, ColumnGuess, FileGuess, Proposal, exactly
from lievik.model.tables import TABLES

ANY_OTHER: Final = "*"
"""Among the texts of a column: every one that is not listed."""

_ENDED: Final = ("won", "lost")
_EXACT: Final = {"quantity": "DECIMAL(18, 4)", "unit_price": "DECIMAL(18, 6)"}
"""Columns that are multiplied where there is no amount -> the type that they are read as, which loses nothing."""


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """What a file says for all its columns; none where they differ, or none says anything."""

    numbers: tuple[str, str] | None
    dates: str | None


def mapping_text(proposal: Proposal) -> str:
    """Write the mapping of a proposal; sheets that nothing is made from are left out.

    Returns:
        TOML; an empty text where no sheet fills anything.
    """
    if not any(column.targets for file in proposal.files for column in file.columns):
        return ""
    return f"source = {_text(proposal.source)}\n" + "".join(f"\n{block}" for block in blocks(proposal))


def blocks(proposal: Proposal) -> tuple[str, ...]:
    """Write the parts of a proposal's mapping: a [[file]] a sheet, and a [[leave_out]] a file that is not wanted."""
    filling = [file for file in proposal.files if any(column.targets for column in file.columns)]
    read = {_match(file) for file in filling}
    left = [unknown.match for unknown in proposal.unknown if unknown.reason == LEFT_OUT]
    left += [_match(file) for file in proposal.files if file not in filling]
    return (
        *(_file_text(file) for file in filling),
        *(f"[[leave_out]]\nmatch = {_text(match)}\n" for match in dict.fromkeys(left) if match and match not in read),
    )


def with_proposal(kept: SourceMapping, proposal: Proposal, names: Collection[str]) -> str:
    """Add a proposal to a mapping that is kept; what it says of the proposal's files goes, all else stays as it is.

    Args:
        kept: the mapping, of the same source.
        proposal: what some files are that it does not read.
        names: of all files at hand.

    Returns:
        TOML; an empty text where nothing would be read by it.
    """
    patterns = [_match(file) for file in proposal.files] + [unknown.match for unknown in proposal.unknown]
    own = [name for name in names if any(pattern and is_named(name, pattern) for pattern in patterns)]
    dropped = [at for at, file in enumerate(kept.files) if any(file.is_for(name) for name in own)]
    alone = mapping_text(proposal)
    if len(dropped) == len(kept.files) and not alone:
        return ""
    try:
        return with_blocks(kept.text, blocks(proposal), dropped)
    except ValueError:
        return alone


def _match(file: FileGuess) -> str:
    return file.match or exactly(file.file)


def _file_text(file: FileGuess) -> str:
    shared = _shared(file)
    lines = ["[[file]]", f"match = {_text(_match(file))}", f"table = {_text(file.table)}"]
    if file.sheet:
        lines.append(f"sheet = {_text(file.sheet_match or exactly(file.sheet))}")
    if file.ends_inclusive:
        lines.append('ends = "inclusive"')
    if shared.numbers:
        lines += [f"decimal = {_text(shared.numbers[0])}", f"thousands = {_text(shared.numbers[1])}"]
    if shared.dates:
        lines.append(f"dates = {_text(shared.dates)}")
    lines += ["", "[file.columns]", *_column_lines(file, shared)]
    scales = [f"{target} = {column.scale}" for column in file.columns for target in column.targets if column.scale]
    return "\n".join([*lines, *(["", "[file.scale]", *scales] if scales else [])]) + "\n"


def _column_lines(file: FileGuess, shared: _Shared) -> list[str]:
    """Write the columns in the table's order, the id first."""
    filling: dict[str, list[ColumnGuess]] = {}
    for column in file.columns:
        for target in column.targets:
            filling.setdefault(target, []).append(column)
    if _lacks_factor(filling.get("amount", ())):
        del filling["amount"]
    lines = []
    for target in ("id", *TABLES[file.table].columns):
        if target in filling:
            lines.append(f"{target} = {_given(target, filling[target], file, shared)}")
        elif target in file.constants:
            lines.append(f"{target} = {{ constant = {_text(file.constants[target])} }}")
    return lines


def _given(target: str, columns: Sequence[ColumnGuess], file: FileGuess, shared: _Shared) -> str:
    """Write where a canonical column comes from."""
    first = columns[0]
    forms = sorted((column.form for column in columns if column.form), key=lambda form: not form.thousands)
    says = _form_text(next(iter(forms), None), _kind(file.table, target), shared)
    if len(columns) > 1:
        return _inline({"expression": _text(_together(target, columns)), **says})
    if target.startswith("closed_") and (ended := _ended(first, file)):
        return _inline({"expression": _text(ended), **says})
    values = first.values.get(target)
    if not values:
        return _inline({"column": _text(first.column), **says}) if says else _text(first.column)
    listed = {_text(text): _text(meant) for text, meant in values.items() if text != ANY_OTHER}
    said = {"column": _text(first.column), "values": _inline(listed)}
    return _inline({**said, "otherwise": _text(values[ANY_OTHER])} if ANY_OTHER in values else said)


def _together(target: str, columns: Sequence[ColumnGuess]) -> str:
    """SQL of several columns that fill one: parts of a name, a quantity and its price, flags; else the first filled."""
    parts = sorted(columns, key=lambda column: column.part)
    if all("name" in column.targets for column in parts):
        joined = " || ' ' || ".join(f"coalesce({_quoted(column.column)}, '')" for column in parts)
        return f"nullif(trim({joined}), '')"
    if all(column.values.get(target) for column in parts):
        cases = (f"WHEN {_is_one_of(at, [text])} THEN '{meant}'" for at, text, meant in _meanings(target, parts))
        return f"CASE {' '.join(cases)} ELSE 'open' END"
    if factors := factors_of(target, parts):
        return " * ".join(f"CAST({_quoted(column.column)} AS {_EXACT[name]})" for name, column in factors.items())
    return f"coalesce({', '.join(_quoted(column.column) for column in parts)})"


def factors_of(target: str, columns: Sequence[ColumnGuess]) -> dict[str, ColumnGuess]:
    """Name the columns that are multiplied to fill a target, by the quantity and the price; empty for none."""
    found = {name: column for name in _EXACT for column in columns if {name, target} <= set(column.targets)}
    return found if target == "amount" and len(found) == len(_EXACT) else {}


def _lacks_factor(columns: Sequence[ColumnGuess]) -> bool:
    """Whether an amount was to be worked out, and the quantity or the price is not taken."""
    is_product = any(name in column.targets for name in _EXACT for column in columns)
    return is_product and not factors_of("amount", columns)


def _ended(column: ColumnGuess, file: FileGuess) -> str:
    """SQL of a date that is when a deal closed, once it has, and when it is expected to before; empty if it is not."""
    if not any(target.startswith("expected_close_") for target in column.targets):
        return ""
    telling = [other for other in file.columns if "outcome" in other.targets]
    found = _meanings("outcome", telling)
    ended = [(at, [text for other, text, meant in found if other is at and meant in _ENDED]) for at in telling]
    stand = [_is_one_of(at, texts, are_flags=len(telling) > 1) for at, texts in ended if texts]
    return f"CASE WHEN {' OR '.join(stand)} THEN {_quoted(column.column)} END" if stand else ""


def _meanings(target: str, columns: Sequence[ColumnGuess]) -> list[tuple[ColumnGuess, str, str]]:
    """List columns with their texts and what these stand for, but for texts that are not listed."""
    return [
        (column, text, meant)
        for column in columns
        for text, meant in column.values.get(target, {}).items()
        if text != ANY_OTHER
    ]


def _is_one_of(column: ColumnGuess, texts: Sequence[str], *, are_flags: bool = True) -> str:
    """SQL that tells whether a column holds one of some texts; whether TRUE is true, flags do not care."""
    name = f"lower({_quoted(column.column)})" if are_flags else _quoted(column.column)
    listed = ("'" + (text.lower() if are_flags else text).replace("'", "''") + "'" for text in texts)
    return f"{name} IN ({', '.join(listed)})"


def _shared(file: FileGuess) -> _Shared:
    """Find what all columns of numbers, and all of dates, agree on."""
    forms = [
        (column.form, _kind(file.table, target))
        for column in file.columns
        for target in column.targets
        if column.form and not column.values.get(target)
    ]
    numbers = {(form.decimal, form.thousands) for form, kind in forms if kind in NUMBER_KINDS}
    dates = {form.dates for form, kind in forms if kind in DATE_KINDS and form.dates}
    return _Shared(
        numbers=numbers.pop() if len(numbers) == 1 and numbers != {(".", "")} else None,
        dates=dates.pop() if len(dates) == 1 and dates != {EXCEL_DAYS} else None,
    )


def _form_text(form: TextForm | None, kind: str, shared: _Shared) -> dict[str, str]:
    """Write what a column says of its form beyond what its file says."""
    if form is None:
        return {}
    if kind in DATE_KINDS:
        return {"dates": _text(form.dates)} if form.dates and form.dates != shared.dates else {}
    if kind not in NUMBER_KINDS or (form.decimal, form.thousands) == (shared.numbers or (".", "")):
        return {}
    return {"decimal": _text(form.decimal), "thousands": _text(form.thousands)}


def _kind(table: str, target: str) -> str:
    return TABLES[table].columns.get(target, "id")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _inline(pairs: Mapping[str, str]) -> str:
    return "{ " + ", ".join(_pairs(pairs.items())) + " }"


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{key} = {value}" for key, value in pairs]


def _text(text: str) -> str:
    """Write a text as a TOML string; JSON's escapes are TOML's too, all but the one of DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
