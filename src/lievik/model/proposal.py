"""What some files seem to be: a guess a sheet and a column, its doubts, and the answers that people give; as records.

Pure, and whole: whoever asks a person needs nothing but this. An answer gives a new proposal; nothing is changed
in place. `proposal_text.mapping_text` writes the mapping that a proposal stands for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from lievik.model.mapping import TextForm
from lievik.model.tables import TABLES

LEAVE_OUT: Final = ""
"""The option of a doubt that leaves the column out."""

CLOSE_OR_EXPECTED: Final = "closed_on expected_close_on"
"""The option of a close date that is real for deals that ended, and expected for the others."""

DATE_KINDS: Final = frozenset({"date", "instant"})
"""Kinds of canonical column that a form of dates is for."""

NUMBER_KINDS: Final = frozenset({"money", "price", "rate", "share", "hours", "quantity", "count"})
"""Kinds of canonical column that a form of numbers is for."""


LEFT_OUT: Final = "left_out"
"""Why a sheet comes to nothing that might have been a table."""

_GLOB_SIGNS: Final = {"*": "[*]", "?": "[?]", "[": "[[]"}


class Certainty(StrEnum):
    """How far a guess may be trusted; only doubtful ones are asked about."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


class Doubt(StrEnum):
    """What a person has to say about a column; the options of a doubt are what may be answered.

    Options are canonical columns, several with a blank between them, for `WHICH_COLUMN` and its like; forms of dates
    for `DAY_OR_MONTH_FIRST`, the sign before the decimals for `DECIMAL_OR_THOUSANDS`; there are none where numbers or
    dates are written in several ways. For `VALUES_UNSURE` the column's `values` list, for the first of its
    alternatives, every text that was seen, with an empty meaning where `Proposal.with_values` has to give one.
    """

    WHICH_COLUMN = "which_column"
    RIVALS = "rivals"
    DAY_OR_MONTH_FIRST = "day_or_month_first"
    DECIMAL_OR_THOUSANDS = "decimal_or_thousands"
    MIXED_NUMBERS = "mixed_numbers"
    MIXED_DATES = "mixed_dates"
    DOES_NOT_FIT = "does_not_fit"
    NOT_UNIQUE = "not_unique"
    VALUES_UNSURE = "values_unsure"


_DATE_DOUBTS: Final = frozenset({Doubt.DAY_OR_MONTH_FIRST, Doubt.MIXED_DATES})
_ALIKE: Final = frozenset({Doubt.DAY_OR_MONTH_FIRST, Doubt.DECIMAL_OR_THOUSANDS})


@dataclass(frozen=True, kw_only=True)
class ColumnGuess:
    """What one column of a sheet seems to fill.

    Attributes:
        column: its header.
        targets: canonical columns of the sheet's table; empty where nothing is made from it.
        why: slugs of what speaks for the guess: `header`, `near_header`, `values`, `crm`, `references`, `answer`.
        samples: a few texts that stand in it.
        alternatives: canonical columns that it might fill instead.
        values: canonical column -> text -> what it stands for; the text `*` is every text that is not listed.
        form: how its numbers or dates are written; none where that makes no difference.
        scale: what its numbers are multiplied by, `0.01` for per cents; empty for nothing.
        doubt: what has to be answered; empty where nothing has.
        options: what may be answered; an empty option leaves the column out.
        form_doubt: what has to be answered about its form, as soon as it fills a column that has one.
        form_options: what may be answered to that.
        part: its place among several columns that fill the same, the first name before the last.
    """

    column: str
    targets: tuple[str, ...] = ()
    certainty: Certainty = Certainty.SURE
    why: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    form: TextForm | None = None
    scale: str = ""
    doubt: str = ""
    options: tuple[str, ...] = ()
    form_doubt: str = ""
    form_options: tuple[str, ...] = ()
    part: int = 0

    @property
    def is_safe(self) -> bool:
        """Whether it may be taken without asking."""
        return not self.doubt and self.certainty is not Certainty.DOUBTFUL


