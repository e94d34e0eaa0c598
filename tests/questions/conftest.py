"""The tiny company as a workspace, made once."""

from __future__ import annotations

from tests.metrics.conftest import tiny_company

__all__ = ["tiny_company"]
