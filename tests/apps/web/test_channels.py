"""The page of channels: its numbers are the answer's own, and panels say where there is too little."""

from __future__ import annotations

import pytest

from lievik.language import Language, language_of
from lievik.model.channels import Attribution
from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit


@pytest.fixture
def english() -> Language:
    return language_of("en")


def test_the_navigation_leads_there(visit: Visit) -> None:
    assert visit("/").leads("Channels").startswith("/channels")


@pytest.mark.parametrize("attribution", ["first", "linear"])
def test_every_channel_stands_with_its_return(
    visit: Visit, demo: Workspace, english: Language, attribution: Attribution
) -> None:
    found = demo.channels(choosing={"attribution": attribution})
    seen = visit("/channels", attribution=attribution)
    assert list(seen.panels) == ["next", "returns", "leads", "how"]
    table = seen.tables["What each brought and cost"]
    titles = {name: english.text(channel.titles) for name, channel in demo.catalogue.channel_words.channels.items()}
    assert [row[0] for row in table[1:-1]] == [titles[row.key or ""] for row in found.rows]
    money = table[0].index("Revenue")
    assert [row[money] for row in table[1:-1]] == [
        english.money(row.credits.revenue, found.currency, digits=0) for row in found.rows
    ]
    assert table[-1][0] == "Together"
    leads = seen.tables["How their leads go on"]
    assert len(leads) == 2 + sum(row.credits.leads > 0 for row in found.rows)


def test_the_page_says_where_the_next_euro_goes(visit: Visit) -> None:
    panel = visit("/channels").panels["next"]
    assert "Worst: Events" in panel
    assert "In no ROI" in panel


def test_a_period_without_anything_says_so(visit: Visit) -> None:
    assert "No lead and no deal began in this period." in visit("/channels", period="2015").panels["next"]


def test_a_filter_that_costs_do_not_know_is_told(visit: Visit) -> None:
    assert "Costs are not known by: Industry" in visit("/channels", where="industry=Automotive").panels["next"]


def test_a_filter_that_leads_do_not_know_leaves_the_page_standing(visit: Visit) -> None:
    assert "refused" in visit("/channels", where="deal_type=new").panels
