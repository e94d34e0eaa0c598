"""Counts of events, whole or weighted → where their true number plausibly lies, and how unlikely they are.

Pure, standard library only. A sum of money is read as a number of average deals, so that few deals make it uncertain.
"""

from __future__ import annotations

from math import exp, lgamma, log, sqrt
from typing import Final

_TAIL: Final = 0.025
_STEPS: Final = 500
_EXACT: Final = 1e-14
_TINY: Final = 1e-300
_NEAR: Final = 1e-11


def poisson_interval(count: float) -> tuple[float, float]:
    """Exact 95 % interval of a Poisson mean, continued to counts that are not whole.

    Args:
        count: events seen, at least 0.

    Returns:
        Half the 2.5 % point of chi-square with 2·count degrees of freedom, and half its 97.5 % point with 2·count + 2.

    Source: Garwood (1936), Biometrika 28; for weighted sums Fay and Feuer (1997), Statistics in Medicine 16.

    Example:
        >>> [round(bound, 3) for bound in poisson_interval(10)]
        [4.795, 18.39]
        >>> [round(bound, 3) for bound in poisson_interval(0)]
        [0.0, 3.689]
    """
    return (_quantile(count, _TAIL) if count > 0 else 0.0), _quantile(count + 1, 1 - _TAIL)


def poisson_tails(count: float, expected: float) -> tuple[float, float]:
    """Chance of so few events or fewer, and of so many or more, where `expected` are to be expected.

    Args:
        count: events seen, whole or not, at least 0.
        expected: above 0.

    Source: the Poisson sum as an incomplete gamma function, Abramowitz and Stegun (1964), 26.4.21.

    Example:
        >>> [round(chance, 4) for chance in poisson_tails(3, 1.0)]
        [0.981, 0.0803]
    """
    return 1 - gamma_share(count + 1, expected), gamma_share(count, expected) if count > 0 else 1.0


def gamma_share(shape: float, value: float) -> float:
    """Regularised lower incomplete gamma function: the share of a gamma distribution below a value.

    Source: Abramowitz and Stegun (1964), 6.5.29 below shape + 1, and the continued fraction 6.5.31 above.

    Example:
        >>> round(gamma_share(1.0, 1.0), 6)
        0.632121
    """
    if value <= 0:
        return 0.0
    scale = exp(shape * log(value) - value - lgamma(shape))
    return scale * _series(shape, value) if value < shape + 1 else 1 - scale * _fraction(shape, value)


def _series(shape: float, value: float) -> float:
    """Sum of value^k / (shape · (shape + 1) · ... · (shape + k))."""
    term = total = 1 / shape
    for step in range(1, _STEPS + int(shape)):
        term *= value / (shape + step)
        total += term
        if term < total * _EXACT:
            break
    return total


def _fraction(shape: float, value: float) -> float:
    """The continued fraction of the upper share, by Lentz's method."""
    below = value + 1 - shape
    upper, lower = 1 / _TINY, 1 / below
    result = lower
    for step in range(1, _STEPS + int(shape)):
        factor = step * (shape - step)
        below += 2
        lower = 1 / _away(factor * lower + below)
        upper = _away(below + factor / upper)
        result *= lower * upper
        if abs(lower * upper - 1) < _EXACT:
            break
    return result


def _away(number: float) -> float:
    """The number, kept away from zero."""
    return number if abs(number) > _TINY else _TINY


def _quantile(shape: float, share: float) -> float:
    """The value that a share of a gamma distribution lies below, by Newton's steps, or halving where one leads away."""
    low, high = 0.0, shape + 10 * sqrt(shape) + 10
    # the first term of the series alone: no more than the value, and for small shapes close to it
    value = shape if shape >= 1 else exp((log(share) + lgamma(shape + 1)) / shape)
    if value < _TINY:
        return 0.0
    for _ in range(_STEPS):
        beyond = gamma_share(shape, value) - share
        low, high = (value, high) if beyond < 0 else (low, value)
        density = exp((shape - 1) * log(value) - value - lgamma(shape))
        nearer = value - beyond / density if density > 0 else low
        nearer = nearer if low < nearer < high else (low + high) / 2
        if abs(nearer - value) <= _NEAR * nearer:
            return nearer
        value = nearer
    return value
