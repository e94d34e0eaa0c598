"""Quotas and the log → also targets of metrics, notes that are pinned to days, and events that are typed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TEXTS = {
    "target_entry": (
        *("metric", "subject_kind", "subject_id", "subject_name"),
        *("starts_on", "ends_on", "bounds", "currency", "typed_at", "typed_by"),
    ),
    "note_entry": ("on_date", "text", "metric", "team_id", "team_name", "typed_at", "typed_by"),
    "event_entry": ("row_id", "happened_on", "title", "kind", "note", "typed_at", "typed_by"),
}


def upgrade() -> None:
    """Make the three tables."""
    for table, names in _TEXTS.items():
        op.create_table(
            table,
            sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
            *(sa.Column(name, sa.Text, nullable=False) for name in names),
            sa.Column("is_taken_back", sa.Boolean, nullable=False, server_default=sa.false()),
            sqlite_autoincrement=True,
        )


def downgrade() -> None:
    """Take them away again."""
    for table in reversed(_TEXTS):
        op.drop_table(table)
