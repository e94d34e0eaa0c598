"""The BG/NBD model: its likelihood equals plain sums over what it assumes, and known parameters are found again."""

from __future__ import annotations

from math import exp, lgamma, log
from random import Random

import numpy as np
import pytest
from scipy.special import hyp2f1

from lievik.forecast.repeat_orders import Histories, RepeatOrders, beta_nodes, fit_repeat_orders

CDNOW = RepeatOrders(r=0.243, alpha=4.414, a=0.793, b=2.426)
"""What Fader, Hardie and Lee found in CDNOW's customers, in weeks."""

FEW = [(0, 0, 30), (0, 0, 55), (1, 3, 40), (2, 30, 39), (3, 10, 60), (5, 58, 60)]
"""Hand-made: some never came again, some stopped early, some came to the end."""


def made_up(count: int, model: RepeatOrders, days: int, seed: int = 7) -> list[tuple[int, int, int]]:
    """Customers who do as the model says: each has a rate and a chance to stop after every repeat order."""
    chance = Random(seed)  # noqa: S311 - no secrets are drawn
    found = []
    for _ in range(count):
        rate, stops = chance.gammavariate(model.r, 1 / model.alpha), chance.betavariate(model.a, model.b)
        at, orders, last = 0.0, 0, 0
        while (at := at + chance.expovariate(max(rate, 1e-12))) < days:
            if int(at) > last:
                last, orders = int(at), orders + 1
                if chance.random() < stops:
                    break
        found.append((orders, last, days))
    return found


def log_likelihood(model: RepeatOrders, history: tuple[int, int, int]) -> float:
    """Formula 6 of the paper, with nothing but logarithms of gammas."""
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x, last, until = history

    def beta(one: float, other: float) -> float:
        return lgamma(one) + lgamma(other) - lgamma(one + other)

    orders = lgamma(r + x) - lgamma(r) + r * log(alpha)
    going = beta(a, b + x) - beta(a, b) - (r + x) * log(alpha + until)
    if not x:
        return orders + going
    stopped = beta(a + 1, b + x - 1) - beta(a, b) - (r + x) * log(alpha + last)
    return orders + log(exp(going) + exp(stopped))


def likelihood_by_sums(model: RepeatOrders, history: tuple[int, int, int], steps: int = 700) -> float:
    """What the model assumes, added up over rates and chances to stop: no formula of the paper is used."""
    x, last, until = history
    highest = 12 * model.r / model.alpha
    total, weight = 0.0, 0.0
    for one in range(steps):
        p = (one + 0.5) / steps
        of_p = p ** (model.a - 1) * (1 - p) ** (model.b - 1)
        of_going, of_stopped = (1 - p) ** x, p * (1 - p) ** (x - 1) if x else 0.0
        for other in range(steps):
            rate = (other + 0.5) / steps * highest
            density = of_p * rate ** (model.r - 1) * exp(-model.alpha * rate)
            weight += density
            total += density * rate**x * (of_going * exp(-rate * until) + of_stopped * exp(-rate * last))
    return total / weight


def test_the_likelihood_is_that_of_the_paper() -> None:
    """At the parameters that are found, which the plain formula puts above everything beside them."""
    model = fit_repeat_orders(Histories.of(FEW * 30))
    assert model is not None
    told = sum(log_likelihood(model, history) for history in FEW * 30)
    assert model.log_likelihood == pytest.approx(told, rel=1e-9)
    for name in ("r", "alpha", "a", "b"):
        for factor in (0.97, 1.03):
            values = {each: getattr(model, each) for each in ("r", "alpha", "a", "b")}
            beside = RepeatOrders(**values | {name: values[name] * factor})
            assert sum(log_likelihood(beside, history) for history in FEW * 30) < told + 1e-9


@pytest.mark.parametrize("history", [(0, 0, 30), (1, 3, 40), (3, 10, 60)])
def test_the_formula_is_what_the_model_assumes(history: tuple[int, int, int]) -> None:
    model = RepeatOrders(r=2.0, alpha=30.0, a=2.0, b=3.0)
    assert likelihood_by_sums(model, history) == pytest.approx(exp(log_likelihood(model, history)), rel=2e-3)


def test_the_published_expectation_comes_out() -> None:
    """Two repeat orders, the last in week 30.43 of 38.86: 1.226 more in the next 39 weeks (Hardie's worksheet)."""
    known = Histories(repeats=np.array([2.0]), recency=np.array([30.43]), followed=np.array([38.86]))
    assert round(float(CDNOW.expected(known, 39)[0]), 3) == 1.226


