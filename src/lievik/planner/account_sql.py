"""One account as SQL: which is meant, what it was and is as a customer, its deals, and who is known there.

Pure. Only what happened up to the as-of day is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lievik.planner.committee_sql import DECISION_MAKER, ROLE
from lievik.planner.deal_filter import converted
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names
from lievik.planner.target_sql import IS_OPEN, LAST_RATE

_SUGGESTED: Final = 50
_IS_PAID: Final = "paid.is_trial IS NOT TRUE AND paid.monthly_amount IS NOT NULL"
_OWN_DEALS: Final = (
    "deal.account_id = $account AND deal.is_deleted IS NOT TRUE"
    " AND (deal.created_on IS NULL OR deal.created_on <= $as_of)"
)
_ENDED: Final = "deal.outcome IN ('won', 'lost') AND deal.closed_on <= $as_of"


def profile_statement(wanted: str) -> Statement:
    """Write which account is meant, by its id or by its name whatever its capitals.

    Returns:
        A statement of rows (id, name, industry, size, region, country, owner, parent, is a target, created): that of
        the id alone, else one an account of that name.
    """
    return Statement(
        sql=(
            "SELECT account.id, account.name, account.industry, account.size_band, account.region, account.country,\n"
            "  coalesce(rep.name, account.owner_id), parent.name, account.is_target, account.created_on\n"
            "FROM account LEFT JOIN rep ON rep.id = account.owner_id\n"
            "LEFT JOIN account AS parent ON parent.id = account.parent_id\n"
            "WHERE account.id = $wanted OR lower(trim(account.name)) = lower(trim($wanted))\n"
            "QUALIFY account.id = $wanted OR NOT bool_or(account.id = $wanted) OVER ()\n"
            "ORDER BY account.id"
        ),
        values={"wanted": wanted},
    )


def told_by_deals(wanted: str) -> Statement:
    """Write whether deals name an account of that id, where no row tells of it: a row with the id, or none."""
    sql = "SELECT DISTINCT deal.account_id FROM deal WHERE deal.account_id = $wanted"
    return Statement(sql=sql, values={"wanted": wanted})


def suggestions(wanted: str) -> Statement:
    """Write which names are like one that there is not: a row a name."""
    return Statement(
        sql=(
            "SELECT DISTINCT account.name FROM account WHERE account.name IS NOT NULL\n"
            "ORDER BY jaro_winkler_similarity(lower(account.name), lower($wanted)) DESC, account.name\n"
            f"LIMIT {_SUGGESTED}"
        ),
        values={"wanted": wanted},
    )


@dataclass(frozen=True, kw_only=True)
class AccountSQL:
    """Writes what is known of one account, by its id."""

    account: str
    known: Known

    def spells(self) -> Statement:
        """Times as a customer: a row (became, left, basis) each, in order; who leaves later has not left yet."""
        return self._statement(
            "SELECT became_on, CASE WHEN left_on <= CAST($as_of AS DATE) + 1 THEN left_on END, basis FROM customer\n"
            "WHERE account_id = $account AND became_on <= $as_of ORDER BY spell_no"
        )

    def subscriptions(self) -> Statement:
        """What is paid on the day: a row (product, monthly amount, currency, start, end, converted) each."""
        amount, rate = "paid.monthly_amount", ""
        if self.known.facts.is_foreign("customer_period", self.known.currency):
            amount = (
                "CASE WHEN paid.currency = $currency THEN paid.monthly_amount\n"
                "  ELSE round(CAST(paid.monthly_amount AS DECIMAL(28, 2)) * rate.rate, 2) END"
            )
            rate = (
                f"LEFT JOIN rate_day AS rate ON rate.on_date = {LAST_RATE} AND rate.from_currency = paid.currency\n"
                "  AND rate.to_currency = $currency AND rate.kind = 'market'\n"
            )
        return self._statement(
            f"SELECT product.name, paid.monthly_amount, paid.currency, paid.starts_on, paid.ends_on, {amount}\n"
            f"FROM customer_period AS paid LEFT JOIN product ON product.id = paid.product_id\n{rate}"
            f"WHERE paid.account_id = $account AND {_IS_PAID} AND paid.starts_on <= $as_of\n"
            "  AND (paid.ends_on IS NULL OR paid.ends_on > $as_of)\n"
            "ORDER BY paid.starts_on, paid.id"
        )

    def deals(self) -> Statement:
        """Deals: a row (id, name, owner, state, stage, amount, currency, converted, created, day) each.

        Open ones first, the nearest closing first; then the others, the latest first. An open amount is converted at
        the last rate, any other at that of the day on which it ended.
        """
        day = f"CASE WHEN {IS_OPEN} THEN {LAST_RATE} ELSE deal.closed_on END"
        amount, rate = converted(self.known.facts, self.known.currency, day)
        state = f"CASE WHEN {IS_OPEN} THEN 'open' WHEN {_ENDED} THEN deal.outcome ELSE 'unknown' END"
        return self._statement(
            "\n".join(
                (
                    "SELECT * FROM (",
                    f"SELECT deal.id, deal.name, coalesce(rep.name, deal.owner_id), {state} AS state,",
                    f"  stage.name, deal.amount, deal.currency, {amount} AS converted, deal.created_on,",
                    f"  CASE WHEN {IS_OPEN} THEN deal.expected_close_on ELSE deal.closed_on END AS day",
                    "FROM deal LEFT JOIN rep ON rep.id = deal.owner_id",
                    "LEFT JOIN stage ON stage.id = deal.stage_id",
                    *rate,
                    f"WHERE {_OWN_DEALS}",
                    ") AS told",
                    "ORDER BY state <> 'open', CASE WHEN state = 'open' THEN day END, day DESC, id",
                )
            )
        )

    def people(self) -> Statement:
        """Who is known there: a row (id, name, roles, decides, deals, first answered) each, who decides first."""
        return self._statement(
            "WITH part AS (\n"
            "  SELECT coalesce(part.contact_id, part.id) AS person_id, part.deal_id, trim(part.role) AS role,\n"
            f"    {ROLE} = '{DECISION_MAKER}' AS decides,\n"
            "    CASE WHEN part.first_engaged_on <= $as_of THEN part.first_engaged_on END AS first_on\n"
            f"  FROM deal_contact AS part JOIN deal ON deal.id = part.deal_id WHERE {_OWN_DEALS}\n"
            "),\nperson AS (\n"
            "  SELECT contact.id AS person_id FROM contact WHERE contact.account_id = $account\n"
            "  UNION SELECT part.person_id FROM part\n"
            ")\n"
            "SELECT person.person_id, any_value(contact.name),\n"
            "  list(DISTINCT part.role ORDER BY part.role) FILTER (WHERE part.role <> ''),\n"
            "  coalesce(bool_or(part.decides), FALSE) AS decides, count(DISTINCT part.deal_id) AS deals,\n"
            "  min(part.first_on) AS first_on\n"
            "FROM person LEFT JOIN contact ON contact.id = person.person_id\n"
            "LEFT JOIN part ON part.person_id = person.person_id\n"
            "GROUP BY person.person_id ORDER BY decides DESC, deals DESC, any_value(contact.name), person.person_id"
        )

    def _statement(self, sql: str) -> Statement:
        values = {"account": self.account, "as_of": self.known.as_of, "currency": self.known.currency}
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})
