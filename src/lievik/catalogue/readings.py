"""Metrics joined into one catalogue: formulas expanded down to measures, every reading complete.

Pure. Names are looked up among measures first, then metrics, then the metric's parameters and the constants.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, cast

from lievik.catalogue.metric_files import INHERITED_KEYS, MetricFile
from lievik.catalogue.problems import Problems, Table, texts_by_language
from lievik.model.formula import Name, Node, names_in, read_formula, replace_names
from lievik.model.metric import LANGUAGES, Better, Exclusion, Measure, Metric, Parameter, Reading
from lievik.model.units import CONSTANTS, PERIOD_DAYS, read_unit

_PARAMETER: Final = re.compile(r"\$([a-z_][a-z_0-9]*)")


_GIVEN: Final = frozenset({"as_of", "currency", "period_start", "period_end", "period_week_3"})
"""Parameters that every question brings."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What names may mean while one catalogue is put together."""

    measures: Mapping[str, Measure]
    exclusions: Mapping[str, Exclusion]
    files: Mapping[str, MetricFile]

    def parameters_of(self, *formulas: Node | None) -> dict[str, Parameter]:
        """Parameters that the measures of some formulas need, as the metric that has them defines them.

        Raises:
            ValueError: no metric defines one of them.
        """
        needed = set()
        for name in (found.name for formula in formulas if formula is not None for found in names_in(formula)):
            if name in self.measures:
                needed |= self._needed_by(self.measures[name])
        defined = {name: p for file in self.files.values() for name, p in file.parameters.items()}
        unknown = sorted(needed - set(defined) - _GIVEN)
        if unknown:
            msg = f"its measures need parameters that no metric has: {', '.join(unknown)}"
            raise ValueError(msg)
        return {name: defined[name] for name in sorted(needed - _GIVEN)}

    def _needed_by(self, measure: Measure) -> set[str]:
        """Names of the parameters that a measure and its exclusions stand on."""
        reasons = [self.exclusions[name] for name in measure.without if name in self.exclusions]
        pieces = (measure.value, measure.where, *measure.each.values(), *(reason.when for reason in reasons))
        named = {name for piece in pieces for name in _PARAMETER.findall(piece)}
        return named | {reason.only_if for reason in reasons if reason.only_if}

    def expand(self, text: str, parameters: Mapping[str, Parameter], trail: tuple[str, ...] = ()) -> Node:
        """Read a formula and replace every metric and derived measure by its own formula.

        Raises:
            ValueError: a name is unknown, or the formula runs in a circle.
        """

        def replacement(name: Name) -> Node:
            return self._meaning(name, parameters, trail)

        return replace_names(read_formula(text), replacement)

    def _meaning(self, name: Name, parameters: Mapping[str, Parameter], trail: tuple[str, ...]) -> Node:
        """What one name stands for: itself, or a formula of its own."""
        measure = self.measures.get(name.name)
        if measure is not None and measure.formula is None:
            return name
        if name.name in parameters or name.name in CONSTANTS or name.name == PERIOD_DAYS:
            return name
        if name.name in trail:
            msg = f"runs in a circle: {' -> '.join((*trail, name.name))}"
            raise ValueError(msg)
        further = (*trail, name.name)
        if measure is not None and measure.formula is not None:
            return replace_names(measure.formula, lambda inner: self._meaning(inner, parameters, further))
        if name.name in self.files:
            file = self.files[name.name]
            return self.expand(str(file.table.get("formula", "")), {**parameters, **file.parameters}, further)
        msg = f"nothing is called '{name.name}'"
        raise ValueError(msg)


def join_metrics(scope: Scope, problems: Problems) -> dict[str, Metric]:
    """Complete every metric; what does not hold is noted and left out."""
    metrics = {}
    for name, file in scope.files.items():
        readings = {}
        for variant, table in {"": {}, **file.variants}.items():
            reading = problems.attempt(
                file.path,
                f"[variants.{variant}]" if variant else "",
                lambda f=file, v=variant, t=table: _reading(scope, f, v, t),  # type: ignore[misc]
            )
            if reading is not None:
                readings[variant] = reading
        for beside in file.beside:
            if beside not in file.variants:
                problems.add(file.path, f"beside names '{beside}', which is not a variant")
        if "" in readings:
            metrics[name] = _metric(file, readings)
    return metrics


