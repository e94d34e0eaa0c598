"""A seed in, the files of the sample company out (src/lievik/sources/sample/*.csv); the same bytes every time.

Leads come in with the seasons, become deals by their source, and are won by the skill of their owner, the kind of
deal and its size. Only `Random.random` is drawn from, which gives the same numbers in every version of Python.
"""

# ruff: noqa: INP001, PLR2004 - a script; the numbers of a made-up company stand where they are used

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

SEED: Final = 9680
FOLDER: Final = Path(__file__).resolve().parent.parent / "src" / "lievik" / "sources" / "sample"
FIRST: Final = date(2024, 11, 1)
BEGINNING: Final = date(2025, 1, 1)
"""Deals under way were carried into the CRM on this day, so none of them closed before it."""
AS_OF: Final = date(2026, 6, 30)

SOURCES: Final = {
    # share of leads, share of them that become a deal, monthly cost in euro
    "SEO": (0.22, 0.44, 900),
    "Paid ads": (0.18, 0.30, 2600),
    "Content": (0.12, 0.38, 700),
    "E-mail": (0.12, 0.36, 350),
    "Social": (0.09, 0.22, 450),
    "Events": (0.13, 0.52, 1500),
    "Networking": (0.14, 0.62, 500),
}
SEASON: Final = (0.95, 1.0, 1.2, 1.1, 1.05, 1.0, 0.75, 0.65, 1.2, 1.25, 1.1, 0.75)
"""How busy each month is."""

PRODUCTS: Final = {
    # family, price, cost of one
    "Ozubené kolesá": ("Prevody", 86, 51),
    "Ložiskové telesá": ("Prevody", 132, 79),
    "Hydraulické valce": ("Hydraulika", 640, 402),
    "Dopravníkové valčeky": ("Doprava", 38, 22),
    "Diely na mieru": ("Zákazková výroba", 215, 118),
}
STAGES: Final = {
    # kind, whether qualified, chance of winning in per cent
    "New": ("open", "no", 10),
    "Qualified": ("open", "yes", 25),
    "Proposal": ("open", "yes", 50),
    "Negotiation": ("open", "yes", 75),
    "Closed Won": ("won", "yes", 100),
    "Closed Lost": ("lost", "no", 0),
}
TOWNS: Final = (
    "Bratislava",
    "Trnava",
    "Nitra",
    "Trenčín",
    "Žilina",
    "Martin",
    "Prievidza",
    "Levice",
    "Komárno",
    "Piešťany",
    "Senica",
    "Malacky",
    "Galanta",
    "Topoľčany",
    "Zvolen",
    "Košice",
    "Prešov",
    "Poprad",
    "Michalovce",
    "Humenné",
    "Bardejov",
    "Rožňava",
    "Trebišov",
    "Kežmarok",
    "Snina",
    "Svidník",
    "Lučenec",
    "Brezno",
)
EASTERN: Final = frozenset(TOWNS[14:])
TRADES: Final = {
    "Strojárne": "Strojárstvo",
    "Agro": "Poľnohospodárstvo",
    "Drevo": "Drevospracovanie",
    "Papierne": "Papier a obaly",
    "Auto": "Automobilový priemysel",
    "Pekárne": "Potravinárstvo",
    "Oceľ": "Hutníctvo",
}
ABROAD: Final = {"Brno": "CZ", "Ostrava": "CZ", "Zlín": "CZ", "Linz": "AT", "Győr": "HU", "Kraków": "PL"}
LOST_REASONS: Final = {"Price": 0.34, "Competitor": 0.26, "No decision": 0.18, "Timing": 0.14, "Budget": 0.08}

RUSH_AMOUNT: Final = 9000
"""The rush order of the last month is a small one, in euro."""

Row = Sequence[object]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Rep:
    """A person who sells."""

    name: str
    region: str
    manager: str
    skill: float
    quota: int
    started: date


@dataclass(frozen=True, kw_only=True)
class Account:
    """A company that may buy."""

    name: str
    industry: str
    size: str
    region: str
    country: str
    created: date


