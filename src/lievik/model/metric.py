"""What a metric, a measure, a dimension and an exclusion are: the records that the catalogue is made of.

Pure. Measures, exclusions and dimensions are told apart by identity (`eq=False`), so that plans can be cached by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from lievik.model.formula import Node
from lievik.model.units import Unit

LANGUAGES: Final = ("en", "sk")
"""Languages that every built-in definition is written in."""

Stock = Literal["start", "end", "mean", "during", "week_3"]
Reach = Literal["period", "12 months", "ever", "all"]
Better = Literal["higher", "lower", "in range"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure:
    """What is read off one table, or worked out from other measures.

    Attributes:
        table: the canonical table read; empty for one that has a `formula`.
        value: one aggregate over rows, SQL.
        where: which rows (or, with `per`, which keys) belong, SQL; empty for all.
        without: names of exclusions, in the order they are tried.
        dated_by: the date that puts a row in a period; empty for spans.
        span: (from, until) for rows that last; with `stock`.
        until_counts: the day a span ends on belongs to it; `is_always_started`: a row without a start was always there.
        edges_count: rows that touch the period at its edges are looked at too.
        money_on: the day whose rate converts the row's money; empty for the one it counts by.
        reach: how far back from the period's end rows are looked at.
        per: key that rows are brought together by before they are counted.
        each: name -> aggregate per key, read by `value` and `where`.
        base_where: which rows, before they are brought together.
        whole: which rows stand for the company; `split`: which for its parts.
        exact: (from, until) that must be the period's own.
        needs: columns without which it says nothing, besides its date and what it adds up.
        looks_ahead: days to come count too; `is_until_over`: once the period is over there is nothing left to say.
        empty: what a group without rows is worth; none where there is no such thing.
    """

    name: str
    unit: Unit
    unit_text: str
    titles: Mapping[str, str]
    formula: Node | None = None
    table: str = ""
    value: str = ""
    where: str = ""
    without: tuple[str, ...] = ()
    dated_by: str = ""
    span: tuple[str, str] | None = None
    stock: Stock | None = None
    until_counts: bool = False
    is_always_started: bool = False
    edges_count: bool = False
    money_on: str = ""
    reach: Reach = "period"
    per: str = ""
    each: Mapping[str, str] = field(default_factory=dict)
    base_where: str = ""
    whole: str = ""
    split: str = ""
    exact: tuple[str, str] | None = None
    needs: tuple[str, ...] = ()
    is_monthly: bool = False
    looks_ahead: bool = False
    is_until_over: bool = False
    empty: Decimal | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Exclusion:
    """A reason for leaving a row out.

    Attributes:
        needs: the column that must be filled for it to apply; `note` is what is said where it does not.
        only_if: the parameter that switches it on.
        is_of_keys: it leaves out what rows were brought together by (`per`) and is told of that; `where` of the
            measure does not let those keys in anyway.
    """

    name: str
    when: str
    titles: Mapping[str, str]
    needs: str = ""
    note: str = ""
    only_if: str = ""
    is_of_keys: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Dimension:
    """What a number can be split and filtered by; `through` leads there from each table that knows it.

    Attributes:
        units: ids are brought together by chance into so many groups of records; 0 for their own values.
    """

    name: str
    titles: Mapping[str, str]
    through: Mapping[str, str]
    is_dated: bool = False
    units: int = 0

    @property
    def label_table(self) -> str:
        """Table whose `name` labels the dimension's ids; empty where values label themselves."""
        last = next(iter(self.through.values())).rpartition(" > ")[2]
        table, _, column = last.rpartition(".")
        return table if column == "name" else ""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A number that a company may set; without a `value` it must be set before what needs it can be computed."""

    name: str
    value: Decimal | None
    unit: Unit
    about: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One way of reading a metric: its own formula or a variant's, with everything that follows from it.

    Attributes:
        variant: name of the variant; empty for the metric's own formula.
        formula_text: as the author wrote it, for people.
        formula: the tree whose names are measures, parameters and constants only.
        count: how many records it rests on (`n`), a formula of the same kind.
        interval: how its uncertainty is worked out; `wilson_carried` is that of the share within the formula, carried
            through it, and `kaplan_meier` likewise that of an expected length.
        matures_after: parameter or measure, in days, that a cohort must be old; empty where it needs none.
        when_zero: reason given when the divisor is zero.
        when_all_zero: value when every measure is zero; none for no value.
        doubt_zero: reason why a value of zero is only partial; empty where zero is as good as any.
        doubt_over_whole: reason why a value above 1 is only partial; empty where it is as good as any.
        cover: what share of the whole is known at all, a formula of the same kind; none where it is not asked.
        previous: what previous() means, the unit before or the same unit last year.
    """

    metric: str
    variant: str
    formula_text: str
    formula: Node
    unit: Unit
    unit_text: str
    count: Node | None
    interval: Literal["wilson", "wilson_carried", "order_statistic", "kaplan_meier", "none"]
    matures_after: str
    when_zero: str
    when_all_zero: Decimal | None
    doubt_zero: str
    doubt_over_whole: str
    cover: Node | None
    previous: Literal["unit", "year"]
    currency_policy: str
    better: Better
    parameters: Mapping[str, Parameter]
    titles: Mapping[str, str]
    about: Mapping[str, str]

    @property
    def full_name(self) -> str:
        """`metric` or `metric:variant`."""
        return f"{self.metric}:{self.variant}" if self.variant else self.metric


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an explanation of a metric says in one language, in the article's five parts and more."""

    title: str
    question: str
    what: str
    why: str
    how: str
    story: str = ""
    also_called: tuple[str, ...] = ()
    careful: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Example:
    """A worked example: what is given, what comes out, and for which variant."""

    given: Mapping[str, Decimal]
    result: Decimal
    variant: str


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One metric of the catalogue, the article's or a company's own."""

    name: str
    chapter: str
    article: str
    kind: str
    horizon: str
    readings: Mapping[str, Reading]
    beside: tuple[str, ...]
    words: Mapping[str, Words]
    example: Example | None
    erratum: Mapping[str, str]
    content_hash: str
    is_built_in: bool

    @property
    def reading(self) -> Reading:
        """The metric's own reading."""
        return self.readings[""]

    @property
    def definition(self) -> str:
        """Name and content hash, as results carry it."""
        return f"{self.name}@{self.content_hash}"
