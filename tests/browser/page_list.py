"""Addresses of pages that are looked at: every page, and every kind of what may stand on it."""

from __future__ import annotations

from typing import Final

MAIN: Final = (
    "/",
    "/pipeline",
    "/pipeline/funnel",
    "/pipeline/deals?stage=Offer&pipeline=Sales",
    "/pipeline/stuck",
    "/pipeline/bridge",
    "/pipeline/slippage",
    "/pipeline/coverage",
    "/pipeline/velocity",
    "/pipeline/curve",
    "/customers/cohorts",
    "/customers",
    "/accounts",
    "/accounts/targets",
    "/accounts/contacts",
    "/accounts/Autoseda%C4%8Dky%20Krak%C3%B3w%20S.A.",
    "/products",
    "/channels",
    "/segments",
    "/segments/call",
    "/team",
    "/team/Martin%20Nov%C3%A1k",
    "/data",
    "/data/quality",
    "/data/runs/1",
    "/metrics",
    "/metrics/words",
    "/metrics/test",
    "/targets",
    "/metrics/win_rate",
    "/metrics/win_rate/records",
    "/metrics/win_rate/readings",
)
"""Every page, as the demo company's is found first."""

KINDS: Final = (
    "/?period=2026-Q1&compare=year&where=team%3DZ%C3%A1pad",
    "/?as_of=2026-03-31",
    "/?period=2020-01",
    "/pipeline?where=owner%3DMartin+Nov%C3%A1k",
    "/pipeline/funnel?mode=any&working_days=1&by=industry",
    "/pipeline/funnel?pipeline=Renewals",
    "/pipeline/bridge?from=2026-03-31&to=2026-06-30&all=1&by=owner",
    "/pipeline/bridge?list=lost&all=1",
    "/pipeline/slippage?unit=week&by=owner&period=2026-Q1",
    "/pipeline/coverage?by=owner",
    "/pipeline/velocity?by=owner&period=2026-Q2&compare=year",
    "/metrics/win_rate?moved_by=owner&period=2026-Q2",
    "/metrics/revenue_growth?moved_by=team&period=2026-Q1",
    "/pipeline/curve?by=owner&grain=month&within=30,90,365&period=2025",
    "/customers/cohorts?of=revenue&by=industry&grain=month&period=last-year",
    "/customers/cohorts?returned=1&grain=year",
    "/customers/cohorts?period=2020",
    "/customers/cohorts?by=size_band&cohort=2025-Q1&age=12",
    "/customers?by=cohort&grain=quarter&period=2025",
    "/accounts/contacts?within=14",
    "/accounts/A00000001?as_of=2025-12-31",
    "/channels?by=campaign&attribution=linear&period=2026-Q1",
    "/products?by=product_family&period=2026-Q1&compare=year",
    "/segments?by=industry&measure=day_value&period=2025",
    "/segments?period=2020-01",
    "/segments/call?tried=1&where=owner%3DMartin+Nov%C3%A1k",
    "/team?period=2026-Q1&where=team%3DZ%C3%A1pad",
    "/team/J%C3%A1n%20%C4%8Eur%C4%8Do?period=2026-Q1",
    "/data/quality?what=all&where=owner%3DJ%C3%A1n+%C4%8Eur%C4%8Do",
    "/metrics?q=rate",
    "/metrics?q=nothing+of+the+kind",
    "/metrics/words?q=deal",
    "/metrics/test?round=7",
    "/metrics/test?round=7&said=%3F&at=1",
    "/metrics/test?round=7&said=abc&at=1",
    f"/metrics/test?round=7{'&said=%3F' * 10}&at=11",
    "/targets?metric=win_rate&done=set-target",
    "/metrics/average_deal_size?by=industry&compare=year",
    "/metrics/win_rate?variant=by_value&where=owner%3DMartin+Nov%C3%A1k&as_of=2026-05-15",
    "/metrics/customer_acquisition_cost",
    "/metrics/win_rate?period=2020-01",
    "/metrics/win_rate/records?part=denominator&q=a&sort=-amount",
    "/metrics/win_rate/records?part=excluded",
    "/metrics/win_rate/readings?between=win_rate,within_90_days&period=2026-Q2",
    "/metrics/sales_cycle_length/readings?between=lost&between=closed&period=last-year&page=2",
    "/metrics/average_deal_size/readings",
    "/metrics/total_revenue/readings?between=total_revenue,billed&period=2026-Q2",
    "/metrics/total_revenue/records?period=last-year&page=3",
)
"""The same pages asked in other ways, so that everything that may stand on one stands on one of these."""

PAGES: Final = (*MAIN, *KINDS)

TROUBLES: Final = {
    "/no-such-page": 404,
    "/metrics/win_rate?period=2026-13": 400,
    "/metrics/win_rat": 404,
    "/metrics/win_rate/readings?between=win_rate,nothing": 404,
    "/team/Nobody": 404,
    "/accounts/Nobody": 404,
    "/data/runs/99": 404,
    "/pipeline/deals?stage=Nowhere": 404,
}
"""Address of what there is not, and the status of the answer."""


def spoken(address: str, language: str) -> str:
    """Ask for an address in a language."""
    return f"{address}{'&' if '?' in address else '?'}lang={language}"
