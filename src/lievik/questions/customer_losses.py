"""What makes accounts customers, who is lost by which source and where sources disagree, and the reasons of losses.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import cast

from lievik.insight.shares import share_of
from lievik.model.customer_moves import (
    BasisCount,
    Losses,
    LossPair,
    LossReason,
    LossRecord,
    LostFor,
    Source,
)
from lievik.model.customer_rule import CustomerBasis
from lievik.planner.customer_losses_sql import CustomerLossesSQL
from lievik.questions.stating import Stating


def bases_of(company: Stating, sql: CustomerLossesSQL, basis: CustomerBasis, at_end: int) -> tuple[BasisCount, ...]:
    """Count accounts by what may make them customers; a basis that nobody has is left out."""
    found = [
        BasisCount(
            basis=cast("CustomerBasis", name),
            is_used=name == basis,
            accounts=cast("int", accounts),
            others=cast("int", others),
            at_end=at_end if name == basis else None,
        )
        for name, accounts, others in company.run(sql.bases())
    ]
    return tuple(sorted((each for each in found if each.accounts), key=lambda each: not each.is_used))


def losses_of(company: Stating, sql: CustomerLossesSQL) -> Losses:
    """Say who is lost by every source that says anything, and of whom they say different things now.

    An account that was never a customer is in the list where another source calls it lost.
    """
    sources: list[Source] = ["customers"]
    sources += ["stated"] if sql.is_stated else []
    sources += ["flagged"] if sql.is_flagged else []
    columns = list(LossRecord.__annotations__)
    rows = [dict(zip(columns, row, strict=True)) for row in company.run(sql.losses())]
    records = [LossRecord(**row) for row in rows]  # type: ignore[arg-type]
    return Losses(
        sources=tuple(sources),
        ever={source: sum(record.ever_said(source) for record in records) for source in sources},
        now={source: sum(record.says(source) for record in records) for source in sources},
        stated=sum(record.stated for record in records),
        pairs=tuple(_pair(one, other, records) for one, other in combinations(sources, 2)),
        disagree=tuple(record for record in records if len({record.says(source) for source in sources}) > 1),
    )


def _pair(one: Source, other: Source, records: Sequence[LossRecord]) -> LossPair:
    said = [(record.ever_said(one), record.ever_said(other)) for record in records]
    return LossPair(
        one=one,
        other=other,
        both=said.count((True, True)),
        one_alone=said.count((True, False)),
        other_alone=said.count((False, True)),
    )


def lost_for(company: Stating, sql: CustomerLossesSQL, opening: int) -> tuple[LostFor, ...]:
    """Split the churn of a period by reason: customers lost for each, of those at the start."""
    if not opening:
        return ()
    return tuple(
        LostFor(reason=cast("str | None", reason), churn=share_of(cast("int", customers), opening))
        for reason, customers in company.run(sql.lost_for())
    )


def stated_reasons(company: Stating, sql: CustomerLossesSQL) -> tuple[LossReason, ...]:
    """Count losses that were written down, by reason; of one account there may be several."""
    if not sql.is_stated:
        return ()
    rows = company.run(sql.stated_reasons())
    refunds = {(row[0], row[1]): Decimal(str(row[5])) for row in rows if not row[2] and row[5] is not None}
    return tuple(
        LossReason(
            reason=cast("str | None", row[0]),
            losses=cast("int", row[3]),
            accounts=cast("int", row[4]),
            refunds={str(name): amount for (reason, name), amount in refunds.items() if reason == row[0]},
        )
        for row in rows
        if row[2]
    )
