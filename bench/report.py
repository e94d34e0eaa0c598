"""Measurements in, a Markdown page out: every ratio beside its aim; no page names the machine or the day.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bench.in_turn import Round, Spread, ratio, spread
from bench.intake import CHANGES, Intake
from bench.pages import Pages
from bench.start_up import HELP, SHOW, Starts
from bench.syncing import DEALS, SyncTimes

_AIMS: Final = {HELP: 1.5, SHOW: 2.5}
_HEAD: Final = """\
# How fast Lievik is

Made by `make bench`; [README.md](README.md) says what is measured. Ratios are of times taken in turn in one run: the
middle one, and the lowest to the highest. Below 1, Lievik is faster than the SQL written by hand.

"""


@dataclass(frozen=True, kw_only=True)
class Planning:
    """Milliseconds of planning and compiling one piece of work.

    Attributes:
        cold: the first time in a process, definitions loaded.
        warm: later times.
    """

    cold: float
    warm: Spread


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Everything that was measured.

    Attributes:
        setting: cores, versions, what the machine was like.
        rounds: deals -> piece of work -> its rounds.
        planning: piece of work -> its planning, at the most deals.
    """

    setting: str
    rounds: Mapping[int, Mapping[str, Sequence[Round]]]
    planning: Mapping[str, Planning]
    starts: Starts
    intake: Intake
    sync: SyncTimes
    pages: Pages


def page(measured: Measured) -> str:
    """Write everything as one page."""
    parts = [_HEAD + measured.setting, _executing(measured), _planning(measured), _starting(measured.starts)]
    parts += [_coming_in(measured.intake), _syncing(measured.sync), _pages(measured.pages)]
    return "\n\n".join(parts) + "\n"


def _executing(measured: Measured) -> str:
    """Tables of Lievik over the SQL written by hand."""
    rows = [
        (
            f"{deals:,}",
            work,
            f"{spread([found.hand * 1000 for found in rounds]).middle:.0f}",
            str(ratio(rounds, lambda found: found.execute)),
            str(ratio(rounds, lambda found: found.execute + found.values)),
            str(ratio(rounds, lambda found: found.plan + found.execute + found.values)),
        )
        for deals, works in measured.rounds.items()
        for work, rounds in works.items()
    ]
    head = ("deals", "work", "by hand, ms", "execute", "execute + values", "plan + execute + values")
    return "## Answering\n\nThe aim is 1.3 at a million deals.\n\n" + _table(head, rows)


def _planning(measured: Measured) -> str:
    """Table of planning and compiling."""
    rows = [(work, f"{found.cold:.1f}", str(found.warm)) for work, found in measured.planning.items()]
    head = ("work", "first in a process, ms", "later, ms")
    told = "The processor's time, for it has nothing to be in turn with. The aim is 5 ms, later."
    return f"## Planning and compiling\n\n{told}\n\n" + _table(head, rows)


def _starting(starts: Starts) -> str:
    """Table of whole processes."""
    rows = [(f"`{name}`", str(found), f"{_AIMS[name]}") for name, found in starts.ratios.items()]
    told = f"Whole processes over a Python that imports duckdb, sqlglot and click ({starts.bare.middle:.0f} ms)."
    heavy = f"`show` loads {', '.join(starts.heavy) or 'neither numpy nor pandas nor pyarrow'}."
    return f"## Starting\n\n{told} {heavy}\n\n" + _table(("command", "ratio", "aim"), rows)


def _coming_in(intake: Intake) -> str:
    """Table of files that come in."""
    middle, late, longest = intake.waits
    rows = [
        (f"{intake.deals:,} deals from CSV, over read_csv into a table", str(intake.whole), "4"),
        (f"{CHANGES:,} changed deals into them, over copying the generation and fsync", str(intake.changes), "5"),
    ]
    told = (
        f"Whole processes, less their start. At most {intake.memory:.1f} GB were in use (the aim is 2). A reader that "
        f"asks on meanwhile waits {middle:.0f} ms, one time in a hundred {late:.0f} ms (the aim is 100), "
        f"once {longest:.0f} ms."
    )
    return f"## Coming in\n\n{told}\n\n" + _table(("what", "ratio", "aim"), rows)


def _syncing(sync: SyncTimes) -> str:
    """Sentence and table of a CRM that comes in."""
    told = (
        f"A made-up CRM answers over HTTP, {DEALS:,} deals in pages of a hundred: `lievik sync` into nothing, "
        "start and all, over fetching its pages and reading their JSON. "
        f"At most {sync.memory:.1f} GB were in use (the aim is 0.5)."
    )
    rows = [(f"{DEALS:,} deals, over fetching them bare", str(sync.ratio), "2")]
    return f"## A CRM that comes in\n\n{told}\n\n" + _table(("what", "ratio", "aim"), rows)


def _pages(pages: Pages) -> str:
    """Table of pages."""
    rows = [
        (name, f"{found.again[0]:.1f}", f"{found.again[1]:.1f}", str(found.ratio), f"{found.over.middle:.0f}",
         f"{found.size / 1024:.0f}")
        for name, found in pages.times.items()
    ]  # fmt: skip
    head = (
        "page",
        "asked again, ms",
        "95th of 100, ms",
        "made anew over its SQL",
        "beyond 1.3 times that, ms",
        "KB gz",
    )
    many = pages.many
    told = (
        "At a million deals. The aims: 50 ms for the 95th of a hundred; made anew at most 30 ms beyond 1.3 times its "
        f"SQL alone; 60 KB. Sixteen connections over mixed pages: {many.answers:,} answers, {many.failed} failed, the "
        f"95th of a hundred after {many.late:.0f} ms."
    )
    return f"## Pages\n\n{told}\n\n" + _table(head, rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