def _metric(file: MetricFile, readings: Mapping[str, Reading]) -> Metric:
    """Put one metric together."""
    return Metric(
        name=file.name,
        chapter=file.chapter,
        article=str(file.table.get("article", "")),
        kind=str(file.table.get("kind", "")),
        horizon=str(file.table.get("horizon", "")),
        readings=readings,
        beside=tuple(name for name in file.beside if name in readings),
        words=file.words,
        example=file.example,
        erratum=texts_by_language(_as_table(file.table.get("erratum")), LANGUAGES),
        content_hash=file.content_hash,
        is_built_in=file.is_built_in,
    )


def _as_table(value: object) -> Table:
    return value if isinstance(value, dict) else {}


def _reading(scope: Scope, file: MetricFile, variant: str, table: Table) -> Reading:
    """Complete one reading: what a variant does not say, its metric says.

    Raises:
        ValueError: its formula, unit or count cannot be read.
    """
    said = {key: file.table[key] for key in INHERITED_KEYS if key in file.table}
    own_formula = str(table.get("formula", file.table.get("formula", "")))
    if variant and "formula" in table and "n" not in table:
        said.pop("n", None)
    said |= {key: table[key] for key in INHERITED_KEYS if key in table}
    parameters = _with_overrides(file.parameters, _as_table(table.get("parameters")))
    formula = scope.expand(own_formula, parameters, (file.name,) if file.name not in scope.measures else ())
    count = scope.expand(str(said["n"]), parameters) if "n" in said else None
    cover = scope.expand(str(said["cover"]), parameters) if said.get("cover") else None
    matures_after = str(said.get("matures_after", "none"))
    if matures_after not in {"none", *parameters, *scope.measures}:
        msg = f"matures_after names '{matures_after}', which is neither a parameter nor a measure"
        raise ValueError(msg)
    return Reading(
        metric=file.name,
        variant=variant,
        formula_text=own_formula,
        formula=formula,
        unit=read_unit(str(said.get("unit", "count"))),
        unit_text=str(said.get("unit", "count")),
        count=count,
        interval=cast(
            "Literal['wilson', 'wilson_carried', 'order_statistic', 'kaplan_meier', 'none']",
            str(said.get("interval", "none")),
        ),
        matures_after="" if matures_after == "none" else matures_after,
        when_zero=str(said.get("when_zero", "")),
        when_all_zero=Decimal(str(said["when_all_zero"])) if "when_all_zero" in said else None,
        doubt_zero=str(said.get("doubt_zero", "")),
        doubt_over_whole=str(said.get("doubt_over_whole", "")),
        cover=cover,
        previous="year" if said.get("previous") == "year" else "unit",
        currency_policy=str(said.get("currency_policy", "")),
        better=cast("Better", str(said.get("better", "higher"))),
        parameters={**scope.parameters_of(formula, count, cover), **parameters},
        titles=texts_by_language(table, LANGUAGES),
        about={code: str(table[f"what_{code}"]) for code in LANGUAGES if f"what_{code}" in table},
    )


def _with_overrides(parameters: Mapping[str, Parameter], overrides: Table) -> dict[str, Parameter]:
    """Give the metric's parameters with a variant's own values.

    Raises:
        ValueError: the variant sets a parameter that its metric does not have.
    """
    unknown = sorted(set(overrides) - set(parameters))
    if unknown:
        msg = f"sets unknown parameters: {', '.join(unknown)}"
        raise ValueError(msg)
    return {
        name: Parameter(
            name=name,
            value=Decimal(str(overrides[name])) if name in overrides else parameter.value,
            unit=parameter.unit,
            about=parameter.about,
        )
        for name, parameter in parameters.items()
    }
