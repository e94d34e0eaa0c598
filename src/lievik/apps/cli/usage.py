"""A command line that click cannot read → its two lines: what is wrong, and what to type instead."""

from __future__ import annotations

import click


def two_lines(error: click.ClickException) -> tuple[str, str]:
    """What is wrong with the command line, and what to do; in English."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "lievik"
    fix = f"Type '{command} --help' for what it takes."
    if isinstance(error, click.NoSuchOption):
        if error.possibilities:
            fix = f"Did you mean {' or '.join(error.possibilities)}?"
        return f"No such option '{error.option_name}'.", fix
    return " ".join(error.format_message().split()), fix
