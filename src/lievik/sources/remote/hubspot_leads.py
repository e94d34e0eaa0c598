"""HubSpot's leads, each with what its stage and the history of it say, and what its contact and its deal tell.

Leads are there from the Professional edition of the Sales Hub on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lievik.sources.remote.hubspot_reading import Kind, by_id, pipelines, records
from lievik.sources.remote.paging import Page, Record
from lievik.sources.remote.session import Session
from lievik.sources.remote.stream import Since

_LEADS: Final = Kind(
    name="leads",
    properties=(
        *("hs_lead_name", "hs_pipeline_stage", "hs_createdate", "hubspot_owner_id", "hs_lead_source"),
        *("hs_lead_disqualification_reason", "hs_merged_object_ids"),
    ),
    history=("hs_pipeline_stage",),
    associated={"contacts": 578, "companies": 0, "deals": 0},
)
_CONTACTS: Final = Kind(name="contacts", properties=("email", "hs_email_bad_address", "associatedcompanyid"))
_DEALS: Final = Kind(name="deals", properties=("createdate",))


def leads(session: Session, since: Since) -> Iterator[Page]:
    """Leads that changed; `stage`, `contact` and `deal` are records, `qualified_at` and `disqualified_at` moments."""
    stages = {
        str(stage["id"]): stage for pipeline in pipelines(session, "leads") for stage in pipeline.get("stages") or []
    }
    for page in records(_LEADS)(session, since):
        contacts = _there(session, _CONTACTS, page)
        deals = _there(session, _DEALS, page)
        yield [
            {
                **lead,
                "stage": stages.get(str((lead.get("properties") or {}).get("hs_pipeline_stage"))),
                "contact": contacts.get(_main(lead, "contacts")),
                "deal": deals.get(_main(lead, "deals")),
                **_entered(lead, stages),
            }
            for lead in page
        ]


def _main(lead: Record, kind: str) -> str:
    return str((lead.get("main") or {}).get(kind) or "")


def _there(session: Session, kind: Kind, page: Page) -> dict[str, Record]:
    """Main records of a kind that leads have, by id."""
    ids = [ident for lead in page if (ident := _main(lead, kind.name))]
    return {str(record["id"]): record for record in by_id(session, kind, ids)}


def _entered(lead: Record, stages: Mapping[str, Mapping[str, Any]]) -> Record:
    """When a lead first came to a stage that qualifies it, and when it last came to one that does the opposite."""
    history = (lead.get("propertiesWithHistory") or {}).get("hs_pipeline_stage") or []
    states = {ident: (stage.get("metadata") or {}).get("leadState") for ident, stage in stages.items()}
    came = sorted((str(each["timestamp"]), states.get(str(each.get("value")))) for each in history)
    qualified = [at for at, state in came if state == "QUALIFIED"]
    is_out = bool(came) and came[-1][1] == "UNQUALIFIED"
    return {"qualified_at": qualified[0] if qualified else None, "disqualified_at": came[-1][0] if is_out else None}