@dataclass(frozen=True, kw_only=True)
class FileGuess:
    """What one sheet seems to be, for one table; a sheet may have several. Files that are alike share a guess.

    Attributes:
        file: the name that a mapping's `match` is held against.
        sheet: the worksheet; empty where a file holds one table.
        match: pattern of the names that are read like this; empty for this name alone.
        sheet_match: pattern of such worksheets; empty for this one alone.
        also: names of further files that are read like this.
        table: the canonical table.
        other_tables: tables that it might be instead.
        constants: canonical column -> what every row has in it.
        encoding: how its letters are written.
        rows_sampled: rows that were looked at.
        ends_inclusive: end dates name the last day that still belongs.
        is_further: the same sheet fills another table before this one.
    """

    file: str
    table: str
    columns: tuple[ColumnGuess, ...]
    certainty: Certainty = Certainty.SURE
    sheet: str = ""
    other_tables: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    header_line: int = 1
    rows_sampled: int = 0
    ends_inclusive: bool = False
    is_further: bool = False
    match: str = ""
    sheet_match: str = ""
    also: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What answers name it by: the file, its worksheet, and the table where the sheet fills another before."""
        place = f"{self.file} / {self.sheet}" if self.sheet else self.file
        return f"{place} ({self.table})" if self.is_further else place

    @property
    def targets(self) -> frozenset[str]:
        """Canonical columns that something is made for."""
        filled = {target for column in self.columns for target in column.targets}
        return frozenset(filled | set(self.constants))


@dataclass(frozen=True, kw_only=True)
class UnknownFile:
    """A file, or a worksheet, that fits no table.

    Attributes:
        reason: a slug such as `no_table_fits`; `left_out` where a person, or nobody, took it.
        match: pattern of the file's name, where it was left out.
    """

    name: str
    reason: str
    match: str = ""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A column, or with an empty column a whole sheet, that is not taken without asking; `reason` is a slug."""

    file: str
    column: str
    reason: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenDoubt:
    """A column that somebody has to answer for."""

    file: FileGuess
    column: ColumnGuess


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the files of one source seem to be.

    Attributes:
        source: a name for the source, fit for a folder's name.
        files: a guess a sheet and table.
        unknown: files that fit no table.
        crm: the CRM whose export this seems to be; empty where it is none that is known.
    """

    source: str
    files: tuple[FileGuess, ...] = ()
    unknown: tuple[UnknownFile, ...] = ()
    crm: str = ""

    @property
    def open_doubts(self) -> tuple[OpenDoubt, ...]:
        """Columns that have to be asked about, in the order of the files."""
        return tuple(
            OpenDoubt(file=file, column=column) for file in self.files for column in file.columns if not column.is_safe
        )

    @property
    def unsure_files(self) -> tuple[FileGuess, ...]:
        """Sheets that somebody has to say the table of, by `with_table`, or leave out, by `without`."""
        return tuple(file for file in self.files if file.certainty is Certainty.DOUBTFUL)

    def with_answer(self, file: str, column: str, option: str) -> Proposal:
        """Answer a column's doubt by one of its options.

        Args:
            file: the guess's `key`.
            column: the header.
            option: one of the column's `options`.

        Raises:
            KeyError: there is no such column, or no such option.
        """
        guess = self.column(file, column)
        if option not in guess.options:
            raise KeyError(option)
        if option == LEAVE_OUT:
            return self.with_targets(file, column, ())
        if guess.doubt in _ALIKE:
            return self.with_form(file, column, _form_of(guess.doubt, option))
        return self.with_targets(file, column, tuple(option.split()))

    def with_answer_for_all(self, file: str, column: str, option: str) -> tuple[Proposal, tuple[str, ...]]:
        """Answer a column's doubt, and with it the same doubt of how other columns of the sheet are written.

        Returns:
            The proposal, and the columns that were answered with the one asked about.

        Raises:
            KeyError: there is no such column, or no such option.
        """
        doubt = self.column(file, column).doubt
        proposal = self.with_answer(file, column, option)
        if doubt not in _ALIKE or option == LEAVE_OUT:
            return proposal, ()
        sheet = proposal.file(file)
        columns = tuple(_answered_alike(other, doubt, option) for other in sheet.columns)
        open_before = [other.column for other in sheet.columns if other.doubt == doubt]
        return proposal._with_file(file, replace(sheet, columns=columns)), tuple(open_before)  # noqa: SLF001 - it is one of us

    def with_targets(self, file: str, column: str, targets: tuple[str, ...]) -> Proposal:
        """Say which canonical columns a column fills; none leaves it out, and several columns may share one.

        Raises:
            KeyError: there is no such column, or the table has no such column.
        """
        return self._with_column(file, column, lambda guess: _aimed(guess, targets, self.file(file).table))

    def with_form(self, file: str, column: str, form: TextForm) -> Proposal:
        """Say how a column writes its numbers or dates.

        Raises:
            KeyError: there is no such column.
        """
        return self._with_column(file, column, lambda guess: _answered(_formed(guess, form)))

    def with_values(self, file: str, column: str, target: str, values: Mapping[str, str]) -> Proposal:
        """Say what the texts of a column stand for in one of its targets; `*` is every text that is not listed.

        Raises:
            KeyError: there is no such column.
        """
        return self._with_column(file, column, lambda guess: _answered(_meaning(guess, target, values)))

    def with_table(self, file: str, table: str) -> Proposal:
        """Say which table a sheet is; columns that the table does not have are left out.

        Raises:
            KeyError: there is no such sheet, or no such table that files fill.
        """
        guess = self.file(file)
        if table not in TABLES or TABLES[table].is_derived:
            raise KeyError(table)
        columns = tuple(_kept(column, table) for column in guess.columns)
        constants = {name: text for name, text in guess.constants.items() if name in TABLES[table].columns}
        others = tuple(other for other in (guess.table, *guess.other_tables) if other != table)
        changed = replace(guess, table=table, columns=columns, constants=constants, other_tables=others)
        return self._with_file(file, replace(changed, certainty=Certainty.SURE))

    def with_constant(self, file: str, target: str, text: str) -> Proposal:
        """Say what every row has in a canonical column; an empty text takes that back.

        Raises:
            KeyError: there is no such sheet.
        """
        guess = self.file(file)
        constants = {name: given for name, given in {**guess.constants, target: text}.items() if given}
        return self._with_file(file, replace(guess, constants=constants))

    def without(self, file: str) -> Proposal:
        """Leave a sheet out."""
        kept = tuple(guess for guess in self.files if guess.key != file)
        left = tuple(_as_left_out(guess) for guess in self.files if guess.key == file)
        return replace(self, files=kept, unknown=(*self.unknown, *left))

    def safe(self) -> tuple[Proposal, tuple[LeftOut, ...]]:
        """Give what may be taken without asking, and what is left by it.

        Returns:
            The proposal without doubtful sheets and columns; a column whose targets are gone stays, filling nothing.
        """
        doubtful = tuple(_as_left_out(file) for file in self.unsure_files)
        left = [_left_sheet(file) for file in self.unsure_files]
        taken = [file for file in self.files if file.certainty is not Certainty.DOUBTFUL]
        left += [
            LeftOut(file=file.key, column=column.column, reason=str(column.doubt) or "doubtful", samples=column.samples)
            for file in taken
            for column in file.columns
            if not column.is_safe
        ]
        safe = tuple(_safe_file(file) for file in taken)
        return replace(self, files=safe, unknown=(*self.unknown, *doubtful)), tuple(left)

    def file(self, key: str) -> FileGuess:
        """Find a guess by its key.

        Raises:
            KeyError: there is none.
        """
        for file in self.files:
            if file.key == key:
                return file
        raise KeyError(key)

    def column(self, file: str, column: str) -> ColumnGuess:
        """Find a column's guess.

        Raises:
            KeyError: there is none.
        """
        for guess in self.file(file).columns:
            if guess.column == column:
                return guess
        raise KeyError(column)

    def to_json(self) -> str:
        """Write the proposal as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Proposal:
        """Read what `to_json` wrote.

        Raises:
            ValueError: the text is not a proposal.
        """
        try:
            return _proposal(json.loads(text))
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"not a proposal: {error}") from error

    def _with_file(self, key: str, changed: FileGuess) -> Proposal:
        return replace(self, files=tuple(changed if file.key == key else file for file in self.files))

    def _with_column(self, key: str, name: str, change: Callable[[ColumnGuess], ColumnGuess]) -> Proposal:
        self.column(key, name)
        file = self.file(key)
        columns = tuple(change(column) if column.column == name else column for column in file.columns)
        _check_targets(file.table, columns)
        return self._with_file(key, replace(file, columns=columns))


