"""A group of commands by name: a command's module is imported when the command is run, not before.

The short help stands in the list, so that `lievik --help` imports no command either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

import click

from lievik.errors import UnknownNameError


@dataclass(frozen=True, kw_only=True)
class LazyCommand:
    """Where a command stands (`module:name`), and what it does in a few words."""

    place: str
    short_help: str

    def load(self) -> click.Command:
        """Import the command."""
        module, _, name = self.place.partition(":")
        return cast("click.Command", getattr(import_module(module), name))


class LazyGroup(click.Group):
    """Commands that are imported when they are run."""

    def __init__(self, *arguments: Any, lazy: Mapping[str, LazyCommand], **options: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*arguments, **options)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of all commands, in the order people meet them."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import one command; none where there is no such."""
        command = self.lazy.get(cmd_name)
        return None if command is None else command.load()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant.

        Raises:
            UnknownNameError: there is none; the nearest names are told.
        """
        if args and not args[0].startswith("-") and args[0] not in self.lazy and not ctx.resilient_parsing:
            raise UnknownNameError("command", args[0], self.lazy)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands by their short help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.short_help) for name, command in self.lazy.items()])
