"""Cohorts of a wholesaler's and a software seller's customers equal plain Python over their files.

The reference goes customer by customer and month by month, and knows nothing of the product.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from math import exp, lgamma, log, sqrt
from pathlib import Path

import pytest

from lievik.model.cohorts import Cohort, CohortsAnswer
from lievik.model.lifetime import LifetimeValueAnswer
from tests.real import test_ravenstack_saas as ravenstack
from tests.real import test_uci_online_retail as uci
from tests.real.filled_workspace import Filled, filled_workspace

pytestmark = pytest.mark.real

Spell = tuple[str, date, date | None]
DAY = timedelta(days=1)


def index(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def first_spells(own: Iterable[Spell]) -> dict[str, tuple[date, date | None]]:
    """The first time as a customer of everybody."""
    found: dict[str, tuple[date, date | None]] = {}
    for who, since, until in own:
        if who not in found or since < found[who][0]:
            found[who] = (since, until)
    return found


def left_by_age(own: Iterable[Spell], until: date, *, has_returned: bool = False) -> dict[int, list[tuple[int, int]]]:
    """Month of acquisition -> (still there, started) by age; there is who is there past the end of the month."""
    firsts = first_spells(own)
    spans: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for who, since, end in own:
        if has_returned or since == firsts[who][0]:
            spans[who].append((since, end))
    by_month: dict[int, list[str]] = defaultdict(list)
    for who, (since, _) in firsts.items():
        by_month[index(since)].append(who)
    found: dict[int, list[tuple[int, int]]] = {}
    for month, members in by_month.items():
        found[month] = []
        for now in range(month, index(until) + 1):
            edge = min(first_day(now + 1), until + DAY)
            there = sum(any(s < edge and (e is None or e > edge) for s, e in spans[who]) for who in members)
            found[month].append((there, len(members)))
    return found


def by_month(answer: CohortsAnswer) -> dict[int, Cohort]:
    return {index(each.period.start): each for each in answer.cohorts if each.period and each.customers}


def product_limit(own: Mapping[str, tuple[date, date | None]], until: date, days: int) -> float:
    """The share that lasts longer than so many days, factor by factor."""
    lives = [
        ((min(end or until + DAY, until + DAY) - since).days, end is not None and end <= until + DAY)
        for since, end in own.values()
    ]
    share = 1.0
    for length in sorted({length for length, ended in lives if ended and length <= days}):
        at_risk = sum(other >= length for other, _ in lives)
        share *= 1 - sum(other == length and ended for other, ended in lives) / at_risk
    return share


def check_lasting(answer: CohortsAnswer, own: Iterable[Spell], until: date) -> None:
    firsts, lasting = first_spells(own), answer.whole.lasting
    assert lasting is not None
    assert (lasting.customers, lasting.lost) == (
        len(firsts),
        sum(end is not None and end <= until + DAY for _, end in firsts.values()),
    )
    for months, days in ((3, 93), (6, 184), (12, 367), (18, 549)):
        (found,) = [each for each in lasting.outlasting if each.months == months]
        if found.share is not None:
            assert float(found.share) == pytest.approx(product_limit(firsts, until, days), abs=1e-9)
            assert found.interval is not None
            assert found.interval.low < found.share < found.interval.high


def check_worth(answer: LifetimeValueAnswer, own: Iterable[Spell], until: date) -> None:
    """Churn of twelve months by customers, the mean length by the area under the curve, and what comes of both.

    Args:
        answer: of a period that ends on the day.
        own: every time as a customer.
        until: the day after the last.
    """
    spells = list(own)
    before = until.replace(year=until.year - 1)
    there = {who for who, since, end in spells if since < before and (end is None or end > before)}
    stay = {who for who, since, end in spells if since < until and (end is None or end > until)}
    assert (answer.churn.numerator, answer.churn.denominator) == (len(there - stay), len(there))
    lives = [
        ((min(end or until, until) - since).days, end is not None and end <= until)
        for _, since, end in spells
        if since < until
    ]
    area, alive, reached = 0.0, 1.0, 0
    for length in sorted({length for length, _ in lives if length <= 1826}):
        area, reached = area + alive * (length - reached), length
        at_risk = sum(other >= length for other, _ in lives)
        alive *= 1 - sum(other == length and ended for other, ended in lives) / at_risk
    years, per_year = answer.bases[""].years, answer.per_year.value
    assert years is not None
    assert per_year is not None
    assert float(years) == pytest.approx(area / 365.25, rel=1e-9)
    assert float(answer.bases[""].result.value or 0) == pytest.approx(float(per_year) * area / 365.25, rel=1e-9)
    check_interval(answer, [(min(length, 1826), ended and length <= 1826) for length, ended in lives], float(per_year))
    churn, basis = len(there - stay) / len(there) if there else 0, answer.bases["churn_based"]
    if churn:
        assert float(basis.result.value or 0) == pytest.approx(float(per_year) * min(5, 1 / churn), rel=1e-9)
        assert basis.interval is not None
        assert basis.interval.low <= (basis.result.value or 0) <= basis.interval.high


def check_interval(answer: LifetimeValueAnswer, lives: list[tuple[int, bool]], per_year: float) -> None:
    """The interval of the expected length, by Greenwood's variance of the area that is left after each end."""
    curve, alive = [(0, 1.0, 0.0)], 1.0
    for length in sorted({length for length, ended in lives if ended}):
        at_risk, ended = sum(other >= length for other, _ in lives), sum(life == (length, True) for life in lives)
        alive *= 1 - ended / at_risk
        curve.append((length, alive, ended / (at_risk * (at_risk - ended)) if at_risk > ended else 0.0))
    until = max(length for length, _ in lives)
    edges = [*(length for length, _, _ in curve[1:]), until]
    areas = [left * (edge - length) for (length, left, _), edge in zip(curve, edges, strict=True)]
    spread = sum(sum(areas[at:]) ** 2 * part for at, (_, _, part) in enumerate(curve))
    half, mean = 1.959963984540054 * sqrt(spread), sum(areas)
    interval = answer.bases[""].result.interval
    assert interval is not None
    assert interval == answer.bases[""].interval
    assert float(interval.low) == pytest.approx(per_year * (mean - half) / 365.25, rel=1e-9)
    assert float(interval.high) == pytest.approx(per_year * min(mean + half, until) / 365.25, rel=1e-9)


