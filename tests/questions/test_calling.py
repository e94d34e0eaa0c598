"""Whom to call first: the order and its reasons by sums that can be checked, and what does not count in it."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lievik.insight.shrinkage import pool_shares
from lievik.model.calling import Call, CallingAnswer
from tests.soundness.table_from_docstring import Company, Rows, company_of

TODAY = date(2026, 6, 30)
ENDED = date(2025, 9, 1)


def ended(number: int, *, is_won: bool, days: int = 60, amount: int | None = 1000) -> dict[str, object]:
    """A deal that ended."""
    return {
        "id": f"d{number}",
        "owner_id": "r1",
        "outcome": "won" if is_won else "lost",
        "amount": amount if is_won else None,
        "created_on": ENDED - timedelta(days=days),
        "closed_on": ENDED,
    }


def standing(name: str, days: int, **more: object) -> dict[str, object]:
    """A deal that stands open for so many days."""
    return {"id": name, "name": name, "outcome": "open", "created_on": TODAY - timedelta(days=days), **more}


def made(deals: Rows, **more: Rows) -> Company:
    reps = [{"id": "r1", "name": "Anna"}, {"id": "r2", "name": "Boris"}]
    first = {"id": "first", "outcome": "lost", "created_on": "2024-01-01", "closed_on": "2024-01-02"}
    return company_of({"rep": reps, "deal": [first, *deals], **more})


def ask(deals: Rows, **more: Rows) -> CallingAnswer:
    return made(deals, **more).workspace.calling()


def call(answer: CallingAnswer, name: str) -> Call:
    return next(each for each in answer.calls if each.name == name)


HISTORY = [ended(number, is_won=number < 40) for number in range(100)]
"""Forty of a hundred were won, after sixty days each, for a thousand."""


def test_without_anything_to_tell_deals_apart_the_amount_alone_decides() -> None:
    answer = ask([*HISTORY, standing("small", 10, amount=100), standing("large", 10, amount=900)])
    assert [each.name for each in answer.calls] == ["large", "small"]
    found = answer.calls[0]
    assert (float(found.chance or 0), float(found.days_left), found.amount) == (pytest.approx(0.4), 50, 900)
    assert found.per_day == pytest.approx(900 * (found.chance or 0) / found.days_left)
    assert [reason.kind for reason in found.reasons] == ["amount", "company_rate"]


def test_where_it_has_no_amount_that_of_all_deals_won_is_taken_and_it_is_said() -> None:
    found = ask([*HISTORY, standing("bare", 10)]).calls[0]
    assert (found.amount, found.reasons[0].kind, found.reasons[0].n) == (1000, "company_size", 40)


def test_where_nobody_knows_amounts_it_stands_last_without_a_number() -> None:
    history = [ended(number, is_won=number < 40, amount=None) for number in range(100)]
    answer = ask([*history, standing("bare", 10), standing("own", 10, amount=1)])
    assert [(each.name, each.per_day is None) for each in answer.calls] == [("own", False), ("bare", True)]
    assert answer.unknown == 1


def test_old_deals_are_told_from_new_ones_by_what_became_of_deals_that_old() -> None:
    """Thirty of forty that ended at 20 days were lost, and all of sixty that ended at 90 days were won.

    The old one, seen for 50 days, counts with those sixty: 10/101 + 61/101 of the new ones are won.
    """
    quick = [ended(number, is_won=number < 10, days=20) for number in range(40)]
    slow = [ended(number, is_won=True, days=90) for number in range(40, 100)]
    answer = ask([*quick, *slow, standing("new", 0, amount=100), standing("old", 50, amount=100)])
    new, old = call(answer, "new"), call(answer, "old")
    assert (float(new.chance or 0), float(new.days_left)) == (pytest.approx(71 / 101), 62.3)
    assert (float(old.chance or 0), float(old.days_left)) == (pytest.approx(0.995), 40)
    (reason,) = [reason for reason in old.reasons if reason.kind == "age"]
    assert (reason.days, reason.n, float(reason.value)) == (50, 60, pytest.approx(1.0))


def versions(number: int, *stages: str) -> list[dict[str, object]]:
    """What stages a deal was at, a day each."""
    start = ENDED - timedelta(days=60)
    return [
        {
            "id": f"v{number}-{place}",
            "deal_id": f"d{number}",
            "stage_id": stage,
            "outcome": "open",
            "valid_from": start + timedelta(days=place),
            "valid_from_on": start + timedelta(days=place),
        }
        for place, stage in enumerate(stages)
    ]


STAGES = [{"id": "talk", "name": "Talk", "position": 1}, {"id": "offer", "name": "Offer", "position": 2}]


def test_a_stage_counts_by_its_own_history_and_then_age_does_not() -> None:
    """All hundred were at talk; fifty came to offer, of which forty were won."""
    history = [row for n in range(100) for row in versions(n, *(("talk", "offer") if n < 50 else ("talk",)))]
    opened = [
        standing("at offer", 10, amount=100, stage_id="offer"),
        standing("at talk", 10, amount=100, stage_id="talk"),
    ]
    answer = ask([*HISTORY, *opened], deal_version=history, stage=STAGES)
    pool = pool_shares([(40, 50), (40, 100)])
    assert answer.has_stages
    assert float(call(answer, "at offer").chance or 0) == pytest.approx(pool.drawn(0.8, 50))
    assert float(call(answer, "at talk").chance or 0) == pytest.approx(0.4)
    (reason,) = [reason for reason in call(answer, "at offer").reasons if reason.kind == "stage"]
    assert (reason.label, reason.n, float(reason.rest or 0)) == ("Offer", 50, pytest.approx(0.4))


def test_a_segment_counts_only_where_it_is_told_apart() -> None:
    accounts = [{"id": f"a{n}", "industry": name} for n, name in enumerate(("Cars", "Food", "Wood"))]
    history = [{**row, "account_id": f"a{0 if n < 50 else 1 + n % 2}"} for n, row in enumerate(HISTORY)]
    opened = [standing(name, 10, amount=100, account_id=f"a{n}") for n, name in enumerate(("cars", "food", "wood"))]
    answer = ask([*history, *opened], account=accounts)
    assert answer.calls[0].name == "cars"
    (reason,) = [reason for reason in answer.calls[0].reasons if reason.kind == "segment"]
    assert (reason.dimension, reason.label, reason.n) == ("industry", "Cars", 50)
    assert reason.value > 0.6
    same = [float(each.chance or 0) for each in ask([*HISTORY, *opened], account=accounts).calls]
    assert same == pytest.approx([0.4] * 3)


def test_what_to_do_is_told_and_does_not_count() -> None:
    step = {"amount": 100, "next_step_on": TODAY + timedelta(days=3)}
    opened = [
        standing("fine", 10, **step),
        standing("idle", 10, amount=100),
        standing("late step", 10, amount=100, next_step_on="2026-06-01"),
        standing("late closing", 10, **step, expected_close_on="2026-06-01"),
        standing("old", 70, **step),
    ]
    answer = ask([*HISTORY, *opened])
    assert {each.name: each.todos for each in answer.calls} == {
        "fine": (),
        "idle": ("no_next_step",),
        "late step": ("step_overdue",),
        "late closing": ("close_date_passed",),
        "old": ("late",),
    }
    assert len({each.per_day for each in answer.calls if each.name != "old"}) == 1
    assert answer.late == 60


def test_one_reps_list_is_ordered_by_what_the_whole_company_tells() -> None:
    opened = [standing("mine", 10, amount=100, owner_id="r2"), standing("theirs", 10, amount=100, owner_id="r1")]
    workspace = made([*HISTORY, *opened]).workspace
    every, own = workspace.calling(), workspace.calling(where={"owner": "Boris"})
    assert [each.name for each in own.calls] == ["mine"]
    assert own.calls[0].chance == call(every, "mine").chance


def test_renewals_and_what_ended_or_comes_later_are_not_listed() -> None:
    opened = [
        standing("renewal", 10, amount=100, deal_type="renewal"),
        standing("gone", 10, amount=100, is_deleted=True),
        standing("to come", -5, amount=100),
        standing("here", 10, amount=100),
    ]
    answer = ask([*HISTORY, *opened])
    assert [each.name for each in answer.calls] == ["here"]
    assert answer.renewals == 1


def leads(count: int, source: str, became: int, *, first: int = 0) -> list[dict[str, object]]:
    """Leads of a source that ended: so many became deals after ten days, the others were given up."""
    made_on = date(2025, 9, 1)
    return [
        {
            "id": f"{source}{number}",
            "lead_source": source,
            "created_on": made_on,
            ("converted_on" if number - first < became else "disqualified_on"): made_on + timedelta(days=10),
        }
        for number in range(first, first + count)
    ]


def test_leads_have_to_become_deals_first() -> None:
    """Sixty of a hundred leads became deals, after ten days; four in ten deals are won after sixty, for 1,000."""
    open_lead = {"id": "new", "lead_source": "Web", "created_on": TODAY}
    answer = ask(HISTORY, lead=[*leads(100, "Web", 60), open_lead])
    (found,) = answer.calls
    assert (found.kind, found.amount) == ("lead", 1000)
    assert float(found.chance or 0) == pytest.approx(0.6 * 0.4)
    assert float(found.days_left) == pytest.approx(10 + 0.6 * 60)
    assert [reason.kind for reason in found.reasons] == ["company_size", "becomes_deal", "company_rate"]


def test_a_source_of_leads_counts_where_it_is_told_apart() -> None:
    history = [*leads(60, "Web", 50), *leads(60, "Fair", 10)]
    opened = [{"id": name, "lead_source": name, "created_on": TODAY} for name in ("Web", "Fair")]
    answer = ask(HISTORY, lead=[*history, *opened])
    assert [each.id for each in answer.calls] == ["Web", "Fair"]
    assert [[r.label for r in each.reasons if r.kind == "source"] for each in answer.calls] == [["Web"], ["Fair"]]


def test_old_leads_that_nobody_gave_up_are_told_from_new_ones() -> None:
    """A hundred leads: sixty became deals after ten days, forty were never given up."""
    made_on = TODAY - timedelta(days=200)
    left = [{"id": f"left{number}", "created_on": made_on} for number in range(40)]
    answer = ask(HISTORY, lead=[*leads(60, "Web", 60), *left, {"id": "new", "created_on": TODAY}])
    by_id = {each.id: each for each in answer.calls}
    assert float(by_id["new"].chance or 0) == pytest.approx(0.6 * 0.4)
    assert by_id["left1"].chance == 0
    (reason,) = [reason for reason in by_id["left1"].reasons if reason.kind == "becomes_deal"]
    assert (reason.days, reason.value) == (200, 0)


def test_too_few_leads_tell_no_chance_and_that_is_no_zero() -> None:
    answer = ask(HISTORY, lead=[*leads(5, "Web", 3), {"id": "new", "created_on": TODAY}])
    (found,) = answer.calls
    assert (found.chance, found.per_day, answer.unknown) == (None, None, 1)


def test_leads_that_ended_or_were_entered_twice_are_not_listed() -> None:
    twice = {"id": "twice", "created_on": TODAY, "merged_into_id": "new"}
    answer = ask(HISTORY, lead=[*leads(30, "Web", 10), {"id": "new", "created_on": TODAY}, twice])
    assert [each.id for each in answer.calls] == ["new"]


def test_without_anything_it_says_what_is_missing() -> None:
    answer = company_of({}).workspace.calling()
    assert (answer.reason, dict(answer.reason_facts), answer.calls) == ("missing_table", {"tables": "deal"}, ())


def test_with_too_little_history_deals_are_listed_by_amount() -> None:
    answer = ask([ended(1, is_won=True), standing("a", 5, amount=5), standing("b", 5, amount=9)])
    assert [each.name for each in answer.calls] == ["b", "a"]
    tried = made([ended(1, is_won=True), standing("a", 5, amount=5)]).workspace.calling(has_tried=True).tried
    assert tried is not None
    assert (tried.chance, tried.wins, tried.brings) == (None, "unclear", "unclear")
