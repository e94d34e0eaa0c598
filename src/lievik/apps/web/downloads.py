"""Files to take along: the records behind a number as CSV, all of them, in the form that every door writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.apps.web.pages.calling import ordered
from lievik.apps.web.pages.quality import looked
from lievik.apps.web.pages.records import drilled
from lievik.report.answer import to_csv
from lievik.report.records.quality_records import flat_quality_records
from lievik.report.records.result_records import drill_records
from lievik.report.records.segments_records import flat_calling_records

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file: its name, its text, and what kind it is."""

    name: str
    text: str
    kind: str = "text/csv; charset=utf-8"


def records_file(visit: Visit) -> Download:
    """Give the records behind a part of a number.

    Raises:
        RequestError: the number has no such part, or cannot be worked out.
    """
    table = drilled(visit)
    name = "-".join(filter(None, (table.metric, table.variant, table.part, table.period.label)))
    return Download(name=f"{name}.csv", text=to_csv(drill_records(table, visit.catalogue)))


def quality_file(visit: Visit) -> Download:
    """Give the deals and leads that have a fault in them.

    Raises:
        RequestError: there is no such fault, or the question cannot be answered as it was asked.
    """
    found = looked(visit)
    return Download(name=f"{found.listed}-{found.as_of}.csv", text=to_csv(flat_quality_records(found)))


def calling_file(visit: Visit) -> Download:
    """Give every open deal and lead, whom to call first at the top.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    found = ordered(visit)
    return Download(name=f"calls-{found.as_of}.csv", text=to_csv(flat_calling_records(found)))
