"""The command line → its page: every command with its arguments and options."""

from __future__ import annotations

import click

from lievik.apps import EXIT_CODES
from lievik.apps.cli.lazy_group import LazyCommand, LazyGroup
from lievik.apps.cli.main import COMMANDS
from lievik.apps.reference.writing import code, page, table


def command_page() -> str:
    """Write the page of all commands."""
    return page(
        "The command line",
        "Every command takes `--workspace`, `--format` and `--lang`. JSON and CSV are the same in every language.",
        *(_command(*named) for name, lazy in COMMANDS.items() for named in _commands(name, lazy)),
        "## Exit codes",
        table(
            ("code", "when"),
            [
                ("0", "done"),
                *((str(number), _errors(number)) for number in sorted(set(EXIT_CODES.values()))),
            ],
        ),
    )


def _commands(name: str, lazy: LazyCommand) -> list[tuple[str, click.Command]]:
    """Give a command by its name, and those of a group by both names."""
    command = lazy.load()
    below = command.lazy if isinstance(command, LazyGroup) else {}
    return [(name, command), *((f"{name} {each}", found.load()) for each, found in below.items())]


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"lievik {name}", parent=None)
    usage = " ".join([f"lievik {name}", *command.collect_usage_pieces(context)])
    options = [
        (code(", ".join(parameter.opts)), parameter.help or "", _taken(parameter))
        for parameter in command.params
        if isinstance(parameter, click.Option)
    ]
    about = " ".join((command.help or "").split())
    rows = table(("option", "what it does", "takes"), options) if options else ""
    return f"## {name}\n\n```text\n{usage}\n```\n\n{about}\n\n{rows}"


def _taken(option: click.Option) -> str:
    """What an option takes: the choices, what a value looks like, or nothing for a switch."""
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return ", ".join(code(str(choice)) for choice in option.type.choices)
    return code(option.metavar or option.type.name)


def _errors(number: int) -> str:
    names = sorted(error.__name__ for error, found in EXIT_CODES.items() if found == number)
    return ", ".join(code(name) for name in names)
