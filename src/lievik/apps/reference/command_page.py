"""The command line → its page: every command with its arguments and options."""

from __future__ import annotations

import click

from lievik.apps import EXIT_CODES
from lievik.apps.cli.main import COMMANDS
from lievik.apps.reference.writing import code, page, table


def command_page() -> str:
    """Write the page of all commands."""
    return page(
        "The command line",
        "Every command takes `--workspace`, `--format` and `--lang`. JSON and CSV are the same in every language.",
        *(_command(name) for name in COMMANDS),
        "## Exit codes",
        table(
            ("code", "when"),
            [
                ("0", "done"),
                *((str(number), _errors(number)) for number in sorted(set(EXIT_CODES.values()))),
            ],
        ),
    )


def _command(name: str) -> str:
    command = COMMANDS[name].load()
    context = click.Context(command, info_name=f"lievik {name}", parent=None)
    usage = " ".join([f"lievik {name}", *command.collect_usage_pieces(context)])
    options = [
        (code(", ".join(parameter.opts)), parameter.help or "", _taken(parameter))
        for parameter in command.params
        if isinstance(parameter, click.Option)
    ]
    about = " ".join((command.help or "").split())
    rows = table(("option", "what it does", "takes"), options)
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
