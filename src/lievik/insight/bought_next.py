"""How many accounts bought which products → which go together by more than chance, and who lacks one of them.

Pure, standard library only. It says what goes together, not what makes anybody buy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import NormalDist
from typing import Final

from lievik.insight.intervals import wilson
from lievik.model.products import Candidate, Pairing

_ERROR: Final = 0.05


def clear_pairings(pairings: Sequence[Pairing]) -> tuple[Pairing, ...]:
    """Keep the pairs of which holders of one buy the other more often than accounts do, by more than chance.

    The lower bound of Wilson's interval of the holders' share has to lie above the share of all accounts. It is so low
    that, of all pairs looked at together, in one list of twenty one pair would be kept by chance.

    Args:
        pairings: every pair with enough accounts that bought both; `low` is not known yet.

    Returns:
        Those that are clear, the greatest lower bound over the share of all first.

    Source: Wilson (1927), JASA 22; Brin et al. (1997), SIGMOD (lift); Dunn (1961), JASA 56 (Bonferroni's level).

    Example:
        >>> pair = dict(held="A", other="B", held_name="A", other_name="B", others=30, accounts=100, low=Decimal(0))
        >>> found = clear_pairings([Pairing(holders=20, both=16, **pair), Pairing(holders=20, both=8, **pair)])
        >>> [(pairing.both, str(round(pairing.lift, 2)), str(round(pairing.low, 2))) for pairing in found]
        [(16, '2.67', '0.55')]
    """
    if not pairings:
        return ()
    deviations = NormalDist().inv_cdf(1 - _ERROR / 2 / len(pairings))
    judged = [
        replace(each, low=Decimal(repr(wilson(each.both, each.holders, deviations)[0])))
        for each in pairings
        if each.both * each.accounts > each.others * each.holders
    ]
    kept = [each for each in judged if each.low > each.base]
    return tuple(sorted(kept, key=lambda each: (-each.low / each.base, each.held, each.other)))


def candidates_of(
    pairings: Iterable[Pairing], held: Mapping[str, frozenset[str]], names: Mapping[str, str]
) -> list[Candidate]:
    """Accounts that bought one of a pair and not the other, each product once an account, by the surest pair.

    Args:
        pairings: the clear ones.
        held: account -> what it bought.
        names: of accounts.

    Returns:
        The ones that most likely buy first: by the lower bound of the share that bought both.
    """
    by_held: dict[str, list[Pairing]] = defaultdict(list)
    for pairing in pairings:
        by_held[pairing.held].append(pairing)
    found: dict[tuple[str, str], Pairing] = {}
    for account, products in held.items():
        for pairing in (pairing for product in products for pairing in by_held.get(product, ())):
            key = (account, pairing.other)
            if pairing.other not in products and (key not in found or _surety(pairing) < _surety(found[key])):
                found[key] = pairing
    listed = [Candidate(account=who, name=names[who], pairing=pairing) for (who, _), pairing in found.items()]
    return sorted(listed, key=lambda each: (_surety(each.pairing), each.name, each.account))


def _surety(pairing: Pairing) -> tuple[Decimal, str, str]:
    return -pairing.low, pairing.held, pairing.other
