"""A bicycle maker's 57,851 order lines and its people's targets: every figure equals plain Python over the files.

The reference part reads the files with the standard library alone and knows nothing of the product.
"""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from math import log
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from lievik.model.team import TeamAnswer
from tests.real.filled_workspace import Company, Filled, by_group, filled_workspace, number
from tests.real.plain_files import cents, lines_of

pytestmark = pytest.mark.real

YEARS = ("FY2018", "FY2019", "FY2020")
"""Fiscal years run from July to June and are named by the year they end in."""

MANAGERS = {
    "112432117": "Brian Welcker",
    "502097814": "Stephen Jiang",
    "982310417": "Amy Alberts",
    "481044938": "Syed Abbas",
}
"""Those whose targets are their people's, by the number that targets name them by."""

COMPANY = Company(
    as_of=date(2020, 6, 30),
    currency="USD",
    settings={"start_month = 1 ": "start_month = 7 "},
    definitions={
        "dimensions.toml": """\
[territory]
en = "Sales territory"
[territory.through]
invoice_line = "account_id > account.region"
deal = "account_id > account.region"
""",
        "metrics/target.toml": 'formula = "quota_amount"\nunit = "money"\n[en]\ntitle = "Target"\n',
    },
)


# ------------------------------------------------------------------------------------------- the reference


class Line(NamedTuple):
    """One line of an order, with what the other files know of it."""

    day: date
    reseller: str
    product: str
    seller: str
    territory: str
    country: str
    family: str
    amount: Decimal

    @property
    def fiscal_year(self) -> str:
        """The fiscal year that the line was ordered in."""
        return f"FY{self.day.year + (self.day.month >= 7)}"

    @property
    def month(self) -> str:
        """The month that the line was ordered in."""
        return f"{self.day:%Y-%m}"


@dataclass(frozen=True, kw_only=True)
class Books:
    """What the files say.

    Attributes:
        names: file's key column -> key -> name.
        targets: employee's key -> month -> what is to be reached in it.
        team_targets: the same, for managers.
    """

    lines: list[Line]
    names: Mapping[str, Mapping[str, str]]
    targets: Mapping[str, Mapping[str, Decimal]]
    team_targets: Mapping[str, Mapping[str, Decimal]]


def read_books(folder: Path) -> Books:
    """Read everything but what nobody sells by."""
    resellers = {row["ResellerKey"]: row for row in lines_of(folder / "Resellers.csv")}
    products = {row["ProductKey"]: row for row in lines_of(folder / "Product.csv")}
    territories = {row["SalesTerritoryKey"]: row["Region"] for row in lines_of(folder / "Region.csv")}
    people = {row["EmployeeID"]: row for row in lines_of(folder / "Salesperson.csv")}
    names = {
        "account": {key: row["ResellerName"] for key, row in resellers.items()},
        "product": {key: row["Product"] for key, row in products.items()},
        "owner": {row["EmployeeKey"]: row["Salesperson"] for row in people.values()},
    }
    lines = [
        Line(
            date.fromisoformat(row["OrderDate"]),
            row["ResellerKey"],
            row["ProductKey"],
            row["EmployeeKey"],
            territories[row["SalesTerritoryKey"]],
            resellers[row["ResellerKey"]]["Country_Region"],
            products[row["ProductKey"]]["EnglishProductCategoryName"],
            Decimal(row["SalesAmount"]),
        )
        for row in lines_of(folder / "FactResellerSales.csv.gz")
    ]
    targets: dict[bool, dict[str, dict[str, Decimal]]] = {True: defaultdict(dict), False: defaultdict(dict)}
    for (person, month), amount in wide_targets(folder).items():
        targets[person in MANAGERS][people[person]["EmployeeKey"]][month] = amount
    return Books(lines=lines, names=names, targets=targets[False], team_targets=targets[True])


def wide_targets(folder: Path) -> dict[tuple[str, str], Decimal]:
    """Read the wide file of targets: a column a month of the calendar's year, in thousands, a dash for none."""
    return {
        (row["EmployeeID"], f"{row['Year']}-{month:02}"): 1000 * Decimal(row[f"M{month:02}"])
        for row in lines_of(folder / "ResellerSalesTargets.csv", encoding="utf-16")
        for month in range(1, 13)
        if row[f"M{month:02}"] != "-"
    }


