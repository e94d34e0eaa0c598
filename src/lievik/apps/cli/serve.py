"""`lievik serve`: the dashboard in the browser, for this machine alone."""

from __future__ import annotations

import socket
from contextlib import suppress
from importlib.util import find_spec
from typing import Final

import click

from lievik.apps.cli.options import common
from lievik.apps.cli.schedule import start_schedule
from lievik.apps.cli.session import Session
from lievik.errors import MissingExtraError, RequestError
from lievik.settings import serve_folder

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_PORT: Final = 8642
_TRIED: Final = 20
_NEEDED: Final = ("fastapi", "granian", "jinja2", "py_mini_racer")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="An address of this machine alone.")
@click.option("--port", type=click.IntRange(1, 65535), help="Which port; else 8642, or the next that is free.")
@click.option("--browser", is_flag=True, help="Open the dashboard in the browser.")
@common
def serve(session: Session, *, host: str, port: int | None, browser: bool) -> None:
    """Serve the dashboard until it is stopped with Ctrl+C.

    Only this machine is answered: there is no sign-in yet.
    """
    _ = session.workspace.catalogue  # what is wrong with it is said before anything starts
    run_server(session, host=host, port=port, opens_browser=browser)


def run_server(session: Session, *, host: str = "127.0.0.1", port: int | None = None, opens_browser: bool) -> None:
    """Serve a workspace until it is stopped.

    Raises:
        RequestError: the host is not this machine's own, or the port is taken.
        MissingExtraError: what serves pages is not installed.
    """
    if host not in _LOOPBACK:
        raise RequestError(
            f"Host '{host}' cannot be served: there is no sign-in yet, and everybody there could read the numbers.",
            "Leave --host out, or name 127.0.0.1; through ssh -L others reach it as you do.",
        )
    if any(find_spec(name) is None for name in _NEEDED):
        raise MissingExtraError("lievik serve", "web")
    chosen = _free_port(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{chosen}/"
    click.echo(session.language.say("The dashboard: {address} (stop it with Ctrl+C)", address=address))
    _start(session, host, chosen, address if opens_browser else "")


def _start(session: Session, host: str, port: int, shown: str) -> None:
    """Start the server and wait until it ends."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    serve_folder(session.folder)
    schedule = start_schedule(session.workspace.settings, session.now, session.workspace.last_asked())
    server = Granian(
        "lievik.serve:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
    )
    if shown:
        server.on_startup(lambda: _open(shown))
    try:
        server.serve()
    finally:
        if schedule:
            schedule.shutdown(wait=False)


def _open(address: str) -> None:
    """Open a page in the browser, where there is one."""
    import webbrowser

    with suppress(webbrowser.Error):
        webbrowser.open(address)


def _free_port(host: str, port: int | None) -> int:
    """The port that was named, else the first free one.

    Raises:
        RequestError: it is taken.
    """
    for tried in [port] if port else range(_PORT, _PORT + _TRIED):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((host, tried))
                return tried
    raise RequestError(
        f"Port {port or _PORT} is taken.", "Name another one with --port, or stop what is running there."
    )
