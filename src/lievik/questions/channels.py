"""A request about a period → channels side by side: what they brought, what they cost, and which earn more.

Pure. Four statements, and one metric beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypedDict, cast

from lievik.errors import RequestError, UnknownNameError
from lievik.insight.channel_returns import return_of, with_rates, with_returns
from lievik.model.channels import (
    ATTRIBUTIONS,
    SPLITS,
    Attribution,
    ChannelRow,
    ChannelsAnswer,
    Credits,
    SplitBy,
)
from lievik.model.periods import Grain, Period, period_of, previous_period
from lievik.planner.channel_sql import ChannelSQL
from lievik.planner.deal_filter import deal_filter
from lievik.planner.standing_sql import Known
from lievik.questions.asking import asked_by, last_four_quarters, last_full_quarter
from lievik.questions.channel_book import Categories, ChannelBook

if TYPE_CHECKING:
    from lievik.model.request import MetricRequest
    from lievik.model.result import MetricResult
    from lievik.planner.request_words import Said
    from lievik.questions.stating import Stating

_COST: Final = "customer_acquisition_cost"
_MARGIN: Final = "margin_share"
_MOST_BACK: Final = 8
_DAY: Final = timedelta(days=1)


class Choosing(TypedDict, total=False):
    """What may be said of channels beside the period and the filters.

    attribution: first, last, linear, u or w; left out for the first touch.
    split_by: channel, lead_source or campaign; left out for channels.
    costs: categories of costs that alone count; `without_costs` those that do not.
    """

    attribution: str
    split_by: str
    costs: Sequence[str]
    without_costs: Sequence[str]


def channels(
    company: Stating,
    said: Said,
    choosing: Choosing,
    as_of: str | date | None = None,
    *,
    own_words: Mapping[str, str] | None = None,
) -> ChannelsAnswer:
    """Set channels side by side, as people ask for it.

    Args:
        company: as it was known at the end of the as-of day.
        said: period (left out for the last four full quarters whose leads are old enough), where, currency, parameters.
        choosing: attribution, what rows are, which costs count.
        as_of: the day.
        own_words: name of a lead source -> channel, as the workspace has it.

    Raises:
        UnknownNameError: there is no such attribution, split, channel or category of costs.
        RequestError: the question cannot be answered as it was asked.
    """
    attribution = cast("Attribution", _one_of("attribution", choosing.get("attribution") or "first", ATTRIBUTIONS))
    split_by = cast("SplitBy", _one_of("split", choosing.get("split_by") or "channel", SPLITS))
    own = own_words or {}
    for channel in own.values():
        _one_of("channel", channel, tuple(company.catalogue.channel_words.channels))
    request = _request(company, said, as_of)
    sql = _sql(company, request, attribution, split_by)
    settled = _settled(company, sql)
    if not said.get("period"):
        sql = replace(sql, period=_settled_period(company, request, settled))
    found = _gathered(company, sql, choosing, own)
    answer = ChannelsAnswer(
        period=sql.period,
        as_of=request.as_of,
        currency=sql.known.currency,
        attribution=attribution,
        split_by=split_by,
        margin_share=request.parameters.get(_MARGIN),
        costs_unknown_by=_costs_unknown_by(company, request),
        has_touches=bool(found.book.counts["touched"]),
        settled_days=settled,
        is_young=settled is not None and sql.period.end + timedelta(days=settled) > request.as_of + _DAY,
        untold=company.catalogue.channel_words.untold(found.sources, own) if split_by == "channel" else (),
        only_costs=found.wanted.only,
        without_costs=found.wanted.without,
    )
    if not found.book.of:
        return replace(answer, reason="" if _has_any(company) else "missing_table")
    article_cost = _article_cost(company, request, sql.period) if sql.costs else None
    return _answered(replace(answer, article_cost=article_cost), found)


def _one_of(kind: str, name: str, known: Sequence[str]) -> str:
    if name not in known:
        raise UnknownNameError(kind, name, known)
    return name


def _request(company: Stating, said: Said, as_of: str | date | None) -> MetricRequest:
    """Read the question.

    Raises:
        RequestError: it is split, or about several periods.
    """
    period = said.get("period") or last_full_quarter(company.default_period(as_of)).label
    request = company.request((_COST,), {**said, "period": period, "by": ()}, as_of)
    if len(request.periods) > 1:
        raise RequestError("Channels are told of one period at a time.", "Leave out --grain.")
    return request


def _has_any(company: Stating) -> bool:
    return any(company.facts.has_values(table, "created_on") for table in ("lead", "deal"))


def _sql(company: Stating, request: MetricRequest, attribution: Attribution, split_by: SplitBy) -> ChannelSQL:
    """The statements.

    Raises:
        DimensionError: leads or deals cannot be filtered that way.
    """
    leads, deals = (deal_filter(request, company.catalogue, (), table, "channels") for table in ("lead", "deal"))
    has_costs = not _costs_unknown_by(company, request)
    return ChannelSQL(
        leads=leads,
        deals=deals,
        costs=deal_filter(request, company.catalogue, (), "spend", "channels") if has_costs else None,
        period=request.periods[0],
        attribution=attribution,
        split_by=split_by,
        known=Known(facts=company.facts, as_of=request.as_of, currency=request.currency or company.facts.currency),
        catalogue=company.catalogue,
    )


def _costs_unknown_by(company: Stating, request: MetricRequest) -> tuple[str, ...]:
    """Dimensions that are filtered by and that costs do not know."""
    names = (found.dimension for found in (*request.filters, *(request.scope or ())))
    return tuple(name for name in names if "spend" not in company.catalogue.dimension(name).through)


def _settled(company: Stating, sql: ChannelSQL) -> int | None:
    """Within how many days eight of ten leads won were won, or deals where no lead was."""
    ((leads, of_leads, deals, of_deals),) = company.run(sql.settled())
    days = of_leads if leads else of_deals if deals else None
    return None if days is None else int(float(str(days)) + 0.5)


def _settled_period(company: Stating, request: MetricRequest, settled: int | None) -> Period:
    """The last four full quarters whose youngest leads are old enough; the last four where there are none."""
    month = company.default_period(request.as_of)
    latest, begins = last_four_quarters(month), company.facts.first_day()
    found = latest
    for _ in range(_MOST_BACK):
        if found.end + timedelta(days=settled or 0) <= request.as_of + _DAY:
            return found
        before = previous_period(period_of(found.end - _DAY, Grain.QUARTER))
        found = last_four_quarters(period_of(before.end - _DAY, Grain.MONTH))
        if begins is None or found.start < begins:
            break
    return latest


@dataclass(frozen=True, kw_only=True)
class _Gathered:
    """What the statements gave.

    Attributes:
        sources: name of a source -> its channel; empty where rows are no channels.
    """

    book: ChannelBook
    wanted: Categories
    sources: Mapping[str, str]


def _gathered(company: Stating, sql: ChannelSQL, choosing: Choosing, own: Mapping[str, str]) -> _Gathered:
    """Run the statements.

    Raises:
        UnknownNameError: a category of costs is none.
    """
    names = [str(source) for (source,) in company.run(sql.sources())] if sql.split_by == "channel" else []
    sources = company.catalogue.channel_words.of(names, own)
    book = ChannelBook()
    wanted = Categories(
        only=tuple(name.casefold() for name in choosing.get("costs") or ()),
        without=tuple(name.casefold() for name in choosing.get("without_costs") or ()),
    )
    statement = sql.cost_sums(sources)
    costs = company.run(statement) if statement else []
    wanted.refuse_unknown(str(row[2]) for row in costs)
    book.add_costs(costs, wanted)
    book.add_leads(company.run(sql.lead_credits(sources)))
    book.add_deals(company.run(sql.deal_credits(sources, book.costed)))
    return _Gathered(book=book, wanted=wanted, sources=sources)


def _article_cost(company: Stating, request: MetricRequest, period: Period) -> MetricResult:
    """What a new customer cost by the metric itself: all costs and first wins of the same period."""
    (found,) = company.ask(replace(asked_by(request, (_COST,), (period,), ()), has_beside=False))
    return found


def _answered(answer: ChannelsAnswer, found: _Gathered) -> ChannelsAnswer:
    """Put rows in order, with rates and returns."""
    margin = answer.margin_share
    (whole,) = with_rates((found.book.whole(),))
    rows = with_returns(with_rates(found.book.rows(found.sources)), found.book.squares, margin)
    costed = [row for row in rows if row.back is not None]
    together = replace(
        whole,
        credits=replace(_added([row.credits for row in costed]), squares=found.book.squares),
        cost=sum((row.cost for row in costed if row.cost is not None), Decimal(0)),
    )
    return replace(
        answer,
        rows=tuple(sorted(rows, key=_order)),
        whole=replace(whole, back=return_of(together, margin)),
        unplaced=found.book.unplaced(),
    )


def _added(several: Sequence[Credits]) -> Credits:
    """Credits of several rows together."""
    return Credits(
        **{each.name: sum((getattr(one, each.name) for one in several), Decimal(0)) for each in fields(Credits)}
    )


def _order(row: ChannelRow) -> tuple[int, Decimal, Decimal, str]:
    """Told apart as better first, then those that are not, then the worse, then those without a return."""
    place = {"better": 0, "alike": 1, "": 2, "worse": 3}[row.standing] if row.back is not None else 4
    back = row.back.value if row.back is not None and row.standing in {"better", "worse"} else Decimal(0)
    return place, -back, -row.credits.revenue, row.key or "~"
