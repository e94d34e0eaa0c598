"""A made-up company's files, as a CRM would export them: a Slovak maker of industrial parts, 2025-01 to 2026-06.

Data only; tools/make_sample.py writes the files, and mapping.toml reads them.
"""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

AS_OF: Final = date(2026, 6, 30)
"""The day that the files speak of."""

COMPANY: Final = "Kovotech s.r.o."
"""The company's name."""


def sample_folder() -> Path:
    """Give the folder of the files and of their mapping.toml."""
    return Path(str(files(__name__)))
