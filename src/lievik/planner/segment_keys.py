"""What deals and leads are told apart by as segments, and the SQL columns that tell it.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lievik.catalogue.catalogue import Catalogue
from lievik.model.metric import Dimension
from lievik.model.segments import FIT

FIT_DIMENSION: Final = Dimension(
    name=FIT, titles={}, through={"deal": "account_id > account.icp_fit", "lead": "account_id > account.icp_fit"}
)
"""How well an account fits, read like any dimension."""

_NO_SEGMENT: Final = frozenset(
    {"owner", "manager", "team", "account", "stage", "forecast_category", "lost_reason", "currency"}
)
"""Dimensions that tell apart people, single customers, or deals by how they ended: none of them is a segment."""

_IF_NAMED: Final = frozenset({"campaign"})
"""Dimensions that are looked at only if named: campaigns differ by the time they ran in."""


def segment_dimensions(catalogue: Catalogue, *, is_all: bool = False) -> tuple[str, ...]:
    """Dimensions that tell segments apart; with `is_all` also those that are looked at only if named."""
    left_out = _NO_SEGMENT if is_all else _NO_SEGMENT | _IF_NAMED
    return tuple(
        name for name, known in catalogue.dimensions.items() if "deal" in known.through and name not in left_out
    )


def key_columns(dimensions: Sequence[Dimension], labels: Sequence[str]) -> str:
    """Write the columns that tell segments apart, `key_0`, `label_0` and on: two of one name are two segments.

    Args:
        dimensions: that deals or leads are told apart by.
        labels: SQL of the label of each.
    """
    columns = []
    for place, (dimension, read) in enumerate(zip(dimensions, labels, strict=True)):
        label = _fit_band(read) if dimension.name == FIT else read
        key = f"{dimension.name}_named.id" if dimension.label_table else label
        columns.append(f",\n         CAST({key} AS VARCHAR) AS key_{place}")
        columns.append(f",\n         CAST({label} AS VARCHAR) AS label_{place}")
    return "".join(columns)


def _fit_band(fit: str) -> str:
    """SQL of how well an account fits, as per cent from and to."""
    return f"CASE WHEN {fit} >= 0.75 THEN '75-100' WHEN {fit} >= 0.5 THEN '50-74' WHEN {fit} >= 0 THEN '0-49' END"
