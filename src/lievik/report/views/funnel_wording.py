"""Cells and sentences of a funnel that its tables share: shares, days, what is not known.

A name goes before a colon and never into a Slovak sentence, where it would have to be declined.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.language import NOTHING, Language, mark
from lievik.model.funnel import Amount, Delay, Exit, Funnel, FunnelAnswer, FunnelStage, Mode, Share, Wait
from lievik.report.blocks import Cell, cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lievik.catalogue import Catalogue

MODES: Final[Mapping[Mode, str]] = MappingProxyType(
    {
        "reached": mark("A deal counts for every stage that it reached or went beyond."),
        "strict": mark("A deal counts for a stage that it entered after every one before it."),
        "any": mark("A deal counts for every stage that it was at, at any time."),
    }
)
"""How deals count for stages, in words."""

EXITS: Final[Mapping[Exit, str]] = MappingProxyType(
    {
        "advanced": mark("Advanced"),
        "won": mark("Won"),
        "lost": mark("Lost"),
        "moved_back": mark("Moved back"),
        "moved_pipeline": mark("Other pipeline"),
        "deleted": mark("Deleted"),
        "not_told": mark("Not known"),
        "still_there": mark("Still there"),
    }
)
"""How a visit of a stage ended, as the title of a column."""

LEAD_STEPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "created": mark("Leads created"),
        "qualified": mark("Qualified"),
        "converted": mark("Became a deal"),
        "won": mark("Won"),
    }
)


def share_cell(share: Share, language: Language) -> Cell:
    """A share; counts where there are too few records, a dash where there is no answer."""
    if share.value is None:
        return cell(NOTHING, "dim")
    if share.status == "insufficient":
        return cell(language.part_of(share.numerator, share.denominator), "dim")
    return cell(language.share(share.value))


def between_cell(share: Share, language: Language) -> Cell:
    """Where the true share plausibly lies; nothing where the share is told as counts."""
    return cell(language.interval(share.interval, "share") if share.status == "ok" else "", "dim")


def count_cell(count: int, language: Language) -> Cell:
    """How many; a dot for none, so that a table of few is quick to read."""
    return cell(language.count(count)) if count else cell("·", "dim")


def money_cell(amount: Amount, currency: str, language: Language) -> Cell:
    """What deals are worth together; a dash where none has an amount."""
    if not amount.valued:
        return cell(NOTHING if amount.deals else "", "dim")
    return cell(language.money(amount.amount, currency, digits=0))


def days_cell(wait: Wait | None, days: int | None, language: Language) -> Cell:
    """Days; a lower bound where too few have left to tell, a dash where too few came."""
    if wait is None or not wait.n or wait.status == "insufficient":
        return cell(NOTHING, "dim")
    return cell(f"> {language.count(wait.longest)}", "dim") if days is None else cell(language.count(days))


def delay_line(stage: FunnelStage, delay: Delay, currency: str, language: Language) -> str:
    """How long deals wait at a stage, against the year before, and what came there."""
    days = delay.longest if delay.median is None else delay.median
    held = language.say(
        "{stage}: holds a deal for {days}, {more} longer than in the year before.",
        stage=stage.name,
        days=_at_least(delay, language.days(days), language),
        more=language.days(days - (delay.target or 0)),
    )
    if not delay.came.valued:
        came = language.say_many("{n} deal came there.", "{n} deals came there.", delay.came.deals)
        return f"{held} {came}"
    worth = language.money(delay.came.amount, currency, digits=0)
    came = language.say_many(
        "{n} deal worth {worth} came there.", "{n} deals worth {worth} came there.", delay.came.deals, worth=worth
    )
    return f"{held} {came}"


def _at_least(delay: Delay, days: str, language: Language) -> str:
    return language.say("more than {days}", days=days) if delay.median is None else days


def leak_line(stage: FunnelStage, now: Share, before: Share, language: Language) -> str:
    """That more deals are lost at a stage than in the year before."""
    return language.say(
        "{stage}: {share} of the deals that left it were lost, {before} in the year before; more than chance explains.",
        stage=stage.name,
        share=NOTHING if now.value is None else language.share(now.value),
        before=NOTHING if before.value is None else language.share(before.value),
    )


def note_lines(found: FunnelAnswer, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """What else to know of the funnels."""
    if found.undated:
        yield language.say_many(
            "{n} deal has no day of creation and is in no period.",
            "{n} deals have no day of creation and are in no period.",
            found.undated,
        )
    named = len(found.funnels) > 1 and not found.by
    for funnel in found.funnels:
        prefix = f"{funnel.name or NOTHING}: " if named else ""
        if funnel.group is not None:
            prefix = f"{funnel.group}: "
        for line in _of_funnel(funnel, catalogue, language):
            yield f"{prefix}{line}"
    if found.is_working:
        yield language.say(
            "Days are Monday to Friday, without the public holidays of the owner's country as far as they are known."
        )


def _of_funnel(funnel: Funnel, catalogue: Catalogue, language: Language) -> Iterator[str]:
    """What else to know of one funnel."""
    if funnel.not_told:
        line = language.say_many(
            "{n} deal was at a stage that nobody told; it counts for no stage.",
            "{n} deals were at a stage that nobody told; they count for no stage.",
            funnel.not_told,
        )
        reasons = {stage.onward.reason for stage in funnel.stages}
        why = language.sentence("stages_not_told", catalogue.reasons) if "stages_not_told" in reasons else ""
        silence = language.say("No shares: {reason}.", reason=why) if why else ""
        yield f"{line} {silence}" if silence else line
    yield from _since(funnel, language)
    if not funnel.has_order:
        yield language.say("Nothing tells the order of the stages, so a deal counts for every stage that it was at.")
    without = funnel.created.deals - funnel.created.valued - funnel.created.unrated
    if without:
        yield language.say_many(
            "{n} deal has no amount; it counts, and adds no value.",
            "{n} deals have no amount; they count, and add no value.",
            without,
        )
    if funnel.created.unrated:
        yield language.say_many(
            "{n} deal has an amount in a currency without a rate; it counts, and adds no value.",
            "{n} deals have an amount in a currency without a rate; they count, and add no value.",
            funnel.created.unrated,
        )
    inferred = sum(stage.visit.inferred for stage in funnel.stages if stage.visit)
    if inferred:
        yield language.say_many(
            "{n} visit of a stage began on a day that nobody told, and is left out of the days.",
            "{n} visits of a stage began on a day that nobody told, and are left out of the days.",
            inferred,
        )


def _since(funnel: Funnel, language: Language) -> Iterator[str]:
    """Deals that are neither won, lost nor open."""
    if funnel.deleted:
        yield language.say_many(
            "{n} deal was deleted since; it counts for the stages that it came to.",
            "{n} deals were deleted since; they count for the stages that they came to.",
            funnel.deleted,
        )
    if funnel.moved:
        yield language.say_many(
            "{n} deal moved to another pipeline, and counts there too.",
            "{n} deals moved to another pipeline, and count there too.",
            funnel.moved,
        )
