"""Quotas that are typed in: found by name, replaced, taken away, and told in a sentence where they make no sense."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lievik.errors import LievikError, PeriodError, RequestError, UnknownNameError
from lievik.language import language_of, told
from lievik.model.quota import Quota, QuotaEntry
from lievik.workspace import Workspace
from tests.desk.conftest import NOW

ATTAINED = "quota_attainment_rate:attainment"


def typed_in(workspace: Workspace, period: str = "2026") -> list[tuple[str, str, Decimal]]:
    """Give subject, start and amount of what was typed in and stands."""
    return [
        (quota.subject.name, str(quota.starts_on), quota.amount)
        for quota in workspace.quotas.list(period)
        if quota.source == "ledger"
    ]


def test_a_quota_counts_from_the_moment_that_it_is_set(tiny: Workspace) -> None:
    """Credit of Q2 is 32 000 + 29 000 + 9 000 + 10 000; Jana's 30 000 of 130 000 become 70 000."""
    (before,) = tiny.show(ATTAINED, period="2026-Q2")
    assert (before.numerator, before.denominator) == (80_000, 130_000)
    made = tiny.quotas.set("Jana West", 70_000, period="2026-Q2", now=NOW, by="olga")
    assert [month.amount for month in made.months] == [Decimal("23333.33"), Decimal("23333.34"), Decimal("23333.33")]
    (after,) = tiny.show(ATTAINED, period="2026-Q2")
    assert (after.numerator, after.denominator) == (80_000, 170_000)
    (known_before,) = tiny.show(ATTAINED, period="2026-Q2", as_of="2026-06-30T22:10")
    assert known_before.denominator == 130_000


@pytest.mark.parametrize("name", ["r1", "Jana West", "jana west", "JANA-WEST", "rep:r1", "rep:Jana West"])
def test_somebody_is_found_by_id_or_name(tiny: Workspace, name: str) -> None:
    assert tiny.quotas.set(name, "1 000", period="2026-Q4", now=NOW).subject.id == "r1"


def test_a_team_and_the_company_have_quotas_too(tiny: Workspace) -> None:
    tiny.quotas.set("Team One", 50_000, period="2026-Q4", now=NOW)
    tiny.quotas.set("company", 90_000, period="2026-Q4", now=NOW, currency="usd")
    found = [quota for quota in tiny.quotas.list("2026-Q4") if quota.source == "ledger"]
    assert [(quota.subject.kind, quota.amount, quota.currency) for quota in found] == [
        ("company", 90_000, "USD"),
        ("team", 50_000, "EUR"),
    ]


def test_set_again_it_is_replaced_and_the_past_is_kept(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 40_000, period="2026-Q4", now=NOW)
    tiny.quotas.set("Jana West", 60_000, period="2026-10-01..2026-12-31", now=NOW)
    assert typed_in(tiny) == [("Jana West", "2026-10-01", 60_000)]
    assert tiny.engine is not None
    past = tiny.engine.fetch("SELECT amount FROM quota_past WHERE source = 'ledger'", {})[1]
    assert past == [(40_000,)]


def test_two_of_the_same_moment_are_two(tiny: Workspace) -> None:
    for name in ("Jana West", "Peter East"):
        tiny.quotas.set(name, 40_000, period="2026-Q4", now=NOW)
    assert len(typed_in(tiny)) == 2


def test_taken_away_the_one_of_the_file_counts_again(tiny: Workspace) -> None:
    tiny.quotas.set("Jana West", 70_000, period="2026-Q2", now=NOW)
    assert [q.months[0].is_superseded for q in tiny.quotas.list("2026-Q2") if q.subject.id == "r1"] == [True, False]
    assert tiny.quotas.remove("Jana West", period="2026-Q2", now=NOW).id == "r1"
    assert typed_in(tiny) == []
    assert [q.months[0].is_superseded for q in tiny.quotas.list("2026-Q2") if q.subject.id == "r1"] == [False]
    (after,) = tiny.show(ATTAINED, period="2026-Q2", as_of="2026-07-01")
    assert after.denominator == 130_000
    tiny.quotas.set("Jana West", 80_000, period="2026-Q2", now=NOW)
    assert typed_in(tiny) == [("Jana West", "2026-04-01", 80_000)]


def test_months_are_listed_by_hand(tiny: Workspace) -> None:
    made = tiny.quotas.set("r2", 600, period="2026-Q4", months=["100", "200", "300"], now=NOW)
    assert (made.spread, [month.amount for month in made.months]) == ("hand", [100, 200, 300])


def test_without_wins_enough_a_seasonal_quota_is_spread_evenly_and_says_so(tiny: Workspace) -> None:
    made = tiny.quotas.set("r2", 600, period="2026-Q4", spread="seasonal", now=NOW)
    assert (made.spread, made.spread_by) == ("seasonal", "flat")
    assert [month.amount for month in made.months] == [200, 200, 200]


