"""A PostgreSQL server of one's own: made in a folder, reached by a socket in it, and gone with it.

PostgreSQL does not run as root: there it runs as the user `postgres`, whom Debian's package makes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

_USER: Final = "postgres"
_SECONDS: Final = 60


def programs() -> Path | None:
    """Give the folder of the server's programs; none where it is not installed."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@dataclass(frozen=True)
class Server:
    """A server that runs, by the folder of its socket."""

    folder: Path

    def url(self, database: str) -> str:
        """The url of one of its databases, as settings have it."""
        return f"postgresql+psycopg://lievik@/{database}?host={self.folder}"

    @classmethod
    @contextmanager
    def running(cls, programs: Path) -> Iterator[Server]:
        """Make a server, and end it when the block does."""
        user = _USER if os.geteuid() == 0 else None
        folder = Path(tempfile.mkdtemp(prefix="lievik-postgres-"))
        if user:
            shutil.chown(folder, user)
        data = str(folder / "data")
        made = [str(programs / "initdb"), "-D", data, "-A", "trust", "-U", "lievik", "-E", "UTF8", "--no-sync"]
        quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "user": user}
        started = [
            str(programs / "postgres"),
            "-D",
            data,
            "-k",
            str(folder),
            "-c",
            "listen_addresses=",
            "-c",
            "fsync=off",
        ]
        try:
            subprocess.run([*made, "--locale=C"], check=True, stderr=subprocess.PIPE, **quiet)  # type: ignore[call-overload]
            with subprocess.Popen(started, stderr=subprocess.DEVNULL, **quiet) as process:  # type: ignore[call-overload]
                try:
                    server = cls(folder)
                    server.wait()
                    yield server
                finally:
                    process.terminate()
                    process.wait(_SECONDS)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def wait(self) -> None:
        """Wait until it answers."""
        engine = sa.create_engine(self.url("postgres"), poolclass=sa.NullPool)
        until = monotonic() + _SECONDS
        while True:
            try:
                engine.connect().close()
            except OperationalError:
                if monotonic() > until:
                    raise
                sleep(0.1)
            else:
                return
