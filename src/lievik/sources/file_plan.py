"""One file's header and its mapping → a plan: the SQL that makes its text into typed rows, and what may go wrong.

Pure. A plan has layers: `source` (text, wide columns made rows), `kept` (what `keep` says), `texts` (t_: one text a
canonical column), and in `row_sql` what is read of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lievik.errors import FileFormatError, MappingError
from lievik.model.conventions import Conventions
from lievik.model.mapping import ColumnMapping, FileMapping, TextForm, Unpivot
from lievik.model.mapping_text import nearest
from lievik.model.tables import TABLES, Table
from lievik.sources.cell_kinds import cell_of
from lievik.sources.cells import CellForm, stripped
from lievik.sources.expression import CastCheck, Expression, compile_expression, find_column
from lievik.sources.reading.sheet import Sheet
from lievik.sources.row_sql import Column, Trouble, row_layers, troubles_of
from lievik.sources.sql_text import quoted

_PLAIN: Final = TextForm()


@dataclass(frozen=True, kw_only=True)
class FilePlan:
    """How the text of one file becomes rows of one table.

    Attributes:
        columns_not_used: columns of the file that nothing is made from.
        rows_of_record: rows that each record of the file gives: one, or one for each wide column.
        source: SQL of the rows as they stand in the file, up to the relation that they are in.
        layers: SQL from there up to what is known of each row.
        rows: SQL of the typed rows out of the last layer.
        troubles: what may be wrong with a row, in the order it is told.
        is_whole: the file always holds everything there is.
        is_lasting: rows that the file does not bring stay.
        id_label: what people know the column of ids by; empty where rows have none of their own.
    """

    file: Sheet
    table: Table
    columns_not_used: tuple[str, ...]
    rows_of_record: int
    source: str
    layers: str
    rows: str
    troubles: tuple[Trouble, ...]
    id_label: str = ""
    is_whole: bool = False
    is_lasting: bool = False

    @property
    def has_id(self) -> bool:
        """Whether the rows have ids of their own."""
        return bool(self.id_label)

    def rows_from(self, relation: str) -> str:
        """SQL of the typed rows, each with `at_fault`, `fault_value`, `words_for_nothing` and `currency_assumed`.

        Args:
            relation: SQL of the file's text: columns c0, c1, ..., and `is_header` where a row is the header again.
        """
        return f"WITH source AS ({self.source} FROM {relation}), {self.layers} {self.rows}"


@dataclass(frozen=True, kw_only=True)
class _Source:
    """Source columns by name, stripped and as they stand; the SQL that gives them, and those made into rows."""

    columns: Mapping[str, str]
    raw: Mapping[str, str]
    select: str
    wide: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Text:
    """A canonical column's text: its SQL, the same with blanks at its ends, the source columns in it, its casts."""

    mapping: ColumnMapping
    sql: str
    raw: str
    form: TextForm
    used: frozenset[str] = frozenset()
    checks: tuple[CastCheck, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Findings:
    """What does not hold: columns that are not there, expressions that are none."""

    missing: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def plan_file(file: Sheet, mapping: FileMapping, conventions: Conventions) -> FilePlan:
    """Work out how a file is read.

    Args:
        file: the file, looked through.
        mapping: how its columns fill a table.
        conventions: time zone of instants without an offset, currency of money without one.

    Raises:
        FileFormatError: the file lacks columns that the mapping names; all at once.
        MappingError: an expression does not hold; all problems at once.
    """
    findings = _Findings()
    source = _source(file, mapping, findings)
    keep, gone = (
        compile_expression(text, source.columns, mapping.form, findings.problems) if text else None
        for text in (mapping.keep, mapping.gone)
    )
    texts = [_text(column, source, mapping, findings) for column in mapping.columns]
    _refuse(file, findings)
    table = TABLES[mapping.table]
    columns = tuple(_column(text, mapping, conventions) for text in texts)
    troubles = troubles_of(columns, table, _checks(keep, gone))
    layers, rows = row_layers(columns, table, troubles, conventions.currency)
    texts_layer = (
        f"texts AS (SELECT *, {_texts(texts, columns, has_keep=keep is not None or gone is not None)} FROM kept)"
    )
    conditions = (each.columns for each in (keep, gone) if each)
    used = frozenset(source.wide).union(*conditions, *(text.used for text in texts))
    return FilePlan(
        file=file,
        table=table,
        columns_not_used=tuple(name for name in file.header if name and name not in used),
        rows_of_record=max(1, len(source.wide)),
        source=source.select,
        layers=f"{_kept(keep, gone)}, {texts_layer}, {layers}",
        rows=rows,
        troubles=troubles,
        is_whole=mapping.whole,
        is_lasting=mapping.lasting,
        id_label=next((column.label for column in columns if column.name == "id"), ""),
    )


def _source(file: Sheet, mapping: FileMapping, findings: _Findings) -> _Source:
    """Name the columns of the text, stripped (s0) and as they stand (c0); wide columns become rows here."""
    raw = {name: f"c{at}" for at, name in enumerate(file.header) if name}
    columns = {name: f"s{column[1:]}" for name, column in raw.items()}
    is_blank = f"coalesce({', '.join(f'c{at}' for at in range(len(file.header)))}) IS NULL AS is_blank"
    unpivot = mapping.unpivot
    narrow, rows = raw, ""
    wide: tuple[str, ...] = ()
    if unpivot is not None:
        wide = _wide(unpivot, raw, findings)
        narrow = {name: column for name, column in raw.items() if name not in wide}
        names = ", ".join(quoted(name) for name in wide)
        values = ", ".join(stripped(raw[name]) for name in wide)
        rows = f", unnest([{names}]) AS u0, unnest([{values}]) AS u1"
        made = {unpivot.name_to: "u0", unpivot.value_to: "u1"}
        columns = {name: columns[name] for name in narrow} | made
        raw = narrow | made
    strips = "".join(f", {column}, {stripped(column)} AS {columns[name]}" for name, column in narrow.items())
    return _Source(columns=columns, raw=raw, select=f"SELECT is_header, {is_blank}{strips}{rows}", wide=wide)


def _wide(unpivot: Unpivot, columns: Mapping[str, str], findings: _Findings) -> tuple[str, ...]:
    narrow = [_found(wanted, columns, findings) for wanted in unpivot.all_but]
    wanted_ones = unpivot.columns or [name for name in columns if name not in narrow]
    found = (_found(wanted, columns, findings) for wanted in wanted_ones)
    return tuple(name for name in found if name)


def _text(column: ColumnMapping, source: _Source, mapping: FileMapping, findings: _Findings) -> _Text:
    form = column.form or mapping.form
    if column.constant is not None:
        constant = f"CAST({quoted(column.constant)} AS VARCHAR)"
        return _Text(mapping=column, sql=constant, raw=constant, form=column.form or _PLAIN)
    if column.expression is None:
        found = _found(str(column.column), source.columns, findings)
        sql, raw = (source.columns[found], source.raw[found]) if found else ("NULL", "NULL")
        return _Text(mapping=column, sql=sql, raw=raw, form=form, used=frozenset((found,) if found else ()))
    made = compile_expression(column.expression, source.columns, form, findings.problems)
    if made is None:
        return _Text(mapping=column, sql="NULL", raw="NULL", form=_PLAIN)
    text = f"CAST({made.sql} AS VARCHAR)"
    return _Text(
        mapping=column,
        sql=stripped(text),
        raw=text,
        form=_PLAIN if made.is_plain else form,
        used=made.columns,
        checks=made.checks,
    )


def _found(name: str, columns: Mapping[str, str], findings: _Findings) -> str | None:
    found = find_column(name, columns)
    if found is None:
        findings.missing.append(f"'{name}'{nearest(name, tuple(columns))}")
    return found


def _refuse(file: Sheet, findings: _Findings) -> None:
    """Report everything that does not hold, columns that are not there first."""
    if findings.missing:
        listed = " and no column ".join(dict.fromkeys(findings.missing))
        known = ", ".join(name for name in file.header if name)
        raise FileFormatError(
            file.place,
            f"has no column {listed}",
            f"Correct the mapping, or the file's first line; its columns are: {known}.",
        )
    if findings.problems:
        raise MappingError(file.place, list(dict.fromkeys(findings.problems)))


def _column(text: _Text, mapping: FileMapping, conventions: Conventions) -> Column:
    form = CellForm(
        form=_PLAIN if text.mapping.values is not None else text.form,
        time_zone=conventions.time_zone,
        ends_inclusive=mapping.ends_inclusive,
        scale=mapping.scale.get(text.mapping.name),
    )
    name = text.mapping.name
    cell = cell_of(mapping.table, name, form)
    return Column(mapping=text.mapping, cell=cell, form=form, checks=text.checks)


def _checks(*conditions: Expression | None) -> tuple[CastCheck, ...]:
    """Casts in conditions that may fail."""
    return tuple(check for each in conditions if each for check in each.checks)


def _kept(keep: Expression | None, gone: Expression | None) -> str:
    """Write the layer that tells which rows are kept, which are gone, and which that cannot be told of (k_)."""
    is_gone = f"coalesce({gone.sql}, FALSE)" if gone else "FALSE"
    is_kept = f"coalesce({keep.sql}, FALSE)" if keep else "TRUE"
    checks = "".join(f", {check.failing} AS k_{at}" for at, check in enumerate(_checks(keep, gone)))
    return f"kept AS (SELECT *, {is_gone} AS is_gone, {is_kept} AND NOT {is_gone} AS is_kept{checks} FROM source)"


def _texts(texts: list[_Text], columns: tuple[Column, ...], *, has_keep: bool) -> str:
    """SQL of each text (t_), of what stood in the file where `values` replaced it (v_), of failed casts (k_)."""
    written = []
    for text, column in zip(texts, columns, strict=True):
        name, values = column.name, text.mapping.values
        # What is left out is not looked at: it may well be what cannot be read.
        only_kept = "CASE WHEN is_kept THEN {0} END".format if has_keep else "{0}".format
        of_any = only_kept if name != "id" else "{0}".format  # a rejected row is known by its id, kept or not
        written += [f"{only_kept(check.failing)} AS k_{name}_{at}" for at, check in enumerate(text.checks)]
        if values is None:
            written.append(f"{of_any(text.raw if column.cell.is_raw else text.sql)} AS t_{name}")
        else:
            meant = _meant(text.sql, values, text.mapping.otherwise)
            written += [f"{only_kept(text.sql)} AS v_{name}", f"{of_any(meant)} AS t_{name}"]
    return ", ".join(written)


def _meant(sql: str, values: Mapping[str, str], otherwise: str | None) -> str:
    """SQL of what a text stands for; an empty key speaks of missing texts, which `otherwise` does not."""
    cases = " ".join(f"WHEN {quoted(text)} THEN {quoted(meant)}" for text, meant in values.items())
    missing = quoted(values.get("", ""))
    return (
        f"nullif(CASE WHEN {sql} IS NULL THEN {missing} "
        f"ELSE CASE {sql} {cases} ELSE {quoted(otherwise or '')} END END, '')"
    )
