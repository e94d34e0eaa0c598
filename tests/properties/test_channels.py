"""Whatever touches there are: each way to credit them adds up to the whole, and plain Python comes to the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from lievik.model.channels import ATTRIBUTIONS, Attribution, ChannelsAnswer
from tests.soundness.table_from_docstring import company_of

CHANNELS = ("SEO", "Fair", "E-mail", "Facebook", "Partner")
SLUGS = dict(zip(CHANNELS, ("seo", "events", "email", "social", "partner"), strict=True))
START, AS_OF = date(2025, 1, 1), date(2026, 6, 30)
NEAR = Fraction(1, 10**6)


@dataclass(frozen=True, kw_only=True)
class Touch:
    """A touch of a lead."""

    number: int
    channel: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A lead, its touches, and its deal: won for an amount on a day, or not."""

    number: int
    source: str
    created_on: date
    converted_on: date | None
    won_on: date | None
    amount: Decimal | None
    touches: tuple[Touch, ...]


def _lead(chance: Random, number: int) -> Lead:
    created_on = START + timedelta(days=chance.randrange(365))
    won_on = created_on + timedelta(days=chance.randrange(10, 150)) if chance.random() < 0.6 else None
    touches = tuple(
        Touch(
            number=10 * number + place,
            channel=chance.choice(CHANNELS),
            on=created_on + timedelta(days=chance.randrange(-30, 170)),
        )
        for place in range(chance.choice((0, 1, 2, 3, 7)))
    )
    return Lead(
        number=number,
        source=chance.choice(CHANNELS),
        created_on=created_on,
        converted_on=won_on and created_on + timedelta(days=5),
        won_on=won_on,
        amount=Decimal(chance.randrange(1, 9_999_999)) / 100 if won_on and chance.random() < 0.9 else None,
        touches=touches,
    )


def _tables(leads: list[Lead]) -> dict[str, list[dict[str, object]]]:
    """The leads as rows of tables, cells as they are written."""
    won = [lead for lead in leads if lead.won_on]
    return {
        "lead": [
            {
                "id": f"l{lead.number}",
                "lead_source": lead.source,
                "created_on": lead.created_on,
                "converted_on": lead.converted_on,
                "deal_id": f"d{lead.number}" if lead.won_on else None,
            }
            for lead in leads
        ],
        "deal": [
            {
                "id": f"d{lead.number}",
                "outcome": "won",
                "created_on": lead.converted_on,
                "closed_on": lead.won_on,
                "amount": lead.amount,
                "currency": "EUR",
                "account_id": f"a{lead.number % 7}",
            }
            for lead in won
        ],
        "touch": [
            {
                "id": f"t{touch.number:05}",
                "lead_id": f"l{lead.number}",
                "channel": touch.channel,
                "touched_on": touch.on,
            }
            for lead in leads
            for touch in lead.touches
        ],
    }


def _weights(attribution: Attribution, days: list[date], lead: Lead) -> list[Fraction]:
    """Parts of one that each touch is credited with, in the order of touches."""
    count = len(days)
    lead_at = max(sum(day <= lead.created_on for day in days), 1) - 1
    deal_at = max(sum(day <= (lead.converted_on or lead.created_on) for day in days), 1) - 1
    marks: Mapping[Attribution, list[tuple[int, int]]] = {
        "first": [(0, 1)],
        "last": [(count - 1, 1)],
        "linear": [(place, 1) for place in range(count)],
        "u": [(0, 4), (lead_at, 4)],
        "w": [(0, 3), (lead_at, 3), (deal_at, 3)],
    }
    found = [Fraction(0)] * count
    for place, weight in marks[attribution]:
        found[place] += weight
    rest = [place for place in range(count) if not found[place]]
    if attribution in {"u", "w"}:
        for place in rest:
            found[place] = Fraction(2 if attribution == "u" else 1, len(rest))
    return [weight / sum(found) for weight in found]


def _credited(leads: list[Lead], attribution: Attribution) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Leads and revenue by channel."""
    counts: dict[str, Fraction] = defaultdict(Fraction)
    revenue: dict[str, Fraction] = defaultdict(Fraction)
    for lead in leads:
        there = sorted(
            (touch for touch in lead.touches if touch.on <= min(lead.won_on or AS_OF, AS_OF)),
            key=lambda touch: (touch.on, f"{touch.number:05}"),
        )
        names = [touch.channel for touch in there] or [lead.source]
        days = [touch.on for touch in there] or [lead.created_on]
        for name, weight in zip(names, _weights(attribution, days, lead), strict=True):
            counts[SLUGS[name]] += weight
            revenue[SLUGS[name]] += weight * Fraction(lead.amount or 0)
    return counts, revenue


def _written(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{name: None if cell is None else str(cell) for name, cell in row.items()} for row in rows]


def _ask(leads: list[Lead], attribution: Attribution) -> ChannelsAnswer:
    tables = {name: _written(rows) for name, rows in _tables(leads).items()}
    found = company_of(tables).workspace
    return found.channels(period="2025", choosing={"attribution": attribution})


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("seed", [1, 2])
def test_credits_add_up_and_are_what_plain_python_says(attribution: Attribution, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - made-up leads
    leads = [_lead(chance, number) for number in range(120)]
    answer = _ask(leads, attribution)
    whole = answer.whole
    assert whole is not None
    assert sum(row.credits.revenue for row in answer.rows) == sum(lead.amount or 0 for lead in leads)
    assert sum(row.credits.leads for row in answer.rows) == len(leads) == whole.credits.leads
    assert sum(row.credits.won for row in answer.rows) == sum(lead.won_on is not None for lead in leads)
    counts, revenue = _credited(leads, attribution)
    for row in answer.rows:
        assert row.key is not None
        assert abs(Fraction(row.credits.leads) - counts[row.key]) < NEAR
        # each deal is rounded to the cent once a touch
        assert abs(Fraction(row.credits.revenue) - revenue[row.key]) < len(leads) * Fraction(1, 100)
        assert row.credits.revenue == round(row.credits.revenue, 2)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_one_touch_has_everything(attribution: Attribution) -> None:
    chance = Random(3)  # noqa: S311 - made-up leads
    made = [_lead(chance, number) for number in range(40)]
    leads = [replace(lead, touches=lead.touches[:1]) for lead in made]
    first = {row.key: row.credits for row in _ask(leads, "first").rows}
    assert {row.key: row.credits for row in _ask(leads, attribution).rows} == first
