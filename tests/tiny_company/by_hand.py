"""A question to the tiny company -> its answer a second time, in plain Python and exact fractions.

Nothing of the product is imported: what is written here follows the definitions, not their implementation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor, sqrt

from tests.tiny_company.company import (
    Company,
    Number,
    Row,
    add_months,
    day,
    is_yes,
    months_between,
    must,
    quantile,
    share,
    to_cents,
)

AS_OF = date(2026, 6, 30)
HOLIDAYS = {date(2026, 1, 1), date(2026, 1, 6), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)}
"""Public holidays of Slovakia up to June; 8 May 2026 is a working day by a law of 2025."""
YEAR = Fraction(1461, 4)
"""Days of a year."""

DEFAULTS: Mapping[str, int | Fraction] = {
    "min_n": 10,
    "window_days": 90,
    "within_days": 90,
    "overdue_days": 30,
    "exclude_no_decision": 0,
    "trim_share": Fraction(1, 10),
    "threshold": 1,
    "ramping_threshold": Fraction(7, 10),
    "active_share": Fraction(1, 2),
    "horizon_years": 5,
    "lifetime_cap": 5,
    "min_coverage": Fraction(1, 2),
}
FEW = {"lead_conversion_rate", "opportunity_conversion_rate", "win_rate", "churn_rate", "retention_rate"}
FEW |= {"qualified_leads:rate", "quota_attainment_rate"}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One number and how it came about; a value of none is no answer."""

    value: Number
    status: str
    reason: str = ""
    numerator: Number = None
    denominator: Number = None
    n: Number = None
    excluded: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One reading for one half-open period, and the part of the company that is looked at (dimension -> id)."""

    reading: str
    start: date
    end: date
    as_of: date = AS_OF
    parameters: Mapping[str, Fraction] = field(default_factory=dict)
    part: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a reading makes of the rows; with no value, why."""

    value: Number
    numerator: Number = None
    denominator: Number = None
    n: Number = None
    why: str = ""
    matures_in: Number = None


@dataclass(frozen=True, kw_only=True)
class RepTime:
    """One rep in one month."""

    rep: str
    quota: Fraction
    effective: Fraction
    active: int
    credited: Fraction
    is_ramped: bool


def ratio(top: Number, bottom: Number, n: Number = None, why: str = "zero_denominator") -> Parts:
    """One over the other, or why not."""
    if top is None or bottom is None:
        return Parts(value=None, numerator=top, denominator=bottom, n=n, why="no_value")
    if bottom == 0:
        return Parts(value=None, numerator=top, denominator=bottom, n=n, why=why)
    return Parts(value=top / bottom, numerator=top, denominator=bottom, n=n)


def round_half_up(number: Fraction) -> int:
    """The nearest whole number."""
    return floor(number + Fraction(1, 2))


def plain(value: Number, n: Number = None) -> Parts:
    """A value that is no ratio."""
    return Parts(value=value, n=n, why="" if value is not None else "no_value")


