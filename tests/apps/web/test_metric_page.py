"""A metric's page and the records behind its number: the same as every other door gives."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from lievik.language import Language, language_of
from lievik.workspace import Workspace
from tests.apps.web.conftest import Visit

PERIOD = "2026-Q2"


@pytest.fixture
def english() -> Language:
    return language_of("en")


def test_every_metric_has_a_page_with_the_number_that_show_gives(
    visit: Visit, demo: Workspace, english: Language
) -> None:
    for metric in demo.catalogue.ordered():
        (result, *_) = demo.show(metric.name, period=PERIOD)
        seen = visit(f"/metrics/{metric.name}", period=PERIOD)
        assert english.value(result).replace("\N{NO-BREAK SPACE}", " ") in seen.panels["number"], metric.name
        assert [level for level, _ in seen.headings][:2] == [1, 2]


def test_a_reading_has_its_own_number_and_leads_back(visit: Visit, demo: Workspace, english: Language) -> None:
    (result, *_) = demo.show("win_rate:by_value", period=PERIOD)
    seen = visit("/metrics/win_rate", period=PERIOD, variant="by_value")
    assert english.value(result) in seen.panels["number"]
    assert "variant" not in parse_qs(urlsplit(seen.leads("As in the article")).query)


def test_every_reading_stands_with_its_value(visit: Visit, demo: Workspace, english: Language) -> None:
    names = [f"win_rate:{name}" if name else "win_rate" for name in demo.catalogue.metric("win_rate").readings]
    shown = {row[0]: row[1] for row in visit("/metrics/win_rate", period=PERIOD).tables["Other readings"][1:]}
    assert list(shown.values()) == [english.value(result) for result in demo.show(*names, period=PERIOD)]


def test_the_win_rate_stands_with_its_curve_of_the_year_up_to_the_period(
    visit: Visit, demo: Workspace, english: Language
) -> None:
    reached = demo.win_curve(period="2025-07-01..2026-06-30").whole.by(90)
    assert reached is not None
    assert reached.won is not None
    for period in ("2026-06", "2026-Q2"):
        seen = visit("/metrics/win_rate", period=period)
        assert english.share(reached.won.value) in seen.panels["curve"]
        address = urlsplit(seen.leads("All of the curve: cohort by cohort, by owner"))
        assert (address.path, parse_qs(address.query)["period"]) == ("/pipeline/curve", ["2025-07-01..2026-06-30"])
    assert "curve" not in visit("/metrics/sales_cycle_length").panels


def test_the_median_of_four_quarters_stands_beside_the_cycle(visit: Visit, demo: Workspace, english: Language) -> None:
    (median,) = demo.show("sales_cycle_length:median_four_quarters", period="2026-06")
    told = f"Median, 4 quarters: {english.value(median)}".replace("\N{NO-BREAK SPACE}", " ")
    assert told in visit("/metrics/sales_cycle_length", period="2026-06").panels["number"]


@pytest.mark.parametrize("by", ["owner", "industry", "team"])
def test_parts_are_those_that_show_gives(visit: Visit, demo: Workspace, english: Language, by: str) -> None:
    seen = visit("/metrics/win_rate", period=PERIOD, by=by)
    expected = {str(result.group[by]): english.value(result) for result in demo.show("win_rate", period=PERIOD, by=by)}
    rows = next(rows for rows in seen.tables.values() if {row[0] for row in rows} >= set(expected))
    assert expected.items() <= {row[0]: row[1] for row in rows}.items()


def test_the_trend_has_the_values_of_the_last_units(visit: Visit, demo: Workspace, english: Language) -> None:
    seen = visit("/metrics/win_rate", period="2026-06")
    expected = [english.value(result) for result in demo.trend("win_rate", units=24, period="2026-06")]
    assert any([row[1] for row in rows[1:]] == expected for rows in seen.tables.values())


@pytest.mark.parametrize("part", ["numerator", "denominator", "excluded"])
def test_the_records_are_as_many_as_the_part_has(visit: Visit, demo: Workspace, part: str) -> None:
    table = demo.drill("win_rate", part=part, period=PERIOD)  # type: ignore[arg-type]
    (result, *_) = demo.show("win_rate", period=PERIOD)
    expected = {
        "numerator": result.numerator,
        "denominator": result.denominator,
        "excluded": Decimal(result.excluded.count),
    }
    assert len({record.record for record in table.records}) == expected[part]
    seen = visit("/metrics/win_rate/records", period=PERIOD, part=part)
    shown = [row[0] for rows in seen.tables.values() for row in rows[1:]]
    assert set(shown) <= {record.record for record in table.records}
    assert shown


def test_the_search_finds_by_any_letters(visit: Visit, demo: Workspace) -> None:
    owner = next(
        record.owner for record in demo.drill("win_rate", period=PERIOD).records if record.owner.startswith("Ľ")
    )
    seen = visit("/metrics/win_rate/records", period=PERIOD, q="lubos CIERNY")
    (rows,) = seen.tables.values()
    assert {row[rows[0].index("Owner")] for row in rows[1:]} == {owner}
    nothing = visit("/metrics/win_rate/records", period=PERIOD, q="no such deal")
    assert "Nothing found" in nothing.panels["records"]


def test_records_can_be_put_in_order(visit: Visit) -> None:
    (rows,) = visit("/metrics/win_rate/records", period=PERIOD, sort="-amount").tables.values()
    place = rows[0].index("Amount")
    amounts = [Decimal(row[place].lstrip("€").replace(",", "")) for row in rows[1:] if row[place].startswith("€")]
    assert amounts == sorted(amounts, reverse=True)
    assert len(amounts) > 10


def test_a_long_list_comes_page_by_page_and_is_whole(visit: Visit, demo: Workspace) -> None:
    whole = {record.record for record in demo.drill("win_rate", part="denominator", period="2025").records}
    found: list[str] = []
    address = "/metrics/win_rate/records?part=denominator&period=2025"
    for _ in range(50):
        query = {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}
        seen = visit(urlsplit(address).path, **query)
        found += [row[0] for rows in seen.tables.values() for row in rows[1:]]
        following = [href for href, said in seen.links if said == "Next"]
        if not following:
            break
        address = following[0]
    measures = {record.measure for record in demo.drill("win_rate", part="denominator", period="2025").records}
    if len(measures) == 1:
        assert sorted(found) == sorted(whole)
    assert len(found) == len(set(found))
    assert set(found) <= whole


def test_all_records_can_be_taken_along(demo_site: TestClient, demo: Workspace) -> None:
    answer = demo_site.get("/metrics/win_rate/records.csv", params={"part": "denominator", "period": PERIOD})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    expected = demo.drill("win_rate", part="denominator", period=PERIOD)
    assert [row["record"] for row in rows] == [record.record for record in expected.records]
    assert answer.headers["content-disposition"] == f'attachment; filename="win_rate-denominator-{PERIOD}.csv"'


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/metrics/win_rat", 404, "No metric called 'win_rat'."),
        ("/metrics/win_rate?variant=by_valu", 404, "No variant called 'by_valu'."),
        ("/metrics/win_rate?period=2026-13", 400, "has no such month"),
        ("/metrics/win_rate?where=owner%3DNobody", 404, "Nobody"),
        ("/metrics/win_rate/records?where=owner%3DNobody", 404, "Nobody"),
        ("/metrics/win_rat/records.csv", 404, "win_rat"),
        ("/nothing/there", 404, "There is no such page"),
    ],
)
def test_what_there_is_not_is_told(demo_site: TestClient, path: str, status: int, said: str) -> None:
    answer = demo_site.get(path, headers={"accept-language": "en"})
    assert answer.status_code == status
    assert said in answer.text.replace("&#39;", "'")


def test_a_dimension_that_does_not_fit_takes_down_its_panel_alone(visit: Visit) -> None:
    seen = visit("/metrics/win_rate", by="campaing")
    assert "No dimension called 'campaing'" in seen.panels["breakdown"]
    assert "Worked out" in seen.panels["number"]


def test_a_number_that_is_divided_by_nothing_offers_no_such_part(visit: Visit) -> None:
    divided = "What it is divided by"
    assert divided in [said for _, said in visit("/metrics/win_rate/records").links]
    assert divided not in [said for _, said in visit("/metrics/total_revenue/records").links]
