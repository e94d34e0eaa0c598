"""Coverage of random histories equals plain Python that goes through every state of every deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lievik.model.coverage import CoverageAnswer
from tests.soundness.table_from_docstring import company_of

FIRST = date(2024, 1, 1)
AS_OF = date(2026, 5, 20)
QUARTERS = [
    (date(2024 + q // 4, 3 * (q % 4) + 1, 1), date(2024 + (q + 1) // 4, 3 * ((q + 1) % 4) + 1, 1)) for q in range(10)
]
RATE = Decimal("0.9")
"""Of the dollar, on every day."""


@dataclass(frozen=True, kw_only=True)
class State:
    """One state of a deal: from the end of a day on, until that of another."""

    start: date
    end: date | None
    amount: int | None
    expected: date
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Deal:
    """A deal with its states, in order."""

    id: str
    currency: str
    owner: str
    qualified: date | None
    states: tuple[State, ...]

    def on(self, day: date) -> State | None:
        """The state that holds at the end of a day."""
        return next((s for s in self.states if s.start <= day and (s.end is None or s.end > day)), None)

    def euros(self, amount: int) -> Decimal:
        """An amount in euros."""
        return Decimal(amount) if self.currency == "EUR" else round(amount * RATE, 2)


def make(random: Random, number: int) -> Deal:
    """Make a deal: opened, changed a few times, perhaps lost and opened again, perhaps won."""
    day = FIRST + timedelta(days=random.randrange(860))
    moments = sorted({day, *(day + timedelta(days=random.randrange(1, 200)) for _ in range(random.randrange(5)))})
    moments = [moment for moment in moments if moment <= AS_OF] or [AS_OF]
    states = []
    for place, start in enumerate(moments):
        is_last = place == len(moments) - 1
        outcome = random.choice(("won", "lost", "open") if is_last and place else ("open", "open", "open", "lost"))
        end = None if is_last else moments[place + 1]
        expected = start + timedelta(days=random.randrange(-20, 150))
        amount = random.choice((None, 100, 250, 1000))
        states.append(State(start=start, end=end, amount=amount, expected=expected, outcome=outcome))
    return Deal(
        id=f"d{number}",
        currency=random.choice(("EUR", "USD")),
        owner=random.choice(("Eva", "Jan")),
        qualified=moments[0] if random.random() < 0.8 else None,
        states=tuple(states),
    )


def answer_of(deals: list[Deal], week: int) -> CoverageAnswer:
    """Ask the product."""
    rows, versions = [], []
    for deal in deals:
        last = deal.states[-1]
        closed = None if last.outcome == "open" else last.start
        about = {"currency": deal.currency, "owner_id": deal.owner, "created_on": deal.states[0].start}
        told = {"qualified_on": deal.qualified, "amount": last.amount, "expected_close_on": last.expected}
        rows.append({"id": deal.id, "outcome": last.outcome, "closed_on": closed, **about, **told})
        versions += [
            {
                "id": f"{deal.id}-{place}",
                "deal_id": deal.id,
                "valid_from_on": state.start,
                "valid_from": f"{state.start} 09:00:00",
                "valid_until_on": state.end,
                "valid_until": state.end and f"{state.end} 09:00:00",
                "outcome": state.outcome,
                "closed_on": None if state.outcome == "open" else state.start,
                "amount": state.amount,
                "expected_close_on": state.expected,
                "qualified_on": deal.qualified,
                **about,
            }
            for place, state in enumerate(deal.states)
        ]
    rates = [{"on_date": FIRST, "from_currency": "USD", "to_currency": "EUR", "rate": RATE, "kind": "market"}]
    quota = {"subject_kind": "company", "starts_on": QUARTERS[-1][0], "ends_on": QUARTERS[-1][1], "amount": 10_000}
    tables = {"deal": rows, "deal_version": versions, "fx_rate": rates, "quota": [quota]}
    tables["rep"] = [{"id": name, "name": name} for name in ("Eva", "Jan")]
    return company_of(tables, as_of=AS_OF).workspace.coverage(period="2026-Q2", week=week)


def stood(deals: list[Deal], day: date, quarter: tuple[date, date], *, is_start: bool) -> list[tuple[Deal, Decimal]]:
    """What stood in the pipeline of a quarter at the end of a day."""
    is_any_qualified = any(deal.qualified for deal in deals)
    found = []
    for deal in deals:
        state = deal.on(day)
        if (
            state is None
            or state.outcome != "open"
            or state.amount is None
            or (is_any_qualified and not deal.qualified)
        ):
            continue
        if quarter[0] <= state.expected < quarter[1] and (is_start or state.expected >= day):
            found.append((deal, deal.euros(state.amount)))
    return found


def won_on(deal: Deal) -> date | None:
    """The day on which a deal was won, if it is."""
    last = deal.states[-1]
    return last.start if last.outcome == "won" and last.start <= AS_OF else None


def total(found: list[tuple[Deal, Decimal]]) -> Decimal:
    return sum((amount for _, amount in found), Decimal(0))


@pytest.mark.parametrize("week", [1, 3, 8])
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(1, 60))
def test_every_earlier_quarter_is_as_plain_python_has_it(week: int, seed: int, size: int) -> None:
    deals = [make(Random(f"{seed}/{number}"), number) for number in range(size)]  # noqa: S311 - nothing here is a secret
    answer = answer_of(deals, week)
    by_start = {past.period.start: past for past in answer.past}
    first = min(deal.states[0].start for deal in deals)
    for quarter in QUARTERS[1:-1]:
        start, end = quarter
        days = round(Decimal((end - start).days) * 50 / 91)
        day, week_day = start + timedelta(days=days - 1), start + timedelta(days=7 * (week - 1))
        now, then = stood(deals, day, quarter, is_start=False), stood(deals, week_day, quarter, is_start=True)
        won = [(deal, on) for deal in deals if (on := won_on(deal)) and start <= on < end]
        sums = [deal.euros(deal.states[-1].amount or 0) for deal, _ in won]
        after = [amount for (_, on), amount in zip(won, sums, strict=True) if on > day]
        past = by_start.get(start)
        if past is None:
            assert start < first or not (total(now) or total(then) or sum(sums))
            continue
        converted = [(deal, amount) for deal, amount in now if (on := won_on(deal)) and day < on < end]
        assert (past.day, past.start_day) == (day, week_day)
        assert (past.amount, past.deals) == (total(now), len(now))
        assert (past.start_amount, past.start_deals) == (total(then), len(then))
        assert (past.won, past.won_after) == (sum(sums), sum(after))
        assert (past.converted, past.converted_deals) == (total(converted), len(converted))
    open_now = stood(deals, AS_OF, QUARTERS[-1], is_start=False)
    assert (answer.whole.amount or 0, answer.whole.deals) == (total(open_now), len(open_now))
    starting = answer.whole.numbers["starting"]
    frozen = stood(deals, min(QUARTERS[-1][0] + timedelta(days=7 * (week - 1)), AS_OF), QUARTERS[-1], is_start=True)
    assert (starting.numerator, starting.n) == (total(frozen), len(frozen))
