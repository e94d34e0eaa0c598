"""What stages ask of their deals, and since when deals are in them → common table expressions.

Pure. What a stage has to have filled in, all stages after it in the same pipeline have to have, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lievik.model.facts import Facts
from lievik.model.stage_rule import StageRule
from lievik.planner.deal_states import deal_states


@dataclass(frozen=True, kw_only=True)
class StageRules:
    """Writes what the rules need in a statement about deals.

    Attributes:
        rules: at least one.
        facts: what the tables hold.
    """

    rules: Sequence[StageRule]
    facts: Facts

    @property
    def fields(self) -> tuple[str, ...]:
        """Columns that any rule asks for."""
        return tuple(dict.fromkeys(column for rule in self.rules for column in rule.required))

    @property
    def values(self) -> dict[str, object]:
        """What is bound."""
        return {f"rule_{number}": rule.stage for number, rule in enumerate(self.rules)}

    @property
    def kinds(self) -> dict[str, str]:
        """Flag -> SQL of which deals a rule of its kind is about."""
        asked = " OR ".join(f"ruled.asks_{column}" for column in self.fields) or "FALSE"
        return {
            "is_asked": f"coalesce({asked}, FALSE)",
            "is_limited": "ruled.max_days IS NOT NULL",
            "is_stepped": "ruled.step_days IS NOT NULL",
        }

    def lines(self) -> list[str]:
        """Write `ruled`, a row a stage that any rule is about; and `entered`, since when open deals are in theirs."""
        asks = "".join(f", asks_{column}" for column in self.fields)
        any_asks = "".join(f",\n         bool_or(stage_rule.asks_{column}) AS asks_{column}" for column in self.fields)
        own = "FILTER (WHERE begun.id = stage.id)"
        return [
            "stage_rule AS (",
            f"  SELECT * FROM (VALUES {', '.join(self._rows())}) AS given (stage, max_days, step_days{asks})",
            "),",
            "ruled AS (",
            f"  SELECT stage.id AS stage_id, min(stage_rule.max_days) {own} AS max_days,",
            f"         min(stage_rule.step_days) {own} AS step_days{any_asks}",
            "  FROM stage",
            "  JOIN stage AS begun ON begun.id = stage.id",
            "    OR (begun.pipeline_id IS NOT DISTINCT FROM stage.pipeline_id AND begun.position < stage.position)",
            "  JOIN stage_rule ON lower(stage_rule.stage) = lower(begun.name)",
            "  GROUP BY stage.id",
            "),",
            *self._entered(),
        ]

    def columns(self) -> str:
        """SQL of what rules say of each deal."""
        lacks = ", ".join(
            f"CASE WHEN ruled.asks_{column} AND deal.{column} IS NULL THEN '{column}' END" for column in self.fields
        )
        listed = f"concat_ws(',', {lacks})" if lacks else "''"
        return f"{listed} AS lacks, ruled.max_days, ruled.step_days, entered.entered_on"

    def _rows(self) -> list[str]:
        """A row of values a rule."""
        found = []
        for number, rule in enumerate(self.rules):
            days = ("NULL" if each is None else str(each) for each in (rule.max_days, rule.next_step_days))
            asks = (str(column in rule.required).upper() for column in self.fields)
            found.append(f"({', '.join((f'$rule_{number}', *(f'CAST({each} AS INTEGER)' for each in days), *asks))})")
        return found

    def _entered(self) -> list[str]:
        """Write `entered`: the first day after the last on which a deal was in another stage than it is."""
        return [
            "staged AS (",
            "  SELECT state.deal_id, state.from_on, state.stage_id, deal.stage_id AS now_id",
            f"  FROM (\n{deal_states(self.facts, ('stage_id',))}\n  ) AS state",
            "  JOIN deal ON deal.id = state.deal_id AND deal.outcome = 'open'",
            "  WHERE state.from_on <= $as_of",
            "),",
            "elsewhere AS (",
            "  SELECT deal_id, max(from_on) AS last_on FROM staged",
            "  WHERE stage_id IS DISTINCT FROM now_id GROUP BY deal_id",
            "),",
            "entered AS (",
            "  SELECT staged.deal_id, min(staged.from_on) AS entered_on",
            "  FROM staged LEFT JOIN elsewhere ON elsewhere.deal_id = staged.deal_id",
            "  WHERE staged.stage_id = staged.now_id",
            "    AND (elsewhere.last_on IS NULL OR staged.from_on >= elsewhere.last_on)",
            "  GROUP BY staged.deal_id",
            "),",
        ]