@dataclass(kw_only=True)
class Deal:
    """One deal on its way."""

    account: Account
    rep: Rep
    kind: str
    source: str
    created: date
    first_contact: date
    product: str
    quantity: int
    discount: int
    qualified: date | None = None
    expected: date = AS_OF
    closed: date | None = None
    is_won: bool = False
    lost_reason: str = ""
    steps: list[tuple[date, str]] = field(default_factory=list)
    number: str = ""

    @property
    def amount(self) -> float:
        """Price of everything after discount, in euro."""
        return round(PRODUCTS[self.product][1] * self.quantity * (100 - self.discount) / 100, 2)


WEST: Final = "Miroslav Varga"
EAST: Final = "Eva Krajčírová"
REPS: Final = (
    Rep(name="Jana Kováčová", region="Západ", manager=WEST, skill=1.3, quota=50000, started=date(2019, 3, 1)),
    Rep(name="Peter Horváth", region="Západ", manager=WEST, skill=1.0, quota=38000, started=date(2021, 9, 1)),
    Rep(name="Tomáš Urban", region="Západ", manager=WEST, skill=0.8, quota=41000, started=date(2023, 2, 1)),
    Rep(name="Zuzana Balážová", region="Východ", manager=EAST, skill=1.15, quota=38000, started=date(2020, 5, 1)),
    Rep(name="Martin Novák", region="Východ", manager=EAST, skill=0.9, quota=41000, started=date(2022, 1, 10)),
    Rep(name="Lucia Šimková", region="Východ", manager=EAST, skill=0.85, quota=38000, started=date(2026, 1, 12)),
)
RAMP: Final = (25, 50, 75)
"""Per cent of the quota in the first months."""


class Dice:
    """Everything that is drawn by lot."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - a made-up company needs no secrets

    def part(self) -> float:
        """A number from 0 to 1."""
        return self._random.random()

    def is_so(self, chance: float) -> bool:
        """Whether something happens."""
        return self.part() < chance

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.part() * (high - low + 1))

    def one_of(self, values: Sequence[T]) -> T:
        """One of several, all alike."""
        return values[self.whole(0, len(values) - 1)]

    def weighted(self, chances: Mapping[str, float]) -> str:
        """One of several by its weight."""
        left = self.part() * sum(chances.values())
        for value, chance in chances.items():
            left -= chance
            if left < 0:
                return value
        return list(chances)[-1]

    def around(self, middle: float, spread: float) -> float:
        """A number around a middle one, seldom far away; skewed to the right."""
        bell = sum(self.part() for _ in range(6)) - 3
        return middle * float(2.718281828 ** (bell * spread))


@dataclass(frozen=True, kw_only=True)
class Story:
    """Everything that happened."""

    accounts: Sequence[Account]
    leads: Sequence[Row]
    deals: Sequence[Deal]
    contracts: Sequence[Row]


def tell(dice: Dice) -> Story:
    """Make up the company's story."""
    accounts = _accounts(dice)
    old = [account for account in accounts if account.created < FIRST]
    deals = [_old_win(dice, account) for account in old]
    leads = []
    for day in _days(FIRST, AS_OF):
        leads += _leads_of(dice, day, accounts, deals)
        if day.weekday() < 5 and dice.is_so(0.27 * SEASON[day.month - 1]):
            deals.append(_next_deal(dice, day, deals))
    _rush(
        next(lead for lead in leads if lead.deal and lead.row[0] >= date(2026, 6, 1) and lead.deal.amount < RUSH_AMOUNT)
    )
    deals = sorted(deals, key=lambda deal: (deal.created, deal.account.name))
    for number, deal in enumerate(deals, start=1):
        deal.number = f"D-{1000 + number}"
    return Story(accounts=accounts, leads=_with_deals(leads), deals=deals, contracts=_contracts(dice, deals))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _accounts(dice: Dice) -> list[Account]:
    """Companies at home and abroad; a third of them bought long ago."""
    found = []
    for trade, industry in TRADES.items():
        for town in (*TOWNS, *ABROAD):
            if dice.is_so(0.75):
                is_old = dice.is_so(0.26)
                made = date(2021, 1, 1) if is_old else FIRST
                size = dice.weighted({"1-49": 0.45, "50-249": 0.38, "250+": 0.17})
                region = "Východ" if town in EASTERN or town in {"Kraków", "Ostrava"} else "Západ"
                found.append(
                    Account(
                        name=f"{trade} {town}",
                        industry=industry,
                        size=size,
                        region=region,
                        country=ABROAD.get(town, "SK"),
                        created=made + timedelta(days=dice.whole(0, 1000 if is_old else 400)),
                    )
                )
    return found


