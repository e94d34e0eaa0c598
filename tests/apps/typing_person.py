"""Somebody who sits at a terminal and types answers, in the place of the standard input."""

from __future__ import annotations


class TypingPerson:
    """Types one answer after the other."""

    def __init__(self, *answers: str) -> None:
        self._answers = iter(answers)

    def isatty(self) -> bool:
        """Yes."""
        return True

    def readline(self, *_: int) -> str:
        """The next answer."""
        return next(self._answers) + "\n"
