"""Cohorts → rows of plain values for JSON and CSV, the same in every language."""

from __future__ import annotations

from lievik.model.cohorts import Cohort, CohortListAnswer, CohortsAnswer, Kept, Outlasting, Survival
from lievik.report.answer import Record
from lievik.report.records.result_records import plain


def cohort_records(found: CohortsAnswer) -> list[Record]:
    """All together, then a row a cohort and one a part."""
    return [
        {**_about(found), **_cohort(each, found), "is_whole": each is found.whole, **_told(found, each)}
        for each in (found.whole, *found.cohorts, *found.parts)
    ]


def flat_cohort_records(found: CohortsAnswer) -> list[Record]:
    """A row a cohort or part and age."""
    return [
        {
            **_about(found, is_flat=True),
            "cohort": cohort.period.label if cohort.period else None,
            "part": cohort.part,
            "is_part": cohort.is_part,
            "is_whole": cohort is found.whole,
            "customers": cohort.customers,
            **_kept(kept, found),
        }
        for cohort in (found.whole, *found.cohorts, *found.parts)
        for kept in cohort.kept
    ]


def _about(found: CohortsAnswer, *, is_flat: bool = False) -> dict[str, object]:
    edges = {"start": found.period.start, "end": found.period.end}
    return {
        "period": found.period.label if is_flat else {"label": found.period.label, **edges},
        "grain": found.grain,
        "of": found.of,
        "basis": found.basis or None,
        "currency": found.currency if found.of == "revenue" else None,
        "split_by": found.split_by,
        "with_returned": found.has_returned,
    }


def _cohort(cohort: Cohort, found: CohortsAnswer) -> dict[str, object]:
    period = cohort.period
    return {
        "cohort": None if period is None else {"label": period.label, "start": period.start, "end": period.end},
        "part": cohort.part,
        "is_part": cohort.is_part,
        "customers": cohort.customers,
        "kept": [_kept(kept, found) for kept in cohort.kept],
    }


def _kept(kept: Kept, found: CohortsAnswer) -> dict[str, object]:
    is_money = found.of == "revenue"
    return {
        "age_months": kept.age,
        "share": plain(kept.share),
        "part": plain(kept.part, is_money=is_money),
        "whole": plain(kept.whole, is_money=is_money),
        "low": plain(kept.interval.low) if kept.interval else None,
        "high": plain(kept.interval.high) if kept.interval else None,
        "status": kept.status,
        "reason": kept.reason,
        "is_running": kept.is_running,
    }


def _told(found: CohortsAnswer, cohort: Cohort) -> dict[str, object]:
    """How long relationships last; what is left out is said of the whole alone."""
    left_out = {"names_no_customer": found.unknown, "no_rate": found.unrated}
    return {
        "lasting": _survival(cohort.lasting),
        "reason": found.reason if cohort is found.whole else "",
        "not_counted": left_out if cohort is found.whole else None,
    }


def _survival(lasting: Survival | None) -> dict[str, object] | None:
    if lasting is None:
        return None
    low, high = lasting.median_interval
    return {
        "customers": lasting.customers,
        "ended": lasting.lost,
        "median_months": plain(lasting.median),
        "median_low": plain(low),
        "median_high": plain(high),
        "longer_than": [_outlasting(each) for each in lasting.outlasting],
        "curve": [
            {
                "months": plain(each.months),
                "share": plain(each.share),
                "low": plain(each.low),
                "high": plain(each.high),
                "followed": each.followed,
            }
            for each in lasting.curve
        ],
    }


def _outlasting(each: Outlasting) -> dict[str, object]:
    return {
        "months": each.months,
        "share": plain(each.share),
        "low": plain(each.interval.low) if each.interval else None,
        "high": plain(each.interval.high) if each.interval else None,
        "followed": each.followed,
        "status": each.status,
        "reason": each.reason,
    }


def cohort_list_records(found: CohortListAnswer) -> list[Record]:
    """A row a customer of a cohort."""
    return [
        {
            "period": found.period.label,
            "age_months": found.age,
            "with_returned": found.has_returned,
            "account_id": each.account_id,
            "name": each.name,
            "owner": each.owner,
            "became_on": each.became_on,
            "left_on": each.left_on,
            "is_there": each.is_there,
        }
        for each in found.customers
    ]
