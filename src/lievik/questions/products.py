"""A request about a period → revenue by product, what it changed by and why, and who may buy what next.

Pure. One statement whatever the number of lines, and two more for what is bought next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from lievik.errors import RequestError, UnknownNameError
from lievik.insight.sales_change import Sold, added_up, sales_effects
from lievik.model.periods import Period, cut_to_elapsed, previous_period, same_period_last_year
from lievik.model.products import (
    Effect,
    ProductRow,
    ProductsAnswer,
    Sales,
    SalesSource,
    Uncounted,
)
from lievik.planner.deal_filter import deal_filter
from lievik.planner.product_sql import ProductSQL
from lievik.planner.standing_sql import Known
from lievik.questions.asking import quarterly_request
from lievik.questions.bought_next import bought_next

if TYPE_CHECKING:
    from lievik.model.facts import Facts
    from lievik.model.request import MetricRequest
    from lievik.planner.request_words import Said
    from lievik.questions.stating import Stating

SPLITS: Final = ("product", "product_family")
_NEEDED: Final[Mapping[SalesSource, tuple[str, ...]]] = {
    "invoice_line": ("amount", "invoiced_on"),
    "deal_line": ("quantity", "unit_price", "closed_on"),
    "deal": ("amount", "closed_on"),
}
_ZERO: Final = Decimal(0)
_EDGES: Final = 5
_COUNTS: Final = 14

_Key = tuple[str | None, str]
"""Product and currency."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One row of `ProductSQL.sales`."""

    period_no: int
    product: str | None
    name: str | None
    family: str | None
    currency: str
    sold: Sold
    counts: tuple[int, int, int]
    uncounted: Uncounted


def products(
    company: Stating, said: Said, as_of: str | date | None = None, *, has_next: bool = False
) -> ProductsAnswer:
    """Tell what was sold of each product, as people ask for it.

    Args:
        company: deals as they stood at the end of the as-of day.
        said: period (left out for the last full quarter that has data), compare (left out for the period before), by
            (product, or product_family), where, currency.
        as_of: the day.
        has_next: also who may buy what next.

    Raises:
        UnknownNameError: products cannot be brought together that way.
        RequestError: the question cannot be answered as it was asked.
    """
    request = quarterly_request(company, (), {**said, "compare": said.get("compare") or "previous"}, as_of)
    period, compared = _compared(request)
    source = source_of(company.facts)
    answer = ProductsAnswer(
        period=period,
        compared=compared,
        as_of=request.as_of,
        currency=request.currency or company.facts.currency,
        split_by=_split_by(request),
        source=source,
    )
    found = deal_filter(request, company.catalogue, table=source or "invoice_line", question="products")
    if source is None:
        return replace(answer, reason="missing_table", reason_facts={"tables": "invoice_line, deal_line, deal"})
    known = Known(facts=company.facts, as_of=request.as_of, currency=answer.currency)
    sql = ProductSQL(found=found, source=source, key=answer.split_by, known=known)
    lines = [_line(row) for row in company.run(sql.sales((period, compared)))]
    return replace(_answered(answer, lines), next=bought_next(company, sql) if has_next else None)


def source_of(facts: Facts) -> SalesSource | None:
    """Where sales are read: the first that names products, or else the first that there is."""
    there = [
        source for source, columns in _NEEDED.items() if all(facts.has_values(source, column) for column in columns)
    ]
    return next((source for source in there if facts.has_values(source, "product_id")), next(iter(there), None))


def _split_by(request: MetricRequest) -> str:
    """What products are brought together by.

    Raises:
        UnknownNameError: by nothing that is known.
        RequestError: by several things.
    """
    by = request.dimensions or SPLITS[:1]
    if len(by) > 1:
        raise RequestError("Deals can be split by one thing at a time.", "Name one dimension after --by.")
    if by[0] not in SPLITS:
        raise UnknownNameError("dimension", by[0], SPLITS)
    return by[0]


