"""Slippage as SQL: every time an open deal's expected closing moved out of its period, and of how much of the opening.

Pure. Only deals that were open between the two days are followed, but those through all of their history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lievik.model.periods import FiscalYear, Grain, period_index_step
from lievik.planner.deal_states import deal_states
from lievik.planner.deal_walk import Walk, matches
from lievik.planner.dimension_sql import Joins
from lievik.planner.statement import Statement, bound_names


def _is_open(alias: str, day: str) -> str:
    """SQL of whether a deal was open on a day."""
    is_ended = f"{alias}.closed_on <= {day}"
    is_open = f"CASE WHEN {alias}.outcome = 'open' THEN TRUE WHEN {alias}.outcome IS NULL THEN ({is_ended}) IS NOT TRUE"
    return f"({is_open} ELSE {alias}.closed_on > {day} END) AND {alias}.is_deleted IS NOT TRUE"


@dataclass(frozen=True, kw_only=True)
class SlippageSQL:
    """Writes the statements about slippage.

    Attributes:
        walk: whose deals, split by what.
        units: numbers of the periods, bound as opens_0, start_0, end_0, last_0 and so on.
        is_converted: some money is in another currency than the one asked for.
        values: what is bound: from_on, to_on, currency, times, those of the units, and of filters.
    """

    walk: Walk
    units: Sequence[int]
    grain: Grain
    fiscal: FiscalYear
    is_converted: bool
    values: Mapping[str, object]

    def rates(self) -> Statement:
        """A row a period and part: unit_no, part, label, what was open at its beginning, and pushed.

        Of each deals, amount, and deals without a rate.
        """
        joins = Joins(table="deal", day="unit.opens_on")
        asked, part = self._asked(joins), self._part(joins)
        amount, rate = self._money("unit.opens_on")
        unit = ", ".join(
            f"({n}, {', '.join(f'CAST(${name}_{n} AS DATE)' for name in ('opens', 'start', 'end', 'last'))})"
            for n in self.units
        )
        qualified = " AND deal.qualified_on <= unit.opens_on" if self.walk.is_qualified_only else ""
        label, label_join = self._label("summed.part")
        sums = ", ".join(
            f"count(*) FILTER (WHERE {which}) AS {name}_deals, "
            f"coalesce(sum(amount) FILTER (WHERE {which}), 0) AS {name}_amount, "
            f"count(*) FILTER (WHERE {which} AND amount IS NULL) AS {name}_unrated"
            for name, which in (("opening", "TRUE"), ("pushed", "is_pushed"))
        )
        return self._statement(
            f"unit (unit_no, opens_on, starts_on, ends_on, last_on) AS (VALUES {unit}),\n"
            "opening AS (\n"
            f"SELECT unit.unit_no, {part} AS part, {amount} AS amount,\n"
            "  EXISTS (SELECT 1 FROM move WHERE move.deal_id = deal.deal_id AND move.is_push\n"
            "    AND move.from_on > unit.opens_on AND move.from_on <= unit.last_on\n"
            "    AND move.was_expected_on >= unit.starts_on AND move.was_expected_on < unit.ends_on) AS is_pushed\n"
            "FROM unit\nINNER JOIN state AS deal ON deal.from_on <= unit.opens_on "
            "AND (deal.until_on > unit.opens_on OR deal.until_on IS NULL)\n"
            f"  AND {_is_open('deal', 'unit.opens_on')}{qualified}\n"
            "  AND deal.expected_close_on >= unit.starts_on AND deal.expected_close_on < unit.ends_on"
            f"{''.join(chr(10) + line for line in joins.lines)}{rate}\nWHERE {asked}\n),\n"
            f"summed AS (SELECT unit_no, part, {sums} FROM opening GROUP BY unit_no, part)",
            f"SELECT unit_no, part, {label} AS label, summed.* EXCLUDE (unit_no, part)\nFROM summed{label_join}",
        )

    def pushes(self) -> Statement:
        """A row a part, and one of all: part, label, is_whole, pushes, deals, days, pulls, pulled deals."""
        joins = Joins(table="deal", day="deal.from_on")
        asked, part = self._asked(joins), self._part(joins)
        label, label_join = self._label("summed.part")
        split = "GROUP BY GROUPING SETS ((part), ())" if self.walk.split else ""
        is_whole = "grouping(part) = 1" if self.walk.split else "TRUE"
        return self._statement(
            f"moved AS (\nSELECT deal.*, {part} AS part\nFROM move AS deal{''.join(chr(10) + x for x in joins.lines)}\n"
            f"WHERE deal.from_on > $from_on AND {asked}\n),\n"
            f"summed AS (\nSELECT {'part' if self.walk.split else 'NULL AS part'}, {is_whole} AS is_whole,\n"
            "  count(*) FILTER (WHERE is_push) AS pushes, count(DISTINCT deal_id) FILTER (WHERE is_push) AS deals,\n"
            "  coalesce(sum(days) FILTER (WHERE is_push), 0) AS days, count(*) FILTER (WHERE NOT is_push) AS pulls,\n"
            f"  count(DISTINCT deal_id) FILTER (WHERE NOT is_push) AS pulled\nFROM moved {split}\n)",
            f"SELECT part, {label} AS label, summed.* EXCLUDE (part)\nFROM summed{label_join}",
        )

    def deals(self) -> Statement:
        """A row an open deal that was pushed often, see `PushedDeal`."""
        joins = Joins(table="deal", day="$to_on")
        asked = self._asked(joins)
        amount, rate = self._money("$to_on")
        qualified = " AND deal.qualified_on <= $to_on" if self.walk.is_qualified_only else ""
        return self._statement(
            "pushed AS (\nSELECT deal_id, count(*) AS pushes, count(*) FILTER (WHERE from_on > $from_on) AS recent,\n"
            "  sum(days) AS days, arg_min(was_expected_on, from_on) AS first_expected_on\n"
            "FROM move WHERE is_push GROUP BY deal_id HAVING count(*) >= $times\n)",
            "SELECT deal.deal_id, coalesce(known.name, deal.deal_id) AS name,\n"
            "  coalesce(rep.name, deal.owner_id, '') AS owner, pushed.pushes, pushed.recent, pushed.days,\n"
            "  pushed.first_expected_on, deal.expected_close_on, deal.amount,\n"
            f"  deal.currency, {amount} AS converted\n"
            "FROM pushed\nINNER JOIN state AS deal ON deal.deal_id = pushed.deal_id "
            "AND (deal.until_on > $to_on OR deal.until_on IS NULL)\n"
            "LEFT JOIN deal AS known ON known.id = deal.deal_id\nLEFT JOIN rep ON rep.id = deal.owner_id"
            f"{''.join(chr(10) + line for line in joins.lines)}{rate}\n"
            f"WHERE {_is_open('deal', '$to_on')}"
            f"{qualified} AND {asked}\n"
            "ORDER BY pushed.pushes DESC, converted DESC NULLS LAST, deal.deal_id",
        )

    def _statement(self, ctes: str, select: str) -> Statement:
        columns = ", ".join(f"deal.{name}" for name in self.walk.columns)
        states = deal_states(self.walk.facts, self.walk.columns)
        now, was = (self._unit_of(name) for name in ("state.expected_close_on", "state.was_expected_on"))
        qualified = "\n  AND state.qualified_on <= state.from_on" if self.walk.is_qualified_only else ""
        sql = f"""-- how often the expected closing of open deals was put off
