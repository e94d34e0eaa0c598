"""How a result stands against its target: by hand, and for any numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lievik.insight.aim_standing import stand
from lievik.language import language_of
from lievik.model.aim import Aim, AimStanding
from lievik.model.periods import Grain, period_of
from lievik.model.quota import Subject
from lievik.model.result import Interval
from lievik.report.views.aim_wording import aim_cell, aim_line, aim_word
from tests.language.results import QUARTER, a_result

YEAR = period_of(date(2017, 8, 1), Grain.YEAR)
COMPANY = Subject(kind="company", id="", name="company")


def an_aim(*bounds: str, unit: str = "share", better: str = "higher", **facts: object) -> Aim:
    """Give a target of the third quarter of 2017, or of what is said otherwise."""
    return Aim(
        metric="win_rate",
        subject=COMPANY,
        bounds=tuple(map(Decimal, bounds)),
        unit=unit,
        better=better,
        typed_at=datetime(2017, 1, 1, tzinfo=UTC),
        typed_by="olga",
        number=1,
        **{"period": QUARTER, "currency": "", "adds_up": False, **facts},  # type: ignore[arg-type]
    )


def held(value: str | None, aim: Aim, **facts: object) -> AimStanding:
    """Hold a value against a target."""
    number = None if value is None else Decimal(value)
    return stand(a_result(**{"value": number, "unit": aim.unit, "currency": aim.currency, **facts}), aim)


@pytest.mark.parametrize(
    ("better", "value", "status", "distance"),
    [
        ("higher", "0.25", "on", "0.00"),
        ("higher", "0.30", "on", "0.05"),
        ("higher", "0.2375", "near", "-0.0125"),  # 5 % of 0.25 is 0.0125
        ("higher", "0.2374", "off", "-0.0126"),
        ("lower", "0.25", "on", "0.00"),
        ("lower", "0.20", "on", "-0.05"),
        ("lower", "0.2625", "near", "0.0125"),
        ("lower", "0.2626", "off", "0.0126"),
    ],
)
def test_missed_by_five_per_cent_of_the_target_is_close(better: str, value: str, status: str, distance: str) -> None:
    found = held(value, an_aim("0.25", better=better))
    assert (found.status, found.distance, found.is_sure, found.doubt) == (status, Decimal(distance), True, "")


@pytest.mark.parametrize(
    ("value", "status", "distance"),
    [
        ("3", "on", "0"),
        ("3.5", "on", "0"),
        ("4", "on", "0"),
        ("2.85", "near", "-0.15"),
        ("2.84", "off", "-0.16"),
        ("4.2", "near", "0.2"),
        ("4.21", "off", "0.21"),
    ],
)
def test_a_range_is_held_by_both_of_its_ends(value: str, status: str, distance: str) -> None:
    found = held(value, an_aim("3", "4", unit="ratio", better="in range"))
    assert (found.status, found.distance) == (status, Decimal(distance))


def test_an_interval_that_holds_the_target_leaves_a_doubt() -> None:
    interval = Interval(low=Decimal("0.2"), high=Decimal("0.3"), method="wilson")
    assert not held("0.26", an_aim("0.25"), interval=interval).is_sure
    assert held("0.26", an_aim("0.19"), interval=interval).is_sure
    assert not held("0.26", an_aim("0.1", "0.3", better="in range"), interval=interval).is_sure


def test_a_number_that_is_not_whole_leaves_a_doubt() -> None:
    assert not held("0.26", an_aim("0.25"), status="partial").is_sure


@pytest.mark.parametrize(
    ("value", "facts", "doubt"),
    [
        (None, {"status": "undefined"}, "no_value"),
        ("0.25", {"status": "insufficient"}, "too_few"),
        ("0.25", {"currency": "EUR"}, "other_currency"),
    ],
)
def test_where_nothing_can_be_held_against_it_nothing_is_said(
    value: str | None, facts: dict[str, object], doubt: str
) -> None:
    found = held(value, an_aim("0.25"), **facts)
    assert (found.status, found.is_sure, found.distance, found.doubt) == ("unknown", False, None, doubt)


@pytest.mark.parametrize(
    ("better", "value", "as_of", "status", "doubt"),
    [
        ("higher", "60", date(2017, 8, 15), "unknown", "running"),
        ("higher", "98", date(2017, 8, 15), "unknown", "running"),
        ("higher", "100", date(2017, 8, 15), "on", ""),
        ("higher", "60", date(2017, 9, 30), "off", ""),  # the quarter's last day is over
        ("higher", "60", date(2017, 9, 29), "unknown", "running"),
        ("lower", "60", date(2017, 8, 15), "unknown", "running"),
        ("lower", "120", date(2017, 8, 15), "off", ""),
        ("lower", "60", date(2017, 9, 30), "on", ""),
    ],
)
def test_what_adds_up_is_not_missed_before_its_period_is_over(
    better: str, value: str, as_of: date, status: str, doubt: str
) -> None:
    aim = an_aim("100", unit="money", better=better, currency="EUR", adds_up=True)
    found = held(value, aim, as_of=as_of)
    assert (found.status, found.doubt) == (status, doubt)
    assert found.reached == Decimal(value) / 100


@given(value=st.decimals(0, 10, places=3), bound=st.decimals("0.001", 10, places=3), better=st.sampled_from(["h", "l"]))
def test_the_better_a_value_the_better_it_stands(value: Decimal, bound: Decimal, better: str) -> None:
    ranks = {"off": 0, "near": 1, "on": 2}
    aim = an_aim(str(bound), unit="ratio", better={"h": "higher", "l": "lower"}[better])
    step = Decimal("0.5") if better == "h" else Decimal("-0.5")
    assert ranks[held(str(value), aim).status] <= ranks[held(str(value + step), aim).status]
    assert held(str(bound), aim).status == "on"


# ------------------------------------------------------------------------------------------------ in words

EN, SK = language_of("en"), language_of("sk")


def plain(text: str) -> str:
    """Give a text with ordinary blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("found", "word", "slovak_word", "line", "slovak"),
    [
        (
            held("0.236", an_aim("0.27")),
            ("Off target"),
            ("Mimo cieľa"),
            "Target 27.0%, 3.4 pp below",
            "Cieľ 27,0 %, 3,4 p. b. pod ním",
        ),
        (
            held("0.30", an_aim("0.27"), status="partial"),
            "On target",
            "Plní cieľ",
            "Target 27.0%, 3 pp above, not certain",
            "Cieľ 27,0 %, 3 p. b. nad ním (neisté)",
        ),
        (held("0.27", an_aim("0.27")), "On target", "Plní cieľ", "Target 27.0%, the same", "Cieľ 27,0 %, rovnako"),
        (
            held("31", an_aim("30", unit="day", better="lower", period=YEAR)),
            "Close",
            "Tesne",
            "Target 30 days (2017), 1 day above",
            "Cieľ 30 dní (2017), 1 deň nad ním",
        ),
        (
            held("3.5", an_aim("3", "4", unit="ratio", better="in range")),
            "On target",
            "Plní cieľ",
            "Target 3.0× – 4.0×, within it",
            "Cieľ 3,0× – 4,0×, v rozpätí",
        ),
        (
            held(
                "600", an_aim("1000", unit="money", currency="EUR", adds_up=True, period=YEAR), as_of=date(2017, 9, 30)
            ),
            "Not known yet",
            "Zatiaľ nevedno",
            "Target €1,000 (2017): so far 60.0% of it",
            "Cieľ 1 000 € (2017): zatiaľ splnené na 60,0 %",
        ),
        (
            held(None, an_aim("0.27"), status="undefined"),
            "Not known yet",
            "Zatiaľ nevedno",
            "Target 27.0%: there is no value to hold against it",
            "Cieľ 27,0 %: chýba hodnota na porovnanie",
        ),
    ],
)
def test_it_is_said_in_both_languages(found: AimStanding, word: str, slovak_word: str, line: str, slovak: str) -> None:
    assert (aim_word(found, EN), aim_word(found, SK)) == (word, slovak_word)
    assert plain(aim_line(found, QUARTER, EN)) == line
    assert plain(aim_line(found, QUARTER, SK)) == slovak


def test_a_cell_says_by_sign_and_word_what_its_colour_says() -> None:
    found = aim_cell(held("0.2", an_aim("0.27"), status="partial"), EN)
    assert (plain(found.text), found.style, found.word) == ("✗ 27.0% (?)", "bad", "Off target")
    assert aim_cell(None, EN).text == ""