@pytest.mark.parametrize("days", [1, 39, 400])
def test_the_average_over_chances_is_the_hypergeometric_function(days: int) -> None:
    known = Histories.of(FEW)
    r, alpha, a, b = CDNOW.r, CDNOW.alpha, CDNOW.a, CDNOW.b
    for (x, last, until), found in zip(FEW, CDNOW.expected(known, days), strict=True):
        shrunk = ((alpha + until) / (alpha + until + days)) ** (r + x)
        made = (
            (a + b + x - 1)
            / (a - 1)
            * (1 - shrunk * hyp2f1(r + x, b + x, a + b + x - 1, days / (alpha + until + days)))
        )
        stopped = a / (b + x - 1) * ((alpha + until) / (alpha + last)) ** (r + x) if x else 0
        assert found == pytest.approx(made / (1 + stopped), rel=1e-8)


def test_known_parameters_are_found_again() -> None:
    truth = RepeatOrders(r=0.8, alpha=60.0, a=0.9, b=2.5)
    found = fit_repeat_orders(Histories.of(made_up(6_000, truth, 600)))
    assert found is not None
    assert found.r / found.alpha == pytest.approx(truth.r / truth.alpha, rel=0.1)
    assert found.a / (found.a + found.b) == pytest.approx(truth.a / (truth.a + truth.b), rel=0.1)
    assert found.r == pytest.approx(truth.r, rel=0.15)
    assert found.alpha == pytest.approx(truth.alpha, rel=0.15)


def test_what_is_expected_of_new_customers_is_what_they_did() -> None:
    """Summed over the days that it was fitted to, the model makes about as many orders as there were."""
    customers = made_up(3_000, RepeatOrders(r=0.8, alpha=60.0, a=0.9, b=2.5), 500)
    model = fit_repeat_orders(Histories.of(customers))
    assert model is not None
    new = Histories.of([(0, 0, 0)])
    assert 3_000 * float(model.expected(new, 500)[0]) == pytest.approx(sum(x for x, _, _ in customers), rel=0.03)


def test_weeks_are_seven_days() -> None:
    """Only alpha is a time; what is expected is the same, whatever time is counted in."""
    customers = made_up(800, RepeatOrders(r=0.8, alpha=60.0, a=0.9, b=2.5), 500)
    daily = Histories.of(customers)
    weekly = Histories(repeats=daily.repeats, recency=daily.recency / 7, followed=daily.followed / 7)
    one, other = fit_repeat_orders(daily), fit_repeat_orders(weekly)
    assert one is not None
    assert other is not None
    assert other.alpha * 7 == pytest.approx(one.alpha, rel=1e-3)
    assert np.allclose(one.expected(daily, 70), other.expected(weekly, 10), rtol=1e-3)


@pytest.mark.parametrize("a", [1e-4, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("b", [0.3, 1.0, 5_000.0])
def test_nothing_overflows(a: float, b: float) -> None:
    """Thousands of orders, years ahead, nobody who stops, and a = 1, at which the paper's formula divides by zero."""
    model = RepeatOrders(r=0.7, alpha=30.0, a=a, b=b)
    known = Histories.of([(0, 0, 1), (1, 1, 2), (4_000, 5_000, 5_001), (300, 320, 3_000), (1, 1, 4_000)])
    alive = model.alive(known)
    assert np.all((alive >= 0) & (alive <= 1))
    before = np.zeros(5)
    for days in (1, 30, 400, 2_000):
        found = model.expected(known, days)
        assert np.all(np.isfinite(found))
        assert np.all(found >= before)
        before = found


def test_where_nobody_stops_orders_go_on_at_the_rate_so_far() -> None:
    """Then it is the model of Ehrenberg: (r + x) / (alpha + T) a day."""
    model = RepeatOrders(r=0.7, alpha=30.0, a=1e-7, b=5_000.0)
    known = Histories.of([(0, 0, 100), (5, 80, 100)])
    assert np.allclose(model.expected(known, 50), [0.7 / 130 * 50, 5.7 / 130 * 50], rtol=1e-5)


def test_an_average_over_a_beta_is_exact_for_powers() -> None:
    points, weights = beta_nodes(8, 0.4, 2.6)
    assert float(weights.sum()) == pytest.approx(1)
    assert float(points @ weights) == pytest.approx(0.4 / 3)
    assert float(points**2 @ weights) == pytest.approx(0.4 * 1.4 / (3 * 4))


def test_there_is_nothing_to_find_where_nobody_came_again() -> None:
    assert fit_repeat_orders(Histories.of([(0, 0, 30), (0, 0, 60)])) is None


@pytest.mark.parametrize("history", [(1, 0, 9), (0, 1, 9), (1, 10, 9), (-1, 0, 9)])
def test_what_cannot_be_is_refused(history: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="last order"):
        Histories.of([history])
