"""Sentences about questions that cannot be answered, by their frames, as `frames` has them of everything else.

Pure data.
"""

from __future__ import annotations

from typing import Final

from lievik.language.marks import mark

ASKED: Final = (
    mark("Host '{name}' cannot be served: there is no sign-in yet, and everybody there could read the numbers."),
    mark("Leave --host out, or name 127.0.0.1; through ssh -L others reach it as you do."),
    mark("Port {number} is taken."),
    mark("Name another one with --port, or stop what is running there."),
    mark("Metric '{metric}' is told of teams only, not of one person: lievik.toml says so under [privacy]."),
    mark("Ask for the whole company, or split it by team."),
    mark("'{text}' is not a name and a value with = between them."),
    mark("No metric was asked for."),
    mark("Currency '{text}' is not a three-letter code."),
    mark("Metric '{metric}' has no denominator: its formula does not end in a division."),
    mark("A funnel is split by one dimension only."),
    mark("Name one, like --by team."),
    mark("Coverage is split by one dimension at a time."),
    mark("Name one, like --by owner."),
    mark("There is no week {number} of a period."),
    mark("Give a week from 1 to 53, like --week 3."),
    mark("Segments are not told apart by '{name}'."),
    mark("They are told apart by: {choices}."),
    mark("Contacts cannot be counted within {count} days."),
    mark("Give days from 1 to 365, like 30."),
    mark("What would move a number is told of one quarter."),
    mark("Name one, like --period 2026-Q1."),
    mark("A factor cannot be better by {number} per cent."),
    mark("Give more than 0 and less than 100, like 10."),
    mark("Deals cannot be looked at by the age of '{text}'."),
    mark("Give up to 12 ages in days, from 1 to 3650, like 30,60,90."),
    mark("Cohorts are not told of '{text}'."),
    mark("Name customers or revenue."),
    mark("A cohort cannot be a {name}."),
    mark("Name month, quarter, half or year."),
    mark("Customers can be split by one thing at a time."),
    mark("The bases of lifetime value are set side by side for the whole."),
    mark("lievik show {metric} --by splits one of them."),
    mark("'{text}' is not a number to choose here."),
    mark("Give a whole number from 1 to {number}."),
    mark("A gap is between two readings."),
    mark("Name two, as in --between {metric},VARIANT."),
    mark("'{name}' and '{other}' are the same reading."),
    mark("Name two different ones."),
    mark("Readings are set side by side in one currency."),
    mark("Leave out per_currency."),
)

ASKED_PIECES: Final = (
    mark("mode"),
    mark("pipeline"),
    mark("reading"),
)
"""What stands in sentences, as `frames` has them."""
