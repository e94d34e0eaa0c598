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
        query: SQL instead of a table.
        changed: column of the moment that a row changed; empty where all rows are read each time.
    """

    name: str
    table: str = ""
    query: str = ""
    changed: str = ""


_HUBSPOT: Final = (
    *("owner", "deal_pipeline", "deal_pipeline_stage", "company", "contact", "deal", "deal_company", "deal_contact"),
    *("deal_stage", "engagement_deal", "engagement_meeting", "engagement_call"),
)
_SALESFORCE: Final = (
    *("user", "account", "contact", "lead", "opportunity", "opportunity_history", "opportunity_line_item"),
    *("product_2", "task", "event"),
)
_TRYTON: Final = (
    Asked(name="opportunities", table="sale_opportunity", changed="write_date"),
    Asked(name="parties", table="party_party"),
    Asked(name="employees", query="SELECT e.id, p.name FROM company_employee e JOIN party_party p ON p.id = e.party"),
    Asked(name="history", table="sale_opportunity__history"),
)

PRESETS: Final[Mapping[str, tuple[Asked, ...]]] = MappingProxyType(
    {
        "fivetran-hubspot": tuple(Asked(name=table, table=table) for table in _HUBSPOT),
        "fivetran-salesforce": tuple(Asked(name=table, table=table) for table in _SALESFORCE),
        "tryton": _TRYTON,
    }
)
"""Name -> what is read, of the tables that a program or loader of that name makes."""
