"""A software seller's 5,000 subscriptions: every figure equals plain Python over the files.

The reference part reads the files with the standard library alone and knows nothing of the product. Its three words
for a loss contradict each other; here a customer is lost when no paid subscription is left.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from lievik.model.result import MetricResult
from tests.real.filled_workspace import Company, Filled, filled_workspace, number
from tests.real.plain_files import lines_of

pytestmark = pytest.mark.real

LAST_DAY = date(2024, 12, 31)
DAY = timedelta(days=1)
MONTHS = [date(2023 + number // 12, number % 12 + 1, 1) for number in range(25)]
"""First days of the months that the files cover, and of the one after."""

JUNE = (date(2024, 6, 1), date(2024, 7, 1))

COMPANY = Company(
    as_of=LAST_DAY,
    currency="USD",
    definitions={
        "measures.toml": """\
[stated_losses]
table = "churn_event"
value = "count(*)"
dated_by = "lost_on"
unit = "count"
empty = 0
en = "losses written down"

[refunds]
table = "churn_event"
value = "sum(refund_amount)"
dated_by = "lost_on"
unit = "money"
empty = 0
en = "refunds"
""",
        "dimensions.toml": '[stated_reason]\nen = "Stated reason"\n[stated_reason.through]\nchurn_event = "reason"\n',
        "metrics/losses.toml": 'formula = "stated_losses"\nunit = "count"\n[en]\ntitle = "Losses written down"\n',
        "metrics/refunds.toml": 'formula = "refunds"\nunit = "money"\n[en]\ntitle = "Refunds"\n',
    },
)


# ------------------------------------------------------------------------------------------- the reference


class Subscription(NamedTuple):
    """One subscription; it ends on the first day that it is not there any more."""

    account: str
    plan: str
    starts: date
    ends: date
    amount: Decimal
    is_trial: bool

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.starts <= day < self.ends


def read_subscriptions(folder: Path) -> list[Subscription]:
    """Read every subscription, trials too."""
    return [
        Subscription(
            row["account_id"],
            row["plan_tier"],
            date.fromisoformat(row["start_date"]),
            date.fromisoformat(row["end_date"]) if row["end_date"] else date.max,
            Decimal(row["mrr_amount"]),
            row["is_trial"] == "TRUE",
        )
        for row in lines_of(folder / "ravenstack_subscriptions.csv")
    ]


def spells(paid: Iterable[Subscription]) -> list[tuple[str, date, date]]:
    """Give every unbroken time as a customer: spans that overlap or touch are one."""
    spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for part in paid:
        if part.amount > 0 and part.ends > part.starts:
            spans[part.account].append((part.starts, part.ends))
    found: list[tuple[str, date, date]] = []
    for account, parts in spans.items():
        start, end = date.min, date.min
        for since, until in sorted(parts):
            if since > end:
                if start > date.min:
                    found.append((account, start, end))
                start, end = since, until
            end = max(end, until)
        found.append((account, start, end))
    return found


def customers_when(own: Iterable[tuple[str, date, date]], day: date) -> set[str]:
    """Name the customers of a day's first moment: there on the day before, and staying."""
    return {account for account, since, until in own if since < day < until}


