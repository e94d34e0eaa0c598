"""A million deals in a browser: every main page stands, is light, is not endless, and is quick once made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pytest

from tests.browser.looking import FOUR, PATIENCE, Looked, Setting
from tests.browser.page_list import spoken
from tests.browser.serving import served
from tests.demo.making import make_workspace

pytestmark = [pytest.mark.browser, pytest.mark.soak]

PAGES: Final = (
    *("/", "/metrics", "/metrics/win_rate", "/metrics/win_rate/records", "/metrics/win_rate/readings"),
    *("/pipeline", "/pipeline/funnel", "/pipeline/deals?stage=Offer", "/pipeline/stuck", "/pipeline/bridge"),
    *("/pipeline/bridge?list=lost", "/pipeline/slippage", "/pipeline/coverage", "/pipeline/velocity"),
    *("/pipeline/curve", "/team", "/accounts", "/accounts/targets", "/accounts/contacts", "/accounts/A00000001"),
    *("/products", "/customers", "/customers/cohorts", "/data", "/data/quality"),
)

MOST_BYTES: Final = 60_000
"""Of a page as it is sent, compressed; its styles and scripts are kept by the browser."""

MOST_ROWS: Final = 230
"""Of a table that stands open: a row a rep of the two hundred, else a page of fifty."""

MOST_MILLISECONDS: Final = 3_000
"""Until all of a page is there that somebody asked for before, on a machine that does much else."""

SEEN: Final = """() => {
  const page = performance.getEntriesByType('navigation')[0];
  const open = [...document.querySelectorAll('table')].filter(table => table.getBoundingClientRect().height > 0);
  const charts = [...document.querySelectorAll('svg[data-chart]')].map(chart => chart.getBoundingClientRect());
  const shown = charts.filter(box => box.width > 0);
  return {
    bytes: page.encodedBodySize,
    milliseconds: page.loadEventEnd,
    rows: Math.max(0, ...open.map(table => table.rows.length)),
    crushed: shown.filter(box => box.width < 300 || box.height < 70).length,
  };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of its pages."""
    with served(make_workspace(tmp_path_factory.mktemp("million"), deals=1_000_000).settings.folder) as address:
        yield address


@pytest.fixture
def looked(look: Callable[[Setting], Looked]) -> Iterator[Looked]:
    """Somebody with more patience than for other companies."""
    opened = look(FOUR[-1])
    opened.page.set_default_timeout(10 * PATIENCE)
    yield opened
    opened.page.set_default_timeout(PATIENCE)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_a_million_deals_can_be_used(looked: Looked, site: str, path: str) -> None:
    assert looked.open(site + spoken(path, "en")) == 200
    assert looked.open(site + spoken(path, "en")) == 200
    seen = looked.page.evaluate(SEEN)
    assert looked.page.get_by_role("alert").count() == 0
    assert looked.troubles() == []
    assert seen["crushed"] == 0
    assert 0 < seen["bytes"] <= MOST_BYTES
    assert seen["rows"] <= MOST_ROWS
    assert seen["milliseconds"] <= MOST_MILLISECONDS
