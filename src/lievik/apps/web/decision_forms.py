"""The forms that targets, notes and events are typed into, with what was typed before and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lievik.apps.web.forms import Field, Refusal
from lievik.model.note import EVENT_KINDS, LONGEST_TEXT
from lievik.report.views.note_view import EVENT_PLACES
from lievik.report.views.wording import full_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lievik.apps.web.visit import Visit


@dataclass(frozen=True, kw_only=True)
class DecisionForms:
    """Makes the forms of one page."""

    visit: Visit
    refusal: Refusal | None

    def target(self) -> list[Field]:
        """The form of a target."""
        say, act = self.visit.say, "set-target"
        usual = self.visit.asked.period or self.visit.workspace.period("this-year").label
        return [
            self._field(act, "metric", say("Metric"), kind="select", groups=self._metrics()),
            self._field(
                act,
                "value",
                say("Target"),
                hint=say("25%, 250000, 1.2 mil., 30 for days; 3..4 where a range is wanted"),
            ),
            self._field(act, "period", say("Period"), usual=usual, hint=say("2026, 2026-Q3, 2026-07, FY2026")),
            self._field(
                act, "team", say("Team"), kind="select", groups=self._teams(say("the whole company")), is_needed=False
            ),
        ]

    def note(self) -> list[Field]:
        """The form of a note."""
        say, act = self.visit.say, "add-note"
        none = [("", [("", say("all metrics"))])]
        return [
            self._field(act, "text", say("Note"), kind="area", longest=LONGEST_TEXT),
            self._field(act, "on", say("Day"), kind="date", usual=self._today()),
            self._field(act, "metric", say("Metric"), kind="select", groups=(*none, *self._metrics()), is_needed=False),
            self._field(act, "team", say("Team"), kind="select", groups=self._teams(say("all teams")), is_needed=False),
        ]

    def event(self) -> list[Field]:
        """The form of an event."""
        say, act = self.visit.say, "add-event"
        kinds = [(kind, say(EVENT_PLACES[kind])) for kind in EVENT_KINDS]
        return [
            self._field(act, "title", say("Event")),
            self._field(act, "on", say("Day"), kind="date", usual=self._today()),
            self._field(act, "kind", say("Where"), kind="select", groups=(("", kinds),)),
            self._field(act, "note", say("Note"), kind="area", is_needed=False, longest=LONGEST_TEXT),
        ]

    def _field(self, act: str, name: str, label: str, *, usual: str = "", **more: object) -> Field:
        """A field with what was typed into it, else what the address names, else the usual."""
        refusal = self.refusal if self.refusal and self.refusal.act == act else None
        value = refusal.typed.get(name, "") if refusal else self.visit.asked.one(name, usual)
        error = refusal.message if refusal and refusal.field == name else ""
        return Field(name=name, label=label, value=value, error=error, **more)  # type: ignore[arg-type]

    def _metrics(self) -> tuple[tuple[str, Sequence[tuple[str, str]]], ...]:
        """Metrics and their readings to choose from, by chapter."""
        catalogue, language = self.visit.catalogue, self.visit.language
        titles = {name: language.text(chapter.titles) for chapter in catalogue.chapters for name in chapter.metrics}
        groups: dict[str, list[tuple[str, str]]] = {}
        for metric in catalogue.ordered():
            chosen = groups.setdefault(titles.get(metric.name) or self.visit.say("Your own"), [])
            names = [reading.full_name for reading in metric.readings.values()]
            chosen += [(name, full_title(name, catalogue, language)) for name in names]
        return tuple(groups.items())

    def _teams(self, whole: str) -> tuple[tuple[str, Sequence[tuple[str, str]]], ...]:
        subjects = self.visit.workspace.quotas.subjects()
        return (("", [("", whole), *((each.id, each.name) for each in subjects if each.kind == "team")]),)

    def _today(self) -> str:
        return self.visit.workspace.as_of().isoformat()
