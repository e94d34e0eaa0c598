"""A request about a period → what goes with the contacts, the roles and the decision makers of deals that ended in it.

Pure. Differences are called clear only beyond what chance gives two in a thousand, as many are looked at together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, cast

from lievik.errors import RequestError
from lievik.insight.change import Estimate, difference
from lievik.insight.funnel import LIMIT
from lievik.insight.intervals import wilson
from lievik.model.committee import (
    CommitteeAnswer,
    CommitteeNumber,
    CommitteeRow,
    CommitteeTable,
    Gap,
    Outcome,
    Sight,
    Trait,
)
from lievik.model.facts import Facts
from lievik.model.request import MetricRequest
from lievik.model.result import Interval
from lievik.planner.committee_sql import DECISION_MAKER, SECOND_CONTACT, committee_statement
from lievik.planner.deal_filter import deal_filter
from lievik.planner.request_words import Said
from lievik.planner.standing_sql import Known
from lievik.questions.asking import decimal_of, last_four_quarters
from lievik.questions.stating import Stating

_FEWEST: Final = 10
"""Deals below which a number is shown as counts and nothing is compared."""

_LONGEST: Final = 365
_ORDER: Final = ("0", "1", "2", "3+", "yes", "no", *(band for band, _ in SECOND_CONTACT), "61+", "none")
_OUTCOMES: Final[tuple[Outcome, ...]] = ("win_rate", "cycle", "size", "rest")
_METRICS: Final = ("win_rate", "sales_cycle_length", "average_deal_size")

Row = Sequence[object]


def committee(company: Stating, said: Said, within: int = 30, as_of: str | date | None = None) -> CommitteeAnswer:
    """Say what goes with who took part in deals, as people ask for it.

    Args:
        company: deals as they stood at the end of the as-of day.
        said: period in which deals ended (left out for the last four full quarters), where, currency.
        within: contacts engaged so many days from a deal's start count as early ones.
        as_of: the day.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    if not 1 <= within <= _LONGEST:
        raise RequestError(f"Contacts cannot be counted within {within} days.", "Give days from 1 to 365, like 30.")
    request = request_of(company, said, as_of)
    known = Known(facts=company.facts, as_of=request.as_of, currency=request.currency or company.facts.currency)
    answer = CommitteeAnswer(period=request.periods[0], as_of=request.as_of, currency=known.currency, within=within)
    missing = _missing(company.facts)
    found = deal_filter(request, company.catalogue)
    if missing:
        reason, facts = missing
        return replace(answer, reason=reason, reason_facts=facts)
    return _answer(answer, company.run(committee_statement(request.periods[0], within, found, known)))


def request_of(company: Stating, said: Said, as_of: str | date | None) -> MetricRequest:
    """Read the question; without a period it is about the last four full quarters."""
    period = said.get("period") or last_four_quarters(company.default_period(company.as_of(as_of))).label
    return company.request(_METRICS, {**said, "period": period}, as_of)


def _missing(facts: Facts) -> tuple[str, Mapping[str, str]] | None:
    """What the question cannot do without and the data does not have."""
    for table in ("deal", "deal_contact"):
        if not facts.has_rows(table):
            return "missing_table", {"tables": table}
    if not facts.has_values("deal_contact", "first_engaged_on"):
        return "missing_column", {"columns": "deal_contact.first_engaged_on"}
    return None


def _answer(answer: CommitteeAnswer, rows: Sequence[Row]) -> CommitteeAnswer:
    """Put rows in order by table."""
    tables: dict[tuple[Trait, Sight, str], list[CommitteeRow]] = {}
    counts: Row = ("", "", "", "", 0, 0, 0, None, 0)
    for row in rows:
        if row[0] == "all":
            counts = row
            continue
        trait, sight, label = cast("tuple[Trait, Sight, str]", row[:3])
        is_decider = trait == "role" and label == DECISION_MAKER
        tables.setdefault(("decision_maker" if is_decider else trait, sight, label), []).append(_row(row))
    _, _, _, _, deals, told, renewals, _, unrated = cast(
        "tuple[str, str, str, str, int, int, int, None, int]", counts[:9]
    )
    return replace(
        answer,
        tables=tuple(_table(*key, found) for key, found in sorted(tables.items(), key=lambda item: _place(item[0]))),
        deals=deals,
        with_contacts=told,
        renewals=renewals,
        no_rate=unrated,
    )