def sums(lines: Iterable[Line], key: Callable[[Line], str]) -> dict[str, Decimal]:
    """Add amounts up by a key."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        found[key(line)] += line.amount
    return dict(found)


def labelled(amounts: Mapping[str, Decimal], names: Mapping[str, str]) -> dict[str, Decimal]:
    """Put names in the place of keys; where two have one name, the key stands behind it."""
    times = Counter(names[key] for key in amounts)
    return {
        names[key] if times[names[key]] == 1 else f"{names[key]} ({key})": amount for key, amount in amounts.items()
    }


def months_of(fiscal_year: str, quarter: int = 0) -> list[str]:
    """Name the months of a fiscal year, or of its quarter."""
    start = int(fiscal_year.removeprefix("FY")) - 1
    months = [f"{start + (month > 12)}-{(month - 1) % 12 + 1:02}" for month in range(7, 19)]
    return months[3 * quarter - 3 : 3 * quarter] if quarter else months


# --------------------------------------------------------------------------------------------- the product


@pytest.fixture(scope="module")
def folder(real_data: Callable[[str], Path]) -> Path:
    return real_data("adventureworks_reseller") / "raw"


@pytest.fixture(scope="module")
def books(folder: Path) -> Books:
    return read_books(folder)


@pytest.fixture(scope="module")
def filled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    target = tmp_path_factory.mktemp("adventureworks") / "workspace"
    return filled_workspace(target, [folder], "adventureworks_reseller", COMPANY)


def test_the_receipt(filled: Filled, books: Books) -> None:
    sold = sum(line.amount for line in books.lines)
    for table in ("invoice_line", "deal"):
        lines = filled.brought("FactResellerSales.csv.gz", table)
        assert (lines.rows_read, lines.rows_kept) == (len(books.lines), len(books.lines)) == (57_851, 57_851)
        assert [total.amount for total in lines.totals] == [sold] == [Decimal("77548570.20")]
    targets = filled.brought("ResellerSalesTargets.csv", "quota")
    assert (targets.rows_read, targets.rows_kept, targets.rows_left_out) == (81 * 12, 809, 163)
    assert filled.receipt.files_not_mapped == (
        "DimEmployeeSalesTerritory.csv",
        "LICENSE.PL-300",
        "Region.csv",
        "Targets_long.csv",
    )


def test_fiscal_years_and_their_parts(filled: Filled, books: Books) -> None:
    years = sums(books.lines, lambda line: line.fiscal_year)
    months = sums(books.lines, lambda line: line.month)
    for year in YEARS:
        (whole,) = filled.workspace.show("total_revenue:billed", period=year)
        assert (whole.value, whole.currency) == (years[year], "USD")
        monthly = filled.workspace.show("total_revenue:billed", period=year, grain="month")
        found = {result.period.label: result.value for result in monthly}
        assert found == {month: months.get(month, 0) for month in months_of(year)}
        for result in filled.workspace.show("total_revenue:billed", period=year, grain="quarter"):
            part = months_of(year, int(result.period.label[-1]))
            assert result.value == sum(months.get(month, 0) for month in part), result.period.label
    for before, year in (("FY2018", "FY2019"), ("FY2019", "FY2020")):
        (growth,) = filled.workspace.show("revenue_growth", period=year)
        assert number(growth.value) == pytest.approx(float(years[year] / years[before] - 1), rel=1e-12)


@pytest.mark.parametrize(
    ("dimension", "attribute"),
    [
        ("account", "reseller"),
        ("product", "product"),
        ("product_family", "family"),
        ("territory", "territory"),
        ("country", "country"),
        ("owner", "seller"),
    ],
)
def test_every_split_of_every_year(filled: Filled, books: Books, dimension: str, attribute: str) -> None:
    for year in YEARS:
        lines = [line for line in books.lines if line.fiscal_year == year]
        own = sums(lines, lambda line: str(getattr(line, attribute)))
        wanted = labelled(own, books.names.get(dimension, {key: key for key in own}))
        for metric in ("total_revenue:billed", "total_revenue"):
            results = filled.workspace.show(metric, period=year, by=dimension)
            found = {name: result.value for name, result in by_group(list(results), dimension).items()}
            assert found == wanted, (metric, year)


def test_two_splits_at_once(filled: Filled, books: Books) -> None:
    for year in YEARS:
        lines = [line for line in books.lines if line.fiscal_year == year]
        own = sums(lines, lambda line: f"{books.names['owner'][line.seller]}|{line.territory}")
        results = filled.workspace.show("total_revenue:billed", period=year, by="owner,territory")
        found = {f"{result.group['owner']}|{result.group['territory']}": result.value for result in results}
        assert found == own


def test_targets_are_those_of_the_long_file(folder: Path, books: Books, filled: Filled) -> None:
    """The published long file has the same targets a line each, in whole dollars: years are the calendar's."""
    long = {
        (row["EmployeeID"], row["TargetMonth"][:7]): Decimal(row["TargetAmount"])
        for row in lines_of(folder / "Targets_long.csv")
    }
    assert wide_targets(folder) == long
    stored = filled.rows("SELECT subject_kind, subject_id, strftime(starts_on, '%Y-%m'), amount FROM quota")
    assert len(stored) == len(long) == 809
    for kind, targets in (("rep", books.targets), ("team", books.team_targets)):
        own = {(person, month): amount for person, months in targets.items() for month, amount in months.items()}
        assert {(person, month): amount for part, person, month, amount in stored if part == kind} == own
    ends = filled.rows("SELECT count(*) FROM quota WHERE ends_on <> starts_on + INTERVAL 1 MONTH")
    assert ends == [(0,)]


