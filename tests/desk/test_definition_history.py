"""A definition that changed is noted with the act that comes next; what hinders that hinders nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lievik.catalogue.catalogue import Catalogue
from lievik.desk.decisions import Hand
from lievik.desk.definition_history import DefinitionHistory
from lievik.errors import LedgerError, UnknownNameError
from lievik.ledger.definitions_seen import DefinitionsSeen
from lievik.ledger.place import FILE
from lievik.model.definition import DefinitionSeen
from lievik.model.metric import Metric, Reading
from lievik.settings import read_settings
from lievik.workspace import Workspace
from tests.desk.conftest import FILES, NOW
from tests.desk.own_metric import FIRST, NAME, SECOND, define
from tests.tiny_company.by_hand import AS_OF


def opened(workspace: Workspace) -> Workspace:
    """Open the same workspace as another command does."""
    return Workspace.open(workspace.settings.folder, today=AS_OF)


def seen(workspace: Workspace, metric: str = "") -> list[DefinitionSeen]:
    """Give what was seen of a metric, or of all."""
    found = DefinitionsSeen.of(workspace.settings.folder).all()
    return [each for each in found if metric in {"", each.metric}]


@pytest.fixture
def own(tiny: Workspace) -> Workspace:
    """The tiny company with a metric of its own, which was noted at the start of the quarter."""
    define(tiny.settings.folder)
    workspace = opened(tiny)
    workspace.see_definitions(datetime(2026, 4, 1, 8, 0, tzinfo=UTC), "olga")
    return workspace


# ---------------------------------------------------------------------------------------------- what is noted


def test_the_first_import_notes_every_metric_and_nothing_has_changed(tiny: Workspace) -> None:
    assert [each.definition for each in seen(tiny)] == [each.definition for each in tiny.catalogue.ordered()]
    assert {each.seen_at for each in seen(tiny)} == {datetime(2026, 6, 30, 20, 0, tzinfo=UTC)}
    assert [tiny.definition_changes(name) for name in tiny.catalogue.metrics] == [()] * len(tiny.catalogue.metrics)


def test_what_changed_is_told_with_the_day_and_both_formulas(own: Workspace) -> None:
    define(own.settings.folder, SECOND)
    workspace = opened(own)
    workspace.see_definitions(datetime(2026, 5, 31, 22, 30, tzinfo=UTC), "eva")
    (change,) = workspace.definition_changes(NAME)
    assert (change.on, change.by) == (date(2026, 6, 1), "eva"), "half past ten of UTC is the next day in Bratislava"
    assert change.at == datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    assert (change.formula_before, change.formula_after) == (FIRST, SECOND)
    assert change.before == own.catalogue.metric(NAME).definition
    assert change.after == workspace.catalogue.metric(NAME).definition != change.before
    assert workspace.definition_changes("win_rate") == ()


def test_a_definition_that_comes_back_changed_twice(own: Workspace) -> None:
    for day, formula in ((1, SECOND), (2, SECOND), (3, FIRST)):
        define(own.settings.folder, formula)
        opened(own).see_definitions(NOW + timedelta(days=day))
    changes = own.definition_changes(NAME)
    assert [(each.formula_before, each.formula_after) for each in changes] == [(FIRST, SECOND), (SECOND, FIRST)]
    assert [each.on.day for each in changes] == [1, 3]


def test_a_change_of_anything_but_the_formula_is_one_too(own: Workspace) -> None:
    define(own.settings.folder, what="Said in other words.")
    opened(own).see_definitions(NOW)
    (change,) = own.definition_changes(NAME)
    assert change.formula_before == change.formula_after == FIRST
    assert change.before != change.after


def test_a_variant_has_the_formulas_of_its_own(own: Workspace) -> None:
    variant = '[variants.by_value]\nformula = "qualified_lost_amount / won_amount"\n'
    for day, more in ((1, variant), (2, variant.replace("won_amount", "(won_amount + qualified_lost_amount)"))):
        define(own.settings.folder, more=more)
        opened(own).see_definitions(NOW + timedelta(days=day))
    changes = opened(own).definition_changes(f"{NAME}:by_value")
    assert [(each.formula_before, each.formula_after) for each in changes] == [
        ("", "qualified_lost_amount / won_amount"),
        ("qualified_lost_amount / won_amount", "qualified_lost_amount / (won_amount + qualified_lost_amount)"),
    ]
    assert {each.metric for each in changes} == {f"{NAME}:by_value"}
    assert [each.formula_after for each in own.definition_changes(NAME)] == [FIRST, FIRST]


def test_a_reading_that_is_not_there_is_refused(tiny: Workspace) -> None:
    for name in ("win_rat", "win_rate:by_valeu"):
        with pytest.raises(UnknownNameError):
            tiny.definition_changes(name)


ACTS: dict[str, Callable[[Workspace], object]] = {
    "quota": lambda w: w.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW, by="eva"),
    "target": lambda w: w.aims.set("win_rate", "27%", period="2026", now=NOW, by="eva"),
    "note": lambda w: w.notes.add("New prices", on="2026-05-01", now=NOW, by="eva"),
    "event": lambda w: w.events.add("Fair", on="2026-05-01", now=NOW, by="eva"),
    "undo": lambda w: w.undo(1, Hand(at=NOW, by="eva")),
    "rebuild": lambda w: w.rebuild(Hand(at=NOW, by="eva")),
}


@pytest.mark.parametrize("act", ACTS)
def test_whatever_is_done_notes_a_change_even_where_the_workspace_was_open_before(own: Workspace, act: str) -> None:
    assert own.catalogue.metric(NAME).reading.formula_text == FIRST
    define(own.settings.folder, SECOND)
    ACTS[act](own)
    assert [(each.at, each.by, each.formula_after) for each in own.definition_changes(NAME)] == [(NOW, "eva", SECOND)]


def test_an_import_notes_a_change_with_who_is_at_it_and_a_rehearsal_does_not(own: Workspace) -> None:
    define(own.settings.folder, SECOND)
    own.user = "eva"
    for is_dry_run, told in ((True, []), (False, [(NOW, "eva")])):
        own.import_files(
            [FILES / "deal.csv"], mapping=FILES / "mapping.toml", now=NOW, extent="partial", is_dry_run=is_dry_run
        )
        assert [(each.at, each.by) for each in own.definition_changes(NAME)] == told


def test_undoing_without_a_moment_notes_nothing(own: Workspace) -> None:
    define(own.settings.folder, SECOND)
    own.undo(1)
    assert own.definition_changes(NAME) == ()


def test_looking_begins_no_history_and_goes_on_with_one(own: Workspace) -> None:
    path = own.settings.folder / FILE
    path.unlink()
    own.see_definitions(NOW, begins=False)
    assert not path.exists()
    own.see_definitions(NOW)
    define(own.settings.folder, SECOND)
    opened(own).see_definitions(NOW, begins=False)
    assert len(own.definition_changes(NAME)) == 1


# ---------------------------------------------------------------------------------------------- what hinders it


@pytest.mark.parametrize("text", [b"formula = ", b'formula = "\xff"'])
def test_definitions_that_do_not_hold_hinder_no_import(own: Workspace, text: bytes) -> None:
    (own.settings.folder / "definitions" / "metrics" / f"{NAME}.toml").write_bytes(text)
    before = seen(own)
    receipt = opened(own).import_files([FILES / "deal.csv"], mapping=FILES / "mapping.toml", now=NOW, extent="partial")
    assert receipt.run == 2
    assert seen(own) == before


def test_a_ledger_that_cannot_be_used_hinders_no_import(own: Workspace) -> None:
    (own.settings.folder / FILE).write_bytes(b"this is no database, whatever its name may say about it")
    own.import_files([FILES / "deal.csv"], mapping=FILES / "mapping.toml", now=NOW, extent="partial")
    with pytest.raises(LedgerError):
        own.definition_changes(NAME)


def test_who_was_at_it_is_forgotten_and_the_definition_is_not(own: Workspace) -> None:
    own.decisions.ledger.rewrite(lambda row: [text.replace("olga", "Forgotten 1").replace(NAME, "-") for text in row])
    (found,) = seen(own, NAME)
    assert (found.seen_by, found.metric, found.formulas) == ("Forgotten 1", NAME, {"": FIRST})


# ---------------------------------------------------------------------------------------------- any order of acts


class _Definitions:
    """Two metrics, by the number of the definition that each has."""

    def __init__(self, numbers: tuple[int, int]) -> None:
        self._numbers = numbers

    def ordered(self) -> tuple[Metric, ...]:
        return tuple(cast("Metric", _Defined(f"m{at}", number)) for at, number in enumerate(self._numbers))


class _Defined:
    def __init__(self, name: str, number: int) -> None:
        self.name, self.definition = name, f"{name}@{number}"
        self.readings = {"": cast("Reading", _Formula(f"{number}\n + 1"))}


class _Formula:
    def __init__(self, formula_text: str) -> None:
        self.formula_text = formula_text


@settings(max_examples=15, deadline=None)
@given(states=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=6))
def test_each_change_is_kept_once_however_often_it_is_seen(made_once: Path, states: list[tuple[int, int]]) -> None:
    folder = made_once.parent / "any"
    folder.mkdir(exist_ok=True)
    (folder / "lievik.toml").write_text("", encoding="utf-8")
    (folder / FILE).unlink(missing_ok=True)
    history = DefinitionHistory(settings=read_settings(folder))
    for state in states:
        catalogue = cast("Catalogue", _Definitions(state))
        history.record(catalogue, now=NOW)
        assert history.record(catalogue, now=NOW) == 0
    for at in (0, 1):
        runs = [number for number, _ in groupby(state[at] for state in states)]
        changes = history.changes(f"m{at}")
        assert [each.after for each in changes] == [f"m{at}@{number}" for number in runs[1:]]
        assert [each.formula_before for each in changes] == [f"{number} + 1" for number in runs[:-1]]
