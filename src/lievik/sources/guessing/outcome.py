"""Texts of stages and states → which deals are won, lost and open; and when a deal closed.

Pure. A text counts as won or lost only if a word of it says so; `Closed` or `Cancelled` alone says neither.
"""

from __future__ import annotations

from typing import Final

from lievik.model.proposal import CLOSE_OR_EXPECTED, Certainty, Doubt
from lievik.model.proposal_text import ANY_OTHER
from lievik.sources.guessing.draft import Draft
from lievik.sources.guessing.words import TableWords, folded, value_words

UNSURE: Final = "unsure"
_ENDED: Final = frozenset({"won", "lost"})
_OUTCOMES: Final = frozenset({"won", "lost", "open"})
_MOSTLY: Final = 0.5
_PAIRS: Final = (("won", "lost"), ("won", "closed"), ("lost", "closed"))
"""Flags that tell an outcome together: a deal that is closed and not the first is the other."""

_YES: Final = ("true", "1", "yes", "áno", "ano", "ja")


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


def settle_flags(drafts: list[Draft], words: TableWords, target: str) -> None:
    """Take what columns of yes and no say, such as `IsWon` and `IsClosed`, where nothing else tells the outcome."""
    flags = _flags(drafts, words)
    pair = next((pair for pair in _PAIRS if set(pair) <= set(flags)), ())
    if not pair or _filling(drafts, target):
        return
    for draft in drafts:
        if draft.doubt == Doubt.VALUES_UNSURE and draft.values.pop(target, None) is not None:
            draft.doubt = ""
            draft.alternatives.remove(target)
    left = next(what for what in ("lost", "won") if what not in pair[:1])
    for place, what in enumerate(pair):
        draft = flags[what]
        draft.targets, draft.doubt, draft.options, draft.part = [target], "", (), place
        draft.certainty = Certainty.LIKELY
        draft.values[target] = dict.fromkeys(_yes(draft), left if what == "closed" else what)


def _flags(drafts: list[Draft], words: TableWords) -> dict[str, Draft]:
    """Find the columns of yes and no that speak of how a deal ended."""
    return {
        words.flags[name]: draft
        for draft in reversed(drafts)
        for name in draft.header.names(words.entity)
        if name in words.flags and draft.profile.counts and draft.profile.fits("flag")
    }


def _yes(draft: Draft) -> list[str]:
    """Give the texts of a column that mean yes; common ones where none of the rows looked at says yes."""
    known = value_words().flags
    return [text for text in draft.profile.counts if known.get(folded(text)) == "true"] or list(_YES)


def settle_close(drafts: list[Draft], words: TableWords) -> None:
    """Find whether a close date is when a deal ended, or when it is expected to while it is open."""
    close = _filling(drafts, "closed_on") or _filling(drafts, "closed_at")
    is_either = close and any(name in words.either for name in close.header.names(words.entity))
    if close is None or not is_either or _filling(drafts, "expected_close_on"):
        return
    states = _states(drafts)
    if not states:
        close.doubted(Doubt.WHICH_COLUMN, "closed_on", "expected_close_on", CLOSE_OR_EXPECTED)
        return
    open_ones = [text for text, state in zip(close.profile.texts, states, strict=True) if state == "open"]
    if open_ones and sum(map(bool, open_ones)) > _MOSTLY * len(open_ones):
        close.targets.append("expected_close_on")


def _states(drafts: list[Draft]) -> list[str]:
    """Give the outcome of every row that was looked at; nothing where no column tells it."""
    telling = sorted((draft for draft in drafts if "outcome" in draft.targets), key=lambda draft: draft.part)
    if not telling or any(draft.doubt for draft in telling):
        return []
    meant = [draft.values.get("outcome", {}) for draft in telling]
    other = "open" if len(telling) > 1 else meant[0].get(ANY_OTHER, "")
    rows = zip(*(draft.profile.texts for draft in telling), strict=True)
    return [next((m[text] for m, text in zip(meant, row, strict=True) if text in m), other) for row in rows]


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
