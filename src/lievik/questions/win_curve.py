"""A request about a period → what share of the deals created in it was won, lost and open by their age, by cohort.

Pure. Five statements whatever the number of deals; what makes the plain win rate misleading is told with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, cast

from lievik.errors import RequestError
from lievik.insight.outcome_curve import Aged, OutcomeCurve, chance_of_no_end
from lievik.insight.shares import FEWEST, share_of
from lievik.model.periods import Grain, Period, custom_period, split
from lievik.model.request import MetricRequest
from lievik.model.result import Status
from lievik.model.win_curve import Cohort, CurvePoint, Reached, WinCurveAnswer, checked_ages
from lievik.planner.curve_sql import CurveSQL
from lievik.planner.deal_filter import deal_filter
from lievik.planner.request_words import Said
from lievik.planner.standing_sql import Known
from lievik.questions.asking import decimal_of, last_four_quarters
from lievik.questions.curve_doubts import Month, likely, settled_of, swings_of, warnings_of
from lievik.questions.stating import Stating

AGES: Final = (30, 60, 90, 180)
"""Days since creation that are told of where none are named."""

_HEADLINE: Final = 90
_POINTS: Final = 60
_STEPS: Final = (1, 2, 3, 5, 6, 10, 15, 30, 90)
"""Days between two points of a curve: the least step that needs no more than so many of them."""

_SHORT: Final = (Grain.MONTH, Grain.WEEK, Grain.DAY)
_NEVER: Final = 0.001
"""Rarer than this it is not by chance that nothing ended before the first closing."""

_DAY: Final = timedelta(days=1)


class _Row(NamedTuple):
    """Deals of one cohort, part and age, see `CurveSQL.ages`; a part is a key and its label."""

    cohort: int
    part: tuple[str | None, str | None]
    is_early: bool
    aged: Aged
    untold: int


def win_curve(
    company: Stating, said: Said, within: Iterable[int] = AGES, as_of: str | date | None = None
) -> WinCurveAnswer:
    """Follow the deals created in a period, as people ask for it.

    Args:
        company: deals as they stood at the end of the as-of day.
        said: period of creation (left out for the last four full quarters), grain of the cohorts (left out for
            quarters), by (one dimension), where.
        within: ages in days that are told of.
        as_of: the day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    ages = checked_ages(within)
    period, request = _request(company, said, as_of)
    known = Known(facts=company.facts, as_of=request.as_of, currency=company.facts.currency)
    found = deal_filter(request, company.catalogue, request.dimensions)
    answer = WinCurveAnswer(
        period=period,
        as_of=request.as_of,
        grain=str(request.periods[0].grain or "") if len(request.periods) > 1 else "",
        ages=ages,
        headline=min(ages, key=lambda age: (abs(age - _HEADLINE), age)),
        whole=Cohort(period=None),
        plain=share_of(0, 0),
        split_by=next(iter(request.dimensions), ""),
        is_all_counted=not company.facts.has_values("deal", "qualified_on"),
    )
    if not company.facts.has_rows("deal"):
        return replace(answer, reason="missing_table", reason_facts={"tables": "deal"})
    if not company.facts.has_values("deal", "created_on"):
        return replace(answer, reason="missing_column", reason_facts={"columns": "deal.created_on"})
    return _answered(answer, company, CurveSQL(found=found, known=known), request)


def _request(company: Stating, said: Said, as_of: str | date | None) -> tuple[Period, MetricRequest]:
    """Read the question: its period, and the same with a period a cohort."""
    period = said.get("period") or last_four_quarters(company.default_period(company.as_of(as_of))).label
    whole = company.request((), {**said, "period": period, "grain": ""}, as_of)
    if len(whole.dimensions) > 1:
        raise RequestError("Deals can be split by one thing at a time.", "Name one dimension after --by.")
    asked = whole.periods[0]
    grain = said.get("grain") or ("" if asked.grain in _SHORT else Grain.QUARTER)
    return asked, company.request((), {**said, "period": period, "grain": str(grain)}, as_of)


def _answered(answer: WinCurveAnswer, company: Stating, sql: CurveSQL, request: MetricRequest) -> WinCurveAnswer:
    """Ask, and put what comes back in order."""
    cohorts = [each for each in request.periods if each.start <= answer.as_of]
    if not cohorts:
        return answer
    months = split(custom_period(answer.period.start, min(answer.period.end, answer.as_of + _DAY)), Grain.MONTH)
    recorded_from = _recorded_from(company.run(sql.record()))
    rows = _rows(company.run(sql.ages(cohorts)), has_early=recorded_from is not None)
    monthly = _rows(company.run(sql.ages(months, is_split=False)), has_early=recorded_from is not None)
    closings = {
        cast("int", no): (cast("int", won), cast("int", lost)) for no, won, lost in company.run(sql.closings(months))
    }
    won, lost = (sum(found[place] for found in closings.values()) for place in (0, 1))
    curve = _curve(rows)
    whole = _cohort(rows, Cohort(period=None), (cohorts[0], cohorts[-1]), answer, curve)
    by_cohort = _by("cohort", rows)
    answer = replace(
        answer,
        whole=replace(whole, points=_points(curve, answer.ages)),
        cohorts=tuple(
            _cohort(by_cohort[no], Cohort(period=each), (each, each), answer, _curve(by_cohort[no]))
            for no, each in enumerate(cohorts)
        ),
        parts=tuple(_parts(rows, cohorts, answer)) if answer.split_by else (),
        plain=share_of(won, won + lost),
        settled=settled_of(curve),
        swings=swings_of(_months(months, _by("cohort", monthly), closings, answer.as_of), answer.ages, answer.headline),
        undated=cast("int", company.run(sql.undated())[0][0]),
        untold=sum(row.untold for row in rows),
        recorded_from=recorded_from if whole.left_out else None,
    )
    return replace(answer, warnings=warnings_of(answer))


