"""What a self-test is made of: tasks out of worked examples, and how each was answered.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

TaskKind = Literal["result", "formula", "question"]
"""What is to be found: the number that comes out, the metric's formula, or the metric that answers a question."""

Outcome = Literal["right", "wrong", "skipped", "unreadable"]

Slip = Literal["", "hundredfold", "upside_down", "rest", "sign"]
"""What a wrong number has in common with the right one."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task; either a number is to be typed, or one of several choices taken.

    Attributes:
        variant: the reading of the metric that is asked about; empty for its own.
        given: name -> number, as worked examples name them; empty where a choice is to be taken.
        result: what comes out; none where a choice is to be taken.
        is_example: the numbers are those of the worked example itself, not a variation of them.
        choices: metrics, or readings by `metric:variant`, one of which is right.
        right: that one; empty where a number is to be typed.
    """

    kind: TaskKind
    metric: str
    variant: str = ""
    given: Mapping[str, Decimal]
    result: Decimal | None = None
    is_example: bool = False
    choices: tuple[str, ...] = ()
    right: str = ""

    @property
    def full_name(self) -> str:
        """The reading that is asked about: `metric` or `metric:variant`."""
        return f"{self.metric}:{self.variant}" if self.variant else self.metric


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How a task was answered.

    Attributes:
        said: as it was typed, or the number of the choice taken.
        number: what was typed, read; none where a choice was taken or nothing can be read.
        slip: what a wrong number has in common with the right one.
    """

    outcome: Outcome
    said: str
    number: Decimal | None = None
    slip: Slip = ""


@dataclass(frozen=True, kw_only=True)
class SelfTest:
    """A round of tasks, with the answers so far.

    Attributes:
        number: of the round; the same number brings the same tasks.
        chapter: that the metrics are of; empty for all.
        verdicts: of the first tasks, one each.
    """

    number: int
    chapter: str
    tasks: tuple[Task, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def right(self) -> int:
        """How many were answered right."""
        return sum(verdict.outcome == "right" for verdict in self.verdicts)
