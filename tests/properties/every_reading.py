"""Which readings there are, which parts of them add rows up, and companies to ask them of."""

from __future__ import annotations

from decimal import Decimal
from math import isclose
from typing import Final

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from lievik.model.formula import Binary, Name, Node
from lievik.model.metric import Measure, Reading
from tests.soundness.table_from_docstring import built_in_catalogue

CATALOGUE: Final = built_in_catalogue()

READINGS: Final[dict[str, Reading]] = {
    reading.full_name: reading
    for metric in CATALOGUE.metrics.values()
    for reading in metric.readings.values()
    if all(parameter.value is not None for parameter in reading.parameters.values())
}
"""Every reading that needs no parameter which a company has to set first, by full name."""

_PATIENT: Final = settings(deadline=None, suppress_health_check=list(HealthCheck))
_UNSHRUNK: Final = settings(_PATIENT, phases=[Phase.explicit, Phase.reuse, Phase.generate])

few = settings(_UNSHRUNK, max_examples=2)
"""For what asks everything of a company: a company takes half a second to make, so a failing one is not shrunk."""

some = settings(_UNSHRUNK, max_examples=5)
many = settings(_PATIENT, max_examples=150)

seeds = st.integers(0, 100_000)
sizes = st.integers(0, 60).map(lambda size: 60 - size)


def sides(reading: Reading) -> tuple[Node, Node | None]:
    """Give numerator and denominator of a reading; the whole formula where nothing is divided last."""
    formula = reading.formula
    if isinstance(formula, Binary) and formula.sign == "/":
        return formula.left, formula.right
    return formula, None


def adds_rows(node: Node, measures: dict[str, Measure] | None = None) -> bool:
    """Whether a part of a formula adds up rows of this period and nothing else."""
    known = measures or dict(CATALOGUE.measures)
    match node:
        case Name(name, is_previous):
            measure = known.get(name)
            return not is_previous and measure is not None and is_sum(measure) and not measure.per
        case Binary("+" | "-", left, right):
            return adds_rows(left, known) and adds_rows(right, known)
        case _:
            return False


def is_sum(measure: Measure) -> bool:
    """Whether a measure adds up, over rows or over keys."""
    return measure.value.startswith(("sum(", "count("))


def measures_in(node: Node) -> list[Measure]:
    """Measures that a part of a formula reads."""
    match node:
        case Name(name):
            return [CATALOGUE.measures[name]] if name in CATALOGUE.measures else []
        case Binary(_, left, right):
            return measures_in(left) + measures_in(right)
        case _:
            return []


def is_same(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two numbers are the same but for the order in which floats were added; no answer is only itself."""
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