def test_managers_are_not_counted_twice(filled: Filled, books: Books) -> None:
    """The company's target is its reps'; the managers', which say it again, would more than double it."""
    repeated = [sum(month.values()) for month in books.team_targets.values()]
    assert len(repeated) == 4
    assert sum(repeated) > sum(sum(month.values()) for month in books.targets.values())
    for year in (*YEARS, "FY2021"):
        months = months_of(year)
        reps = {
            books.names["owner"][person]: sum((found.get(month, Decimal(0)) for month in months), Decimal(0))
            for person, found in books.targets.items()
        }
        (whole,) = filled.workspace.show("target", period=year)
        assert whole.value == sum(reps.values())
        table = by_group(list(filled.workspace.show("target", period=year, by="owner")), "owner")
        found = {name: result.value for name, result in table.items() if result.value}
        assert found == {name: amount for name, amount in reps.items() if amount}
        assert not set(found) & set(MANAGERS.values())


@pytest.mark.parametrize("year", YEARS)
def test_who_reached_the_target(filled: Filled, books: Books, year: str) -> None:
    for quarter in range(5):
        months = months_of(year, quarter)
        label = f"{year}-Q{quarter}" if quarter else year
        sold = sums((line for line in books.lines if line.month in months), lambda line: line.seller)
        due = {
            person: sum((found.get(month, Decimal(0)) for month in months), Decimal(0))
            for person, found in books.targets.items()
        }
        having = {person for person, amount in due.items() if amount > 0}
        reached = {person for person in having if sold.get(person, 0) >= due[person]}
        credited = sum(
            line.amount
            for line in books.lines
            if line.month in months and books.targets.get(line.seller, {}).get(line.month, 0) > 0
        )
        results = {
            result.variant: result
            for result in filled.workspace.show(
                "quota_attainment_rate", "quota_attainment_rate:attainment", period=label
            )
        }
        assert (results[""].numerator, results[""].denominator) == (len(reached), len(having)), label
        attained = results["attainment"]
        assert (attained.numerator, attained.denominator) == (credited, sum(due.values())), label


@pytest.mark.parametrize("year", YEARS)
def test_what_each_reached_of_the_target_of_a_fiscal_year(filled: Filled, books: Books, year: str) -> None:
    """Of those who have a target in a year; managers have none of their own, whatever they sell."""
    months = months_of(year)
    due = {person: sum(found.get(month, Decimal(0)) for month in months) for person, found in books.targets.items()}
    sold: dict[str, Decimal] = defaultdict(Decimal)
    for line in books.lines:
        if books.targets.get(line.seller, {}).get(line.month, 0) > 0 and line.month in months:
            sold[line.seller] += line.amount
    wanted = {books.names["owner"][person]: sold[person] / amount for person, amount in due.items() if amount}
    results = list(filled.workspace.show("quota_attainment_rate:attainment", period=year, by="owner"))
    found = {name: number(result.value) for name, result in by_group(results, "owner").items()}
    assert {name: share for name, share in found.items() if share is not None} == pytest.approx(
        {name: float(share) for name, share in wanted.items()}, rel=1e-12
    )
    assert not {name for name, share in found.items() if share is not None} & set(MANAGERS.values())


