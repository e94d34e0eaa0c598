"""Sentences about what moved between two days, by their frames, as `frames` has them of everything else.

Pure data.
"""

from __future__ import annotations

from typing import Final

from lievik.language.marks import mark

MOVED: Final = (
    mark("Every open deal and those of one period cannot be asked for at once."),
    mark("Leave out --all or --period."),
    mark("Deals can be split by one thing at a time."),
    mark("Leads can be split by one thing at a time."),
    mark("Who can be reached is told of each part anyway."),
    mark("Name what to split by, such as --by owner."),
    mark("Name one dimension after --by."),
    mark("The day {day} lies after {date}, the day that the answer is as of."),
    mark("Name an earlier day, or a later --as-of."),
    mark("The bridge would begin on {start} and end on {end}."),
    mark("What was put off would be told from {start} to {end}."),
    mark("Give a day for --from that is before --to."),
    mark("'{text}' is not one day, as {option} needs it."),
    mark("Write it like 2026-05-31."),
    mark("What moved a number is told of metrics that are named."),
    mark("Name one: show METRIC --drivers."),
    mark("What moved a number can be split by one thing, over one period, at a time."),
    mark("Name one dimension after --by, and leave --grain out."),
    mark("Channels are told of one period at a time."),
    mark("Leave out --grain."),
    mark("Customers can be split by one thing at a time."),
    mark("The period {period} lies after {date}, the day that the answer is as of."),
    mark("Name an earlier period, or a later --as-of."),
)
