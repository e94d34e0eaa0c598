"""How long whole processes take from their start to their end, over a Python that only imports what Lievik stands on.

Processes run in turn, one of each kind a round.
"""

# ruff: noqa: S603 - runs this Python on Lievik itself

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from bench.in_turn import Spread, spread, timed

HELP: Final = "lievik --help"
SHOW: Final = "lievik show win_rate --format json"

_BARE: Final = ("-c", "import duckdb, sqlglot, click")
_LOADED: Final = """
import sys
from lievik.apps.cli.main import main
sys.argv = ["lievik", "show", "win_rate", "--format", "json", "--workspace", sys.argv[1]]
try:
    main()
finally:
    print(*sorted({"numpy", "pandas", "pyarrow"} & set(sys.modules)), file=sys.stderr)
"""


@dataclass(frozen=True, kw_only=True)
class Starts:
    """What starting costs.

    Attributes:
        bare: milliseconds of the bare Python.
        ratios: command -> how many times as long as the bare Python it took.
        heavy: libraries that `show` loaded and should not have.
    """

    bare: Spread
    ratios: dict[str, Spread]
    heavy: tuple[str, ...]


def starts_of(folder: Path, count: int) -> Starts:
    """Start every kind of process so many times in turn, after one round that does not count."""
    commands = {
        "bare": _BARE,
        HELP: ("-m", "lievik", "--help"),
        SHOW: ("-m", "lievik", "show", "win_rate", "--format", "json", "--workspace", str(folder)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(count + 1):
        for name, arguments in commands.items():
            took, _ = timed(partial(_run, arguments))
            if number:
                seconds[name].append(took)
    bare = seconds.pop("bare")
    return Starts(
        bare=spread([second * 1000 for second in bare]),
        ratios={name: spread([b / a for a, b in zip(bare, took, strict=True)]) for name, took in seconds.items()},
        heavy=tuple(_run(("-c", _LOADED, str(folder))).stderr.split("\n")[-2].split()),
    )


def _run(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run this Python; one that fails ends the benchmark."""
    return subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True)
