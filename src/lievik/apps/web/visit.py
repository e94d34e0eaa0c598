"""One request, ready to be answered: the workspace, the language, what was asked, and addresses of other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from lievik.apps.web.asked import Asked
from lievik.apps.web.figure_drawing import begin_drawing
from lievik.apps.web.parts import Figure, Panel, Part, Trouble, Width
from lievik.errors import InternalError, LievikError
from lievik.language import Language, told

if TYPE_CHECKING:
    from lievik.apps.web.parts import Link
    from lievik.catalogue import Catalogue
    from lievik.model.periods import Period
    from lievik.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a page is made from."""

    workspace: Workspace
    language: Language
    asked: Asked

    @property
    def catalogue(self) -> Catalogue:
        """Definitions of the workspace."""
        return self.workspace.catalogue

    @property
    def as_of(self) -> date:
        """The day that answers are as of."""
        return self.workspace.as_of(self.asked.as_of or None)

    @property
    def since(self) -> str | None:
        """The as-of day as questions take it; none where the address names none."""
        return self.asked.as_of or None

    @cached_property
    def period(self) -> Period:
        """The period asked about, else the last full month with data.

        Raises:
            PeriodError: it cannot be read.
        """
        if not self.asked.period:
            return self.workspace.default_period(self.since)
        return self.workspace.request((), {"period": self.asked.period}, self.since).periods[0]

    @property
    def is_empty(self) -> bool:
        """Whether nothing came in yet."""
        return self.workspace.engine is None

    def say(self, message: str, **facts: object) -> str:
        """Say a message in the visitor's language."""
        return self.language.say(message, **facts)

    def href(self, path: str | None = None, **changes: object) -> str:
        """Address of a page asked the same question, but for some changes."""
        return self.asked.href(path, **changes)

    def metric_href(self, full_name: str, **changes: object) -> str:
        """Address of a metric's page; a variant's is its metric's, with the reading chosen."""
        metric, _, variant = full_name.partition(":")
        return self.href(f"/metrics/{metric}", **{**({"variant": variant} if variant else {}), **changes})

    def records_href(self, full_name: str, **changes: object) -> str:
        """Address of the records behind a reading of a metric."""
        metric, _, variant = full_name.partition(":")
        return self.href(f"/metrics/{metric}/records", variant=variant or None, **changes)

    def rep_href(self, name: str) -> str:
        """Address of a rep's sheet."""
        return self.href(f"/team/{name}")

    def fault_href(self, fault: str, owner: str = "") -> str:
        """Address of the rows that have a fault in them; those of one owner, or of everybody."""
        if not owner:
            return self.href("/data/quality", what=fault)
        kept = [f"{dimension}={value}" for dimension, value in self.asked.where if dimension != "owner"]
        return self.href("/data/quality", what=fault, where=[*kept, f"owner={owner}"])

    def panel(  # noqa: PLR0913 - what a panel is made of
        self,
        name: str,
        title: str,
        make: Callable[[], Part | Iterable[Part]],
        *,
        lead: str = "",
        more: tuple[Link, ...] = (),
        width: Width = "full",
    ) -> Panel:
        """Make a panel; where its parts cannot be made it says why, and the rest of the page stands."""
        try:
            made = make()
            parts = tuple(_begun(made if isinstance(made, Iterable) else (made,)))
        except LievikError as error:
            if isinstance(error, InternalError):
                raise
            parts = (self.trouble(error),)
        return Panel(name=name, title=title, parts=parts, lead=lead, more=more, width=width)

    def trouble(self, error: LievikError) -> Trouble:
        """Say an error in the visitor's language."""
        message, fix = told(error, self.language)
        return Trouble(message=message, fix=fix)


def _begun(parts: Iterable[Part]) -> Iterator[Part]:
    """The same parts; charts among them are drawn while the others are made."""
    for part in parts:
        if isinstance(part, Figure):
            begin_drawing(part)
        yield part
