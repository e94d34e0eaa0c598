"""Writes the pages of docs/reference, or with --check names those that are stale."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from lievik.apps.reference.command_page import command_page
from lievik.apps.reference.definition_pages import dimension_page, exclusion_page, measure_page
from lievik.apps.reference.metric_page import metric_page
from lievik.apps.reference.period_page import period_page
from lievik.apps.reference.table_page import table_page
from lievik.catalogue import load_catalogue
from lievik.definitions import built_in_texts


def pages() -> Mapping[str, str]:
    """Every page by its file's name."""
    catalogue = load_catalogue(built_in_texts())
    return {
        "cli.md": command_page(),
        "dimensions.md": dimension_page(catalogue),
        "exclusions.md": exclusion_page(catalogue),
        "measures.md": measure_page(catalogue),
        "metrics.md": metric_page(catalogue),
        "periods.md": period_page(),
        "tables.md": table_page(),
    }


def stale(folder: Path) -> list[str]:
    """Names of the pages that are missing, or are not what would be written now."""
    return [name for name, text in pages().items() if _held(folder / name) != text]


def _held(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where a page is stale, and name it.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("docs/reference"), help="Where the pages are.")
def reference(*, check: bool, folder: Path) -> None:
    """Write the reference pages."""
    found = stale(folder)
    if check:
        for name in found:
            click.echo(f"{folder / name} is stale: write it again with 'python -m lievik.apps.reference'", err=True)
        sys.exit(bool(found))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    reference()
