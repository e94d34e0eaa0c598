"""Pages of other companies: much is missing there, and every page says so instead of failing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest

from lievik.apps.web.navigation import PAGES as THERE
from lievik.sources.demo import AS_OF
from lievik.workspace import Workspace
from tests.browser import companies
from tests.browser.looking import FOUR, Looked, Setting
from tests.browser.page_list import spoken
from tests.browser.serving import served

pytestmark = pytest.mark.browser

Look = Callable[[Setting], Looked]
RealData = Callable[[str], Path]

METRICS = ("total_revenue", "win_rate", "customer_acquisition_cost")
COMPANIES = [
    pytest.param(companies.maven_crm, marks=pytest.mark.real, id="maven_crm"),
    pytest.param(companies.adventureworks_reseller, marks=pytest.mark.real, id="adventureworks_reseller"),
    pytest.param(companies.one_deal, id="one_deal"),
    pytest.param(companies.nothing, id="nothing"),
]


@pytest.mark.parametrize("make", COMPANIES)
def test_every_page_stands_whatever_is_missing(
    look: Look, real_data: RealData, tmp_path: Path, make: Callable[[Path, RealData], Path]
) -> None:
    folder = make(tmp_path / "workspace", real_data)
    found = {}
    with served(folder) as site:
        for path, setting in zip(_addresses(Workspace.open(folder, today=AS_OF)), cycle(FOUR), strict=False):
            looked = look(setting)
            status = looked.open(site + spoken(path, setting.language))
            troubles = looked.troubles()
            if status != 200 or troubles:
                found[f"{path} {setting}"] = [str(status), *troubles]
    assert found == {}


def _addresses(workspace: Workspace) -> list[str]:
    """Every page, of somebody and something that the company knows; pages of what it has not are left out."""
    is_empty = workspace.engine is None
    someone = None if is_empty else next(iter(workspace.values("owner", 1)), None)
    account = None if is_empty else next(iter(workspace.values("account", 1)), None)
    run = None if is_empty else "1"
    found = []
    for path in THERE:
        if "{rep:path}" in path:
            found += [f"/team/{quote(someone)}"] if someone else []
        elif "{account:path}" in path:
            found += [f"/accounts/{quote(account)}"] if account else []
        elif "{run}" in path:
            found += [path.replace("{run}", run)] if run else []
        elif "{metric}" in path:
            found += [path.replace("{metric}", metric) for metric in METRICS]
        elif path != "/pipeline/deals":
            found.append(path)
    return found
