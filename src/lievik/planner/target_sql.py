"""Target accounts, or one account, with everything that tells how far each has come: one statement.

Pure. Only what happened up to the as-of day is read. Accounts are filtered under the name `customer`, by whose ways
dimensions reach them.
"""

from __future__ import annotations

from typing import Final

from lievik.planner.deal_filter import DealFilter, converted, deal_joins
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names

FILTERED_AS: Final = "customer"
"""The table by whose ways accounts are filtered."""

LAST_RATE: Final = "(SELECT max(on_date) FROM rate_day WHERE on_date <= $as_of)"
IS_OPEN: Final = "(deal.outcome = 'open' OR deal.closed_on > $as_of)"
_IS_ENDED: Final = "deal.outcome = '{}' AND deal.closed_on <= $as_of"


def target_statement(found: DealFilter, known: Known, account: str = "") -> Statement:
    """Write what is known of target accounts, or of one account.

    Args:
        found: which accounts.
        known: what the tables hold.
        account: id of the one account; empty for every target account.

    Returns:
        A statement of a row an account: id, name, owner, open deals, amount, furthest stage, earliest next step,
        earliest expected closing, won and lost deals, leads, leads worked on, contacts, engaged contacts, and the
        last day of anything.
    """
    joins = deal_joins(found, "$as_of")
    where = ["customer.account_id = $account" if account else "customer.is_target", *joins.where]
    sql = "\n".join(
        (
            "WITH target AS (",
            "  SELECT customer.account_id, customer.name, customer.owner_id",
            "  FROM (SELECT account.id AS account_id, account.name, account.owner_id, account.is_target,",
            "               account.created_on FROM account) AS customer",
            *(f"  {line}" for line in joins.lines),
            "  WHERE " + " AND ".join((*where, "(customer.created_on IS NULL OR customer.created_on <= $as_of)")),
            "),",
            *_deal_lines(known),
            *_lead_lines(),
            *_people_lines(),
            *_happening_lines(),
            "SELECT target.account_id, target.name, rep.name, coalesce(dealt.open_deals, 0), dealt.amount,",
            "       dealt.stage, dealt.next_step_on, dealt.expected_close_on, coalesce(dealt.won_deals, 0),",
            "       coalesce(dealt.lost_deals, 0), coalesce(led.leads, 0), coalesce(led.worked, 0),",
            "       coalesce(peopled.contacts, 0), coalesce(engaged.contacts, 0), happened.last_on",
            "FROM target",
            "LEFT JOIN rep ON rep.id = target.owner_id",
            *(
                f"LEFT JOIN {name} ON {name}.account_id = target.account_id"
                for name in ("dealt", "led", "peopled", "engaged", "happened")
            ),
            "ORDER BY target.name, target.account_id",
        )
    )
    values = {**found.values, "as_of": known.as_of, "currency": known.currency, "account": account}
    return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})


def _deal_lines(known: Known) -> list[str]:
    """Write the CTEs of their deals."""
    amount, rate = converted(known.facts, known.currency, LAST_RATE)
    won, lost = (_IS_ENDED.format(outcome) for outcome in ("won", "lost"))
    return [
        "own_deal AS (",
        "  SELECT deal.id, deal.account_id, deal.closed_on, deal.next_step_on, deal.expected_close_on, deal.stage_id,",
        f"         {amount} AS amount, {IS_OPEN} AS is_open, {won} AS is_won, {lost} AS is_lost",
        "  FROM deal JOIN target ON target.account_id = deal.account_id",
        *(f"  {line}" for line in rate),
        "  WHERE deal.is_deleted IS NOT TRUE AND (deal.created_on IS NULL OR deal.created_on <= $as_of)",
        "),",
        "dealt AS (",
        "  SELECT own_deal.account_id, count(*) FILTER (WHERE own_deal.is_open) AS open_deals,",
        "         sum(own_deal.amount) FILTER (WHERE own_deal.is_open) AS amount,",
        "         arg_max(stage.name, stage.position) FILTER (WHERE own_deal.is_open) AS stage,",
        "         min(own_deal.next_step_on) FILTER (WHERE own_deal.is_open) AS next_step_on,",
        "         min(own_deal.expected_close_on) FILTER (WHERE own_deal.is_open) AS expected_close_on,",
        "         count(*) FILTER (WHERE own_deal.is_won) AS won_deals,",
        "         count(*) FILTER (WHERE own_deal.is_lost) AS lost_deals",
        "  FROM own_deal LEFT JOIN stage ON stage.id = own_deal.stage_id",
        "  GROUP BY own_deal.account_id",
        "),",
    ]


