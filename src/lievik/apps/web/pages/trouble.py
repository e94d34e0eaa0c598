"""Pages for what went wrong: what and where, and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from lievik.apps.web.parts import Link, Page, Panel
from lievik.errors import LievikError, RequestError, UnknownNameError

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def error_page(error: LievikError, visit: Visit) -> Page:
    """Say an error; what is our bug may lie in what the controls at the top would ask too."""
    status = status_of(error)
    return Page(
        title=visit.say("That did not work"),
        here="",
        asks=("period", "as_of") if status < HTTPStatus.INTERNAL_SERVER_ERROR else (),
        panels=(Panel(name="trouble", title="", parts=(visit.trouble(error),)),),
        actions=(Link(text=visit.say("Back to Focus"), href="/", icon="gauge"),),
        status=status,
    )


def not_found_page(visit: Visit) -> Page:
    """Say that there is no such page."""
    return Page(
        title=visit.say("There is no such page"),
        here="",
        lead=visit.say("The address is misspelled, or what it named is gone."),
        asks=(),
        actions=(Link(text=visit.say("Back to Focus"), href="/", icon="gauge"),),
        status=404,
    )


def status_of(error: LievikError) -> int:
    """HTTP status of an error: 404 for names that there are not, 400 for other questions, 500 for the rest."""
    if isinstance(error, UnknownNameError):
        return 404
    return 400 if isinstance(error, RequestError) else 500
