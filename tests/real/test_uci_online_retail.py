"""A wholesaler's 541,909 invoice lines: every figure equals plain Python over the file, and the published reference.

The reference part reads the file with the standard library alone and knows nothing of the product.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.real.filled_workspace import Company, Filled, by_group, filled_workspace, number
from tests.real.plain_files import cents, lines_of

pytestmark = pytest.mark.real

LAST_DAY = date(2011, 12, 9)
EVER = "2010-12-01..2011-12-09"
MONTHS = "2010-12-01..2011-12-31"
PATIENCE = timedelta(days=90)
"""Who has not bought for so long is lost."""

MEASURES = """\
[gross_billed_amount]
table = "invoice_line"
value = "sum(amount)"
where = "NOT is_return"
dated_by = "invoiced_on"
unit = "money"
empty = 0
en = "invoiced without returns"

[gross_billed_amount_of_known]
table = "invoice_line"
value = "sum(amount)"
where = "NOT is_return AND account_id IS NOT NULL"
dated_by = "invoiced_on"
unit = "money"
empty = 0
en = "invoiced to customers who are known"

[returned_amount]
table = "invoice_line"
value = "sum(amount)"
where = "is_return"
dated_by = "invoiced_on"
unit = "money"
empty = 0
en = "returned"

[orders]
table = "invoice_line"
value = "count(*)"
per = "invoice_no"
base_where = "NOT is_return"
each = { lines = "count(*)" }
dated_by = "invoiced_on"
unit = "count"
empty = 0
en = "orders"

[buyers]
table = "invoice_line"
value = "count(*)"
per = "account_id"
base_where = "NOT is_return AND account_id IS NOT NULL"
each = { lines = "count(*)" }
dated_by = "invoiced_on"
unit = "count"
empty = 0
en = "customers who bought"
"""

METRICS = {
    "gross_billed": ("gross_billed_amount", "money"),
    "known_gross_billed": ("gross_billed_amount_of_known", "money"),
    "returned": ("returned_amount", "money"),
    "orders_billed": ("orders", "count"),
    "active_buyers": ("buyers", "count"),
    "order_value": ("gross_billed_amount / orders", "money"),
    "spend_per_buyer": ("gross_billed_amount_of_known / buyers", "money"),
}
"""The company's own metrics: name -> formula, unit."""

COMPANY = Company(
    as_of=LAST_DAY,
    currency="GBP",
    settings={"# fixed_days = 90": "fixed_days = 90"},
    definitions={
        "measures.toml": MEASURES,
        **{
            f"metrics/{name}.toml": f'formula = "{formula}"\nunit = "{unit}"\n[en]\ntitle = "{name}"\n'
            for name, (formula, unit) in METRICS.items()
        },
    },
)


# ------------------------------------------------------------------------------------------- the reference


class Line(NamedTuple):
    """One invoice line that counts."""

    invoice: str
    product: str
    amount: Decimal
    day: date
    month: str
    customer: str
    country: str
    is_return: bool
    units: int


class Figures(NamedTuple):
    """Figures of some lines."""

    gross: Decimal
    gross_of_known: Decimal
    returned: Decimal
    orders: int
    buyers: int


def read_lines(path: Path) -> Iterator[Line]:
    """Give the lines that count: credit notes, and lines with a quantity and a price that correct no debt."""
    days: dict[str, date] = {}
    for row in lines_of(path):
        invoice, quantity, price = row["InvoiceNo"], int(row["Quantity"]), Decimal(row["UnitPrice"])
        if not invoice.startswith("C") and (invoice.startswith("A") or quantity <= 0 or price <= 0):
            continue
        text = row["InvoiceDate"][:10]
        days.setdefault(text, date.fromisoformat(text))
        customer = row["CustomerID"].removesuffix(".0")
        yield Line(
            invoice,
            row["StockCode"],
            cents(quantity * price),
            days[text],
            text[:7],
            customer,
            row["Country"],
            invoice.startswith("C"),
            quantity,
        )


def figures(lines: Iterable[Line]) -> Figures:
    """Add up lines."""
    gross = known = returned = Decimal(0)
    orders, buyers = set(), set()
    for line in lines:
        if line.is_return:
            returned += line.amount
            continue
        gross += line.amount
        orders.add(line.invoice)
        if line.customer:
            known += line.amount
            buyers.add(line.customer)
    return Figures(gross, known, returned, len(orders), len(buyers))


