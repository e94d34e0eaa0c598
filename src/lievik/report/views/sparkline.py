"""Values over time → one line of blocks; where there is no value there is a gap.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_GAP: Final = " "


def sparkline(values: Sequence[Decimal | None]) -> str:
    """Draw values between their least and their greatest; all alike are drawn in the middle.

    Example:
        >>> sparkline([Decimal(1), None, Decimal(2), Decimal(8)])
        '▁ ▂█'
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, spread = min(known), max(known) - min(known)
    return "".join(_GAP if value is None else _block(value - low, spread) for value in values)


def _block(height: Decimal, spread: Decimal) -> str:
    place = 3 if not spread else int(height / spread * (len(_BLOCKS) - 1))
    return _BLOCKS[place]