# ------------------------------------------------------------------------------------------- the wholesaler


@pytest.fixture(scope="module")
def lines(real_data: Callable[[str], Path]) -> list[uci.Line]:
    return list(uci.read_lines(real_data("uci_online_retail") / "raw" / "online_retail.csv.gz"))


@pytest.fixture(scope="module")
def wholesaler(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Filled:
    target = tmp_path_factory.mktemp("uci-cohorts") / "workspace"
    files = [real_data("uci_online_retail") / "raw"]
    return filled_workspace(target, files, "uci_online_retail", uci.COMPANY)


@pytest.mark.parametrize("has_returned", [False, True])
def test_customers_of_the_wholesaler(wholesaler: Filled, lines: list[uci.Line], *, has_returned: bool) -> None:
    own = uci.spells(lines)
    expected = left_by_age(own, uci.LAST_DAY, has_returned=has_returned)
    answer = wholesaler.workspace.cohorts(has_returned=has_returned)
    assert (answer.basis, answer.grain, answer.whole.customers) == ("invoices", "month", 4_338)
    found = {month: [(each.part, each.whole) for each in each_.kept] for month, each_ in by_month(answer).items()}
    assert found == expected
    # 9 December: the month is not over
    assert all(cohort.kept[-1].is_running for cohort in by_month(answer).values())
    assert not any(kept.is_running for kept in answer.whole.kept)
    lapsed = {who for who, _, until in own if until is not None}
    assert len(lapsed) == 2_693
    if not has_returned:
        assert answer.whole.lasting is not None
        assert answer.whole.lasting.lost == len({w for w, (_, end) in first_spells(own).items() if end is not None})
        # who is lost on the day after the last is lost by its end
        check_lasting(answer, own, uci.LAST_DAY)


@pytest.mark.parametrize("has_returned", [False, True])
def test_the_customers_of_a_cell_are_listed(wholesaler: Filled, lines: list[uci.Line], *, has_returned: bool) -> None:
    expected = left_by_age(uci.spells(lines), uci.LAST_DAY, has_returned=has_returned)
    for month, age in ((index(date(2010, 12, 1)), 6), (index(date(2011, 3, 1)), 3), (index(date(2011, 3, 1)), 9)):
        found = wholesaler.workspace.cohort_list(period=f"{first_day(month):%Y-%m}", age=age, has_returned=has_returned)
        assert (found.there, len(found.customers)) == expected[month][age]
        assert len({each.account_id for each in found.customers}) == len(found.customers)


def test_revenue_of_the_wholesaler_is_all_that_its_customers_were_invoiced(
    wholesaler: Filled, lines: list[uci.Line]
) -> None:
    firsts = first_spells(uci.spells(lines))
    expected: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.customer in firsts and line.day >= firsts[line.customer][0]:
            month = index(firsts[line.customer][0])
            expected[month, index(line.day) - month] += line.amount
    answer = wholesaler.workspace.cohorts(of="revenue", has_returned=True)
    found = {
        (month, each.age): each.part for month, cohort in by_month(answer).items() for each in cohort.kept if each.part
    }
    assert found == {key: amount for key, amount in expected.items() if amount}
    assert answer.unknown == sum(not line.customer for line in lines)


def test_quarters_are_their_months_at_the_same_age(wholesaler: Filled, lines: list[uci.Line]) -> None:
    months = left_by_age(uci.spells(lines), uci.LAST_DAY)
    answer = wholesaler.workspace.cohorts(period="2011-Q1", grain="quarter")
    (quarter,) = answer.cohorts
    first = index(date(2011, 1, 1))
    assert [(each.part, each.whole) for each in quarter.kept] == [
        tuple(sum(months[month][age][place] for month in range(first, first + 3)) for place in (0, 1))
        for age in range(10)
    ]


def test_what_a_customer_of_the_wholesaler_is_worth(wholesaler: Filled, lines: list[uci.Line]) -> None:
    answer = wholesaler.workspace.lifetime_value(period="2011-11")
    # a year before its end the first customer had not come yet
    check_worth(answer, uci.spells(lines), date(2011, 12, 1))
    assert answer.churn.value is None


def test_the_wholesaler_s_customers_do_not_do_as_the_model_says(wholesaler: Filled, lines: list[uci.Line]) -> None:
    """Hardly anybody stops within half a year: it comes to an order rate for each, and errs more than the plain one.

    Then (r + x) / (alpha + T) a day is expected of everybody; r and alpha are the likeliest by plain Python.
    """
    found = wholesaler.workspace.lifetime_value(period="2011-12").repeat_orders
    assert found is not None
    assert (found.reason, found.customers, found.days, found.per_customer) == ("no_better", 4_338, 374, None)
    cut, until = date(2011, 6, 6), uci.LAST_DAY + DAY
    days: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    ordered: dict[str, set[date]] = defaultdict(set)
    for line in lines:
        if line.customer:
            days[line.customer][line.day] += line.amount
            if not line.is_return and line.amount > 0:
                ordered[line.customer].add(line.day)
    assert found.repeating == sum(len(own) > 1 for own in ordered.values())
    known = {who: sorted(day for day in own if day < cut) for who, own in ordered.items() if min(own) < cut}
    amount = {who: sum(a for day, a in days[who].items() if own[0] <= day < cut) for who, own in known.items()}
    came = {who: float(sum(a for day, a in days[who].items() if day >= cut)) for who in known}
    mean = float(sum(amount.values())) / sum(map(len, known.values()))
    worth = {who: max(float(amount[who]) / len(own) if len(own) > 1 else mean, 0) for who, own in known.items()}
    rates = {who: ((len(own) - 1) / (cut - own[0]).days) for who, own in known.items()}
    ahead = (until - cut).days

    def off(expected: Mapping[str, float]) -> float:
        return sum(abs(expected[who] * worth[who] - came[who]) for who in known) / sum(came.values())

    assert found.hold_out is not None
    rules, whole = found.hold_out.rules, sum(came.values())
    assert (found.hold_out.period.start, found.hold_out.period.end) == (cut, until)
    assert (found.hold_out.customers, float(found.hold_out.revenue)) == (len(known), pytest.approx(whole))
    assert float(rules["plain_rate"].error) == pytest.approx(off({who: rate * ahead for who, rate in rates.items()}))
    active = {
        who: rates[who] * ahead * ((cut - own[-1]).days <= max(60, 2 * (own[-1] - own[0]).days / max(len(own) - 1, 1)))
        for who, own in known.items()
    }
    assert float(rules["active_rate"].error) == pytest.approx(off(active))
    seen = [(len(own) - 1, (cut - own[0]).days) for own in known.values()]

    def unlikely(r: float, alpha: float) -> float:
        return -sum(lgamma(r + x) - lgamma(r) + r * log(alpha) - (r + x) * log(alpha + t) for x, t in seen)

    r, alpha = least(unlikely, 1.0, 50.0)
    expected = {who: (r + len(own) - 1) / (alpha + (cut - own[0]).days) * ahead for who, own in known.items()}
    assert float(rules["bg_nbd"].error) == pytest.approx(off(expected), rel=1e-3)
    assert float(rules["bg_nbd"].error) > float(rules["plain_rate"].error)


def least(of: Callable[[float, float], float], one: float, other: float) -> tuple[float, float]:
    """Where a function of two positive numbers is least, by steps that are halved when they lead nowhere."""
    step, best = 0.5, of(one, other)
    while step > 1e-5:
        tried = [
            (one * exp(a * step), other * exp(b * step))
            for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1))
        ]
        value, found = min((of(*each), each) for each in tried)
        if value < best:
            best, (one, other) = value, found
        else:
            step /= 2
    return one, other


