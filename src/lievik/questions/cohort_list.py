"""A request about one cohort → its customers, and who of them was still there at an age.

Pure. One statement; whoever is there at an age is counted in the cohort's share at it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, cast

from lievik.model.cohorts import CohortCustomer, CohortListAnswer
from lievik.model.periods import custom_period, month_index
from lievik.planner.cohort_sql import CohortSQL
from lievik.planner.deal_filter import deal_filter
from lievik.planner.standing_sql import Known

if TYPE_CHECKING:
    from lievik.planner.request_words import Said
    from lievik.questions.stating import Stating

_DAY: Final = timedelta(days=1)


def cohort_list(
    company: Stating,
    said: Said,
    age: int | None = None,
    as_of: str | date | None = None,
    *,
    has_returned: bool = False,
) -> CohortListAnswer:
    """List the customers that were won in a period, as people ask for it.

    Args:
        company: as it was known at the end of the as-of day.
        said: period of becoming a customer, where.
        age: months after which who is there counts; left out, or greater, for the most that all have reached.
        as_of: the day.
        has_returned: those who come back count again; else a customer who was lost stays so.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    request = company.request((), {**said, "by": (), "grain": ""}, as_of)
    period, day = request.periods[0], request.as_of
    youngest = min(month_index(period.end - _DAY), month_index(day))
    oldest = max(month_index(day) - youngest, 0)
    answer = CohortListAnswer(
        period=period, as_of=day, age=oldest if age is None else min(age, oldest), has_returned=has_returned
    )
    if not company.facts.has_source("customer"):
        return replace(answer, reason="missing_table", reason_facts={"tables": "customer_period or invoice_line"})
    sql = CohortSQL(
        found=deal_filter(request, company.catalogue, (), "customer"),
        known=Known(facts=company.facts, as_of=day, currency=company.facts.currency),
        period=custom_period(period.start, period.end),
        basis="",
        has_returned=has_returned,
    )
    return replace(answer, customers=tuple(map(_customer, company.run(sql.listed(answer.age)))))


def _customer(row: tuple[object, ...]) -> CohortCustomer:
    account, name, owner, became_on, left_on, is_there = row
    return CohortCustomer(
        account_id=str(account),
        name=str(name),
        owner=str(owner),
        became_on=cast("date", became_on),
        left_on=cast("date | None", left_on),
        is_there=bool(is_there),
    )
