"""Readings of a metric side by side, in every form: what `lievik explain --variants` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.cli.session import Session
from lievik.report.answer import Answer
from lievik.report.records.variant_records import flat_variant_records, variant_records

if TYPE_CHECKING:
    from lievik.model.reading_gap import VariantsAnswer


def variants_answer(session: Session, found: VariantsAnswer) -> Answer:
    """Readings and the gaps between them, in every form."""
    from lievik.report.views.variant_view import VariantView

    catalogue = session.catalogue
    return Answer(
        kind="variants",
        as_of=found.as_of,
        records=lambda: variant_records(found, catalogue),
        flat=lambda: flat_variant_records(found, catalogue),
        blocks=lambda language: VariantView(catalogue=catalogue, language=language).blocks(found),
    )
