"""What must not matter: the order of rows, the currency at a rate of 1, what else is asked for, the way of asking."""

from __future__ import annotations

from random import Random

from hypothesis import given

from lievik.model.result import MetricResult
from tests.properties.every_reading import READINGS, few, is_same, seeds, sizes
from tests.properties.random_company import random_rows
from tests.soundness.table_from_docstring import company_of


def told(result: MetricResult) -> tuple[object, ...]:
    """Everything that an answer says, floats rounded so that their order of adding does not show."""
    numbers = (result.value, result.numerator, result.denominator, result.n)
    bounds = (result.interval.low, result.interval.high) if result.interval else ()
    rounded = tuple(None if number is None else f"{float(number):.10g}" for number in (*numbers, *bounds))
    return (
        result.full_name,
        dict(result.group),
        result.period.label,
        *rounded,
        result.status,
        dict(result.excluded.reasons),
    )


@few
@given(seeds, sizes)
def test_the_order_of_rows(seed: int, size: int) -> None:
    rows = random_rows(seed, size)
    shuffled = {name: Random(seed).sample(table, len(table)) for name, table in rows.items()}  # noqa: S311
    one, two = (company_of(tables).workspace for tables in (rows, shuffled))
    for said in ({"period": "2026-Q1"}, {"period": "2025", "grain": "quarter", "by": "owner"}):
        assert [told(r) for r in one.show(*READINGS, **said)] == [told(r) for r in two.show(*READINGS, **said)]  # type: ignore[arg-type]


@few
@given(seeds, sizes)
def test_another_currency_at_a_rate_of_1(seed: int, size: int) -> None:
    rows = random_rows(seed, size, foreign=False)
    rows["fx_rate"] = [
        {"id": kind, "on_date": "2020-01-01", "from_currency": "EUR", "to_currency": "USD", "rate": 1, "kind": kind}
        for kind in ("market", "budget")
    ]
    workspace = company_of(rows).workspace
    for said in ({"period": "2026-Q1"}, {"period": "2025", "by": "region"}):
        euros = [told(r) for r in workspace.show(*READINGS, **said)]  # type: ignore[arg-type]
        dollars = [told(r) for r in workspace.show(*READINGS, currency="USD", **said)]  # type: ignore[arg-type]
        assert euros == dollars


@few
@given(seeds, sizes)
def test_what_else_is_asked_for(seed: int, size: int) -> None:
    """One at a time, all together, and in a split period: the same numbers."""
    company = company_of(random_rows(seed, size))
    together = {r.full_name: told(r) for r in company.workspace.show(*READINGS, period="2026-Q1")}
    months = {
        r.full_name: told(r)
        for r in company.workspace.show(*READINGS, period="2025-07-01..2026-06-30", grain="quarter")
        if r.period.label == "2026-Q1"
    }
    for name in READINGS:
        assert told(company.one(name, "2026-Q1")) == together[name] == months[name]
        compared = company.one(name, "2026-Q2", compare="2026-Q1").compared
        alone = company.one(name, "2026-Q1")
        if compared is not None:
            assert is_same(compared.value, alone.value), name


@few
@given(seeds, sizes)
def test_a_custom_period_of_the_same_days(seed: int, size: int) -> None:
    """A quarter and its dates mean the same; the one is worked out by index, the other by a join."""
    workspace = company_of(random_rows(seed, size)).workspace
    quarter = [told(r)[3:] for r in workspace.show(*READINGS, period="2026-Q1", by="owner")]
    dates = [told(r)[3:] for r in workspace.show(*READINGS, period="2026-01-01..2026-03-31", by="owner")]
    assert quarter == dates


@few
@given(seeds, sizes)
def test_a_filter_and_a_split(seed: int, size: int) -> None:
    """What is kept by a filter is what stands in the group of a split, medians and rates included."""
    workspace = company_of(random_rows(seed, size)).workspace
    for dimension in ("region", "lead_source"):
        split = list(workspace.show(*READINGS, period="2026-Q1", by=dimension))
        for label in {r.group[dimension] for r in split if r.group}:
            if label is None or "(" in label:  # a label that two share is no value to filter by
                continue
            kept = list(workspace.show(*READINGS, period="2026-Q1", where={dimension: label}))
            of_group = [r for r in split if r.group.get(dimension) == label]
            assert [told(r)[3:] for r in of_group] == [told(r)[3:] for r in kept], (dimension, label)
