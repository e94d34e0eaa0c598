"""What every command is given: the workspace, the language, the clock, and a place to write the answer.

The workspace is opened when it is first asked for. Here the clock is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lievik.apps.cli.output import write
from lievik.apps.cli.voice import Voice
from lievik.errors import LievikError, WorkspaceError
from lievik.language import Language
from lievik.settings import environment_user

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.desk.decisions import Hand
    from lievik.report.answer import Answer
    from lievik.workspace import Workspace


@dataclass
class Session:
    """One run of a command.

    Attributes:
        folder: of the workspace.
        form: table, json, csv or md.
    """

    folder: Path
    form: str
    voice: Voice
    _notes: list[str] = field(default_factory=list)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace.

        Raises:
            WorkspaceError: the folder is none.
            SettingsError: its settings do not hold.
        """
        from lievik.workspace import Workspace

        opened = Workspace.open(self.folder, today=self.today)
        opened.user = environment_user()
        self.voice.settled = opened.settings.language
        return opened

    def enter(self, workspace: Workspace) -> None:
        """Take a workspace that was just made."""
        self.__dict__.update(workspace=workspace, has_workspace=True)
        workspace.user = environment_user()
        self.voice.settled = workspace.settings.language

    @cached_property
    def has_workspace(self) -> bool:
        """Whether the folder is a workspace."""
        try:
            return self.workspace is not None
        except WorkspaceError:
            return False

    @cached_property
    def catalogue(self) -> Catalogue:
        """The workspace's definitions; the built-in ones outside of a workspace."""
        if self.has_workspace:
            return self.workspace.catalogue
        from lievik.catalogue import load_catalogue
        from lievik.definitions import built_in_texts

        return load_catalogue(built_in_texts())

    @property
    def language(self) -> Language:
        """The language to speak."""
        return self.voice.language

    @property
    def today(self) -> date:
        """The day of the clock."""
        return datetime.now().astimezone().date()

    @property
    def now(self) -> datetime:
        """The moment of the clock."""
        return datetime.now(UTC)

    @property
    def hand(self) -> Hand:
        """Whose act it is that is done now."""
        from lievik.desk.decisions import Hand

        return Hand(at=self.now, by=environment_user())

    def days_of(self, typed: str) -> tuple[date | None, date | None]:
        """The first and the last day of a period as people type it; none of either where nothing is typed.

        Raises:
            PeriodError: it cannot be read.
        """
        period = self.workspace.period(typed) if typed else None
        return (period.start, period.end - timedelta(days=1)) if period else (None, None)

    @property
    def is_for_people(self) -> bool:
        """Whether the answer is laid out for reading, in a language."""
        return self.form in ("table", "md")

    def write(self, answer: Answer) -> None:
        """Write an answer to the standard output, and what is noted beside it to the error stream."""
        text = write(answer, self.form, self.language)
        for note in (*self._notes, *self._stale()):
            click.echo(note, err=True)
        self._notes.clear()
        click.echo(text, nl=False)

    def _stale(self) -> list[str]:
        """Sources that are asked by themselves and are old or failed, a line each; for people alone."""
        known = self.__dict__.get("workspace")
        if known is None or not self.is_for_people or not known.settings.sources:
            return []
        from lievik.report.views.runs_view import stale_line

        try:
            sources = known.freshness().sources
        except LievikError:
            return []
        return [stale_line(each, self.language) for each in sources if each.is_old or each.trouble]

    def show_beside(self, answer: Answer) -> None:
        """Write an answer for people to the error stream at once, beside the answer that comes later."""
        if self.is_for_people:
            click.echo(write(answer, self.form, self.language), err=True)

    def note(self, text: str) -> None:
        """Say something beside the answer that comes next; where none comes, it is not said."""
        self._notes.append(text)