def _owner(dice: Dice, region: str, on: date) -> Rep:
    """Someone of the region who is there; the best get a little more."""
    there = {rep.name: 0.7 + rep.skill / 2 for rep in REPS if rep.region == region and rep.started <= on}
    chosen = dice.weighted(there)
    return next(rep for rep in REPS if rep.name == chosen)


def _size(dice: Dice, account: Account, kind: str, on: date) -> tuple[str, int, int]:
    """Product, quantity and discount of a deal: large firms buy more, and everything grows a little."""
    product = dice.one_of(tuple(PRODUCTS))
    middle = {"New Business": 12500.0, "Expansion": 9500.0, "Renewal": 15000.0}[kind]
    middle *= {"1-49": 0.7, "50-249": 1.0, "250+": 1.7}[account.size]
    months = (on.year - 2025) * 12 + on.month
    wanted = dice.around(middle * 1.12 * 1.008**months, 0.5)
    quantity = max(1, round(wanted / PRODUCTS[product][1]))
    return product, quantity, int(dice.weighted({"0": 0.5, "5": 0.3, "10": 0.2}))


def _old_win(dice: Dice, account: Account) -> Deal:
    """The deal by which an old customer was won."""
    product, quantity, discount = _size(dice, account, "New Business", account.created)
    rep = _owner(dice, account.region, date(2023, 6, 1))
    closed = account.created + timedelta(days=dice.whole(25, 80))
    return Deal(
        account=account,
        rep=rep,
        kind="New Business",
        source=dice.weighted({source: told[0] for source, told in SOURCES.items()}),
        created=account.created,
        first_contact=account.created - timedelta(days=dice.whole(2, 12)),
        product=product,
        quantity=quantity,
        discount=discount,
        qualified=account.created + timedelta(days=4),
        expected=closed,
        closed=closed,
        is_won=True,
        steps=[(account.created, "New"), (account.created + timedelta(days=4), "Qualified"), (closed, "Closed Won")],
    )


def _run(dice: Dice, deal: Deal, chance: float) -> Deal:
    """Let a deal go its way: qualified or not, won or lost, or still open on the last day."""
    is_large = deal.amount > 20000
    chance *= deal.rep.skill * (0.75 if is_large else 1.08)
    is_serious = dice.is_so(0.88)
    deal.is_won = is_serious and dice.is_so(chance)
    length = dice.around((37 if deal.is_won else 62) * (1.35 if is_large else 0.92), 0.42)
    if not is_serious:
        length = dice.around(16, 0.5)
    ends = _workday(deal.created + timedelta(days=max(3, round(length))))
    if ends < BEGINNING:
        ends = _workday(BEGINNING + timedelta(days=dice.whole(6, 40)))
    deal.steps.append((deal.created, "New"))
    if is_serious:
        _advance(dice, deal, ends)
    if ends <= AS_OF:
        deal.closed, deal.expected = ends, _month_end_or(dice, ends + timedelta(days=dice.whole(-9, 6)))
        deal.steps.append((ends, "Closed Won" if deal.is_won else "Closed Lost"))
        deal.lost_reason = "" if deal.is_won else dice.weighted(LOST_REASONS)
    else:
        deal.is_won = False
        deal.expected = _expected(dice, ends)
    return deal


