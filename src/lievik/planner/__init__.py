"""A request in, a plan and then DuckDB SQL out: build -> rewrite -> compile.

Pure: no database, no clock. Other engines transpile the text.
"""

from __future__ import annotations

from lievik.planner.build import build
from lievik.planner.compile import compile_plan
from lievik.planner.statement import Statement

__all__ = ["Statement", "build", "compile_plan"]
