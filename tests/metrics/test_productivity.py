"""Productivity as the article has it, past ramp-up, by team and over time: sums made by hand in tests/tiny_company."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from fractions import Fraction

import pytest

from lievik.workspace import Workspace


def close(value: object, wanted: Fraction) -> bool:
    return abs(Fraction(str(value)) - wanted) < Fraction(1, 10**9)


def test_the_article_divides_by_headcount(tiny_company: Workspace) -> None:
    example = tiny_company.catalogue.metric("rep_productivity").example
    assert example is not None
    assert (example.variant, example.given, example.result) == (
        "headcount",
        {"won_amount": 1_000_000, "reps_at_end": 20},
        50_000,
    )


def test_it_has_a_trend(tiny_company: Workspace) -> None:
    """60 000 of 3 reps; then 80 000 of 288 days of reps in 91."""
    results = list(tiny_company.show("rep_productivity", period="2026-01..2026-06", grain="quarter"))
    assert [result.period.label for result in results] == ["2026-Q1", "2026-Q2"]
    assert [close(r.value, w) for r, w in zip(results, (Fraction(20_000), Fraction(227_500, 9)), strict=True)] == [
        True
    ] * 2


@pytest.mark.parametrize("reading", ["rep_productivity", "rep_productivity:headcount"])
def test_teams_add_up_to_the_company(tiny_company: Workspace, reading: str) -> None:
    results = list(tiny_company.show(reading, period="2026-Q2", by="team", totals=True))
    parts = [result for result in results if result.group]
    (whole,) = [result for result in results if not result.group]
    assert sum(part.numerator or 0 for part in parts) == whole.numerator == 80_000
    assert close(sum(part.denominator or 0 for part in parts), Fraction(str(whole.denominator)))


def test_past_ramp_up_leaves_the_newcomer_out(tiny_company: Workspace) -> None:
    """Zuzana is in ramp-up all the quarter: her 9 000 and her days are in neither part."""
    results = {
        result.group["owner"]: result.value
        for result in tiny_company.show("rep_productivity:ramped", period="2026-Q2", by="owner")
    }
    assert results["Zuzana New"] is None
    assert close(results["Marek Gone"], Fraction(10_000 * 91, 30))
