"""Sentences about what people type in, by their frames, as `frames` has them of everything else.

Pure data.
"""

from __future__ import annotations

from typing import Final

from lievik.language.marks import mark

DECIDED: Final = (
    # what and where
    mark("The ledger '{place}' cannot be used: {text}."),
    mark("The ledger '{place}' {reason}."),
    mark("'{text}' is not an amount."),
    mark("A quota cannot be spread by '{text}'."),
    mark("Months are listed for a quota that is not spread by hand."),
    mark("Period '{text}' is not made of whole months."),
    mark("Months listed: {listed}; months of '{text}': {months}."),
    mark("The months listed add up to {listed}, the quota is {amount}."),
    mark("Several are called '{name}'."),
    mark("'{name}' has a quota for {span}, which overlaps '{text}'."),
    mark("No quota of '{name}' for '{text}' was typed in."),
    mark("Metric '{metric}' takes one value as its target, not a range."),
    mark("The target of '{metric}' is a range."),
    mark("The range '{text}' ends before it begins."),
    mark("'{text}' may be {number} or {other}."),
    mark("A share above 1 is written with a per cent sign, and '{text}' has none."),
    mark("'{text}' is no target of '{metric}'."),
    mark("Metric '{metric}' is not in money."),
    mark("Several currencies are named for one target."),
    mark("No target of '{metric}' for '{text}' was set."),
    mark("'{text}' is more than one day."),
    mark("The text is empty."),
    mark("The text has {count} characters, more than {most}."),
    mark("There is no note {number}."),
    mark("There is no event {number} that was typed in."),
    mark("An event cannot be of kind '{name}'."),
    # what to do
    mark("Name the value alone."),
    mark("Name both ends, like 3..4."),
    mark("Name the lower end first."),
    mark("Leave the currency out."),
    mark("Name one currency."),
    mark("Set for: none."),
    mark("Set for: {list}."),
    mark("Say in a few words what it is about."),
    mark("Say it shorter."),
    mark("'lievik note list' tells their numbers."),
    mark("'lievik event list' tells their numbers."),
    mark("Kinds of events: {list}."),
    mark("Ways to spread it: {list}."),
    mark("Say --spread hand."),
    mark("Spread it flat, or name whole months."),
    mark("List one amount for each month, like {text}."),
    mark("Correct the months, or the quota."),
    mark("Name one of them by its id: {list}."),
    mark("Take that away first with 'lievik quota remove', or name the same period."),
    mark("Typed in for: none. What a file brought is changed in the file."),
    mark("Typed in for: {list}. What a file brought is changed in the file."),
    mark("Install a newer Lievik."),
    mark("Install the driver that its url names; for PostgreSQL: pip install lievik[postgres]."),
    mark("Correct the name or the password in LIEVIK_LEDGER_URL."),
    mark("Put a url with the password into LIEVIK_LEDGER_URL."),
    mark("Correct the url, or have that database or user made."),
    mark("See that the database runs and its url is right, then run it again."),
    mark("Ask for the right to write there, then run the command again."),
    mark("Ask for the right to read and write there, then run the command again."),
    mark("Restore it from a backup, or move it away: what came in with a run stays."),
    mark("Free some space, then run the command again."),
    mark("Run 'lievik doctor', then the command again."),
    # what a check-up finds
    mark("nothing was typed in yet"),
    mark("the ledger is of shape {version}, entries: {count}"),
    mark("is of shape {version}, newer than this program"),
    # of a mapping
    mark("source '{name}' is that of what is typed in"),
)
"""Sentences by their frame."""

DECIDED_PIECES: Final = (
    mark("rep or team"),
    mark("is being written by another process"),
    mark("cannot be written"),
    mark("cannot be opened"),
    mark("is damaged"),
    mark("finds no room on the disk"),
    mark("does not let you in"),
    mark("is not there"),
    mark("cannot be reached"),
    mark("has a url that cannot be read"),
    mark("needs a driver that is not installed"),
    # what is odd about rows of a receipt
    mark("revenue shares not 1 together"),
    mark("spread by hand without its months"),
    mark("without share"),
    # of what moved
    mark("movement"),
    mark("it has to be 1 or more"),
)
"""What stands in a frame and is itself to be translated."""
