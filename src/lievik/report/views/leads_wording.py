"""What is said of leads that can be reached or cannot, and why that is thought."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import Language, mark

if TYPE_CHECKING:
    from lievik.model.address import ReachabilityReason
    from lievik.model.leads import Reached

REACHED: Final[Mapping[Reached, str]] = MappingProxyType(
    {
        "reachable": mark("reachable"),
        "risky": mark("risky"),
        "unreachable": mark("unreachable"),
        "not_known": mark("not checked"),
        "no_address": mark("without an address"),
    }
)
"""What is known of a lead -> what it is called."""

REASONS: Final[Mapping[ReachabilityReason, str]] = MappingProxyType(
    {
        "wrong_syntax": mark("not written as an address"),
        "reserved_domain": mark("a domain that nobody can have"),
        "disposable_domain": mark("a throw-away address"),
        "verifier": mark("by a verifier"),
        "crm_status": mark("by the status in the CRM"),
        "accented_mailbox": mark("accented letters before the @"),
        "role_account": mark("a mailbox of nobody in particular, such as info@"),
        "verifier_unsure": mark("checked without a clear verdict"),
        "not_checked": mark("nobody has checked it"),
    }
)
"""Why it is thought that a lead can be reached, or cannot -> what is said of it."""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"reachability": REACHED, "reachability_reason": REASONS}  # type: ignore[dict-item]
)
"""Dimension whose labels are words of Lievik's own -> label -> what it is called."""


def group_label(dimension: str, label: str, language: Language) -> str:
    """What a group is called in the language of the reader; what people wrote stays as it is."""
    words = _WORDS.get(dimension, {})
    return language.say(words[label]) if label in words else label
