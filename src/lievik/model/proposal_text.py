"""A proposal → the mapping in TOML that it stands for, in the form that `mapping_text.read_mapping` reads.

Pure. How numbers and dates are written is said once a file where all its columns agree, else column by column.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lievik.model.mapping import EXCEL_DAYS, TextForm
from lievik.model.proposal import DATE_KINDS, NUMBER_KINDS, ColumnGuess, FileGuess, Proposal
from lievik.model.tables import TABLES

ANY_OTHER: Final = "*"
"""Among the texts of a column: every one that is not listed."""

_GLOB_SIGNS: Final = {"*": "[*]", "?": "[?]", "[": "[[]"}
_ENDED: Final = ("won", "lost")


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
    files = [_file_text(file) for file in proposal.files if any(column.targets for column in file.columns)]
    if not files:
        return ""
    return f"source = {_text(proposal.source)}\n" + "".join(f"\n{text}" for text in files)


def _file_text(file: FileGuess) -> str:
    shared = _shared(file)
    lines = ["[[file]]", f"match = {_text(_pattern(file.file))}", f"table = {_text(file.table)}"]
    if file.sheet:
        lines.append(f"sheet = {_text(_pattern(file.sheet))}")
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
    says = _form_text(first.form, _kind(file.table, target), shared)
    if len(columns) > 1:
        return _inline({"expression": _text(_joined(columns)), **says})
    if target.startswith("closed_") and (ended := _ended(first, file)):
        return _inline({"expression": _text(ended), **says})
    values = first.values.get(target)
    if not values:
        return _inline({"column": _text(first.column), **says}) if says else _text(first.column)
    listed = {_text(text): _text(meant) for text, meant in values.items() if text != ANY_OTHER}
    said = {"column": _text(first.column), "values": _inline(listed)}
    return _inline({**said, "otherwise": _text(values[ANY_OTHER])} if ANY_OTHER in values else said)


def _joined(columns: Sequence[ColumnGuess]) -> str:
    """SQL of several columns that fill one: the parts of a name are joined, else the first that holds something."""
    if all("name" in column.targets for column in columns):
        parts = " || ' ' || ".join(f"coalesce({_quoted(column.column)}, '')" for column in columns)
        return f"nullif(trim({parts}), '')"
    return f"coalesce({', '.join(_quoted(column.column) for column in columns)})"


def _ended(column: ColumnGuess, file: FileGuess) -> str:
    """SQL of a date that is when a deal closed, once it has, and when it is expected to before; empty if it is not."""
    if not any(target.startswith("expected_close_") for target in column.targets):
        return ""
    for other in file.columns:
        meant = other.values.get("outcome", {}) if "outcome" in other.targets else {}
        ended = [text for text, outcome in meant.items() if outcome in _ENDED and text != ANY_OTHER]
        if ended:
            listed = ", ".join("'" + text.replace("'", "''") + "'" for text in ended)
            return f"CASE WHEN {_quoted(other.column)} IN ({listed}) THEN {_quoted(column.column)} END"
    return ""


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


def _pattern(name: str) -> str:
    return "".join(_GLOB_SIGNS.get(sign, sign) for sign in name)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _inline(pairs: Mapping[str, str]) -> str:
    return "{ " + ", ".join(_pairs(pairs.items())) + " }"


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{key} = {value}" for key, value in pairs]


def _text(text: str) -> str:
    """Write a text as a TOML string; JSON's escapes are TOML's too, all but the one of DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
