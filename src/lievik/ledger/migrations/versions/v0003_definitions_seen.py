"""Decisions → also the definitions of metrics, as they were seen one after the other; only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXTS = ("metric", "definition", "formulas", "seen_at", "seen_by")
_GUARDS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "definition_seen",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in _TEXTS),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in _GUARDS:
            op.execute(
                f"CREATE TRIGGER definition_seen_no_{act.lower()} BEFORE {act} ON definition_seen "
                "BEGIN SELECT RAISE(ABORT, 'definitions that were seen are only added to'); END"
            )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("definition_seen")
