"""Checks of the SQL that stands in definitions: it parses, it reads columns that are there, it is one expression.

Pure. Run on a company's own definitions whenever they are loaded, and on the built-in ones by the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from lievik.catalogue.catalogue import Catalogue
from lievik.catalogue.loading import load_catalogue
from lievik.definitions import built_in_texts
from lievik.errors import DefinitionError
from lievik.model.check import Check
from lievik.model.metric import Exclusion, Measure
from lievik.planner.row_sql import check_piece, columns_of, read_aggregate

_RATE: frozenset[str] = frozenset({"exchange_rate"})


def problems_in(measures: Iterable[Measure], exclusions: Mapping[str, Exclusion]) -> list[str]:
    """Sentences about SQL that does not hold, measure by measure."""
    problems = []
    for measure in measures:
        if measure.formula is not None:
            continue
        try:
            _check(measure, exclusions)
        except ValueError as trouble:
            problems.append(f"measures.toml: [{measure.name}] {trouble}")
    return problems


def checked_catalogue(own: Mapping[str, str]) -> Catalogue:
    """Every definition, a company's own among them; the same texts are read once.

    Args:
        own: the company's definitions, by the name of their file.

    Raises:
        DefinitionError: definitions do not hold.
    """
    return _checked(tuple(own.items()))


@lru_cache(maxsize=8)
def _checked(own: tuple[tuple[str, str], ...]) -> Catalogue:
    """Read and check definitions: whoever opens each new generation would wait for it again and again."""
    catalogue = load_catalogue(built_in_texts(), dict(own))
    problems = problems_in(catalogue.measures.values(), catalogue.exclusions) if own else []
    if problems:
        raise DefinitionError(problems)
    return catalogue


def definitions_check(catalogue: Catalogue) -> Check:
    """Tell whether the SQL of every definition holds."""
    problems = problems_in(catalogue.measures.values(), catalogue.exclusions)
    told = "; ".join(problems) or f"{len(catalogue.metrics)} metrics hold"
    return Check(name="definitions", is_fine=not problems, message=told)


def _check(measure: Measure, exclusions: Mapping[str, Exclusion]) -> None:
    """Check one measure.

    Raises:
        ValueError: what is wrong with it.
    """
    read_aggregate(measure.value)
    each = frozenset(measure.each)
    for sql in (measure.base_where, measure.whole, measure.split, *measure.each.values()):
        if sql:
            check_piece(sql, measure.table)
    for sql in (measure.value, measure.where):
        if not sql:
            continue
        check_piece(sql, measure.table, each)
        unknown = [name for name in columns_of(sql) if measure.per and name not in each]
        if unknown:
            msg = f"'{unknown[0]}' is not named in `each`"
            raise ValueError(msg)
    for name in measure.without:
        if name in exclusions:
            _check_reason(measure, exclusions[name])


def _check_reason(measure: Measure, reason: Exclusion) -> None:
    """Check that a reason reads what a measure has: columns of rows, or what is brought together per key.

    Raises:
        ValueError: what is wrong with it.
    """
    if not reason.is_of_keys:
        check_piece(reason.when, measure.table, _RATE)
        return
    unknown = [name for name in columns_of(reason.when) if name not in measure.each]
    if unknown:
        msg = f"'{unknown[0]}', which '{reason.name}' looks at, is not named in `each`"
        raise ValueError(msg)