def by(lines: Iterable[Line], key: Callable[[Line], str]) -> dict[str, list[Line]]:
    """Sort lines into groups."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups


def spells(lines: Iterable[Line]) -> list[tuple[str, date, date | None]]:
    """Give every unbroken time as a customer: who, first day, day lost; a line of less than a penny is no purchase."""
    days: dict[str, set[date]] = {}
    for line in lines:
        if line.customer and not line.is_return and line.amount > 0:
            days.setdefault(line.customer, set()).add(line.day)
    found: list[tuple[str, date, date | None]] = []
    for customer, bought in days.items():
        ordered = sorted(bought)
        start = ordered[0]
        for day, following in zip(ordered, [*ordered[1:], None], strict=True):
            if following is None or following - day > PATIENCE:
                lost = day + PATIENCE
                found.append((customer, start, lost if lost <= LAST_DAY else None))
                start = following or start
    return found


# --------------------------------------------------------------------------------------------- the product


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("uci_online_retail")


@pytest.fixture(scope="module")
def lines(folder: Path) -> list[Line]:
    return list(read_lines(folder / "raw" / "online_retail.csv.gz"))


@pytest.fixture(scope="module")
def months(lines: list[Line]) -> dict[str, list[Line]]:
    return by(lines, lambda line: line.month)


@pytest.fixture(scope="module")
def reference(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "reference.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def filled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    target = tmp_path_factory.mktemp("uci") / "workspace"
    return filled_workspace(target, [folder / "raw"], "uci_online_retail", COMPANY)


def test_the_receipt_tells_what_was_left_out(filled: Filled, lines: list[Line], reference: dict[str, Any]) -> None:
    receipt = filled.brought("online_retail.csv.gz", "invoice_line")
    assert receipt.rows_read == reference["rows"]["lines"] == 541_909
    assert (receipt.rows_kept, receipt.rows_left_out) == (len(lines), 541_909 - len(lines)) == (539_391, 2_518)
    assert [total.amount for total in receipt.totals] == [sum(line.amount for line in lines)]
    assert receipt.columns_not_used == ("Description",)
    assert filled.receipt.files_not_mapped == ("databricks_license.md",)
    unknown = {found.what: found.rows for found in filled.receipt.suspicions}
    assert unknown["without_account"] == sum(not line.customer for line in lines)


def test_the_whole(filled: Filled, lines: list[Line], reference: dict[str, Any]) -> None:
    (net,) = filled.workspace.show("total_revenue:billed", period=EVER)
    assert (net.value, net.n, net.currency) == (Decimal("9758809.99"), len(lines), "GBP")
    assert number(net.value) == pytest.approx(reference["total"]["net"], abs=0.01)
    own = figures(lines)
    found = {result.metric: result.value for result in filled.workspace.show(*METRICS, period=EVER)}
    assert found["gross_billed"] == own.gross
    assert found["returned"] == own.returned
    assert (found["orders_billed"], found["active_buyers"]) == (own.orders, own.buyers)
    assert own.buyers == reference["churn90"]["customers"] == 4_338
    assert number(found["gross_billed"]) == pytest.approx(reference["total"]["gross"], abs=0.01)
    assert number(found["returned"]) == pytest.approx(reference["total"]["returns"], abs=0.01)
    assert number(found["order_value"]) == pytest.approx(reference["avg_order_value_gross"], rel=1e-8)
    assert number(found["spend_per_buyer"]) == pytest.approx(reference["customers"]["mean_spend"], abs=1e-4)


def test_every_month(filled: Filled, months: dict[str, list[Line]], reference: dict[str, Any]) -> None:
    table = list(filled.workspace.show("total_revenue:billed", *METRICS, period=MONTHS, grain="month"))
    found = {(result.period.label, result.metric): result.value for result in table}
    assert {label for label, _ in found} == set(months) == set(reference["by_month"])
    for label, part in months.items():
        own, known = figures(part), reference["by_month"][label]
        assert found[label, "total_revenue"] == own.gross + own.returned
        assert number(found[label, "total_revenue"]) == pytest.approx(known["net"], abs=0.01)
        assert found[label, "gross_billed"] == own.gross
        assert number(own.gross) == pytest.approx(known["gross"], abs=0.01)
        assert found[label, "known_gross_billed"] == own.gross_of_known
        assert number(own.gross_of_known) == pytest.approx(known["gross_with_customer"], abs=0.01)
        assert found[label, "returned"] == own.returned == pytest.approx(Decimal(str(known["returns"])))
        assert found[label, "orders_billed"] == own.orders == known["orders"]
        assert found[label, "active_buyers"] == own.buyers == known["active_customers"]


def test_growth_from_month_to_month(
    filled: Filled, months: dict[str, list[Line]], lines: list[Line], reference: dict[str, Any]
) -> None:
    """The last month ends on its 9th: as of that day it is compared with the first nine days of the one before."""
    table = filled.workspace.show("total_revenue:billed", period=MONTHS, grain="month", compare="previous")
    shares = {result.period.label: result.compared.delta_share for result in table if result.compared}
    for label, growth in reference["net_growth_mom"].items():
        if label != "2011-12":
            assert number(shares[label]) == pytest.approx(growth, abs=1e-6)
    before = sum(line.amount for line in lines if date(2011, 11, 1) <= line.day <= date(2011, 11, 9))
    now = sum(line.amount for line in months["2011-12"])
    assert number(shares["2011-12"]) == pytest.approx(float(now / before - 1), abs=1e-9)
    later = filled.workspace.show("total_revenue:billed", period="2011-12", compare="previous", as_of="2011-12-31")
    (whole,) = [result.compared for result in later]
    assert whole is not None
    assert number(whole.delta_share) == pytest.approx(reference["net_growth_mom"]["2011-12"], abs=1e-6)


def test_every_country(filled: Filled, lines: list[Line], reference: dict[str, Any]) -> None:
    countries = by(lines, lambda line: line.country)
    table = list(filled.workspace.show("total_revenue:billed", "gross_billed", period=EVER, by="owner"))
    net = by_group([result for result in table if result.variant], "owner")
    gross = by_group([result for result in table if not result.variant], "owner")
    assert set(net) == set(gross) == set(countries) == set(reference["by_country"])
    for country, part in countries.items():
        own = figures(part)
        assert net[country].value == own.gross + own.returned
        assert gross[country].value == own.gross
        assert number(gross[country].value) == pytest.approx(reference["by_country"][country], abs=0.01)
    (eire,) = filled.workspace.show("total_revenue:billed", period="2011-06", where={"owner": "EIRE"})
    assert eire.value == sum(line.amount for line in countries["EIRE"] if line.month == "2011-06")


def test_every_product(filled: Filled, lines: list[Line]) -> None:
    products = by(lines, lambda line: line.product)
    table = list(filled.workspace.show("total_revenue:billed", period=EVER, by="product", totals=True))
    whole = [result for result in table if not result.group]
    found = by_group([result for result in table if result.group], "product")
    assert [result.value for result in whole] == [sum(result.value or 0 for result in found.values())]
    assert {name: result.value for name, result in found.items()} == {
        name: sum(line.amount for line in part) for name, part in products.items()
    }


def test_the_customers_who_spend_most(filled: Filled, lines: list[Line], reference: dict[str, Any]) -> None:
    spent: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.customer and not line.is_return:
            spent[line.customer] += line.amount
    table = by_group(list(filled.workspace.show("known_gross_billed", period=EVER, by="account")), "account")
    found = {account: result.value for account, result in table.items() if result.value}
    assert found == {customer: amount for customer, amount in spent.items() if amount}
    ten = sorted(found, key=lambda account: -(found[account] or 0))[:10]
    assert [[int(account), number(found[account])] for account in ten] == reference["customers"]["top10"]
    share = sum(found[account] or 0 for account in ten) / sum(value or 0 for value in found.values())
    assert number(share) == pytest.approx(reference["customers"]["top10_share"], abs=1e-6)


def test_customers_who_are_lost_after_ninety_days(filled: Filled, lines: list[Line], reference: dict[str, Any]) -> None:
    """Every spell of every customer, and the reference's counts of losses and returns."""
    own = spells(lines)
    found = filled.rows("SELECT account_id, became_on, left_on FROM customer")
    assert sorted(found, key=str) == sorted(own, key=str)
    churn = reference["churn90"]
    assert len({account for account, *_ in found}) == churn["customers"] == 4_338
    assert len({account for account, _, left in found if left}) == churn["customers_ever_churned"] == 2_693
    staying = {account for account, _, left in found if left is None}
    assert len({account for account, *_ in found} - staying) == churn["inactive_at_end"]
    counts = "SELECT strftime({0}, '%Y-%m'), count(*) FROM customer WHERE {1} GROUP BY ALL"
    lost, back, new = (
        dict(filled.rows(counts.format(column, condition)))
        for column, condition in (
            ("left_on", "left_on IS NOT NULL"),
            ("became_on", "spell_no > 1"),
            ("became_on", "spell_no = 1"),
        )
    )
    assert lost == churn["churn_events_by_month"]
    assert back == churn["reactivations_by_month"]
    assert new == reference["new_customers_by_month"]


