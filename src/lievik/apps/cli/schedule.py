"""Sources that lievik.toml says when to ask → asked while the dashboard is served, each in a process of its own.

A time that was missed is made up for once, however many were; a source is never asked twice at once.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from lievik.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]

    from lievik.model.source_settings import SourceSettings
    from lievik.settings import Settings

_LONGEST: Final = 6 * 3600
"""Seconds after which a run that hangs is ended."""


def scheduled(settings: Settings) -> tuple[SourceSettings, ...]:
    """Sources that are asked by themselves."""
    return tuple(source for source in settings.sources if source.every or source.at)


def start_schedule(settings: Settings, now: datetime, asked: dict[str, datetime]) -> BackgroundScheduler | None:
    """Begin to ask sources when lievik.toml says so; nothing begins where it says so of none.

    Args:
        settings: of the workspace.
        now: the moment, with its offset.
        asked: source -> the moment that it was last asked; one that is overdue is asked at once.

    Raises:
        MissingExtraError: what keeps the time is not installed.
    """
    sources = scheduled(settings)
    if not sources:
        return None
    if find_spec("apscheduler") is None:
        raise MissingExtraError("a schedule in lievik.toml", "crm")
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone=ZoneInfo(settings.time_zone))
    for source in sources:
        _add(scheduler, source, settings, now, asked.get(source.name))
    scheduler.start()
    return scheduler


def _add(
    scheduler: BackgroundScheduler, source: SourceSettings, settings: Settings, now: datetime, last: datetime | None
) -> None:
    """Add the job of one source."""
    zone = ZoneInfo(settings.time_zone)
    if source.every:
        when = {"trigger": "interval", "seconds": int(source.every.total_seconds())}
        is_overdue = last is None or last + source.every <= now
    else:
        at = source.at
        assert at is not None  # noqa: S101 - `scheduled` chose it
        when = {"trigger": "cron", "hour": at.hour, "minute": at.minute, "timezone": zone}
        today = now.astimezone(zone).replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        is_overdue = today <= now and (last is None or last < today)
    scheduler.add_job(
        ask,
        **when,
        args=[source.name, settings.folder],
        id=source.name,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
        **({"next_run_time": now} if is_overdue else {}),
    )


def ask(name: str, folder: Path) -> None:
    """Ask one source; what comes of it is noted in the ledger, and told on the page of data."""
    subprocess.run(  # noqa: S603 - this program itself
        command(name, folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_LONGEST, check=False
    )


def command(name: str, folder: Path) -> Sequence[str]:
    """The command that asks one source."""
    return [sys.executable, "-m", "lievik", "sync", name, "--workspace", str(folder), "--format", "json"]
