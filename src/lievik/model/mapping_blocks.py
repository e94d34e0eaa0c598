"""The text of a mapping, taken apart at its [[file]]s: some of them are taken out, others are added at its end.

Pure. What a person wrote stays as it was written, comments above a [[file]] with it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from typing import Final

_BEGIN: Final = re.compile(r"^[ \t]*\[\[[ \t]*(?P<name>file|leave_out)[ \t]*\]\]", re.MULTILINE)
_ABOVE: Final = re.compile(r"(?:^[ \t]*#.*\n)+\Z", re.MULTILINE)


def with_blocks(text: str, added: Sequence[str], dropped: Collection[int] = ()) -> str:
    """Add blocks to a mapping.

    Args:
        text: of the mapping.
        added: blocks, each with its end of line.
        dropped: numbers of [[file]]s that are taken out, from 0 on.

    Returns:
        The text; where nothing is taken out, all of it stands in the new one as it was.

    Raises:
        ValueError: it cannot be told where its blocks begin.
    """
    kept = _without(text, dropped) if dropped else text
    return "\n".join([kept.rstrip() + "\n", *added])


def _without(text: str, dropped: Collection[int]) -> str:
    """Take blocks out, with the comments right above them."""
    begins = [(_start(text, found.start()), found["name"]) for found in _BEGIN.finditer(text)]
    names = [name for _, name in begins]
    if names.count("file") != len(tomllib.loads(text).get("file", ())):
        msg = "a [[file]] stands where none begins"
        raise ValueError(msg)
    ends = [start for start, _ in begins[1:]] + [len(text)]
    pieces = [text[: begins[0][0]]] if begins else [text]
    number = 0
    for (start, name), end in zip(begins, ends, strict=True):
        if name != "file" or number not in dropped:
            pieces.append(text[start:end])
        number += name == "file"
    return "".join(pieces)


def _start(text: str, begin: int) -> int:
    """Where a block begins, with the comments above it."""
    found = _ABOVE.search(text[:begin])
    return found.start() if found else begin
