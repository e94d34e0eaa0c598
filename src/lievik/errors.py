"""Every error that Lievik raises, branched by who must fix it; imports nothing but the standard library.

LievikError
├── DefinitionError          the author of a definition: all problems found, listed at once
├── RequestError             whoever asked
│   ├── UnknownNameError     a metric, variant, dimension, parameter or value that is not there
│   ├── PeriodError          a period that cannot be read, or that ends before it starts
│   ├── ParameterError       a parameter's value that makes no sense
│   ├── DimensionError       a metric that cannot be split or filtered that way
│   ├── PrivacyError         a number that would tell of one person, where the workspace keeps that back
│   └── MissingExtraError    a command whose optional part is not installed
├── WorkspaceError           a folder that is not a workspace, or already is one
├── SourceError              whoever keeps the data that comes in
│   ├── FileFormatError      a file that is empty, binary, truncated or not what it claims
│   ├── MappingError         a mapping file that does not hold
│   ├── ValueFormatError     cells that cannot be read as what their column holds
│   └── BudgetSpentError     a vendor that answers no more questions for now
├── StoreError               whoever keeps the disk: no room, no rights, another import running
│   └── LedgerError          what people decided cannot be read or written: damaged, locked, newer than the program
├── SettingsError            the author of lievik.toml
├── EngineError              whoever keeps the database
└── InternalError            us: please report it

Each class carries `code` (a slug, its page in docs/reference/errors), `message` (what, where) and `fix` (what to do).
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class LievikError(Exception):
    """Root of all errors; `message` says what and where, `fix` what to do."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message}\n{fix}")
        self.message = message
        self.fix = fix


class DefinitionError(LievikError):
    """Definitions do not hold; every problem found is in `problems`."""

    code = "definitions-do-not-hold"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        listed = "; ".join(self.problems)
        super().__init__(
            f"Definitions do not hold: {listed}.",
            "Correct the named file in definitions/, then run the command again.",
        )


class RequestError(LievikError):
    """A question that cannot be answered as it was asked."""

    code = "request-cannot-be-answered"


class UnknownNameError(RequestError):
    """No such metric, variant, dimension, parameter or value."""

    code = "unknown-name"

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(sorted(known))
        super().__init__(f"No {kind} called '{name}'.", _hint(kind, name, self.known))


class PeriodError(RequestError):
    """A period that cannot be read, or that ends before it starts."""

    code = "period-cannot-be-read"

    def __init__(self, text: str, reason: str) -> None:
        self.text = text
        self.reason = reason
        super().__init__(
            f"Period '{text}' {reason}.",
            "Write it like 2026, 2026-Q3, 2026-07, 2026-W31, FY2026-Q3, last-quarter or 2026-01-15..2026-03-31.",
        )


class ParameterError(RequestError):
    """A parameter whose value makes no sense."""

    code = "parameter-makes-no-sense"

    def __init__(self, name: str, value: str, reason: str) -> None:
        self.name = name
        self.value = value
        super().__init__(f"Parameter '{name}' cannot be '{value}': {reason}.", f"Give it like --set {name}=10.")


class DimensionError(RequestError):
    """A metric that cannot be split or filtered by the dimension asked for."""

    code = "metric-has-no-such-dimension"

    def __init__(self, metric: str, dimension: str, table: str, possible: Iterable[str]) -> None:
        self.metric = metric
        self.dimension = dimension
        self.possible = tuple(sorted(possible))
        choices = ", ".join(self.possible) or "no dimension at all"
        super().__init__(
            f"Metric '{metric}' cannot be split or filtered by '{dimension}': table '{table}' does not know it.",
            f"It can be split by: {choices}.",
        )


class PrivacyError(RequestError):
    """A number that would tell of one person, where lievik.toml keeps that back."""

    code = "kept-to-the-team"

    def __init__(self, metric: str) -> None:
        self.metric = metric
        super().__init__(
            f"Metric '{metric}' is told of teams only, not of one person: lievik.toml says so under [privacy].",
            "Ask for the whole company, or split it by team.",
        )


class MissingExtraError(RequestError):
    """A command needs an optional part that is not installed."""

    code = "extra-is-not-installed"

    def __init__(self, command: str, extra: str) -> None:
        self.command = command
        self.extra = extra
        super().__init__(f"'{command}' needs the optional part '{extra}'.", f"Type: pip install 'lievik[{extra}]'")


class WorkspaceError(LievikError):
    """A folder that is not a workspace, or already is one."""

    code = "no-such-workspace"


class SourceError(LievikError):
    """Data that comes in cannot be taken as it is."""

    code = "source-cannot-be-read"


class BudgetSpentError(SourceError):
    """A vendor answers no more questions for now; what came so far is kept, and the next run goes on from there."""

    code = "budget-is-spent"

    def __init__(self, vendor: str, wait: float | None) -> None:
        self.wait = wait
        until = f" for {max(1, round(wait / 60))} minutes" if wait else " for now"
        super().__init__(
            f"{vendor} answers no more questions{until}.",
            "Run 'lievik sync' again after that; it goes on from where it ended.",
        )


class FileFormatError(SourceError):
    """A file that is empty, binary, truncated or not what it claims to be."""

    code = "file-cannot-be-read"

    def __init__(self, path: str, reason: str, fix: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"File '{path}' {reason}.", fix)


class MappingError(SourceError):
    """A mapping file that does not hold; every problem found is in `problems`."""

    code = "mapping-does-not-hold"

    def __init__(self, path: str, problems: Sequence[str]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__(
            f"Mapping '{path}' does not hold: {'; '.join(self.problems)}.",
            "Correct the mapping, then import again; nothing was changed.",
        )


class ValueFormatError(SourceError):
    """Cells that cannot be read as what their column holds; the first is named, all are counted."""

    code = "value-cannot-be-read"

    def __init__(self, path: str, line: int, column: str, value: str, expected: str, count: int) -> None:  # noqa: PLR0913, PLR0917 - each is a fact of the sentence
        self.path = path
        self.line = line
        self.column = column
        self.value = value
        self.count = count
        more = f" ({count} such cells in all)" if count > 1 else ""
        super().__init__(
            f"File '{path}', line {line}: {column} '{value}' is not {expected}{more}.",
            "Correct the file or its mapping, then import again; nothing was changed.",
        )


class StoreError(LievikError):
    """The workspace's folder cannot be written or read."""

    code = "store-cannot-be-used"


class LedgerError(StoreError):
    """What people decided cannot be read or written."""

    code = "ledger-cannot-be-used"

    def __init__(self, place: str, reason: str, fix: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"The ledger '{place}' {reason}.", fix)


class SettingsError(LievikError):
    """lievik.toml does not hold."""

    code = "settings-do-not-hold"


class EngineError(LievikError):
    """The database could not answer."""

    code = "engine-failed"


class InternalError(LievikError):
    """Our bug."""

    code = "our-bug"

    def __init__(self, message: str) -> None:
        super().__init__(message, "This is our bug: please report it with the command you typed.")


_MOST_SHOWN = 12
_LEAST_PART = 3


def _hint(kind: str, name: str, known: Sequence[str]) -> str:
    """Name the nearest known names, else the known ones."""
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    if not near and len(name) >= _LEAST_PART:
        near = [each for each in known if name.casefold() in each.casefold()][:3]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    if not known:
        return f"There is no {kind} to choose from."
    shown = ", ".join(known[:_MOST_SHOWN])
    return f"Known: {shown}{', ...' if len(known) > _MOST_SHOWN else ''}."
