"""Targets, notes and events → panels: what stands, with a button to take each away, and the form to add another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lievik.apps.web.aim_stands import aim_stands
from lievik.apps.web.decision_forms import DecisionForms
from lievik.apps.web.forms import Act, Field, Refusal
from lievik.apps.web.parts import Link, Nothing, Panel, Part, Template
from lievik.language import mark
from lievik.report.views.aim_view import aim_table
from lievik.report.views.note_view import EVENT_PLACES
from lievik.report.views.wording import full_title

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit
    from lievik.model.aim import Aim
    from lievik.model.note import Event, NoteEntry


_MOST: Final = 8
"""Notes or events that are shown at once."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A note or an event: `details` say of whom, where from and by whom."""

    day: str
    text: str
    more: str = ""
    about: Link | None = None
    details: tuple[str, ...]
    act: Act | None


def target_panels(visit: Visit, refusal: Refusal | None) -> list[Panel]:
    """The targets that stand with how the numbers stand against them, and the form to set one."""
    say = visit.say
    return [
        visit.panel("targets", say("Targets"), lambda: _targets(visit, refusal)),
        visit.panel(
            "set-target",
            say("Set a target"),
            lambda: _form(visit, "set-target", DecisionForms(visit=visit, refusal=refusal).target(), refusal),
            lead=say("A target of the same metric, period and team that is set again replaces the one before."),
        ),
    ]


def note_panel(visit: Visit, refusal: Refusal | None) -> Panel:
    """Notes that are pinned to days, and the form to add one."""
    say = visit.say

    def make() -> Iterable[Part]:
        notes = sorted(visit.workspace.notes.all(), key=lambda note: (note.on, note.number), reverse=True)
        yield from _refused("remove-note", refusal)
        yield _adding(visit, "add-note", DecisionForms(visit=visit, refusal=refusal).note(), refusal)
        yield _moments([_noted(visit, note) for note in notes], say("Nothing is noted."))

    lead = say("What explains a number, pinned to the day that it happened on.")
    return visit.panel("notes", say("Notes"), make, lead=lead, width="half")


def event_panel(visit: Visit, refusal: Refusal | None) -> Panel:
    """What happened to the company or its market, and the form to add it."""
    say = visit.say

    def make() -> Iterable[Part]:
        events = sorted(visit.workspace.events.all(), key=lambda event: (event.happened_on, event.id), reverse=True)
        yield from _refused("remove-event", refusal)
        yield _adding(visit, "add-event", DecisionForms(visit=visit, refusal=refusal).event(), refusal)
        yield _moments([_happened(visit, event) for event in events], say("There is no event."))

    lead = say("A new price list, a fair, a competitor: what moved many numbers at once.")
    return visit.panel("events", say("Events"), make, lead=lead, width="half")


def _noted(visit: Visit, note: NoteEntry) -> Moment:
    about = note.metric and Link(
        text=full_title(note.metric, visit.catalogue, visit.language), href=visit.metric_href(note.metric)
    )
    return Moment(
        day=visit.language.date(note.on, is_short=True),
        text=note.text,
        about=about or None,
        details=tuple(detail for detail in (note.team.name if note.team else "", note.typed_by) if detail),
        act=_act(visit, "remove-note", note.text, (("number", str(note.number)),)),
    )


def _happened(visit: Visit, event: Event) -> Moment:
    where = visit.say(EVENT_PLACES[event.kind]) if event.kind in EVENT_PLACES else event.kind
    source = visit.say("typed in") if event.number else event.source
    hidden = (("number", str(event.number)),)
    return Moment(
        day=visit.language.date(event.happened_on, is_short=True),
        text=event.title,
        more=event.note,
        details=tuple(detail for detail in (where, source) if detail),
        act=_act(visit, "remove-event", event.title, hidden) if event.number else None,
    )


def _moments(moments: Sequence[Moment], nothing: str) -> Part:
    """Moments as a list; the older of many are folded away."""
    if not moments:
        return Nothing(text=nothing)
    return Template(name="moments.html", data={"moments": moments[:_MOST], "older": moments[_MOST:]})


def _targets(visit: Visit, refusal: Refusal | None) -> Iterable[Part]:
    aims = visit.workspace.aims.all()
    yield from _refused("remove-target", refusal)
    if not aims:
        yield Nothing(text=visit.say("No target is set."))
        return
    table = aim_table(aims, visit.catalogue, visit.language, aim_stands(visit.workspace, aims))
    yield Template(
        name="decided.html",
        data={
            "table": table,
            "caption": visit.say("Targets, and how numbers stand against them"),
            "acts": [_remove_target(visit, aim) for aim in aims],
        },
    )


def _remove_target(visit: Visit, aim: Aim) -> Act:
    title = full_title(aim.metric, visit.catalogue, visit.language)
    hidden = (("metric", aim.metric), ("period", aim.period.label), ("team", aim.subject.id))
    return _act(visit, "remove-target", f"{title}, {visit.language.period_title(aim.period)}", hidden)


def _act(visit: Visit, name: str, about: str, hidden: tuple[tuple[str, str], ...]) -> Act:
    """A button that takes one thing away."""
    action = visit.href(done=None)
    return Act(action=action, text=visit.say("Remove"), about=about, hidden=(("act", name), *hidden))


def _refused(act: str, refusal: Refusal | None) -> Iterable[Part]:
    """Why the last thing could not be taken away."""
    if refusal and refusal.act == act:
        yield Template(name="refused.html", data={"message": refusal.message})


_SEND: Final = {
    "set-target": mark("Set the target"),
    "add-note": mark("Add the note"),
    "add-event": mark("Add the event"),
}


def _adding(visit: Visit, act: str, fields: Sequence[Field], refusal: Refusal | None) -> Template:
    """A form that is folded away until somebody wants it."""
    form = _form(visit, act, fields, refusal)
    is_open = refusal is not None and refusal.act == act
    return Template(name="folded_form.html", data={**form.data, "is_open": is_open})


def _form(visit: Visit, act: str, fields: Sequence[Field], refusal: Refusal | None) -> Template:
    whole = refusal.message if refusal and refusal.act == act and not refusal.field else ""
    data = {
        "action": visit.href(done=None),
        "act": act,
        "fields": fields,
        "send": visit.say(_SEND[act]),
        "message": whole,
    }
    return Template(name="decision_form.html", data=data)
