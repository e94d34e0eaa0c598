"""What movements of customers, bases and sources of losses are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, mark

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.model.customer_moves import Move, Source
    from lievik.model.customer_rule import CustomerBasis, CustomerRule
    from lievik.model.funnel import Share

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


_ENDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "service_end": mark("A customer is whoever has a paid subscription; lost on the day it ends."),
        "notice": mark(
            "A customer is whoever has a paid subscription; lost on the day of notice, else on the day it ends."
        ),
        "stated": mark(
            "A customer is whoever has a paid subscription; lost on the day that was written down, "
            "else on the day it ends."
        ),
    }
)
_INFERRED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invoices": mark(
            "A customer is whoever was invoiced. Nobody says when one leaves: "
            "it is inferred from not ordering for long."
        ),
        "deals": mark(
            "A customer is whoever a deal was won with. Nobody says when one leaves: "
            "it is inferred from not buying for long."
        ),
    }
)


def rule_lines(rule: CustomerRule, basis: CustomerBasis, language: Language) -> Iterator[str]:
    """Who is a customer here, and when one is lost, in sentences."""
    is_told = basis == "subscription"
    yield language.say(_ENDS[rule.ends]) if is_told else language.say(_INFERRED[basis])
    if not is_told and rule.ends == "stated":
        yield language.say("Where a loss was written down before, that day counts.")
    if is_told and rule.grace_days:
        yield language.say_many(
            "Who renews within {n} day has not left.", "Who renews within {n} days has not left.", rule.grace_days
        )
    if rule.by == "parent":
        yield language.say("A parent company with all its subsidiaries is one customer.")


def churn_text(churn: Share, language: Language) -> str:
    """Lost customers of those at the start: a share, or counts where they are too few."""
    if churn.status == "insufficient":
        return language.part_of(churn.numerator, churn.denominator)
    return NOTHING if churn.value is None else language.share(churn.value)


def move_title(move: Move, language: Language, window: int) -> str:
    """What a movement is called; a late return tells after how many days it is one."""
    return language.say(_MOVES[move], days=window)


def basis_title(basis: CustomerBasis, language: Language, *, is_used: bool) -> str:
    """What makes a customer; the basis in use is marked."""
    title = language.say(_BASES[basis])
    return language.say("{basis} (counted here)", basis=title) if is_used else title


def source_title(source: Source, language: Language) -> str:
    """What says that an account is lost."""
    return language.say(_SOURCES[source])
