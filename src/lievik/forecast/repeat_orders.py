"""When customers ordered → how often they may order from now on, and whether they still do: the BG/NBD model.

A customer orders at a rate of its own, and after any order may stop for good. Days are the unit of time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, psi

Numbers = NDArray[np.float64]

_STARTS: Final = ((0.3, 0.5, 0.5, 2.0), (1.0, 1.0, 1.0, 3.0), (0.7, 0.3, 0.2, 5.0))
"""r, alpha over the mean length of time, a and b that fits begin at; the likeliest end is taken."""

_FARTHEST: Final = 9.0
"""Logarithms of parameters stay between minus this and this: where nobody stops, a over b runs to nothing."""

_NODES: Final = 64


@dataclass(frozen=True, kw_only=True)
class Histories:
    """What is known of customers, one number each.

    Attributes:
        repeats: orders after the first, x.
        recency: days from the first order to the last, t_x.
        followed: days from the first order to the day up to which it is known, T.
    """

    repeats: Numbers
    recency: Numbers
    followed: Numbers

    @classmethod
    def of(cls, found: Sequence[tuple[int, int, int]]) -> Histories:
        """Of customers' (repeats, recency, followed).

        Raises:
            ValueError: a history cannot be.
        """
        repeats, recency, followed = np.asarray(found, dtype=np.float64).reshape(-1, 3).T
        if not np.all((repeats >= 0) & (recency >= 0) & (recency <= followed) & ((repeats > 0) == (recency > 0))):
            msg = "a customer's last order lies between its first one and the day it is known up to"
            raise ValueError(msg)
        return cls(repeats=repeats, recency=recency, followed=followed)


@dataclass(frozen=True, kw_only=True)
class RepeatOrders:
    """A fitted model.

    Attributes:
        r, alpha: shape and rate (days) of the gamma that customers' order rates follow.
        a, b: of the beta that their chances to stop after an order follow.
        log_likelihood: of the histories that it was fitted to.

    Source: Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = 0.0

    def alive(self, known: Histories) -> Numbers:
        """Chance that each customer has not stopped; one without repeat orders has had no occasion to."""
        parameters = np.array([self.r, self.alpha, self.a, self.b])
        return 1.0 - _likelihood(parameters, known)[1]

    def expected(self, known: Histories, days: float) -> Numbers:
        """Orders that each customer is expected to make within so many days after it is known.

        One that stops with chance p and orders at rate l makes (1 - exp(-l p days)) / p of them. That is averaged over
        what its history leaves of both: over l as a formula, over p by Gauss-Jacobi quadrature, which unlike the
        hypergeometric function of the paper's formula (10) neither overflows nor divides by zero at a = 1.
        """
        found = np.zeros(len(known.repeats))
        for repeats in np.unique(known.repeats):
            those = known.repeats == repeats
            stops, weights = beta_nodes(_NODES, self.a, self.b + repeats)
            span = days / (self.alpha + known.followed[those])
            made = -np.expm1(-(self.r + repeats) * np.log1p(np.outer(span, stops))) / stops
            found[those] = made @ weights
        return found * self.alive(known)


def fit_repeat_orders(known: Histories) -> RepeatOrders | None:
    """Find the likeliest parameters; none where there is nothing to find, or no start leads anywhere.

    Args:
        known: of customers, some of whom ordered again.
    """
    if not np.any(known.repeats > 0):
        return None
    scale = float(known.followed.mean())
    scaled = Histories(repeats=known.repeats, recency=known.recency / scale, followed=known.followed / scale)

    def badness(logs: Numbers) -> tuple[float, Numbers]:
        parameters = np.exp(logs)
        each, stopped = _likelihood(parameters, scaled)
        slope = _slope(parameters, scaled, stopped)
        return -float(each.mean()), -slope.mean(axis=1) * parameters

    ends = [
        minimize(
            badness,
            np.log(start),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-_FARTHEST, _FARTHEST)] * len(start),
            options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-9},
        )
        for start in _STARTS
    ]
    best = min((end for end in ends if np.isfinite(end.fun)), key=lambda end: float(end.fun), default=None)
    if best is None:
        return None
    r, alpha, a, b = (float(value) for value in np.exp(best.x))
    found = np.array([r, alpha * scale, a, b])
    return RepeatOrders(r=r, alpha=alpha * scale, a=a, b=b, log_likelihood=float(_likelihood(found, known)[0].sum()))


def beta_nodes(count: int, a: float, b: float) -> tuple[Numbers, Numbers]:
    """Points and weights by which a smooth function is averaged over a beta distribution.

    Source: Golub and Welsch (1969), Mathematics of Computation 23, of the Jacobi polynomials' recurrence.

    Example:
        >>> points, weights = beta_nodes(8, 2.0, 3.0)
        >>> round(float(weights.sum()), 12), round(float(points @ weights), 12)
        (1.0, 0.4)
    """
    above, below = b - 1, a - 1
    both = above + below
    at = np.arange(1, count)
    middle = np.empty(count)
    middle[0] = (below - above) / (both + 2)
    middle[1:] = both * (below - above) / ((2 * at + both) * (2 * at + both + 2))
    beside = np.empty(count - 1)
    beside[0] = 4 * a * b / ((both + 2) ** 2 * (both + 3))
    at = at[1:]
    beside[1:] = (
        4 * at * (at + above) * (at + below) * (at + both) / ((2 * at + both) ** 2 * ((2 * at + both) ** 2 - 1))
    )
    points, vectors = eigh_tridiagonal(middle, np.sqrt(beside))
    return (1 + points) / 2, vectors[0] ** 2


def _likelihood(parameters: Numbers, known: Histories) -> tuple[Numbers, Numbers]:
    """Logarithm of each history's likelihood (formula 6), and the chance that its customer has stopped."""
    r, alpha, a, b = parameters
    repeats, has_repeated = known.repeats, known.repeats > 0
    going = -(r + repeats) * np.log(alpha + known.followed)
    chances = np.log(a) - np.log(np.where(has_repeated, b + repeats - 1, 1.0))
    stopped = np.where(has_repeated, chances - (r + repeats) * np.log(alpha + known.recency), -np.inf)
    either = np.logaddexp(going, stopped)
    orders = gammaln(r + repeats) - gammaln(r) + r * np.log(alpha)
    return orders + betaln(a, b + repeats) - betaln(a, b) + either, np.exp(stopped - either)


def _slope(parameters: Numbers, known: Histories, stopped: Numbers) -> Numbers:
    """What each history's log-likelihood changes by with each parameter."""
    r, alpha, a, b = parameters
    repeats = known.repeats
    going = 1.0 - stopped
    until, last = alpha + known.followed, alpha + known.recency
    lasted = psi(a + b) - psi(a + b + repeats)
    return np.array(
        [
            psi(r + repeats) - psi(r) + np.log(alpha) - going * np.log(until) - stopped * np.log(last),
            r / alpha - (r + repeats) * (going / until + stopped / last),
            lasted + stopped / a,
            lasted + psi(b + repeats) - psi(b) - np.where(repeats > 0, stopped / np.maximum(b + repeats - 1, b), 0.0),
        ]
    )
