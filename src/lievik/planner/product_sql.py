"""What was sold by product, period and currency as SQL, and what accounts bought: of invoices, deal lines or deals.

Pure. A line without an amount or a rate is counted and in no sum. A line is a return where it says so or is below zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lievik.model.periods import Period
from lievik.model.products import SalesSource
from lievik.planner.deal_filter import DealFilter, deal_joins
from lievik.planner.period_plan import known_until
from lievik.planner.standing_sql import Known
from lievik.planner.statement import Statement, bound_names


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """How lines are read off a table: SQL of what a line has.

    Attributes:
        listed: what it would have cost without a discount; taken where it is above the amount by a cent or more.
        where: which rows are lines of sales.
        account: of the buyer, by the lines of `joins`.
    """

    day: str
    units: str
    amount: str
    listed: str
    is_return: str
    account: str
    where: str = "TRUE"
    joins: str = ""


_LISTED: Final = "round(CAST({0}.quantity * {0}.unit_price AS DECIMAL(28, 6)), 2)"
_LINE: Final = (
    "round(CAST(deal_line.quantity * deal_line.unit_price AS DECIMAL(28, 6))"
    " * (1 - coalesce(deal_line.discount_share, 0)), 2)"
)

_READINGS: Final = MappingProxyType(
    {
        "invoice_line": _Reading(
            day="invoice_line.invoiced_on",
            units="invoice_line.quantity",
            amount="invoice_line.amount",
            listed=_LISTED.format("invoice_line"),
            is_return="(invoice_line.is_return IS TRUE OR invoice_line.amount < 0)",
            account="invoice_line.account_id",
        ),
        "deal_line": _Reading(
            day="deal_line.closed_on",
            units="deal_line.quantity",
            amount=_LINE,
            listed=_LISTED.format("deal_line"),
            is_return=f"({_LINE} < 0)",
            account="bought.account_id",
            where="deal_line.outcome = 'won' AND deal_line.is_deleted IS NOT TRUE",
            joins="LEFT JOIN deal AS bought ON bought.id = deal_line.deal_id",
        ),
        "deal": _Reading(
            day="deal.closed_on",
            units="1",
            amount="deal.amount",
            listed="deal.amount",
            is_return="(deal.amount < 0)",
            account="deal.account_id",
            where="deal.outcome = 'won' AND deal.is_deleted IS NOT TRUE",
        ),
    }
)

_JUDGED: Final = """judged AS (
SELECT *, is_returned AND converted IS NOT NULL AS is_return,
  NOT is_returned AND converted IS NOT NULL AND units > 0 AS is_told,
  NOT is_returned AND converted IS NOT NULL AND (units > 0) IS NOT TRUE AS is_untold
FROM line
),"""

_SUMS: Final = ",\n  ".join(
    f"coalesce(sum({column}) FILTER (WHERE {which}), 0) AS {name}"
    for name, column, which in (
        ("units", "units", "is_told"),
        ("listed", "listed", "is_told"),
        ("listed_converted", "listed_converted", "is_told"),
        ("sold", "amount", "is_told"),
        ("sold_converted", "converted", "is_told"),
        ("without_units", "amount", "is_untold"),
        ("without_units_converted", "converted", "is_untold"),
        ("returned", "amount", "is_return"),
        ("returned_converted", "converted", "is_return"),
    )
)

_COUNTED: Final = """count(*) FILTER (WHERE converted IS NOT NULL) AS lines,
  count(*) FILTER (WHERE is_untold) AS untold,
  count(*) FILTER (WHERE is_return) AS returns, count(*) FILTER (WHERE amount IS NULL) AS no_amount,
  count(*) FILTER (WHERE amount IS NOT NULL AND converted IS NULL) AS no_rate"""


@dataclass(frozen=True, kw_only=True)
class ProductSQL:
    """Writes the statements about products.

    Attributes:
        found: which lines; its table is the source.
        key: what they are brought together by: product or product_family.
        known: what the tables hold, as of when, and the currency that money is shown in.
    """

    found: DealFilter
    source: SalesSource
    key: str
    known: Known

    @property
    def _reading(self) -> _Reading:
        return _READINGS[self.source]

    def sales(self, periods: Sequence[Period]) -> Statement:
        """A row a period, product and currency, sums in its own and in the wanted currency.

        Period number, product id, name, family, currency, units, listed, the same converted, sold, the same converted,
        sold without units, the same converted, returned, the same converted, lines that count, those without units,
        returned ones, lines without an amount, lines without a rate.
        """
        days = ", ".join(f"({n}, CAST($start_{n} AS DATE), CAST($until_{n} AS DATE))" for n in range(len(periods)))
        sql = "\n".join(
            (
                "-- what was sold, product by product",
                f"WITH period (period_no, starts_on, ends_on) AS (VALUES {days}),",
                f"line AS (\n{self._line()}\n),",
                _JUDGED,
                f"summed AS (\nSELECT period_no, product_id, currency,\n  {_SUMS},\n  {_COUNTED}",
                "FROM judged\nGROUP BY period_no, product_id, currency\n)",
                "SELECT period_no, summed.product_id, product.name, product.family,",
                "  summed.* EXCLUDE (period_no, product_id)",
                "FROM summed LEFT JOIN product ON product.id = summed.product_id",
                "ORDER BY period_no, summed.product_id, currency",
            )
        )
        values: dict[str, object] = {"currency": self.known.currency, **self.found.values}
        for number, period in enumerate(periods):
            values[f"start_{number}"] = period.start
            values[f"until_{number}"] = known_until(period.end, self.known.as_of)
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})

    def _line(self) -> str:
        """SQL of the lines of the periods."""
        reading, joins = self._reading, deal_joins(self.found, self._reading.day)
        amount, rate = self._converted(reading.amount)
        # a cent is a matter of rounding; what is billed above its price is no discount below zero
        listed = (
            f"CASE WHEN {reading.listed} - {reading.amount} >= 0.01 THEN {reading.listed} ELSE {reading.amount} END"
        )
        return "\n".join(
            (
                f"SELECT period.period_no, {self.source}.product_id, coalesce({self.source}.currency, '') AS currency,",
                f"  {reading.units} AS units, {reading.amount} AS amount, {listed} AS listed,",
                f"  {self._converted(listed)[0]} AS listed_converted, {amount} AS converted,",
                f"  {reading.is_return} AS is_returned",
                f"FROM {self.source}",
                f"INNER JOIN period ON {reading.day} >= period.starts_on AND {reading.day} < period.ends_on",
                *joins.lines,
                *rate,
                f"WHERE {' AND '.join((reading.where, *joins.where))}",
            )
        )

    def pairs(self, support: int, most: int) -> Statement:
        """A row a pair of products that enough accounts bought both of, each way; the first row is of all, without one.

        Product, its name, the other, its name, accounts that bought it, both, the other, any; products; lines without
        an account.
        """
        return self._bought(
            support,
            most,
            f"""pair AS (
SELECT one.product, two.product AS other, count(*) AS both_count
FROM held AS one INNER JOIN held AS two ON two.account_id = one.account_id AND two.product <> one.product
GROUP BY one.product, two.product HAVING count(*) >= $support
),
everything AS (
SELECT (SELECT count(DISTINCT account_id) FROM bought_any) AS accounts,
  (SELECT count(DISTINCT product) FROM bought_any) AS products, (SELECT count(*) FROM unknown) AS no_account
)
SELECT pair.product, {self._name("pair.product")} AS name, pair.other, {self._name("pair.other")} AS other_name,
  one.holders, pair.both_count, two.holders AS others, everything.accounts, everything.products, everything.no_account
