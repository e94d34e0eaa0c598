"""One run: what its files brought, what became of the tables, what is worth a look, and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.parts import Link, Page, Panel, Template, words
from lievik.apps.web.sections import sections
from lievik.report.blocks import Paragraph
from lievik.report.views.receipt_view import receipt_blocks

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def run(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is no such run.
    """
    say, language = visit.say, visit.language
    receipt = visit.workspace.receipt(visit.asked.one("run"))
    first, *others = sections(receipt_blocks(receipt, language))
    day = f"{language.date(receipt.known_at.date())} {receipt.known_at:%H:%M}"
    return Page(
        title=say("Run {number}", number=receipt.run),
        here="data",
        lead=say("{source}, came in on {day}", source=receipt.source, day=day),
        asks=(),
        trail=(Link(text=say("Data"), href=visit.href("/data")),),
        panels=(
            Panel(
                name="receipt",
                title=say("What came in"),
                parts=(words(first.blocks, caption=say("File by file, and what of it was kept")),),
            ),
            *(Panel(name=part.name, title=part.title, parts=(words(part.blocks),)) for part in others),
            Panel(
                name="undo",
                title=say("To take it back"),
                parts=(
                    words((Paragraph(text=say("As if it had never come in; its files are kept, hidden.")),)),
                    Template(name="command.html", data={"command": f"lievik undo {receipt.run}"}),
                ),
            ),
        ),
    )
