"""Quotas and what is handed on → an answer in every form: two tables for people, one list of rows for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from lievik.language import NOTHING, mark
from lievik.model.spans import period_between
from lievik.report.answer import Answer, Record
from lievik.report.blocks import Block, Cell, Column, Heading, Paragraph, Row, Table, cell

if TYPE_CHECKING:
    from lievik.language import Language
    from lievik.model.quota import Assignment, Quota, Subject

_SPREADS = {
    "flat": mark("evenly"),
    "hand": mark("by hand"),
    "month_of_year": mark("by the season, as months of the year were"),
    "month_of_quarter": mark("by the season, as months of the quarter were"),
}
_INSTEAD = {
    "seasonal": mark("evenly: too little history to tell a season"),
    "hand": mark("evenly: the months listed do not make up the quota"),
}
_PARTS = {"reps": mark("quotas of reps"), "teams": mark("quotas of teams")}
_EVEN = 1
_CENT = Decimal("0.01")


def quota_answer(kind: str, as_of: date, quotas: Sequence[Quota], assignments: Sequence[Assignment]) -> Answer:
    """Answer with quotas, and with what is handed on where that is asked for."""
    return Answer(
        kind=kind,
        as_of=as_of,
        records=lambda: [*map(_quota_record, quotas), *map(_assignment_record, assignments)],
        blocks=lambda language: _blocks(quotas, assignments, language),
    )


def _quota_record(quota: Quota) -> Record:
    return {
        "row": "quota",
        **_subject(quota.subject),
        "starts_on": quota.starts_on,
        "ends_on": quota.ends_on,
        "amount": quota.amount,
        "currency": quota.currency,
        "source": quota.source,
        "spread": quota.spread,
        "spread_by": quota.spread_by,
        "months": {str(month.month_on)[:7]: str(month.amount) for month in quota.months},
        "superseded_in": [str(month.month_on)[:7] for month in quota.months if month.is_superseded],
        "parts": None,
        "assigned": None,
        "ratio": None,
        "formula": None,
    }


def _assignment_record(found: Assignment) -> Record:
    empty = ("starts_on", "ends_on", "source", "spread", "spread_by", "months", "superseded_in")
    return {
        "row": "assignment",
        **_subject(found.subject),
        "starts_on": None,
        "ends_on": None,
        "amount": found.amount,
        "currency": found.currency,
        **dict.fromkeys(empty[2:]),
        "parts": found.parts,
        "assigned": found.assigned,
        "ratio": None if found.ratio is None else float(found.ratio),
        "formula": found.formula or None,
    }


def _subject(subject: Subject) -> Record:
    return {"subject_kind": subject.kind, "subject": subject.name, "subject_id": subject.id or None}


def _blocks(quotas: Sequence[Quota], assignments: Sequence[Assignment], language: Language) -> Iterator[Block]:
    say = language.say
    yield Heading(text=say("Quotas"))
    if quotas:
        yield _quota_table(quotas, language)
    else:
        yield Paragraph(text=say("There is no quota for this period."))
    if any(month.is_superseded for quota in quotas for month in quota.months):
        yield Paragraph(text=say("A quota that was typed in counts instead of the one from a file."), style="dim")
    if assignments:
        yield Heading(text=say("Handed on"), level=2)
        yield _assignment_table(assignments, language)


def _quota_table(quotas: Sequence[Quota], language: Language) -> Table:
    say = language.say
    return Table(
        columns=(
            Column(title=say("Who"), wraps=True),
            Column(title=say("Period")),
            Column(title=say("Quota"), is_number=True),
            Column(title=say("Spread"), wraps=True),
            Column(title=say("Months"), wraps=True, least=30, rank=1),
            Column(title=say("Source"), rank=2),
        ),
        rows=tuple(
            _quota_row(quota, language, is_first=earlier is None or earlier.subject != quota.subject)
            for earlier, quota in zip((None, *quotas), quotas, strict=False)
        ),
    )


def _quota_row(quota: Quota, language: Language, *, is_first: bool) -> Row:
    """One quota; whose it is stands at the first one alone."""
    say = language.say
    return Row(
        cells=(
            cell(_who(quota.subject, language) if is_first else ""),
            cell(_span(quota, language)),
            cell(language.money(quota.amount, quota.currency)),
            _spread(quota, language),
            cell(_months(quota, language)),
            cell(say("typed in") if quota.source == "ledger" else quota.source),
        ),
        is_dim=False,
    )


def _span(quota: Quota, language: Language) -> str:
    """What it is for: a unit of the calendar, else from when to when."""
    return language.period_title(period_between(quota.starts_on, quota.ends_on))


def _months(quota: Quota, language: Language) -> str:
    """What falls into each month; of months that are alike but for a cent, one stands for all."""
    amounts = [month.amount for month in quota.months]
    is_whole = all(amount == amount.to_integral_value() for amount in amounts)
    texts = [language.money(amount, quota.currency, digits=0 if is_whole else 2) for amount in amounts]
    if len(amounts) > 1 and max(amounts) - min(amounts) <= _CENT:
        about = "" if min(amounts) == max(amounts) else "≈\N{NO-BREAK SPACE}"
        return f"{about}{len(amounts)} × {texts[0]}"
    return " · ".join(texts)


def _spread(quota: Quota, language: Language) -> Cell:
    """How it was spread; with a mark where it was not as it was said."""
    if any(month.is_superseded for month in quota.months):
        return cell(language.say("replaced by what was typed in"), "care", "!")
    if quota.spread != "flat" and quota.spread_by == "flat":
        return cell(language.say(_INSTEAD[quota.spread]), "care", "!")
    return cell(language.say(_SPREADS[quota.spread_by]))


def _assignment_table(assignments: Sequence[Assignment], language: Language) -> Table:
    say = language.say
    return Table(
        columns=(
            Column(title=say("Who")),
            Column(title=say("Handed on as")),
            Column(title=say("Handed on"), is_number=True),
            Column(title=say("Quota"), is_number=True),
            Column(title=say("Of the quota"), is_number=True),
            Column(title=say("Worked out"), rank=1),
        ),
        rows=tuple(_assignment_row(found, language) for found in assignments),
    )


def _assignment_row(found: Assignment, language: Language) -> Row:
    ratio, currency = found.ratio, found.currency
    formula = f"{language.formula(found.formula)} = {language.share(ratio)}" if ratio is not None else ""
    return Row(
        cells=(
            cell(_who(found.subject, language)),
            cell(language.say(_PARTS[found.parts])),
            cell(NOTHING if found.assigned is None else language.money(found.assigned, currency)),
            cell(NOTHING if found.amount is None else language.money(found.amount, currency)),
            cell(NOTHING if ratio is None else language.share(ratio), "care" if ratio and ratio < _EVEN else ""),
            cell(formula),
        )
    )


def _who(subject: Subject, language: Language) -> str:
    """The company in words, a team with what it is, a rep by name."""
    if subject.kind == "company":
        return language.say("company")
    return language.say("team {name}", name=subject.name) if subject.kind == "team" else subject.name
