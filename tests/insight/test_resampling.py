"""Records drawn again give intervals that hold as often as they promise, and the same ones every time."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from math import sqrt
from random import Random
from statistics import mean, stdev

import pytest

from lievik.insight.change import Estimate
from lievik.insight.moved import drawn_difference, judged, of_shares
from lievik.insight.resampling import DRAWS, FEW_UNITS, UNITS, percentile_interval, resampled_sums, student_quantile
from lievik.insight.sample import FEWEST

CASES = 600


def test_the_same_records_give_the_same_draws() -> None:
    ten, some = Decimal(10), Decimal("2.5")
    assert resampled_sums({3: ten, 7: some}, UNITS) == resampled_sums({7: some, 3: ten}, UNITS)


@pytest.mark.parametrize("units", [UNITS, FEW_UNITS])
def test_each_draw_is_the_exact_sum_of_the_units_that_were_drawn(units: int) -> None:
    """Amounts of any size and sign, in cents and in tenths of a millionth, drawn one by one."""
    chance = Random(7)  # noqa: S311 - the same every time
    sums = {unit: Decimal(chance.randint(-(10**14), 10**16)).scaleb(-chance.choice((0, 2, 7))) for unit in range(units)}
    sums[3] = Decimal(0)
    del sums[units - 1]
    draw = Random(20_260_101)  # noqa: S311 - the seed of the draws
    plain = [sum(sums.get(unit, Decimal(0)) for unit in draw.choices(range(units), k=units)) for _ in range(DRAWS)]
    assert resampled_sums(sums, units) == plain


def test_a_sum_of_records_varies_as_their_squares_say() -> None:
    """Nine records: the variance of their sum, where their number is a Poisson count, is Σ x²."""
    amounts = [Decimal(amount) for amount in (4, 1, 9, 16, 2, 7, 7, 3, 11)]
    drawn = resampled_sums(dict(enumerate(amounts)), UNITS)
    assert float(mean(drawn)) == pytest.approx(float(sum(amounts)), rel=0.05)
    assert float(stdev(drawn)) == pytest.approx(sqrt(sum(amount**2 for amount in amounts)), rel=0.1)


def test_many_records_in_few_units_vary_no_more() -> None:
    """5,000 records of 1 in 100 units: the sum's standard deviation is √5000, not 50 · √100."""
    chance = Random(5)  # noqa: S311 - the same every time
    held = Counter(chance.randrange(UNITS) for _ in range(5000))
    drawn = resampled_sums({unit: Decimal(count) for unit, count in held.items()}, UNITS)
    assert float(stdev(drawn)) == pytest.approx(sqrt(5000), rel=0.2)


def test_nothing_gives_nothing() -> None:
    assert resampled_sums({}, UNITS) == [Decimal(0)] * DRAWS
    assert percentile_interval([], 50) is None
    assert percentile_interval([1.0] * DRAWS, 1) is None


@pytest.mark.parametrize(
    ("freedom", "value"), [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (9, 2.262), (29, 2.045), (999, 1.962)]
)
def test_students_quantile_is_that_of_the_tables(freedom: int, value: float) -> None:
    assert student_quantile(0.975, freedom) == pytest.approx(value, rel=2e-3)


def _period(chance: Random, records: int) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    """Amounts in cents and counts by unit, of deals whose number is a Poisson count and whose sizes are skewed."""
    amounts: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    waited = chance.expovariate(records)
    while waited < 1:
        unit = chance.randrange(UNITS)
        amounts[unit] += round(chance.lognormvariate(0, 0.8) * 100)
        counts[unit] += 1
        waited += chance.expovariate(records)
    cents, deals = ({unit: Decimal(count) for unit, count in each.items()} for each in (amounts, counts))
    return {unit: amount / 100 for unit, amount in cents.items()}, deals


def _holds_none(found: tuple[Estimate, float] | None) -> bool:
    """Whether an interval of a change holds no change."""
    return found is not None and found[0].low <= 0 <= found[0].high


def _covered(records: int, cases: int) -> tuple[float, float]:
    """How often the interval of no change holds none: of a sum, and of an average."""
    chance, held = Random(11), [0, 0]  # noqa: S311 - the same every time
    for _ in range(cases):
        (now, many), (before, few) = _period(chance, records), _period(chance, records)
        sums = [resampled_sums(each, UNITS) for each in (now, before)]
        counts = [resampled_sums(each, UNITS) for each in (many, few)]
        averages = [
            [total / count if count else None for total, count in zip(sums[at], counts[at], strict=True)]
            for at in (0, 1)
        ]
        fewest = min(len(now), len(before))
        held[0] += _holds_none(drawn_difference([*sums[0]], [*sums[1]], fewest))
        held[1] += _holds_none(drawn_difference(averages[0], averages[1], fewest))
    return held[0] / cases, held[1] / cases


def test_intervals_of_changes_hold_as_often_as_they_promise() -> None:
    total, average = _covered(30, CASES // 3)
    assert 0.90 <= total <= 0.99
    assert 0.90 <= average <= 0.99


@pytest.mark.soak
@pytest.mark.parametrize("records", [20, 40, 80, 150])
def test_intervals_of_changes_hold_in_93_to_97_of_100_cases(records: int) -> None:
    total, average = _covered(records, 3000)
    assert 0.93 <= total <= 0.97
    assert 0.93 <= average <= 0.97


def test_too_few_records_are_not_judged() -> None:
    found = (Estimate(value=5.0, low=1.0, high=9.0), 2.0)
    assert judged(found, "bootstrap", (Decimal(FEWEST), Decimal(FEWEST)), is_young=False).verdict == "up"
    assert judged(found, "bootstrap", (Decimal(FEWEST - 1), Decimal(99)), is_young=False).verdict == "too_few"
    assert judged(found, "bootstrap", (Decimal(99), Decimal(99)), is_young=True).verdict == "too_young"
    assert judged(None, "", (Decimal(99), Decimal(99)), is_young=False).verdict == "unknown"
    assert judged(None, "", (Decimal(99), Decimal(0)), is_young=False).verdict == "too_few"


def test_what_so_many_deals_could_show() -> None:
    """25 % of 40 in both: 2.8016 · √(0.25 · 0.75 · 2 / 40) = 27 points; a true change of 20 is seen in about half."""
    change = judged(of_shares((10, 40), (10, 40)), "newcombe", (Decimal(40), Decimal(40)), is_young=False)
    assert change.verdict == "unclear"
    assert float(change.detectable or 0) == pytest.approx(0.27126, abs=1e-4)
    chance, seen = Random(2), 0  # noqa: S311 - the same every time
    for _ in range(2000):
        later, earlier = (sum(chance.random() < share for _ in range(40)) for share in (0.45, 0.25))
        found = judged(of_shares((later, 40), (earlier, 40)), "newcombe", (Decimal(40),) * 2, is_young=False)
        seen += found.verdict == "up"
    assert seen / 2000 == pytest.approx(0.47, abs=0.04)
