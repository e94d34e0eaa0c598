"""A workspace → what a look over it finds: settings, definitions, the folder and its data, the ledger."""

from __future__ import annotations

from lievik.catalogue.catalogue import Catalogue
from lievik.engines import opener
from lievik.ledger.ledger import Ledger
from lievik.model.check import Check
from lievik.planner.definition_sql import definitions_check
from lievik.settings import FILE_NAME, Settings
from lievik.store import checkup


def look_over(settings: Settings, catalogue: Catalogue) -> tuple[Check, ...]:
    """Look a workspace over; nothing is changed."""
    return (
        Check(name="settings", is_fine=True, message=f"{FILE_NAME} holds"),
        definitions_check(catalogue),
        *checkup.look_over(settings.folder, opener(settings.time_zone)),
        Ledger.of(settings.folder, settings.ledger_url).check(),
    )