def _rows(found: Iterable[Sequence[object]], *, has_early: bool) -> list[_Row]:
    """Rows of `CurveSQL.ages`; none is early where that is of no account."""
    return [
        _Row(no, (key, label), has_early and bool(is_early), Aged(age, won, lost, still), untold)  # type: ignore[arg-type]
        for no, key, label, is_early, age, won, lost, still, untold in found
    ]


def _by(name: str, rows: Iterable[_Row]) -> Mapping[Any, list[_Row]]:
    """Rows of each cohort, or of each part."""
    found: dict[object, list[_Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _aged(age: object, won: object, lost: object, still: object) -> Aged:
    return Aged(age=cast("int", age), won=cast("int", won), lost=cast("int", lost), open=cast("int", still))


def _curve(rows: Iterable[_Row]) -> OutcomeCurve:
    return OutcomeCurve(row.aged for row in rows if not row.is_early)


def _recorded_from(rows: Sequence[Sequence[object]]) -> date | None:
    """The first closing, where deals that were created earlier would have closed before, had it been written down."""
    early = [(cast("int", row[2]), sum(cast("list[int]", list(row[3:6])))) for row in rows if row[1]]
    later = OutcomeCurve(_aged(*row[2:6]) for row in rows if not row[1])
    if not early or later.count < FEWEST or chance_of_no_end(early, later) >= _NEVER:
        return None
    return cast("date", rows[0][0])


def _cohort(
    rows: Sequence[_Row], cohort: Cohort, edges: tuple[Period, Period], answer: WinCurveAnswer, curve: OutcomeCurve
) -> Cohort:
    """What became of the deals of some rows, created between the beginning of one period and the end of another."""
    youngest = (answer.as_of - (edges[1].end - _DAY)).days
    oldest = (answer.as_of - edges[0].start).days
    won, lost, still = curve.in_all
    return replace(
        cohort,
        won=won,
        lost=lost,
        open=still,
        left_out=sum(row.aged.won + row.aged.lost + row.aged.open for row in rows if row.is_early),
        youngest=youngest if youngest >= 0 else None,
        reached=tuple(_reached(curve, age, youngest, oldest) for age in answer.ages),
    )


def _parts(rows: Sequence[_Row], cohorts: Sequence[Period], answer: WinCurveAnswer) -> Iterable[Cohort]:
    """Each part of the whole by its label, deals without one last."""
    for part, own in sorted(_by("part", rows).items(), key=lambda found: _place(found[0])):
        empty = Cohort(period=None, part=part[1] or part[0], is_part=True)
        yield _cohort(own, empty, (cohorts[0], cohorts[-1]), answer, _curve(own))


def _place(part: tuple[str | None, str | None]) -> tuple[bool, str, str]:
    key, label = part
    return key is None, (label or key or "").casefold(), key or ""


def _reached(curve: OutcomeCurve, age: int, youngest: int, oldest: int) -> Reached:
    """What became of a cohort by an age; none where less than half of its days lie so far back, or too few deals do."""
    if not curve.count:
        return _none(age, "undefined", "no_value")
    is_young = youngest < age
    is_mostly_old = (oldest - age + 1) * 2 > oldest - max(youngest, 0)
    if is_young and not (is_mostly_old and curve.is_told(age)):
        return replace(_none(age, "immature", "cohort_young"), reason_facts={"days": str(age)})
    found = curve.at(age)
    status: Status = "ok"
    reason, facts = "", {}
    if curve.count < FEWEST:
        status, reason, facts = "insufficient", "few_records", {"min_n": str(FEWEST)}
    elif is_young:
        status, reason, facts = "immature", "cohort_young", {"days": str(age)}
    return Reached(
        age=age,
        won=likely(found.won),
        lost=likely(found.lost),
        open=likely(found.open),
        status=status,
        reason=reason,
        reason_facts=facts,
        followed=found.followed,
        won_deals=found.won_deals,
    )


def _none(age: int, status: Status, reason: str) -> Reached:
    return Reached(age=age, won=None, lost=None, open=None, status=status, reason=reason)


def _points(curve: OutcomeCurve, ages: Sequence[int]) -> tuple[CurvePoint, ...]:
    """The curve at equal steps, as far as enough deals were followed, and no farther than nearly all had ended."""
    last = min(curve.told_until, max(ages[-1], curve.age_of_ended(0.99)))
    step = next((step for step in _STEPS if last <= step * _POINTS), _STEPS[-1])
    return tuple(_point(curve, age) for age in range(0, last + 1, step)) if last else ()


def _point(curve: OutcomeCurve, age: int) -> CurvePoint:
    found = curve.at(age)
    won, low, high, lost, still = (
        decimal_of(value)
        for value in (found.won.value, found.won.low, found.won.high, found.lost.value, found.open.value)
    )
    return CurvePoint(age=age, won=won, low=low, high=high, lost=lost, open=still)


def _months(
    months: Sequence[Period], rows: Mapping[int, Sequence[_Row]], closings: dict[int, tuple[int, int]], as_of: date
) -> list[Month]:
    """Months that were asked for in full, each by what closed in it and what was created in it."""
    return [
        Month(
            closed=closings.get(no, (0, 0)),
            created=tuple(row.aged for row in rows[no]),
            youngest=(as_of - (month.end - _DAY)).days,
            is_told=not any(row.is_early for row in rows[no]),
        )
        for no, month in enumerate(months)
        if not month.is_cut
    ]
