"""The self-test as pages: everything in the address, right and wrong answers worked through, the score at the end."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from lievik.questions.self_test import make_round
from tests.apps.web.conftest import text_of
from tests.soundness.table_from_docstring import built_in_catalogue

CATALOGUE = built_in_catalogue()
ROUND = 7
TASKS = make_round(CATALOGUE, ROUND)
RIGHT = [f"{t.result:f}" if t.result is not None else str(t.choices.index(t.right) + 1) for t in TASKS]


def form_of(html: str, css: str = "answer") -> dict[str, list[str]]:
    """What the form of a page carries along: name -> values, in order."""
    form = html[html.index(f'class="{css}"') :]
    form = form[: form.index("</form>")]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found


def test_a_round_goes_from_the_start_to_the_score_by_its_own_forms_and_links(tiny_site: TestClient) -> None:
    start = form_of(tiny_site.get("/metrics/test?lang=en").text, "search")
    page = tiny_site.get("/metrics/test", params={**start, "round": ROUND, "chapter": ""})
    for number, answer in enumerate(RIGHT, 1):
        assert f"task {number} of 10" in unescape(page.text)
        carried = form_of(page.text)
        assert carried["at"] == [str(number)]
        page = tiny_site.get("/metrics/test", params={**carried, "said": [*carried.get("said", []), answer]})
        assert "Right" in text_of(page.text)
        (following,) = re.findall(r'<a class="button" href="([^"]*)">(?:Next|See)', page.text)
        page = tiny_site.get(unescape(following))
    assert "10 of 10 tasks right" in text_of(page.text)
    assert "Worth reading again" not in page.text


def test_a_wrong_answer_is_worked_through_with_its_numbers(tiny_site: TestClient) -> None:
    text = text_of(tiny_site.get("/metrics/test?round=7&said=2000&at=1&lang=en").text)
    assert TASKS[0].metric == "sales_cycle_length"
    assert "Not right Your answer: 2,000 days You are a hundred times off" in text
    assert "200 ÷ 10 = 20 days" in text
    assert "Ten deals won in a month took 200 days altogether" in text
    assert "read the median too" in text


def test_the_answer_is_not_told_before_it_is_given(tiny_site: TestClient) -> None:
    for number in range(1, 11):
        said = [("said", "?")] * (number - 1)
        html = tiny_site.get("/metrics/test", params=[("round", "7"), *said, ("at", str(number)), ("lang", "en")]).text
        task = TASKS[number - 1]
        assert "How it is worked out" not in html
        assert not re.search(rf'value="{task.right or "-"}"', html)


@pytest.mark.parametrize("typed", ["abc", "1 of 2", "%"])
def test_what_is_no_number_is_asked_again_and_kept(tiny_site: TestClient, typed: str) -> None:
    html = tiny_site.get("/metrics/test", params={"round": 7, "said": typed, "at": 1, "lang": "en"}).text
    assert "That cannot be read as one number" in html
    assert f'name="said" value="{typed}"' in html
    assert 'aria-invalid="true" aria-describedby="said-error"' in html
    assert "said" not in form_of(html)


def test_an_answer_that_is_passed_over_counts_as_not_right(tiny_site: TestClient) -> None:
    said = [("said", answer) for answer in RIGHT[:9]]
    page = tiny_site.get("/metrics/test", params=[("round", "7"), *said, ("said", "?"), ("at", "11"), ("lang", "en")])
    text = text_of(page.text)
    assert "9 of 10 tasks right" in text
    assert "Passed over" in text
    assert "Worth reading again" in text


def test_nobody_gets_ahead_of_the_answers(tiny_site: TestClient) -> None:
    assert "task 1 of 10" in tiny_site.get("/metrics/test?round=7&at=9&lang=en").text
    assert "task 1 of 10" in tiny_site.get("/metrics/test?round=7&at=-3&lang=en").text
    assert tiny_site.get("/metrics/test?round=99999999999999999999&lang=en").status_code == 200


def test_a_chapter_that_there_is_not_is_told(tiny_site: TestClient) -> None:
    page = tiny_site.get("/metrics/test?round=1&chapter=nonsense&lang=en")
    assert page.status_code == 404
    assert "nonsense" in page.text


def test_the_round_speaks_slovak_with_the_same_tasks(tiny_site: TestClient) -> None:
    text = text_of(tiny_site.get("/metrics/test?round=7&said=20&at=1&lang=sk").text)
    assert "Dĺžka predajného cyklu" in text
    assert "200 ÷ 10 = 20 dní" in text


def test_another_round_has_the_next_number(tiny_site: TestClient) -> None:
    said = [("said", "?")] * 10
    html = tiny_site.get("/metrics/test", params=[("round", "7"), *said, ("at", "11")]).text
    rounds = {
        dict(parse_qsl(urlsplit(unescape(href)).query)).get("round") for href in re.findall(r'href="([^"]*)"', html)
    }
    assert {"7", "8"} <= rounds
