"""A connection that is open for writing → the steps that it lacks, taken within its transaction."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