class Sheet:
    """Everything that is worked out for one question; what was left out is noted on the way, each row once."""

    def __init__(self, question: Question, company: Company) -> None:
        self.q = question
        self.company = company
        self.left_out: dict[str, set[str]] = defaultdict(set)
        self.uncredited: dict[str, set[str]] = defaultdict(set)
        self.known_until = min(question.end, question.as_of + timedelta(days=1))
        self.days = Fraction((self.known_until - question.start).days)

    def parameter(self, name: str) -> Fraction:
        """A parameter's value."""
        return Fraction(self.q.parameters.get(name, DEFAULTS[name]))

    def drop(self, rows: Iterable[Row], *reasons: tuple[str, Callable[[Row], bool]]) -> list[Row]:
        """Rows that no reason leaves out; the first reason that holds is noted."""
        kept = []
        for row in rows:
            why = next((name for name, holds in reasons if holds(row)), None)
            if why is None:
                kept.append(row)
            else:
                self.left_out[why].add(row["id"])
        return kept

    def mine(self, table: str, row: Row, on: date | None = None) -> bool:
        """Whether a row belongs to the part that is looked at."""
        return all(self._key(table, row, name, on) == wanted for name, wanted in self.q.part.items())

    def _key(self, table: str, row: Row, dimension: str, on: date | None) -> str:
        if dimension == "lead_source":
            return row["channel" if table == "spend" else "lead_source"]
        owner = row["subject_id"] if table in {"quota", "forecast_submission"} else row.get("owner_id") or row["rep_id"]
        if dimension == "owner":
            return owner
        if dimension == "team":
            assert on is not None
            return self.company.team_of(owner, on)
        assert dimension == "region", dimension
        return next(rep["region"] for rep in self.company.table("rep") if rep["id"] == owner)

    def within(self, table: str, column: str, rows: Iterable[Row], since: date | None = None) -> list[Row]:
        """Rows of the part whose day is in the period, or since a day until its end."""
        start = self.q.start if since is None else since
        found = []
        for row in rows:
            on = day(row[column])
            if on is not None and start <= on < self.known_until and self.mine(table, row, on):
                found.append(row)
        return found

    def money(
        self, rows: Iterable[Row], on: str | date, column: str = "amount", kind: str = "market"
    ) -> list[Fraction]:
        """Amounts in euro at the rate of each row's day, or of one day; a row without a rate is left out."""
        found = []
        for row in rows:
            rate = self.company.rate(row["currency"], on if isinstance(on, date) else must(row[on]), kind)
            if rate is None:
                self.left_out["no_rate"].add(row["id"])
            else:
                amount = Fraction(row[column])
                found.append(amount if row["currency"] == "EUR" else to_cents(amount * rate))
        return found

    # ------------------------------------------------------------ deals

    def closed(self, *outcomes: str, since: date | None = None) -> list[Row]:
        """Deals that ended so in the period, deleted ones left out."""
        rows = self.within("deal", "closed_on", self.company.deals, since)
        return self.drop([row for row in rows if row["outcome"] in outcomes], ("deleted", is_yes))

    def qualified(self, rows: Iterable[Row]) -> list[Row]:
        """Deals that were ever qualified."""
        return self.drop(rows, ("not_qualified", lambda row: not row["qualified_on"]))

    def sized(self, rows: Iterable[Row]) -> list[Row]:
        """Rows that have an amount."""
        return self.drop(rows, ("no_amount", lambda row: not row["amount"]))

    def amounts(self, *, is_qualified: bool = False, kind: str = "market") -> list[Fraction]:
        """Amounts of the deals won."""
        won = self.closed("won")
        on: str | date = "closed_on" if kind == "market" else self.q.as_of
        return self.money(self.sized(self.qualified(won) if is_qualified else won), on, kind=kind)

    def revenue(self) -> Fraction:
        """Value of the deals won."""
        return sum(self.amounts(), Fraction(0))

    def total_revenue(self) -> Parts:
        """The value of deals won."""
        won = self.revenue()
        return Parts(value=won, numerator=won, n=self.wins())

    def wins(self) -> Fraction:
        """Deals won, with or without an amount."""
        return Fraction(len(self.closed("won")))

    def price_times_units(self) -> Parts:
        """Quantity times price after discount, line by line."""
        deals = {deal["id"]: deal for deal in self.within("deal", "closed_on", self.company.deals)}
        lines = [
            {
                **line,
                "closed_on": deals[line["deal_id"]]["closed_on"],
                "is_deleted": deals[line["deal_id"]]["is_deleted"],
            }
            for line in self.company.table("deal_line")
            if line["deal_id"] in deals and deals[line["deal_id"]]["outcome"] == "won"
        ]
        rows = self.drop(
            lines, ("deleted", is_yes), ("no_price", lambda row: not row["quantity"] or not row["unit_price"])
        )
        total = Fraction(0)
        for row in rows:
            rate = self.company.rate(row["currency"], must(row["closed_on"]))
            assert rate is not None, row
            price = Fraction(row["unit_price"]) * (1 - share(row["discount_share"] or "0"))
            total += Fraction(row["quantity"]) * price * rate
        return plain(total, n=sum((Fraction(row["quantity"]) for row in rows), Fraction(0)))

    def billed(self) -> Parts:
        """Invoices less returns."""
        rows = self.sized(self.within("invoice_line", "invoiced_on", self.company.table("invoice_line")))
        total = sum(self.money(rows, "invoiced_on"), Fraction(0))
        return Parts(value=total, numerator=total, n=Fraction(len(rows)))

    def recurring_revenue(self) -> Parts:
        """Monthly amounts of subscriptions for the days they ran in the period."""
        total = self.paid_days(self.q.start) / (YEAR / 12)
        return plain(total, n=self.average_customers())

    def revenue_before(self, months: int, kind: str = "market") -> Fraction:
        """What was won some months earlier, over the same elapsed days while the period runs."""
        before, until = add_months(self.q.start, -months), add_months(self.q.end, -months)
        if self.known_until < self.q.end:
            until = min(until, before + timedelta(days=int(self.days)))
        earlier = Sheet(
            Question(reading="", start=before, end=until, as_of=self.q.as_of, part=self.q.part), self.company
        )
        return sum(earlier.amounts(kind=kind), Fraction(0))

    def months(self) -> int:
        """Months of the period."""
        return len(months_between(self.q.start, self.q.end))

    def growth(self, months: int, kind: str = "market") -> Parts:
        """Change against an earlier period."""
        now, then = sum(self.amounts(kind=kind), Fraction(0)), self.revenue_before(months, kind)
        return ratio(now - then, then, n=self.wins(), why="nothing_before")

    def revenue_growth(self) -> Parts:
        """Against the unit before."""
        return self.growth(self.months())

    def year_over_year(self) -> Parts:
        """Against the same unit a year before."""
        return self.growth(12)

    def constant_currency(self) -> Parts:
        """Against the unit before, both at the budget's rate."""
        return self.growth(self.months(), kind="budget")

    def average_deal_size(self) -> Parts:
        """Mean of the amounts of deals won."""
        found = self.amounts()
        return ratio(sum(found, Fraction(0)), Fraction(len(found)), n=self.wins())

    def trimmed_deal_size(self) -> Parts:
        """Mean of the amounts of deals won, a share of them cut off at each end."""
        found = sorted(self.amounts())
        cut = floor(len(found) * self.parameter("trim_share"))
        kept = found[cut : len(found) - cut]
        return plain(ratio(sum(kept, Fraction(0)), Fraction(len(kept))).value, n=Fraction(len(found)))

    def largest_deal_share(self) -> Parts:
        """The largest deal won over all."""
        found = self.amounts()
        return ratio(max(found, default=None), sum(found, Fraction(0)))

    # ------------------------------------------------------------ conversion

    def real_leads(self, rows: Iterable[Row], *, is_reached: bool = False) -> list[Row]:
        """Leads that count: not deleted, merged, repeated or invalid, and, where that is asked, not unreachable."""
        invalid = {"spam", "invalid", "test", "duplicate"}
        return self.drop(
            rows,
            ("deleted", is_yes),
            ("merged", lambda row: bool(row["merged_into_id"])),
            ("duplicate", lambda row: is_yes(row, "is_repeat")),
            ("invalid", lambda row: row["disqualified_reason"].lower() in invalid),
            *((("unreachable", lambda row: is_yes(row, "is_unreachable")),) if is_reached else ()),
        )

    def leads_by(self, column: str, *, is_reached: bool = False) -> list[Row]:
        """Leads that count, by one of their days."""
        return self.real_leads(self.within("lead", column, self.company.leads), is_reached=is_reached)

    def leads_within(self, column: str, *, is_reached: bool = False) -> Parts:
        """Leads created in the period that reached something in time, over all of them."""
        created, window = self.leads_by("created_on", is_reached=is_reached), self.parameter("window_days")
        reached = [
            lead
            for lead in created
            if (on := day(lead[column])) and on <= self.q.as_of and (on - must(lead["created_on"])).days <= window
        ]
        found = ratio(Fraction(len(reached)), Fraction(len(created)), n=Fraction(len(created)))
        return Parts(**{**vars(found), "matures_in": window})

    def leads_in_period(self) -> Parts:
        """Conversions of the period over leads created in it."""
        created = Fraction(len(self.leads_by("created_on")))
        return ratio(Fraction(len(self.leads_by("first_converted_on"))), created, n=created)

    def qualified_leads(self) -> Parts:
        """Leads qualified in the period."""
        count = Fraction(len(self.leads_by("first_qualified_on")))
        return Parts(value=count, numerator=count, n=count)

    def qualification_rate(self) -> Parts:
        """Leads qualified in the period over leads created in it."""
        created = Fraction(len(self.leads_by("created_on")))
        return ratio(self.qualified_leads().value, created, n=created)

    def created(self) -> list[Row]:
        """Deals created in the period, deleted ones left out."""
        return self.drop(self.within("deal", "created_on", self.company.deals), ("deleted", is_yes))

    def is_won_by_now(self, deal: Row) -> bool:
        """Whether a deal is won as of the day asked for."""
        return deal["outcome"] == "won" and must(deal["closed_on"]) <= self.q.as_of

    def is_open_now(self, deal: Row) -> bool:
        """Whether a deal is open as of the day asked for."""
        ended = day(deal["closed_on"])
        return ended is None or ended > self.q.as_of

    def days_to_close(self) -> Number:
        """Days within which eight of ten deals end, over all that ever did."""
        ended = [d for d in self.company.deals if not is_yes(d) and not self.is_open_now(d)]
        return quantile((_days(deal, "created_on") for deal in ended), Fraction(4, 5))

    def opportunity_conversion(self) -> Parts:
        """Deals created in the period and won by now, over all created in it."""
        created = self.created()
        won = Fraction(sum(map(self.is_won_by_now, created)))
        found = ratio(won, Fraction(len(created)), n=Fraction(len(created)))
        return Parts(**{**vars(found), "matures_in": self.days_to_close()})

    def still_open(self) -> Parts:
        """Deals created in the period and open now, over all created in it."""
        created = self.created()
        return ratio(Fraction(sum(map(self.is_open_now, created))), Fraction(len(created)), n=Fraction(len(created)))

    def won_of_in_play(self) -> Parts:
        """Deals won in the period over deals open on any day of it."""
        alive = []
        for deal in self.company.deals:
            ended = day(deal["closed_on"])
            if must(deal["created_on"]) < self.known_until and (ended is None or ended >= self.q.start):
                alive.append(deal)
        in_play = Fraction(len(self.drop((d for d in alive if self.mine("deal", d)), ("deleted", is_yes))))
        return ratio(self.wins(), in_play, n=in_play)

    def lost(self) -> list[Row]:
        """Qualified deals lost."""
        rows = self.qualified(self.closed("lost"))
        if not self.parameter("exclude_no_decision"):
            return rows
        return self.drop(rows, ("no_decision", lambda row: row["lost_reason"] == "no decision"))

    def won_and_ended(self) -> tuple[Fraction, Fraction]:
        """Qualified deals won, and all that ended."""
        won = Fraction(len(self.qualified(self.closed("won"))))
        return won, won + len(self.lost())

    def win_rate(self) -> Parts:
        """Qualified deals won over all that ended."""
        won, ended = self.won_and_ended()
        return ratio(won, ended, n=ended)

    def without_no_decision(self) -> Parts:
        """The same, without deals that ended undecided."""
        inner = Sheet(Question(**{**vars(self.q), "parameters": {"exclude_no_decision": Fraction(1)}}), self.company)
        inner.left_out = self.left_out
        return inner.win_rate()

    def by_value(self) -> Parts:
        """The same by amounts."""
        won = sum(self.amounts(is_qualified=True), Fraction(0))
        lost = sum(self.money(self.sized(self.lost()), "closed_on"), Fraction(0))
        return ratio(won, won + lost, n=self.won_and_ended()[1])

    def won_in_time(self) -> Parts:
        """Qualified deals created in the period and won in time, over all of them."""
        created, within = self.qualified(self.created()), self.parameter("within_days")
        won = [deal for deal in created if self.is_won_by_now(deal) and _days(deal, "created_on") <= within]
        found = ratio(Fraction(len(won)), Fraction(len(created)), n=Fraction(len(created)))
        return Parts(**{**vars(found), "matures_in": within})

    def overdue_as_lost(self) -> Parts:
        """The win rate with deals lost that are open at the end and long overdue."""
        last = self.known_until - timedelta(days=1)
        late = []
        for deal in self.company.deals:
            ended = day(deal["closed_on"])
            is_there = must(deal["created_on"]) <= last and (ended is None or ended > last)
            overdue = (last - must(deal["expected_close_on"])).days
            if is_there and overdue > self.parameter("overdue_days") and self.mine("deal", deal):
                late.append(deal)
        zombies = len(self.qualified(self.drop(late, ("deleted", is_yes))))
        won, decided = self.won_and_ended()
        return ratio(won, decided + zombies, n=decided + zombies)

    def cycle(self, *outcomes: str, start: str = "cycle_started_on") -> Parts:
        """Mean days to the end."""
        days = [_days(deal, start) for deal in self.closed(*outcomes)]
        return ratio(sum(days, Fraction(0)), Fraction(len(days)), n=Fraction(len(days)))

    def cycle_quantile(self, part: Fraction, *outcomes: str) -> Parts:
        """Days within which a part of the deals ended."""
        days = [_days(deal, "cycle_started_on") for deal in self.closed(*outcomes)]
        return plain(quantile(days, part), n=Fraction(len(days)))

    def cycle_of_four_quarters(self) -> Parts:
        """Days of the middle deal won in the 12 months that end with the period."""
        days = [_days(deal, "cycle_started_on") for deal in self.closed("won", since=self.year_from())]
        return plain(quantile(days, HALF), n=Fraction(len(days)))

    def cycle_spread(self) -> Parts:
        """Standard deviation of the cycles of deals won."""
        days = [_days(deal, "cycle_started_on") for deal in self.closed("won")]
        return self.spread(days, len(days))

    def spread(self, values: list[Fraction], count: int) -> Parts:
        """Standard deviation, to a billionth."""
        if count <= 1:
            return plain(None, n=Fraction(count))
        mean = sum(values, Fraction(0)) / count
        squares = sum((value - mean) ** 2 for value in values)
        return plain(Fraction(round(sqrt(squares / (count - 1)) * 10**9), 10**9), n=Fraction(count))

    # ------------------------------------------------------------ pipeline

    def velocity(self) -> Parts:
        """Qualified leads x their share won x mean size, per day of the cycle."""
        leads = self.leads_by("first_qualified_on")
        won = [lead for lead in leads if (on := day(lead["won_on"])) and on <= self.q.as_of]
        count = Fraction(len(leads))
        size, cycle = self.average_deal_size(), self.cycle("won")
        if not count or size.value is None or not cycle.value:
            why = "zero_denominator" if not count or not cycle.value else size.why
            return Parts(value=None, denominator=cycle.value, n=count, why=why)
        found = ratio(count * (len(won) / count) * size.value, cycle.value, n=count)
        # leads qualified lately have not had the time that deals take
        return Parts(**{**vars(found), "matures_in": self.days_to_close()})

    def stock_velocity(self) -> Parts:
        """Open qualified deals on an average day x win rate x mean size, per day they stay open."""
        open_days = Fraction(0)
        alive = self.drop(
            (d for d in self.company.deals if self._overlap(d) and self.mine("deal", d)), ("deleted", is_yes)
        )
        for deal in self.qualified(alive):
            open_days += self._overlap(deal)
        win_rate, size = self.win_rate().value, self.average_deal_size().value
        ended = [_days(deal, "created_on") for deal in self.qualified(self.closed("won", "lost"))]
        stay = ratio(sum(ended, Fraction(0)), Fraction(len(ended))).value
        top = None if win_rate is None or size is None else open_days / self.days * win_rate * size
        return ratio(top, stay, n=Fraction(len(ended)))

    def _overlap(self, deal: Row) -> int:
        ends = min(day(deal["closed_on"]) or self.known_until, self.known_until)
        return max((ends - max(must(deal["created_on"]), self.q.start)).days, 0)

    def won_per_day(self) -> Parts:
        """What was won a day."""
        return ratio(self.revenue(), self.days, n=self.wins())

    def calls(self, days_late: int) -> list[Row]:
        """The calls in force some days into the period: the company's, else those of the reps who lead nobody."""
        leaders = {rep["manager_id"] for rep in self.company.table("rep")}
        standing: dict[tuple[str, str], Row] = {}
        asked = [
            row
            for row in self.company.table("forecast_submission")
            if must(row["starts_on"]) == self.q.start
            and must(row["ends_on"]) == self.q.end
            and must(row["submitted_on"]) <= self.q.start + timedelta(days=days_late)
        ]
        for row in sorted(asked, key=lambda row: row["submitted_on"]):
            who = (row["subject_kind"], row["subject_id"])
            given = {other["category"] for other in asked if (other["subject_kind"], other["subject_id"]) == who}
            if row["category"] == "commit" or len(given) == 1:
                standing[who] = row
        company = [row for (kind, _), row in standing.items() if kind == "company" and not self.q.part]
        return company or [
            row
            for (kind, who), row in standing.items()
            if kind == "rep" and who not in leaders and self.mine("forecast_submission", row, self.q.start)
        ]

    def forecast(self, days_late: int = 0) -> Number:
        """What was called, all together."""
        calls = self.calls(days_late)
        return sum((Fraction(row["amount"]) for row in calls), Fraction(0)) if calls else None

    def accuracy(self, called: Number, *, of_forecast: bool = False) -> Parts:
        """One less the error over what was won, or over what was forecast."""
        actual = self.revenue()
        if called is None:
            return Parts(value=None, n=self.wins(), why="no_value")
        if actual == called == 0:
            return Parts(value=Fraction(1), n=self.wins())
        base = called if of_forecast else actual
        if not base:
            return Parts(value=None, n=self.wins(), why="nothing_forecast" if of_forecast else "nothing_sold")
        return Parts(value=max(Fraction(0), 1 - abs(actual - called) / base), n=self.wins())

    def accuracy_of_reps(self) -> Parts:
        """One less the misses of all reps who called, over what they won."""
        missed, won = Fraction(0), Fraction(0)
        for call in self.calls(0):
            part = {**self.q.part, "owner": call["subject_id"]}
            own = Sheet(Question(**{**vars(self.q), "part": part}), self.company)
            actual = own.revenue()
            missed, won = missed + abs(actual - Fraction(call["amount"])), won + actual
        return Parts(value=max(Fraction(0), 1 - missed / won), n=Sheet(self.q, self.company).wins())

    def lift(self) -> Parts:
        """Accuracy of the forecast less that of a guess: as much as in the period before."""
        called, guessed = self.accuracy(self.forecast()), self.accuracy(self.revenue_before(self.months()))
        if called.value is None or guessed.value is None:
            return Parts(value=None, n=self.wins(), why=called.why or guessed.why)
        return plain(called.value - guessed.value, n=self.wins())

    def bias(self) -> Parts:
        """How far the forecast was too high, over what was won."""
        actual, called = self.revenue(), self.forecast()
        return ratio(None if called is None else called - actual, actual, why="nothing_sold")

    def coming(self, *, is_weighted: bool = False) -> tuple[Fraction, Fraction]:
        """Open qualified deals expected to close in the period, and their number."""
        rows = [
            deal
            for deal in self.company.deals
            if self.q.start <= must(deal["expected_close_on"]) < self.q.end
            and self.is_open_now(deal)
            and must(deal["created_on"]) <= self.q.as_of
            and self.mine("deal", deal)
        ]
        rows_in_time = self.drop(
            self.qualified(self.drop(rows, ("deleted", is_yes))),
            ("overdue", lambda row: must(row["expected_close_on"]) < self.q.as_of),
        )
        total, count = Fraction(0), Fraction(0)
        sized = self.sized(rows_in_time)
        if is_weighted:
            sized = self.drop(sized, ("no_probability", lambda row: not row["probability"]))
        for deal in sized:
            for amount in self.money([deal], self.q.as_of):
                total += amount * (share(deal["probability"]) if is_weighted else 1)
                count += 1
        return total, count

    def quota(self) -> Number:
        """Quota of the period: the company's own, else its reps' together; of a part, its reps'."""
        total, found = Fraction(0), False
        for first, _ in months_between(self.q.start, self.q.end):
            kinds: dict[str, Fraction] = defaultdict(Fraction)
            for row, monthly in self._quotas(first):
                if not self.q.part or (row["subject_kind"] == "rep" and self.mine("quota", row, first)):
                    kinds[row["subject_kind"]] += monthly
            chosen = next((kind for kind in ("company", "rep", "team") if kind in kinds), None)
            if chosen:
                total, found = total + kinds[chosen], True
        return total if found else None

    def _quotas(self, first: date) -> list[tuple[Row, Fraction]]:
        found: list[tuple[Row, Fraction]] = []
        for row in self.company.table("quota"):
            spread = months_between(must(row["starts_on"]), must(row["ends_on"]))
            if first in {start for start, _ in spread}:
                found.append((row, Fraction(row["amount"]) / len(spread)))
        return found

    def coverage(self, *, is_weighted: bool = False) -> Parts:
        """What may still be won, over what is still to be reached."""
        amount, count = self.coming(is_weighted=is_weighted)
        quota = self.quota()
        left = None if quota is None else max(quota - self.revenue(), Fraction(0))
        return ratio(amount, left, n=count, why="quota_met")

    def gross_coverage(self) -> Parts:
        """What may still be won, over the whole quota."""
        return ratio(self.coming()[0], self.quota())

    def reached(self) -> Parts:
        """What was won, over the whole quota."""
        return ratio(self.revenue(), self.quota(), n=Fraction(len(self.amounts())))

    def starting_coverage(self) -> Parts:
        """What was open and expected in the period on its 15th day, as it stood then, over the quota."""
        looked_at = min(self.q.start + timedelta(days=14), self.q.as_of)
        kinds = {stage["id"]: stage for stage in self.company.table("stage")}
        rows = []
        for version in self.company.table("deal_version"):
            ends = day(version["valid_until"])
            outcome = version["outcome"] or kinds[version["stage_id"]]["kind"]
            stood = must(version["valid_from"]) <= looked_at and (ends is None or ends > looked_at)
            if stood and outcome == "open" and not version["known_until"] and self.mine("deal", version):
                rows.append({**version, "qualified_on": self._qualified_by(version, looked_at)})
        rows += [
            {**row, "qualified_on": row["qualified_on"] if (on := day(row["qualified_on"])) and on <= looked_at else ""}
            for row in self.company.table("deal")
            if self._stood_untold(row, looked_at) and self.mine("deal", row)
        ]
        expected = [r for r in rows if self.q.start <= must(r["expected_close_on"]) < self.q.end]
        sized = self.sized(self.qualified(self.drop(expected, ("deleted", is_yes))))
        amounts = self.money(sized, self.q.as_of)
        return ratio(sum(amounts, Fraction(0)), self.quota(), n=Fraction(len(amounts)))

    def _stood_untold(self, deal: Row, on: date) -> bool:
        """Whether a deal that no version tells of was open at the end of a day, as its own days say."""
        told = any(other["deal_id"] == deal["id"] for other in self.company.table("deal_version"))
        ended = day(deal["closed_at"])
        return not told and must(deal["created_on"]) <= on and (ended is None or ended > on)

    def _qualified_by(self, version: Row, on: date) -> str:
        """When the deal of a version was qualified, as its version says or its stages until then."""
        qualifying = {stage["id"] for stage in self.company.table("stage") if is_yes(stage, "is_qualified")}
        reached = [
            other["valid_from"]
            for other in self.company.table("deal_version")
            if other["deal_id"] == version["deal_id"]
            and not other["known_until"]
            and other["stage_id"] in qualifying
            and must(other["valid_from"]) <= on
        ]
        return version["qualified_on"] or min(reached, default="")

    # ------------------------------------------------------------ customers

    def spend(self, column: str = "spent_on", *, is_paid: bool = False) -> Fraction:
        """Costs of the period, by the day they were made or the day they are held against."""
        lag = self.lag_months()
        rows = [{**row, "held_on": str(add_months(must(row["spent_on"]), lag))} for row in self.company.table("spend")]
        there = self.within("spend", column, rows)
        if is_paid:
            there = [row for row in there if row["category"].lower() in {"ads", "media"}]
        return sum(self.money(self.sized(there), "spent_on"), Fraction(0))

    def matched_spend(self) -> Fraction:
        """Costs of the period, each spread over later months as first wins are by how long they took."""
        months = [round_half_up(days / (YEAR / 12)) for days in self._first_cycles()]
        parts: list[dict[str, str]] = []
        for row in self.company.table("spend"):
            due = Fraction(0)
            for number, month in enumerate(sorted(months) if row["amount"] else (min(months),), 1):
                through = to_cents(Fraction(row["amount"] or 0) * number / len(months))
                on = str(add_months(must(row["spent_on"]), month))
                parts.append({**row, "amount": str(through - due) if row["amount"] else "", "counted_on": on})
                due = through
        there = self.within("spend", "counted_on", parts)
        whole: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for part in self.sized(there):
            whole[part["id"], part["counted_on"]].append(part)
        joined = [
            {**dict(rows[0]), "amount": str(sum(Fraction(row["amount"]) for row in rows))} for rows in whole.values()
        ]
        return sum(self.money(joined, "spent_on"), Fraction(0))

    def _first_cycles(self) -> list[Fraction]:
        """Days that first wins took, as far as their start is known."""
        return [_days(deal, "cycle_started_on") for deal in self.company.first_wins if deal["cycle_started_on"]]

    def matched_cost(self) -> Parts:
        """Costs that were to bring customers in the period, over companies that bought for the first time."""
        gained = Fraction(len(self.within("deal", "closed_on", self.company.first_wins)))
        return ratio(self.matched_spend(), gained, n=gained, why="no_new_customers")

    def cost_with_wages(self, share: Fraction) -> Parts:
        """Costs without wages and with a share of them, over companies that bought for the first time."""
        there = self.sized(self.within("spend", "spent_on", self.company.table("spend")))
        spent = sum(self.money([row for row in there if row["category"] != "payroll"], "spent_on"), Fraction(0))
        wages = sum(self.money([row for row in there if row["category"] == "payroll"], "spent_on"), Fraction(0))
        gained = Fraction(len(self.within("deal", "closed_on", self.company.first_wins)))
        return ratio(spent + wages * share, gained, n=gained, why="no_new_customers")

    def lag_months(self) -> int:
        """The middle cycle of first wins, in months."""
        middle = quantile((_days(deal, "cycle_started_on") for deal in self.company.first_wins), Fraction(1, 2))
        assert middle is not None
        return round_half_up(middle / (YEAR / 12))

    def acquisition_cost(self, column: str = "spent_on", *, is_paid: bool = False) -> Parts:
        """Costs over companies that bought for the first time."""
        gained = Fraction(len(self.within("deal", "closed_on", self.company.first_wins)))
        return ratio(self.spend(column, is_paid=is_paid), gained, n=gained, why="no_new_customers")

    def payback(self) -> Parts:
        """Months of margin that an acquisition costs."""
        cost, yearly = self.acquisition_cost().value, self.yearly_revenue_per_customer()
        monthly = None if yearly is None else yearly / 12 * self.q.parameters["margin_share"]
        return ratio(cost, monthly)

    def customers_on(self, boundary: date) -> set[str]:
        """Accounts that are customers across the start of a day: those there before it and still there on it."""
        return {
            account
            for account, spells in self.company.lives.items()
            if any(start < boundary and (end is None or end > boundary) for start, end in spells)
        }

    def churn(self) -> Parts:
        """Customers lost over customers at the start."""
        at_start = self.customers_on(self.q.start)
        gone = at_start - self.customers_on(self.known_until)
        return ratio(
            Fraction(len(gone)), Fraction(len(at_start)), n=Fraction(len(at_start)), why="no_customers_at_start"
        )

    def churn_of_renewals(self) -> Parts:
        """Customers lost over customers at the start whose contract ended, or came to a whole term, in the period."""
        start, end = self.q.start, self.known_until
        at_start = self.customers_on(start)
        due = {
            row["account_id"]
            for row in self.company.table("customer_period")
            if row["account_id"] in at_start and row["monthly_amount"] and not is_yes(row, "is_trial")
            if must(row["starts_on"]) <= start and (day(row["ends_on"]) is None or must(row["ends_on"]) > start)
            if ((ends := day(row["ends_on"])) is not None and ends <= end) or self.comes_to_term(row, start, end)
        }
        gone = at_start - self.customers_on(end)
        return ratio(Fraction(len(gone)), Fraction(len(due)), n=Fraction(len(due)), why="nobody_up_for_renewal")

    def comes_to_term(self, row: Row, start: date, end: date) -> bool:
        """Whether a subscription comes to a whole number of its terms after a day, up to another."""
        begins, months = must(row["starts_on"]), int(row["term_months"])
        whole = [(on.year - begins.year) * 12 + on.month - begins.month - (on.day < begins.day) for on in (start, end)]
        return whole[1] // months > whole[0] // months

    def retention(self) -> Parts:
        """Customers kept over customers at the start; also end less joined, over start."""
        at_start, at_end = self.customers_on(self.q.start), self.customers_on(self.known_until)
        kept, count = Fraction(len(at_end) - len(at_end - at_start)), Fraction(len(at_start))
        return ratio(kept, count, n=count, why="no_customers_at_start")

    def recurring_on(self, boundary: date) -> dict[str, Fraction]:
        """Monthly revenue of each account that is a customer across the start of a day."""
        there = self.customers_on(boundary)
        found: dict[str, Fraction] = defaultdict(Fraction)
        for row in self.company.table("customer_period"):
            ends = day(row["ends_on"])
            is_running = must(row["starts_on"]) <= boundary and (ends is None or ends > boundary)
            if row["account_id"] in there and is_running and not is_yes(row, "is_trial") and row["monthly_amount"]:
                found[row["account_id"]] += Fraction(row["monthly_amount"])
        return found

    def recurring(self, worth: Callable[[Fraction, Fraction], Fraction]) -> Parts:
        """Recurring revenue of the start set, by what is counted of each account's start and end."""
        start, end = self.recurring_on(self.q.start), self.recurring_on(self.known_until)
        counted = sum((worth(amount, end.get(account, Fraction(0))) for account, amount in start.items()), Fraction(0))
        count = Fraction(len(self.customers_on(self.q.start)))
        return ratio(counted, sum(start.values(), Fraction(0)), n=count, why="no_customers_at_start")

    def year_from(self) -> date:
        """First day of the 12 months that end with the period."""
        return add_months(self.known_until, -12)

    def average_customers(self) -> Fraction:
        """Customers on an average day of 12 months."""
        start, end = self.year_from(), self.known_until
        spans = [span for spells in self.company.lives.values() for span in spells]
        days = sum(max((min(last or end, end) - max(first, start)).days, 0) for first, last in spans)
        return Fraction(days, (end - start).days)

    def paid_days(self, start: date) -> Fraction:
        """Monthly amounts times the days each was paid for, from a day to the period's end; trials left out."""
        end = self.known_until
        rows = [
            row
            for row in self.company.table("customer_period")
            if not is_yes(row, "is_trial") and must(row["starts_on"]) < end and (day(row["ends_on"]) or end) > start
        ]
        total = Fraction(0)
        for row in self.drop(rows, ("no_monthly_amount", lambda row: not row["monthly_amount"])):
            days = (min(day(row["ends_on"]) or end, end) - max(must(row["starts_on"]), start)).days
            total += Fraction(row["monthly_amount"]) * days
        return total

    def yearly_revenue_per_customer(self) -> Number:
        """Recurring revenue of the last 12 months over customers on an average day of them."""
        start = self.year_from()
        return ratio(self.paid_days(start) * 12 / (self.known_until - start).days, self.average_customers()).value

    def kaplan_meier_years(self) -> Number:
        """Mean length of a relationship within the horizon, those that go on counted as unfinished."""
        limit = floor(self.parameter("horizon_years") * YEAR)
        seen = []
        for start, end in (span for spells in self.company.lives.values() for span in spells):
            if start < self.known_until:
                is_over = end is not None and end <= self.known_until
                last = end if end is not None and is_over else self.known_until
                days = (last - start).days
                seen.append((min(days, limit), is_over and days <= limit))
        if not any(is_over for _, is_over in seen):
            return None
        area, alive, before = Fraction(0), Fraction(1), 0
        for days in sorted({days for days, _ in seen}):
            area, before = area + alive * (days - before), days
            at_risk = sum(other >= days for other, _ in seen)
            alive *= 1 - Fraction(sum(other == days and over for other, over in seen), at_risk)
        return area / YEAR

    def ended_years(self) -> Number:
        """Plain mean length of the relationships that ended."""
        spans = [span for spells in self.company.lives.values() for span in spells]
        over = [(end - start).days for start, end in spans if end is not None and end < self.known_until]
        return ratio(Fraction(sum(over)), len(over) * YEAR).value

    def net_change(self) -> Parts:
        """Customers lost less those who joined, over customers at the start."""
        at_start, at_end = self.customers_on(self.q.start), self.customers_on(self.known_until)
        fewer = Fraction(len(at_start) - len(at_end))
        return ratio(fewer, Fraction(len(at_start)), n=Fraction(len(at_start)), why="no_customers_at_start")

    def churn_years(self) -> Number:
        """One over the yearly churn, capped."""
        before = self.customers_on(self.year_from())
        gone = before - self.customers_on(self.known_until)
        return min(self.parameter("lifetime_cap"), Fraction(len(before), len(gone))) if gone else None

    def lifetime_value(self, years: Callable[[Sheet], Number], factor: Number = Fraction(1)) -> Parts:
        """Yearly revenue per customer x length of the relationship."""
        yearly, length = self.yearly_revenue_per_customer(), years(self)
        value = None if yearly is None or length is None or factor is None else yearly * length * factor
        return plain(value, n=self.average_customers())

    def value_to_cost(self) -> Parts:
        """Lifetime value over acquisition cost."""
        return ratio(self.lifetime_value(Sheet.kaplan_meier_years).value, self.acquisition_cost().value)

    # ------------------------------------------------------------ team

    def active_days(self, rep: Row, start: date, end: date) -> int:
        """Days that a rep was there within a span."""
        return max((min(day(rep["left_on"]) or end, end) - max(must(rep["started_on"]), start)).days, 0)

    def credits(self, first: date, following: date) -> dict[str, Fraction]:
        """What each rep is credited with in a month: shares of revenue, never overlays."""
        month = Sheet(Question(reading="", start=first, end=following, as_of=self.q.as_of), self.company)
        found: dict[str, Fraction] = defaultdict(Fraction)
        won = month.closed("won")
        for why in ("no_amount", "no_rate"):
            month.left_out[why] = self.uncredited[why]
        for deal in month.sized(won):
            for amount in month.money([deal], "closed_on"):
                splits = [
                    (row["rep_id"], share(row["share"]))
                    for row in self.company.table("deal_split")
                    if row["deal_id"] == deal["id"] and row["kind"] == "revenue"
                ]
                for rep, part in splits or [(deal["owner_id"], Fraction(1))]:
                    found[rep] += to_cents(amount * part)
        return found

    def rep_time(self) -> list[RepTime]:
        """Every rep of the part in every month."""
        found = []
        for first, following in months_between(self.q.start, self.q.end):
            credited = self.credits(first, following)
            quotas = {row["subject_id"]: amount for row, amount in self._quotas(first) if row["subject_kind"] == "rep"}
            for rep in self.company.table("rep"):
                if self.mine("rep", {"rep_id": rep["id"]}, first):
                    active = self.active_days(rep, first, following)
                    ramp = self._ramp(rep, first)
                    quota = quotas.get(rep["id"], Fraction(0))
                    found.append(
                        RepTime(
                            rep=rep["id"],
                            quota=quota,
                            effective=quota * ramp * active / (following - first).days,
                            active=active,
                            credited=credited.get(rep["id"], Fraction(0)),
                            is_ramped=ramp == 1,
                        )
                    )
        return found

    def _ramp(self, rep: Row, first: date) -> Fraction:
        started = must(rep["started_on"])
        month_no = (first.year - started.year) * 12 + first.month - started.month + 1
        for row in self.company.table("ramp"):
            if row["ramp_id"] == rep["ramp_id"] and int(row["month_no"]) == month_no:
                return share(row["share"])
        return Fraction(1)

    def reps_counted(self, *, in_ramp: bool | None = None) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
        """Reps with a quota who were there for enough of the period, all or by their ramp: quota, lowered, credit."""
        together: dict[str, list[RepTime]] = defaultdict(list)
        for time in self.rep_time():
            together[time.rep].append(time)
        ramping = {time.rep for time in self.rep_time() if time.active and not time.is_ramped}
        if in_ramp is not None:
            for rep in [rep for rep in together if (rep in ramping) != in_ramp]:
                del together[rep]
        whole, found = (self.q.end - self.q.start).days, {}
        for rep, times in together.items():
            quota, effective = sum(t.quota for t in times), sum(t.effective for t in times)
            is_there = sum(t.active for t in times) >= self.parameter("active_share") * whole
            if quota > 0 and effective > 0 and is_there:
                found[rep] = (Fraction(quota), Fraction(effective), Fraction(sum(t.credited for t in times)))
        return found

    def miss_reps(self) -> None:
        """Note who is not counted: there for too little, or without a quota though role or credit asks for it."""
        counted, carriers = self.reps_counted(), {rep["id"] for rep in self.carriers()}
        for rep in {time.rep for time in self.rep_time()} - counted.keys():
            times = [time for time in self.rep_time() if time.rep == rep]
            active = sum(time.active for time in times)
            is_expected = (rep in carriers and active > 0) or any(time.credited for time in times)
            is_short = active < self.parameter("active_share") * (self.q.end - self.q.start).days
            if sum(time.quota for time in times) > 0 and is_short:
                self.left_out["there_too_little"].add(rep)
            elif is_expected:
                self.left_out["no_quota"].add(rep)

    def miss_carriers(self, start: date, end: date) -> None:
        """Note who was there in a span and carries no quota."""
        carriers = {rep["id"] for rep in self.carriers()}
        self.left_out["carries_no_quota"] |= {
            rep["id"]
            for rep in self.company.table("rep")
            if rep["id"] not in carriers and self.active_days(rep, start, end)
        }

    def middle_attainment(self) -> Parts:
        """Part of the lowered quota that the middle rep reached."""
        self.miss_reps()
        reached = [credit / lower for _, lower, credit in self.reps_counted().values()]
        n = Fraction(len(reached))
        return Parts(value=quantile(reached, HALF), n=n, why="" if reached else "no_value")

    def attainment_rate(self, *, is_raw: bool = False, in_ramp: bool | None = None) -> Parts:
        """Reps at their quota over reps who have one; of those in ramp-up, those far enough on the way."""
        reps = self.reps_counted(in_ramp=in_ramp)
        if in_ramp is None:
            self.miss_reps()
        threshold = self.parameter("ramping_threshold" if in_ramp else "threshold")
        reached = [
            rep for rep, (full, lower, credit) in reps.items() if credit >= threshold * (full if is_raw else lower)
        ]
        return ratio(Fraction(len(reached)), Fraction(len(reps)), n=Fraction(len(reps)), why="nobody_has_a_quota")

    def attainment(self, quota_of: Callable[[RepTime], Fraction]) -> Parts:
        """What reps with a quota are credited with, over their quotas."""
        times = [time for time in self.rep_time() if time.quota > 0]
        credited, quota = sum(t.credited for t in times), sum(map(quota_of, times))
        self.left_out.update(self.uncredited)
        return ratio(
            Fraction(credited), Fraction(quota), n=Fraction(len(self.reps_counted())), why="nobody_has_a_quota"
        )

    def overlays(self) -> Parts:
        """What others won with somebody's help, by the share that was given for it."""
        total, count = Fraction(0), 0
        ended = self.within("deal", "closed_on", self.company.deals)
        won = {deal["id"]: deal for deal in ended if deal["outcome"] == "won" and not is_yes(deal)}
        for row in self.company.table("deal_split"):
            if row["kind"] == "overlay" and row["deal_id"] in won:
                for amount in self.money(self.sized([won[row["deal_id"]]]), "closed_on"):
                    total, count = total + to_cents(amount * share(row["share"])), count + 1
        return Parts(value=total, numerator=total, n=Fraction(count), why="")

    def carriers(self) -> list[Row]:
        """Reps who carry a quota."""
        return [rep for rep in self.company.table("rep") if is_yes(rep, "carries_quota")]

    def carried_days(self, start: date, end: date) -> int:
        """Days that reps who carry a quota were there, each in the part that they belonged to on it."""
        days = [start + timedelta(days=number) for number in range((end - start).days)]
        return sum(
            self.active_days(rep, on, on + timedelta(days=1))
            for rep in self.carriers()
            for on in days
            if self.mine("rep", {"rep_id": rep["id"]}, on)
        )

    def productivity(self) -> Parts:
        """What was won over reps on an average day."""
        days = self.carried_days(self.q.start, self.known_until)
        self.miss_carriers(self.q.start, self.known_until)
        return ratio(self.revenue(), days / self.days, n=days / self.days, why="no_reps")

    def productivity_by_headcount(self) -> Parts:
        """What was won over reps on the last day."""
        last = self.known_until - timedelta(days=1)
        self.miss_carriers(last, self.known_until)
        count = Fraction(self.carried_days(last, self.known_until))
        return ratio(self.revenue(), count, n=count, why="no_reps")

    def productivity_past_ramp(self) -> Parts:
        """What reps past ramp-up won, over their number on an average day."""
        carriers = {rep["id"] for rep in self.carriers()}
        there = [t for t in self.rep_time() if t.active]
        times = [t for t in there if t.rep in carriers and t.is_ramped]
        self.left_out.update(self.uncredited)
        for number, time in enumerate(there):
            if time not in times:
                self.left_out["in_ramp_up" if time.rep in carriers else "month_of_no_carrier"].add(
                    f"{time.rep} {number}"
                )
        return ratio(Fraction(sum(t.credited for t in times)), sum(t.active for t in times) / self.days, why="no_reps")

    def selling_share(self) -> Parts:
        """Hours of selling over hours worked; nothing is said of hours that no record covers."""
        done = self.within("activity", "started_on", self.company.table("activity"))
        selling = self.drop([r for r in done if is_yes(r, "is_selling")], ("no_hours", lambda row: not row["hours"]))
        top = sum((Fraction(row["hours"]) for row in selling), Fraction(0))
        found = ratio(top, sum(self.worked().values(), Fraction(0)), why="no_hours_worked")
        return replace(found, value=None, why="nothing_recorded") if found.value == 0 == self.covered() else found

    def covered(self) -> Fraction:
        """Hours worked that any record covers, no day of a rep more than once."""
        done: dict[tuple[str, date], Fraction] = defaultdict(Fraction)
        for row in self.within("activity", "started_on", self.company.table("activity")):
            done[row["rep_id"], must(row["started_on"])] += Fraction(row["hours"] or 0)
        return sum((min(hours, done[key]) for key, hours in self.worked().items()), Fraction(0))

    def worked(self) -> dict[tuple[str, date], Fraction]:
        """Hours by rep and day: of timesheets in months that have any, else of a seller's contract."""
        hours: dict[tuple[str, date], Fraction] = defaultdict(Fraction)
        sheets = self.company.table("work_time")
        for row in self.within("work_time", "worked_on", sheets):
            hours[row["rep_id"], must(row["worked_on"])] += Fraction(row["hours"])
        kept = {(row["rep_id"], row["worked_on"][:7]) for row in sheets}
        every = [self.q.start + timedelta(days=number) for number in range((self.known_until - self.q.start).days)]
        for rep in self.company.table("rep"):
            if is_yes(rep, "carries_quota"):
                for on in every:
                    is_free = on.weekday() > 4 or on in HOLIDAYS or (rep["id"], f"{on:%Y-%m}") in kept
                    if not is_free and self.active_days(rep, on, on + timedelta(days=1)) and self._is_mine(rep, on):
                        hours[rep["id"], on] = Fraction(rep["contract_hours"]) / 5
        return hours

    def _is_mine(self, rep: Row, on: date) -> bool:
        return self.mine("work_time", {"rep_id": rep["id"]}, on)


