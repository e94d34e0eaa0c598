"""Data: how old it is, what to repair in it by whose it is, and what came in when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lievik.apps.web.leads_panel import leads_panel
from lievik.apps.web.parts import Badge, Card, Page, Panel, Part, Template, words
from lievik.apps.web.quality_panel import looked_panels, quality_panels, said
from lievik.report.blocks import Block, Paragraph
from lievik.report.views.possible_view import PossibleView
from lievik.report.views.runs_view import freshness_block, run_counts, runs_table, sources_table

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.freshness import Freshness
    from lievik.model.quality import Clean, QualityAnswer
    from lievik.model.receipt import Receipt


def data(visit: Visit) -> Page:
    """Make the page.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    found = visit.workspace.quality(as_of=visit.since, **said(visit))
    fresh = visit.workspace.freshness(visit.since)
    newest = tuple(reversed(visit.workspace.runs()))
    return Page(
        title=visit.say("Data"),
        here="data",
        lead=visit.say("How old it is, what to repair in it, and what came in when."),
        asks=("as_of", "where"),
        cards=tuple(_cards(visit, fresh, found, newest)),
        panels=(
            *quality_panels(visit, found),
            visit.panel("ranges", visit.say("What the numbers may be"), lambda: _ranges(visit)),
            *((leads_panel(visit),) if found.leads.of else ()),
            visit.panel("runs", visit.say("What came in when"), lambda: _runs(visit, newest)),
            _freshness_panel(visit, fresh),
            *_undo_panels(visit, newest),
            *looked_panels(visit, found),
        ),
    )


def _cards(visit: Visit, fresh: Freshness, found: QualityAnswer, newest: tuple[Receipt, ...]) -> Iterable[Card]:
    """The last run, the last day of data, and how much is clean."""
    say, language = visit.say, visit.language
    last = next((receipt for receipt in newest if receipt.run == fresh.run), None)
    old = Badge(text=say("old"), style="care", icon="triangle-alert") if fresh.is_old else None
    if last is not None and fresh.came_in is not None:
        counts = run_counts(last)
        yield Card(
            title=say("Last run"),
            href=visit.href(f"/data/runs/{last.run}"),
            value=language.date(fresh.came_in.date(), is_short=True),
            badge=old,
            against=(
                language.say_many("{n} row kept", "{n} rows kept", counts["rows_kept"]),
                language.say_many("{n} row rejected", "{n} rows rejected", counts["rows_rejected"]),
            ),
        )
    if fresh.last_day is not None:
        age = language.say_many("{n} day before", "{n} days before", fresh.data_age or 0) if fresh.data_age else ""
        yield Card(
            title=say("Last day of data"),
            href="#freshness",
            value=language.date(fresh.last_day, is_short=True),
            badge=old,
            against=(age,) if age else (),
        )
    for title, clean in ((say("Clean deals"), found.deals), (say("Clean leads"), found.leads)):
        if clean.share is not None:
            yield _clean_card(visit, title, clean)


def _clean_card(visit: Visit, title: str, clean: Clean) -> Card:
    language = visit.language
    share = "" if clean.share is None else language.share(clean.share)
    return Card(title=title, href="#quality", value=share, against=(language.part_of(clean.clean, clean.of),))


def _ranges(visit: Visit) -> Part:
    """Between what numbers of the last full quarter may lie."""
    found = visit.workspace.possible_ranges(as_of=visit.since, **said(visit))
    view = PossibleView(catalogue=visit.catalogue, language=visit.language, found=found)
    caption = visit.say("What the numbers may be — {period}", period=visit.language.period_title(found.period))
    return words(tuple(view.content()), caption=caption)


def _freshness_panel(visit: Visit, fresh: Freshness) -> Panel:
    blocks: tuple[Block, ...] = (freshness_block(fresh, visit.language),)
    if fresh.sources:
        blocks = (*blocks, sources_table(fresh, visit.language))
    return Panel(
        name="freshness",
        title=visit.say("How old the data is"),
        parts=(words(blocks),),
        width="half",
    )


def _runs(visit: Visit, newest: tuple[Receipt, ...]) -> Part:
    return words((runs_table(newest, visit.language),), caption=visit.say("Runs, the newest first"))


def _undo_panels(visit: Visit, newest: tuple[Receipt, ...]) -> tuple[Panel, ...]:
    """How to take a run back; nothing where nothing came in."""
    if not newest:
        return ()
    text = visit.say("A run is taken back as if it had never come in; its files are kept, hidden.")
    return (
        Panel(
            name="undo",
            title=visit.say("To take a run back"),
            parts=(
                words((Paragraph(text=text),)),
                Template(name="command.html", data={"command": f"lievik undo {newest[0].run}"}),
            ),
            width="half",
        ),
    )
