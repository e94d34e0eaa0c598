"""Decisions → also the times that sources were asked; only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "sync_noted",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("source", "began", "trouble")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("run", "records", "requests")),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("is_full", "is_failed")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("sync_noted")