def _advance(dice: Dice, deal: Deal, ends: date) -> None:
    """Qualify a deal and move it on, as far as it has come by the last day."""
    span = (ends - deal.created).days
    for stage, part in (("Qualified", 0.15), ("Proposal", 0.45), ("Negotiation", 0.75)):
        on = deal.created + timedelta(days=round(span * (part + dice.part() * 0.1)))
        if on <= AS_OF and on < ends and (stage != "Negotiation" or deal.is_won or dice.is_so(0.45)):
            deal.steps.append((on, stage))
            deal.qualified = deal.qualified or on


def _expected(dice: Dice, ends: date) -> date:
    """When an owner says that an open deal will close: often the end of a month, sometimes long past."""
    if dice.is_so(0.12):
        return AS_OF - timedelta(days=dice.whole(3, 50))
    if dice.is_so(0.13):
        return AS_OF
    return _month_end_or(dice, max(ends, AS_OF + timedelta(days=4)))


def _month_end_or(dice: Dice, day: date) -> date:
    """The day, or the end of its month."""
    if dice.is_so(0.6):
        return day
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def _workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


@dataclass(frozen=True, kw_only=True)
class Lead:
    """Someone who asked."""

    row: list[Any]
    deal: Deal | None


def _leads_of(dice: Dice, day: date, accounts: Sequence[Account], deals: list[Deal]) -> list[Lead]:
    """Leads of one day; those that convert bring a deal."""
    months = (day.year - 2025) * 12 + day.month
    wanted = 1.42 * SEASON[day.month - 1] * 1.006**months * (1.0 if day.weekday() < 5 else 0.2)
    count = int(wanted) + dice.is_so(wanted - int(wanted))
    return [_lead(dice, day, accounts, deals) for _ in range(count)]


