"""Notes are pinned to days and removed; events land in the store as quotas do, and are taken away like them."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import Any

import pytest

from lievik.desk.decisions import Hand
from lievik.errors import LievikError, StoreError
from lievik.intake import Intake
from lievik.language import language_of, told
from lievik.model.note import EventEntry, NoteEntry
from lievik.store.folder import writing
from lievik.workspace import Workspace
from tests.desk.conftest import NOW

MAY = date(2026, 5, 1)


def titles(workspace: Workspace) -> list[tuple[str, date]]:
    """Give the events that stand: title and day."""
    return [(event.title, event.happened_on) for event in workspace.events.all()]


# -------------------------------------------------------------------------------------------------- notes


def test_a_note_is_pinned_to_a_day_with_what_it_is_about(tiny: Workspace) -> None:
    made = tiny.notes.add(
        "  New prices,\n5 % up ", on="2026-05-01", metric="win_rate", team="team one", now=NOW, by="olga"
    )
    assert (made.on, made.text, made.metric, made.number) == (MAY, "New prices, 5 % up", "win_rate", 1)
    assert made.team is not None
    assert (made.team.id, made.team.name, made.typed_by) == ("t1", "Team One", "olga")
    assert tiny.notes.all() == (made,)


def test_notes_are_found_by_metric_team_and_day(tiny: Workspace) -> None:
    for text, on, metric, team in (
        ("all", "2026-06-01", "", ""),
        ("rate", "2026-05-31", "win_rate", ""),
        ("team", "2026-05-01", "win_rate", "Team One"),
    ):
        tiny.notes.add(text, on=on, metric=metric, team=team, now=NOW)

    def found(**asked: Any) -> list[str]:  # noqa: ANN401 - what `all` takes
        return [note.text for note in tiny.notes.all(**asked)]

    assert found() == ["team", "rate", "all"]
    assert found(metric="win_rate") == ["team", "rate", "all"]
    assert found(metric="total_revenue") == ["all"]
    assert found(team="Team Two") == ["rate", "all"]
    assert found(team="t1") == ["team", "rate", "all"]
    assert found(from_on=date(2026, 5, 2), to_on=date(2026, 5, 31)) == ["rate"]
    assert found(from_on=MAY, to_on=MAY) == ["team"]


def test_a_note_that_is_removed_is_kept_and_marked(tiny: Workspace) -> None:
    tiny.notes.add("Wrong day", on="yesterday", now=NOW)
    assert tiny.notes.remove(1, now=NOW, by="eva").on == date(2026, 6, 29)
    assert tiny.notes.all() == ()
    assert [note.is_taken_back for note in tiny.decisions.ledger.entries(NoteEntry)] == [True]
    assert [(by, act) for _, by, act, _ in tiny.decisions.ledger.log()] == [("", "set note"), ("eva", "remove note 1")]
    with pytest.raises(LievikError, match=r"There is no note 1\.\n'lievik note list' tells their numbers"):
        tiny.notes.remove(1, now=NOW)


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "nothing": ({"text": " "}, "Text je prázdny.", "Napíšte niekoľkými slovami, o čo ide."),
    "too much": (
        {"text": "x" * 501},
        "Počet znakov textu je 501, najviac môže byť 500.",
        "Napíšte to kratšie.",
    ),
    "a month": ({"on": "2026-05"}, "'2026-05' je viac ako jeden deň.", "Zapíšte ho napríklad takto: 2026-05-31."),
    "no metric": ({"metric": "win_rat"}, "Neznámy názov (metrika): 'win_rat'.", "Mysleli ste win_rate?"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_noted_is_told_in_two_lines(tiny: Workspace, case: str) -> None:
    said, message, fix = REFUSED[case]
    words = {"text": "x", "on": "2026-05-01", **said}
    with pytest.raises(LievikError) as caught:
        tiny.notes.add(words.pop("text"), now=NOW, **words)
    assert told(caught.value, language_of("sk")) == (message, fix)
    assert tiny.decisions.ledger.log() == ()


def test_five_hundred_characters_are_not_too_many(tiny: Workspace) -> None:
    assert len(tiny.notes.add("ž" * 500, on=MAY, now=NOW).text) == 500


# ------------------------------------------------------------------------------------------------- events


def test_an_event_lands_as_a_row_with_a_run_and_a_receipt(tiny: Workspace) -> None:
    made = tiny.events.add("New prices", on="2026-05-01", note='5 % up, "net"', now=NOW, by="olga")
    assert (made.number, made.title, made.happened_on, made.kind, made.note) == (
        1,
        "New prices",
        MAY,
        "internal",
        '5 % up, "net"',
    )
    assert tiny.events.all() == (made,)
    run = tiny.runs()[-1]
    assert (run.run, run.source, run.extent, run.suspicions) == (2, "ledger", "partial", ())
    assert [file.file for file in run.files] == ["event-1-20260630203000.csv"]
    assert tiny.engine is not None
    rows = tiny.engine.fetch("SELECT id, source, title FROM event", {})[1]
    assert rows == [("event-1-20260630203000", "ledger", "New prices")]


def test_events_are_found_by_kind_and_day(tiny: Workspace) -> None:
    tiny.events.add("Rival bought", on="2026-06-01", kind="market", now=NOW)
    tiny.events.add("New prices", on="2026-05-01", now=NOW)
    assert titles(tiny) == [("New prices", MAY), ("Rival bought", date(2026, 6, 1))]
    assert [event.title for event in tiny.events.all(kind="market")] == ["Rival bought"]
    assert [event.title for event in tiny.events.all(from_on=MAY, to_on=MAY)] == ["New prices"]


def test_taken_away_an_event_is_gone_and_its_past_is_kept(tiny: Workspace) -> None:
    tiny.events.add("New prices", on=MAY, now=NOW)
    tiny.events.add("Rival bought", on=MAY, kind="market", now=NOW + timedelta(seconds=1))
    assert tiny.events.remove(1, now=NOW + timedelta(seconds=2), by="eva").title == "New prices"
    assert titles(tiny) == [("Rival bought", MAY)]
    assert tiny.engine is not None
    assert tiny.engine.fetch("SELECT title FROM event_past", {})[1] == [("New prices",)]
    with pytest.raises(LievikError, match="There is no event 1 that was typed in"):
        tiny.events.remove(1, now=NOW)
    tiny.undo(tiny.runs()[-1].run, Hand(at=NOW, by="eva"))
    assert titles(tiny) == [("New prices", MAY), ("Rival bought", MAY)]


def test_undone_and_rebuilt_events_are_as_they_were(tiny: Workspace) -> None:
    tiny.events.add("New prices", on=MAY, now=NOW)
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    tiny.events.add("Rival bought", on=MAY, kind="market", now=NOW)
    tiny.undo(2)
    assert titles(tiny) == [("Rival bought", MAY)]
    assert [entry.is_taken_back for entry in tiny.decisions.ledger.entries(EventEntry)] == [True, False]
    shutil.rmtree(tiny.settings.folder / "data")
    tiny.rebuild()
    assert titles(tiny) == [("Rival bought", MAY)]
    assert [quota.source for quota in tiny.quotas.list("2026-Q4")] == ["ledger"]


def test_what_could_not_be_brought_in_does_not_stand(tiny: Workspace) -> None:
    with writing(tiny.settings.folder), pytest.raises(StoreError):
        tiny.events.add("New prices", on=MAY, now=NOW)
    assert [entry.is_taken_back for entry in tiny.decisions.ledger.entries(EventEntry)] == [True]


def test_an_event_that_was_cut_off_comes_in_with_the_next_quota(
    tiny: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "type_in", killed)
        with pytest.raises(KeyboardInterrupt):
            tiny.events.add("New prices", on=MAY, now=NOW)
    assert titles(tiny) == []
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    assert titles(tiny) == [("New prices", MAY)]


def test_an_event_of_another_kind_is_refused(tiny: Workspace) -> None:
    with pytest.raises(LievikError) as caught:
        tiny.events.add("New prices", on=MAY, kind="other", now=NOW)
    assert told(caught.value, language_of("sk")) == (
        "Udalosť nemôže byť druhu 'other'.",
        "Druhy udalostí: internal, market.",
    )


def test_before_anything_came_in_there_are_events_too(tmp_path: Any) -> None:  # noqa: ANN401 - pytest's own
    workspace = Workspace.create(tmp_path / "new", today=date(2026, 6, 30))
    assert workspace.events.all() == ()
    assert workspace.events.add("Founded", on=MAY, now=NOW).number == 1
