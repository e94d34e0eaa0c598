"""The tables of decisions: what stands in each, in their present shape; `migrations` makes them.

Nothing is overwritten: a later entry replaces an earlier one by standing after it.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

METADATA: Final = sa.MetaData()

QUOTA_ENTRY: Final = sa.Table(
    "quota_entry",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("row_id", sa.Text, nullable=False),
    sa.Column("subject_kind", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False),
    sa.Column("subject_name", sa.Text, nullable=False),
    sa.Column("starts_on", sa.Text, nullable=False),
    sa.Column("ends_on", sa.Text, nullable=False),
    sa.Column("amount", sa.Text),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("spread", sa.Text, nullable=False),
    sa.Column("by_month", sa.Text, nullable=False),
    sa.Column("typed_at", sa.Text, nullable=False),
    sa.Column("typed_by", sa.Text, nullable=False),
    sa.Column("is_taken_back", sa.Boolean, nullable=False, server_default=sa.false()),
)
"""One quota set or taken away. Money, days and moments are text, so that every database keeps them to the letter."""

AUDIT: Final = sa.Table(
    "audit",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
)
"""One act, in the order that they were done; only ever added to."""