def test_what_is_handed_on_is_held_against_a_target_of_the_company(folder: Path, tmp_path: Path, books: Books) -> None:
    """The reps' targets of FY2019 against one typed in for the company; a team has no members here, so no answer."""
    own = filled_workspace(tmp_path / "workspace", [folder], "adventureworks_reseller", COMPANY).workspace
    months = months_of("FY2019")
    reps = sum(found.get(month, Decimal(0)) for found in books.targets.values() for month in months)
    teams = sum(found.get(month, Decimal(0)) for found in books.team_targets.values() for month in months)
    assert [found.ratio for found in own.quotas.assignments("FY2019")] == [None, None]
    own.quotas.set("company", 20_000_000, period="FY2019", now=datetime(2020, 7, 2, tzinfo=UTC))
    assert [(found.parts, found.amount, found.assigned) for found in own.quotas.assignments("FY2019")] == [
        ("teams", 20_000_000, teams),
        ("reps", 20_000_000, reps),
    ]
    (target,) = own.show("target", period="FY2019", as_of="2020-07-03")
    assert target.value == 20_000_000


def test_productivity_counts_those_who_carry_a_target(filled: Filled, books: Books) -> None:
    """Fourteen of the eighteen people sell; what the managers sold counts all the same."""
    (result,) = filled.workspace.show("rep_productivity", period="FY2019")
    sold = sum(line.amount for line in books.lines if line.fiscal_year == "FY2019")
    assert (result.numerator, result.denominator) == (sold, 14)
    assert len(books.names["owner"]) - len(MANAGERS) == 14


def test_buyers_are_the_resellers_who_ordered(filled: Filled, books: Books) -> None:
    """Seventy of the resellers in the file never ordered."""
    found = {account for (account,) in filled.rows("SELECT DISTINCT account_id FROM customer")}
    assert found == {line.reseller for line in books.lines}
    first: dict[str, date] = {}
    for line in books.lines:
        first[line.reseller] = min(line.day, first.get(line.reseller, line.day))
    began = filled.rows("SELECT account_id, became_on FROM customer WHERE spell_no = 1")
    assert dict(began) == first


@pytest.mark.parametrize("year", YEARS)
def test_managers_sell_now_and_then_and_are_no_part_of_the_middle(filled: Filled, books: Books, year: str) -> None:
    """Managers' targets are their people's: they are listed where they sold, and never counted."""
    answer = filled.workspace.team(period=year)
    assert isinstance(answer, TeamAnswer)
    lies, months = answer.distribution, set(months_of(year))
    sold = sums((line for line in books.lines if line.month in months), lambda line: line.seller)
    due = {seller: sum(of.get(month, Decimal(0)) for month in months) for seller, of in books.targets.items()}
    reached = {books.names["owner"][key]: sold.get(key, Decimal(0)) / amount for key, amount in due.items() if amount}
    counted = {name for part in lies.bins for name in part.reps}
    assert counted | set(lies.short) == set(reached)
    assert lies.counted == len(counted)
    selling, managers = {books.names["owner"][key] for key in sold}, set(MANAGERS.values())
    assert selling - set(reached) <= managers
    assert set(lies.without_quota) == (selling | set(books.names["owner"].values()) - managers) - set(reached)
    assert number(lies.median) == pytest.approx(float(median(reached[name] for name in counted)), rel=1e-9)
    for part in lies.bins:
        assert all(part.low <= reached[name] < (part.high or Decimal("Infinity")) for name in part.reps)


def test_a_team_is_the_sum_of_its_people(filled: Filled, books: Books) -> None:
    answer = filled.workspace.team(period="FY2020")
    assert isinstance(answer, TeamAnswer)
    months = set(months_of("FY2020"))
    sold = sums((line for line in books.lines if line.month in months), lambda line: line.seller)
    rows = {row.name: row for table in answer.tables for row in table.rows}
    assert {name: row.numbers["total_revenue"].value for name, row in rows.items()} == {
        books.names["owner"][key]: amount for key, amount in sold.items()
    }
    assert sum(table.whole["total_revenue"].value or 0 for table in answer.tables) == sum(sold.values())


# --------------------------------------------------------------------------------- products, and what moved them