def _lead(dice: Dice, day: date, accounts: Sequence[Account], deals: list[Deal]) -> Lead:
    source = dice.weighted({source: told[0] for source, told in SOURCES.items()})
    account = dice.one_of([account for account in accounts if account.created >= FIRST])
    rep = _owner(dice, account.region, day)
    mail = f"{_ascii(dice.one_of(_FIRST_NAMES))[0]}.{_ascii(dice.one_of(_LAST_NAMES))}{dice.whole(1, 99)}"
    mail += f"@{_domain(account)}"
    is_converted = dice.is_so(SOURCES[source][1])
    qualified = day + timedelta(days=dice.whole(1, 8))
    converted = qualified + timedelta(days=dice.whole(1, 12))
    is_qualified = (is_converted or dice.is_so(0.3)) and qualified <= AS_OF
    deal = None
    if is_converted and converted <= AS_OF:
        deal = _new_deal(dice, Asked(account=account, rep=rep, source=source, asked=day, on=_workday(converted)))
        deals.append(deal)
    why = dice.weighted({"Spam": 0.12, "Not our product": 0.5, "No budget": 0.38}) if not is_qualified else ""
    is_closed = bool(why) and dice.is_so(0.6) and (AS_OF - day).days > 10
    status = "Converted" if deal else "Qualified" if is_qualified else "Disqualified" if is_closed else "Open"
    shown = account.name if deal else ""
    row: list[object] = [day, source, rep.name, status, qualified if is_qualified else "", deal.created if deal else ""]
    row += [why if is_closed else "", shown, mail]
    return Lead(row=[*row, account.industry, account.country], deal=deal)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a lead became a deal with."""

    account: Account
    rep: Rep
    source: str
    asked: date
    on: date


def _new_deal(dice: Dice, asked: Asked) -> Deal:
    """A deal with a company that has not bought yet."""
    product, quantity, discount = _size(dice, asked.account, "New Business", asked.on)
    created = max(asked.on, asked.asked)
    deal = Deal(
        account=asked.account,
        rep=asked.rep,
        kind="New Business",
        source=asked.source,
        created=created,
        first_contact=min(asked.asked + timedelta(days=dice.whole(0, 2)), created),
        product=product,
        quantity=quantity,
        discount=discount,
    )
    warmth = {"Networking": 1.3, "Events": 1.15, "Social": 0.75, "Paid ads": 0.85}.get(asked.source, 1.0)
    return _run(dice, deal, 0.205 * warmth)


def _next_deal(dice: Dice, day: date, deals: Sequence[Deal]) -> Deal:
    """A deal with a company that has bought before: more of the same, or a new year of it."""
    customers = [deal.account for deal in deals if deal.is_won and deal.closed and deal.closed < day]
    account = dice.one_of(customers)
    kind = "Renewal" if dice.is_so(0.3) else "Expansion"
    product, quantity, discount = _size(dice, account, kind, day)
    deal = Deal(
        account=account,
        rep=_owner(dice, account.region, day),
        kind=kind,
        source="",
        created=day,
        first_contact=day - timedelta(days=dice.whole(3, 16)),
        product=product,
        quantity=quantity,
        discount=discount,
    )
    return _run(dice, deal, 0.46 if kind == "Renewal" else 0.36)


def _rush(lead: Lead) -> None:
    """A machine stood still: from the question to the order in two weeks."""
    deal = lead.deal
    if deal is None:
        return
    deal.qualified, deal.closed, deal.is_won = deal.created + timedelta(days=1), deal.created + timedelta(days=9), True
    deal.expected, deal.lost_reason = deal.closed, ""
    deal.steps = [(deal.created, "New"), (deal.qualified, "Qualified"), (deal.closed, "Closed Won")]


def _with_deals(leads: Sequence[Lead]) -> list[Row]:
    """Lead rows with their numbers and deals; now and then one was entered twice."""
    rows: list[Row] = []
    for number, lead in enumerate(leads, start=1):
        rows.append([f"L-{10000 + number}", *lead.row, lead.deal.number if lead.deal else ""])
        if number % 53 == 0:
            again = [*lead.row]
            again[3:8] = ["Open", "", "", "", ""]
            rows.append([f"L-{20000 + number}", *again, ""])
    return rows


def _contracts(dice: Dice, deals: Sequence[Deal]) -> list[Row]:
    """Framework contracts of customers: a year, renewed at another amount, or not."""
    rows: list[Row] = []
    seen: set[str] = set()
    for deal in sorted((deal for deal in deals if deal.is_won), key=lambda deal: (deal.closed or AS_OF, deal.number)):
        if deal.account.name not in seen and dice.is_so(0.75):
            rows += _years(dice, deal, len(rows))
        seen.add(deal.account.name)
    return rows


def _years(dice: Dice, deal: Deal, known: int) -> list[Row]:
    """One row a year of a contract, until the customer leaves."""
    start = (deal.closed or AS_OF) + timedelta(days=dice.whole(5, 25))
    monthly = round(deal.amount * 0.05 / 10 + 15) * 10
    rows: list[Row] = []
    while start <= AS_OF:
        last = date(start.year + 1, start.month, min(start.day, 28)) - timedelta(days=1)
        gone = _workday(start + timedelta(days=dice.whole(60, 350))) if dice.is_so(0.22) else None
        end = gone or last
        reason = (
            dice.weighted({"Price": 0.4, "Competitor": 0.35, "Closed down": 0.25}) if gone and gone <= AS_OF else ""
        )
        shown = "" if end > AS_OF else end
        cancelled = end - timedelta(days=30) if reason else ""
        rows.append(
            [
                f"R-{known + len(rows) + 1:03}",
                deal.account.name,
                deal.product,
                start,
                shown,
                12,
                monthly,
                cancelled,
                reason,
            ]
        )
        if gone:
            break
        start, monthly = last + timedelta(days=1), round(monthly * dice.around(1.03, 0.12) / 10) * 10
    return rows


_FIRST_NAMES: Final = (
    "Ján",
    "Peter",
    "Mária",
    "Anna",
    "Michal",
    "Eva",
    "Katarína",
    "Juraj",
    "Ivana",
    "Marek",
    "Pavol",
    "Monika",
    "Lukáš",
    "Veronika",
)
_LAST_NAMES: Final = (
    "Tóth",
    "Nagy",
    "Baláž",
    "Molnár",
    "Szabo",
    "Lukáč",
    "Oravec",
    "Hudák",
    "Kučera",
    "Polák",
    "Sloboda",
    "Bartoš",
    "Mazúr",
    "Duda",
)
_PLAIN: Final = str.maketrans("áäčďéíľĺňóôőřŕšťúýž", "aacdeillnooorrstuyz")


def _ascii(name: str) -> str:
    return name.lower().translate(_PLAIN)


def _domain(account: Account) -> str:
    return _ascii(account.name).replace(" ", "-") + ".example"


def _months() -> list[tuple[date, date]]:
    """First and last day of every month that the files speak of."""
    found = []
    first = date(2025, 1, 1)
    while first <= AS_OF:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        found.append((first, following - timedelta(days=1)))
        first = following
    return found


def _quarters(until: date) -> list[tuple[date, date]]:
    """First and last day of every quarter until a day."""
    starts = [date(year, month, 1) for year in (2025, 2026) for month in (1, 4, 7, 10)]
    return [(start, _quarter_end(start)) for start in starts if start <= until]


def _quarter_end(start: date) -> date:
    return date(start.year + (start.month + 2) // 12, (start.month + 2) % 12 + 1, 1) - timedelta(days=1)


def _won(story: Story, rep: Rep, first: date, last: date) -> float:
    """What a rep won in a span."""
    return sum(
        deal.amount
        for deal in story.deals
        if deal.is_won and deal.rep == rep and deal.closed and first <= deal.closed <= last
    )


def _quotas() -> list[Row]:
    """A quota a rep and quarter, a little higher every year."""
    return [
        (rep.name, first, last, round(rep.quota * (1.06 if first.year == 2026 else 1) / 500) * 500)
        for first, last in _quarters(date(2026, 9, 30))
        for rep in REPS
        if rep.started <= last
    ]


def _forecasts(dice: Dice, story: Story) -> list[Row]:
    """What reps committed to on the first day of a month or quarter, and corrected two weeks later."""
    rows: list[Row] = []
    for first, last in (*_months(), *_quarters(AS_OF)):
        for rep in REPS:
            if rep.started > first:
                continue
            won, about = _won(story, rep, first, last), rep.quota * ((last - first).days + 1) / 92
            for days, doubt in ((0, 0.22), (14, 0.13)):
                called = won + about * ((dice.part() + dice.part() - 1) * doubt * 2 + 0.04)
                amount = max(0, round(called / 500) * 500)
                rows.append((rep.name, first, last, "Commit", amount, first + timedelta(days=days)))
            if last.month % 3 == 0:
                rows.append((rep.name, first, last, "Best case", round(about * 1.4 / 500) * 500, first))
    return rows


def _spend(dice: Dice) -> list[Row]:
    """Costs of every month, a column a channel, the sellers' pay last; written as accountants do."""
    rows: list[Row] = []
    for first, last in _months():
        growth = 1.005 ** ((first.year - 2025) * 12 + first.month)
        costs = [
            told[2] * growth * (0.7 + 0.3 * SEASON[first.month - 1]) * dice.around(1, 0.15) for told in SOURCES.values()
        ]
        people = sum(rep.started <= first for rep in REPS)
        costs.append(people * 1450 * (1.04 if first.year == 2026 else 1))
        rows.append([last.strftime("%d.%m.%Y"), *(f"{cost:.2f}".replace(".", ",") for cost in costs)])
    return rows


