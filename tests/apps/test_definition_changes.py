"""`lievik explain` tells when a definition changed last, and its JSON every change."""

from __future__ import annotations

import os
from pathlib import Path

from lievik.language import language_of
from lievik.report.views.definition_wording import change_words, formula_words
from lievik.workspace import Workspace
from tests.apps.conftest import Command
from tests.apps.test_target import own, told
from tests.desk.own_metric import FIRST, NAME, SECOND, define
from tests.tiny_company.by_hand import AS_OF

__all__ = ["own"]


def folder() -> Path:
    return Path(os.environ["LIEVIK_WORKSPACE"])


def test_a_metric_that_never_changed_says_nothing_of_it(own: Command) -> None:
    assert "Changed last" not in own("explain", "win_rate").out
    assert own("explain", "win_rate", "--format", "json").rows[0]["changes"] == []


def test_what_changed_last_is_told_and_in_json_every_change(own: Command) -> None:
    for formula, what in ((FIRST, "A."), (SECOND, "A."), (SECOND, "B.")):
        define(folder(), formula, what=what)
        own("note", "add", what, "--on", "2026-05-01")
    shown = "\n".join(told(own("explain", NAME).out))
    assert "the formula is the same, something else in the definition is not" in shown
    assert shown.count("Changed last on ") == 1
    first, second = own("explain", NAME, "--format", "json").rows[0]["changes"]
    assert (first["formula_before"], first["formula_after"], first["by"]) == (FIRST, SECOND, "olga")
    assert (second["formula_before"], second["formula_after"]) == (SECOND, SECOND)
    assert first["after"] == second["before"] != second["after"]
    assert first["at"].startswith(first["on"][:7])


def test_a_ledger_that_cannot_be_read_costs_the_changes_and_not_the_explanation(own: Command) -> None:
    (folder() / "ledger.db").write_bytes(b"this is no database, whatever its name may say about it")
    ran = own("explain", "win_rate")
    assert (ran.code, ran.out.count("Definition\n")) == (0, 1)
    assert ran.err.startswith("Changes of the definition are left out. ")


def test_a_formula_is_written_with_the_names_that_people_know(company: Path) -> None:
    catalogue, english = Workspace.open(company, today=AS_OF).catalogue, language_of("en")

    def written(text: str, name: str = "win_rate") -> str:
        return formula_words(text, name, catalogue, english)

    assert (
        written("won_deals / (won_deals + lost_deals)")
        == "[qualified deals won] ÷ ([qualified deals won] + [qualified deals lost])"
    )
    assert written("previous(won_deals) * gone_since - win_rate") == (
        "[qualified deals won, the period before] × [gone_since] − [Win rate]"
    )
    assert written("won_deals ** ") == "won_deals ** "
    assert written("") == ""


def test_readings_that_came_or_went_are_told(own: Command) -> None:
    twice = '[variants.twice]\nformula = "lost_deals / won_deals"\n'
    for more in ("", twice, ""):
        define(folder(), more=more)
        own("note", "add", "x", "--on", "2026-05-01")
    define(folder(), more=twice)
    workspace = Workspace.open(folder(), today=AS_OF)
    changes = workspace.definition_changes(f"{NAME}:twice")
    said = [change_words(each, workspace.catalogue, language_of("en")) for each in changes]
    assert said == [
        "the reading is new: [qualified deals lost] ÷ [qualified deals won]",
        "the reading was taken away: [qualified deals lost] ÷ [qualified deals won]",
    ]
