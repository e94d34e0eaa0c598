"""Whether the heavy libraries that a model needs are installed; nothing is loaded by asking."""

from __future__ import annotations

from importlib.util import find_spec


def has_science() -> bool:
    """Whether models can be fitted: the extra `science` brings what they need."""
    return all(find_spec(name) is not None for name in ("numpy", "scipy"))
