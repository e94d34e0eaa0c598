"""A company that wins one deal a month, much the same for years, and a very large one in June 2026."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace

AMOUNTS = (90_000, 110_000, 100_000, 95_000, 105_000, 100_000, 110_000, 90_000)
JUNE = 300_000


def monthly_company(folder: Path, *, months: int = 40) -> Workspace:
    """Make its workspace, as of the end of June 2026."""
    workspace = Workspace.create(folder / "workspace", today=AS_OF, as_of=AS_OF)
    lines = ["Deal ID,Deal Name,Deal Owner,Deal Stage,Amount,Create Date,Close Date"]
    for at in range(months + 1):
        year, month = divmod(2026 * 12 + 5 - months + at, 12)
        amount = JUNE if at == months else AMOUNTS[at % len(AMOUNTS)]
        lines.append(f"{at},Deal {at},Eva,Closed Won,{amount},{year}-{month + 1:02}-01,{year}-{month + 1:02}-15")
    deals = folder / "deals.csv"
    deals.write_text("\n".join(lines) + "\n", encoding="utf-8")
    workspace.accept(workspace.propose([deals]), [deals], now=datetime(2026, 6, 30, 20, 0, tzinfo=UTC))
    return workspace