def test_where_there_is_no_data_only_the_company_has_a_name(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "new", today=date(2026, 6, 30))
    with pytest.raises(UnknownNameError, match="There is no rep or team to choose from"):
        workspace.quotas.set("Jana", 1, period="2026", now=NOW)
    assert workspace.quotas.list() == ()
    made: Quota = workspace.quotas.set("Company", 1_200, period="2026", now=NOW, spread="seasonal")
    assert (made.spread, made.spread_by, made.months[0].amount) == ("seasonal", "flat", 100)


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "nobody of that name": (
        {"subject": "Jana Best"},
        "Neznámy názov (obchodník alebo tím): 'Jana Best'.",
        "Mysleli ste Jana West?",
    ),
    "a part of a name": (
        {"subject": "zuzana"},
        "Neznámy názov (obchodník alebo tím): 'zuzana'.",
        "Mysleli ste Zuzana New?",
    ),
    "no amount": (
        {"amount": "a lot"},
        "'a lot' nie je suma.",
        "Zapíšte ho napríklad takto: 250000 alebo 250000.50.",
    ),
    "less than nothing": ({"amount": -5}, "'-5' nie je suma.", "Zapíšte ho napríklad takto: 250000 alebo 250000.50."),
    "a comma": ({"amount": "1,000"}, "'1,000' nie je suma.", "Zapíšte ho napríklad takto: 250000 alebo 250000.50."),
    "no currency": (
        {"currency": "euro"},
        "Mena 'euro' nie je trojpísmenový kód.",
        "Zapíšte ho napríklad takto: EUR, CZK alebo USD.",
    ),
    "no way to spread": (
        {"spread": "evenly"},
        "Kvótu nemožno rozložiť spôsobom 'evenly'.",
        "Spôsoby rozloženia: flat, seasonal, hand.",
    ),
    "months for another way": (
        {"spread": "flat", "months": [1, 2, 3]},
        "Mesačné sumy sú uvedené pri kvóte, ktorá sa nerozkladá ručne.",
        "Pridajte --spread hand.",
    ),
    "too few months": (
        {"months": [1, 2]},
        "Uvedené mesačné sumy: 2; mesiace obdobia '2026-Q4': 3.",
        "Uveďte jednu sumu na každý mesiac, napríklad --months 100,200,300.",
    ),
    "months that do not add up": (
        {"months": ["100", "200", "300.50"]},
        "Súčet mesačných súm je 600.50, kvóta je 600.00.",
        "Opravte mesačné sumy alebo kvótu.",
    ),
    "months of weeks": (
        {"period": "2026-10-05..2026-11-04", "spread": "hand"},
        "Obdobie '2026-10-05..2026-11-04' sa neskladá z celých mesiacov.",
        "Rozložte ju rovnomerne alebo uveďte celé mesiace.",
    ),
    "an overlap": (
        {"subject": "r1", "period": "2026-H2"},
        "'Jana West' má kvótu na 2026-07-01..2026-09-30, ktorá sa prekrýva s obdobím '2026-H2'.",
        "Najprv ju zrušte príkazom 'lievik quota remove' alebo uveďte to isté obdobie.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_told_in_two_lines_and_changes_nothing(tiny: Workspace, case: str) -> None:
    tiny.quotas.set("r1", 600, period="2026-Q3", now=NOW)
    said, message, fix = REFUSED[case]
    words = {"subject": "r2", "amount": 600, "period": "2026-Q4", **said}
    with pytest.raises(LievikError) as caught:
        tiny.quotas.set(words.pop("subject"), words.pop("amount"), now=NOW, **words)
    assert told(caught.value, language_of("sk")) == (message, fix)
    assert (len(tiny.runs()), len(tiny.decisions.ledger.entries(QuotaEntry))) == (2, 1)


def test_only_what_was_typed_in_is_taken_away(tiny: Workspace) -> None:
    with pytest.raises(RequestError, match=r"No quota of 'Jana West' for '2026-Q2' was typed in\.\nTyped in for: none"):
        tiny.quotas.remove("Jana West", period="2026-Q2", now=NOW)
    tiny.quotas.set("Jana West", 5, period="2026-Q4", now=NOW)
    with pytest.raises(RequestError, match=r"Typed in for: 2026-10-01\.\.2026-12-31"):
        tiny.quotas.remove("Jana West", period="2026-Q3", now=NOW)


def test_a_period_that_cannot_be_read(tiny: Workspace) -> None:
    with pytest.raises(PeriodError):
        tiny.quotas.set("Jana West", 5, period="soon", now=NOW)


def test_two_of_one_name_are_told_apart_by_their_ids(tiny: Workspace, tmp_path: Path) -> None:
    (tmp_path / "rep.csv").write_text("id,name\nr1,Jana West\nr9,Jana West\n", encoding="utf-8")
    (tmp_path / "more.toml").write_text(
        'source = "more"\n[[file]]\nmatch = "rep.csv"\ntable = "rep"\n'
        'keep = "id = \'r9\'"\n[file.columns]\nid = "id"\nname = "name"\n',
        encoding="utf-8",
    )
    tiny.import_files([tmp_path / "rep.csv"], mapping=tmp_path / "more.toml", now=NOW)
    with pytest.raises(
        RequestError, match=r"Several are called 'Jana West'\.\nName one of them by its id: rep:r1, rep:r9"
    ):
        tiny.quotas.set("Jana West", 5, period="2026-Q4", now=NOW)
    assert tiny.quotas.set("rep:r9", 5, period="2026-Q4", now=NOW).subject.id == "r9"
