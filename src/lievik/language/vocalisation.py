"""A whole number → the Slovak preposition before it: `3 z 12`, but `3 zo 7`, as people read numbers aloud.

Pure. The preposition is vocalised before words that begin with s, š or z: štyri, šesť, sedem, sto.
"""

from __future__ import annotations

from typing import Final

_THOUSAND: Final = 1000
_HUNDRED: Final = 100
_TWENTY: Final = 20
_HISSING: Final = frozenset({4, 6, 7, 14, 16, 17})
_HISSING_TENS: Final = frozenset({4, 6, 7})
_HISSING_HUNDREDS: Final = frozenset({1, 4, 6, 7})


def slovak_of(number: int) -> str:
    """The preposition `z` or `zo` before a number.

    Example:
        >>> [slovak_of(number) for number in (7, 12, 40, 100, 212, 1000, 7000)]
        ['zo', 'z', 'zo', 'zo', 'z', 'z', 'zo']
    """
    group, is_one_thousand = abs(number), False
    while group >= _THOUSAND:
        group //= _THOUSAND
        is_one_thousand = group == 1
    if is_one_thousand:
        return "z"
    if group >= _HUNDRED:
        is_hissing = group // _HUNDRED in _HISSING_HUNDREDS
    elif group >= _TWENTY:
        is_hissing = group // 10 in _HISSING_TENS
    else:
        is_hissing = group in _HISSING
    return "zo" if is_hissing else "z"