def exactly(name: str) -> str:
    """Write the pattern of a name that means this name alone."""
    return "".join(_GLOB_SIGNS.get(sign, sign) for sign in name)


def _as_left_out(file: FileGuess) -> UnknownFile:
    return UnknownFile(name=file.key, reason=LEFT_OUT, match=file.match or exactly(file.file))


def _form_of(doubt: str, option: str) -> TextForm:
    """Give the form that an answer to a doubt of it stands for."""
    if doubt == Doubt.DAY_OR_MONTH_FIRST:
        return TextForm(dates=option)
    return TextForm(decimal=option, thousands="." if option == "," else ",")


def _formed(guess: ColumnGuess, form: TextForm) -> ColumnGuess:
    return replace(guess, form=form, form_doubt="", form_options=())


def _answered_alike(guess: ColumnGuess, doubt: str, option: str) -> ColumnGuess:
    """Answer a doubt of how a column is written as another column's was; what it may be asked later as well."""
    same = next((known for known in (*guess.options, *guess.form_options) if known[:2] == option[:2]), "")
    if not same or doubt not in (guess.doubt, guess.form_doubt):
        return guess
    formed = _formed(guess, _form_of(doubt, same))
    return _answered(formed) if guess.doubt == doubt else formed


def _check_targets(table: str, columns: tuple[ColumnGuess, ...]) -> None:
    for column in columns:
        for target in column.targets:
            if target != "id" and target not in TABLES[table].columns:
                raise KeyError(target)


