"""The company that a test's docstring tells of."""

# ruff: noqa: ANN401 - what is said is passed on as it is

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.soundness.table_from_docstring import Company, company


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Callable[..., Company]:
    """Give `told(**settings)`, the company of the rows in the test's docstring."""
    text = request.function.__doc__ or ""

    def make(**settings: Any) -> Company:
        return company(text, **settings)

    return make