def _days(deal: Row, start: str) -> Fraction:
    """Days from a date of a deal to its end; never fewer than none."""
    return Fraction(max((must(deal["closed_on"]) - must(deal[start])).days, 0))


HALF = Fraction(1, 2)
READINGS: Mapping[str, Callable[[Sheet], Parts]] = {
    "total_revenue": Sheet.total_revenue,
    "total_revenue:price_times_units": Sheet.price_times_units,
    "total_revenue:billed": Sheet.billed,
    "total_revenue:recurring": Sheet.recurring_revenue,
    "revenue_growth": Sheet.revenue_growth,
    "revenue_growth:year_over_year": Sheet.year_over_year,
    "revenue_growth:constant_currency": Sheet.constant_currency,
    "average_deal_size": Sheet.average_deal_size,
    "average_deal_size:median": lambda sheet: plain(quantile(sheet.amounts(), HALF)),
    "average_deal_size:trimmed": Sheet.trimmed_deal_size,
    "average_deal_size:lower_quartile": lambda sheet: plain(quantile(sheet.amounts(), Fraction(1, 4))),
    "average_deal_size:upper_quartile": lambda sheet: plain(quantile(sheet.amounts(), Fraction(3, 4))),
    "average_deal_size:largest_deal_share": Sheet.largest_deal_share,
    "average_deal_size:spread": lambda sheet: sheet.spread(sheet.amounts(), len(sheet.amounts())),
    "lead_conversion_rate": lambda sheet: sheet.leads_within("first_converted_on"),
    "lead_conversion_rate:in_period": Sheet.leads_in_period,
    "lead_conversion_rate:without_unreachable": lambda sheet: sheet.leads_within("first_converted_on", is_reached=True),
    "lead_conversion_rate:to_qualified": lambda sheet: sheet.leads_within("first_qualified_on"),
    "lead_conversion_rate:to_customer": lambda sheet: sheet.leads_within("won_on"),
    "opportunity_conversion_rate": Sheet.opportunity_conversion,
    "opportunity_conversion_rate:still_open": Sheet.still_open,
    "opportunity_conversion_rate:article_simple": Sheet.won_of_in_play,
    "win_rate": Sheet.win_rate,
    "win_rate:by_value": Sheet.by_value,
    "win_rate:within_90_days": Sheet.won_in_time,
    "win_rate:without_no_decision": Sheet.without_no_decision,
    "win_rate:overdue_as_lost": Sheet.overdue_as_lost,
    "sales_cycle_length": lambda sheet: sheet.cycle("won"),
    "sales_cycle_length:median": lambda sheet: sheet.cycle_quantile(HALF, "won"),
    "sales_cycle_length:median_four_quarters": Sheet.cycle_of_four_quarters,
    "sales_cycle_length:p90": lambda sheet: sheet.cycle_quantile(Fraction(9, 10), "won"),
    "sales_cycle_length:spread": lambda sheet: sheet.cycle_spread(),
    "sales_cycle_length:lost": lambda sheet: sheet.cycle("lost"),
    "sales_cycle_length:lost_median": lambda sheet: sheet.cycle_quantile(HALF, "lost"),
    "sales_cycle_length:closed": lambda sheet: sheet.cycle("won", "lost"),
    "sales_cycle_length:closed_median": lambda sheet: sheet.cycle_quantile(HALF, "won", "lost"),
    "sales_cycle_length:from_creation": lambda sheet: sheet.cycle("won", start="created_on"),
    "sales_cycle_length:from_qualification": lambda sheet: sheet.cycle("won", start="qualified_on"),
    "qualified_leads": Sheet.qualified_leads,
    "qualified_leads:rate": Sheet.qualification_rate,
    "pipeline_velocity": Sheet.velocity,
    "pipeline_velocity:stock": Sheet.stock_velocity,
    "pipeline_velocity:won_per_day": Sheet.won_per_day,
    "forecast_accuracy": lambda sheet: sheet.accuracy(sheet.forecast()),
    "forecast_accuracy:bias": Sheet.bias,
    "forecast_accuracy:week_3": lambda sheet: sheet.accuracy(sheet.forecast(14)),
    "forecast_accuracy:of_forecast": lambda sheet: sheet.accuracy(sheet.forecast(), of_forecast=True),
    "forecast_accuracy:across_reps": Sheet.accuracy_of_reps,
    "forecast_accuracy:naive": lambda sheet: sheet.accuracy(sheet.revenue_before(sheet.months())),
    "forecast_accuracy:lift_over_naive": Sheet.lift,
    "pipeline_coverage": Sheet.coverage,
    "pipeline_coverage:weighted": lambda sheet: sheet.coverage(is_weighted=True),
    "pipeline_coverage:gross": Sheet.gross_coverage,
    "pipeline_coverage:starting": Sheet.starting_coverage,
    "pipeline_coverage:reached": Sheet.reached,
    "customer_acquisition_cost": Sheet.acquisition_cost,
    "customer_acquisition_cost:lagged": lambda sheet: sheet.acquisition_cost("held_on"),
    "customer_acquisition_cost:paid": lambda sheet: sheet.acquisition_cost(is_paid=True),
    "customer_acquisition_cost:matched": Sheet.matched_cost,
    "customer_acquisition_cost:without_payroll": lambda sheet: sheet.cost_with_wages(Fraction(0)),
    "customer_acquisition_cost:part_of_payroll": lambda s: s.cost_with_wages(s.q.parameters["payroll_share"]),
    "customer_acquisition_cost:payback": Sheet.payback,
    "customer_lifetime_value": lambda sheet: sheet.lifetime_value(Sheet.kaplan_meier_years),
    "customer_lifetime_value:article": lambda sheet: sheet.lifetime_value(Sheet.ended_years),
    "customer_lifetime_value:churn_based": lambda sheet: sheet.lifetime_value(Sheet.churn_years),
    "customer_lifetime_value:with_margin": lambda sheet: sheet.lifetime_value(
        Sheet.kaplan_meier_years, sheet.q.parameters["margin_share"]
    ),
    "customer_lifetime_value:to_cac": Sheet.value_to_cost,
    "customer_lifetime_value:per_year": lambda sheet: sheet.lifetime_value(lambda _: Fraction(1)),
    "churn_rate": Sheet.churn,
    "churn_rate:net_change": Sheet.net_change,
    "churn_rate:of_renewals": Sheet.churn_of_renewals,
    "churn_rate:of_revenue": lambda sheet: sheet.recurring(lambda start, end: start - min(start, end)),
    "retention_rate": Sheet.retention,
    "retention_rate:article": Sheet.retention,
    "retention_rate:net_revenue": lambda sheet: sheet.recurring(lambda _, end: end),
    "retention_rate:gross_revenue": lambda sheet: sheet.recurring(min),
    "quota_attainment_rate": Sheet.attainment_rate,
    "quota_attainment_rate:attainment": lambda sheet: sheet.attainment(lambda time: time.quota),
    "quota_attainment_rate:effective_attainment": lambda sheet: sheet.attainment(lambda time: time.effective),
    "quota_attainment_rate:raw": lambda sheet: sheet.attainment_rate(is_raw=True),
    "quota_attainment_rate:median": Sheet.middle_attainment,
    "quota_attainment_rate:ramped": lambda sheet: sheet.attainment_rate(in_ramp=False),
    "quota_attainment_rate:ramping": lambda sheet: sheet.attainment_rate(in_ramp=True),
    "quota_attainment_rate:overlay": Sheet.overlays,
    "rep_productivity": Sheet.productivity,
    "rep_productivity:headcount": Sheet.productivity_by_headcount,
    "rep_productivity:ramped": Sheet.productivity_past_ramp,
    "selling_time_share": Sheet.selling_share,
    "selling_time_share:coverage": lambda sheet: ratio(
        sheet.covered(), sum(sheet.worked().values(), Fraction(0)), why="no_hours_worked"
    ),
}
AHEAD = {"pipeline_coverage", "quota_attainment_rate"}
WHILE_IT_RUNS = {"pipeline_coverage", "pipeline_coverage:weighted", "pipeline_coverage:gross"}
ALWAYS_SHOWN = {f"quota_attainment_rate:{name}" for name in ("attainment", "effective_attainment", "median", "overlay")}
"""Parts of quotas, which few reps do not make doubtful."""
TO_BE_SET = {
    "customer_acquisition_cost:payback": "margin_share",
    "customer_acquisition_cost:part_of_payroll": "payroll_share",
    "customer_lifetime_value:with_margin": "margin_share",
}
"""Reading -> the parameter that it cannot do without and that has no value of its own."""
MONTHLY = {"pipeline_coverage", "quota_attainment_rate"}


