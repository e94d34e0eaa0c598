"""Ledger and store stay in step: through undo, rebuild, forget, a failure in the middle, and a killed process."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lievik.desk.decisions import Decisions, Hand
from lievik.errors import MappingError, StoreError
from lievik.intake import Intake
from lievik.ledger.ledger import Ledger
from lievik.ledger.place import FILE
from lievik.model.quota import QuotaEntry
from lievik.store.folder import writing
from lievik.workspace import Workspace
from tests.desk.conftest import FILES, NOW
from tests.desk.test_quotas import typed_in


def standing(workspace: Workspace) -> list[bool]:
    """Say of each entry whether it stands."""
    return [not entry.is_taken_back for entry in workspace.decisions.ledger.entries(QuotaEntry)]


def test_a_run_of_the_ledger_has_its_receipt(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    run = tiny.runs()[-1]
    assert (run.run, run.source, run.extent) == (2, "ledger", "partial")
    assert [file.file for file in run.files] == ["quota-1-20260630203000.csv"]
    assert run.suspicions == ()
    assert not (tiny.settings.folder / "mappings" / "ledger.toml").exists()


def test_undone_a_quota_no_longer_stands_and_does_not_come_back(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    tiny.quotas.set("Peter East", 50_000, period="2026-Q4", now=NOW)
    assert tiny.undo(2, Hand(at=NOW, by="olga")).run == 2
    assert (typed_in(tiny), standing(tiny)) == ([("Peter East", "2026-10-01", 50_000)], [False, True])
    tiny.quotas.set("Zuzana New", 60_000, period="2026-Q4", now=NOW)
    tiny.rebuild()
    assert [name for name, _, _ in typed_in(tiny)] == ["Peter East", "Zuzana New"]
    assert tiny.decisions.ledger.log()[2][1:3] == ("olga", "undo run 2")


def test_undoing_the_first_of_two_leaves_the_second(tiny: Workspace) -> None:
    for amount in (40_000, 60_000):
        tiny.quotas.set("Jana West", amount, period="2026-Q4", now=NOW)
    tiny.undo(2)
    assert typed_in(tiny) == [("Jana West", "2026-10-01", 60_000)]


def test_undoing_the_second_brings_the_first_back(tiny: Workspace) -> None:
    for amount in (40_000, 60_000):
        tiny.quotas.set("Jana West", amount, period="2026-Q4", now=NOW)
    tiny.undo(3)
    assert typed_in(tiny) == [("Jana West", "2026-10-01", 40_000)]


def test_undoing_what_took_a_quota_away_brings_it_back(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    tiny.quotas.remove("Jana West", period="2026-Q4", now=NOW)
    assert tiny.runs()[-1].suspicions == ()
    tiny.undo(3)
    assert typed_in(tiny) == [("Jana West", "2026-10-01", 40_000)]


def test_other_runs_are_undone_without_a_word_to_the_ledger(tiny: Workspace) -> None:
    tiny.undo(1)
    assert tiny.decisions.ledger.log() == ()


def test_a_rebuild_tells_the_same(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 600, period="2026-Q4", months=[100, 200, 300], now=NOW)
    tiny.quotas.set("Peter East", 600, period="2026-Q4", spread="seasonal", now=NOW)
    before, receipts = tiny.quotas.list("2026"), tiny.runs()
    shutil.rmtree(tiny.settings.folder / "data")
    assert tiny.rebuild()[1:] == receipts[1:]
    assert tiny.quotas.list("2026") == before


def test_quotas_outlive_a_ledger_that_is_lost(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    (tiny.settings.folder / FILE).unlink()
    tiny.quotas.set("Jana West", 50_000, period="2026-Q4", now=NOW.replace(second=1))
    assert typed_in(tiny) == [("Jana West", "2026-10-01", 50_000)]
    tiny.undo(2)
    assert standing(tiny) == [True]


# ------------------------------------------------------------------------------------------ cut off in between


def test_what_could_not_be_brought_in_does_not_stand(tiny: Workspace) -> None:
    quotas = tiny.quotas
    with writing(tiny.settings.folder), pytest.raises(StoreError, match="Another import is running"):
        quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    assert (standing(tiny), len(tiny.runs())) == ([False], 1)
    quotas.set("Peter East", 40_000, period="2026-Q4", now=NOW)
    assert [name for name, _, _ in typed_in(tiny)] == ["Peter East"]


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("next_command", ["set", "rebuild"])
def test_an_entry_that_was_cut_off_comes_in_with_the_next_command(
    tiny: Workspace, monkeypatch: pytest.MonkeyPatch, next_command: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Intake, "type_in", _killed)
        with pytest.raises(KeyboardInterrupt):
            tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    assert (standing(tiny), typed_in(tiny)) == ([True], [])
    if next_command == "set":
        tiny.quotas.set("Jana West", 50_000, period="2027-Q1", now=NOW)
    else:
        assert [receipt.source for receipt in tiny.rebuild()] == ["tiny", "ledger"]
    assert ("Jana West", "2026-10-01", 40_000) in typed_in(tiny)


def test_an_undo_that_was_cut_off_is_finished_by_the_next_command(
    tiny: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(Intake, "undo", _killed)
        with pytest.raises(KeyboardInterrupt):
            tiny.undo(2)
    assert (standing(tiny), len(typed_in(tiny))) == ([False], 1)
    tiny.rebuild()
    assert (typed_in(tiny), [receipt.run for receipt in tiny.runs()]) == ([], [1])


def test_an_undo_that_fails_leaves_the_decision_standing(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    with writing(tiny.settings.folder), pytest.raises(StoreError):
        tiny.undo(2)
    assert (standing(tiny), len(typed_in(tiny))) == ([True], 1)


# ------------------------------------------------------------------------------------------------- names


def test_a_person_is_forgotten_by_the_ledger_too(tiny: Workspace) -> None:
    tiny.quotas.set("Zuzana New", 40_000, period="2026-Q4", now=NOW, by="zuzana@tiny.example")
    before = {(quota.subject.id, quota.starts_on): quota.amount for quota in tiny.quotas.list("2026")}
    forgotten = tiny.forget("zuzana@tiny.example")
    assert forgotten.rows >= 4
    assert {(quota.subject.id, quota.starts_on): quota.amount for quota in tiny.quotas.list("2026")} == before
    assert tiny.decisions.ledger.entries(QuotaEntry)[0].typed_by == "forgotten-1"
    kept = [path for path in tiny.settings.folder.rglob("*") if path.is_file()]
    assert [path for path in kept if b"zuzana@tiny" in path.read_bytes() or b"Zuzana New" in path.read_bytes()] == []
    assert tiny.quotas.set("Forgotten 1", 50_000, period="2026-Q4", now=NOW).amount == 50_000
    assert [amount for name, _, amount in typed_in(tiny) if name == "Forgotten 1"] == [50_000]


def test_somebody_of_whom_only_the_ledger_speaks_is_forgotten(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW, by="temp@other.example")
    assert (tiny.forget("temp@other.example").rows, tiny.decisions.ledger.entries(QuotaEntry)[0].typed_by) == (
        2,
        "forgotten-1",
    )
    with pytest.raises(StoreError, match="Nothing here speaks of"):
        tiny.forget("temp@other.example")


def test_no_mapping_may_take_the_name_of_what_is_typed_in(tiny: Workspace, tmp_path: Path) -> None:
    mapping = tmp_path / "own.toml"
    text = (FILES / "mapping.toml").read_text(encoding="utf-8")
    mapping.write_text(text.replace('source = "tiny"', 'source = "ledger"'), encoding="utf-8")
    with pytest.raises(MappingError, match="source 'ledger' is that of what is typed in"):
        tiny.import_files([FILES / "quota.csv"], mapping=mapping, now=NOW)


def test_a_folder_called_ledger_is_a_source_of_another_name(tiny: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "my-files" / "Ledger"
    folder.mkdir(parents=True)
    shutil.copy(FILES / "deal.csv", folder)
    assert tiny.propose([folder]).source != "ledger"


def test_decisions_are_kept_where_the_settings_say(tiny: Workspace, tmp_path: Path) -> None:
    path = tiny.settings.folder / "lievik.toml"
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    path.write_text(f'{path.read_text(encoding="utf-8")}\n[ledger]\nurl = "{url}"\n', encoding="utf-8")
    opened = Workspace.open(tiny.settings.folder, today=tiny.as_of())
    opened.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    assert (tmp_path / "elsewhere.db").exists()
    assert Ledger.of(tiny.settings.folder).log() == ()
    assert isinstance(opened.decisions, Decisions)