def _lead_lines() -> list[str]:
    """Write the CTEs of their leads: of the account itself, or of a deal of its."""
    return [
        "own_lead AS (",
        "  SELECT lead.id, coalesce(target.account_id, own_deal.account_id) AS account_id, lead.created_on,",
        "         (lead.disqualified_on IS NULL OR lead.disqualified_on > $as_of)",
        "         AND (lead.converted_on IS NULL OR lead.converted_on > $as_of) AS is_worked",
        "  FROM lead",
        "  LEFT JOIN target ON target.account_id = lead.account_id",
        "  LEFT JOIN own_deal ON own_deal.id = lead.deal_id",
        "  WHERE lead.is_deleted IS NOT TRUE AND lead.merged_into_id IS NULL AND lead.created_on <= $as_of",
        "    AND coalesce(target.account_id, own_deal.account_id) IS NOT NULL",
        "),",
        "led AS (",
        "  SELECT own_lead.account_id, count(*) AS leads, count(*) FILTER (WHERE own_lead.is_worked) AS worked",
        "  FROM own_lead GROUP BY own_lead.account_id",
        "),",
    ]


def _people_lines() -> list[str]:
    """Write the CTEs of who is known there, and who ever answered."""
    return [
        "peopled AS (",
        "  SELECT contact.account_id, count(*) AS contacts FROM contact",
        "  JOIN target ON target.account_id = contact.account_id GROUP BY contact.account_id",
        "),",
        "engaged AS (",
        "  SELECT own_deal.account_id, count(DISTINCT coalesce(part.contact_id, part.id)) AS contacts",
        "  FROM deal_contact AS part JOIN own_deal ON own_deal.id = part.deal_id",
        "  WHERE part.first_engaged_on <= $as_of GROUP BY own_deal.account_id",
        "),",
    ]


def _happening_lines() -> list[str]:
    """Write the CTE of the last day on which anything happened."""
    days = (
        (
            "SELECT own_deal.account_id, activity.started_on AS on_date FROM activity "
            "JOIN own_deal ON own_deal.id = activity.deal_id"
        ),
        "SELECT own_lead.account_id, activity.started_on FROM activity JOIN own_lead ON own_lead.id = activity.lead_id",
        "SELECT target.account_id, touch.touched_on FROM touch JOIN target ON target.account_id = touch.account_id",
        "SELECT own_lead.account_id, touch.touched_on FROM touch JOIN own_lead ON own_lead.id = touch.lead_id",
        (
            "SELECT own_deal.account_id, part.first_engaged_on FROM deal_contact AS part "
            "JOIN own_deal ON own_deal.id = part.deal_id"
        ),
        "SELECT own_lead.account_id, own_lead.created_on FROM own_lead",
        "SELECT own_deal.account_id, own_deal.closed_on FROM own_deal WHERE own_deal.is_won OR own_deal.is_lost",
    )
    return [
        "happened AS (",
        "  SELECT every_day.account_id, max(every_day.on_date) AS last_on FROM (",
        "    " + "\n    UNION ALL ".join(days),
        "  ) AS every_day WHERE every_day.on_date <= $as_of GROUP BY every_day.account_id",
        ")",
    ]
