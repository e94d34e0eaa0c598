"""The command that prints a shell's completion script."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import get_completion_class

from lievik.apps.cli.options import common
from lievik.apps.cli.session import Session
from lievik.errors import InternalError

_PUT: Final = "COMPREPLY+=($value)"
_PUT_QUOTED: Final = """if [[ $value == *[[:space:]\\'\\"]* && ${COMP_WORDS[COMP_CWORD]} != [\\'\\"]* ]]; then
                value=$(printf %q "$value")
            fi
            COMPREPLY+=("$value")"""
"""How bash is offered a word, and how one with a blank in it is, like a person's name."""

_SHELLS: Final = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@common
def completion(_session: Session, *, shell: str) -> None:
    """Print what makes SHELL complete commands, options, metrics, dimensions and names of people.

    For bash, put this into ~/.bashrc: eval "$(lievik completion bash)"
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise InternalError(f"There is no completion for '{shell}'.")
    root = click.get_current_context().find_root().command
    click.echo(kind(root, {}, "lievik", "_LIEVIK_COMPLETE").source().replace(_PUT, _PUT_QUOTED))
