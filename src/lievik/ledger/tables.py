"""The tables of decisions: what stands in each, in their present shape; `migrations` makes them.

Nothing is overwritten: a later entry replaces an earlier one by standing after it. Money, days and moments are text, so
that every database keeps them to the letter.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

METADATA: Final = sa.MetaData()


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _entries(table: str, *columns: sa.Column[str]) -> sa.Table:
    """Declare a table of entries: numbered in order, each with whether it was taken back."""
    return sa.Table(
        table,
        METADATA,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        *columns,
        *_texts("typed_at", "typed_by"),
        sa.Column("is_taken_back", sa.Boolean, nullable=False, server_default=sa.false()),
    )


QUOTA_ENTRY: Final = _entries(
    "quota_entry",
    *_texts("row_id", "subject_kind", "subject_id", "subject_name", "starts_on", "ends_on"),
    sa.Column("amount", sa.Text),
    *_texts("currency", "spread", "by_month"),
)
"""One quota set or taken away."""

TARGET_ENTRY: Final = _entries(
    "target_entry",
    *_texts("metric", "subject_kind", "subject_id", "subject_name", "starts_on", "ends_on", "bounds", "currency"),
)
"""One target of a metric set or taken away; `bounds` are one number, or two with a blank between them."""

NOTE_ENTRY: Final = _entries("note_entry", *_texts("on_date", "text", "metric", "team_id", "team_name"))
"""One note that is pinned to a day."""

EVENT_ENTRY: Final = _entries("event_entry", *_texts("row_id", "happened_on", "title", "kind", "note"))
"""One event typed in or taken away."""

DEFINITION_SEEN: Final = sa.Table(
    "definition_seen",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    *_texts("metric", "definition", "formulas", "seen_at", "seen_by"),
)
"""One definition of a metric, seen after another one; `formulas` is JSON, variant -> text; only ever added to."""

SYNC_NOTED: Final = sa.Table(
    "sync_noted",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    *_texts("source", "began", "trouble"),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("run", "records", "requests")),
    *(sa.Column(name, sa.Boolean, nullable=False) for name in ("is_full", "is_failed")),
)
"""One time that a source was asked; only ever added to."""

AUDIT: Final = sa.Table(
    "audit",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    *_texts("at", "by", "act", "about"),
)
"""One act, in the order that they were done; only ever added to."""