@dataclass
class Total:
    """What was sold of a product in a fiscal year: units, what they would have cost, what was taken."""

    units: int = 0
    listed: Decimal = Decimal(0)
    sold: Decimal = Decimal(0)


def sold_by_product(folder: Path) -> dict[str, dict[str, Total]]:
    """Add up orders: fiscal year -> product -> total."""
    found: dict[str, dict[str, Total]] = defaultdict(lambda: defaultdict(Total))
    for row in lines_of(folder / "FactResellerSales.csv.gz"):
        day, amount = date.fromisoformat(row["OrderDate"]), cents(Decimal(row["SalesAmount"]))
        total = found[f"FY{day.year + (day.month >= 7)}"][row["ProductKey"]]
        listed = cents(int(row["OrderQuantity"]) * Decimal(row["UnitPrice"]))
        total.units += int(row["OrderQuantity"])
        total.listed += max(listed, amount)
        total.sold += amount
    return found


def plain_effects(now: Total | None, before: Total | None, units: tuple[int, int]) -> dict[str, float]:
    """Volume, mix, price and discount of a product: by logarithmic means; one that is new or gone by halves."""
    if now is None or before is None:
        there = now or before
        assert there is not None
        share = there.units / units[0 if now else 1]
        price, sign = float(there.sold) / there.units, 1 if now else -1
        one, other = units
        return {"volume": (one - other) * share / 2 * price, "mix": sign * share * (one + other) / 2 * price}
    ratio = float(now.sold / before.sold)
    weight = float(now.sold - before.sold) / log(ratio) if now.sold != before.sold else float(now.sold)
    return {
        "volume": weight * log(units[0] / units[1]),
        "mix": weight * log(now.units / units[0] / (before.units / units[1])),
        "price": weight * log(float(now.listed) / now.units / (float(before.listed) / before.units)),
        "discount": weight * log(float(now.sold / now.listed) / float(before.sold / before.listed)),
    }


@pytest.mark.parametrize(("year", "before"), [("FY2019", "FY2018"), ("FY2020", "FY2019")])
def test_what_moved_every_product(filled: Filled, folder: Path, year: str, before: str) -> None:
    own = sold_by_product(folder)
    answer = filled.workspace.products(period=year)
    assert (answer.compared.label, answer.source) == (before, "invoice_line")
    rows = {str(row.product): row for row in answer.rows}
    assert set(rows) == {*own[year], *own[before]}
    units = (sum(each.units for each in own[year].values()), sum(each.units for each in own[before].values()))
    for product, row in rows.items():
        now, earlier = own[year].get(product), own[before].get(product)
        for side, total in ((row.now, now or Total()), (row.before, earlier or Total())):
            assert (side.units, side.listed, side.revenue) == (total.units, total.listed, total.sold)
        for name, part in plain_effects(now, earlier, units).items():
            assert float(row.effects[name]) == pytest.approx(part, abs=0.03), (product, name)  # type: ignore[index]
        assert sum(row.effects.values()) == row.change


def test_where_every_line_is_a_deal_won_segments_differ_in_size_alone(filled: Filled, books: Books) -> None:
    answer = filled.workspace.segments(period="FY2020", by=("product_family", "territory"))
    lines = [line for line in books.lines if line.fiscal_year == "FY2020"]
    for dimension, key in (("product_family", "family"), ("territory", "territory")):
        found = {segment.label: segment for segment in answer.of(dimension)}
        by_key: dict[str, list[Decimal]] = defaultdict(list)
        for line in lines:
            by_key[getattr(line, key)].append(line.amount)
        assert {label: (each.ended, each.won) for label, each in found.items()} == {
            label: (len(amounts), len(amounts)) for label, amounts in by_key.items()
        }
        for label, amounts in by_key.items():
            mean = float(found[label].numbers["size"].value or 0)
            assert mean == pytest.approx(float(sum(amounts)) / len(amounts), rel=1e-4)
    assert {each.measure for each in answer.findings} == {"size"}
    bikes = next(each for each in answer.findings if each.label == "Bikes")
    inside, outside = ([line.amount for line in lines if (line.family == "Bikes") == is_in] for is_in in (True, False))
    assert float(bikes.value) == pytest.approx(float(median(inside)), rel=1e-4)
    assert float(bikes.rest) == pytest.approx(float(median(outside)), rel=1e-4)
    assert answer.whole is not None
    assert answer.whole.numbers["day_value"].value is None
