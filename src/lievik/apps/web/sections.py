"""Blocks of an answer → the sections that its headings make, each to become a panel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lievik.apps.web.parts import Panel, words
from lievik.report.blocks import Block, Heading

_PART = 2


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section: what stands under a heading; the first has none.

    Attributes:
        name: unique among its neighbours, for an address to end in.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]


def sections(blocks: Iterable[Block]) -> tuple[Section, ...]:
    """Cut blocks at the headings of their parts; the title of the whole is left out.

    Example:
        >>> [section.title for section in sections([Heading(text="All"), Heading(text="Notes", level=2)])]
        ['', 'Notes']
    """
    parts: list[tuple[str, list[Block]]] = [("", [])]
    for block in blocks:
        if isinstance(block, Heading) and block.level <= _PART:
            if block.level == _PART:
                parts.append((block.text, []))
        else:
            parts[-1][1].append(block)
    return tuple(
        Section(name=f"part-{place}", title=title, blocks=tuple(found)) for place, (title, found) in enumerate(parts)
    )


def panels_of(blocks: Iterable[Block], *, name: str, title: str, caption: str = "") -> tuple[Panel, ...]:
    """Make a panel of each section; its title is left to the page.

    Args:
        blocks: of an answer.
        name: slug of the panels, which are numbered.
        title: of the first, for what stands before any heading.
        caption: of tables.
    """
    return tuple(
        Panel(
            name=f"{name}-{number}" if number else name,
            title=section.title or title,
            parts=(words(section.blocks, caption=caption),),
        )
        for number, section in enumerate(sections(blocks))
        if section.blocks
    )
