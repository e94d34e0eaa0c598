"""One file's header and its mapping → a plan: the SQL that makes its text into typed rows, and what may go wrong.

Pure. A plan has layers: `source` (stripped text, wide columns made rows), `texts` (t_: one text a canonical column),
`parsed` (p_: what was read of it); `finals` then says what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lievik.errors import FileFormatError, MappingError
from lievik.model.conventions import Conventions
from lievik.model.mapping import ColumnMapping, FileMapping, TextForm
from lievik.model.mapping_text import nearest
from lievik.model.tables import TABLES, Table
from lievik.sources.cells import Cell, CellForm, cell_of, day_beside, quoted, stripped
from lievik.sources.csv_text import CsvText
from lievik.sources.expression import (
    CastCheck,
    Expression,
    compile_expression,
    find_column,
)

_PLAIN: Final = TextForm()


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A way in which a row can fail: SQL that tells it, SQL of the text at fault, and what was expected."""

    condition: str
    value: str
    label: str
    expected: str
    is_unmapped: bool = False


@dataclass(frozen=True, kw_only=True)
class FilePlan:
    """How the text of one file becomes rows of one table.

    Attributes:
        columns_not_used: columns of the file that nothing is made from.
        source_layer: SQL of the rows as they stand in the file, stripped.
        keep: which rows are kept; none for all.
        layers: SQL up to what was parsed.
        finals: canonical column -> SQL of what is kept.
        troubles: what may be wrong with a row, in the order it is told.
    """

    file: CsvText
    table: Table
    columns_not_used: tuple[str, ...]
    source_layer: str
    keep: Expression | None
    layers: str
    finals: Mapping[str, str]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, kw_only=True)
class _Source:
    """Source columns by name, the SQL that gives them, and the columns that were made into rows."""

    columns: Mapping[str, str]
    layer: str
    wide: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Text:
    """A canonical column's text: its SQL, the source columns in it, how it is written, what casts may fail."""

    mapping: ColumnMapping
    sql: str
    form: TextForm
    used: frozenset[str] = frozenset()
    checks: tuple[CastCheck, ...] = ()

    @property
    def name(self) -> str:
        """The canonical column."""
        return self.mapping.name

    @property
    def layer(self) -> str:
        """SQL of the text (t_), of what stood in the file where `values` replaced it (v_), of failed casts (k_)."""
        checks = "".join(f", {check.failing} AS k_{self.name}_{at}" for at, check in enumerate(self.checks))
        if self.mapping.values is None:
            return f"{self.sql} AS t_{self.name}{checks}"
        meant = _meant(self.sql, self.mapping.values, self.mapping.otherwise)
        return f"{self.sql} AS v_{self.name}, {meant} AS t_{self.name}{checks}"


@dataclass(frozen=True, kw_only=True)
class _Findings:
    """What does not hold: columns that are not there, expressions that are none."""

    missing: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def plan_file(file: CsvText, mapping: FileMapping, conventions: Conventions, staged: str) -> FilePlan:
    """Work out how a file is read.

    Args:
        file: the file, looked through.
        mapping: how its columns fill a table.
        conventions: time zone of instants without an offset.
        staged: the table that its text is, or will be, in.

    Raises:
        FileFormatError: the file lacks columns that the mapping names; all at once.
        MappingError: an expression does not hold; all problems at once.
    """
    findings = _Findings()
    source = _source(file, mapping, staged, findings)
    keep = _compiled(mapping.keep, source, mapping, findings) if mapping.keep else None
    texts = [_text(column, source, mapping, findings) for column in mapping.columns]
    _refuse(file, findings)
    forms = {text.name: _cell_form(text, mapping, conventions) for text in texts}
    cells = {text.name: cell_of(mapping.table, text.name, forms[text.name]) for text in texts}
    used = frozenset(source.wide).union(keep.columns if keep else (), *(text.used for text in texts))
    return FilePlan(
        file=file,
        table=TABLES[mapping.table],
        columns_not_used=tuple(name for name in file.header if name and name not in used),
        source_layer=source.layer,
        keep=keep,
        layers=_layers(source, keep, texts, cells),
        finals=_finals(TABLES[mapping.table], cells, forms),
        troubles=tuple(trouble for text in texts for trouble in _troubles(text, cells[text.name])),
    )


def _source(file: CsvText, mapping: FileMapping, staged: str, findings: _Findings) -> _Source:
    """Name the staged columns, and write the layer that strips them; wide columns become rows here."""
    columns = {name: f"c{at}" for at, name in enumerate(file.header) if name}
    anything = f"coalesce({', '.join(f'c{at}' for at in range(len(file.header)))}) IS NOT NULL"
    unpivot = mapping.unpivot
    if unpivot is None:
        strips = ", ".join(f"{stripped(column)} AS {column}" for column in columns.values())
        layer = f"SELECT rowid AS record, {strips} FROM {staged} WHERE {anything}"
        return _Source(columns=columns, layer=layer)
    narrow_ones = [name for wanted in unpivot.all_but if (name := _found(wanted, columns, findings))]
    wanted_ones = unpivot.columns or [name for name in columns if name not in narrow_ones]
    wide = [name for wanted in wanted_ones if (name := _found(wanted, columns, findings))]
    narrow = {name: column for name, column in columns.items() if name not in wide}
    strips = "".join(f"{stripped(column)} AS {column}, " for column in narrow.values())
    names = ", ".join(quoted(name) for name in wide)
    values = ", ".join(stripped(columns[name]) for name in wide)
    return _Source(
        columns={**narrow, unpivot.name_to: "u0", unpivot.value_to: "u1"},
        layer=f"SELECT rowid AS record, {strips}unnest([{names}]) AS u0, unnest([{values}]) AS u1 "
        f"FROM {staged} WHERE {anything}",
        wide=tuple(wide),
    )