def _place(key: tuple[Trait, Sight, str]) -> tuple[int, int, str]:
    traits = ("contacts", "several", "decision_maker", "role", "second_contact")
    return traits.index(key[0]), 0 if key[1] == "early" else 1, key[2]


def _table(trait: Trait, sight: Sight, label: str, rows: Sequence[CommitteeRow]) -> CommitteeTable:
    ordered = sorted(rows, key=lambda row: _ORDER.index(row.key))
    by_key = {row.key: row for row in ordered}
    gaps: dict[Outcome, Gap] = {}
    if set(by_key) == {"yes", "no"}:
        pairs = {
            outcome: (by_key["yes"].numbers.get(outcome), by_key["no"].numbers.get(outcome))
            for outcome in _OUTCOMES
            if outcome != "rest"
        }
        gaps = {outcome: _gap(*pair) for outcome, pair in pairs.items()}
    return CommitteeTable(trait=trait, sight=sight, label=label, rows=tuple(ordered), gaps=gaps)


def _row(row: Row) -> CommitteeRow:
    """One kind of deals; days after the second contact only where deals are told apart by it."""
    trait, key = row[0], str(row[3])
    ended, won, sized, amount = cast("tuple[int, int, int, Decimal | None]", row[4:8])
    numbers = {"win_rate": _rate(won, ended), "cycle": _middle(row[8:14]), "size": _middle(row[14:20])}
    if trait == "second_contact":
        numbers["rest"] = _middle(row[20:26])
    return CommitteeRow(
        key=key,
        ended=ended,
        won=won,
        sized=sized,
        won_amount=amount or Decimal(0),
        numbers=cast("Mapping[Outcome, CommitteeNumber]", numbers),
    )


def _rate(won: int, ended: int) -> CommitteeNumber:
    """Share of deals that were won."""
    if not ended:
        return CommitteeNumber(value=None, status="undefined", n=0)
    low, high = wilson(won, ended)
    wide = wilson(won, ended, LIMIT)
    return CommitteeNumber(
        value=Decimal(won) / ended,
        status="ok" if ended >= _FEWEST else "insufficient",
        n=ended,
        part=won,
        interval=Interval(low=decimal_of(low), high=decimal_of(high), method="wilson"),
        wide=(decimal_of(wide[0]), decimal_of(wide[1])),
    )


def _middle(numbers: Row) -> CommitteeNumber:
    """The middle value of deals won, and what brackets it."""
    n = cast("int", numbers[0])
    value, low, high, wide_low, wide_high = cast("list[float | None]", list(numbers[1:]))
    if not n or value is None:
        return CommitteeNumber(value=None, status="undefined", n=0)
    interval = None
    if low is not None and high is not None:
        interval = Interval(low=decimal_of(low), high=decimal_of(high), method="order_statistic")
    is_wide = wide_low is not None and wide_high is not None
    return CommitteeNumber(
        value=decimal_of(value),
        status="ok" if n >= _FEWEST else "insufficient",
        n=n,
        interval=interval,
        wide=(decimal_of(wide_low or 0.0), decimal_of(wide_high or 0.0)) if is_wide else None,
    )


def _gap(with_it: CommitteeNumber | None, without: CommitteeNumber | None) -> Gap:
    """How two numbers differ; nothing is said where either rests on too few deals."""
    if with_it is None or without is None or with_it.status != "ok" or without.status != "ok":
        return Gap(gap=None)
    if with_it.interval is None or without.interval is None:
        return Gap(gap=None)
    found = difference(
        *(
            _estimate(number, (number.interval.low, number.interval.high))
            for number in (with_it, without)
            if number.interval
        )
    )
    is_clear = False
    if with_it.wide is not None and without.wide is not None:
        wide = difference(_estimate(with_it, with_it.wide), _estimate(without, without.wide))
        is_clear = wide.low > 0 or wide.high < 0
    return Gap(gap=decimal_of(found.value), low=decimal_of(found.low), high=decimal_of(found.high), is_clear=is_clear)


def _estimate(number: CommitteeNumber, bounds: tuple[Decimal, Decimal]) -> Estimate:
    return Estimate(value=float(number.value or 0), low=float(bounds[0]), high=float(bounds[1]))
