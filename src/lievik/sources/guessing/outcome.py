"""Texts of stages and states → which deals are won, lost and open; and when a deal closed.

Pure. A text counts as won or lost only if a word of it says so; `Closed` or `Cancelled` alone says neither.
"""

from __future__ import annotations

from typing import Final

from lievik.model.proposal import Doubt
from lievik.model.proposal_text import ANY_OTHER
from lievik.sources.guessing.draft import Draft
from lievik.sources.guessing.words import TableWords, folded, value_words

UNSURE: Final = "unsure"
_ENDED: Final = frozenset({"won", "lost"})
_OUTCOMES: Final = frozenset({"won", "lost", "open"})
_BOTH: Final = "closed_on expected_close_on"
_MOSTLY: Final = 0.5


def outcome_of(text: str) -> str:
    """Tell what a text says: `won`, `lost`, `open`, `unsure`, or nothing."""
    words = value_words()
    whole = folded(text)
    if whole in words.outcomes:
        return words.outcomes[whole]
    tokens = set(whole.split())
    said = {name for name, known in words.outcome_tokens.items() if tokens & known}
    ended = said & _ENDED
    has_no = bool(tokens & {"no", "not", "nie", "nicht", "never", "deleted"})
    if len(ended) == 1 and not has_no and "open" not in said:
        return ended.pop()
    if ended or UNSURE in said:
        return UNSURE
    return "open" if "open" in said else ""


def settle_outcome(drafts: list[Draft]) -> None:
    """Find where a deal's outcome comes from: its state, or else its stage."""
    state, stage = _filling(drafts, "outcome"), _filling(drafts, "stage_id")
    if state and _settle_state(state, has_stage=stage is not None):
        return
    if stage is None:
        stage = _filling(drafts, "stage_id")
    if stage and not stage.doubt:
        _settle_stage(stage)


def settle_kind(drafts: list[Draft], target: str) -> None:
    """Find what the texts of a column stand for that may only be won, lost or open."""
    draft = _filling(drafts, target)
    if draft is None or not draft.profile.counts:
        return
    said = {text: outcome_of(text) for text in draft.profile.counts}
    draft.values[target] = _meant(said)
    if not set(said.values()) <= _OUTCOMES:
        draft.targets.remove(target)
        draft.alternatives.append(target)
        draft.unsure_of(Doubt.VALUES_UNSURE)


def settle_close(drafts: list[Draft], words: TableWords) -> None:
    """Find whether a close date is when a deal ended, or when it is expected to while it is open."""
    close = _filling(drafts, "closed_on") or _filling(drafts, "closed_at")
    is_either = close and any(name in words.either for name in close.header.names(words.entity))
    if close is None or not is_either or _filling(drafts, "expected_close_on"):
        return
    source = _filling(drafts, "outcome")
    if source is None or source.doubt:
        close.doubted(Doubt.WHICH_COLUMN, "closed_on", "expected_close_on", _BOTH)
        return
    meant = source.values.get("outcome", {})
    states = [meant.get(text, meant.get(ANY_OTHER, "")) for text in source.profile.texts]
    open_ones = [text for text, state in zip(close.profile.texts, states, strict=True) if state == "open"]
    if open_ones and sum(map(bool, open_ones)) > _MOSTLY * len(open_ones):
        close.targets.append("expected_close_on")


def settle_deal_type(drafts: list[Draft]) -> None:
    """Find what types of deals stand for; types of the company's own are taken as they are written."""
    draft = _filling(drafts, "deal_type")
    if draft is None:
        return
    known = value_words().deal_types
    meant = {text: known.get(folded(text), "") for text in draft.profile.counts}
    if meant and all(meant.values()):
        draft.values["deal_type"] = meant


def _settle_state(state: Draft, *, has_stage: bool) -> bool:
    """Settle a column of states; tell whether the outcome is settled, or asked about."""
    said = {text: outcome_of(text) for text in state.profile.counts}
    ended = _ENDED & set(said.values())
    if not said or (set(said.values()) <= _OUTCOMES and (ended or has_stage)):
        state.values["outcome"] = {text: what for text, what in said.items() if what}
        return True
    state.targets.remove("outcome")
    state.alternatives.append("outcome")
    if not has_stage and state.profile.is_few:
        state.targets.append("stage_id")
        return False
    if ended:
        state.values["outcome"] = _meant(said)
        state.unsure_of(Doubt.VALUES_UNSURE)
    return bool(ended)


def _settle_stage(stage: Draft) -> None:
    """Let a stage tell the outcome, if it says which deals are won and leaves nothing unsure."""
    said = {text: outcome_of(text) for text in stage.profile.counts}
    if not said or not stage.profile.is_few:
        return
    if "won" in said.values() and UNSURE not in said.values():
        stage.values["outcome"] = {text: what if what in _ENDED else "open" for text, what in said.items()}
        stage.values["outcome"][ANY_OTHER] = "open"
        stage.targets.append("outcome")
        return
    stage.values["outcome"] = _meant(said)
    stage.alternatives.append("outcome")
    stage.unsure_of(Doubt.VALUES_UNSURE)


def _meant(said: dict[str, str]) -> dict[str, str]:
    """Give what texts stand for, nothing where that is not sure."""
    return {text: what if what in _OUTCOMES else "" for text, what in said.items()}


def _filling(drafts: list[Draft], target: str) -> Draft | None:
    return next((draft for draft in drafts if target in draft.targets), None)