def _text(column: ColumnMapping, source: _Source, mapping: FileMapping, findings: _Findings) -> _Text:
    if column.constant is not None:
        return _Text(mapping=column, sql=f"CAST({quoted(column.constant)} AS VARCHAR)", form=_PLAIN)
    if column.expression is None:
        found = _found(str(column.column), source.columns, findings)
        sql = source.columns[found] if found else "NULL"
        return _Text(mapping=column, sql=sql, form=mapping.form, used=frozenset((found,) if found else ()))
    made = _compiled(column.expression, source, mapping, findings)
    if made is None:
        return _Text(mapping=column, sql="NULL", form=_PLAIN)
    return _Text(
        mapping=column,
        sql=stripped(f"CAST({made.sql} AS VARCHAR)"),
        form=_PLAIN if made.is_plain else mapping.form,
        used=made.columns,
        checks=made.checks,
    )


def _compiled(text: str, source: _Source, mapping: FileMapping, findings: _Findings) -> Expression | None:
    return compile_expression(text, source.columns, mapping.form, findings.problems)


def _found(name: str, columns: Mapping[str, str], findings: _Findings) -> str | None:
    found = find_column(name, columns)
    if found is None:
        findings.missing.append(f"'{name}'{nearest(name, tuple(columns))}")
    return found


def _refuse(file: CsvText, findings: _Findings) -> None:
    """Report everything that does not hold, columns that are not there first."""
    if findings.missing:
        listed = " and no column ".join(dict.fromkeys(findings.missing))
        known = ", ".join(name for name in file.header if name)
        raise FileFormatError(
            file.path.name,
            f"has no column {listed}",
            f"Correct the mapping, or the file's first line; its columns are: {known}.",
        )
    if findings.problems:
        raise MappingError(file.path.name, list(dict.fromkeys(findings.problems)))


def _cell_form(text: _Text, mapping: FileMapping, conventions: Conventions) -> CellForm:
    return CellForm(
        form=_PLAIN if text.mapping.values is not None else text.form,
        time_zone=conventions.time_zone,
        ends_inclusive=mapping.ends_inclusive,
        scale=mapping.scale.get(text.name),
    )


def _layers(source: _Source, keep: Expression | None, texts: list[_Text], cells: Mapping[str, Cell]) -> str:
    """Write the common tables from the stripped text to what was parsed of it."""
    wanted = ", ".join(text.layer for text in texts)
    kept = f" WHERE {keep.sql}" if keep else ""
    parsed = ", ".join(f"{cell.parse} AS p_{name}" for name, cell in cells.items())
    return (
        f"WITH source AS ({source.layer}), texts AS (SELECT record, {wanted} FROM source{kept}), "
        f"parsed AS (SELECT *, {parsed} FROM texts)"
    )


def _finals(table: Table, cells: Mapping[str, Cell], forms: Mapping[str, CellForm]) -> dict[str, str]:
    """Write every column as it is kept; a date that is not given is made from its instant."""
    finals = {name: cell.final for name, cell in cells.items()}
    for on, at in table.dates_of.items():
        if at in cells:
            made = day_beside(at, forms[at])
            finals[on] = f"coalesce({finals[on]}, {made})" if on in finals else made
    return finals


def _meant(sql: str, values: Mapping[str, str], otherwise: str | None) -> str:
    """SQL of what a text stands for; an empty key speaks of missing texts, which `otherwise` does not."""
    cases = " ".join(f"WHEN {quoted(text)} THEN {quoted(meant)}" for text, meant in values.items())
    missing = quoted(values.get("", ""))
    return (
        f"nullif(CASE WHEN {sql} IS NULL THEN {missing} "
        f"ELSE CASE {sql} {cases} ELSE {quoted(otherwise or '')} END END, '')"
    )


def _troubles(text: _Text, cell: Cell) -> list[Trouble]:
    """List what may be wrong with a column: casts, values that are not mapped, texts that cannot be read."""
    name, label = text.name, text.mapping.column or text.name
    found = [
        Trouble(condition=f"k_{name}_{at} IS NOT NULL", value=f"k_{name}_{at}", label=name, expected=check.expected)
        for at, check in enumerate(text.checks)
    ]
    values = text.mapping.values
    if values is not None and text.mapping.otherwise is None:
        listed = ", ".join(quoted(value) for value in values)
        condition = f"v_{name} IS NOT NULL AND v_{name} NOT IN ({listed})"
        found.append(Trouble(condition=condition, value=f"v_{name}", label=label, expected="mapped", is_unmapped=True))
    if name == "id":
        found.append(Trouble(condition="t_id IS NULL", value="''", label=label, expected="an id"))
    if cell.parse != f"t_{name}" or cell.holds != "TRUE":
        unread = f"t_{name} IS NOT NULL AND (p_{name} IS NULL OR NOT ({cell.holds}))"
        found.append(Trouble(condition=unread, value=f"t_{name}", label=label, expected=cell.expected))
    return found
