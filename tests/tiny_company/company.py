"""The tiny company's files -> its rows, with the few columns worked out that definitions speak of.

Plain Python: nothing of the product is imported. What it works out follows the definitions, not their implementation.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from math import ceil
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
AS_OF = date(2026, 6, 30)
SUMMER = timezone(timedelta(hours=2))
"""Bratislava between 29 March and 25 October 2026; every instant in the files lies there."""

Row = Mapping[str, str]
Number = Fraction | None


def day(text: str) -> date | None:
    """Day of a cell in Bratislava; an instant without minutes in it is a day already."""
    if len(text) <= 10:
        return date.fromisoformat(text) if text else None
    return datetime.fromisoformat(text).astimezone(SUMMER).date()


def must(text: str) -> date:
    """Day of a cell that has one."""
    found = day(text)
    assert found is not None, text
    return found


def share(text: str) -> Fraction:
    """A percentage as a fraction."""
    return Fraction(text.removesuffix("%")) / 100


def to_cents(amount: Fraction) -> Fraction:
    """Round to cents, half up."""
    return Fraction((amount * 100 + Fraction(1, 2)).__floor__(), 100)


def quantile(values: Iterable[Fraction], part: Fraction) -> Number:
    """Value that a part of the values stays under, straight lines between them."""
    ranked = sorted(values)
    if not ranked:
        return None
    place = part * (len(ranked) - 1)
    low, high = ranked[place.__floor__()], ranked[ceil(place)]
    return low + (high - low) * (place - place.__floor__())


def months_between(start: date, end: date) -> list[tuple[date, date]]:
    """First day and first day after of every whole month in a span."""
    found = []
    first = start
    while first < end:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        found.append((first, following))
        first = following
    return found


def add_months(moment: date, months: int) -> date:
    """Same day some months later, clipped where the month is shorter."""
    total = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(total, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(moment.day, last))


class Company:
    """The tables as text, with the few columns worked out that definitions speak of."""

    @cached_property
    def deals(self) -> list[dict[str, str]]:
        """Deals with outcome, closed_on, qualified_on and cycle_started_on worked out."""
        kinds = {stage["id"]: stage["kind"] for stage in self.table("stage")}
        qualifying = {stage["id"] for stage in self.table("stage") if stage["is_qualified"] == "yes"}
        found = []
        for deal in self.table("deal"):
            reached = [
                version["valid_from"]
                for version in self.table("deal_version")
                if version["deal_id"] == deal["id"] and version["stage_id"] in qualifying and not version["known_until"]
            ]
            leads = [lead["created_on"] for lead in self.table("lead") if lead["deal_id"] == deal["id"]]
            found.append(
                deal
                | {
                    "outcome": deal["outcome"] or kinds[deal["stage_id"]],
                    "closed_on": str(day(deal["closed_at"]) or ""),
                    "qualified_on": deal["qualified_on"] or min(reached, default=""),
                    "cycle_started_on": deal["first_contact_on"] or min(leads, default="") or deal["created_on"],
                }
            )
        return found

    @cached_property
    def leads(self) -> list[dict[str, str]]:
        """Leads; what a repeat or a merged one reached belongs to the first of the same address."""
        won = {deal["id"]: deal["closed_on"] for deal in self.deals if deal["outcome"] == "won" and not is_yes(deal)}
        kept = [lead for lead in self.table("lead") if not is_yes(lead) and not lead["merged_into_id"]]
        first: dict[str, str] = {}
        for lead in sorted(kept, key=lambda lead: (lead["created_on"], lead["id"])):
            first.setdefault(lead["email"].strip().lower(), lead["id"])
        counts_for = {lead["id"]: first[lead["email"].strip().lower()] for lead in kept}
        counts_for |= {lead["id"]: lead["merged_into_id"] for lead in self.table("lead") if lead["merged_into_id"]}
        reached: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for lead in self.table("lead"):
            target = reached[counts_for.get(lead["id"], "")]
            target["first_qualified_on"] += [lead["qualified_on"]] if lead["qualified_on"] else []
            target["first_converted_on"] += [lead["converted_on"]] if lead["converted_on"] else []
            target["won_on"] += [won[lead["deal_id"]]] if lead["deal_id"] in won else []
        return [
            lead
            | {"is_repeat": "yes" if counts_for.get(lead["id"], lead["id"]) != lead["id"] else "no"}
            | {"is_unreachable": "yes" if _is_unreachable(lead["email"].strip().lower()) else "no"}
            | {
                name: min(reached[lead["id"]][name], default="")
                for name in ("first_qualified_on", "first_converted_on", "won_on")
            }
            for lead in self.table("lead")
        ]

    @cached_property
    def lives(self) -> dict[str, list[tuple[date, date | None]]]:
        """Spells of every account as a customer: paid periods, joined where they touch."""
        spans: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
        for row in sorted(self.table("customer_period"), key=lambda row: row["starts_on"]):
            if row["is_trial"] == "yes" or not row["monthly_amount"]:
                continue
            start, end = must(row["starts_on"]), day(row["ends_on"])
            spell = spans[row["account_id"]]
            if spell and (spell[-1][1] is None or start <= spell[-1][1]):
                earlier = spell.pop()
                end = None if earlier[1] is None or end is None else max(end, earlier[1])
                start = earlier[0]
            spell.append((start, end))
        return spans

    @cached_property
    def first_wins(self) -> list[dict[str, str]]:
        """The first won deal of every account."""
        won = [deal for deal in self.deals if deal["outcome"] == "won" and not is_yes(deal)]
        won.sort(key=lambda deal: (deal["account_id"], deal["closed_on"], deal["id"]))
        return [next(group) for _, group in groupby(won, key=lambda deal: deal["account_id"])]

    def table(self, name: str) -> list[dict[str, str]]:
        """One file, row by row."""
        with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def rate(self, currency: str, on: date, kind: str = "market") -> Number:
        """Last rate to euro that is known on a day."""
        if currency == "EUR":
            return Fraction(1)
        known = [
            (row["on_date"], Fraction(row["rate"]))
            for row in self.table("fx_rate")
            if row["from_currency"] == currency and row["kind"] == kind and must(row["on_date"]) <= on
        ]
        return max(known)[1] if known else None

    def team_of(self, rep: str, on: date) -> str:
        """Team that a rep belonged to on a day."""
        for row in self.table("team_member"):
            ends = day(row["ends_on"])
            if row["rep_id"] == rep and must(row["starts_on"]) <= on and (ends is None or on < ends):
                return row["team_id"]
        return ""


def is_yes(row: Row, column: str = "is_deleted") -> bool:
    """Whether a flag of a row is set."""
    return row[column] == "yes"


def _is_unreachable(address: str) -> bool:
    """Whether an address is none, or one that is thrown away."""
    return bool(address) and (
        re.fullmatch(r"[a-z0-9.]+@([a-z0-9-]+[.])+[a-z]{2,}", address) is None or address.endswith("@mailinator.com")
    )
