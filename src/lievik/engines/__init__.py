"""Where SQL runs: an engine takes a statement and its values and gives rows back."""

from __future__ import annotations

from lievik.engines.duckdb import DuckDBEngine, opener
from lievik.engines.then import Engine, EngineThen

__all__ = ["DuckDBEngine", "Engine", "EngineThen", "opener"]
