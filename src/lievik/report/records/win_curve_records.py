"""A win rate as a curve → rows of plain values for JSON and CSV, the same in every language."""

from __future__ import annotations

from decimal import Decimal

from lievik.model.win_curve import Cohort, CurvePoint, Likely, Reached, Series, WinCurveAnswer
from lievik.report.answer import Record
from lievik.report.records.result_records import plain


def win_curve_records(found: WinCurveAnswer) -> list[Record]:
    """All together, then a row a cohort and one a part; what is said of all alone is none in the others."""
    nothing = dict.fromkeys(("points", "win_rate_by_closing", "settled", "months", "warnings", "not_counted"))
    return [
        {**_about(found), **_cohort(found.whole), "is_whole": True, **_whole(found)},
        *({**_about(found), **_cohort(each), "is_whole": False, **nothing} for each in (*found.cohorts, *found.parts)),
    ]


def flat_win_curve_records(found: WinCurveAnswer) -> list[Record]:
    """A row a cohort or part and age."""
    rows: list[Record] = []
    for cohort in (found.whole, *found.cohorts, *found.parts):
        about = _cohort(cohort)
        period = about.pop("cohort")
        about.pop("within")
        label = period["label"] if isinstance(period, dict) else None
        for reached in cohort.reached:
            told = _reached(reached)
            shares = {
                f"{name}_{key}": value
                for name in ("won", "lost", "open")
                for key, value in (told.pop(name) or dict.fromkeys(("value", "low", "high"))).items()  # type: ignore[attr-defined]
            }
            is_whole = cohort is found.whole
            rows.append(
                {**_about(found, is_flat=True), "cohort": label, **about, "is_whole": is_whole, **told, **shares}
            )
    return rows


def _about(found: WinCurveAnswer, *, is_flat: bool = False) -> dict[str, object]:
    edges = {"start": found.period.start, "end": found.period.end}
    period: object = found.period.label if is_flat else {"label": found.period.label, **edges}
    return {"period": period, "grain": found.grain, "split_by": found.split_by}


def _cohort(cohort: Cohort) -> dict[str, object]:
    period = cohort.period
    return {
        "cohort": None if period is None else {"label": period.label, "start": period.start, "end": period.end},
        "part": cohort.part,
        "is_part": cohort.is_part,
        "deals": cohort.deals,
        "won_by_now": cohort.won,
        "lost_by_now": cohort.lost,
        "open_now": cohort.open,
        "left_out": cohort.left_out,
        "age_of_youngest": cohort.youngest,
        "within": [_reached(reached) for reached in cohort.reached],
    }


def _reached(reached: Reached) -> dict[str, object]:
    return {
        "days": reached.age,
        "won": _likely(reached.won),
        "lost": _likely(reached.lost),
        "open": _likely(reached.open),
        "won_deals": reached.won_deals,
        "followed": reached.followed,
        "status": reached.status,
        "reason": reached.reason,
    }


def _likely(found: Likely | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {"value": plain(found.value), "low": plain(found.interval.low), "high": plain(found.interval.high)}


def _whole(found: WinCurveAnswer) -> dict[str, object]:
    rate, settled, swings = found.plain, found.settled, found.swings
    return {
        "points": [_point(point) for point in found.whole.points],
        "win_rate_by_closing": {
            "value": plain(rate.value),
            "won": rate.numerator,
            "ended": rate.denominator,
            "low": plain(rate.interval.low) if rate.interval else None,
            "high": plain(rate.interval.high) if rate.interval else None,
            "status": rate.status,
        },
        "settled": None
        if settled is None
        else {
            **_reached(settled.reached),
            "has_settled": settled.has_settled,
            "usual_days": settled.usual,
            "open_then": _likely(settled.open_then),
        },
        "months": None
        if swings is None
        else {
            "days": swings.age,
            "by_closing": _series(swings.closing),
            "by_creation": _series(swings.created),
            "is_artefact": swings.is_artefact,
        },
        "warnings": list(found.warnings),
        "not_counted": {
            "created_on_no_day": found.undated,
            "ended_on_no_day": found.untold,
            "created_before_record": found.whole.left_out,
            "recorded_from": found.recorded_from,
        },
    }


def _point(point: CurvePoint) -> dict[str, object]:
    names = ("won", "low", "high", "lost", "open")
    shares: dict[str, Decimal] = {name: getattr(point, name) for name in names}
    return {"days": point.age, **{name: plain(share) for name, share in shares.items()}}


def _series(series: Series) -> dict[str, object]:
    return {
        "months": series.months,
        "low": plain(series.low),
        "high": plain(series.high),
        "chance": plain(series.chance),
        "spread": plain(series.spread),
    }
