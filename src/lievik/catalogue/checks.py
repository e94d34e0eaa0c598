"""Checks over a joined catalogue: units that formulas yield, worked examples that come out, names that exist.

Pure. Every problem is noted; nothing is raised here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from lievik.catalogue.metric_files import MetricFile
from lievik.catalogue.problems import Problems
from lievik.model.evaluation import NoAnswer, evaluate, unit_of
from lievik.model.formula import Name, Node, as_written, names_in
from lievik.model.metric import LANGUAGES, Exclusion, Measure, Metric, Parameter, Reading
from lievik.model.units import CONSTANTS, PERIOD_DAYS, Unit, read_unit

_TOLERANCE: Final = Decimal("1e-9")


def check_measures(
    measures: Mapping[str, Measure], exclusions: Mapping[str, Exclusion], path: str, problems: Problems
) -> None:
    """Note measures whose exclusions are unknown, or whose formula yields another unit."""
    for measure in measures.values():
        for name in measure.without:
            if name not in exclusions:
                problems.add(path, f"[{measure.name}] leaves out '{name}', which exclusions do not know")
        if measure.formula is not None:
            yielded = problems.attempt(
                path,
                f"[{measure.name}] formula",
                lambda m=measure: unit_of(m.formula, lambda n: _unit(n, measures, {})),  # type: ignore[misc]
            )
            if yielded not in {None, measure.unit}:
                problems.add(path, f"[{measure.name}] formula yields {yielded}, unit says {measure.unit_text}")


def check_metric(metric: Metric, file: MetricFile, measures: Mapping[str, Measure], problems: Problems) -> None:
    """Note readings of another unit than they say, an example that does not come out, a benchmark without a source."""
    for variant, reading in metric.readings.items():
        where = f"[variants.{variant}] formula" if variant else "formula"
        yielded = problems.attempt(
            file.path,
            where,
            lambda r=reading: unit_of(r.formula, lambda n: _unit(n, measures, r.parameters)),  # type: ignore[misc]
        )
        if yielded not in {None, reading.unit}:
            problems.add(file.path, f"{where} yields {yielded}, unit says {reading.unit_text}")
        if reading.interval == "wilson" and reading.unit_text != "share":
            problems.add(file.path, f"{where}: a Wilson interval needs a share")
        if metric.is_built_in and variant:
            _check_titles(reading, file.path, problems)
    if metric.example is not None:
        _check_example(metric, file.path, problems)
    benchmark = file.table.get("benchmark")
    if isinstance(benchmark, dict) and not benchmark.get("source"):
        problems.add(file.path, "[benchmark] needs a source")


def _unit(name: Name, measures: Mapping[str, Measure], parameters: Mapping[str, Parameter]) -> Unit:
    """Unit of one name of an expanded formula."""
    if name.name in measures:
        return measures[name.name].unit
    if name.name in CONSTANTS:
        return CONSTANTS[name.name][1]
    if name.name == PERIOD_DAYS:
        return read_unit("day")
    if name.name in parameters:
        return parameters[name.name].unit
    msg = f"nothing is called '{name.name}'"
    raise ValueError(msg)


def _check_titles(reading: Reading, path: str, problems: Problems) -> None:
    """Note a variant without a title in each language."""
    missing = [code for code in LANGUAGES if not reading.titles.get(code)]
    if missing:
        problems.add(path, f"[variants.{reading.variant}] has no title in {', '.join(missing)}")


def _check_example(metric: Metric, path: str, problems: Problems) -> None:
    """Note a worked example that does not come out."""
    example = metric.example
    if example is None:
        return
    if example.variant not in metric.readings:
        problems.add(path, f"[example] is of variant '{example.variant}', which is not there")
        return
    formula = as_written(metric.readings[example.variant].formula_text)
    missing = sorted({_key(name) for name in names_in(formula)} - set(example.given))
    if missing:
        problems.add(path, f"[example] does not give {', '.join(missing)}")
        return
    result = example_result(formula, example.given)
    if result is None or abs(result - example.result) > _TOLERANCE:
        shown = "no answer" if result is None else f"{result.normalize():f}"
        problems.add(path, f"example works out to {shown}, not {example.result.normalize():f}")


def example_result(formula: Node, given: Mapping[str, Decimal]) -> Decimal | None:
    """Work an example out from what it gives; none where there is no answer."""
    try:
        return evaluate(formula, lambda name: given[_key(name)])
    except NoAnswer:
        return None


def _key(name: Name) -> str:
    """How an example names a value."""
    return f"previous({name.name})" if name.is_previous else name.name
