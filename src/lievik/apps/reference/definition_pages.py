"""Measures, dimensions and exclusions → a page each."""

from __future__ import annotations

from lievik.apps.reference.writing import code, listed, page, table
from lievik.catalogue import Catalogue
from lievik.model.formula import write_formula
from lievik.model.metric import Measure


def measure_page(catalogue: Catalogue) -> str:
    """Write the page of all measures."""
    read = [measure for measure in catalogue.measures.values() if measure.formula is None]
    derived = [measure for measure in catalogue.measures.values() if measure.formula is not None]
    return page(
        "Measures",
        "A measure is what is read off one table. Metrics are formulas over measures.",
        table(
            ("measure", "English", "Slovak", "unit", "table", "value", "rows", "dated by", "left out"),
            [_measure_row(measure) for measure in read],
        ),
        "## Worked out from other measures" if derived else "",
        table(
            ("measure", "English", "Slovak", "unit", "formula"),
            [
                (code(m.name), m.titles.get("en", ""), m.titles.get("sk", ""), m.unit_text, code(_formula(m)))
                for m in derived
            ],
        )
        if derived
        else "",
    )


def dimension_page(catalogue: Catalogue) -> str:
    """Write the page of all dimensions."""
    return page(
        "Dimensions",
        "What numbers can be split by (`--by`) and filtered by (`--where`), and the tables that know each.",
        table(
            ("dimension", "English", "Slovak", "known to"),
            [
                (code(d.name), d.titles.get("en", ""), d.titles.get("sk", ""), listed(d.through))
                for d in catalogue.dimensions.values()
            ],
        ),
    )


def exclusion_page(catalogue: Catalogue) -> str:
    """Write the page of all exclusions."""
    return page(
        "Exclusions",
        "Reasons for leaving a row out of a measure that it would belong to. Results count them by reason.",
        table(
            ("exclusion", "English", "Slovak", "when", "only if"),
            [
                (code(e.name), e.titles.get("en", ""), e.titles.get("sk", ""), code(e.when), code(e.only_if))
                for e in catalogue.exclusions.values()
            ],
        ),
    )


def _measure_row(measure: Measure) -> tuple[str, ...]:
    return (
        code(measure.name),
        measure.titles.get("en", ""),
        measure.titles.get("sk", ""),
        measure.unit_text,
        code(measure.table),
        code(measure.value),
        code(measure.where),
        _dated(measure),
        listed(measure.without),
    )


def _dated(measure: Measure) -> str:
    """What puts a row of a measure in a period."""
    if measure.span:
        return f"{code(measure.span[0])} to {code(measure.span[1])}, {measure.stock}"
    return code(measure.dated_by)


def _formula(measure: Measure) -> str:
    return write_formula(measure.formula, lambda name: name.name) if measure.formula is not None else ""
