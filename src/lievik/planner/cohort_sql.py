"""Customers by the month in which they first became one, and by age in months: who is still there, and what they bring.

Pure. A month that somebody is lost in is the first at whose end they are no customer any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lievik.model.periods import Period
from lievik.planner.customer_rows import customer_rows
from lievik.planner.deal_filter import DealFilter, deal_joins
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

_TABLES: Final = {"subscription": "customer_amount", "invoices": "invoice_line", "deals": "deal"}
"""Basis -> the table that says what customers bring."""

_BRINGS: Final = {
    "subscription": (
        "money.starts_on",
        "money.monthly_amount",
        "money.monthly_amount > 0",
    ),
    "invoices": ("money.invoiced_on", "money.amount", "money.amount IS NOT NULL"),
    "deals": (
        "money.closed_on",
        "money.amount",
        "money.outcome = 'won' AND money.is_deleted IS NOT TRUE AND money.amount IS NOT NULL",
    ),
}
"""Basis -> the day, the amount, and which rows count."""

_ORDERED: Final = {"invoices": "money.is_return IS NOT TRUE AND money.amount > 0", "deals": "money.amount > 0"}
"""Basis by orders -> which of those rows make an order; the others only take from what it brought."""


def basis_statement() -> Statement:
    """Tell by what customers are known: rows (basis, first day, last day that anybody became one)."""
    sql = "SELECT basis, min(became_on), max(became_on)\nFROM customer\nGROUP BY basis\nORDER BY count(*) DESC"
    return Statement(sql=sql, values={})


@dataclass(frozen=True, kw_only=True)
class CohortSQL:
    """Writes the statements about customers that were won in a period.

    Attributes:
        found: which customers, split by what.
        known: what the tables hold.
        period: of becoming a customer for the first time.
        basis: by what customers are known.
        has_returned: those who come back count again.
    """

    found: DealFilter
    known: Known
    period: Period
    basis: str
    has_returned: bool = False

    def customers(self) -> Statement:
        """Count customers.

        Returns:
            A statement of rows (month of acquisition, key and label of the part, age in months at which they are there,
            age at which they are lost or none, how many, whether it is their first time); a month is its `month_index`.
        """
        sql = "\n".join(
            (
                "-- customers by the month they first became one, and by the age at which they are lost",
                *self._spell_lines(),
                f"SELECT month_no, part, label, {_index('became_on')} - month_no AS from_age,",
                f"       {_lost('left_on')} - month_no AS lost_age,",
                "       count(*), became_on = first_on AS is_first",
                "FROM spell",
                *self._which("WHERE "),
                "GROUP BY ALL",
                "ORDER BY ALL",
            )
        )
        return self._bound(sql)

    def lives(self) -> Statement:
        """Count relationships by how many days they lasted: rows (key, label, days, ended, going).

        First ones alone, unless those who come back count again.
        """
        seen = "date_diff('day', became_on, least(coalesce(left_on, $tomorrow), $tomorrow))"
        has_ended = "coalesce(left_on <= $tomorrow, FALSE)"
        sql = "\n".join(
            (
                "-- relationships by their days up to the end, or so far",
                *self._spell_lines(),
                f"SELECT part, label, {seen} AS days,",
                f"       count(*) FILTER (WHERE {has_ended}), count(*) FILTER (WHERE NOT {has_ended})",
                "FROM spell",
                *self._which("WHERE "),
                "GROUP BY part, label, days",
                "ORDER BY part, label, days",
            )
        )
        return self._bound(sql)

    def revenue(self) -> Statement:
        """Add up what customers bring: monthly amounts in force, or what was invoiced or won in a month.

        Returns:
            A statement of rows as of `customers`, with (amount, rows without a rate) in the place of the last two.
        """
        day, amount, counted = _BRINGS[self.basis]
        amount, rate = self._converted(amount, day)
        lost = f"{_index(day)} + 1"
        if self.basis == "subscription":
            # what was in force on its last day is there as a month ends, but of who is no customer then
            last = "(money.account_id, money.ends_on) IN (SELECT account_id, left_on FROM customer)"
            lost = f"CASE WHEN {last} THEN {_lost('money.ends_on')}\n" + " " * 12 + f"ELSE {_gone('money.ends_on')} END"
        within = "" if self.has_returned else f"\n  AND (spell.left_on IS NULL OR {day} < spell.left_on)"
        sql = "\n".join(
            (
                "-- what they bring, by the age at which it begins and the one from which it is gone",
                *self._spell_lines(),
                f"SELECT spell.month_no, spell.part, spell.label, {_index(day)} - spell.month_no AS from_age,",
                f"       {lost} - spell.month_no AS lost_age,",
                f"       sum({amount}), count(*) FILTER (WHERE {amount} IS NULL)",
                "FROM spell",
                f"JOIN {customer_rows(_TABLES[self.basis], self.known.facts)} AS money",
                "  ON money.account_id = spell.account_id",
                f"  AND {day} >= spell.became_on AND {day} <= $as_of{within}",
                *rate,
                "WHERE spell.became_on = spell.first_on",
                f"  AND {counted}",
                "GROUP BY ALL",
                "ORDER BY ALL",
            )
        )
        return self._bound(sql)

    def orders(self, cut: date) -> Statement:
        """Sum up what each account ordered, up to the as-of day and before a cut; an order is all of one day.

        Returns:
            A statement of rows (account, first order, orders, last order, their amount net of what was sent back, the
            last three of before the cut, days with rows that have no rate); an account may have none with a rate.
        """
        day, amount, counted = _BRINGS[self.basis]
        amount, rate = self._converted(amount, day)
        sql = "\n".join(
            (
                "-- orders by account: when, how many, and what they came to",
                *self._spell_lines()[:-1],
                "),",
                "daily AS (",
                f"  SELECT money.account_id, {day} AS ordered_on, sum({amount}) AS amount,",
                f"         bool_or({_ORDERED[self.basis]} AND {amount} IS NOT NULL) AS is_order,",
                f"         bool_or({amount} IS NULL) AS is_unrated",
                f"  FROM {customer_rows(_TABLES[self.basis], self.known.facts)} AS money",
                "  SEMI JOIN spell ON spell.account_id = money.account_id",
                *(f"  {line}" for line in rate),
                f"  WHERE {day} <= $as_of",
                f"    AND {counted}",
                "  GROUP BY ALL",
                "),",
                "since_first AS (",
                "  SELECT *, min(ordered_on) FILTER (WHERE is_order) OVER (PARTITION BY account_id) AS first_on",
                "  FROM daily",
                ")",
                "SELECT account_id, first_on,",
                *(f"       {column}," for which in ("", " AND ordered_on < $cut_on") for column in _ordered(which)),
                "       count(*) FILTER (WHERE is_unrated)",
                "FROM since_first",
                "WHERE first_on IS NULL OR ordered_on >= first_on",
                "GROUP BY account_id, first_on",
                "ORDER BY account_id",
            )
        )
        return self._bound(sql, cut_on=cut)

    def listed(self, age: int) -> Statement:
        """A row a customer: id, name, owner, first day, day it was lost or none, whether it is there at an age."""
        from_age, lost_age = f"{_index('became_on')} - month_no", f"{_lost('left_on')} - month_no"
        gone = "max(coalesce(left_on, DATE '9999-12-31'))"
        sql = "\n".join(
            (
                "-- the customers, and who of them is there at an age",
                *self._spell_lines(),
                "SELECT known.account_id, coalesce(named.name, known.account_id) AS name,",
                "       coalesce(rep.name, named.owner_id, '') AS owner, known.first_on, known.lost_on, known.is_there",
                "FROM (",
                f"  SELECT account_id, first_on, CASE WHEN {gone} <= $tomorrow THEN {gone} END AS lost_on,",
                f"         bool_or({from_age} <= $age AND ({lost_age} IS NULL OR $age < {lost_age})) AS is_there",
                "  FROM spell",
                *(f"  {line}" for line in self._which("WHERE ")),
                "  GROUP BY account_id, first_on",
                ") AS known",
                "LEFT JOIN account AS named ON named.id = known.account_id",
                "LEFT JOIN rep ON rep.id = named.owner_id",
                "ORDER BY is_there, lost_on, name, known.account_id",
            )
        )
        return self._bound(sql, age=age)

    def unknown(self) -> Statement:
        """Count rows of money that name no account: one row of one number; no filter is heeded."""
        day, _, counted = _BRINGS[self.basis]
        table = _TABLES[self.basis]
        if self.basis == "subscription":
            table, counted = "customer_period", f"{counted} AND money.is_trial IS NOT TRUE"
        lines = (
            "SELECT count(*)",
            f"FROM {table} AS money",
            f"WHERE money.account_id IS NULL AND {day} <= $as_of",
            f"  AND {counted}",
        )
        return self._bound("\n".join(lines))

    def _spell_lines(self) -> list[str]:
        """Write the CTE of spells: one row a time as a customer, of accounts that first became one in the period."""
        joins = deal_joins(self.found, "customer.became_on")
        key, label = "NULL", "NULL"
        if joins.keys:
            dimension, label = self.found.keys[0], joins.keys[0]
            key = f"{dimension.name}_named.id" if dimension.label_table else label
        where = ["first.first_on >= $start_on AND first.first_on < $end_on", "customer.became_on <= $as_of"]
        return [
            "WITH first AS (",
            "  SELECT account_id, min(became_on) AS first_on",
            "  FROM customer",
            "  GROUP BY account_id",
            "),",
            "spell AS (",
            "  SELECT customer.account_id, first.first_on, customer.became_on, customer.left_on,",
            f"         {_index('first.first_on')} AS month_no,",
            f"         CAST({key} AS VARCHAR) AS part, CAST({label} AS VARCHAR) AS label",
            "  FROM customer",
            "  JOIN first ON first.account_id = customer.account_id",
            *(f"  {line}" for line in joins.lines),
            "  WHERE " + "\n    AND ".join((*where, *joins.where)),
            ")",
        ]

    def _which(self, word: str) -> list[str]:
        return [] if self.has_returned else [f"{word}became_on = first_on"]

    def _converted(self, amount: str, day: str) -> tuple[str, tuple[str, ...]]:
        """SQL of an amount in the wanted currency, and the join it needs.

        Monthly amounts are all converted at the last known rate, so that no change of rates looks like one of revenue.
        """
        if not self.known.facts.is_foreign(_TABLES[self.basis], self.known.currency):
            return amount, ()
        on_date = "(SELECT max(on_date) FROM rate_day WHERE on_date <= $as_of)" if self.basis == "subscription" else day
        join = (
            f"LEFT JOIN rate_day AS rate ON rate.on_date = {on_date} AND rate.from_currency = money.currency"
            " AND rate.to_currency = $currency AND rate.kind = 'market'"
        )
        rated = f"round(CAST({amount} AS DECIMAL(28, 2)) * rate.rate, 2)"
        return f"CASE WHEN money.currency = $currency THEN {amount} ELSE {rated} END", (join,)

    def _bound(self, sql: str, **more: object) -> Statement:
        values = {
            **more,
            **self.found.values,
            "as_of": self.known.as_of,
            "tomorrow": self.known.as_of + timedelta(days=1),
            "currency": self.known.currency,
            "start_on": self.period.start,
            "end_on": self.period.end,
        }
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})


def _ordered(which: str) -> tuple[str, ...]:
    """SQL of orders, the last of them, and their amount; of those days that a condition holds for."""
    return (
        f"count(*) FILTER (WHERE is_order{which})",
        f"max(ordered_on) FILTER (WHERE is_order{which})",
        f"coalesce(sum(amount) FILTER (WHERE TRUE{which}), 0)",
    )


def _index(day: str) -> str:
    """SQL of a day's `month_index`."""
    return f"12 * year({day}) + month({day}) - 1"


def _lost(day: str) -> str:
    """SQL of the month from whose end on something is gone that ends before a day; none where it still goes on."""
    return f"CASE WHEN {day} <= $tomorrow THEN {_index(f'{day} - 1')} END"


def _gone(day: str) -> str:
    """SQL of the month that a day is in, on which something changes; none where it is still to come."""
    return f"CASE WHEN {day} <= $as_of THEN {_index(day)} END"
