"""Changes are split as papers and sums on paper say, add up whatever the numbers are, and do not depend on units."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from lievik.insight.drivers import log_mean, mix_and_rate, per_unit, shapley_parts, split_change

VELOCITY = (1, 1, 1, -1)


def decimals(text: str) -> list[Decimal]:
    return [Decimal(word) for word in text.split()]


def value(factors: list[Decimal], powers: tuple[int, ...]) -> Decimal:
    found = Decimal(1)
    for factor, power in zip(factors, powers, strict=True):
        found = found * factor if power > 0 else found / factor
    return found


@pytest.mark.parametrize(
    ("earlier", "later", "parts"),
    [
        ("200 .25 10000 25", "220 .22 11000 28", [1858.83, -2493.13, 1858.83, -2210.25]),
        ("100 .20 10000 90", "120 .18 10500 100", [409.3, -236.5, 109.5, -236.5]),
    ],
)
def test_velocity_as_in_the_golden_vectors(earlier: str, later: str, parts: list[float]) -> None:
    before, now = decimals(earlier), decimals(later)
    found = split_change(now, before, VELOCITY)
    assert found is not None
    assert found.method == "log_mean"
    assert [float(part) for part in found.parts] == pytest.approx(parts, abs=0.05)
    assert sum(found.parts) == value(now, VELOCITY) - value(before, VELOCITY)


def test_shapley_as_in_the_golden_vector() -> None:
    found = shapley_parts(decimals("220 .22 11000 28"), decimals("200 .25 10000 25"), VELOCITY)
    assert [round(float(part), 2) for part in found] == [1866.93, -2501.64, 1866.93, -2217.93]


def test_any_change_adds_up_and_turns_round() -> None:
    chance = Random(8)  # noqa: S311 - the same every time
    for _ in range(300):
        powers = tuple(chance.choice((1, -1)) for _ in range(chance.randint(2, 6)))
        before = [Decimal(str(round(chance.lognormvariate(0, 2), 6) or 1)) for _ in powers]
        now = [Decimal(str(round(chance.lognormvariate(0, 2), 6) or 1)) for _ in powers]
        change = value(now, powers) - value(before, powers)
        there, back = split_change(now, before, powers), split_change(before, now, powers)
        assert there is not None
        assert back is not None
        assert sum(there.parts) == pytest.approx(change, rel=Decimal("1e-20"))
        assert [float(part) for part in back.parts] == pytest.approx([-float(part) for part in there.parts], rel=1e-9)


def test_shapley_adds_up_with_zeros_and_losses() -> None:
    chance = Random(9)  # noqa: S311 - the same every time
    for _ in range(100):
        powers = (1, 1, 1, -1)
        before, now = (
            [Decimal(chance.choice((-2, 0, 1, 3, 8))) for _ in range(3)] + [Decimal(chance.choice((1, 2, 5)))]
            for _ in range(2)
        )
        found = split_change(now, before, powers)
        assert found is not None
        assert sum(found.parts) == pytest.approx(value(now, powers) - value(before, powers), abs=Decimal("1e-20"))


def test_a_zero_factor_is_split_by_shapley_and_division_by_zero_not_at_all() -> None:
    """10 · 0 → 10 · 5: all 50 are the second factor's. 10 · 2 → 0 · 4: -30 and +10, by both orders."""
    found = split_change(decimals("10 5"), decimals("10 0"), (1, 1))
    assert found is not None
    assert found.method == "shapley"
    assert list(found.parts) == [0, 50]
    second = split_change(decimals("0 4"), decimals("10 2"), (1, 1))
    assert second is not None
    assert list(second.parts) == [-30, 10]
    assert split_change(decimals("10 0"), decimals("10 5"), (1, -1)) is None


def test_no_change_and_one_changed_factor() -> None:
    same = split_change(decimals("3 4 5 6"), decimals("3 4 5 6"), VELOCITY)
    assert same is not None
    assert list(same.parts) == [0, 0, 0, 0]
    one = split_change(decimals("3 4 7 6"), decimals("3 4 5 6"), VELOCITY)
    assert one is not None
    assert [float(part) for part in one.parts] == pytest.approx([0, 0, 4, 0])


