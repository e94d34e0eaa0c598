"""What has been typed of a name → the names that a shell may offer.

Names are read from the definitions' file names and headings: a shell waits for this at every press of a key.
"""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath

import click
from click.shell_completion import CompletionItem

from lievik.definitions import built_in_texts


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


def _metric_texts(ctx: click.Context) -> dict[str, str]:
    """Definitions of metrics by name, the workspace's own among them."""
    texts = {PurePosixPath(path).stem: text for path, text in built_in_texts().items() if path.startswith("metrics/")}
    folder = Path(ctx.params.get("workspace") or ".") / "definitions" / "metrics"
    return texts | {path.stem: path.read_text(encoding="utf-8") for path in folder.rglob("*.toml")}


def _matching(names: list[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
