"""An empty database → quotas that are typed in, and the log of what was done, which only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_GUARDS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "quota_entry",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("row_id", "subject_kind", "subject_id", "subject_name")
        ),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("starts_on", "ends_on")),
        sa.Column("amount", sa.Text),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("currency", "spread", "by_month")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("typed_at", "typed_by")),
        sa.Column("is_taken_back", sa.Boolean, nullable=False, server_default=sa.false()),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("at", "by", "act", "about")),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in _GUARDS:
            op.execute(
                f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END"
            )


def downgrade() -> None:
    """Take both away again."""
    op.drop_table("audit")
    op.drop_table("quota_entry")
