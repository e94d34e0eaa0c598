"""`lievik sync`: a CRM over a real connection, its secret nowhere, one that fails beside one that does not; its log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from lievik.apps.cli import schedule
from lievik.apps.cli.main import run
from lievik.apps.web.application import make_app
from lievik.errors import SettingsError
from lievik.model.source_settings import SourceSettings
from lievik.settings import Settings, read_settings
from lievik.workspace import Workspace
from tests.sources.remote.fake_capsule import FakeCapsule
from tests.sources.remote.fake_vendor import TOKEN

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def vendor() -> Iterator[FakeCapsule]:
    made = FakeCapsule()
    made.organisation(500, "Žeriavy")
    made.opportunity(1)
    with made.served():
        yield made


@pytest.fixture
def folder(tmp_path: Path, vendor: FakeCapsule, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAPSULE_TOKEN", TOKEN)
    place = tmp_path / "workspace"
    Workspace.create(place, today=NOW.date())
    with (place / "lievik.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            f'\n[sources.crm]\nkind = "capsule"\nurl = "{vendor.url}/api/v2"\ntoken = {{ env = "CAPSULE_TOKEN" }}\n'
            f'\n[sources.broken]\nkind = "capsule"\nurl = "{vendor.url}/elsewhere"\ntoken = {{ file = "token.txt" }}\n'
        )
    (place / "token.txt").write_text(f"{TOKEN}\n", encoding="utf-8")
    return place


def test_one_source_that_fails_does_not_keep_another_from_coming_in(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sync", "--workspace", str(folder), "--format", "json"]) == 3
    told = {row["source"]: row for row in json.loads(capsys.readouterr().out)["rows"]}
    assert told["crm"]["changes"]["deal"]["new"] == 1
    assert "404" in told["broken"]["trouble"]
    noted = Workspace.open(folder, today=NOW.date()).syncs()
    assert [(each.source, each.run, each.is_failed) for each in noted] == [("crm", 1, False), ("broken", 0, True)]


def test_the_secret_is_in_no_byte_that_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "token.txt").rename(folder.parent / "token.txt")
    run(["sync", "--workspace", str(folder)])
    run(["sync", "crm", "--full", "--workspace", str(folder), "--format", "json"])
    said = capsys.readouterr()
    assert TOKEN not in said.out + said.err
    for path in folder.rglob("*"):
        assert not path.is_file() or TOKEN.encode() not in path.read_bytes(), path


def test_an_unknown_source_is_refused_with_the_nearest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", "crn", "--workspace", str(folder)]) == 2
    assert "crm" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('token = "abc"', 'write token = { env = "NAME" }'),
        ('token = { env = "A", file = "b" }', "one of env, file and keyring"),
        ('every = "often"', 'every in [sources.crm] has to be like "30min"'),
        ('at = "25:00"', "at in [sources.crm] has to be a time of day"),
        ("full_days = -1", "full_days in [sources.crm]"),
    ],
)
def test_what_makes_no_sense_of_a_source_is_refused_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "lievik.toml").write_text(f'[sources.crm]\nkind = "capsule"\n{line}\n', encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_settings(tmp_path)
    assert said in refused.value.message
    assert "abc" not in str(refused.value)


def test_a_source_without_a_kind_that_is_known_says_which_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Workspace.create(tmp_path / "workspace", today=NOW.date())
    with (tmp_path / "workspace" / "lievik.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[sources.crm]\nkind = "capsul"\n')
    assert run(["sync", "--workspace", str(tmp_path / "workspace")]) == 3
    assert "capsule" in capsys.readouterr().out


def settings_of(tmp_path: Path, *sources: SourceSettings) -> Settings:
    return Settings(folder=tmp_path, sources=sources)


def test_a_schedule_makes_up_for_a_missed_time_once_and_asks_no_one_twice_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(schedule, "ask", lambda name, _folder: asked.append(name))
    now = datetime.now(UTC)
    hourly = SourceSettings(name="hourly", kind="capsule", every=timedelta(hours=1))
    fresh = SourceSettings(name="fresh", kind="capsule", every=timedelta(hours=1))
    never = SourceSettings(name="never", kind="capsule")
    daily = SourceSettings(name="daily", kind="capsule", at=time(0, 0))
    last = {"hourly": now - timedelta(days=3), "fresh": now - timedelta(minutes=1), "daily": now - timedelta(days=2)}
    scheduler = schedule.start_schedule(settings_of(tmp_path, hourly, fresh, never, daily), now, last)
    assert scheduler is not None
    jobs = {job.id: job for job in scheduler.get_jobs()}
    scheduler.shutdown(wait=True)
    assert set(jobs) == {"hourly", "fresh", "daily"}
    assert sorted(asked) == ["daily", "hourly"]
    assert all(job.coalesce and job.max_instances == 1 for job in jobs.values())


def test_without_times_in_the_settings_nothing_is_scheduled(tmp_path: Path) -> None:
    assert schedule.start_schedule(settings_of(tmp_path), NOW, {}) is None


def test_a_source_that_failed_is_said_on_every_page(folder: Path) -> None:
    run(["sync", "--workspace", str(folder)])
    settings = folder / "lievik.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("/api/v2", "/gone"), encoding="utf-8")
    run(["sync", "crm", "--workspace", str(folder)])
    client = TestClient(make_app(folder, datetime.now(UTC).date), base_url="http://127.0.0.1")
    for page in ("/", "/metrics/total_revenue", "/team"):
        assert "crm: last asked without success" in client.get(page).text, page


def test_a_source_that_failed_is_said_beside_every_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["sync", "--workspace", str(folder)])
    settings = folder / "lievik.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("/api/v2", "/gone"), encoding="utf-8")
    run(["sync", "crm", "--workspace", str(folder)])
    capsys.readouterr()
    run(["show", "total_revenue", "--workspace", str(folder), "--lang", "en"])
    assert "crm: last asked without success" in capsys.readouterr().err
    run(["show", "total_revenue", "--workspace", str(folder), "--format", "json"])
    assert "without success" not in capsys.readouterr().err
