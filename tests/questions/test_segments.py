"""Segments equal plain Python over their deals; what is found, what is not, and what is left out."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import comb
from statistics import fmean, median

import pytest

from lievik.errors import RequestError
from lievik.insight.permutation import Scores, chance_of_sum
from lievik.model.segments import Segment, SegmentNumber, SegmentsAnswer
from tests.questions.segment_company import Sold, by_chance, company_with

DEALS = by_chance(400, 3, favoured=0.6)


def ask(deals: Sequence[Sold], **said: str) -> SegmentsAnswer:
    return company_with(deals).workspace.segments(period="2025", **said)  # type: ignore[arg-type]


def segment(answer: SegmentsAnswer, label: str, dimension: str = "industry") -> Segment:
    return next(each for each in answer.of(dimension) if each.label == label)


def midranks(values: Sequence[float]) -> list[float]:
    """The mean rank of each value, ties sharing theirs, less the mean of all ranks."""
    ordered = sorted(values)
    places: dict[float, list[int]] = {}
    for rank, value in enumerate(ordered, 1):
        places.setdefault(value, []).append(rank)
    return [fmean(places[value]) - (len(values) + 1) / 2 for value in values]


def chance_of(values: Sequence[float], picked: Sequence[bool]) -> float:
    """The chance of a blind pick, out of every record."""
    scores = Scores(records=len(values), squares=sum(v**2 for v in values), cubes=sum(v**3 for v in values))
    total = sum(value for value, is_in in zip(values, picked, strict=True) if is_in)
    return chance_of_sum(total, sum(picked), scores)


def test_every_number_of_a_segment_is_that_of_its_deals() -> None:
    answer = ask(DEALS)
    for label in ("A", "B", "C"):
        own = [deal for deal in DEALS if deal.industry == label]
        found = segment(answer, label)
        won = [deal for deal in own if deal.is_won]
        sized = [deal.amount for deal in won if deal.amount is not None]
        paid = [deal for deal in own if not deal.is_won or deal.amount is not None]
        assert (found.ended, found.won, found.won_amount) == (len(own), len(won), sum(sized))
        assert found.worked_days == sum(deal.days for deal in paid)
        values = {measure: float(number.value or 0) for measure, number in found.numbers.items()}
        assert values == pytest.approx(
            {
                "win_rate": len(won) / len(own),
                "size": fmean(sized),
                "speed": fmean(deal.days for deal in won),
                "day_value": sum(sized) / sum(deal.days for deal in paid),
            }
        )
        assert found.numbers["size"].n == len(sized)
        assert found.numbers["day_value"].n == len(paid)


def test_chances_are_those_worked_out_over_every_deal() -> None:
    answer = ask(DEALS)
    won = [deal for deal in DEALS if deal.is_won]
    sized = [deal for deal in won if deal.amount is not None]
    paid = [deal for deal in DEALS if not deal.is_won or deal.amount is not None]
    pace = sum(deal.money for deal in paid) / sum(deal.days for deal in paid)
    scored: dict[str, tuple[list[Sold], list[float]]] = {
        "size": (sized, midranks([float(deal.amount or 0) for deal in sized])),
        "speed": (won, midranks([float(deal.days) for deal in won])),
        "day_value": (paid, [deal.money - pace * deal.days for deal in paid]),
    }
    for label in ("A", "B", "C"):
        numbers: Mapping[str, SegmentNumber] = segment(answer, label).numbers  # type: ignore[assignment]
        for measure, (deals, scores) in scored.items():
            expected = chance_of(scores, [deal.industry == label for deal in deals])
            assert numbers[measure].chance == pytest.approx(expected, rel=1e-6), (label, measure)
        own = [deal for deal in DEALS if deal.industry == label]
        part = sum(deal.is_won for deal in own)
        ways = [comb(len(won), k) * comb(len(DEALS) - len(won), len(own) - k) for k in range(len(own) + 1)]
        both = sum(ways[: part + 1]) / sum(ways), sum(ways[part:]) / sum(ways)
        assert numbers["win_rate"].chance == pytest.approx(min(1.0, 2 * min(both)), rel=1e-9)


def test_what_is_found_is_told_with_all_other_deals_and_no_deal_without_a_value_is_a_segment() -> None:
    answer = ask(DEALS)
    assert {each.label for each in answer.of("industry")} == {"A", "B", "C"}
    finding = next(each for each in answer.findings if each.measure == "win_rate" and each.label == "A")
    others = [deal for deal in DEALS if deal.industry != "A"]
    assert (finding.is_above, finding.is_better, finding.rest_n) == (True, True, len(others))
    assert float(finding.rest) == pytest.approx(sum(deal.is_won for deal in others) / len(others))
    assert [each.label for each in answer.findings if each.dimension == "size_band"] == []


def test_large_and_slow_deals_are_told_by_their_medians() -> None:
    deals = [replace(d, amount=(d.amount or 100) * 4, days=d.days * 3) if d.size == "large" else d for d in DEALS]
    answer = ask(deals, by="size_band")
    told = {(each.label, each.measure): each for each in answer.findings}
    assert ("large", "size") in told
    assert ("small", "speed") in told
    size, speed = told["large", "size"], told["small", "speed"]
    won = {label: [d for d in deals if d.is_won and d.size == label] for label in ("large", "small")}
    amounts = {label: [d.amount for d in found if d.amount is not None] for label, found in won.items()}
    assert (float(size.value), float(size.rest)) == pytest.approx((median(amounts["large"]), median(amounts["small"])))
    days = [median(d.days for d in won[label]) for label in ("small", "large")]
    assert (float(speed.value), float(speed.rest), speed.is_better) == (*map(pytest.approx, days), True)
    assert {label for label, _ in told} == {"large", "small"}
    assert len([each for each in answer.findings if each.measure == "size"]) == 1


def test_the_same_deals_are_found_once_and_it_is_said() -> None:
    deals = [replace(deal, fit=0.9 if deal.industry == "A" else 0.2) for deal in DEALS]
    answer = ask(deals)
    assert "icp_fit" not in {each.dimension for each in answer.findings}
    same = [(each.smaller, each.larger) for each in answer.overlaps if each.is_same]
    assert same == [(("icp_fit", "75-100"), ("industry", "A"))]
    assert segment(answer, "75-100", "icp_fit").numbers["win_rate"].side == "better"


def test_renewals_are_left_out_unless_they_are_asked_for() -> None:
    old = [replace(deal, kind="renewal", is_won=True) for deal in DEALS[:50]]
    answer = ask([*DEALS, *old])
    assert answer.whole is not None
    assert (answer.whole.ended, answer.renewals) == (len(DEALS), 50)
    asked = company_with([*DEALS, *old]).workspace.segments(period="2025", where={"deal_type": "renewal"})
    assert asked.whole is not None
    assert (asked.whole.ended, asked.whole.won, asked.renewals) == (50, 50, 0)


def test_open_deals_are_added_up_by_segment() -> None:
    more = {
        "account": [{"id": "x", "name": "X", "industry": "B"}],
        "deal": [
            {"id": "o1", "account_id": "x", "outcome": "open", "amount": 700, "created_on": "2026-05-01"},
            {"id": "o2", "account_id": "x", "outcome": "open", "amount": 800, "created_on": "2026-05-01"},
        ],
    }
    found = segment(company_with(DEALS, **more).workspace.segments(period="2025"), "B")  # type: ignore[arg-type]
    assert (found.open_deals, found.open_amount) == (2, 1500)


def all_of(*, is_won: bool) -> list[Sold]:
    return [replace(deal, is_won=is_won) for deal in DEALS]


@pytest.mark.parametrize(
    ("deals", "ended", "needed"),
    [
        (DEALS[:1], 1, None),
        ([replace(deal, industry="A", size="small") for deal in DEALS], 400, None),
        (all_of(is_won=False), 400, None),
        (by_chance(30, 5), 30, None),
    ],
    ids=["one deal", "one segment", "all lost", "few deals"],
)
def test_where_nothing_can_be_told_apart_nothing_is(deals: list[Sold], ended: int, needed: int | None) -> None:
    answer = ask(deals)
    assert answer.whole is not None
    assert (answer.whole.ended, answer.findings, answer.needed, answer.reason) == (ended, (), needed, "")


def test_where_all_are_won_the_rate_tells_nothing_and_has_no_chance_below_one() -> None:
    answer = ask(all_of(is_won=True))
    chances = {each.numbers["win_rate"].chance for each in answer.segments}
    assert chances == {1.0}
    assert answer.needed is None


def test_chance_alone_is_called_nothing_and_how_much_it_takes_is_told() -> None:
    answer = ask(by_chance(400, 5))
    assert answer.findings == ()
    assert answer.tests == 4 * 5
    assert answer.needed is not None
    assert 200 < answer.needed < 600


def test_without_deals_the_missing_table_is_named() -> None:
    answer = company_with([]).workspace.segments()
    assert (answer.reason, dict(answer.reason_facts), answer.whole) == ("missing_table", {"tables": "deal"}, None)


def test_people_and_outcomes_are_no_segments() -> None:
    workspace = company_with(DEALS).workspace
    for name in ("owner", "team", "stage", "lost_reason", "account"):
        with pytest.raises(RequestError, match="told apart"):
            workspace.segments(period="2025", by=name)


def test_campaigns_are_looked_at_if_they_are_named() -> None:
    more: dict[str, list[dict[str, object]]] = {"campaign": [{"id": "k1", "name": "K"}]}
    workspace = company_with(DEALS, **more).workspace
    assert "campaign" not in workspace.segments(period="2025").dimensions
    assert workspace.segments(period="2025", by="campaign").reason == ""


@pytest.mark.parametrize("spoil", [lambda deal: replace(deal, amount=None), lambda deal: replace(deal, days=0)])
def test_without_amounts_or_days_there_is_no_money_per_day(spoil: Callable[[Sold], Sold]) -> None:
    answer = ask([spoil(deal) for deal in DEALS])
    assert answer.whole is not None
    assert answer.whole.numbers["day_value"].value is None
    assert answer.whole.numbers["win_rate"].value is not None