def _week_ends() -> list[date]:
    return [day for day in _days(date(2025, 1, 1), AS_OF) if day.weekday() == 4]


def _activities(dice: Dice) -> list[Row]:
    """Hours of every rep and week by what they went to."""
    rows: list[Row] = []
    for end in _week_ends():
        for rep in REPS:
            if rep.started > end - timedelta(days=4):
                continue
            better = 1 + (rep.skill - 1) / 2
            for kind, hours, back in (("Prospecting", 5, 3), ("Meetings", 7, 2), ("Closing", 4, 1)):
                spent = round(hours * better * dice.around(1, 0.3) * 2) / 2
                rows.append((rep.name, end - timedelta(days=back), kind, f"{spent:g}"))
            if end.day > 24:
                rows.append((rep.name, end, "Reporting", f"{round(dice.around(5, 0.25) * 2) / 2:g}"))
    return rows


def _hours(dice: Dice) -> list[Row]:
    """Hours worked of every rep and week, by its Wednesday."""
    return [
        (rep.name, end - timedelta(days=2), 32 if dice.is_so(0.12) else 40)
        for end in _week_ends()
        for rep in REPS
        if rep.started <= end - timedelta(days=4)
    ]


def _deal_rows(deals: Sequence[Deal]) -> list[Row]:
    rows: list[Row] = []
    for deal in deals:
        stage = deal.steps[-1][1]
        row: list[object] = [deal.number, f"{deal.account.name} {deal.created.year}", deal.account.name, deal.rep.name]
        row += [deal.kind, stage, f"{deal.amount:.2f}", deal.source, deal.product]
        row += [deal.created, deal.first_contact, deal.qualified or "", deal.expected, deal.closed or ""]
        rows.append([*row, deal.lost_reason, f"{STAGES[stage][2]}%"])
    return rows


