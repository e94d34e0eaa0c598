"""Goals of Pipedrive for the value of deals won → quotas, one for each month, quarter or year that they run.

Pure. A goal is for a person, a team or the company. Where somebody has goals by the month and by the year for the same
deals, the finer ones count: quotas of one subject are added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

Record = Mapping[str, Any]

_MONTHS: Final[Mapping[str, int]] = MappingProxyType({"monthly": 1, "quarterly": 3, "yearly": 12})
_SUBJECTS: Final[Mapping[str, str]] = MappingProxyType({"person": "rep", "team": "team", "company": "company"})


def quotas_of(goals: Iterable[Record], currencies: Mapping[int, str], until: date) -> Iterator[dict[str, Any]]:
    """Give a row of `quota` for each stretch of each goal that counts.

    Args:
        goals: as the vendor lists them.
        currencies: id of a currency -> its code.
        until: a goal without an end is told up to the end of this day's year.
    """
    counted = [goal for goal in goals if _is_of_money(goal)]
    finest: dict[tuple[str, str], int] = {}
    for goal in counted:
        subject = _subject(goal)
        finest[subject] = min(_MONTHS[goal["interval"]], finest.get(subject, 12))
    for goal in counted:
        if _MONTHS[goal["interval"]] == finest[_subject(goal)]:
            yield from _stretches(goal, currencies, until)


def _is_of_money(goal: Record) -> bool:
    expected, duration = goal.get("expected_outcome") or {}, goal.get("duration") or {}
    return (
        (goal.get("type") or {}).get("name") == "deals_won"
        and expected.get("tracking_metric") == "sum"
        and expected.get("target") is not None
        and bool(duration.get("start"))
        and goal.get("interval") in _MONTHS
        and (goal.get("assignee") or {}).get("type") in _SUBJECTS
    )


def _subject(goal: Record) -> tuple[str, str]:
    assignee = goal["assignee"]
    kind = _SUBJECTS[assignee["type"]]
    return kind, "" if kind == "company" else str(assignee.get("id"))


def _stretches(goal: Record, currencies: Mapping[int, str], until: date) -> Iterator[dict[str, Any]]:
    """A goal's stretches, each up to the first day that no longer belongs; one cut short keeps its target."""
    kind, subject = _subject(goal)
    expected, duration = goal["expected_outcome"], goal["duration"]
    begins = date.fromisoformat(duration["start"])
    last = date.fromisoformat(duration["end"]) if duration.get("end") else date(until.year, 12, 31)
    while begins <= last:
        ends = _later(begins, _MONTHS[goal["interval"]])
        yield {
            "id": f"{goal['id']}@{begins.isoformat()}",
            "subject_kind": kind,
            "subject_id": subject or None,
            "starts_on": begins.isoformat(),
            "ends_on": ends.isoformat(),
            "amount": str(expected["target"]),
            "currency": currencies.get(expected.get("currency_id") or 0),
        }
        begins = ends


def _later(day: date, months: int) -> date:
    """The first day of the stretch after that of a day: stretches are those of the calendar."""
    month = day.year * 12 + (day.month - 1) // months * months + months
    return date(month // 12, month % 12 + 1, 1)
