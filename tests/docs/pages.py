"""A page of the how-to pages → its blocks in order: files to write, commands to run, and what has to come out.

A block after a line that ends with a file's name and a colon is that file; a block without a language holds commands;
a block of text after it is what they say. Lines of it that end with an answer are typed.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAGES: Final = Path(__file__).resolve().parents[2] / "docs" / "how-to"

_BLOCK: Final = re.compile(
    r"(?P<before>[^\n]*)\n\n^```(?P<language>\w*) ?(?P<letters>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_FILE: Final = re.compile(r"`([^`\s]+\.\w+)`:$")
_ANSWER: Final = re.compile(r"^(?P<question>.*\? \[.*\]:) (?P<answer>\S+)$", re.MULTILINE)
_PROMPT: Final = re.compile(r"\? \[[^\]\n]*\]:")
_MOMENT: Final = re.compile(r"\d{1,2} \w{3} \d{4} \d\d:\d\d")


@dataclass(frozen=True, kw_only=True)
class Block:
    """One code block.

    Attributes:
        file: the file that it is; empty where it is none.
        letters: how the file's letters are written.
    """

    language: str
    text: str
    file: str = ""
    letters: str = ""

    @property
    def commands(self) -> list[list[str]]:
        """Its `lievik` commands, as arguments."""
        lines = self.text.splitlines() if not self.language else []
        return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("lievik ")]

    @property
    def answers(self) -> list[str]:
        """What is typed in it."""
        return [found["answer"] for found in _ANSWER.finditer(self.text)]


def blocks(page: str) -> list[Block]:
    """Give the code blocks of a page, in order."""
    found = []
    for block in _BLOCK.finditer((PAGES / page).read_text(encoding="utf-8")):
        name = _FILE.search(block["before"])
        file = name[1] if name and block["language"] else ""
        found.append(Block(language=block["language"], text=block["text"], file=file, letters=block["letters"]))
    return found


def lines(text: str) -> list[str]:
    """Give the lines of what is printed, without how wide it is, what was typed, and when it was."""
    apart = _PROMPT.sub("\\g<0>\n", _ANSWER.sub(r"\g<question>", text))
    plain = _MOMENT.sub("...", apart).replace("\N{NO-BREAK SPACE}", " ")
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]