def amounts_on(paid: Iterable[Subscription], day: date) -> dict[str, Decimal]:
    """Add up what every customer pays a month on a day."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for part in paid:
        if part.holds(day):
            found[part.account] += part.amount
    return found


# --------------------------------------------------------------------------------------------- the product


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("ravenstack_saas") / "raw"


@pytest.fixture(scope="module")
def subscriptions(folder: Path) -> list[Subscription]:
    return read_subscriptions(folder)


@pytest.fixture(scope="module")
def paid(subscriptions: list[Subscription]) -> list[Subscription]:
    return [part for part in subscriptions if not part.is_trial]


@pytest.fixture(scope="module")
def own_spells(paid: list[Subscription]) -> list[tuple[str, date, date]]:
    return spells(paid)


@pytest.fixture(scope="module")
def filled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    target = tmp_path_factory.mktemp("ravenstack") / "workspace"
    return filled_workspace(target, [folder], "ravenstack_saas", COMPANY)


def test_the_receipt(filled: Filled, subscriptions: list[Subscription]) -> None:
    kept = {part.table: part.rows_kept for part in filled.receipt.files}
    assert kept == {"account": 500, "customer_period": 5_000, "churn_event": 600}
    (total,) = filled.brought("ravenstack_subscriptions.csv", "customer_period").totals
    assert total.amount == sum(part.amount for part in subscriptions)
    assert filled.receipt.files_not_mapped == ("ravenstack_feature_usage.csv.gz", "ravenstack_support_tickets.csv")
    trials = filled.rows("SELECT count(*), sum(monthly_amount) FROM customer_period WHERE is_trial")
    assert trials == [(sum(part.is_trial for part in subscriptions), 0)] == [(778, 0)]
    open_ones = filled.rows("SELECT count(*) FROM customer_period WHERE ends_on IS NULL")
    assert open_ones == [(4_514,)]


def test_every_spell_of_every_customer(filled: Filled, own_spells: list[tuple[str, date, date]]) -> None:
    found = filled.rows("SELECT account_id, became_on, coalesce(left_on, DATE '9999-12-31') FROM customer")
    assert sorted(found, key=str) == sorted(own_spells, key=str)
    assert filled.rows("SELECT DISTINCT basis FROM customer") == [("subscription",)]


def test_trials_make_no_customer(
    filled: Filled, subscriptions: list[Subscription], own_spells: list[tuple[str, date, date]]
) -> None:
    """Counted as if they were paid, trials would make customers earlier and keep them longer."""
    with_trials = spells(part._replace(amount=Decimal(1)) for part in subscriptions)
    began = dict(filled.rows("SELECT account_id, min(became_on) FROM customer GROUP BY ALL"))
    assert began == first_days(own_spells)
    assert began != first_days(with_trials)


def first_days(own: Iterable[tuple[str, date, date]]) -> dict[str, date]:
    """Give the day that every customer became one."""
    found: dict[str, date] = {}
    for account, since, _ in own:
        found[account] = min(since, found.get(account, since))
    return found


def test_churn_and_retention_of_every_month(filled: Filled, own_spells: list[tuple[str, date, date]]) -> None:
    metrics = ("churn_rate", "retention_rate", "retention_rate:article")
    table = [
        result for year in ("2023", "2024") for result in filled.workspace.show(*metrics, period=year, grain="month")
    ]
    assert len(table) == 3 * 24
    for result in table:
        first = customers_when(own_spells, result.period.start)
        last = customers_when(own_spells, result.period.end)
        wanted = len(first - last) if result.metric == "churn_rate" else len(first & last)
        if result.variant:
            wanted = len(last) - len(last - first)
        if not first:
            assert (result.value, result.status) == (None, "undefined")
            continue
        assert (result.numerator, result.denominator) == (wanted, len(first)), (result.full_name, result.period)


def test_quarters_and_years_are_counted_from_their_own_start(
    filled: Filled, own_spells: list[tuple[str, date, date]]
) -> None:
    """Who came and left within the period was never in its start set."""
    table = [
        *filled.workspace.show("churn_rate", period="2024"),
        *filled.workspace.show("churn_rate", period="2024-Q4"),
    ]
    for result in table:
        first = customers_when(own_spells, result.period.start)
        last = customers_when(own_spells, result.period.end)
        assert (result.numerator, result.denominator) == (len(first - last), len(first))


def test_recurring_revenue_of_a_month(filled: Filled, paid: list[Subscription]) -> None:
    """What is paid a month, day by day; a month is a twelfth of a year of 365.25 days."""
    for result in filled.workspace.show("total_revenue:recurring", period="2024", grain="month"):
        own = recurring(paid, result.period.start, result.period.end)
        assert number(result.value) == pytest.approx(own, rel=1e-9), result.period.label


def test_recurring_revenue_of_every_country(folder: Path, filled: Filled, paid: list[Subscription]) -> None:
    countries = {row["account_id"]: row["country"] for row in lines_of(folder / "ravenstack_accounts.csv")}
    table = list(filled.workspace.show("total_revenue:recurring", period="2024-06", by="country"))
    assert {result.group["country"] for result in table} == set(countries.values())
    for result in table:
        own = [part for part in paid if countries[part.account] == result.group["country"]]
        assert number(result.value) == pytest.approx(recurring(own, *JUNE), rel=1e-9)


def test_recurring_revenue_of_every_plan(filled: Filled, paid: list[Subscription]) -> None:
    table = list(filled.workspace.show("total_revenue:recurring", period="2024-06", by="product"))
    assert {result.group["product"] for result in table} == {"Basic", "Enterprise", "Pro"}
    for result in table:
        own = [part for part in paid if part.plan == result.group["product"]]
        assert number(result.value) == pytest.approx(recurring(own, *JUNE), rel=1e-9)


def recurring(own: Iterable[Subscription], start: date, end: date) -> float:
    """Recurring revenue from a day up to another."""
    held = sum(part.amount * max(0, (min(end, part.ends) - max(start, part.starts)).days) for part in own)
    return float(held) / 30.4375


def test_revenue_kept_and_grown_of_every_month(filled: Filled, paid: list[Subscription]) -> None:
    """Of what the customers of the first day paid: what is left of it, without and with growth."""
    metrics = ("retention_rate:net_revenue", "retention_rate:gross_revenue", "churn_rate:of_revenue")
    table = list(filled.workspace.show(*metrics, period="2024", grain="month"))
    assert len(table) == 36
    for result in table:
        assert_kept(result, paid)


def assert_kept(result: MetricResult, paid: list[Subscription]) -> None:
    """Compare one month's revenue kept with that of the subscriptions."""
    start, end = result.period.start, result.period.end
    before, after = amounts_on(paid, start - DAY), amounts_on(paid, end - DAY)
    own = spells(paid)
    there, still = customers_when(own, start), customers_when(own, end)
    base = sum(before[account] for account in there)
    grown = sum(after[account] for account in there & still if before[account] > 0)
    kept = sum(min(before[account], after[account]) for account in there & still)
    wanted = {"net_revenue": grown, "gross_revenue": kept, "of_revenue": base - kept}[result.variant]
    assert (result.numerator, result.denominator) == (wanted, base), (result.full_name, result.period.label)


