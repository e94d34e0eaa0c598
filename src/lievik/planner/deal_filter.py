"""A request's filters and keys → what statements of a question's own need to read the same deals as metrics do.

Pure. Whoever uses it reads deals under the name `deal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lievik.catalogue.catalogue import Catalogue
from lievik.errors import DimensionError
from lievik.model.facts import Facts
from lievik.model.metric import Dimension
from lievik.model.request import MetricRequest
from lievik.planner.dimension_sql import Joins, restriction_sql
from lievik.planner.plan import Restriction

_DEAL: Final = "deal"


@dataclass(frozen=True, kw_only=True)
class DealFilter:
    """Which deals are read, and what they are split by.

    Attributes:
        values: bound by the restrictions.
        table: that the ways to dimensions begin at, and the name that rows are read under.
    """

    keys: tuple[Dimension, ...]
    restrictions: tuple[Restriction, ...]
    values: Mapping[str, object]
    table: str = _DEAL

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of `deal` that filters and keys begin at."""
        dimensions = (*self.keys, *(restriction.dimension for restriction in self.restrictions))
        return tuple(dict.fromkeys(dimension.through[self.table].split(" > ")[0] for dimension in dimensions))


@dataclass(frozen=True, kw_only=True)
class DealJoins:
    """Deals narrowed and split, as SQL.

    Attributes:
        lines: joins.
        where: conditions.
        keys: SQL of each key's label.
    """

    lines: tuple[str, ...]
    where: tuple[str, ...]
    keys: tuple[str, ...]


def deal_filter(
    request: MetricRequest, catalogue: Catalogue, by: Iterable[str] = (), table: str = _DEAL, question: str = ""
) -> DealFilter:
    """Read a request's filters and scope, and the dimensions to split by.

    Args:
        request: its filters and scope.
        catalogue: of dimensions.
        by: dimensions to split by.
        table: whose rows are filtered, where it is not deals.
        question: what is asked about; left out for the rows of the table.

    Raises:
        DimensionError: they cannot be split or filtered that way.
    """
    values: dict[str, object] = {}
    restrictions = []
    for number, found in enumerate((*request.filters, *(request.scope or ()))):
        said = tuple(value for value in found.values if value)
        names = []
        for position, value in enumerate(said if found.ids is None else found.ids):
            names.append(f"filter_{number}_{position}")
            values[names[-1]] = value
        restrictions.append(
            Restriction(
                dimension=_dimension(catalogue, found.dimension, table, question),
                names=tuple(names),
                has_none="" in found.values,
                are_ids=found.ids is not None,
                said=said,
            )
        )
    keys = tuple(_dimension(catalogue, name, table, question) for name in by)
    return DealFilter(keys=keys, restrictions=tuple(restrictions), values=values, table=table)


def _dimension(catalogue: Catalogue, name: str, table: str, question: str) -> Dimension:
    dimension = catalogue.dimension(name)
    if table not in dimension.through:
        possible = [known for known, found in catalogue.dimensions.items() if table in found.through]
        raise DimensionError(question or f"{table}s", name, table, possible)
    return dimension


def deal_joins(found: DealFilter, day: str) -> DealJoins:
    """Write how deals are narrowed and split.

    Args:
        found: the filter.
        day: SQL of the day by which a deal's owner belongs to a team.
    """
    joins = Joins(table=found.table, day=day)
    where = [sql for restriction in found.restrictions if (sql := restriction_sql(restriction, joins))]
    keys = []
    for dimension in found.keys:
        key = joins.key_of(dimension)
        if dimension.label_table:
            alias = f"{dimension.name}_named"
            joins.lines.append(f"LEFT JOIN {dimension.label_table} AS {alias} ON {alias}.id = {key}")
            key = f"{alias}.name"
        keys.append(key)
    return DealJoins(lines=tuple(joins.lines), where=tuple(where), keys=tuple(keys))


def is_foreign(facts: Facts, currency: str) -> bool:
    """Whether any state of a deal may have money in another currency; of deals as they were, that is not counted."""
    return facts.has_rows("deal_past") or any(facts.is_foreign(table, currency) for table in ("deal", "deal_version"))


def converted(facts: Facts, currency: str, day: str) -> tuple[str, tuple[str, ...]]:
    """SQL of a deal's amount in the wanted currency, which `$currency` names, and the join it needs.

    Args:
        facts: what the tables hold.
        currency: the wanted one.
        day: SQL of the day whose rate is taken; nothing of it is read where nothing is foreign.
    """
    if not is_foreign(facts, currency):
        return "deal.amount", ()
    join = (
        f"LEFT JOIN rate_day AS rate ON rate.on_date = {day} AND rate.from_currency = deal.currency"
        " AND rate.to_currency = $currency AND rate.kind = 'market'"
    )
    amount = (
        "CASE WHEN deal.currency = $currency THEN deal.amount "
        "ELSE round(CAST(deal.amount AS DECIMAL(28, 2)) * rate.rate, 2) END"
    )
    return amount, (join,)