def _history(dice: Dice, deals: Sequence[Deal]) -> list[Row]:
    """Every state of a deal; before it was offered, its amount was a guess."""
    rows: list[Row] = []
    for deal in deals:
        if deal.created < FIRST:
            continue
        guess = round(deal.amount * dice.around(1, 0.2) / 100) * 100
        first_guess = deal.created + timedelta(days=dice.whole(25, 60))
        for (start, stage), (end, _) in zip(deal.steps, (*deal.steps[1:], ("", "")), strict=True):
            amount = str(guess) if stage in {"New", "Qualified"} else f"{deal.amount:.2f}"
            expected = first_guess if stage in {"New", "Qualified"} else deal.expected
            qualified = deal.qualified if deal.qualified and start >= deal.qualified else ""
            rows.append((deal.number, stage, amount, expected, qualified, start, end))
    return rows


def _lines(deals: Sequence[Deal]) -> list[Row]:
    return [
        (d.number, d.product, d.quantity, PRODUCTS[d.product][1], f"{d.discount}%" if d.discount else "") for d in deals
    ]


def _invoices(dice: Dice, deals: Sequence[Deal]) -> list[Row]:
    """An invoice a deal won, some weeks later; one in thirty is followed by a credit note."""
    rows: list[Row] = []
    won = [deal for deal in deals if deal.is_won and deal.closed and deal.closed >= date(2024, 11, 1)]
    for number, deal in enumerate(sorted(won, key=lambda deal: (deal.closed or AS_OF, deal.number)), start=1):
        on = (deal.closed or AS_OF) + timedelta(days=dice.whole(5, 25))
        if on <= AS_OF:
            told = (f"F{on.year}{number:04}", deal.account.name, deal.number, deal.rep.name, deal.product)
            rows.append((*told, on, f"{deal.amount:.2f}", "no"))
            if dice.is_so(1 / 30) and on + timedelta(days=20) <= AS_OF:
                rows.append((*told, on + timedelta(days=20), f"{-deal.amount / 10:.2f}", "yes"))
    return rows


def _users() -> list[Row]:
    heads = [
        (name, "Sales manager", region, "", date(2018, 1, 1), "", 40, "no") for name, region in ((WEST, ""), (EAST, ""))
    ]
    ramps = {"Lucia Šimková": "Newcomer"}
    reps = [
        (rep.name, "Sales rep", rep.region, rep.manager, rep.started, ramps.get(rep.name, ""), 40, "yes")
        for rep in REPS
    ]
    return [*heads, *reps]


