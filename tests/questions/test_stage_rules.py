"""Rules of stages: what has to be filled in from a stage on, how long a deal may stay, and what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest

from lievik.errors import SettingsError
from lievik.model.quality import QualityAnswer
from lievik.model.stage_rule import StageRule, read_stage_rules
from lievik.settings import FILE_NAME, read_settings
from tests.soundness.table_from_docstring import company

RULED = """
    stage | id pipeline_id name  position kind
          | s1 p           Start 1        open
          | s2 p           Offer 2        open
          | s3 p           Talks 3        open
          | t1 q           Other 3        open
    rep   | id name
          | r1 Eva
          | r2 Jan
          | r3 Ivo
    team  | id name
          | west West
    team_member | rep_id team_id starts_on ends_on
                | r1     west    2020-01-01 -
                | r2     west    2020-01-01 -
    deal  | id    outcome stage_id pipeline_id owner_id amount expected_close_on next_step_on created_on closed_on
          | early open    s1       p           r1       -      -                 -            2026-01-01 -
          | bare  open    s2       p           r1       -      2026-08-01        2026-06-30   2026-06-20 -
          | later open    s3       p           r2       -      -                 2026-07-14   2026-06-20 -
          | other open    t1       q           r3       -      -                 2026-07-15   2026-06-20 -
          | full  open    s2       p           r2       10     2026-08-01        2026-07-15   2026-05-01 -
          | past  open    s2       p           r2       10     2026-08-01        2026-06-29   2026-06-20 -
          | won   won     s2       p           r2       10     2026-08-01        -            2026-01-01 2026-02-01
    deal_version | id deal_id stage_id valid_from_on valid_until_on outcome
                 | v1 full    s1       2026-05-01 2026-05-30 open
                 | v2 full    s2       2026-05-30 2026-06-10 open
                 | v3 full    s1       2026-06-10 2026-06-15 open
                 | v4 full    s2       2026-06-15 -                   open
"""
OFFER = StageRule(stage="offer", required=("amount", "expected_close_on"), max_days=14, next_step_days=14)


def asked(*rules: StageRule, listed: str = "all") -> QualityAnswer:
    return company(RULED, stage_rules=rules).workspace.quality(listed=listed)


def faulty(found: QualityAnswer, fault: str) -> set[str]:
    return {row.id for row in found.rows if fault in row.faults}


def test_what_a_stage_asks_for_its_later_stages_ask_for_too_and_no_others() -> None:
    found = asked(OFFER, listed="stage_field_missing")
    assert {row.id: row.lacks for row in found.rows} == {
        "bare": ("amount",),
        "later": ("amount", "expected_close_on"),
    }
    assert found.faults["stage_field_missing"].of == 4


def test_a_deal_is_in_its_stage_since_it_last_came_there() -> None:
    found = asked(OFFER, listed="stage_too_long")
    assert {row.id: str(row.entered_on) for row in found.rows} == {"full": "2026-06-15"}
    assert not asked(StageRule(stage="Offer", max_days=15), listed="stage_too_long").rows


def test_a_next_step_has_to_lie_ahead_and_near() -> None:
    assert faulty(asked(OFFER), "stage_step_missing") == {"past", "full"}
    assert faulty(asked(StageRule(stage="Offer", next_step_days=15)), "stage_step_missing") == {"past"}


def test_without_rules_nothing_is_looked_for_and_that_is_said() -> None:
    found = asked()
    assert {left.reason for left in found.not_looked if left.fault.startswith("stage_")} == {"no_stage_rules"}
    assert not any(fault.startswith("stage_") for fault in found.faults)


def test_a_rule_of_a_stage_that_nobody_has_is_named_and_the_others_hold() -> None:
    found = asked(StageRule(stage="Ofer", max_days=1), OFFER)
    assert found.unknown_stages == ("Ofer",)
    assert faulty(found, "stage_field_missing") == {"bare", "later"}


def test_teams_and_owners_add_up_to_everybody() -> None:
    found = asked(OFFER)
    for groups in (found.owners, found.teams):
        assert sum(group.deals.of for group in groups) == found.deals.of
        assert sum(group.deals.faulty for group in groups) == found.deals.faulty
        for fault, whole in found.faults.items():
            counted = [group.faults[fault] for group in groups if fault in group.faults]
            assert sum(each.found for each in counted) == whole.found
    assert {team.team: team.deals.of for team in found.teams} == {"West": 6, "": 1}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('required = ["amout"]', "'amout' in [stages.Offer] is none of amount"),
        ("max_days = 0", "max_days in [stages.Offer] has to be 1 or more days"),
        ("days = 3", "unknown key 'days' in [stages.Offer]"),
        ('required = "amount"', "required in [stages.Offer] has to be a list"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / FILE_NAME).write_text(f"[stages.Offer]\n{line}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="does not hold") as refused:
        read_settings(tmp_path)
    assert said in refused.value.message


def test_rules_are_read_as_settings_write_them() -> None:
    rules = read_stage_rules({"Ponuka": {"required": ["amount"], "next_step_days": 7}})
    assert rules == (StageRule(stage="Ponuka", required=("amount",), next_step_days=7),)
