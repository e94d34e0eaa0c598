"""Settings: what a new lievik.toml says, and what is said when one does not hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lievik.errors import SettingsError, WorkspaceError
from lievik.settings import environment_language, environment_user, read_settings, template


def written(folder: Path, text: str) -> Path:
    (folder / "lievik.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_new_file_says_what_it_was_made_with(tmp_path: Path) -> None:
    text = template(name='Kováč "a syn"', currency="CZK", language="sk", as_of=date(2026, 6, 30))
    settings = read_settings(written(tmp_path, text))
    assert settings.name == "Kováč 'a syn'"
    assert settings.currency == "CZK"
    assert settings.language == "sk"
    assert settings.as_of == date(2026, 6, 30)
    assert settings.fiscal.start_month == 1
    assert settings.gap_factor == 3
    assert (settings.country, settings.is_team_only) == ("SK", False)


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, ""))
    assert (settings.currency, settings.language, settings.as_of) == ("EUR", "", None)
    assert settings.fixed_days is None


def test_everything_that_can_be_set_is_read(tmp_path: Path) -> None:
    text = """
currency = "usd"
country = "at"
focus = ["win_rate"]
[fiscal_year]
start_month = 7
label = "start"
[customers]
by = "parent"
basis = "deals"
ends = "stated"
grace_days = 14
reactivation_days = 60
gap_factor = 2.5
fixed_days = 90
[privacy]
selling_time = "team"
[parameters]
min_n = 5
"""
    settings = read_settings(written(tmp_path, text))
    assert settings.currency == "USD"
    assert settings.focus == ("win_rate",)
    assert (settings.fiscal.start_month, settings.fiscal.label) == (7, "start")
    assert (settings.gap_factor, settings.fixed_days) == (Decimal("2.5"), 90)
    rule = settings.conventions.customers
    assert (rule.by, rule.basis, rule.ends, rule.grace_days, rule.reactivation_days) == (
        "parent",
        "deals",
        "stated",
        14,
        60,
    )
    assert settings.parameters == {"min_n": Decimal(5)}
    assert (settings.country, settings.conventions.country, settings.is_team_only) == ("AT", "AT", True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("currency = 'EURO'", "three-letter"),
        ("language = 'de'", "neither en nor sk"),
        ("time_zone = 'Europe/Atlantis'", "Europe/Atlantis"),
        ("as_of = 'yesterday'", "yesterday"),
        ("country = 'Slovakia'", "two-letter"),
        ("[privacy]\nselling_time = 'nobody'", "selling_time"),
        ("[privacy]\nrevenue = 'team'", "unknown key 'revenue'"),
        ("colour = 'red'", "unknown key 'colour'"),
        ("[fiscal_year]\nstart_month = 13", "month"),
        ("[fiscal_year]\nlabel = 'middle'", "label"),
        ("[customers]\nby = 'group'", "by has to be account or parent"),
        ("[customers]\nbasis = 'leads'", "subscription or invoices or deals"),
        ("[customers]\nends = 'never'", "service_end or notice or stated"),
        ("[customers]\ngrace_days = 1.5", "whole number of days"),
        ("[customers]\nreactivation_days = 99999", "3650 at most"),
        ("[fiscal_year]\nstart = 4", "unknown key 'start'"),
        ("[parameters]\nmin_n = nan", "min_n"),
        ("[parameters]\nmin_n = inf", "min_n"),
        ("[parameters]\nmin_n = -1", "min_n"),
        ("fiscal_year = 4", "has to be a table"),
        ("focus = 'win_rate'", "list"),
        ("currency = ", "cannot be read"),
    ],
)
def test_what_does_not_hold_is_told_in_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, text))
    assert told in caught.value.message
    assert "\n" not in caught.value.message
    assert "lievik.toml" in caught.value.fix


def test_a_folder_without_the_file_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LIEVIK_LANG": "sk"}, "sk"),
        ({"LIEVIK_LANG": "de", "LANG": "sk_SK.UTF-8"}, "sk"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "sk_SK.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, ""),
        ({}, ""),
    ],
)
def test_the_environment_names_a_language(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for variable in ("LIEVIK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert environment_language() == language


def test_the_ledger_is_in_the_folder_unless_a_url_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIEVIK_LEDGER_URL", raising=False)
    assert not read_settings(written(tmp_path, "")).ledger_url
    text = '[ledger]\nurl = "postgresql+psycopg://lievik@db.example/lievik"\n'
    assert read_settings(written(tmp_path, text)).ledger_url == "postgresql+psycopg://lievik@db.example/lievik"
    monkeypatch.setenv("LIEVIK_LEDGER_URL", "postgresql+psycopg://lievik:secret@db.example/lievik")
    assert ":secret@" in read_settings(written(tmp_path, text)).ledger_url


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    text = '[ledger]\nurl = "postgresql+psycopg://lievik:geheim@db.example/lievik"\n'
    with pytest.raises(SettingsError, match="set LIEVIK_LEDGER_URL in the environment instead") as caught:
        read_settings(written(tmp_path, text))
    assert "geheim" not in str(caught.value)


def test_whoever_is_at_work_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIEVIK_USER", "USER", "LOGNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    assert not environment_user()
    monkeypatch.setenv("USER", "eva")
    assert environment_user() == "eva"
    monkeypatch.setenv("LIEVIK_USER", " olga ")
    assert environment_user() == "olga"
