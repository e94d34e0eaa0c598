"""A plan: what is read, in which steps, before it is SQL; frozen, hashable and free of values.

Pure. The shape of a plan decides its SQL text, which is cached by it; values are bound apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from lievik.model.facts import Facts
from lievik.model.metric import Dimension, Exclusion, Measure, Reading
from lievik.model.periods import Period

Bindings = tuple[tuple[str, str], ...]
"""Parameter of a definition -> name it is bound by in the statement."""


@dataclass(frozen=True, kw_only=True)
class Use:
    """One measure as one column of the answer.

    Attributes:
        column: its name in the answer.
        bindings: what its parameters are bound by.
        conditions: reasons for leaving rows out that apply, in order.
        has_interval: also where the middle value of its rows plausibly lies.
    """

    measure: Measure
    column: str
    bindings: Bindings
    conditions: tuple[Exclusion, ...]
    has_interval: bool = False


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A count of rows left out for one reason by any of some measures of a scan, each row once."""

    column: str
    reason: str
    uses: tuple[Use, ...]

    @property
    def is_of_keys(self) -> bool:
        """Whether what rows were brought together by is counted, instead of rows."""
        return any(found.is_of_keys for use in self.uses for found in use.conditions if found.name == self.reason)


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """Money of a scan is converted, at the rates of a kind and of a day: the row's own, or the as-of day."""

    kind: Literal["market", "budget"]
    by: Literal["row", "as_of"]


@dataclass(frozen=True, kw_only=True)
class Restriction:
    """Rows whose dimension is one of the bound values.

    Attributes:
        has_none: rows without a value are let in too.
        are_ids: the bound values are ids; else they may be labels as well.
        said: the values as they were asked for; they do not decide the statement's text.
    """

    dimension: Dimension
    names: tuple[str, ...]
    has_none: bool
    are_ids: bool
    said: tuple[str, ...] = field(compare=False)


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One pass over one table; scans of one `pass_key` can be fused.

    Attributes:
        is_split: rows that stand for parts are read instead of those that stand for the whole.
        conversion: how money is converted; none where nothing is foreign.
        is_indexed: the period is a number worked out from the date, instead of a join.
        tallies: rows left out, counted by reason.
        is_apart: its groups all stand in another scan too, so rows that none of its measures counts are not needed.
        numbers: of the only periods that any of its measures is wanted for; none for all.
    """

    measure: Measure
    uses: tuple[Use, ...]
    keys: tuple[Dimension, ...]
    restrictions: tuple[Restriction, ...]
    is_split: bool
    conversion: Conversion | None
    is_indexed: bool = False
    tallies: tuple[Tally, ...] = ()
    is_apart: bool = False
    numbers: tuple[int, ...] = ()

    @property
    def pass_key(self) -> tuple[object, ...]:
        """What two scans must share to be read in one pass."""
        m = self.measure
        table = (
            m.table,
            m.dated_by,
            m.money_on,
            m.span,
            m.stock,
            m.until_counts,
            m.edges_count,
            m.reach,
            m.exact,
            m.looks_ahead,
        )
        return (*table, m.per, m.base_where, m.whole, m.split, self.is_split, self.conversion, self.is_indexed)


@dataclass(frozen=True, kw_only=True)
class PeriodIndex:
    """How a date becomes the number of its period: whole months or days since the first, so many at a time.

    Attributes:
        is_single: there is one period alone, so nothing has to be worked out.
    """

    unit: Literal["month", "day"]
    step: int
    is_single: bool = False


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Everything that decides the text of a statement."""

    scans: tuple[Scan, ...]
    keys: tuple[Dimension, ...]
    period_count: int
    index: PeriodIndex | None
    has_totals: bool


@dataclass(frozen=True, kw_only=True)
class PlannedReading:
    """One reading as it will be worked out.

    Attributes:
        columns: measure -> column of the answer.
        missing: what it needs and is not there (slug of the reason -> names); empty when it can be computed.
        notes: slugs of what else to know.
        parameters: values of the parameters it uses.
        excluded: (reason, column that counts the rows left out for it).
        looks_ahead: it also says something about days to come; `is_until_over`: it says
            nothing of a period that is over; `is_monthly`: it only knows whole months.
        is_team_only: it is told of several reps together, never of one.
    """

    reading: Reading
    columns: Mapping[str, str]
    missing: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    parameters: Mapping[str, Decimal]
    excluded: tuple[tuple[str, str], ...] = ()
    looks_ahead: bool = False
    is_until_over: bool = False
    is_monthly: bool = False
    is_team_only: bool = False


@dataclass(frozen=True, kw_only=True)
class PlannedPeriod:
    """One period of the answer and where in `periods` the ones it is compared with stand.

    Attributes:
        before: number of the unit before; `year_before` of the same unit last year.
        compared: the period it is compared with, planned alike.
    """

    period: Period
    number: int
    before: int
    year_before: int
    compared: PlannedPeriod | None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A request turned into steps.

    Attributes:
        periods: every period that has to be computed, numbered by position.
        asked: the periods asked for.
        readings: full name -> reading, those beside included.
        values: what is bound in the statement.
        facts: what the tables hold.
    """

    shape: Shape
    periods: tuple[Period, ...]
    asked: tuple[PlannedPeriod, ...]
    metrics: tuple[str, ...]
    readings: Mapping[str, PlannedReading]
    values: Mapping[str, object]
    as_of: date
    currency: str
    facts: Facts
