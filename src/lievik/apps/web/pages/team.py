"""Team: how attainment lies, how the quarter runs, a table a team, and who stands out by more than chance explains."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, cast

from lievik.apps.web.decided import standings
from lievik.apps.web.metric_cards import metric_cards
from lievik.apps.web.pace_parts import pace_sentences
from lievik.apps.web.parts import Figure, Nothing, Page, Panel, Part, words
from lievik.report.blocks import Bullets, Paragraph
from lievik.report.charts.attainment import Attainment
from lievik.report.views.team_view import TeamView

if TYPE_CHECKING:
    from lievik.apps.web.parts import Card
    from lievik.apps.web.visit import Visit
    from lievik.model.team import TeamAnswer
    from lievik.planner.request_words import Said

_CARDS: Final = ("quota_attainment_rate", "quota_attainment_rate:median", "total_revenue", "win_rate")


def team(visit: Visit) -> Page:
    """Make the page.

    Raises:
        RequestError: the question cannot be answered as it was asked.
    """
    found = cast("TeamAnswer", visit.workspace.team(as_of=visit.since, **visit.asked.said))
    view = TeamView(catalogue=visit.catalogue, language=visit.language)
    return Page(
        title=visit.say("Team"),
        here="team",
        lead=visit.say(
            "Nobody is ranked: people stand by name, and who stands out does so by more than chance explains."
        ),
        period=found.period,
        cards=_cards(visit, found) if found.tables else (),
        panels=_panels(visit, found, view) if found.tables else (_nobody(visit),),
    )


def _cards(visit: Visit, found: TeamAnswer) -> tuple[Card, ...]:
    """What the teams reached together."""
    period = visit.asked.period or found.period.label
    compared: Said = {**visit.asked.compared, "period": period}
    said: Said = {**visit.asked.said, "period": period}
    results = visit.workspace.show(*_CARDS, as_of=visit.since, **compared)
    trend = visit.workspace.trend(*_CARDS, as_of=visit.since, **said)
    return metric_cards(visit, list(results), list(trend), standings(visit, results))


def _nobody(visit: Visit) -> Panel:
    return Panel(
        name="nobody",
        title=visit.say("Nobody yet"),
        parts=(
            Nothing(
                text=visit.say(
                    "Nobody closed a deal or had a quota in this period. Choose another, or type quotas in:"
                ),
                command="lievik quota set --help",
            ),
        ),
    )


def _panels(visit: Visit, found: TeamAnswer, view: TeamView) -> tuple[Panel, ...]:
    say = visit.say
    tables = tuple(
        Panel(
            name=f"team-{number}",
            title=table.name or (say("(not given)") if found.split_by else say("Everybody")),
            parts=(words((view.table(table),), caption=view.how_to_read()),),
        )
        for number, table in enumerate(found.tables)
    )
    few = view.too_few(found)
    return (
        visit.panel("attainment", say("Attainment of the effective quota"), lambda: _attainment(visit, found, view)),
        Panel(
            name="stands-out", title=say("What stands out"), parts=(words((Bullets(items=view.standing_out(found)),)),)
        ),
        *tables,
        *([Panel(name="few", title=say("Too few deals to say"), parts=(words(few),))] if few else []),
    )


def _attainment(visit: Visit, found: TeamAnswer, view: TeamView) -> Iterable[Part]:
    """How attainment lies, the pace while the period runs, and who is not counted."""
    yield from pace_sentences(visit, found.pace)
    spread = found.distribution
    if spread.counted:
        yield Figure(chart=Attainment(language=visit.language, links=visit.rep_href).chart(found))
        told = (Paragraph(text=view.reached_line(spread)), view.bins(spread, has_bars=False))
        yield words(told, caption=visit.say("How many reps reached which part of their quota"))
    else:
        yield Nothing(text=visit.say("Nobody has a quota for this period."), command="lievik quota set --help")
    others = (*view.uncounted(spread), *((view.overlays(found.overlays),) if found.overlays else ()))
    if others:
        yield words((Bullets(items=others),))
