"""A formula in words → its pieces, so that a page can set names apart from the signs between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_NAME: Final = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A name of a formula, or what stands between two."""

    text: str
    is_name: bool


def formula_pieces(text: str) -> tuple[Piece, ...]:
    """Take a formula apart.

    Example:
        >>> [piece.text for piece in formula_pieces("[deals won] ÷ 2")]
        ['deals won', ' ÷ 2']
    """
    pieces = [Piece(text=piece, is_name=bool(place % 2)) for place, piece in enumerate(_NAME.split(text))]
    return tuple(piece for piece in pieces if piece.text)
