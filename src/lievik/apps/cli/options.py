"""Options that commands share, each written once: where, how, in which language; and what a question is made of."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from lievik.apps.cli.names import complete_dimension, complete_metric
from lievik.apps.cli.output import FORMS
from lievik.apps.cli.session import Session
from lievik.apps.cli.voice import Voice
from lievik.errors import RequestError
from lievik.language import LANGUAGES

Command = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was typed about a number: empty where nothing was."""

    period: str = ""
    where: Mapping[str, tuple[str, ...]]
    as_of: str | None = None
    parameters: Mapping[str, str]
    currency: str = ""
    currency_policy: str = ""
    sql: bool = False

    @property
    def words(self) -> dict[str, Any]:
        """The question as a workspace takes it."""
        return {
            "period": self.period,
            "where": self.where,
            "as_of": self.as_of,
            "parameters": self.parameters,
            "currency": self.currency,
            "currency_policy": self.currency_policy,
        }


def common(command: Command) -> Command:
    """Give a command the options that every command takes; it gets a Session first."""

    @functools.wraps(command)
    def with_session(*, workspace: Path, form: str, **rest: Any) -> Any:  # noqa: ANN401 - the command's own
        voice = click.get_current_context().ensure_object(Voice)
        return command(Session(folder=workspace, form=form, voice=voice), **rest)

    return _with_options(with_session, _COMMON)


def _speak(ctx: click.Context, _parameter: click.Parameter, code: str | None) -> None:
    """Remember the language asked for."""
    voice = ctx.find_object(Voice)
    if voice is not None and code:
        voice.asked = code


_COMMON: Final = (
    click.option("--workspace", type=click.Path(path_type=Path), default=".", envvar="LIEVIK_WORKSPACE",
                 help="The workspace's folder."),
    click.option("--format", "form", type=click.Choice(FORMS), default="table", help="How the answer is written."),
    click.option("--lang", type=click.Choice(LANGUAGES), envvar="LIEVIK_LANG", is_eager=True, callback=_speak,
                 expose_value=False, help="Language of the answer."),
)  # fmt: skip

_QUESTION: Final = (
    click.option("--period", default="", help="2026, 2026-Q3, 2026-07, last-quarter, 2026-01-15..2026-03-31, ..."),
    click.option("--where", multiple=True, metavar="DIM=VALUE", help="Only these rows; may be given several times.",
                 shell_complete=complete_dimension),
    click.option("--as-of", default=None, metavar="DAY", help="As it was known at the end of this day."),
    click.option("--set", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of a metric."),
    click.option("--currency", default="", help="Show money in this currency."),
    click.option("--currency-policy", default="",
                 help="close_date_rate, as_of_rate, fixed_budget_rate or per_currency."),
    click.option("--sql", is_flag=True, help="Show the statement and its steps instead."),
)  # fmt: skip


def question(command: Command) -> Command:
    """Give a command the options of a question and those of every command; it gets a Session and a Question."""

    @functools.wraps(command)
    def with_question(session: Session, **rest: Any) -> Any:  # noqa: ANN401 - the command's own
        typed = {name: rest.pop(name) for name in ("period", "as_of", "currency", "currency_policy", "sql")}
        asked = Question(
            where=read_filters(rest.pop("where")), parameters=read_parameters(rest.pop("parameters")), **typed
        )
        return command(session, question=asked, **rest)

    return _with_options(common(with_question), _QUESTION)


def _with_options(command: Command, options: Sequence[Callable[[Command], Command]]) -> Command:
    """Give a command options, in the order in which its help shows them."""
    for option in reversed(options):
        command = option(command)
    return command


def metric_argument(*, many: bool) -> Callable[[Command], Command]:
    """Give a command its METRIC argument."""
    if many:
        return click.argument("metrics", nargs=-1, metavar="[METRIC[:VARIANT]]...", shell_complete=complete_metric)
    return click.argument("metric", metavar="METRIC", shell_complete=complete_metric)


def read_filters(typed: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Read `dimension=value` texts; values of one dimension come together.

    Raises:
        RequestError: one has no equals sign.
    """
    filters: dict[str, tuple[str, ...]] = {}
    for text in typed:
        name, value = _pair(text, "--where", "owner=Nováková")
        filters[name] = (*filters.get(name, ()), value)
    return filters


def read_parameters(typed: tuple[str, ...]) -> dict[str, str]:
    """Read `name=number` texts; whether the numbers make sense is the workspace's to say.

    Raises:
        RequestError: one has no equals sign.
    """
    return dict(_pair(text, "--set", "min_n=5") for text in typed)


def read_list(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Read names given one by one or with commas between them."""
    return tuple(name.strip() for text in typed for name in text.split(",") if name.strip())


def _pair(text: str, option: str, example: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise RequestError(
            f"'{text}' is not a name and a value with = between them.", f"Write it like {option} {example}."
        )
    return name.strip(), value.strip()
