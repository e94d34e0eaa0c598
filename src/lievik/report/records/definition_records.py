"""Changes of a definition → rows for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lievik.model.definition import DefinitionChange
    from lievik.report.answer import Record


def change_record(change: DefinitionChange) -> Record:
    """One change, with formulas as their author wrote them; none where there was no such reading."""
    return {
        "on": change.on.isoformat(),
        "at": change.at.isoformat(),
        "by": change.by or None,
        "before": change.before,
        "after": change.after,
        "formula_before": change.formula_before or None,
        "formula_after": change.formula_after or None,
    }
