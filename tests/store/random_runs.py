"""Random sequences of runs: two sources, several tables, rows that change, go and come back, names that meet ids."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lievik.errors import SourceError
from lievik.model.receipt import Receipt
from lievik.store import generations, runs
from lievik.store.landing import Extent
from tests.store.arriving import MOMENT, connect, workspace, written
from tests.store.written_rows import everything_at

_OWNERS = ("eva", "Jan Novák", "JAN  NOVAK", "jan.novak@firma.sk", "r1")
_PRODUCTS = ("GTXPro", "gtx pro", "p1", "p2", "-")
_STAGES = ("s1", "Won!", "won", "-")


@dataclass(frozen=True, kw_only=True)
class Past:
    """What everything was right after a run."""

    moment: datetime
    receipt: Receipt
    tables: dict[str, list[tuple[object, ...]]]


def history(
    parent: Path, seed: int, length: int, after: Callable[[Path, datetime], None] = lambda *_: None
) -> tuple[Path, list[Past]]:
    """Make a workspace by random runs, calling `after` each; give it with what everything was after each."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    folder = workspace(parent)
    past: list[Past] = []
    moment = MOMENT
    for _ in range(length):
        moment += timedelta(minutes=chance.randint(0, 5000))
        source = chance.choice(("crm", "erp"))
        arrival = written(folder, source, _tables(chance, source))
        extent: Extent = chance.choice(("full", "full", "partial"))
        try:
            receipt = runs.bring_in(folder, connect, arrival, known_at=moment, extent=extent)
        except SourceError as trouble:  # the same id from the other source
            assert "brought before" in trouble.message  # noqa: PT017 - the only trouble there may be
            continue
        past.append(Past(moment=receipt.known_at, receipt=receipt, tables=everything_at(_current(folder))))
        after(folder, receipt.known_at)
    return folder, past


def _current(folder: Path) -> Path:
    path = generations.current(folder)
    assert path is not None
    return path


def _tables(chance: random.Random, source: str) -> dict[str, str]:
    """Write the rows that a run brings: of one to three tables, some none at all."""
    makers = {"deal": _deals, "rep": _reps, "product": _products, "stage": _stages, "quota": _quotas, "lead": _leads}
    names = chance.sample(sorted(makers), chance.randint(1, 3))
    return {name: makers[name](chance, source) for name in names}


def _rows(header: str, rows: list[str]) -> str:
    return "\n".join((header, *rows))


def _some(chance: random.Random, most: int) -> list[int]:
    return sorted(chance.sample(range(most), chance.randint(0, most)))


def _deals(chance: random.Random, source: str) -> str:
    return _rows(
        "id | amount | outcome | stage_id | owner_id | product_id | created_on | closed_on",
        [
            f"{source}{n} | {chance.randint(1, 3)}00 | {chance.choice(('won', 'lost', 'open', '-'))} | "
            f"{chance.choice(_STAGES)} | {chance.choice(_OWNERS)} | {chance.choice(_PRODUCTS)} | 2026-01-0{n + 1} | "
            f"{chance.choice(('2026-02-01', '2026-03-05', '-'))}"
            for n in _some(chance, 6)
        ],
    )


def _reps(chance: random.Random, source: str) -> str:
    names = ("Eva", "Jan Novák", "Jan Novak")
    return _rows(
        "id | name | email",
        [
            f"{source}r{n} | {chance.choice(names)} | {chance.choice(('Jan.Novak@firma.sk', '-'))}"
            for n in _some(chance, 2)
        ],
    )


def _products(chance: random.Random, source: str) -> str:
    return _rows("id | name", [f"{source}p{n} | {chance.choice(('GTX Pro', 'GTK'))}" for n in _some(chance, 2)])


def _stages(chance: random.Random, source: str) -> str:
    return _rows(
        "id | name | kind | position",
        [
            f"{source}s{n} | {chance.choice(('Won', 'Talk'))} | {chance.choice(('won', 'open'))} | {n}"
            for n in _some(chance, 2)
        ],
    )


def _quotas(chance: random.Random, source: str) -> str:
    return _rows(
        "id | subject_kind | subject_id | starts_on | ends_on | amount",
        [f"{source}q{n} | rep | crmr0 | 2026-01-01 | 2026-04-01 | {chance.randint(1, 3)}000" for n in _some(chance, 2)],
    )


def _leads(chance: random.Random, source: str) -> str:
    return _rows(
        "id | email | created_on | owner_id",
        [
            f"{source}l{n} | {chance.choice(('a@b.sk', 'c@d.sk', '-'))} | 2026-01-1{n} | {chance.choice(_OWNERS)}"
            for n in _some(chance, 4)
        ],
    )
