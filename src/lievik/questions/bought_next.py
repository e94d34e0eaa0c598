"""What accounts bought → products that go together by more than chance, and accounts that lack one of them.

Pure. Where nothing is clear nobody is named, and accounts are not even asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from lievik.insight.bought_next import candidates_of, clear_pairings
from lievik.model.products import NextAnswer, Pairing

if TYPE_CHECKING:
    from lievik.planner.product_sql import ProductSQL
    from lievik.questions.stating import Stating

SUPPORT: Final = 5
"""Accounts that have to have bought both of a pair."""

MOST_PRODUCTS: Final = 150
"""So many products are looked at, the most bought ones."""

_MOST_PAIRINGS: Final = 500
_MOST_CANDIDATES: Final = 1000


def bought_next(company: Stating, sql: ProductSQL) -> NextAnswer:
    """Tell who may buy what next, by all that accounts bought and kept up to the as-of day.

    Args:
        company: whose accounts.
        sql: which lines, and by product or by family.
    """
    rows = company.run(sql.pairs(SUPPORT, MOST_PRODUCTS))
    accounts, count, no_account = cast("tuple[int, int, int]", tuple(rows[0][7:]) if rows else (0, 0, 0))
    pairs = [_pairing(row) for row in rows if row[0] is not None]
    clear = clear_pairings(pairs)
    answer = NextAnswer(
        accounts=accounts,
        products=count,
        most=MOST_PRODUCTS,
        support=SUPPORT,
        looked_at=len(pairs),
        clear=len(clear),
        pairings=clear[:_MOST_PAIRINGS],
        no_account=no_account,
    )
    if not answer.pairings:
        return answer
    held: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for account, name, product in company.run(sql.holdings(SUPPORT, MOST_PRODUCTS)):
        held[str(account)].add(str(product))
        names[str(account)] = str(name)
    found = candidates_of(answer.pairings, {who: frozenset(what) for who, what in held.items()}, names)
    return replace(answer, candidates=tuple(found[:_MOST_CANDIDATES]), count=len(found))


def _pairing(row: Sequence[object]) -> Pairing:
    held, held_name, other, other_name = (str(part) for part in row[:4])
    holders, both, others, accounts = cast("tuple[int, int, int, int]", tuple(row[4:8]))
    return Pairing(
        held=held,
        other=other,
        held_name=held_name,
        other_name=other_name,
        holders=holders,
        both=both,
        others=others,
        accounts=accounts,
        low=Decimal(0),
    )
