"""One metric: its number, how it went, what it is made of, what it means, and other ways to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.apps.web.drivers_panel import drivers_panel
from lievik.apps.web.levers_panel import levers_panel
from lievik.apps.web.metric_panels import breakdown_panel, meaning_panels, number_panel, readings_panel, trend_panel
from lievik.apps.web.pages.pipeline.curve import curve_panel
from lievik.apps.web.parts import Link, Page
from lievik.apps.web.record_parts import full_name
from lievik.report.views.wording import words_of

if TYPE_CHECKING:
    from lievik.apps.web.visit import Visit


def metric(visit: Visit) -> Page:
    """Make the page.

    Raises:
        UnknownNameError: there is no such metric or reading.
        RequestError: the question cannot be answered as it was asked.
    """
    name = full_name(visit)
    found = visit.catalogue.metric(name.partition(":")[0])
    reading = visit.catalogue.reading(name)
    words = words_of(found, visit.language)
    title = visit.language.text(reading.titles) if reading.variant else ""
    return Page(
        title=f"{words.title}: {title}" if title else words.title,
        here="metrics",
        lead=words.question,
        trail=(Link(text=visit.say("Metrics"), href=visit.href("/metrics")),),
        actions=(
            Link(
                text=visit.say("Set a target"), href=f"{visit.href('/targets', metric=name)}#set-target", icon="target"
            ),
        ),
        panels=(
            number_panel(visit, name),
            trend_panel(visit, name),
            *drivers_panel(visit, name),
            *levers_panel(visit, name),
            *breakdown_panel(visit, name),
            *curve_panel(visit, found.name),
            *readings_panel(visit, found),
            *meaning_panels(visit, found, reading),
        ),
    )
