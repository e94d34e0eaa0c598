"""What has been typed of a name → the names that a shell may offer.

Names of definitions are read from their file names and headings: a shell waits for this at every press of a key. Those
of people and teams stand in the data alone.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from lievik.definitions import built_in_texts

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_metric(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer metrics, and after a colon the variants of one."""
    metric, colon, _ = incomplete.partition(":")
    texts = _metric_texts(ctx)
    if colon:
        variants = tomllib.loads(texts[metric]).get("variants", {}) if metric in texts else {}
        return _matching([f"{metric}:{variant}" for variant in variants], incomplete)
    return _matching(sorted(texts), incomplete)


def complete_dimension(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer dimensions; of several with commas between them, the last."""
    before, comma, last = incomplete.rpartition(",")
    names = tomllib.loads(built_in_texts()["dimensions.toml"])
    return _matching([f"{before}{comma}{name}" for name in names], f"{before}{comma}{last}")


def complete_rep(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of reps that the workspace's data speaks of."""
    return _alike(_subjects(ctx, ("rep",)), incomplete)


def complete_team(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the names of teams."""
    return _alike(_subjects(ctx, ("team",)), incomplete)


def complete_fault(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer what may be odd or missing in the data."""
    from typing import get_args

    from lievik.model.quality import ANY, Fault

    return _matching([*get_args(Fault), ANY], incomplete)


def complete_subject(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer whoever may have a quota."""
    return _alike(["company", *_subjects(ctx, ("team", "rep"))], incomplete)


def _subjects(ctx: click.Context, kinds: Collection[str]) -> list[str]:
    """Names of reps or teams, in order; none outside of a workspace, or where it cannot be read."""
    from lievik.errors import LievikError
    from lievik.workspace import Workspace

    try:
        workspace = Workspace.open(Path(ctx.params.get("workspace") or "."), today=datetime.now().astimezone().date())
        return sorted({subject.name for subject in workspace.quotas.subjects() if subject.kind in kinds})
    except LievikError:  # a shell can say nothing of it; the command will
        return []


def _metric_texts(ctx: click.Context) -> dict[str, str]:
    """Definitions of metrics by name, the workspace's own among them."""
    texts = {PurePosixPath(path).stem: text for path, text in built_in_texts().items() if path.startswith("metrics/")}
    folder = Path(ctx.params.get("workspace") or ".") / "definitions" / "metrics"
    return texts | {path.stem: path.read_text(encoding="utf-8") for path in folder.rglob("*.toml")}


def _alike(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Names that begin with what was typed; capitals and accents do not matter."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if _folded(name).startswith(_folded(incomplete))]


def _folded(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def _matching(names: list[str], incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