def test_parts_do_not_depend_on_units() -> None:
    """Days become weeks and euros cents: parts become what the value becomes, times 7 times 100."""
    plain = split_change(decimals("220 .22 11000 28"), decimals("200 .25 10000 25"), VELOCITY)
    other = split_change(decimals("220 .22 1100000 4"), [*decimals("200 .25 1000000"), Decimal(25) / 7], VELOCITY)
    assert plain is not None
    assert other is not None
    assert [float(part) for part in other.parts] == pytest.approx([700 * float(part) for part in plain.parts])


def test_the_logarithmic_mean_lies_between() -> None:
    assert log_mean(8.0, 8.0 * (1 + 1e-12)) == pytest.approx(8.0)
    assert log_mean(2.0, 8.0) == pytest.approx(6 / 1.3862943611)


def pairs(*found: tuple[int, int]) -> list[tuple[Decimal, Decimal]]:
    return [(Decimal(part), Decimal(whole)) for part, whole in found]


def test_mix_and_rate_by_hand() -> None:
    """30 of 100 → 20 of 100. One: 20 of 40 → 10 of 20; other: 10 of 60 → 10 of 80. Centre (.3 + .2) / 2 = .25.

    One: mix -.2 · (.5 - .25) = -.05, rate 0. Other: mix .2 · (.1458 - .25) = -.0208, rate .7 · (.125 - .1667) = -.0292.
    """
    one, other = mix_and_rate(pairs((10, 20), (10, 80)), pairs((20, 40), (10, 60)))
    assert [float(part) for part in (one.mix, one.rate, other.mix, other.rate)] == pytest.approx(
        [-0.05, 0, -0.0208333, -0.0291667], abs=1e-7
    )


def test_mix_and_rate_add_up_with_segments_that_come_and_go() -> None:
    chance = Random(4)  # noqa: S311 - the same every time
    for _ in range(200):
        sides = [
            [
                (Decimal(chance.randint(0, whole)), Decimal(whole))
                for whole in (chance.choice((0, 3, 20)) for _ in range(5))
            ]
            + [(Decimal(1), Decimal(2))]
            for _ in range(2)
        ]
        now, before = sides
        rates = [sum((p for p, _ in side), Decimal(0)) / sum((w for _, w in side), Decimal(0)) for side in sides]
        parts = mix_and_rate(now, before)
        assert float(sum(part.mix + part.rate for part in parts)) == pytest.approx(
            float(rates[0] - rates[1]), abs=1e-12
        )


def test_one_segment_is_all_rate_and_a_new_one_all_mix() -> None:
    (only,) = mix_and_rate(pairs((3, 10)), pairs((2, 10)))
    assert (only.mix, only.rate) == (Decimal(0), Decimal("0.1"))
    _, new = mix_and_rate(pairs((2, 10), (5, 10)), [(Decimal(2), Decimal(10)), (Decimal(0), Decimal(0))])
    assert new.rate == 0
    assert new.mix == pytest.approx(Decimal("0.5") * (Decimal("0.5") - Decimal("0.275")))


def test_an_average_segment_that_grows_adds_nothing() -> None:
    """All segments win 30 % both times: whatever grows, the whole stays."""
    parts = mix_and_rate(pairs((30, 100), (3, 10)), pairs((3, 10), (30, 100)))
    assert all(part.mix == part.rate == 0 for part in parts)


def test_what_a_factor_is_worth_where_it_did_not_change() -> None:
    """V = x · y, x stays 2, V goes from 10 to 20: by the logarithmic mean, 14.427 / 2 for each one of x."""
    worth = per_unit(Decimal(2), Decimal(2), Decimal(0), 1, (Decimal(20), Decimal(10)))
    assert float(worth) == pytest.approx(14.4269504 / 2)
    assert per_unit(Decimal(3), Decimal(2), Decimal(5), 1, (Decimal(20), Decimal(10))) == 5
