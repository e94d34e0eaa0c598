"""A metric of the company's own, written into its workspace as people write one."""

from __future__ import annotations

from pathlib import Path

NAME = "loss_rate"
FIRST = "lost_deals / (won_deals + lost_deals)"
SECOND = "lost_deals / won_deals"


def define(folder: Path, formula: str = FIRST, *, what: str = "Deals lost, of all that ended.", more: str = "") -> None:
    """Write it, or write it anew, into the workspace in a folder."""
    path = folder / "definitions" / "metrics" / f"{NAME}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    words = f'[en]\ntitle = "Loss rate"\nwhat = "{what}"\n'
    path.write_text(f'formula = "{formula}"\nunit = "share"\n{words}{more}', encoding="utf-8")
