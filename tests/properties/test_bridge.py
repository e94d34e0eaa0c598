"""Made-up histories: every bar of a bridge equals plain Python over a replay, and opening and bars are the closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lievik.model.bridge import Account, BridgeAnswer
from lievik.planner.deal_states import deals_on
from lievik.planner.statement import Statement
from tests.properties.every_reading import seeds, some
from tests.properties.plain_bridge import Bars, Question, plain_bridge
from tests.properties.random_history import DAYS, START, History, random_history
from tests.soundness.table_from_docstring import Company, HeldEngine, company_of

AS_OF = START + timedelta(days=DAYS + 60)
COLUMNS = ("outcome", "amount", "currency", "owner_id", "expected_close_on", "qualified_on", "is_deleted")
PERIODS: dict[tuple[date, date] | None, str] = {
    (date(2026, 1, 1), date(2026, 4, 1)): "2026-Q1",
    (date(2026, 2, 1), date(2026, 3, 1)): "2026-02",
    None: "",
}

days = st.tuples(st.integers(0, DAYS), st.integers(1, 60)).map(
    lambda found: (START + timedelta(days=found[0] - 10), START + timedelta(days=found[0] - 10 + found[1]))
)
sizes = st.integers(1, 12)


def company(history: History) -> Company:
    """A workspace of a history."""
    made = company_of(
        {
            "deal": history.deals,
            "deal_version": history.versions,
            "team_member": history.members,
            "fx_rate": history.rates,
            # rates are made for currencies that something is in now
            "spend": [{"currency": "USD", "amount": 1, "spent_on": START}],
            "rep": [{"id": f"r{number}", "name": f"Rep {number}"} for number in (1, 2, 3)],
            "team": [{"id": f"t{number}", "name": f"Team {number}"} for number in (1, 2)],
            "pipeline": [{"id": f"p{number}", "name": f"Pipeline {number}"} for number in (1, 2)],
        },
        as_of=AS_OF,
    )
    engine = made.workspace.engine
    assert isinstance(engine, HeldEngine)
    for row in history.past:
        told = {**row, "given_outcome": row["outcome"], "given_qualified_on": row["qualified_on"]}
        told.pop("number")
        names = ", ".join(told)
        values = ", ".join("NULL" if value is None else f"'{value}'" for value in told.values())
        engine.fill(f"INSERT INTO deal_past ({names}) VALUES ({values})")  # noqa: S608 - rows of a test
    return made


def own(account: Account) -> Bars:
    """An account as plain bars."""
    part = account.part
    bars = {(part, movement.name): (movement.net.deals, movement.net.amount) for movement in account.movements}
    bars |= {
        (part, name): (bar.deals, bar.amount)
        for name, bar in (("opening", account.opening), ("closing", account.closing))
    }
    return {key: bar for key, bar in bars.items() if bar[0]}


def check_identities(answer: BridgeAnswer) -> None:
    """Opening and all bars together are the closing, to the cent; by deals too where no deal goes over."""
    for account in answer.accounts:
        for way in ("net", "steps"):
            bars = [getattr(movement, way) for movement in account.movements]
            assert account.opening.amount + sum((bar.amount for bar in bars), Decimal(0)) == account.closing.amount
    for whole in (account for account in answer.accounts if account.is_whole):
        if not answer.split_by:
            continue
        parts = [
            account
            for account in answer.accounts
            if not account.is_whole and (account.currency, account.is_converted) == (whole.currency, whole.is_converted)
        ]
        for name in ("opening", "closing"):
            assert sum((getattr(part, name).amount for part in parts), Decimal(0)) == getattr(whole, name).amount
            assert sum(getattr(part, name).deals for part in parts) == getattr(whole, name).deals
        for name in {movement.name for account in (*parts, whole) for movement in account.movements}:
            if not name.endswith(("er_in", "er_out", "line_in", "line_out", "gory_in", "gory_out")):
                assert sum((part.of(name).net.amount for part in parts), Decimal(0)) == whole.of(name).net.amount


@given(seed=seeds, size=sizes)
@some
def test_deals_of_any_day_are_those_of_a_replay(seed: int, size: int) -> None:
    history = random_history(seed, size)
    then = company(history).workspace.known_then(None, has_states=True)
    for number in range(-5, DAYS + 60, 13):
        day = START + timedelta(days=number)
        sql = deals_on(then.facts, "$day", COLUMNS)
        rows = then.run(Statement(sql=sql, values={"day": day}))
        found = {str(row[0]): dict(zip(COLUMNS, row[2:], strict=True)) for row in rows}
        expected = {deal: state for deal in history.states if (state := history.at(deal, day)) is not None}
        assert set(found) == set(expected)
        for deal, state in expected.items():
            qualified = state["qualified_on"]
            want = {name: state[name] for name in COLUMNS}
            want["qualified_on"] = qualified if isinstance(qualified, date) and qualified <= day else None
            want["amount"] = None if state["amount"] is None else Decimal(str(state["amount"]))
            assert found[deal] == want, (deal, day)


questions = st.builds(
    lambda days, period, where, by: Question(from_on=days[0], to_on=days[1], period=period, where=where, part=by),
    days,
    st.sampled_from(tuple(PERIODS)),
    st.sampled_from((None, ("owner", "r1"), ("pipeline", "p1"), ("forecast_category", "commit"), ("team", "t1"))),
    st.sampled_from(("", "owner", "team", "pipeline", "forecast_category")),
)


@given(seed=seeds, size=sizes, question=questions)
@some
def test_every_bar_is_that_of_plain_python(seed: int, size: int, question: Question) -> None:
    history = random_history(seed, size)
    if question.where and not _is_said(history, question.where):
        question = replace(question, where=None)
    said: dict[str, Any] = {"by": question.part} if question.part else {}
    if question.period:
        said["period"] = PERIODS[question.period]
    if question.where:
        said["where"] = {question.where[0]: str(question.where[1])}
    answer = company(history).workspace.bridge(
        from_on=question.from_on, to_on=question.to_on, is_all=not question.period, listed="all", **said
    )
    check_identities(answer)
    for currency in ("EUR", "USD", "XAU"):
        check_accounts(answer, history, question, currency)


def check_accounts(answer: BridgeAnswer, history: History, question: Question, currency: str) -> None:
    """Compare the accounts of one currency, and for euros the converted ones."""
    labels = {f"r{n}": f"Rep {n}" for n in (1, 2, 3)} | {f"t{n}": f"Team {n}" for n in (1, 2)}
    labels |= {f"p{n}": f"Pipeline {n}" for n in (1, 2)}
    bars, converted, left_out = plain_bridge(history, question, currency)
    for is_converted, expected in ((False, bars), (True, converted))[: 2 if currency == "EUR" else 1]:
        of = [found for found in answer.accounts if (found.is_converted, found.currency) == (is_converted, currency)]
        accounts = [account for account in of if account.is_whole != bool(question.part)]
        if is_converted and not any(account.is_whole for account in of):
            continue
        found: Bars = {}
        for account in accounts:
            found |= own(account)
        named = {(labels.get(str(part), part), name): bar for (part, name), bar in expected.items()}
        assert found == {key: bar for key, bar in named.items() if bar[0]}
        if is_converted:
            assert [account.left_out for account in of if account.is_whole] == [left_out]


def _is_said(history: History, where: tuple[str, object]) -> bool:
    """Whether any deal has the value now, as one that is nowhere is refused."""
    return where[0] in {"owner", "pipeline", "team"} or any(deal[where[0]] == where[1] for deal in history.deals)
