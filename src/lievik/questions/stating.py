"""What a question is given to run statements of its own with, beside those that metrics are planned to.

Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lievik.questions.asking import Company

if TYPE_CHECKING:
    from lievik.catalogue.catalogue import Catalogue
    from lievik.model.facts import Facts
    from lievik.planner.statement import Statement


class Stating(Company, Protocol):
    """A company that runs statements, too."""

    @property
    def catalogue(self) -> Catalogue:
        """Its definitions."""
        ...

    @property
    def facts(self) -> Facts:
        """What its tables hold."""
        ...

    def run(self, statement: Statement) -> list[tuple[object, ...]]:
        """Run a statement."""
        ...