# --------------------------------------------------------------------------------------- the software seller


@pytest.fixture(scope="module")
def paid(real_data: Callable[[str], Path]) -> list[ravenstack.Subscription]:
    folder = real_data("ravenstack_saas") / "raw"
    return [part for part in ravenstack.read_subscriptions(folder) if not part.is_trial]


@pytest.fixture(scope="module")
def seller(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Filled:
    target = tmp_path_factory.mktemp("ravenstack-cohorts") / "workspace"
    files = [real_data("ravenstack_saas") / "raw"]
    return filled_workspace(target, files, "ravenstack_saas", ravenstack.COMPANY)


def own_spells(paid: Iterable[ravenstack.Subscription]) -> list[Spell]:
    return [(who, since, None if until == date.max else until) for who, since, until in ravenstack.spells(paid)]


@pytest.mark.parametrize("has_returned", [False, True])
def test_customers_of_the_software_seller(
    seller: Filled, paid: list[ravenstack.Subscription], *, has_returned: bool
) -> None:
    own = own_spells(paid)
    answer = seller.workspace.cohorts(has_returned=has_returned)
    assert answer.basis == "subscription"
    expected = left_by_age(own, ravenstack.LAST_DAY, has_returned=has_returned)
    found = {month: [(each.part, each.whole) for each in each_.kept] for month, each_ in by_month(answer).items()}
    assert found == expected
    check_lasting(answer, own, ravenstack.LAST_DAY)


def test_revenue_of_the_software_seller(seller: Filled, paid: list[ravenstack.Subscription]) -> None:
    """Monthly amounts on each month's last day, of everybody who was a customer before and still is on the next day."""
    own = own_spells(paid)
    firsts = first_spells(own)
    left = {(account, until) for account, _, until in own}
    expected: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for part in paid:
        if part.account not in firsts or part.amount <= 0 or part.ends <= part.starts:
            continue
        month = index(firsts[part.account][0])
        for now in range(month, index(ravenstack.LAST_DAY) + 1):
            edge = first_day(now + 1)
            if part.starts < edge <= part.ends and (part.ends > edge or (part.account, edge) not in left):
                expected[month, now - month] += part.amount
    answer = seller.workspace.cohorts(of="revenue", has_returned=True)
    found = {
        (month, each.age): each.part for month, cohort in by_month(answer).items() for each in cohort.kept if each.part
    }
    assert found == expected
    assert (answer.currency, answer.unrated) == ("USD", 0)


def test_what_a_customer_of_the_software_seller_is_worth(seller: Filled, paid: list[ravenstack.Subscription]) -> None:
    answer = seller.workspace.lifetime_value(period="2024-12")
    check_worth(answer, own_spells(paid), date(2025, 1, 1))
