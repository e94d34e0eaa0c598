"""What pages are made of: cards, figures with their tables, sentences, lists of records; pure data, no HTML.

A page is a title and panels; each kind of part has a macro of its name in templates/parts.html.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lievik.report.blocks import Block, Style

if TYPE_CHECKING:
    from lievik.model.periods import Period
    from lievik.report.charts.chart import Chart

Width = Literal["full", "half", "third"]


@dataclass(frozen=True, kw_only=True)
class Link:
    """Somewhere to go; `icon` names one of the icons."""

    text: str
    href: str
    icon: str = ""
    is_here: bool = False


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A few words on how something stands, with a sign: never by colour alone."""

    text: str
    style: Style = ""
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """One metric at a glance; the whole card leads to the metric's page.

    Attributes:
        value: written; a dash where there is no answer.
        against: what it is compared with, and the target, a line each.
        change: arrow and how much; `change_word` says better or worse.
        surety: how sure the number is: its interval, or on how many records it rests.
        sparkline: SVG of the last units; empty where there are none.
    """

    title: str
    href: str
    value: str
    unit_note: str = ""
    badge: Badge | None = None
    change: str = ""
    change_word: str = ""
    change_style: Style = ""
    against: tuple[str, ...] = ()
    surety: str = ""
    sparkline: str = ""
    reason: str = ""
    kind: str = "card"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A chart, drawn wide and narrow, with the same numbers as a table behind it, unless the page has that below."""

    chart: Chart
    has_table: bool = True
    kind: str = "figure"


@dataclass(frozen=True, kw_only=True)
class Words:
    """Blocks of an answer, as every door lays them out: headings, tables, sentences.

    Attributes:
        caption: of the tables, for who cannot see them.
        is_quiet: a heading above says the same, so the caption is only read out.
        depth: level of the headings in it, below the panel's own.
    """

    blocks: tuple[Block, ...]
    caption: str = ""
    depth: int = 3
    is_quiet: bool = False
    kind: str = "words"


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence, with where to read on; `sign` says what its icon does, where that is not only for show."""

    text: str
    href: str = ""
    style: Style = ""
    icon: str = ""
    sign: str = ""


@dataclass(frozen=True, kw_only=True)
class Sentences:
    """A list of them."""

    items: tuple[Sentence, ...]
    kind: str = "sentences"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several ways to look at the same panel.

    Attributes:
        panel: name of the panel that alone is fetched where there is a script; empty for the whole page.
    """

    label: str
    links: tuple[Link, ...]
    panel: str = ""
    kind: str = "choice"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What could not be shown, and what to do: takes the place of a part."""

    message: str
    fix: str
    kind: str = "trouble"


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """There is nothing to show, why, and the one thing that would change that."""

    text: str
    command: str = ""
    link: Link | None = None
    kind: str = "nothing"


@dataclass(frozen=True, kw_only=True)
class Template:
    """A part with a template of its own: a form, a glossary card."""

    name: str
    data: Mapping[str, object] = field(default_factory=dict)
    kind: str = "template"


Part = Card | Figure | Words | Sentences | Choice | Trouble | Nothing | Template


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A titled piece of a page.

    Attributes:
        name: slug, unique on the page; the address of a panel ends in #name.
        lead: a sentence below the title.
        more: links at its foot.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    lead: str = ""
    more: tuple[Link, ...] = ()
    width: Width = "full"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page, before it is laid out.

    Attributes:
        here: the entry of the navigation that it belongs to.
        lead: one line below the title.
        asks: which of the controls at the top the page heeds: period, compare, as_of, where.
        period: shown where the address names none; left out for the last full month with data.
        own_periods: what to call it that panels have periods of their own where the address names none.
        cards: shown above the panels, side by side.
        template: of its own layout; the panels one after the other otherwise.
    """

    title: str
    here: str
    lead: str = ""
    asks: tuple[str, ...] = ("period", "compare", "as_of", "where")
    period: Period | None = None
    own_periods: str = ""
    cards: tuple[Card, ...] = ()
    panels: tuple[Panel, ...] = ()
    trail: tuple[Link, ...] = ()
    actions: tuple[Link, ...] = ()
    template: str = "panels.html"
    data: dict[str, object] = field(default_factory=dict)
    status: int = 200


def words(blocks: Iterable[Block], *, caption: str = "", depth: int = 3, is_quiet: bool = False) -> Words:
    """Take the blocks of an answer as a part."""
    return Words(blocks=tuple(blocks), caption=caption, depth=depth, is_quiet=is_quiet)


Make = Callable[[], Part | Iterable[Part]]
"""Makes the parts of a panel, when they are asked for."""