def _compared(request: MetricRequest) -> tuple[Period, Period]:
    """The period and the one it is compared with, cut to as many days where it still runs."""
    period, comparison = request.periods[0], request.comparison
    if isinstance(comparison, Period):
        return period, comparison
    find = same_period_last_year if comparison == "year" else previous_period
    return period, cut_to_elapsed(period, find(period, request.fiscal), request.as_of)[1]


def _line(row: Sequence[object]) -> _Line:
    sums = cast("list[Decimal]", [Decimal(str(value)) for value in row[_EDGES:_COUNTS]])
    lines, untold, returns, no_amount, no_rate = cast("tuple[int, int, int, int, int]", tuple(row[_COUNTS:]))
    names = (each.name for each in fields(Sold))
    return _Line(
        period_no=cast("int", row[0]),
        product=cast("str | None", row[1]),
        name=cast("str | None", row[2]),
        family=cast("str | None", row[3]),
        currency=str(row[4]),
        sold=Sold(**dict(zip(names, sums, strict=True))),
        counts=(lines, untold, returns),
        uncounted=Uncounted(no_amount=no_amount, no_rate=no_rate),
    )


def _answered(answer: ProductsAnswer, lines: Sequence[_Line]) -> ProductsAnswer:
    """Put lines in order, by product or family."""
    effects = _effects(lines)
    by_row: dict[str | None, list[_Line]] = defaultdict(list)
    is_family = answer.split_by == "product_family"
    for line in lines:
        if line.counts[0]:
            by_row[line.family if is_family else line.product].append(line)
    whole = _row(None, [line for found in by_row.values() for line in found], answer, effects)
    rows = [
        replace(row, share=row.now.revenue / whole.now.revenue if whole.now.revenue > 0 else None)
        for row in (_row(key, found, answer, effects) for key, found in by_row.items())
    ]
    return replace(
        answer,
        whole=whole,
        rows=tuple(sorted(rows, key=_order)),
        nameless=_sales([line for line in lines if line.product is None], 0),
        uncounted=_uncounted(lines, 0),
        uncounted_before=_uncounted(lines, 1),
    )


def _order(row: ProductRow) -> tuple[Decimal, Decimal, str]:
    return -row.now.revenue, -row.before.revenue, row.product or ""


def _effects(lines: Iterable[_Line]) -> dict[_Key, Mapping[Effect, Decimal]]:
    """Product and currency -> what its change is made of."""
    sides: dict[_Key, list[Sold]] = defaultdict(lambda: [Sold(), Sold()])
    for line in lines:
        sides[line.product, line.currency][line.period_no] = line.sold
    found = sales_effects([(now, before) for now, before in sides.values()])
    return dict(zip(sides, found, strict=True))


def _row(
    key: str | None, lines: Sequence[_Line], answer: ProductsAnswer, effects: Mapping[_Key, Mapping[Effect, Decimal]]
) -> ProductRow:
    """Several lines of a product, or of many, in one."""
    is_family = answer.split_by == "product_family"
    first = next(iter(lines), None) if key is not None else None
    return ProductRow(
        product=key,
        name=key if is_family else first.name if first else None,
        family=first.family if first else None,
        now=_sales(lines, 0),
        before=_sales(lines, 1),
        effects=added_up(effects[cell] for cell in {(line.product, line.currency): None for line in lines}),
    )


def _sales(lines: Iterable[_Line], period_no: int) -> Sales:
    """What was sold in a period, in the wanted currency."""
    total = Sales()
    for line in lines:
        if line.period_no != period_no:
            continue
        sold = line.sold
        total += Sales(
            units=sold.units,
            listed=sold.listed_converted,
            sold=sold.sold_converted,
            without_units=sold.without_units_converted,
            returned=sold.returned_converted,
            lines=line.counts[0],
            untold=line.counts[1],
            returns=line.counts[2],
        )
    return total


def _uncounted(lines: Iterable[_Line], period_no: int) -> Uncounted:
    found = [line.uncounted for line in lines if line.period_no == period_no]
    return Uncounted(no_amount=sum(each.no_amount for each in found), no_rate=sum(each.no_rate for each in found))