def test_lifetime_value_by_plain_means(
    filled: Filled, paid: list[Subscription], own_spells: list[tuple[str, date, date]]
) -> None:
    """A year's revenue, per customer of an average day, times how long those stayed who have left."""
    (result,) = filled.workspace.show("customer_lifetime_value:article", period="2024-12")
    days = [date(2024, 1, 1) + number * DAY for number in range(366)]
    revenue = 12 * sum(sum(part.amount for part in paid if part.holds(day)) for day in days) / len(days)
    customers = sum(sum(since <= day < until for _, since, until in own_spells) for day in days) / len(days)
    stays = [(until - since).days / 365.25 for _, since, until in own_spells if until <= LAST_DAY]
    assert number(result.value) == pytest.approx(float(revenue) / customers * sum(stays) / len(stays), rel=1e-6)


def test_losses_written_down(folder: Path, filled: Filled) -> None:
    """They are another thing than customers lost, and are shown as what they are."""
    events = list(lines_of(folder / "ravenstack_churn_events.csv"))
    for result in filled.workspace.show("losses", "refunds", period="2024", grain="month", by="stated_reason"):
        own = [
            event
            for event in events
            if event["churn_date"][:7] == result.period.label and event["reason_code"] == result.group["stated_reason"]
        ]
        if result.metric == "losses":
            assert result.value == len(own)
        else:
            assert result.value == sum(Decimal(event["refund_amount_usd"]) for event in own)
    (whole,) = filled.workspace.show("losses", period="2023-01-01..2024-12-31")
    assert whole.value == len(events) == 600


def test_companies_who_are_lost_have_no_subscription_left(
    filled: Filled, paid: list[Subscription], own_spells: list[tuple[str, date, date]]
) -> None:
    """The records behind the churn of a month are the accounts that plain Python names."""
    start, end = MONTHS[20], MONTHS[21]
    lost = customers_when(own_spells, start) - customers_when(own_spells, end)
    records = filled.workspace.drill("churn_rate", period=f"{start:%Y-%m}").records
    assert {record.record for record in records} == lost
    assert not lost & set(amounts_on(paid, end))
