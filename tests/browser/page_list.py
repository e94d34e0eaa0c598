"""Addresses of pages that are looked at: every page, and every kind of what may stand on it."""

from __future__ import annotations

from typing import Final

PAGES: Final = (
    "/",
    "/metrics/win_rate",
    "/metrics/average_deal_size?by=industry",
    "/metrics/win_rate/records",
)

TROUBLES: Final = {"/no-such-page": 404, "/metrics/win_rate?period=2026-13": 400, "/metrics/win_rat": 404}
"""Address of what there is not, and the status of the answer."""
