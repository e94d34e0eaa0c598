"""What is to be repaired in deals or leads, counted by owner and listed: two statements a table.

Pure. Every row is looked at once, whatever the number of faults; only what was known by the as-of day is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lievik.model.quality import Fault
from lievik.planner.deal_filter import DealFilter, converted, deal_joins
from lievik.planner.quality_rules import Rule
from lievik.planner.stage_rule_sql import StageRules
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

LAST_RATE: Final = "(SELECT max(on_date) FROM rate_day WHERE on_date <= $as_of)"
_ENDED: Final = "coalesce(deal.outcome = '{}' AND (deal.closed_on IS NULL OR deal.closed_on <= $as_of), FALSE)"
KINDS: Final = {
    "deal": {
        "is_open": "coalesce(deal.outcome = 'open' OR deal.closed_on > $as_of, FALSE)",
        "is_won": _ENDED.format("won"),
        "is_lost": _ENDED.format("lost"),
    },
    "lead": {
        "is_open": "(lead.converted_on IS NULL OR lead.converted_on > $as_of)"
        " AND (lead.disqualified_on IS NULL OR lead.disqualified_on > $as_of)",
    },
}
_RULED_JOINS: Final = (
    "  LEFT JOIN ruled ON ruled.stage_id = deal.stage_id",
    "  LEFT JOIN entered ON entered.deal_id = deal.id",
)
_OF_WHOM: Final = "CASE WHEN grouping(owner) = 0 THEN 'owner' WHEN grouping(team) = 0 THEN 'team' ELSE 'whole' END"
_READ: Final = {
    "deal": (
        "deal.name",
        "deal.currency",
        "deal.expected_close_on",
        "deal.closed_on",
        "deal.next_step_on",
        "deal.lost_reason",
        "deal.outcome",
    ),
    "lead": ("lead.lead_source", "lead.reachability"),
}


def _rows(condition: str) -> str:
    """SQL of how many rows a condition holds for, where rows of a kind stand together."""
    return f"CAST(coalesce(sum(alike) FILTER (WHERE {condition}), 0) AS BIGINT)"


@dataclass(frozen=True, kw_only=True)
class QualitySQL:
    """Writes the statements about one table.

    Attributes:
        table: `deal` or `lead`.
        found: which rows.
        rules: those that can be looked for.
        known: what the tables hold.
        idle_since: who had no activity after this day lies idle.
        stages: what stages ask of their deals; none where nothing is asked.
    """

    table: str
    found: DealFilter
    rules: Mapping[Fault, Rule]
    known: Known
    idle_since: date
    stages: StageRules | None = None

    def counts(self) -> Statement:
        """A row of everybody, one a team and one an owner: of whom, name, rows, clean rows, and three numbers a rule.

        Rows that could have the fault, rows that have it, and the amount of these.
        """
        numbers = [
            f"{_rows(self._among(rule))}, {_rows(fault)}, sum(converted) FILTER (WHERE {fault})"
            for fault, rule in self.rules.items()
        ]
        columns = ",\n       ".join(
            (_OF_WHOM, "coalesce(owner, team)", _rows("TRUE"), _rows(f"NOT ({self._any()})"), *numbers)
        )
        kinds = ", ".join((*self._kinds, *self.rules))
        return self._statement(
            f"SELECT {columns}\nFROM (\n"
            "  -- rows of a kind together, as there are few kinds and many numbers\n"
            f"  SELECT owner, team, {kinds}, count(*) AS alike, sum(converted) AS converted\n"
            f"  FROM flagged\n  GROUP BY owner, team, {kinds}\n"
            ") AS kind\nGROUP BY GROUPING SETS ((owner), (team), ())\nORDER BY 1 DESC, 2"
        )

    def rows(self, faults: Sequence[Fault]) -> Statement:
        """A row a deal or lead that has any of the faults: what `FaultyRow` tells, and every rule's flag."""
        wanted = " OR ".join(fault for fault in faults if fault in self.rules) or "FALSE"
        deal_columns = (
            "amount, currency, expected_close_on, closed_on" if self.table == "deal" else "NULL, '', NULL, NULL"
        )
        lacks = "lacks, entered_on" if self.stages else "'', NULL"
        columns = f"id, number, name, owner, account_id, account, created_on, last_on, {deal_columns}, {lacks}"
        flags = ", ".join(self.rules) or "FALSE"
        return self._statement(
            f"SELECT {columns}, {flags}\nFROM flagged\nWHERE {wanted}\n"
            "ORDER BY converted DESC NULLS LAST, created_on DESC NULLS LAST, id"
        )

    def _statement(self, select: str) -> Statement:
        """Put a statement behind the rows looked at and their flags."""
        flags = "".join(
            f",\n         ({self._among(rule, 'looked.')} AND {rule.odd}) AS {fault}"
            for fault, rule in self.rules.items()
        )
        sql = "\n".join(
            (
                "WITH happened AS (",
                f"  SELECT activity.{self.table}_id AS row_id, max(activity.started_on) AS last_on FROM activity",
                f"  WHERE activity.{self.table}_id IS NOT NULL AND activity.started_on <= $as_of",
                f"  GROUP BY activity.{self.table}_id",
                "),",
                *(self.stages.lines() if self.stages else ()),
                "looked AS (",
                *self._looked(),
                "),",
                f"flagged AS (\n  SELECT looked.*{flags}\n  FROM looked\n)",
                select,
            )
        )
        values = {
            **self.found.values,
            **(self.stages.values if self.stages else {}),
            "as_of": self.known.as_of,
            "currency": self.known.currency,
            "idle_since": self.idle_since,
        }
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})

    def _looked(self) -> list[str]:
        """Write every row that counts, with what rules read of it."""
        table, joins = self.table, deal_joins(self.found, "$as_of")
        amount, rate = converted(self.known.facts, self.known.currency, LAST_RATE)
        is_deal = table == "deal"
        name = "" if is_deal else "         coalesce(lead.source_id, lead.id) AS name, NULL AS converted,"
        kinds = ", ".join(f"{sql} AS {kind}" for kind, sql in self._kinds.items())
        where = [f"{table}.is_deleted IS NOT TRUE", f"({table}.created_on IS NULL OR {table}.created_on <= $as_of)"]
        where += [] if is_deal else ["lead.merged_into_id IS NULL"]
        return [
            f"  SELECT {table}.id, coalesce({table}.source_id, {table}.id) AS number, {table}.account_id,",
            f"         coalesce(account.name, {table}.account_id, '') AS account, {table}.created_on,",
            f"         coalesce(rep.name, {table}.owner_id, '') AS owner, rep.left_on AS owner_left_on,",
            f"         happened.last_on, {', '.join(_READ[table])},",
            *([f"         deal.amount, {amount} AS converted,"] if is_deal else [name]),
            f"         {self._has('owner', 'rep')}, {self._has('account', 'account')},",
            *([f"         {self._has('stage', 'stage')},"] if is_deal else []),
            f"         {kinds}, {joins.keys[0] if joins.keys else 'NULL'} AS team",
            *([f"         , {self.stages.columns()}"] if self.stages else []),
            f"  FROM {table}",
            f"  LEFT JOIN rep ON rep.id = {table}.owner_id",
            f"  LEFT JOIN account ON account.id = {table}.account_id",
            *(["  LEFT JOIN stage ON stage.id = deal.stage_id"] if is_deal else []),
            f"  LEFT JOIN happened ON happened.row_id = {table}.id",
            *(_RULED_JOINS if self.stages else ()),
            *(f"  {line}" for line in (*joins.lines, *(rate if is_deal else ()))),
            "  WHERE " + "\n    AND ".join((*where, *joins.where)),
        ]

    @property
    def _kinds(self) -> dict[str, str]:
        """Flag -> SQL of which rows are of a kind; those that rules of stages are about, where there are any."""
        kinds = KINDS[self.table]
        ruled = self.stages.kinds if self.stages else {}
        return {**kinds, **{flag: f"({kinds['is_open']}) AND {sql}" for flag, sql in ruled.items()}}

    def _has(self, name: str, place: str) -> str:
        """SQL of whether a reference leads somewhere; where nothing is known of such things, that it is given."""
        looked_up = f"{place}.id" if self.known.facts.has_rows(place) else f"{self.table}.{name}_id"
        return f"{looked_up} IS NOT NULL AS has_{name}"

    def _among(self, rule: Rule, prefix: str = "") -> str:
        """SQL of the rows that could have a fault."""
        if rule.among == "is_ended":
            return f"({prefix}is_won OR {prefix}is_lost)"
        return rule.among if rule.among == "TRUE" else f"{prefix}{rule.among}"

    def _any(self) -> str:
        """SQL of whether a row has any fault."""
        return " OR ".join(self.rules) or "FALSE"
