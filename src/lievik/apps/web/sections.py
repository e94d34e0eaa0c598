"""Blocks of an answer → panels: what stands under a heading of the second level becomes a panel of its own."""

from __future__ import annotations

from collections.abc import Iterable

from lievik.apps.web.parts import Panel, words
from lievik.report.blocks import Block, Heading


def panels_of(blocks: Iterable[Block], *, name: str, title: str, caption: str = "") -> tuple[Panel, ...]:
    """Split an answer into panels; its title is left to the page.

    Args:
        blocks: of an answer.
        name: slug of the panels, which are numbered.
        title: of the first, for what stands before any heading.
        caption: of tables.
    """
    found: list[tuple[str, list[Block]]] = [(title, [])]
    for block in blocks:
        if isinstance(block, Heading) and block.level > 1:
            found.append((block.text, []))
        elif not isinstance(block, Heading):
            found[-1][1].append(block)
    return tuple(
        Panel(name=f"{name}-{number}" if number else name, title=heading, parts=(words(under, caption=caption),))
        for number, (heading, under) in enumerate(found)
        if under
    )
