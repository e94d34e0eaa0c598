"""What is read of a database: tables and queries under names of their own, and those that well-known programs make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is read of a database, under the name of a stream.

    Attributes:
        table: a table or view, with its schema before it where that is not the usual one.
        query: SQL instead of a table; `{schema}` before a table's name stands for the usual schema and its dot.
        changed: column of the moment that a row changed; empty where all rows are read each time.
    """

    name: str
    table: str = ""
    query: str = ""
    changed: str = ""


_SALESFORCE: Final = (
    *("user", "user_role", "opportunity_stage", "account", "contact", "lead", "opportunity", "opportunity_history"),
    *("opportunity_contact_role", "opportunity_line_item", "product_2", "campaign", "task", "event"),
)
_HUBSPOT: Final = ("owner", "deal_pipeline", "deal_pipeline_stage", "company", "contact", "deal_contact")

_HUBSPOT_DEAL: Final = """
SELECT deal.*, stage.is_closed AS stage_is_closed, stage.closed_won AS stage_closed_won, account.company_id
FROM {schema}deal AS deal
LEFT JOIN {schema}deal_pipeline_stage AS stage ON stage.stage_id = deal.deal_pipeline_stage_id
LEFT JOIN (
    SELECT deal_id,
        coalesce(min(CASE WHEN type_id = 5 THEN company_id END), min(company_id)) AS company_id
    FROM {schema}deal_company GROUP BY deal_id
) AS account ON account.deal_id = deal.deal_id
"""
"""A deal is won or lost by its stage; of several companies the primary one (type 5) is its account."""

_HUBSPOT_STAGES: Final = """
SELECT entered.deal_id, entered.value AS stage_id, entered._fivetran_start, entered._fivetran_end,
    entered._fivetran_active, stage.pipeline_id, stage.is_closed, stage.closed_won
FROM {schema}deal_stage AS entered
LEFT JOIN {schema}deal_pipeline_stage AS stage ON stage.stage_id = entered.value
"""

_HUBSPOT_ACTIVITY: Final = """
SELECT activity.*, deal.deal_id
FROM {{schema}}{table} AS activity
LEFT JOIN (
    SELECT engagement_id, min(deal_id) AS deal_id FROM {{schema}}engagement_deal GROUP BY engagement_id
) AS deal ON deal.engagement_id = activity.engagement_id
"""

_TRYTON_OPPORTUNITY: Final = """
SELECT o.*, c.code AS currency_code
FROM {schema}sale_opportunity AS o LEFT JOIN {schema}currency_currency AS c ON c.id = o.currency
"""

_TRYTON_HISTORY: Final = """
SELECT h.*, c.code AS currency_code, coalesce(h.write_date, h.create_date) AS valid_from,
    lead(coalesce(h.write_date, h.create_date)) OVER (PARTITION BY h.id ORDER BY h.__id) AS valid_until
FROM {schema}sale_opportunity__history AS h LEFT JOIN {schema}currency_currency AS c ON c.id = h.currency
"""
"""A row a version, each until the next one; one of a deletion has no state."""

_TRYTON: Final = (
    Asked(name="parties", table="party_party"),
    Asked(
        name="employees",
        query="SELECT e.id, p.name FROM {schema}company_employee AS e JOIN {schema}party_party AS p ON p.id = e.party",
    ),
    Asked(name="opportunities", query=_TRYTON_OPPORTUNITY),
    Asked(name="history", query=_TRYTON_HISTORY),
)

PRESETS: Final[Mapping[str, tuple[Asked, ...]]] = MappingProxyType(
    {
        "fivetran-hubspot": (
            *(Asked(name=table, table=table) for table in _HUBSPOT),
            Asked(name="deal", query=_HUBSPOT_DEAL),
            Asked(name="deal_stage", query=_HUBSPOT_STAGES),
            *(
                Asked(name=table, query=_HUBSPOT_ACTIVITY.format(table=table))
                for table in ("engagement_meeting", "engagement_call")
            ),
        ),
        "fivetran-salesforce": tuple(Asked(name=table, table=table) for table in _SALESFORCE),
        "tryton": _TRYTON,
    }
)
"""Name -> what is read, of the tables that a program or loader of that name makes."""