WITH open_deal AS (
SELECT DISTINCT deal_id FROM (
{states}
) AS deal
WHERE from_on <= $to_on AND (until_on > $from_on OR until_on IS NULL)
  AND (coalesce(outcome, 'open') = 'open' OR closed_on > $from_on)
),
state AS MATERIALIZED (
SELECT deal.deal_id, deal.from_on, deal.until_on, {columns},
  lag(deal.expected_close_on) OVER followed AS was_expected_on,
  lag({_is_open("deal", "deal.from_on")}) OVER followed AS was_open
FROM (
{states}
) AS deal
WHERE deal.from_on <= $to_on AND deal.deal_id IN (SELECT deal_id FROM open_deal)
WINDOW followed AS (PARTITION BY deal.deal_id ORDER BY deal.from_on)
),
-- moves of the expected closing from one period to another, while a deal was open before and after
move AS MATERIALIZED (
SELECT state.*, state.expected_close_on > state.was_expected_on AS is_push,
  date_diff('day', state.was_expected_on, state.expected_close_on) AS days
FROM state
WHERE state.expected_close_on <> state.was_expected_on AND {now} <> {was}
  AND state.was_open AND {_is_open("state", "state.from_on")}{qualified}
),
{ctes}
{select}"""
        return Statement(sql=sql, values={name: self.values[name] for name in bound_names(sql)})

    def _unit_of(self, day: str) -> str:
        """SQL of the number of the unit that a day lies in."""
        unit, step = period_index_step(self.grain)
        if unit == "day":
            return f"date_diff('day', DATE '1900-01-01', {day}) // {step}"
        months = f"12 * year({day}) + month({day}) - {self.fiscal.start_month}"
        return f"({months}) // {step}"

    def _asked(self, joins: Joins) -> str:
        """SQL of whether a row is asked for."""
        conditions = [f"({matches(found, joins)})" for found in self.walk.restrictions]
        return " AND ".join(conditions) or "TRUE"

    def _part(self, joins: Joins) -> str:
        return f"CAST({joins.key_of(self.walk.split)} AS VARCHAR)" if self.walk.split else "CAST(NULL AS VARCHAR)"

    def _money(self, day: str) -> tuple[str, str]:
        """SQL of a deal's amount in the currency asked for at a day's rate, and the join that finds that."""
        amount = "coalesce(deal.amount, 0)"
        if not self.is_converted:
            return amount, ""
        converted = f"round(CAST({amount} AS DECIMAL(28, 2)) * rate.rate, 2)"
        join = (
            f"\nLEFT JOIN rate_day AS rate ON rate.on_date = (SELECT max(on_date) FROM rate_day WHERE on_date <= {day})"
            " AND rate.from_currency = deal.currency AND rate.to_currency = $currency AND rate.kind = 'market'"
        )
        return f"CASE WHEN deal.currency = $currency THEN {amount} ELSE {converted} END", join

    def _label(self, key: str) -> tuple[str, str]:
        """SQL of a part's name, and the join that finds it."""
        split = self.walk.split
        if split is None or not split.label_table:
            return key, ""
        return "named.name", f"\nLEFT JOIN {split.label_table} AS named ON named.id = {key}"