def _answered(guess: ColumnGuess) -> ColumnGuess:
    why = guess.why if "answer" in guess.why else (*guess.why, "answer")
    return replace(guess, certainty=Certainty.SURE, why=why, doubt="", options=())


def _meaning(guess: ColumnGuess, target: str, values: Mapping[str, str]) -> ColumnGuess:
    """Give the texts of a column a meaning in a canonical column, which it fills from then on."""
    targets = guess.targets if target in guess.targets else (*guess.targets, target)
    return replace(guess, targets=targets, values={**guess.values, target: dict(values)})


def _aimed(guess: ColumnGuess, targets: tuple[str, ...], table: str) -> ColumnGuess:
    """Give a column other targets; meanings of texts stay with the targets that they are for."""
    others = tuple(name for name in (*guess.targets, *guess.alternatives) if name not in targets)
    values = {name: meant for name, meant in guess.values.items() if name in targets}
    aimed = _answered(replace(guess, targets=targets, alternatives=others, values=values))
    kinds = {TABLES[table].columns.get(target, "text") for target in targets}
    if guess.form_doubt and kinds & (DATE_KINDS if guess.form_doubt in _DATE_DOUBTS else NUMBER_KINDS):
        return replace(aimed, doubt=guess.form_doubt, options=guess.form_options)
    return aimed


def _kept(column: ColumnGuess, table: str) -> ColumnGuess:
    kept = tuple(name for name in column.targets if name == "id" or name in TABLES[table].columns)
    return column if kept == column.targets else _aimed(column, kept, table)


def _left_sheet(file: FileGuess) -> LeftOut:
    return LeftOut(file=file.key, column="", reason="table_unsure")


def _safe_file(file: FileGuess) -> FileGuess:
    return replace(file, columns=tuple(column if column.is_safe else _safe_column(column) for column in file.columns))


def _safe_column(column: ColumnGuess) -> ColumnGuess:
    """Take nothing of a doubtful column; where only some texts have no meaning, what it fills as it is written."""
    kept = column.targets if column.doubt == Doubt.VALUES_UNSURE else ()
    values = {name: meant for name, meant in column.values.items() if name in kept}
    return replace(column, targets=kept, values=values, certainty=Certainty.SURE, doubt="", options=())


def _proposal(read: dict[str, Any]) -> Proposal:
    return Proposal(
        **{
            **read,
            "files": tuple(_file(file) for file in read["files"]),
            "unknown": tuple(UnknownFile(**unknown) for unknown in read["unknown"]),
        }
    )


def _file(read: dict[str, Any]) -> FileGuess:
    columns = tuple(_column(column) for column in read["columns"])
    lists = {name: tuple(read[name]) for name in ("other_tables", "also")}
    return FileGuess(**{**read, **lists, "columns": columns, "certainty": Certainty(read["certainty"])})


def _column(read: dict[str, Any]) -> ColumnGuess:
    lists = {
        name: tuple(read[name]) for name in ("targets", "why", "samples", "alternatives", "options", "form_options")
    }
    form = TextForm(**read["form"]) if read["form"] else None
    return ColumnGuess(**{**read, **lists, "form": form, "certainty": Certainty(read["certainty"])})
