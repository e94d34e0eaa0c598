"""Quotas and shares of deals that a file brings: what cannot be read is rejected by line, what is odd is counted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lievik.language import language_of
from lievik.language.troubles import rejected
from lievik.model.receipt import Receipt, Suspicion
from lievik.workspace import Workspace
from tests.desk.conftest import NOW

MAPPING = """source = "own"
[[file]]
match = "quotas.csv"
table = "quota"
[file.columns]
id = "id"
subject_kind = { constant = "rep" }
subject_id = "who"
starts_on = { constant = "2027-01-01" }
ends_on = { constant = "2027-04-01" }
amount = "amount"
spread = "spread"
by_month = "months"
[[file]]
match = "shares.csv"
table = "deal_split"
[file.columns]
id = "id"
deal_id = "deal"
rep_id = "who"
share = "share"
kind = "kind"
"""
QUOTAS = """id,who,amount,spread,months
a,r1,60,flat,
b,r2,60,SEASONAL,
c,r3,60,hand,10;20;30
d,r4,60,hand,10;20
e,r5,60,,
"""
SHARES = """id,deal,who,share,kind
1,d01,r1,60 %,revenue
2,d01,r2,60 %,revenue
3,d01,r3,50 %,overlay
4,d04,r1,33.3333 %,revenue
5,d04,r2,33.3333 %,revenue
6,d04,r3,33.3333 %,revenue
7,d05,r1,60 %,
8,d07,r1,,revenue
"""


def bring(workspace: Workspace, folder: Path, **files: str) -> Receipt:
    """Bring files in by the mapping."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "own.toml").write_text(MAPPING, encoding="utf-8")
    paths = [folder / f"{name}.csv" for name in files]
    return workspace.import_files(paths, mapping=folder / "own.toml", now=NOW)


def test_a_file_says_how_its_quotas_are_spread(tiny: Workspace, tmp_path: Path) -> None:
    receipt = bring(tiny, tmp_path, quotas=QUOTAS)
    found = {quota.subject.id: (quota.spread, quota.spread_by) for quota in tiny.quotas.list("2027")}
    assert found == {
        "r1": ("flat", "flat"),
        "r2": ("seasonal", "flat"),
        "r3": ("hand", "hand"),
        "r4": ("hand", "flat"),
        "r5": ("flat", "flat"),
    }
    odd = (Suspicion(table="quota", what="spread_by_hand_without_its_months", rows=1),)
    assert receipt.suspicions == odd
    assert tiny.rebuild()[-1].suspicions == odd


def test_a_word_that_is_no_spread_is_rejected_by_its_line(tiny: Workspace, tmp_path: Path) -> None:
    receipt = bring(tiny, tmp_path, quotas=f"{QUOTAS}f,r6,60,evenly,\n")
    (file,) = receipt.files
    (reject,) = file.rejects
    assert (file.rows_kept, reject.line, reject.column, reject.value) == (5, 7, "spread", "evenly")
    assert reject.reason.startswith("one of flat, seasonal, hand")
    assert "flat, seasonal, hand" in rejected(reject.reason, language_of("sk"))
    assert rejected(reject.reason, language_of("sk")).startswith("nie je jedna z hodnôt")


def test_shares_that_do_not_make_a_whole_are_counted(tiny: Workspace, tmp_path: Path) -> None:
    """Both of d01, the one of d05, and d07, whose share nobody wrote; overlays and thirds are fine."""
    receipt = bring(tiny, tmp_path, shares=SHARES)
    assert set(receipt.suspicions) == {
        Suspicion(table="deal_split", what="revenue_shares_not_1_together", rows=4),
        Suspicion(table="deal_split", what="without_share", rows=1),
    }


@pytest.mark.parametrize(
    "what", ["revenue shares not 1 together", "spread by hand without its months", "without share"]
)
def test_what_is_odd_can_be_told_in_slovak(what: str) -> None:
    assert language_of("sk").say(what) != what


NAMED = """source = "named"
[[file]]
match = "targets.csv"
table = "quota"
[file.columns]
id = "id"
subject_kind = "kind"
subject_id = "who"
starts_on = { constant = "2027-01-01" }
ends_on = { constant = "2027-04-01" }
amount = "amount"
[[file]]
match = "people.csv"
table = "rep"
[file.columns]
id = "id"
name = "name"
"""
TARGETS = """id,kind,who,amount
a,rep,peter-EAST,60
b,Team,team  óne,90
c,rep,Jana West,30
d,rep,Eva Malá,30
e,rep,Team One,10
f,company,Peter East,500
"""


def test_whose_quota_it_is_may_be_said_by_name(tiny: Workspace, tmp_path: Path) -> None:
    """Two are called Jana West by then, a team is no rep, and nobody is called Eva yet: those stay as they are."""
    (tmp_path / "named.toml").write_text(NAMED, encoding="utf-8")

    def named(name: str, text: str, minutes: int) -> Receipt:
        (tmp_path / name).write_text(text, encoding="utf-8")
        now = NOW + timedelta(minutes=minutes)
        return tiny.import_files([tmp_path / name], mapping=tmp_path / "named.toml", now=now, extent="partial")

    named("people.csv", "id,name\nr9,jana west\n", 1)
    receipt = named("targets.csv", TARGETS, 2)
    assert set(receipt.suspicions) == {
        Suspicion(table="quota", what="met_by_name", rows=2),
        Suspicion(table="quota", what="subject_not_in_rep", rows=3),
    }
    assert subjects(tiny) == {
        "a": "r2",
        "b": "t1",
        "c": "Jana West",
        "d": "Eva Malá",
        "e": "Team One",
        "f": "Peter East",
    }
    later = named("people.csv", "id,name\nr10,EVA MALA\n", 3)
    assert Suspicion(table="quota", what="met_by_name", rows=1) in later.suspicions
    assert subjects(tiny)["d"] == "r10"
    tiny.quotas.set("Peter East", "70", period="2027-Q1", now=NOW + timedelta(minutes=4))
    (file,) = [each for each in tiny.quotas.list("2027-Q1") if each.source == "named" and each.subject.id == "r2"]
    assert {month.is_superseded for month in file.months} == {True}
    assert tiny.rebuild()[2].suspicions == receipt.suspicions
    assert subjects(tiny)["d"] == "r10"


def subjects(workspace: Workspace) -> dict[str, str]:
    """Give whose quota each row of the file with names is."""
    assert workspace.engine is not None
    rows = workspace.engine.fetch("SELECT id, subject_id FROM quota WHERE source = 'named'", {})[1]
    return {str(key): str(subject) for key, subject in rows}