FROM everything LEFT JOIN pair ON TRUE
LEFT JOIN most_bought AS one ON one.product = pair.product LEFT JOIN most_bought AS two ON two.product = pair.other
ORDER BY pair.product, pair.other""",
        )

    def holdings(self, support: int, most: int) -> Statement:
        """A row an account and product that it bought, of those products that are looked at: id, name, product."""
        return self._bought(
            support,
            most,
            "named AS (SELECT held.account_id, coalesce(account.name, held.account_id) AS name, held.product\n"
            "FROM held LEFT JOIN account ON account.id = held.account_id)\n"
            "SELECT account_id, name, product FROM named ORDER BY name, account_id, product",
        )

    def _bought(self, support: int, most: int, rest: str) -> Statement:
        """What accounts bought and kept up to the as-of day, of the products that enough of them bought."""
        reading, joins = self._reading, deal_joins(self.found, self._reading.day)
        product = f"{self.source}.product_id"
        family = "LEFT JOIN product AS kind ON kind.id = " + product if self.key == "product_family" else ""
        key = "kind.family" if family else product
        lines = "\n".join(line for line in (*joins.lines, reading.joins, family) if line)
        where = " AND ".join((reading.where, *joins.where))
        sql = f"""-- what accounts bought
WITH line AS (
SELECT {reading.account} AS account_id, {key} AS product, {reading.amount} AS amount
FROM {self.source}
{lines}
WHERE {reading.day} <= $as_of AND {where}
),
unknown AS (SELECT * FROM line WHERE account_id IS NULL AND product IS NOT NULL),
-- all of it sent back is not bought
bought_any AS MATERIALIZED (
SELECT account_id, product FROM line WHERE account_id IS NOT NULL AND product IS NOT NULL
GROUP BY account_id, product HAVING sum(amount) > 0
),
most_bought AS MATERIALIZED (
SELECT product, count(*) AS holders FROM bought_any GROUP BY product HAVING count(*) >= $support
ORDER BY holders DESC, product LIMIT $most
),
held AS MATERIALIZED (SELECT bought_any.* FROM bought_any INNER JOIN most_bought USING (product)),
{rest}"""
        values = {"as_of": self.known.as_of, "support": support, "most": most, **self.found.values}
        return Statement(sql=sql, values={name: values[name] for name in bound_names(sql)})

    def _name(self, product: str) -> str:
        """SQL of what a product is called; a family is called what it is."""
        if self.key == "product_family":
            return product
        return f"coalesce((SELECT name FROM product WHERE product.id = {product}), {product})"

    def _converted(self, money: str) -> tuple[str, tuple[str, ...]]:
        """SQL of a line's money in the wanted currency at its own day's rate, and the join that finds that."""
        reading, currency = self._reading, f"{self.source}.currency"
        if not self.known.facts.is_foreign(self.source, self.known.currency):
            return money, ()
        join = (
            f"LEFT JOIN rate_day AS rate ON rate.on_date = {reading.day} AND rate.from_currency = {currency}"
            " AND rate.to_currency = $currency AND rate.kind = 'market'"
        )
        converted = f"round(CAST({money} AS DECIMAL(28, 2)) * rate.rate, 2)"
        return f"CASE WHEN {currency} = $currency THEN {money} ELSE {converted} END", (join,)