_LEAD_COLUMNS: Final = (
    "Lead ID,Created,Lead Source,Owner,Status,Qualified On,Converted On,Disqualified Reason,Company,"
    "E-mail,Industry,Country,Deal ID"
)
_DEAL_COLUMNS: Final = (
    "Deal ID,Deal Name,Company,Owner,Deal Type,Stage,Amount (EUR),Lead Source,Product,Create Date,"
    "First Contact,Qualified Date,Expected Close,Close Date,Lost Reason,Probability"
)


def files(seed: int = SEED) -> dict[str, str]:
    """Make every file.

    Args:
        seed: another one gives another company of the same kind.

    Returns:
        File name -> its text.
    """
    dice = Dice(seed)
    story = tell(dice)
    rows: dict[str, tuple[str, Sequence[Row]]] = {
        "accounts.csv": (
            "Company,Industry,Employees,Sales Region,Country,Created",
            [(a.name, a.industry, a.size, a.region, a.country, a.created) for a in story.accounts],
        ),
        "leads.csv": (
            _LEAD_COLUMNS,
            story.leads,
        ),
        "deals.csv": (
            _DEAL_COLUMNS,
            _deal_rows(story.deals),
        ),
        "deal_history.csv": (
            "Deal ID,Stage,Amount (EUR),Expected Close,Qualified Date,From,To",
            _history(dice, story.deals),
        ),
        "deal_lines.csv": ("Deal ID,Product,Quantity,Unit Price,Discount", _lines(story.deals)),
        "invoices.csv": (
            "Invoice No,Company,Deal ID,Sales Rep,Product,Date,Net Amount,Credit Note",
            _invoices(dice, story.deals),
        ),
        "contracts.csv": (
            "Contract No,Company,Product,Start,End,Term (months),Monthly Value,Cancelled On,Reason",
            story.contracts,
        ),
        "quotas.csv": ("Sales Rep,Quarter Start,Quarter End,Quota (EUR)", _quotas()),
        "forecasts.csv": (
            "Sales Rep,Period Start,Period End,Category,Forecast (EUR),Submitted",
            _forecasts(dice, story),
        ),
        "spend.csv": (f"Month;{';'.join(SOURCES)};Sales Payroll", _spend(dice)),
        "activities.csv": ("Sales Rep,Date,Activity,Hours", _activities(dice)),
        "hours.csv": ("Sales Rep,Wednesday,Hours", _hours(dice)),
        "users.csv": ("Full Name,Role,Region,Manager,Start Date,Ramp,Hours per Week,Has Quota", _users()),
        "teams.csv": ("Team,Manager", (("Tím Západ", WEST), ("Tím Východ", EAST))),
        "team_members.csv": ("Sales Rep,Team,From", [(r.name, f"Tím {r.region}", r.started) for r in REPS]),
        "ramp.csv": (
            "Ramp,Month,Share",
            [("Newcomer", number, f"{part}%") for number, part in enumerate(RAMP, start=1)],
        ),
        "products.csv": ("Product,Family,Unit Cost", [(name, told[0], told[2]) for name, told in PRODUCTS.items()]),
        "stages.csv": (
            "Stage,Order,Type,Qualified,Probability",
            [
                (name, number, told[0], told[1], f"{told[2]}%")
                for number, (name, told) in enumerate(STAGES.items(), start=1)
            ],
        ),
    }
    return {name: _written(head, lines) for name, (head, lines) in rows.items()}


def _written(head: str, rows: Sequence[Row]) -> str:
    delimiter = ";" if ";" in head else ","
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(head.split(delimiter))
    writer.writerows(rows)
    return text.getvalue()


def main(write: Callable[[str], object] = sys.stdout.write) -> None:
    """Write the files into the package."""
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        write(f"{name}: {text.count(chr(10)) - 1} rows\n")


if __name__ == "__main__":
    main()
