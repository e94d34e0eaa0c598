"""The command line as a whole: the list of commands, and how every run ends.

Nothing heavy is imported here: `lievik --help` starts without the database, the tables and the languages.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from itertools import pairwise
from typing import Any, Final

import click

from lievik import __version__
from lievik.apps import USAGE, exit_code
from lievik.apps.cli.lazy_group import LazyCommand, LazyGroup
from lievik.apps.cli.usage import two_lines
from lievik.apps.cli.voice import Voice
from lievik.errors import InternalError, LievikError
from lievik.language import LANGUAGES, reframed, told

_INTERRUPTED: Final = 130
_HERE: Final = "lievik.apps.cli"

COMMANDS: Final = {
    "demo": LazyCommand(place=f"{_HERE}.demo:demo", short_help="A made-up company, its scorecard and one explanation."),
    "init": LazyCommand(place=f"{_HERE}.init:init", short_help="Make a folder a workspace."),
    "import": LazyCommand(place=f"{_HERE}.import_files:import_files", short_help="Bring files of any office in."),
    "sync": LazyCommand(place=f"{_HERE}.sync:sync", short_help="What changed in the CRM since, source by source."),
    "runs": LazyCommand(place=f"{_HERE}.runs:runs", short_help="What came in when."),
    "undo": LazyCommand(place=f"{_HERE}.runs:undo", short_help="Take back what came in with a run."),
    "rebuild": LazyCommand(place=f"{_HERE}.runs:rebuild", short_help="Read old files again, by changed mappings."),
    "forget": LazyCommand(place=f"{_HERE}.forget:forget", short_help="Remove a person from everything that is kept."),
    "quota": LazyCommand(place=f"{_HERE}.quota:quota", short_help="Type in what has to be reached, and list it."),
    "target": LazyCommand(place=f"{_HERE}.target:target", short_help="Type in where a metric has to come to."),
    "note": LazyCommand(place=f"{_HERE}.note:note", short_help="Note what happened on a day."),
    "event": LazyCommand(place=f"{_HERE}.event:event", short_help="Type in what happened to company or market."),
    "metrics": LazyCommand(place=f"{_HERE}.metrics:metrics", short_help="The catalogue: what can be asked."),
    "explain": LazyCommand(place=f"{_HERE}.explain:explain", short_help="What a metric is, with your own numbers."),
    "show": LazyCommand(place=f"{_HERE}.show:show", short_help="The numbers."),
    "team": LazyCommand(place=f"{_HERE}.team:team", short_help="The teams, or one rep: how sure each number is."),
    "funnel": LazyCommand(place=f"{_HERE}.funnel:funnel", short_help="How far deals come, and what holds them up."),
    "bridge": LazyCommand(place=f"{_HERE}.bridge:bridge", short_help="What moved in the pipeline between two days."),
    "slippage": LazyCommand(place=f"{_HERE}.slippage:slippage", short_help="Deals whose closing was put off."),
    "coverage": LazyCommand(
        place=f"{_HERE}.coverage:coverage", short_help="Whether the open deals are enough for a period."
    ),
    "curve": LazyCommand(place=f"{_HERE}.curve:curve", short_help="Win rate by days since deals were created."),
    "cohorts": LazyCommand(
        place=f"{_HERE}.cohorts:cohorts", short_help="Who stays: customers by month of becoming one, and their value."
    ),
    "accounts": LazyCommand(
        place=f"{_HERE}.accounts:accounts", short_help="Contacts, decision makers and target accounts."
    ),
    "products": LazyCommand(
        place=f"{_HERE}.products:products", short_help="Revenue by product, what moved it, who buys what next."
    ),
    "channels": LazyCommand(
        place=f"{_HERE}.channels:channels", short_help="Where the next euro goes: channels by cost, CAC and ROI."
    ),
    "segments": LazyCommand(
        place=f"{_HERE}.segments:segments", short_help="Which segments win more and bring more; whom to call first."
    ),
    "customers": LazyCommand(
        place=f"{_HERE}.customers:customers", short_help="Who came, left and came back, and what they pay."
    ),
    "leads": LazyCommand(
        place=f"{_HERE}.leads:leads", short_help="Which leads can be reached, by source; conversion without the rest."
    ),
    "quality": LazyCommand(place=f"{_HERE}.quality:quality", short_help="What to repair in the data, by owner."),
    "velocity": LazyCommand(
        place=f"{_HERE}.velocity:velocity", short_help="Money that the pipeline brings in per day, and what moved it."
    ),
    "levers": LazyCommand(place=f"{_HERE}.levers:levers", short_help="What would move a number, factor by factor."),
    "drill": LazyCommand(place=f"{_HERE}.drill:drill", short_help="The records behind a number."),
    "serve": LazyCommand(place=f"{_HERE}.serve:serve", short_help="The dashboard in the browser."),
    "doctor": LazyCommand(place=f"{_HERE}.doctor:doctor", short_help="Look the workspace over."),
    "completion": LazyCommand(place=f"{_HERE}.completion:completion", short_help="Completion for your shell."),
}


class _Doors(LazyGroup):
    """The commands, and what becomes of a failure inside one."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a command.

        Raises:
            InternalError: something failed that is none of ours to expect.
        """
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _stop_writing()
            return 0
        except (click.ClickException, click.Abort, click.exceptions.Exit, LievikError):
            raise
        except Exception as trouble:
            if ctx.params["debug"]:
                traceback.print_exc()
            said = " ".join(f"{type(trouble).__name__}: {trouble}".split())
            raise InternalError(f"Something went wrong inside: {said}.") from trouble
        return answer


@click.group(
    cls=_Doors, lazy=COMMANDS, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="lievik", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, envvar="LIEVIK_DEBUG", hidden=True, help="Show where a failure of ours was.")
@click.pass_context
def cli(ctx: click.Context, *, debug: bool) -> None:  # noqa: ARG001 - read where a failure is met
    """Sales metrics that explain themselves.

    Start with 'lievik demo', or with 'lievik init' and 'lievik import'.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """Run the command line of this process, and end it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code comes back, and nothing is ever raised.

    Example:
        >>> run(["--version"])
        lievik 0.1.0
        0
    """
    voice = Voice(asked=_language_in(arguments))
    try:
        answer = cli.main(args=list(arguments), prog_name="lievik", standalone_mode=False, obj=voice)
    except LievikError as error:
        _complain(*told(error, voice.language))
        return exit_code(error)
    except click.ClickException as error:
        message, fix = two_lines(error)
        _complain(reframed(message, voice.language), reframed(fix, voice.language))
        return USAGE
    except click.Abort:
        return _INTERRUPTED
    return answer if isinstance(answer, int) else 0


def _language_in(arguments: Sequence[str]) -> str:
    """The language asked for, read off before the command line is: it may be wrong elsewhere."""
    for option, value in pairwise((*arguments, "")):
        name, sign, joined = option.partition("=")
        code = joined if sign else value
        if name == "--lang" and code in LANGUAGES:
            return code
    return ""


def _complain(message: str, fix: str) -> None:
    """Say on the error stream what is wrong and what to do, a line each."""
    for line in (message, fix):
        click.echo(" ".join(line.split()), err=True)


def _stop_writing() -> None:
    """Let nothing more go to a reader who has left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
