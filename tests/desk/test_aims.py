"""Targets are set, replaced and taken away, and hold for the results that they are meant for."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lievik.errors import LievikError, UnknownNameError
from lievik.language import language_of, told
from lievik.ledger.place import FILE
from lievik.model.aim import Aim, AimEntry, result_key
from lievik.model.metric_table import MetricTable
from lievik.model.request import Filter, MetricRequest
from lievik.workspace import Workspace
from tests.desk.conftest import NOW


def standing(workspace: Workspace) -> list[tuple[str, str, str, tuple[Decimal, ...]]]:
    """Give the targets that stand: metric, whose, period, bounds."""
    return [(aim.metric, aim.subject.name, aim.period.label, aim.bounds) for aim in workspace.aims.all()]


def held_for(workspace: Workspace, table: MetricTable) -> list[Aim | None]:
    """Give the target of each result, in order."""
    held = workspace.aims.for_results(table)
    return [held.get(result_key(result)) for result in table]


def test_a_target_is_set_and_says_who_set_it_and_when(tiny: Workspace) -> None:
    made = tiny.aims.set("win_rate", "27%", period="2026", now=NOW, by="olga")
    assert (made.bounds, made.unit, made.currency, made.better, made.adds_up) == (
        (Decimal("0.27"),),
        "share",
        "",
        "higher",
        False,
    )
    assert (made.typed_by, made.typed_at, made.subject.kind) == ("olga", NOW, "company")
    assert tiny.aims.all() == (made,)


def test_set_again_it_is_replaced_and_every_entry_is_kept(tiny: Workspace) -> None:
    tiny.aims.set("win_rate", "27%", period="2026-Q3", now=NOW)
    tiny.aims.set("win_rate", Decimal("0.3"), period="2026-07-01..2026-09-30", now=NOW)
    tiny.aims.set("win_rate:by_value", "0.4", period="2026-Q3", now=NOW)
    tiny.aims.set("win_rate", "35 %", period="2026-Q3", team="team ONE", now=NOW)
    assert standing(tiny) == [
        ("win_rate", "company", "2026-Q3", (Decimal("0.3"),)),
        ("win_rate:by_value", "company", "2026-Q3", (Decimal("0.4"),)),
        ("win_rate", "Team One", "2026-Q3", (Decimal("0.35"),)),
    ]
    assert [entry.bounds for entry in tiny.decisions.ledger.entries(AimEntry)] == [
        (Decimal("0.27"),),
        (Decimal("0.3"),),
        (Decimal("0.4"),),
        (Decimal("0.35"),),
    ]


def test_taken_away_it_no_longer_stands_and_can_be_set_again(tiny: Workspace) -> None:
    tiny.aims.set("win_rate", "27%", period="2026", now=NOW)
    assert tiny.aims.remove("win_rate", period="2026", now=NOW, by="eva").bounds == (Decimal("0.27"),)
    assert standing(tiny) == []
    tiny.aims.set("win_rate", "28%", period="2026", now=NOW)
    assert standing(tiny) == [("win_rate", "company", "2026", (Decimal("0.28"),))]
    acts = [(by, act) for _, by, act, _ in tiny.decisions.ledger.log()]
    assert acts == [("", "set target"), ("eva", "take target away"), ("", "set target")]


def test_a_range_and_money_with_its_currency(tiny: Workspace) -> None:
    assert tiny.aims.set("pipeline_coverage", "3..4", period="2026-Q3", now=NOW).bounds == (3, 4)
    assert tiny.aims.set("pipeline_coverage", (3, Decimal("4.5")), period="2026-Q3", now=NOW).bounds[1] == Decimal(
        "4.5"
    )
    assert tiny.aims.set("forecast_accuracy:bias", "-5% .. 5%", period="2026", now=NOW).bounds[0] == Decimal("-0.05")
    euros = tiny.aims.set("total_revenue", "1,2 mil.", period="2026", now=NOW)
    assert (euros.bounds, euros.currency) == ((1_200_000,), "EUR")
    dollars = tiny.aims.set("total_revenue", "$10k", period="2026-Q1", now=NOW)
    assert (dollars.bounds, dollars.currency) == ((10_000,), "USD")
    assert tiny.aims.set("total_revenue", "10k", period="2026-Q2", currency="czk", now=NOW).currency == "CZK"


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "no number": (
        {"value": "a lot"},
        "'a lot' nemôže byť cieľom metriky 'win_rate'.",
        "Zapíšte ho napríklad takto: 25% alebo 0.25.",
    ),
    "a share without its sign": (
        {"value": "25"},
        "Podiel väčší ako 1 sa píše so znakom percenta a '25' ho nemá.",
        "Zapíšte ho napríklad takto: 25% alebo 0.25.",
    ),
    "a range": (
        {"value": "20%..30%"},
        "Cieľom metriky 'win_rate' je jedna hodnota, nie rozpätie.",
        "Uveďte len jednu hodnotu.",
    ),
    "one end alone": (
        {"metric": "pipeline_coverage", "value": "3"},
        "Cieľom metriky 'pipeline_coverage' je rozpätie.",
        "Uveďte obe hranice, napríklad 3..4.",
    ),
    "the wrong way round": (
        {"metric": "pipeline_coverage", "value": "4..3"},
        "Rozpätie '4..3' sa končí skôr, ako sa začína.",
        "Uveďte najprv dolnú hranicu.",
    ),
    "two numbers in one": (
        {"metric": "total_revenue", "value": "1,200"},
        "'1,200' môže znamenať 1200 alebo 1.2.",
        "Zapíšte ho napríklad takto: 1200 alebo 1.20.",
    ),
    "a percentage of money": (
        {"metric": "total_revenue", "value": "5%"},
        "'5%' nemôže byť cieľom metriky 'total_revenue'.",
        "Zapíšte ho napríklad takto: 250000, 1.2 mil. alebo 10k.",
    ),
    "less than a cent": (
        {"metric": "total_revenue", "value": "5.005 €"},
        "'5.005 €' môže znamenať 5005 alebo 5.005.",
        "Zapíšte ho napríklad takto: 5005 alebo 5.0050.",
    ),
    "days below zero": (
        {"metric": "sales_cycle_length", "value": "-3"},
        "'-3' nemôže byť cieľom metriky 'sales_cycle_length'.",
        "Zapíšte to napríklad takto: 40.",
    ),
    "a currency of no money": ({"currency": "EUR"}, "Metrika 'win_rate' sa nemeria v peniazoch.", "Menu vynechajte."),
    "two currencies": (
        {"metric": "total_revenue", "value": "€5", "currency": "USD"},
        "Pri jednom cieli je uvedených viac mien.",
        "Uveďte jednu menu.",
    ),
    "no such team": ({"team": "Team Won"}, "Neznámy názov (tím): 'Team Won'.", "Mysleli ste Team Two alebo Team One?"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_target_is_told_in_two_lines_and_changes_nothing(tiny: Workspace, case: str) -> None:
    said, message, fix = REFUSED[case]
    words = {"metric": "win_rate", "value": "27%", "period": "2026-Q4", **said}
    with pytest.raises(LievikError) as caught:
        tiny.aims.set(words.pop("metric"), words.pop("value"), now=NOW, **words)
    assert told(caught.value, language_of("sk")) == (message, fix)
    assert tiny.decisions.ledger.log() == ()


def test_there_has_to_be_such_a_metric_and_variant(tiny: Workspace) -> None:
    for name in ("win_rat", "win_rate:by_valu"):
        with pytest.raises(UnknownNameError):
            tiny.aims.set(name, "27%", period="2026", now=NOW)


def test_only_what_was_set_is_taken_away(tiny: Workspace) -> None:
    tiny.aims.set("win_rate", "27%", period="2026", now=NOW)
    with pytest.raises(LievikError, match=r"No target of 'win_rate' for '2026-Q1' was set\.\nSet for: 2026\."):
        tiny.aims.remove("win_rate", period="2026-Q1", now=NOW)
    with pytest.raises(LievikError, match=r"Set for: none\."):
        tiny.aims.remove("win_rate", period="2026", team="Team One", now=NOW)


# ------------------------------------------------------------------------------------- which target holds


def test_the_target_of_the_same_period_holds(tiny: Workspace) -> None:
    tiny.aims.set("sales_cycle_length", "30", period="2026", now=NOW)
    quarter = tiny.aims.set("sales_cycle_length", "40", period="2026-Q2", now=NOW)
    tiny.aims.set("sales_cycle_length", "50", period="2026-Q3", now=NOW)
    assert held_for(tiny, tiny.show("sales_cycle_length", period="2026-Q2")) == [quarter]


def test_of_a_rate_that_of_the_shortest_longer_period_holds_too(tiny: Workspace) -> None:
    year = tiny.aims.set("sales_cycle_length", "30", period="2026", now=NOW)
    half = tiny.aims.set("sales_cycle_length", "40", period="2026-H1", now=NOW)
    tiny.aims.set("sales_cycle_length", "50", period="2026-05", now=NOW)
    shown = tiny.show("sales_cycle_length", "average_deal_size", period="2026-Q2")
    assert held_for(tiny, shown) == [half, None]
    assert held_for(tiny, tiny.show("sales_cycle_length", period="2026-Q3")) == [year]
    assert held_for(tiny, tiny.show("sales_cycle_length", period="2025-Q4..2026-Q1")) == [None]


def test_of_what_adds_up_that_of_a_longer_period_does_not_hold(tiny: Workspace) -> None:
    tiny.aims.set("total_revenue", "1 000 000", period="2026", now=NOW)
    assert held_for(tiny, tiny.show("total_revenue", period="2026-Q1")) == [None]
    assert held_for(tiny, tiny.show("total_revenue", period="2026-Q2")) == [None]


def test_of_what_adds_up_that_of_the_whole_holds_for_its_part_up_to_now(tiny: Workspace) -> None:
    year = tiny.aims.set("total_revenue", "280 000", period="2026", now=NOW)
    assert held_for(tiny, tiny.show("total_revenue", period="ytd")) == [year]
    assert held_for(tiny, tiny.show("total_revenue", period="2026-01-01..2026-06-30")) == [year]
    assert held_for(tiny, tiny.show("total_revenue", period="2026-01-01..2026-05-31")) == [None]
    (found,) = tiny.aims.standings(tiny.show("total_revenue", period="ytd")).values()
    assert (found.status, found.doubt, found.reached) == ("unknown", "running", Decimal("0.5"))


def test_a_paired_reading_has_a_target_of_its_own(tiny: Workspace) -> None:
    tiny.aims.set("sales_cycle_length:median", "30", period="2026-Q2", now=NOW)
    (result,) = shown = tiny.show("sales_cycle_length", period="2026-Q2")
    found = tiny.aims.standings(shown)
    assert result_key(result) not in found
    assert found[result_key(result.beside["median"])].distance == 10  # 40 days


def test_a_team_is_held_against_its_own_target_alone(tiny: Workspace) -> None:
    whole = tiny.aims.set("total_revenue", "90 000", period="2026-Q2", now=NOW)
    team = tiny.aims.set("total_revenue", "50 000", period="2026-Q2", team="Team Two", now=NOW)
    split = tiny.show("total_revenue", by="team", period="2026-Q2", totals=True)
    assert [(result.group.get("team"), result.value) for result in split] == [
        ("Team One", 29_000),
        ("Team Two", 51_000),
        (None, 80_000),
    ]
    assert held_for(tiny, split) == [None, team, whole]
    assert [found.distance for found in tiny.aims.standings(split).values()] == [1_000, -10_000]
    assert held_for(tiny, tiny.show("total_revenue", where={"team": "Team Two"}, period="2026-Q2")) == [team]
    assert held_for(tiny, tiny.show("total_revenue", where={"team": "Team One"}, period="2026-Q2")) == [None]
    both = tiny.show("total_revenue", where={"team": ["Team One", "Team Two"]}, period="2026-Q2")
    assert held_for(tiny, both) == [None]


def test_a_part_of_the_company_that_is_no_team_has_no_target(tiny: Workspace) -> None:
    whole = tiny.aims.set("total_revenue", "90 000", period="2026-Q2", now=NOW)
    one = tiny.show("total_revenue", where={"owner": "Jana West"}, period="2026-Q2")
    assert held_for(tiny, one) == [None]
    by_owner = tiny.show("total_revenue", by="owner", period="2026-Q2")
    assert set(held_for(tiny, by_owner)) == {None}
    with_total = held_for(tiny, tiny.show("total_revenue", by="owner", period="2026-Q2", totals=True))
    assert (set(with_total[:-1]), with_total[-1]) == ({None}, whole)


def test_what_somebody_may_not_see_is_no_whole(tiny: Workspace) -> None:
    tiny.aims.set("total_revenue", "90 000", period="2026-Q2", now=NOW)
    request = MetricRequest(metrics=("total_revenue",), periods=(tiny.period("2026-Q2"),), as_of=tiny.as_of())
    assert held_for(tiny, tiny.ask(request)) != [None]
    scope = (Filter(dimension="owner", values=("r1",)),)
    assert held_for(tiny, tiny.ask(replace(request, scope=scope))) == [None]


def test_the_newest_counts_for_answers_about_earlier_days_too(tiny: Workspace) -> None:
    later = tiny.aims.set("total_revenue", "90 000", period="2026-Q2", now=NOW + timedelta(days=90))
    assert held_for(tiny, tiny.show("total_revenue", period="2026-Q2", as_of="2026-05-31")) == [later]


def test_money_in_another_currency_is_not_compared(tiny: Workspace) -> None:
    tiny.aims.set("total_revenue", "90 000 CZK", period="2026-Q2", now=NOW)
    (found,) = tiny.aims.standings(tiny.show("total_revenue", period="2026-Q2")).values()
    assert (found.status, found.doubt, found.distance) == ("unknown", "other_currency", None)


def test_plain_results_are_taken_for_the_whole(tiny: Workspace) -> None:
    whole = tiny.aims.set("total_revenue", "90 000", period="2026-Q2", now=NOW)
    results = list(tiny.show("total_revenue", period="2026-Q2"))
    assert list(tiny.aims.for_results(results).values()) == [whole]
    assert [found.aim for found in tiny.aims.standings(iter(results)).values()] == [whole]


def test_a_target_of_a_metric_that_is_gone_is_listed_and_holds_for_nothing(tiny: Workspace) -> None:
    tiny.aims.set("win_rate", "27%", period="2026", now=NOW)
    (entry,) = tiny.decisions.ledger.entries(AimEntry)
    tiny.decisions.ledger.add(replace(entry, metric="of_our_own"))
    assert [(aim.metric, aim.unit) for aim in tiny.aims.all()] == [("of_our_own", ""), ("win_rate", "share")]


def test_before_anything_came_in_the_company_has_targets(tmp_path: Any) -> None:  # noqa: ANN401 - pytest's own
    workspace = Workspace.create(tmp_path / "new", today=date(2026, 6, 30))
    workspace.aims.set("win_rate", "27%", period="2026", now=NOW)
    (found,) = workspace.aims.standings(workspace.show("win_rate", period="2026-Q1")).values()
    assert (found.status, found.doubt) == ("unknown", "no_value")
    with pytest.raises(UnknownNameError):
        workspace.aims.set("win_rate", "27%", period="2026", team="Team One", now=NOW)


# --------------------------------------------------------------------------------------------- kept and read

READ = """
import sys
from datetime import date
from pathlib import Path
from lievik.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]), today=date(2026, 6, 30))
table = workspace.show("win_rate", period="2026-Q2")
print(workspace.aims.standings(table), workspace.notes.all(), workspace.events.all())
print("loaded:", *{name.partition(".")[0] for name in sys.modules})
"""


@pytest.mark.parametrize("is_there", [True, False])
def test_where_nothing_was_decided_reading_loads_nothing_of_the_ledger(tiny: Workspace, *, is_there: bool) -> None:
    if not is_there:
        (tiny.settings.folder / FILE).unlink()
    ran = subprocess.run(
        [sys.executable, "-c", READ, str(tiny.settings.folder)], check=True, capture_output=True, text=True
    )
    assert ran.stdout.startswith("{} () ()")
    assert set(ran.stdout.rpartition("loaded:")[2].split()) & {"sqlalchemy", "alembic", "mako"} == set()
    assert (tiny.settings.folder / FILE).exists() == is_there


def test_where_there_are_quotas_alone_it_loads_nothing_either(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    ran = subprocess.run(
        [sys.executable, "-c", READ, str(tiny.settings.folder)], check=True, capture_output=True, text=True
    )
    assert set(ran.stdout.rpartition("loaded:")[2].split()) & {"sqlalchemy", "alembic", "mako"} == set()


def test_whoever_is_forgotten_is_forgotten_by_targets_notes_and_events(tiny: Workspace) -> None:
    tiny.aims.set("win_rate", "27%", period="2026", now=NOW, by="zuzana@tiny.example")
    tiny.notes.add("zuzana@tiny.example was on leave", on="2026-05-01", now=NOW, by="olga")
    tiny.events.add("Award", on="2026-05-02", note="to zuzana@tiny.example", now=NOW, by="zuzana@tiny.example")
    before = tiny.show("total_revenue", period="2026-Q2").rows[0].value
    assert tiny.forget("zuzana@tiny.example").rows >= 4
    kept = [path for path in tiny.settings.folder.rglob("*") if path.is_file()]
    assert [path for path in kept if b"zuzana@tiny" in path.read_bytes()] == []
    assert tiny.aims.all()[0].typed_by == "forgotten-1"
    assert tiny.notes.all()[0].text == "forgotten-1 was on leave"
    assert tiny.events.all()[0].note == "to forgotten-1"
    assert tiny.show("total_revenue", period="2026-Q2").rows[0].value == before
