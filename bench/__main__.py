"""`python -m bench` makes the companies, compares the numbers, takes the times and writes bench/RESULTS.md.

Nothing is timed before Lievik and the SQL written by hand gave the same numbers.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

import click
import duckdb

from bench import bridge, funnel
from bench.company import make_company
from bench.in_turn import Company, Round, company_in, planned_and_compiled, rounds_of, spread, timed
from bench.intake import intake_of
from bench.pages import pages_of
from bench.report import Measured, Planning, page
from bench.same_numbers import differences
from bench.start_up import starts_of
from bench.syncing import sync_of
from bench.work import Work, works
from lievik import Workspace
from lievik.sources.demo import AS_OF

SMALL: Final = 100_000
LARGE: Final = 1_000_000
RESULTS: Final = Path(__file__).with_name("RESULTS.md")


@click.command()
@click.option("--rounds", default=11, show_default=True, help="Fewest rounds that count.")
@click.option("--out", default=RESULTS, type=click.Path(path_type=Path), help="Where the page is written.")
def main(rounds: int, out: Path) -> None:
    """Measure Lievik against SQL written by hand, and its start against a bare Python."""
    with TemporaryDirectory() as made:
        folders = {deals: Path(made) / f"deals-{deals}" for deals in (SMALL, LARGE)}
        for deals, folder in folders.items():
            click.echo(f"making a company with {deals:,} deals", err=True)
            make_company(folder, deals)
        planning = {work.name: _planning(work, folders[LARGE]) for work in works()}
        taken = {deals: _taken(folder, rounds) for deals, folder in folders.items()}
        starts = starts_of(folders[SMALL], rounds)
        click.echo("files that come in", err=True)
        scratch = Path(made) / "scratch"
        scratch.mkdir()
        intake = intake_of(folders[LARGE], scratch, 3)
        click.echo("a CRM that comes in", err=True)
        sync = sync_of(scratch, 3)
        click.echo("pages", err=True)
        pages = pages_of(folders[LARGE], 5)
    measured = Measured(
        setting=_setting(rounds),
        rounds=taken,
        planning=planning,
        starts=starts,
        intake=intake,
        sync=sync,
        pages=pages,
    )
    text = page(measured)
    out.write_text(text, encoding="utf-8")
    click.echo(text)


def _company(folder: Path) -> Company:
    return company_in(Workspace.open(folder, today=AS_OF))


def _taken(folder: Path, rounds: int) -> dict[str, list[Round]]:
    """Take the times of every piece of work, once its numbers are known to be the same."""
    company = _company(folder)
    taken = {}
    for work in works():
        _refuse(work.name, differences(work, company))
        click.echo(f"{folder.name}: {work.name}", err=True)
        taken[work.name] = rounds_of(work, company, rounds)
    workspace = Workspace.open(folder, today=AS_OF)
    _refuse("funnel", funnel.differences(workspace))
    _refuse("bridge", bridge.differences(workspace))
    click.echo(f"{folder.name}: funnel, bridge", err=True)
    taken["funnel"] = funnel.rounds_of_funnel(workspace, rounds)
    taken["bridge"] = bridge.rounds_of_bridge(workspace, rounds)
    return taken


def _refuse(name: str, different: list[str]) -> None:
    """Time nothing of which the numbers differ."""
    if different:
        message = f"{len(different)} numbers of the {name} differ, the first: {different[0]}"
        raise click.ClickException(message)


def _planning(work: Work, folder: Path) -> Planning:
    """Take the processor's time of planning, with nothing cached as far as one process can have it, then often."""
    company = _company(folder)
    cold, *warm = (timed(lambda: planned_and_compiled(work, company), process_time)[0] * 1000 for _ in range(51))
    return Planning(cold=cold, warm=spread(warm))


def _setting(rounds: int) -> str:
    """What the numbers depend on."""
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    compiled = " Compiled modules are not kept, which slows every start." if sys.dont_write_bytecode else ""
    return f"{os.cpu_count()} cores, {versions}, at least {rounds} rounds.{compiled}"


if __name__ == "__main__":
    main()
