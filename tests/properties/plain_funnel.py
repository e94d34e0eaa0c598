"""Rows of made-up histories → what a funnel says of them, in plain Python: deal by deal, with a finger on each state.

Knows the rows and the rules as the how-to page tells them; nothing of how the product works them out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeAlias

Row: TypeAlias = dict[str, object]
Rows: TypeAlias = dict[str, list[Row]]

FIRST_DAY = date(2025, 1, 1)
STAGES = {"p": ["a", "b", "c", "d"], "q": ["x", "y"]}
"""Pipeline -> its stages in order."""


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A deal at one place: a stage, `won`, `lost`, `deleted`, or empty where nobody told; from a day to another."""

    pipeline: str
    place: str
    start: date
    end: date | None


def random_histories(seed: int, deals: int) -> Rows:
    """Make deals whose versions tell of all their states, with everything in them that goes wrong."""
    rows: Rows = {
        "pipeline": [{"id": name, "name": name.upper()} for name in STAGES],
        "stage": [
            {"id": stage, "pipeline_id": pipeline, "name": stage.upper(), "position": place, "kind": "open"}
            for pipeline, stages in STAGES.items()
            for place, stage in enumerate(stages, 1)
        ],
        "deal": [],
        "deal_version": [],
    }
    for number in range(deals):
        versions = _history(Random(f"{seed}/{number}"), f"d{number:03}")  # noqa: S311 - nothing here is a secret
        rows["deal_version"] += versions
        known = {name: value for name, value in versions[-1].items() if name not in {"deal_id", "valid_from_on", "id"}}
        rows["deal"].append({"id": f"d{number:03}", **known})
    return rows


def _history(random: Random, deal: str) -> list[Row]:
    """One deal: mostly onward, sometimes skipping, back, to the other pipeline, reopened, deleted, or not told."""
    created = day = FIRST_DAY + timedelta(days=random.randrange(400))
    pipeline, at, versions = random.choice("pppq"), 0, list[Row]()
    for number in range(random.randrange(1, 9)):
        step = random.random()
        stages, outcome, is_deleted, stage = STAGES[pipeline], "open", False, None
        if step < 0.12 and number:
            outcome = "won"
        elif step < 0.27 and number:
            outcome = "lost"
        elif step < 0.31:
            is_deleted = True
        elif step < 0.35:
            stage = ""
        elif step < 0.42:
            pipeline = "q" if pipeline == "p" else "p"
            stages, at = STAGES[pipeline], random.randrange(len(STAGES[pipeline]))
        else:
            at = min(max(at + random.choice((-1, 0, 1, 1, 1, 2)), 0), len(stages) - 1)
        versions.append(
            {
                "id": f"{deal}-{number}",
                "deal_id": deal,
                "created_on": created,
                "pipeline_id": pipeline,
                "stage_id": stages[min(at, len(stages) - 1)] if stage is None else None,
                "outcome": outcome,
                "amount": random.choice((None, 100, 250.5)),
                "is_deleted": is_deleted,
                "closed_on": day if outcome != "open" else None,
                "valid_from_on": day,
            }
        )
        day += timedelta(days=random.choice((0, 1, 3, 10, 45)))
    return versions


def stays_of(versions: Iterable[Mapping[str, object]], as_of: date) -> list[Stay]:
    """Where a deal was up to a day, neighbours at one place as one; what began and ended on one day is left out."""
    ordered = list(versions)
    found: list[Stay] = []
    for place, row in enumerate(ordered):
        start = row["valid_from_on"]
        end = ordered[place + 1]["valid_from_on"] if place + 1 < len(ordered) else None
        assert isinstance(start, date)
        assert end is None or isinstance(end, date)
        if start == end or start > as_of:
            continue
        where = str(row["outcome"] if row["outcome"] != "open" else row["stage_id"] or "")
        stay = Stay(
            pipeline=str(row["pipeline_id"]), place="deleted" if row["is_deleted"] else where, start=start, end=end
        )
        if found and (found[-1].pipeline, found[-1].place) == (stay.pipeline, stay.place):
            stay = Stay(pipeline=stay.pipeline, place=stay.place, start=found[-1].start, end=end)
            found.pop()
        found.append(stay)
    if found and found[-1].end is not None and found[-1].end > as_of:
        last = found.pop()
        found.append(Stay(pipeline=last.pipeline, place=last.place, start=last.start, end=None))
    return found


def counts_for(stays: list[Stay], pipeline: str, stage: str, mode: str) -> bool:
    """Whether a deal counts for a stage of a pipeline."""
    stages = STAGES[pipeline]
    own = [stay.place for stay in stays if stay.pipeline == pipeline]
    been = [place for place in own if place in stages]
    if mode == "any":
        return stage in been
    if mode == "reached":
        return "won" in own or any(stages.index(place) >= stages.index(stage) for place in been)
    wanted = stages[: stages.index(stage) + 1]
    for place in been:
        if wanted and place == wanted[0]:
            wanted = wanted[1:]
    return not wanted


def fate(stays: list[Stay], pipeline: str) -> str:
    """What became of a deal, as a pipeline sees it."""
    last = stays[-1]
    if last.pipeline != pipeline:
        return "moved"
    return last.place if last.place in {"won", "lost", "deleted"} else "open"


def exits(stays: list[Stay], pipeline: str, stage: str) -> Counter[str]:
    """How a deal's visits of a stage ended."""
    stages, found = STAGES[pipeline], Counter[str]()
    for place, stay in enumerate(stays):
        if (stay.pipeline, stay.place) != (pipeline, stage):
            continue
        after = stays[place + 1] if place + 1 < len(stays) else None
        if after is None:
            found["still_there"] += 1
        elif after.pipeline != pipeline:
            found["moved_pipeline"] += 1
        elif after.place in stages:
            found["advanced" if stages.index(after.place) > stages.index(stage) else "moved_back"] += 1
        else:
            found[after.place or "not_told"] += 1
    return found


def day_when_left(days: list[tuple[int, bool]], share: float) -> int | None:
    """By the book: the first day on which no more than 1 - share are still there; open ones count as seen."""
    there = 1.0
    for day in sorted({day for day, _ in days}):
        at_risk = sum(seen >= day for seen, _ in days)
        there *= 1 - sum(has_left for seen, has_left in days if seen == day) / at_risk
        if there <= 1 - share + 1e-9:
            return day
    return None


def visits(stays: list[Stay], pipeline: str, stage: str, as_of: date) -> list[tuple[date, int, bool]]:
    """Visits of a stage: when each began, for how many days it was seen, and whether the deal is known to have left."""
    found = []
    for place, stay in enumerate(stays):
        if (stay.pipeline, stay.place) == (pipeline, stage):
            after = stays[place + 1] if place + 1 < len(stays) else None
            end = after.start if after else as_of
            found.append(
                (stay.start, (end - stay.start).days, after is not None and after.place not in {"", "deleted"})
            )
    return found