def test_churn_and_retention_of_every_month(filled: Filled, lines: list[Line]) -> None:
    """Lost are those of the first day's customers who are none when the month is over."""
    own = spells(lines)
    table = list(filled.workspace.show("churn_rate", "retention_rate", period="2011", grain="month"))
    assert len(table) == 24
    for result in table:
        start, end = result.period.start, result.period.end
        first = {who for who, since, left in own if since < start and (left is None or left > start)}
        last = {who for who, since, left in own if since < end and (left is None or left > end)}
        want = first - last if result.metric == "churn_rate" else first & last
        assert (result.numerator, result.denominator) == (len(want), len(first)), result.period.label


def test_lines_behind_a_number(filled: Filled, lines: list[Line]) -> None:
    """The records of one country's month add up to its number."""
    part = [line for line in lines if line.country == "Japan" and line.month == "2011-03"]
    records = filled.workspace.drill("total_revenue:billed", period="2011-03", where={"owner": "Japan"})
    assert len(records.records) == len(part)
    assert records.sums == {"billed_amount": sum(line.amount for line in part)}


def test_products_month_by_month(filled: Filled, lines: list[Line]) -> None:
    """Net revenue, units sold and what was returned of every product; what moved it adds up to the penny."""
    own: dict[str, dict[str, list[Line]]] = {
        month: by(found, lambda line: line.product) for month, found in by(lines, lambda line: line.month).items()
    }
    for month, before in (("2011-02", "2011-01"), ("2011-09", "2011-08"), ("2011-11", "2011-10")):
        answer = filled.workspace.products(period=month)
        assert (answer.period.label, answer.compared.label, answer.source) == (month, before, "invoice_line")
        found = {str(row.product): row for row in answer.rows}
        assert set(found) == {*own[month], *own[before]}
        for product, row in found.items():
            for side, label in ((row.now, month), (row.before, before)):
                part = own[label].get(product, [])
                sold = [line for line in part if not line.is_return]
                assert side.revenue == sum(line.amount for line in part)
                assert (side.units, side.lines) == (sum(line.units for line in sold), len(part))
                assert side.returned == sum(line.amount for line in part if line.is_return)
            assert sum(row.effects.values()) == row.change
            if product not in own[before]:
                assert {name for name, part in row.effects.items() if part} <= {"volume", "mix", "returns"}
        whole = answer.whole
        assert whole is not None
        assert whole.now.revenue == sum(line.amount for line in lines if line.month == month)
        assert whole.effects == {
            name: sum((row.effects[name] for row in answer.rows), Decimal(0)) for name in whole.effects
        }


def test_who_buys_what_next(filled: Filled, lines: list[Line]) -> None:
    """Holders, pairs and candidates of the strongest pairs, counted over sets of accounts."""
    kept: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        if line.customer:
            kept[line.product][line.customer] += line.amount
    bought = {product: {who for who, sum_ in found.items() if sum_ > 0} for product, found in kept.items()}
    everybody = set().union(*bought.values())
    answer = filled.workspace.products(period="2011-11", has_next=True).next
    assert answer is not None
    assert (answer.accounts, answer.products) == (len(everybody), sum(1 for found in bought.values() if found))
    assert answer.no_account == sum(not line.customer for line in lines)
    assert answer.pairings
    for pairing in answer.pairings[:50]:
        one, other = bought[pairing.held], bought[pairing.other]
        assert (pairing.holders, pairing.both, pairing.others) == (len(one), len(one & other), len(other))
        assert pairing.accounts == len(everybody)
        assert pairing.low > pairing.base
    for candidate in answer.candidates[:200]:
        assert candidate.account in bought[candidate.pairing.held] - bought[candidate.pairing.other]
