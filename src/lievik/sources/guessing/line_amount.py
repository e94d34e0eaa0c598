"""Lines of invoices without an amount → their quantity times their price.

Pure. Only numbers that are written plainly are multiplied, for an expression reads nothing else.
"""

from __future__ import annotations

import re
from typing import Final

from lievik.model.proposal import Certainty, Doubt
from lievik.sources.guessing.draft import Draft

_FACTORS: Final = ("quantity", "unit_price")
_PLAIN: Final = re.compile(r"[-+]?[\d.,]+")


def settle_amount(drafts: list[Draft]) -> None:
    """Let quantity and price fill the amount together, where no column may be the amount itself."""
    found = [draft for name in _FACTORS for draft in drafts if name in draft.targets]
    named = any("amount" in (*draft.targets, *draft.alternatives) for draft in drafts)
    if named or len(found) != len(_FACTORS) or not all(_is_plain(draft) for draft in found):
        return
    if len({draft.profile.form.decimal for draft in found if draft.profile.form}) > 1:
        return
    for draft in found:
        draft.targets.append("amount")
        draft.certainty = Certainty.LIKELY


def _is_plain(draft: Draft) -> bool:
    is_open = draft.profile.numbers.doubt == Doubt.DECIMAL_OR_THOUSANDS
    is_read = draft.profile.is_number and not draft.scale and (not draft.profile.numbers.doubt or is_open)
    return not draft.doubt and is_read and all(_PLAIN.fullmatch(text) for text in draft.profile.counts)
