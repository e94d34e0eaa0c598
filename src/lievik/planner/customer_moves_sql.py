"""Movements of customers as SQL: how each stood at the edges of periods, and what that makes of every period.

Pure. An edge is the moment between two periods. A customer stands there who was one on the day before and stays, as
churn counts; what a customer pays then is what was in force on the day before, as revenue retention counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from lievik.planner.deal_filter import DealFilter, deal_joins
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

FILTERED_AS: Final = "customer"
"""The table by whose ways customers are filtered and split."""

_NEVER: Final = "DATE '9999-12-31'"
"""The end of what has none. An OR beside a left join would compare every row with every other."""

_COHORT: Final = "CAST(date_trunc('{unit}', customer.first_on) AS DATE)"


@dataclass(frozen=True, kw_only=True)
class CustomerMovesSQL:
    """Writes the statements about movements.

    Attributes:
        found: which customers, split by what.
        known: what the tables hold.
        edges: days at which customers are looked at, in order.
        spans: numbers of an opening and a closing edge, one a period.
        cohort: month, quarter or year of first becoming a customer, that parts are made by; empty for none.
        window: days within which a return is an early one.
        has_amounts: subscriptions tell what customers pay.
    """

    found: DealFilter
    known: Known
    edges: Sequence[date]
    spans: Sequence[tuple[int, int]]
    cohort: str = ""
    window: int = 90
    has_amounts: bool = True
    values: Mapping[str, object] = field(default_factory=dict)

    def accounts(self) -> Statement:
        """A row a period, part and movement: unit_no, part, label, move, accounts, was there, is there, and money.

        Money is of all currencies, converted: opening, change, exchange, closing, accounts without a rate. A movement
        that is none is called `same`.
        """
        return self._statement(
            "SELECT unit_no, part, label, move, count(*) AS accounts,\n"
            "  count(*) FILTER (WHERE was_there) AS opening_count,\n"
            f"  count(*) FILTER (WHERE is_there) AS closing_count, {_sums('converted')}\n"
            "FROM account_move GROUP BY unit_no, part, label, move ORDER BY unit_no, label, part, move"
        )

    def currencies(self) -> Statement:
        """A row a period, part, currency and movement: unit_no, part, label, currency, move, accounts and money."""
        return self._statement(
            "SELECT unit_no, part, label, currency, move, count(*) AS accounts, sum(before_amount) AS opening,\n"
            "  sum(after_amount - before_amount) AS change, CAST(0 AS DECIMAL(38, 2)) AS exchange,\n"
            "  sum(after_amount) AS closing, 0 AS unrated\n"
            "FROM currency_move WHERE currency IS NOT NULL\n"
            "GROUP BY unit_no, part, label, currency, move ORDER BY unit_no, label, part, currency, move"
        )

    def listed(self, move: str) -> Statement:
        """A row an account that moved: unit_no, id, name, owner, move, before, after, days that it was away.

        Amounts are converted.

        Args:
            move: the movement; `all` for every one.
        """
        asked = "account_move.move <> 'same'" if move == "all" else "account_move.move = $move"
        return self._statement(
            "SELECT account_move.unit_no, account_move.account_id,\n"
            "  coalesce(named.name, account_move.account_id) AS name, coalesce(rep.name, named.owner_id, '') AS owner,"
            "\n  account_move.move, account_move.converted_before, account_move.converted_after,\n"
            "  CASE WHEN account_move.was_there THEN NULL ELSE account_move.away_days END AS away_days\n"
            "FROM account_move LEFT JOIN account AS named ON named.id = account_move.account_id\n"
            f"LEFT JOIN rep ON rep.id = named.owner_id WHERE {asked}\n"
            "ORDER BY account_move.unit_no, abs(account_move.converted_change) DESC, account_move.account_id",
            move=move,
        )

    def _statement(self, select: str, **more: object) -> Statement:
        sql = "\n".join(("-- what moved among customers", "WITH", ",\n".join(self._ctes()), select))
        edges = {f"edge_{number}": day for number, day in enumerate(self.edges)}
        values = {
            **self.found.values,
            **self.values,
            **edges,
            **more,
            "currency": self.known.currency,
            "window": self.window,
        }
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})

    def _ctes(self) -> list[str]:
        edges = ", ".join(f"({n}, CAST($edge_{n} AS DATE))" for n in range(len(self.edges)))
        spans = ", ".join(f"({n}, {opens}, {closes})" for n, (opens, closes) in enumerate(self.spans))
        return [
            f"edge (edge_no, edge_on) AS (VALUES {edges})",
            f"unit (unit_no, open_no, close_no) AS (VALUES {spans})",
            _SPELL,
            self._there(),
            self._stood() if self.has_amounts else _STOOD_BARE,
            _CURRENCY_STATE,
            _CURRENCY_MOVE,
            _ACCOUNT_MOVE,
        ]

    def _there(self) -> str:
        """Customers of each edge, with what part they belong to."""
        joins = deal_joins(self.found, "$last_on")
        part, label = self._part(joins.keys)
        lines = "".join(f"\n{line}" for line in joins.lines)
        where = " AND ".join(
            ("(customer.left_on IS NULL OR customer.left_on > edge.edge_on)", *joins.where),
        )
        return (
            "-- who is a customer at which edge\nthere AS (\n"
            "SELECT edge.edge_no, edge.edge_on, customer.account_id, customer.first_on, customer.away_days,\n"
            f"  CAST({part} AS VARCHAR) AS part, CAST({label} AS VARCHAR) AS label\n"
            f"FROM edge INNER JOIN spell AS customer ON customer.became_on < edge.edge_on{lines}\nWHERE {where}\n)"
        )

    def _part(self, keys: Sequence[str]) -> tuple[str, str]:
        """SQL of the part and its label."""
        if self.cohort:
            cohort = _COHORT.format(unit=self.cohort)
            return cohort, cohort
        return (keys[0], keys[0]) if keys else ("NULL", "NULL")

    def _stood(self) -> str:
        """What each pays at an edge, a row a currency; a customer who pays nothing has one without.

        A subscription's last day is the one before it ends: what ends or begins on the edge changes in the period
        that begins there. Only who ends altogether is no customer there any more.
        """
        converted = "stood.amount"
        rate = ""
        if self.known.facts.is_foreign("customer_amount", self.known.currency):
            converted = (
                "CASE WHEN stood.amount = 0 THEN 0 WHEN stood.currency = $currency THEN stood.amount "
                "ELSE round(CAST(stood.amount AS DECIMAL(28, 2)) * rate.rate, 2) END"
            )
            rate = (
                "\nLEFT JOIN rate_day AS rate ON rate.from_currency = stood.currency AND rate.to_currency = $currency"
                " AND rate.kind = 'market'\n"
                "  AND rate.on_date = (SELECT max(on_date) FROM rate_day WHERE on_date < stood.edge_on)"
            )
        rated = "CASE WHEN stood.currency = $currency THEN 1 ELSE rate.rate END" if rate else "1"
        return (
            "-- what they pay a month then\nstood AS (\n"
            "SELECT stood.*, "
            f"CAST({rated} AS DECIMAL(24, 14)) AS rate, CAST({converted} AS DECIMAL(28, 2)) AS converted\n"
            f"FROM (\nSELECT there.*, paid.currency, coalesce(sum(paid.monthly_amount), 0) AS amount\n"
            "FROM there LEFT JOIN customer_amount AS paid ON paid.account_id = there.account_id\n"
            f"  AND paid.starts_on < there.edge_on AND coalesce(paid.ends_on, {_NEVER}) >= there.edge_on\n"
            f"GROUP BY ALL\n) AS stood{rate}\n)"
        )


def _sums(money: str) -> str:
    """SQL of sums over accounts; one without a rate adds nothing, and is counted."""
    names = (("before", "opening"), ("change", "change"), ("exchange", "exchange"), ("after", "closing"))
    told = ", ".join(f"coalesce(sum({money}_{name}) FILTER (WHERE NOT is_unrated), 0) AS {to}" for name, to in names)
    return f"{told}, count(*) FILTER (WHERE is_unrated) AS unrated"


_SPELL: Final = """spell AS (
SELECT account_id, became_on, left_on, min(became_on) OVER (PARTITION BY account_id) AS first_on,
  date_diff('day', lag(left_on) OVER (PARTITION BY account_id ORDER BY became_on), became_on) AS away_days
FROM customer
)"""

_STOOD_BARE: Final = """stood AS (
SELECT there.*, CAST(NULL AS VARCHAR) AS currency, CAST(0 AS DECIMAL(28, 2)) AS amount,
  CAST(1 AS DECIMAL(24, 14)) AS rate, CAST(0 AS DECIMAL(28, 2)) AS converted
FROM there
)"""

_CURRENCY_STATE: Final = """-- both ends of a period, a row an account and currency
ends AS (
SELECT unit.unit_no, opens.edge_on AS open_on, stood.account_id, any_value(stood.part) AS part,
  any_value(stood.label) AS label, stood.currency, min(stood.first_on) AS first_on,
  arg_max(stood.away_days, stood.edge_no) AS away_days,
  bool_or(stood.edge_no = unit.open_no) AS at_open, bool_or(stood.edge_no = unit.close_no) AS at_close,
  coalesce(sum(stood.amount) FILTER (WHERE stood.edge_no = unit.open_no), 0) AS before_amount,
  coalesce(sum(stood.amount) FILTER (WHERE stood.edge_no = unit.close_no), 0) AS after_amount,
  sum(stood.converted) FILTER (WHERE stood.edge_no = unit.open_no) AS before_converted,
  sum(stood.converted) FILTER (WHERE stood.edge_no = unit.close_no) AS after_converted,
  max(stood.rate) FILTER (WHERE stood.edge_no = unit.open_no) AS before_rate,
  max(stood.rate) FILTER (WHERE stood.edge_no = unit.close_no) AS after_rate
FROM unit INNER JOIN edge AS opens ON opens.edge_no = unit.open_no
INNER JOIN stood ON stood.edge_no = unit.open_no OR stood.edge_no = unit.close_no
GROUP BY unit.unit_no, opens.edge_on, stood.account_id, stood.currency
)"""

_MOVE: Final = (
    "CASE WHEN NOT was_there AND first_on >= open_on THEN 'new'\n"
    "    WHEN NOT was_there AND away_days <= $window THEN 'reactivation'\n"
    "    WHEN NOT was_there THEN 'late_reactivation' WHEN NOT is_there THEN 'churn'\n"
    "    WHEN {change} > 0 THEN 'expansion' WHEN {change} < 0 THEN 'contraction' ELSE 'same' END"
)

_CURRENCY_MOVE: Final = f"""-- gains at the closing's rate and losses at the opening's: rates change only what stays
currency_move AS (
SELECT told.*, {_MOVE.format(change="(after_amount - before_amount)")} AS move,
  CASE WHEN after_amount >= before_amount THEN converted_after - coalesce(round(before_amount * close_rate, 2), 0)
    ELSE coalesce(round(after_amount * open_rate, 2), 0) - converted_before END AS converted_change
FROM (
SELECT ends.*, coalesce(before_rate, after_rate) AS open_rate, coalesce(after_rate, before_rate) AS close_rate,
  (before_amount <> 0 AND before_converted IS NULL) OR (after_amount <> 0 AND after_converted IS NULL) AS is_unrated,
  coalesce(before_converted, 0) AS converted_before, coalesce(after_converted, 0) AS converted_after,
  bool_or(at_open) OVER (PARTITION BY unit_no, account_id) AS was_there,
  bool_or(at_close) OVER (PARTITION BY unit_no, account_id) AS is_there
FROM ends
) AS told
)"""

_ACCOUNT_MOVE: Final = f"""-- an account in all its currencies
account_move AS (
SELECT *, {_MOVE.format(change="converted_change")} AS move,
  converted_after - converted_before - converted_change AS converted_exchange
FROM (
SELECT unit_no, open_on, account_id, any_value(part) AS part, any_value(label) AS label,
  min(first_on) AS first_on, max(away_days) FILTER (WHERE at_close) AS away_days,
  bool_or(was_there) AS was_there, bool_or(is_there) AS is_there, bool_or(is_unrated) AS is_unrated,
  sum(converted_before) FILTER (WHERE NOT is_unrated) AS converted_before,
  sum(converted_after) FILTER (WHERE NOT is_unrated) AS converted_after,
  sum(converted_change) FILTER (WHERE NOT is_unrated) AS converted_change
FROM currency_move GROUP BY unit_no, open_on, account_id
) AS told
)"""