def answer(question: Question, company: Company) -> Answer:
    """Work one answer out."""
    metric = question.reading.partition(":")[0]
    if question.reading in TO_BE_SET and TO_BE_SET[question.reading] not in question.parameters:
        return Answer(value=None, status="not_available", reason="missing_parameter")
    if metric in MONTHLY and (question.start.day, question.end.day) != (1, 1):
        return Answer(value=None, status="not_available", reason="not_whole_months")
    if question.reading in WHILE_IT_RUNS and question.end <= question.as_of:
        return Answer(value=None, status="undefined", reason="period_over")
    if question.start > question.as_of and metric not in AHEAD:
        return Answer(value=None, status="undefined", reason="not_begun")
    sheet = Sheet(question, company)
    parts = READINGS[question.reading](sheet)
    status, reason = _standing(question, parts, sheet)
    return Answer(
        value=parts.value,
        status=status,
        reason=reason,
        numerator=parts.numerator,
        denominator=parts.denominator,
        n=parts.n,
        excluded={why: len(ids) for why, ids in sheet.left_out.items() if ids},
    )


def _standing(question: Question, parts: Parts, sheet: Sheet) -> tuple[str, str]:
    """How far a number may be trusted; the first that applies."""
    metric = question.reading.partition(":")[0]
    youngest = sheet.known_until - timedelta(days=1)
    is_few = parts.n is not None and parts.n < sheet.parameter("min_n")
    if parts.value is None:
        return "undefined", parts.why
    if is_few and {metric, question.reading} & FEW and question.reading not in ALWAYS_SHOWN:
        return "insufficient", "few_records"
    if parts.matures_in is not None and (question.as_of - youngest).days < parts.matures_in:
        return "immature", "cohort_young"
    if sheet.left_out["no_rate"]:
        return "partial", "no_rate"
    return _of_time(question, sheet)


def _of_time(question: Question, sheet: Sheet) -> tuple[str, str]:
    """How far a number may be trusted by the time it is about."""
    metric = question.reading.partition(":")[0]
    hours = sum(sheet.worked().values(), Fraction(0)) if question.reading == "selling_time_share" else 0
    if hours and sheet.covered() / hours < sheet.parameter("min_coverage"):
        return "partial", "little_covered"
    if question.end > question.as_of + timedelta(days=1) and metric not in AHEAD:
        return "partial", "unfinished_period"
    return "ok", ""
