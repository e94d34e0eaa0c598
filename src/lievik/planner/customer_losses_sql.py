"""Who is a customer by which basis, who is lost by which source, and for what reasons, as SQL.

Pure. A source that says nothing is not asked. Only what happened up to the as-of day is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lievik.planner.customer_rows import customer_rows
from lievik.planner.deal_filter import DealFilter, deal_joins
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

_BASES: Final[Mapping[str, str]] = {
    "subscription": "customer_amount WHERE monthly_amount > 0 AND starts_on <= $last_on",
    "invoices": "invoice_line WHERE is_return IS NOT TRUE AND amount > 0 AND invoiced_on <= $last_on",
    "deals": "deal WHERE outcome = 'won' AND is_deleted IS NOT TRUE AND closed_on <= $last_on",
}
"""Basis -> the table that says so, and which rows of it do."""


@dataclass(frozen=True, kw_only=True)
class CustomerLossesSQL:
    """Writes the statements about what makes a customer, and what ends one.

    Attributes:
        found: which customers; `table` of it is `customer`.
        known: what the tables hold.
        start, end: the first day of the period, and the one after its last that counts.
    """

    found: DealFilter
    known: Known
    start: date
    end: date

    @property
    def is_flagged(self) -> bool:
        """Whether any account is marked as lost."""
        return self.known.facts.has_values("account", "is_lost")

    @property
    def is_stated(self) -> bool:
        """Whether any loss is written down."""
        return self.known.facts.has_rows("churn_event")

    def bases(self) -> Statement:
        """A row a basis: its name, accounts that have it, and those of them who are no customers by the one in use."""
        selects = [
            f"SELECT '{basis}' AS basis, count(*) AS accounts,\n"
            "  count(*) FILTER (WHERE account_id NOT IN (SELECT account_id FROM customer WHERE became_on < $end))"
            " AS others\n"
            f"FROM ({self._narrowed(self._having(basis))}) AS known"
            for basis in _BASES
        ]
        return self._bound("-- accounts by what may make them customers\n" + "\nUNION ALL\n".join(selects))

    def _having(self, basis: str) -> str:
        """SQL of the customers that have a basis."""
        table, where = _BASES[basis].split(" ", 1)
        return f"SELECT account_id FROM {customer_rows(table, self.known.facts)} AS told {where}"

    def losses(self) -> Statement:
        """A row an account that any source says is or was lost: see `LossRecord`.

        Where parents are customers, what is said of a subsidiary alone is not said of the customer.
        """
        stated = "SELECT account_id, max(lost_on) AS stated_on, count(*) AS stated FROM churn_event"
        flagged = "SELECT id AS account_id, TRUE AS is_lost FROM account WHERE is_lost"
        if not self.is_flagged:
            flagged = "SELECT NULL AS account_id, FALSE AS is_lost WHERE FALSE"
        return self._bound(
            "-- what every source says of who is lost\nWITH\n"
            "spelled AS (\nSELECT account_id, max(became_on) AS last_on, min(became_on) AS became_on,\n"
            "  arg_max(coalesce(left_on, DATE '9999-12-31'), became_on) AS left_on\n"
            "FROM customer WHERE became_on < $end GROUP BY account_id\n),\n"
            f"stated AS ({stated} WHERE lost_on < $end AND account_id IS NOT NULL GROUP BY account_id),\n"
            f"flagged AS ({flagged}),\n"
            "began AS (SELECT account_id, max(starts_on) AS last_on "
            f"FROM {customer_rows('customer_period', self.known.facts)} AS paid\n"
            "WHERE monthly_amount > 0 AND is_trial IS NOT TRUE AND starts_on < $end GROUP BY account_id),\n"
            "every AS (\nSELECT account_id FROM spelled WHERE left_on <= $end\n"
            "UNION SELECT account_id FROM stated UNION SELECT account_id FROM flagged\n"
            "EXCEPT SELECT account_id FROM subsidiary\n),\n"
            f"asked AS ({self._narrowed('SELECT account_id FROM every')})\n"
            "SELECT asked.account_id, coalesce(account.name, asked.account_id) AS name,\n"
            "  coalesce(rep.name, account.owner_id, '') AS owner, spelled.became_on,\n"
            "  CASE WHEN spelled.left_on <= $end THEN spelled.left_on END AS left_on, stated.stated_on,\n"
            "  coalesce(stated.stated, 0) AS stated,\n"
            "  coalesce(greatest(began.last_on, spelled.last_on) > stated.stated_on, FALSE) AS has_returned,\n"
            "  coalesce(flagged.is_lost, FALSE) AS is_flagged\n"
            "FROM asked LEFT JOIN account ON account.id = asked.account_id\n"
            "LEFT JOIN rep ON rep.id = account.owner_id\n"
            + "\n".join(
                f"LEFT JOIN {name} ON {name}.account_id = asked.account_id"
                for name in ("spelled", "stated", "flagged", "began")
            )
            + "\nORDER BY name, asked.account_id"
        )

    def stated_reasons(self) -> Statement:
        """Rows (reason, currency, is the whole of the reason, losses, accounts, refunds), of losses written down."""
        return self._bound(
            "-- losses written down, by reason\n"
            "SELECT reason, currency, grouping(currency) = 1 AS is_whole, count(*) AS losses,\n"
            "  count(DISTINCT account_id) AS accounts, sum(refund_amount) AS refunds\n"
            "FROM churn_event WHERE lost_on >= $start AND lost_on < $end\n"
            f"  AND account_id IN ({self._narrowed('SELECT account_id FROM churn_event')})\n"
            "GROUP BY GROUPING SETS ((reason), (reason, currency))\n"
            "ORDER BY is_whole DESC, losses DESC, reason, currency"
        )

    def lost_for(self) -> Statement:
        """Rows (reason, customers): who was a customer at the start and is none at the end, by the reason told last.

        A loss written down since the customer came tells it, else the subscription that ended last; else nobody does.
        """
        return self._bound(
            "-- customers lost, by reason\nWITH lost AS (\n"
            "SELECT account_id, max(became_on) AS became_on FROM customer WHERE became_on < $end\n"
            f"  AND account_id IN ({self._narrowed('SELECT account_id FROM customer')})\nGROUP BY account_id\n"
            "HAVING bool_or(became_on < $start AND (left_on IS NULL OR left_on > $start))\n"
            "  AND NOT bool_or(left_on IS NULL OR left_on > $end)\n),\n"
            "stated AS (\nSELECT lost.account_id, arg_max(said.reason, (said.lost_on, said.id)) AS reason\n"
            f"FROM lost INNER JOIN {customer_rows('churn_event', self.known.facts)} AS said\n"
            "  ON said.account_id = lost.account_id AND said.lost_on >= lost.became_on AND said.lost_on < $end\n"
            "WHERE said.reason IS NOT NULL GROUP BY lost.account_id\n),\n"
            "ended AS (\nSELECT lost.account_id, arg_max(paid.reason, (paid.ends_on, paid.id)) AS reason\n"
            f"FROM lost INNER JOIN {customer_rows('customer_period', self.known.facts)} AS paid\n"
            "  ON paid.account_id = lost.account_id AND paid.starts_on >= lost.became_on AND paid.starts_on < $end\n"
            "WHERE paid.is_trial IS NOT TRUE AND paid.reason IS NOT NULL GROUP BY lost.account_id\n)\n"
            "SELECT coalesce(stated.reason, ended.reason) AS reason, count(*) AS customers\n"
            "FROM lost LEFT JOIN stated ON stated.account_id = lost.account_id\n"
            "LEFT JOIN ended ON ended.account_id = lost.account_id\n"
            "GROUP BY ALL ORDER BY customers DESC, reason"
        )

    def _narrowed(self, accounts: str) -> str:
        """SQL of those accounts that are asked for, each once."""
        joins = deal_joins(self.found, "$last_on")
        where = " AND ".join(("customer.account_id IS NOT NULL", *joins.where))
        lines = "".join(f" {line}" for line in joins.lines)
        return f"SELECT DISTINCT customer.account_id FROM ({accounts}) AS customer{lines} WHERE {where}"

    def _bound(self, sql: str) -> Statement:
        values = {
            **self.found.values,
            "start": self.start,
            "end": self.end,
            "last_on": self.end - timedelta(days=1),
        }
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})
