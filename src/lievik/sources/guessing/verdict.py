"""Texts of states → whether they are verdicts on e-mail addresses; without them a sheet is no list of verdicts.

Pure. A list of leads has addresses and states too; what their states say tells the two apart.
"""

from __future__ import annotations

from lievik.model.address import verdict_of
from lievik.sources.guessing.draft import Draft
from lievik.sources.guessing.profile import ENOUGH


def settle_verdict(drafts: list[Draft]) -> None:
    """Let a column fill the status of verdicts only where nearly every text in it is one."""
    for draft in drafts:
        if "status" in draft.targets and not _are_verdicts(draft):
            draft.targets.remove("status")
            draft.alternatives.append("status")


def _are_verdicts(draft: Draft) -> bool:
    counts = draft.profile.counts
    known = sum(count for text, count in counts.items() if verdict_of(text))
    return bool(counts) and known >= ENOUGH * draft.profile.filled
