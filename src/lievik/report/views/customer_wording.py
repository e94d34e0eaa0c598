"""What movements of customers, bases and sources of losses are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import mark

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.model.customer_moves import Basis, Move, Source

_MOVES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "new": mark("New"),
        "reactivation": mark("Came back"),
        "late_reactivation": mark("Back after {days} days"),
        "expansion": mark("Expansion"),
        "contraction": mark("Contraction"),
        "churn": mark("Left us"),
    }
)
_BASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "subscription": mark("subscriptions"),
        "invoices": mark("invoices, the end inferred"),
        "deals": mark("won deals, the end inferred"),
    }
)
_SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "customers": mark("Subscriptions or orders"),
        "stated": mark("Losses written down"),
        "flagged": mark("The account itself"),
    }
)


def move_title(move: Move, language: Language, window: int) -> str:
    """What a movement is called; a late return tells after how many days it is one."""
    return language.say(_MOVES[move], days=window)


def basis_title(basis: Basis, language: Language, *, is_used: bool) -> str:
    """What makes a customer; the basis in use is marked."""
    title = language.say(_BASES[basis])
    return language.say("{basis} (counted here)", basis=title) if is_used else title


def source_title(source: Source, language: Language) -> str:
    """What says that an account is lost."""
    return language.say(_SOURCES[source])
