"""What addresses say: whose mailbox nobody in particular reads, which domains nobody keeps, and words of verdicts.

Pure but for the built-in words, which are read once.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

from lievik.definitions import address_texts

Reachability = Literal["reachable", "risky", "unreachable", "not_known"]
"""Whether what is sent to an address arrives; nothing at all where there is no address."""

REACHABILITIES: Final[tuple[Reachability, ...]] = get_args(Reachability)

ReachabilityReason = Literal[
    "wrong_syntax",
    "reserved_domain",
    "disposable_domain",
    "verifier",
    "crm_status",
    "accented_mailbox",
    "role_account",
    "verifier_unsure",
    "not_checked",
]
"""Why it is thought so; what is wrong with the address itself comes before anybody's verdict."""

REASONS: Final[tuple[ReachabilityReason, ...]] = get_args(ReachabilityReason)

_HYPHEN: Final = re.compile(r"[-_]")
_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, kw_only=True)
class AddressWord:
    """One word, and what it means.

    Attributes:
        kind: `role`, of what stands before the @ · `domain`, whole or an ending with its dot · `verdict`.
        word: of a role without hyphens, a domain in small letters, a verdict folded.
        meaning: of a domain the reason why nobody is reached there, of a verdict a `Reachability`; else empty.
    """

    kind: Literal["role", "domain", "verdict"]
    word: str
    meaning: str = ""


@cache
def address_words() -> tuple[AddressWord, ...]:
    """Give every word, each kind's once."""
    words, disposable = address_texts()
    read = tomllib.loads(words)
    verdicts = {folded_word(word): meant for meant, listed in read["verdict"].items() for word in listed}
    reserved = (*read["reserved"]["domains"], *(f".{ending}" for ending in read["reserved"]["endings"]))
    domains = dict.fromkeys(json.loads(disposable), "disposable_domain") | dict.fromkeys(reserved, "reserved_domain")
    return (
        *_of_kind("role", {_HYPHEN.sub("", word): "" for listed in read["role"].values() for word in listed}.items()),
        *_of_kind("domain", domains.items()),
        *_of_kind("verdict", verdicts.items()),
    )


@cache
def verdict_of(text: str) -> str:
    """Tell which `Reachability` a verdict's text stands for; empty where it is no known word.

    Example:
        >>> verdict_of("Catch-All"), verdict_of("nedoručiteľná"), verdict_of("New")
        ('risky', 'unreachable', '')
    """
    return _verdicts().get(folded_word(text), "")


@cache
def _verdicts() -> dict[str, str]:
    return {each.word: each.meaning for each in address_words() if each.kind == "verdict"}


def folded_word(text: str) -> str:
    """Fold a word as it is compared.

    Example:
        >>> folded_word("Catch_All")
        'catch all'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_A_WORD.sub(" ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()


def _of_kind(kind: Literal["role", "domain", "verdict"], words: Iterable[tuple[str, str]]) -> list[AddressWord]:
    return [AddressWord(kind=kind, word=word, meaning=meaning) for word, meaning in words]
