"""Targets, notes and events: what was decided and noted, how numbers stand against it, and forms to add to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from lievik.apps.web.decision_panels import event_panel, note_panel, target_panels
from lievik.apps.web.forms import Form, Refusal
from lievik.apps.web.pages.trouble import not_found_page
from lievik.apps.web.parts import Link, Page, Panel, Template
from lievik.errors import PeriodError, RequestError, UnknownNameError
from lievik.language import mark, told

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit

PATH: Final = "/targets"

_DONE: Final[Mapping[str, str]] = {
    "set-target": mark("The target is set."),
    "remove-target": mark("The target was taken away."),
    "add-note": mark("The note is kept."),
    "remove-note": mark("The note was removed."),
    "add-event": mark("The event is kept."),
    "remove-event": mark("The event was removed."),
}
"""What was done -> how it is said on the page that follows."""

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "set-target": ("metric", "value", "period"),
    "add-note": ("text", "on"),
    "add-event": ("title", "on"),
}
"""Form -> fields that have to be filled in."""

_MAIN: Final[Mapping[str, str]] = {"set-target": "value", "add-note": "text", "add-event": "title"}
"""Form -> the field that is meant where an error names none."""


def decisions(visit: Visit, refusal: Refusal | None = None) -> Page:
    """Make the page.

    Args:
        visit: who asks.
        refusal: why the form that was sent last cannot be taken.
    """
    say = visit.say
    done = _DONE.get(visit.asked.one("done")) if refusal is None else None
    panels = [*target_panels(visit, refusal), note_panel(visit, refusal), event_panel(visit, refusal)]
    if done:
        panels.insert(0, Panel(name="done", title="", parts=(Template(name="done.html", data={"text": say(done)}),)))
    return Page(
        title=say("Targets and notes"),
        here="metrics",
        lead=say("What numbers have to come to, and what explains them; each with who said so and when."),
        asks=(),
        panels=tuple(panels),
        trail=(Link(text=say("Metrics"), href=visit.href("/metrics")),),
        status=200 if refusal is None else 422,
    )


def decide(visit: Visit, form: Form) -> Page | str:
    """Do what a form asks for: give the address of the page to go on to, or the page that says why not.

    Raises:
        LievikError: it could not be kept.
    """
    act = form.one("act")
    if act not in _ACTS:
        return not_found_page(visit)
    empty = next((name for name in _NEEDED.get(act, ()) if not form.one(name)), "")
    if empty:
        return decisions(visit, _refusal(form, empty, visit.say("This has to be filled in.")))
    try:
        _ACTS[act](visit, form)
    except RequestError as error:
        return decisions(visit, _refusal(form, _field(form, error), " ".join(told(error, visit.language))))
    place = {"target": "targets", "note": "notes", "event": "events"}[act.partition("-")[2]]
    return f"{visit.href(PATH, done=act)}#{'done' if place == 'targets' else place}"


def _refusal(form: Form, field: str, message: str) -> Refusal:
    return Refusal(act=form.one("act"), field=field, message=message, typed=form.typed)


def _field(form: Form, error: RequestError) -> str:
    """The field that an error lies in; empty where nothing was typed into one."""
    if isinstance(error, UnknownNameError):
        return {"metric": "metric", "variant": "metric", "team": "team"}.get(error.kind, "")
    if isinstance(error, PeriodError):
        return "period" if form.one("period") else "on"
    main = _MAIN.get(form.one("act"), "")
    return "on" if main in {"text", "title"} and not _is_day(form.one("on")) else main


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _set_target(visit: Visit, form: Form) -> None:
    visit.workspace.aims.set(
        form.one("metric"),
        form.one("value"),
        period=form.one("period"),
        team=form.one("team"),
        now=form.now,
        by=form.by,
    )


def _remove_target(visit: Visit, form: Form) -> None:
    visit.workspace.aims.remove(
        form.one("metric"), period=form.one("period"), team=form.one("team"), now=form.now, by=form.by
    )


def _add_note(visit: Visit, form: Form) -> None:
    visit.workspace.notes.add(
        form.one("text"),
        on=form.one("on"),
        metric=form.one("metric"),
        team=form.one("team"),
        now=form.now,
        by=form.by,
    )


def _remove_note(visit: Visit, form: Form) -> None:
    visit.workspace.notes.remove(_number(form), now=form.now, by=form.by)


def _add_event(visit: Visit, form: Form) -> None:
    visit.workspace.events.add(
        form.one("title"),
        on=form.one("on"),
        kind=form.one("kind") or "internal",
        note=form.one("note"),
        now=form.now,
        by=form.by,
    )


def _remove_event(visit: Visit, form: Form) -> None:
    visit.workspace.events.remove(_number(form), now=form.now, by=form.by)


def _number(form: Form) -> int:
    """The number of a note or event; 0, which none has, where none is said."""
    text = form.one("number")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("9" * 12) else 0


_ACTS: Final[Mapping[str, Callable[[Visit, Form], None]]] = {
    "set-target": _set_target,
    "remove-target": _remove_target,
    "add-note": _add_note,
    "remove-note": _remove_note,
    "add-event": _add_event,
    "remove-event": _remove_event,
}
