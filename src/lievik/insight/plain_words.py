"""How an answer is worked out, told in plain words: a plan in, sentences out, in either language.

Pure. The sentences are definitions (steps.toml); this only fills them in, in the order of the plan.
"""

from __future__ import annotations

from lievik.catalogue.catalogue import Catalogue
from lievik.model.metric import LANGUAGES, Measure
from lievik.model.result import MetricResult
from lievik.planner.plan import Plan, PlannedReading, Scan


def steps_by_language(
    plan: Plan, catalogue: Catalogue, planned: PlannedReading, result: MetricResult
) -> dict[str, tuple[str, ...]]:
    """Sentences on one reading with its values, by language."""
    return {code: PlainWords(plan, catalogue, code).steps(planned, result) for code in LANGUAGES}


class PlainWords:
    """Tells how readings of one plan are worked out, in one language."""

    def __init__(self, plan: Plan, catalogue: Catalogue, language: str) -> None:
        self._plan = plan
        self._catalogue = catalogue
        self._language = language

    def steps(self, planned: PlannedReading, result: MetricResult | None = None) -> tuple[str, ...]:
        """Sentences on one reading, the values of its measures among them where a result is given."""
        columns = set(planned.columns.values())
        sentences = []
        for scan in self._plan.shape.scans:
            if any(use.column in columns for use in scan.uses):
                sentences += self._scan(scan, columns)
        if planned.missing:
            return ()
        formula = planned.reading.formula_text
        if result is not None and result.formula and result.formula != formula:
            formula = f"{formula} = {result.formula}"
        if any(sign in formula for sign in "+-*/("):
            sentences.append(self._say("step.formula", formula=formula))
        return tuple(sentences)

    def _scan(self, scan: Scan, columns: set[str]) -> list[str]:
        """Sentences on one pass over a table."""
        measure = scan.measure
        sentences = [self._say("step.read", table=self._table(measure.table), when=self._when(measure))]
        for found in scan.restrictions:
            values = ", ".join(found.said) or "–"
            dimension = found.dimension.titles.get(self._language, found.dimension.name)
            sentences.append(self._say("step.restrict", dimension=dimension, values=values))
        if scan.conversion is not None:
            day = self._say("day.own" if scan.conversion.by == "row" else "day.as_of")
            sentences.append(self._say("step.convert", currency=self._plan.currency, day=day))
        uses = [use for use in scan.uses if use.column in columns]
        reasons = dict.fromkeys(found for use in uses for found in use.conditions)
        if reasons:
            told = ", ".join(found.titles.get(self._language, found.name) for found in reasons)
            sentences.append(self._say("step.leave_out", reasons=told))
        if measure.per:
            key = self._table("rep" if measure.per == "rep_id" else "customer")
            sentences.append(self._say("step.bring_together", key=key))
        titles = [use.measure.titles.get(self._language, use.measure.name) for use in uses]
        return [*sentences, *(f"  {title}" for title in dict.fromkeys(titles))]

    def _when(self, measure: Measure) -> str:
        """Which rows of a table count in a period."""
        if measure.exact is not None:
            return self._say("when.exact")
        if measure.reach in {"ever", "all"}:
            return self._say("when.ever")
        kind = measure.stock if measure.span is not None else "dated"
        when = self._say(f"when.{kind}", day=self._say(f"day.{measure.dated_by}"))
        return self._say("when.year", when=when) if measure.reach == "12 months" else when

    def _table(self, table: str) -> str:
        return self._say(f"table.{table}")

    def _say(self, slug: str, **facts: str) -> str:
        """One text filled in; a name that has no text of its own speaks for itself."""
        text = self._catalogue.steps.get(slug, {}).get(self._language)
        return text.format(**facts) if text is not None else slug.partition(".")[2]
